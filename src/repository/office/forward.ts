import type { SealingStep } from '../sealed/take-over.ts';
import { type ActId, assertNever } from '../../contract/ids.ts';
import {
  CaseRecord,
  type ProblemCode,
  Proposal,
  RegistrationRequest,
  RenditionRequest,
  Return,
  SignatureRequest,
} from '../../contract/wire.ts';
import { CaseEntry } from '../../contract/wire-entries.ts';
import { DraftVersion } from '../../contract/wire-drafts.ts';
import type { Sha256 } from '../../contract/ids.ts';
import type { BundleAnswer } from '../../line/port.ts';
import type { Blobs } from '../blobs/port.ts';
import type { Errand } from './books.ts';
import { kindOf } from '../joint/signed-as.ts';
import type { CentralRooms } from './central-rooms.ts';
import { refuseArrival, takeReceipt, takeRenditionReceipt } from './central.ts';
import { type ToldSignature, refuseHalf, takePartial } from './take-partial.ts';
import type { ActStream } from './stream.ts';
import { type Answered, type Upstream, fitsFrame, noOf } from './upstream.ts';

export interface ForwardRooms extends CentralRooms {
  readonly blobs: Blobs;
  readonly upstream: Upstream;
  /** Waited for at each boundary; production passes none. */
  readonly boundary: (name: OfficeBoundary, id: number) => void | Promise<void>;
}
export type OfficeBoundary = 'received' | 'fileForwarded' | 'forwarded' | 'answered' | SealingStep;

/** `later`: this case waits, others go on. */
export type Forwarded = 'done' | 'refused' | 'later' | 'line';
export type ActErrand = Errand & { readonly kind: 'act' | 'rendition' };

/** Forwards one errand by a request of its own. */
export async function forward(rooms: ForwardRooms, errand: Errand): Promise<Forwarded> {
  switch (errand.kind) {
    case 'case': {
      const { caseId } = CaseRecord.parse(JSON.parse(errand.payload));
      return settle(rooms, errand, await rooms.upstream.put(`/v1/cases/${caseId}`, errand.payload));
    }
    case 'proposal': {
      const { actId, documentSha256 } = Proposal.parse(JSON.parse(errand.payload));
      const sent = await sendFile(rooms, documentSha256, null);
      if (sent.kind !== 'ok') return settle(rooms, errand, sent);
      await rooms.boundary('fileForwarded', errand.id);
      return settle(rooms, errand, await rooms.upstream.put(`/v1/acts/${actId}/proposal`, errand.payload));
    }
    case 'return': {
      const { actId } = Return.parse(JSON.parse(errand.payload));
      return settle(rooms, errand, await rooms.upstream.put(`/v1/acts/${actId}/return`, errand.payload));
    }
    case 'act': {
      const request = RegistrationRequest.parse(JSON.parse(errand.payload));
      const after = { sha256: request.documentSha256, size: request.documentSize };
      return register(rooms, errand, request, after, `/v1/acts/${request.actId}/registration`);
    }
    case 'rendition': {
      const request = RenditionRequest.parse(JSON.parse(errand.payload));
      const after = { sha256: request.prefixSha256, size: request.prefixSize };
      return register(rooms, errand, request, after, `/v1/acts/${request.actId}/renditions/${request.n}`);
    }
    case 'signature': {
      const request = SignatureRequest.parse(JSON.parse(errand.payload));
      const after = { sha256: request.documentSha256, size: request.documentSize };
      return register(rooms, errand, request, after, `/v1/acts/${request.actId}/signatures/${request.n}`);
    }
    case 'entry': {
      const entry = CaseEntry.parse(JSON.parse(errand.payload));
      if (entry.kind === 'piece') {
        const sent = await sendFile(rooms, entry.sha256, null);
        if (sent.kind !== 'ok') return settle(rooms, errand, sent);
        await rooms.boundary('fileForwarded', errand.id);
      }
      const path = `/v1/cases/${entry.caseId}/entries/${entry.entryId}`;
      return settle(rooms, errand, await rooms.upstream.put(path, errand.payload));
    }
    case 'draft': {
      const { draftId, parents } = DraftVersion.parse(JSON.parse(errand.payload));
      const [grewFrom] = parents;
      const condition = grewFrom ? { 'if-match': `"${grewFrom}"` } : { 'if-none-match': '*' };
      const answer = await rooms.upstream.put(`/v1/drafts/${draftId}`, errand.payload, condition);
      // Beside another text: kept all the same, for a person to bring together.
      const isKept = answer.kind === 'problem' && answer.code === 'draft-conflict';
      return settle(rooms, errand, isKept ? { kind: 'ok', value: null } : answer);
    }
    default:
      return assertNever(errand.kind, 'errand');
  }
}

