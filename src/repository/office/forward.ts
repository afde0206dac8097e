import { assertNever } from '../../contract/ids.ts';
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
import type { Blobs } from '../blobs/port.ts';
import type { Errand } from './books.ts';
import type { CentralRooms } from './central-rooms.ts';
import { refuseArrival, takeReceipt, takeRenditionReceipt } from './central.ts';
import { refuseHalf, takePartial } from './take-partial.ts';
import type { Answered, Upstream } from './upstream.ts';

export interface ForwardRooms extends CentralRooms {
  readonly blobs: Blobs;
  readonly upstream: Upstream;
  /** Waited for at each boundary; production passes none. */
  readonly boundary: (name: OfficeBoundary, id: number) => void | Promise<void>;
}
export type OfficeBoundary = 'received' | 'fileForwarded' | 'forwarded' | 'answered';

/** `later`: this case waits, others go on. */
export type Forwarded = 'done' | 'refused' | 'later' | 'line';

/** Cases forwarded side by side; within a case one thing goes after the other, in the order in which it came. */
const width = 4;

/**
 * Forwards what waits, as far as it goes. Everything may be sent again after a cut or a crash: the central repository answers the same.
 * Answers whether the line held.
 */
export async function forwardAll(rooms: ForwardRooms): Promise<boolean> {
  const stuck = new Set<string>();
  for (;;) {
    const lanes = new Map<string, Errand[]>();
    for (const errand of rooms.register.books.openErrands()) {
      if (stuck.has(errand.caseId)) continue;
      const lane = lanes.get(errand.caseId);
      if (lane) lane.push(errand);
      else lanes.set(errand.caseId, [errand]);
    }
    if (lanes.size === 0) return true;
    const queue = [...lanes.values()];
    let held = true;
    const work = async (): Promise<void> => {
      for (let lane = queue.shift(); lane && held; lane = queue.shift()) {
        for (const errand of lane) {
          const outcome = await forward(rooms, errand);
          if (outcome === 'line') held = false;
          if (outcome === 'later') stuck.add(errand.caseId);
          if (outcome === 'line' || outcome === 'later') break;
        }
      }
    };
    await Promise.all(Array.from({ length: width }, work));
    if (!held) return false;
  }
}

async function forward(rooms: ForwardRooms, errand: Errand): Promise<Forwarded> {
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
  const { books } = rooms.register;
  // Another desk's, or this one's by another way, was told by the feed meanwhile: the answer is known.
  const sent = await sendFile(rooms, sha256, after);
  if (sent.kind !== 'ok') return settle(rooms, errand, sent);
  await rooms.boundary('fileForwarded', errand.id);
  const answer = await rooms.upstream.put(path, errand.payload);
  await rooms.boundary('forwarded', errand.id);
  if (answer.kind !== 'ok') return settle(rooms, errand, answer);
  // An office's repository further up has it: the errand is done there, and the receipt comes by its feed.
  const receipt = answer.value?.receipt;
  const taken = books.atOnce(() => {
    const isTaken = receipt === undefined || takersOf[errand.kind]?.(rooms, receipt) === true;
    if (isTaken) books.endErrand(errand.id, 'done', null, rooms.clock());
    else books.noteTrouble(errand.id, 'a receipt that is not believed');
    return isTaken;
  });
  await rooms.boundary('answered', errand.id);
  return taken ? 'done' : 'later';
}

/** Who takes the answer to what is signed. */
const takersOf: Readonly<Partial<Record<Errand['kind'], (rooms: CentralRooms, receipt: string) => boolean>>> = {
  act: takeReceipt,
  rendition: takeRenditionReceipt,
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
  'signature-invalid',
  'not-what-was-shown',
  'blob-too-large',
  'rendition-order',
  'not-an-addition',
  'draft-version-reused',
  'not-your-turn',
  'another-signer',
]);
const isFinal = (code: ProblemCode): boolean => final.has(code);
/** Passing ones, unless what they miss was itself refused. */
const unknown: ReadonlySet<ProblemCode> = new Set(['act-unknown', 'case-unknown']);
