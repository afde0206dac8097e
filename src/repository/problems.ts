import type { FastifyReply } from 'fastify';
import type { Problem, ProblemCode } from '../contract/wire.ts';

interface Kind {
  readonly status: number;
  readonly title: string;
  readonly retry: Problem['retry'];
  /** What to do next, for whoever looks after the line. */
  readonly next: string;
}

const nothing = 'Nothing to do: the workstation sends it again by itself.';
const table: Readonly<Record<ProblemCode, Kind>> = {
  unauthorized: {
    ...{ status: 401, title: 'The access key is not known here', retry: 'never' },
    next: 'Ask who runs the repository for the access key of this office and enter it in the settings.',
  },
  forbidden: {
    ...{ status: 403, title: 'The role of this person does not allow it', retry: 'never' },
    next: 'Have it done by somebody whose role allows it, or ask who gives out roles in this office.',
  },
  'not-found': {
    ...{ status: 404, title: 'There is nothing at this address', retry: 'never' },
    next: 'Check the address of the repository in the settings.',
  },
  'bad-request': {
    ...{ status: 400, title: 'The request is not of the protocol', retry: 'never' },
    next: 'Update the workstation; if it is up to date, report this with the detail.',
  },
  'blob-missing': { status: 409, title: 'The file has to be sent first', retry: 'refresh', next: nothing },
  'blob-hash-mismatch': { status: 422, title: 'The bytes do not have this hash', retry: 'same', next: nothing },
  'blob-too-large': {
    ...{ status: 413, title: 'The file is larger than this repository takes', retry: 'never' },
    next: 'Ask who runs the repository to raise the limit, or propose the document in parts.',
  },
  'act-id-reused': {
    ...{ status: 409, title: 'This act id stands for other bytes', retry: 'never' },
    next: 'Look at the act in the case file: it is registered with other bytes. Report it before signing again.',
  },
  'act-unknown': {
    ...{ status: 404, title: 'The act is not known here', retry: 'never' },
    next: 'Check that the office and the repository are the right ones; the act stays queued.',
  },
  'act-state': {
    ...{ status: 409, title: 'The act is not in a state for this', retry: 'refresh' },
    next: 'Open the act: it was returned or registered meanwhile.',
  },
  'case-unknown': {
    ...{ status: 404, title: 'The case is not known here', retry: 'never' },
    next: 'Record the case in the repository first.',
  },
  'case-differs': {
    ...{ status: 409, title: 'The case is recorded differently here', retry: 'refresh' },
    next: 'Compare the data of the case with those of the repository.',
  },
  'case-closed': {
    ...{ status: 409, title: 'The case is closed', retry: 'never' },
    next: 'Have the case opened again, or file the act in another one.',
  },
  'case-moved': {
    ...{ status: 409, title: 'The case went to another office', retry: 'never' },
    next: 'Ask that office, or have the case sent back.',
  },
  'office-unknown': {
    ...{ status: 422, title: 'The office is not known here', retry: 'never' },
    next: 'Check the identifier of the office with whoever looks after the repository.',
  },
  'signature-invalid': {
    ...{ status: 422, title: 'The signature does not hold', retry: 'never' },
    next: 'Look at the report of the act and sign the proposed document again.',
  },
  'not-what-was-shown': {
    ...{ status: 422, title: 'The signed file is not the proposed document', retry: 'never' },
    next: 'Sign the document as it was proposed; to change it, propose it anew.',
  },
  'rendition-order': {
    ...{ status: 409, title: 'The file does not grow out of the newest one here', retry: 'refresh' },
    next: nothing,
  },
  'not-an-addition': {
    ...{ status: 422, title: 'More than time-stamps and validation data was added', retry: 'never' },
    next: 'Look at the report of the act: the registered file stands as it is.',
  },
  'storage-full': {
    ...{ status: 507, title: 'The repository has no room left', retry: 'after' },
    next: 'Tell who runs the repository that its disk is full; nothing is lost meanwhile.',
  },
  'mismatching-upload-offset': {
    ...{ status: 409, title: 'The upload goes on at another place', retry: 'refresh', next: nothing },
  },
  'too-many-uploads': {
    ...{ status: 429, title: 'Too many unfinished files of this office', retry: 'after', next: nothing },
  },
  'bundle-broken': {
    ...{ status: 400, title: 'The bundle could not be read any further', retry: 'same', next: nothing },
  },
  'frame-too-large': {
    ...{ status: 413, title: 'Too large for a bundle: send the file in slices first', retry: 'refresh', next: nothing },
  },
  'predecessor-missing': {
    ...{ status: 409, title: 'An act signed before in this case has to be registered first', retry: 'refresh' },
    next: nothing,
  },
  'device-forked': {
    ...{ status: 409, title: 'Another history of this workstation is known here', retry: 'refresh' },
    next: 'Nothing is lost. Give this workstation a name of its own in its configuration: its disk was copied, or an older copy was put back.',
  },
  'cursor-expired': {
    ...{ status: 410, title: 'The cursor is not known any more: begin anew', retry: 'refresh', next: nothing },
  },
  'client-too-old': {
    ...{ status: 426, title: 'The workstation is too old for this repository', retry: 'never' },
    next: 'Update the workstation. What waits is kept and sent afterwards.',
  },
  'feature-missing': {
    ...{ status: 417, title: 'This repository cannot do what was required', retry: 'never' },
    next: 'Update the repository, or use a workstation of its version.',
  },
  overloaded: { status: 503, title: 'The repository has too much in hand', retry: 'after', next: nothing },
  maintenance: { status: 503, title: 'The repository is being looked after', retry: 'after', next: nothing },
  'centre-away': {
    ...{ status: 503, title: 'The central repository is out of reach from the office', retry: 'after', next: nothing },
  },
  'draft-conflict': {
    ...{ status: 412, title: 'The draft was changed meanwhile: both texts are kept', retry: 'refresh' },
    next: 'Open the draft: both texts stand side by side, to be brought together.',
  },
  'draft-version-reused': {
    ...{ status: 409, title: 'This version of a draft is here with another text', retry: 'never' },
    next: 'Save the draft again; report it if it happens twice.',
  },
  'not-your-turn': {
    ...{ status: 409, title: 'Another signer comes first', retry: 'refresh' },
    next: 'Wait until the signer before has signed, and sign what he or she signed.',
  },
  'electronic-refused': {
    ...{ status: 403, title: 'This is not to be signed electronically', retry: 'never' },
    next: 'Have the act signed digitally, with a token.',
  },
  'another-signer': {
    ...{ status: 422, title: 'The act names another person to sign', retry: 'never' },
    next: 'Leave the act to whom it names, or return it so that other signers are named.',
  },
  'substitution-refused': {
    ...{ status: 422, title: 'No appointment to sign in this place', retry: 'never' },
    next: 'Have the act signed by whom it names, or by a substitute whose appointment is in force.',
  },
  'parcel-refused': {
    ...{ status: 422, title: 'The parcel is not taken', retry: 'never' },
    next: 'Have the parcel made again: nothing of this one was taken.',
  },
  'use-dpop-nonce': { status: 401, title: 'The proof has to carry a newer nonce', retry: 'same', next: nothing },
  'device-revoked': {
    ...{ status: 403, title: 'This device was revoked', retry: 'never' },
    next: 'Ask who looks after people and devices. Signed acts that were not sent can be brought back with the recovery key.',
  },
  'grant-ended': {
    ...{ status: 403, title: 'There is no grant in force for this person in this office', retry: 'never' },
    next: 'Ask who looks after people and devices to renew the grant. What waits is kept and sent afterwards.',
  },
  'enrolment-refused': {
    ...{ status: 403, title: 'The device is not enrolled', retry: 'never' },
    next: 'Ask who looks after people and devices for a new code, or check what is recorded of this person.',
  },
  'too-many-requests': {
    ...{ status: 429, title: 'Too many requests from here', retry: 'after', next: nothing },
  },
  internal: {
    ...{ status: 500, title: 'The repository failed', retry: 'after' },
    next: 'If it happens again, tell who runs the repository: its log says why.',
  },
};