async function register(
  rooms: ForwardRooms,
  errand: Errand,
  { sha256 }: { readonly sha256: Sha256 },
  after: { readonly sha256: Sha256; readonly size: number },
  path: string,
): Promise<Forwarded> {
  // Another desk's, or this one's by another way, was told by the feed meanwhile: the answer is known.
  const sent = await sendFile(rooms, sha256, after);
  if (sent.kind !== 'ok') return settle(rooms, errand, sent);
  await rooms.boundary('fileForwarded', errand.id);
  const answer = await rooms.upstream.put(path, errand.payload);
  await rooms.boundary('forwarded', errand.id);
  return answer.kind === 'ok' ? take(rooms, errand, answer.value?.receipt) : settle(rooms, errand, answer);
}

/**
 * @param receipt none: an office's repository further up has it. The errand is done there, and the receipt comes by its feed. So does that of what
 * was signed in another's place: only the feed says who it was.
 */
async function take(rooms: ForwardRooms, errand: Errand, receipt: string | undefined): Promise<Forwarded> {
  const { books } = rooms.register;
  const taken = books.atOnce(() => {
    const isByFeed = receipt === undefined || isInPlace(errand);
    const isTaken = isByFeed || takersOf[errand.kind]?.(rooms, toldOf(errand, receipt)) === true;
    if (isTaken) books.endErrand(errand.id, 'done', null, rooms.clock());
    else books.noteTrouble(errand.id, 'a receipt that is not believed');
    return isTaken;
  });
  await rooms.boundary('answered', errand.id);
  return taken ? 'done' : 'later';
}

/**
 * Forwards an act or a rendition in the stream of acts. Resolves when it is in the socket; `answer` is what became of it. Null where it has
 * to go by requests of its own: what comes before it in its file is not there, or it is not here any more.
 * @param follows the act of its case that is on its way before it.
 * @param clear whether everything of its case that is on its way before it has passed.
 */
export async function forwardStreamed(
  rooms: ForwardRooms,
  stream: ActStream,
  errand: ActErrand,
  follows: ActId | null,
  clear: Promise<boolean>,
): Promise<{ readonly answer: Promise<Forwarded> } | null> {
  const sent = await intoStream(rooms, stream, errand, follows);
  return sent && { answer: landed(rooms, errand, sent.answer, clear) };
}

async function intoStream(
  { blobs, upstream }: ForwardRooms,
  stream: ActStream,
  errand: ActErrand,
  follows: ActId | null,
): Promise<{ readonly answer: Promise<BundleAnswer> } | null> {
  const { item, after } = itemOf(errand, follows);
  const source = await blobs.open(item.request.sha256);
  if (!source) return null;
  try {
    if (fitsFrame(source.size, after)) return await stream.send({ ...item, source, after });
    const sent = await upstream.putFile(item.request.sha256, source, null);
    return sent.kind === 'ok' ? await stream.send({ ...item, source: null, after: null }) : null;
  } finally {
    source.close();
  }
}

function itemOf(errand: ActErrand, follows: ActId | null) {
  if (errand.kind === 'act') {
    const request = RegistrationRequest.parse(JSON.parse(errand.payload));
    const { documentSha256: sha256, documentSize: size } = request;
    return { item: { kind: 'act', request, follows } as const, after: { sha256, size } };
  }
  const request = RenditionRequest.parse(JSON.parse(errand.payload));
  const { prefixSha256: sha256, prefixSize: size } = request;
  return { item: { kind: 'rendition', request } as const, after: { sha256, size } };
}

async function landed(
  rooms: ForwardRooms,
  errand: ActErrand,
  answer: Promise<BundleAnswer>,
  clear: Promise<boolean>,
): Promise<Forwarded> {
  const said = await answer;
  await rooms.boundary('forwarded', errand.id);
  switch (said.kind) {
    case 'registered':
      return take(rooms, errand, said.receipt);
    case 'received':
      return take(rooms, errand, undefined);
    case 'line':
      return 'line';
    case 'returned':
      return 'later';
    case 'refused':
    case 'later': {
      const no = noOf(said.failure);
      // The one before it was put off, or refused: it is nobody's fault of its own, and has its turn in the next round.
      if (no.kind === 'problem' && no.code === 'predecessor-missing') return 'later';
      // The document with which it begins is not there any more: the whole goes, past nothing that has still to pass.
      if (no.kind === 'problem' && no.code === 'blob-missing') return (await clear) ? forward(rooms, errand) : 'later';
      return settle(rooms, errand, no);
    }
    default:
      return assertNever(said, 'answer of a bundle');
  }
}

const isInPlace = ({ payload }: Errand): boolean =>
  (JSON.parse(payload) as Partial<RegistrationRequest>).standsFor !== undefined;

/** The answer, with the kind of signature that this very request said. */
const toldOf = ({ payload }: Errand, receipt: string): ToldSignature => ({
  receipt,
  ...kindOf(JSON.parse(payload) as { electronic?: true }),
});

/** Who takes the answer to what is signed. */
const takersOf: Readonly<Partial<Record<Errand['kind'], (rooms: CentralRooms, told: ToldSignature) => boolean>>> = {
  act: takeReceipt,
  rendition: (rooms, { receipt }) => takeRenditionReceipt(rooms, receipt),
  signature: takePartial,
};

async function sendFile(
  { blobs, upstream }: ForwardRooms,
  sha256: Sha256,
  after: { readonly sha256: Sha256; readonly size: number } | null,
): Promise<Answered<null>> {
  const source = await blobs.open(sha256);
  if (!source) return { kind: 'problem', code: 'blob-missing', detail: `no file ${sha256} in the office's repository` };
  try {
    return await upstream.putFile(sha256, source, after);
  } finally {
    source.close();
  }
}

function settle(rooms: ForwardRooms, errand: Errand, answer: Answered<unknown>): Forwarded {
  const { books } = rooms.register;
  if (answer.kind === 'line') return 'line';
  if (answer.kind === 'ok') {
    books.endErrand(errand.id, 'done', null, rooms.clock());
    return 'done';
  }
  const isKnownAlready = errand.kind === 'case' && answer.code === 'case-differs';
  const { code, detail, refusal } = answer;
  if (!isKnownAlready && !isFinal(code) && !(unknown.has(code) && books.isHopeless(errand))) {
    books.noteTrouble(errand.id, `${code}: ${detail}`);
    return 'later';
  }
  books.atOnce(() => {
    books.endErrand(errand.id, isKnownAlready ? 'done' : 'refused', `${code}: ${detail}`, rooms.clock());
    if (errand.kind === 'entry') {
      const { caseId, entryId } = CaseEntry.parse(JSON.parse(errand.payload));
      rooms.register.tell({ kind: 'entryRefused', caseId, entryId, problem: code, detail });
    }
    if (errand.kind !== 'act' && errand.kind !== 'rendition' && errand.kind !== 'signature') return;
    const { actId, sha256 } = JSON.parse(errand.payload) as Pick<RegistrationRequest, 'actId' | 'sha256'>;
    const refuse = errand.kind === 'signature' ? refuseHalf : refuseArrival;
    refuse(rooms, { actId, n: errand.n, sha256 }, { code, detail, refusal });
  });
  return 'refused';
}

/** What the central repository will say again, whatever is sent once more. */
const final: ReadonlySet<ProblemCode> = new Set([
  'act-id-reused',
  'act-state',
  'case-closed',
  'case-moved',
  'office-unknown',
  'signature-invalid',
  'not-what-was-shown',
  'blob-too-large',
  'rendition-order',
  'not-an-addition',
  'draft-version-reused',
  'not-your-turn',
  'another-signer',
  'substitution-refused',
  'electronic-refused',
]);
const isFinal = (code: ProblemCode): boolean => final.has(code);
/** Passing ones, unless what they miss was itself refused. */
const unknown: ReadonlySet<ProblemCode> = new Set(['act-unknown', 'case-unknown']);