/** Seconds after which it makes sense to ask again, at least, where the trouble passes (RFC 9110 §10.2.3). */
const retryAfter: Readonly<Partial<Record<ProblemCode, number>>> = {
  'storage-full': 300,
  'too-many-uploads': 60,
  'too-many-requests': 20,
  overloaded: 10,
  maintenance: 60,
  internal: 30,
};

/** A problem (RFC 9457) as it stands in an answer or in a line of one; `detail` holds no captions or names. */
export function problemOf(code: ProblemCode, detail: string, status = table[code].status): Problem {
  const { title, retry, next } = table[code];
  return { type: `urn:fojas:problem:${code}`, title, status, detail, retry, next };
}

/** Whether a no of this kind stays a no, whatever is sent again. */
export const isRefusal = (code: ProblemCode): boolean => table[code].retry === 'never';

/**
 * A problem as RFC 9457 says; `detail` is for people who look after the line, and holds no captions or names.
 * @param options.status another than the code's own.
 */
export async function problem(
  reply: FastifyReply,
  code: ProblemCode,
  detail: string,
  options: { readonly status?: number; readonly expectedOffset?: number; readonly refusal?: string | undefined } = {},
): Promise<FastifyReply> {
  const { status, expectedOffset, refusal } = options;
  const said = problemOf(code, detail, status);
  const seconds = retryAfter[code];
  // Up to twice as long, another time for each: who was refused together does not come back together.
  if (seconds !== undefined) reply.header('retry-after', Math.ceil(seconds * (1 + Math.random())));
  // Who names no version knows the three words of the first one only.
  const retry = said.retry === 'after' && !('fojas-version' in reply.request.headers) ? 'same' : said.retry;
  return reply
    .code(said.status)
    .type('application/problem+json')
    .send(
      JSON.stringify({
        ...{ ...said, retry },
        ...(expectedOffset === undefined ? {} : { expectedOffset }),
        ...(refusal === undefined ? {} : { refusal }),
      }),
    );
}
