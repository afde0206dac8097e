import type Database from 'better-sqlite3-multiple-ciphers';
import type { ActId, CaseId, Sha256 } from '../../contract/ids.ts';
import { entryBook } from '../entries/book.ts';
import { jointBook } from '../joint/book.ts';
import { type SignedHow, kindOf } from '../joint/signed-as.ts';
import { handoverBook } from '../people/handover-book.ts';
import type { FeedEvent, RegistrationRequest, RenditionRequest, SignerNames } from '../../contract/wire.ts';
import { Proposal } from '../../contract/wire.ts';
import { DraftVersion } from '../../contract/wire-drafts.ts';
import { actOf } from '../../contract/wire-entries.ts';
import type { ReceivedSigner } from '../receipts.ts';
import type { Passed, Register, Registering } from '../register/port.ts';
import { createBells } from '../register/bells.ts';
import { sqliteRegister } from '../register/sqlite.ts';
import { type Arrival, type Errand, type OfficeBooks, openBooks } from './books.ts';
import { type HalfBook, halfBefore, openHalves } from './halves.ts';

export interface OfficeRegisterOptions {
  readonly db: Database.Database;
  readonly officeId: string;
  readonly name: string;
  readonly signer: ReceivedSigner;
  readonly clock: () => Date;
  /** Something waits to be forwarded. */
  readonly onQueued: () => void;
  /** Waited for after a file was received, before that is answered. */
  readonly onReceived?: () => void | Promise<void>;
}

export interface OfficeRegister extends Register {
  /** Keeps a version that came from the central repository, and does not send it back. */
  takeDraft(version: DraftVersion): Promise<void>;
  readonly books: OfficeBooks;
  readonly halves: HalfBook;
  /** Tells the office's PCs; inside the caller's transaction. */
  tell(event: FeedEvent): void;
}

/**
 * The register of a repository inside an office: cases, trays and feed are kept here as the central one keeps them, and whatever comes is
 * queued for it in the transaction that keeps it. Numbers and receipts are the central one's alone: a registration is `received` until its
 * receipt came, and then that receipt is answered, byte for byte.
 */
export function officeRegister(options: OfficeRegisterOptions): OfficeRegister {
  const { db, officeId, name, signer, clock, onQueued } = options;
  const books = openBooks(db, officeId);
  const halves = openHalves(db);
  const queue = (errand: Omit<Errand, 'id' | 'aside'>): void => {
    books.queue(errand, clock());
    // After the transaction that this is part of.
    queueMicrotask(onQueued);
  };
  const caseOfAct = (actId: ActId): CaseId | undefined =>
    (db.prepare('SELECT case_id FROM acts WHERE act_id = ?').get(actId) as { case_id: CaseId } | undefined)?.case_id;
  const bells = createBells();
  let fromCentre = false;
  const inner = sqliteRegister(db, {
    bells,
    // A case's number is the central repository's to give.
    givesNumbers: false,
    onDraftKept(draftId) {
      for (const version of books.newVersions(draftId)) {
        const { caseId, versionId } = DraftVersion.parse(JSON.parse(version));
        const errand = { kind: 'draft', caseId, actId: versionId, n: 0, payload: version } as const;
        if (fromCentre) books.queue(errand, clock(), 'done');
        else queue(errand);
      }
    },
    onEvent(event) {
      const errand = errandOf(event, caseOfAct);
      if (errand) queue(errand);
    },
  });
  const tell = (event: FeedEvent): void => {
    db.prepare('INSERT INTO feed (office_id, event) VALUES (?, ?)').run(officeId, JSON.stringify(event));
    setImmediate(() => bells.ring(officeId));
  };

  // The same books over the same tables, for what is decided otherwise here.
  const notes = entryBook(db, () => undefined);
  const joint = jointBook(db, (_office, event) => {
    if (event.kind === 'partlySigned')
      tell({ kind: 'halfReceived', actId: event.actId, statement: event.receipt, ...kindOf(event) });
  });
  const liesHere = (actId: ActId): boolean => books.arrivals(actId, 0).some(({ state }) => state === 'received');

  /** Takes a file that was judged: what is said of it, the errand and the news are kept together. */
  const receive = (
    request: RegistrationRequest | RenditionRequest,
    n: number,
    caseId: CaseId,
    signers: SignerNames | null = null,
  ): Passed => {
    const { actId, sha256, size } = request;
    const receivedAt = clock().toISOString();
    const statement = signer.sign({ v: 1, office: name, officeId, actId, n, sha256, size, receivedAt });
    const payload = JSON.stringify(request);
    books.arrive({ actId, n, sha256, request: payload, statement, signers: signers && JSON.stringify(signers) });
    queue({ kind: n === 0 ? 'act' : 'rendition', caseId, actId, n, payload });
    tell({ kind: 'received', actId, statement });
    return { kind: 'received', statement };
  };

  return {
    ...inner,
    books,
    halves,
    tell,

    // What is told anew in the office is no errand, and of its own signatures it says that it received them.
    handovers: handoverBook(
      db,
      (_office, event) => tell(event),
      (actId, { sha256, receipt, request }) => {
        const half = halves.of(actId, sha256);
        const how = kindOf(JSON.parse(request) as SignedHow);
        return half?.state === 'received'
          ? { kind: 'halfReceived', actId, statement: half.statement, ...how }
          : { kind: 'partlySigned', actId, receipt: half?.receipt ?? receipt, ...how };
      },
      (actId) =>
        books
          .arrivals(actId, 0)
          .flatMap(({ state, statement }) => (state === 'received' ? [{ kind: 'received', actId, statement }] : [])),
    ),

    // A signed act that lies here is as good as signed: it is neither taken back nor vouched for any more.
    entries: {
      ...inner.entries,
      put: async (given) => {
        const actId = actOf(given);
        const isSigned = actId !== null && liesHere(actId);
        return isSigned && (given.kind === 'visado' || given.kind === 'withdrawn')
          ? 'actState'
          : inner.entries.put(given);
      },
    },

    // Whose turn it is, as far as is known in the office: the central one says for itself, in the order in which they came.
    signOn: async (request) =>
      books.atOnce(() => {
        const before = halfBefore(halves, request);
        if (before) return before;
        const { actId, n, sha256, caseId } = request;
        if (liesHere(actId)) return { kind: 'registered' };
        if (notes.isWithdrawn(actId)) return { kind: 'returned' };
        const { signedAt, size, personId, certificateSha256, documentSha256, documentSize } = request;
        const signed = joint.signOn(request, (of, name) =>
          signer.signHalf({
            ...{
              v: 1,
              office: options.name,
              officeId,
              actId,
              caseId,
              n,
              of,
              personId,
              name,
              sha256,
              size,
              certificateSha256,
            },
            ...{ prefixSha256: documentSha256, prefixSize: documentSize, signedAt, receivedAt: clock().toISOString() },
          }),
        );
        if (signed.kind !== 'signed') return signed;
        halves.keep(actId, { n, sha256, statement: signed.receipt });
        queue({ kind: 'signature', caseId, actId, n, payload: JSON.stringify(request) });
        return { kind: 'received', statement: signed.receipt };
      }),

    async takeDraft(version) {
      fromCentre = true;
      // Runs its transaction before it answers anything: nobody comes in between.
      const kept = inner.drafts.put(version, version.parents[0] ?? null);
      fromCentre = false;
      await kept;
    },

    // A PC that moves between this repository and the central one brings the other's cursor: it must never pass for one of ours.
    feed: async (office, cursor, limit) => {
      if (cursor !== '' && !cursor.startsWith(mark)) return null;
      const page = await inner.feed(office, cursor.slice(mark.length), limit);
      return page && { ...page, cursor: page.cursor === '' ? '' : mark + page.cursor };
    },

    receiptsAfter: async (office, cursor, limit) => {
      const isWord = cursor === '' || cursor === 'latest';
      if (!isWord && !cursor.startsWith(mark)) return null;
      const page = await inner.receiptsAfter(office, isWord ? cursor : cursor.slice(mark.length), limit);
      return page && { ...page, cursor: mark + page.cursor };
    },

    caseContents: async (caseId, office) => {
      const contents = await inner.caseContents(caseId, office);
      return contents && { ...contents, cursor: contents.cursor === '' ? '' : mark + contents.cursor };
    },

    answerTo: async (request) =>
      (await inner.answerTo(request)) ?? passedBefore(books, request.actId, 0, request.sha256),

    // What the central one refused holds nobody up any more.
    isPlaced: async (actId) => (await inner.isPlaced(actId)) || books.arrivals(actId, 0).length > 0,

    register: async ({ request, signers }) => {
      const answered = await inner.answerTo(request);
      if (answered) return answered;
      const taken = books.atOnce((): Registering => {
        const { actId, caseId } = request;
        const passed = passedBefore(books, actId, 0, request.sha256);
        if (passed) return passed;
        const act = db.prepare('SELECT proposal, state FROM acts WHERE act_id = ?').get(actId) as
          { proposal: string; state: string } | undefined;
        if (!act) return { kind: 'actUnknown' };
        const proposal = Proposal.parse(JSON.parse(act.proposal));
        const turn = joint.lastTurn(proposal, request);
        if (proposal.caseId !== caseId || (turn === null && proposal.documentSha256 !== request.documentSha256))
          return { kind: 'notProposed' };
        if (act.state === 'returned' || notes.isWithdrawn(actId)) return { kind: 'returned' };
        if (turn !== null && turn !== 'its') return { kind: turn };
        return receive(request, 0, caseId, signers);
      });
      await options.onReceived?.();
      return taken;
    },

    putReturn: async (given) => {
      // A signed act lies here for it: it is on its way to be registered, and the central one decides.
      if (liesHere(given.actId)) return 'registered';
      return inner.putReturn(given);
    },

    findRendition: async (request) => {
      const place = await inner.findRendition(request);
      if (place.kind === 'replayed') return place;
      const passed = passedBefore(books, request.actId, request.n, request.sha256);
      return passed ?? place;
    },

    addRendition: async (request) =>
      books.atOnce(() => {
        const { actId, n, sha256 } = request;
        const passed = passedBefore(books, actId, n, sha256);
        if (passed) return passed;
        const caseId = caseOfAct(actId);
        return caseId ? receive(request, n, caseId) : { kind: 'notRegistered' };
      }),
  };
}

/** What cursors of a repository inside an office begin with. */
const mark = 'o-';

function errandOf(
  event: FeedEvent,
  caseOfAct: (actId: ActId) => CaseId | undefined,
): Omit<Errand, 'id' | 'aside'> | null {
  switch (event.kind) {
    case 'case':
      return { kind: 'case', caseId: event.case.caseId, actId: null, n: 0, payload: JSON.stringify(event.case) };
    case 'proposal': {
      const { caseId, actId } = event.proposal;
      return { kind: 'proposal', caseId, actId, n: 0, payload: JSON.stringify(event.proposal) };
    }
    case 'returned': {
      const { actId } = event.return;
      const caseId = caseOfAct(actId);
      return caseId ? { kind: 'return', caseId, actId, n: 0, payload: JSON.stringify(event.return) } : null;
    }
    case 'entry': {
      const { entry } = event;
      return { kind: 'entry', caseId: entry.caseId, actId: actOf(entry), n: 0, payload: JSON.stringify(entry) };
    }
    default:
      return null;
  }
}

/** What was said before of these bytes in this place; `reused` where others lie in it and wait. */
function passedBefore(
  books: OfficeBooks,
  actId: ActId,
  n: number,
  sha256: Sha256,
): Passed | { readonly kind: 'reused' } | null {
  const arrivals = books.arrivals(actId, n);
  const same = arrivals.find((one) => one.sha256 === sha256);
  if (same) return passedOf(same);
  return arrivals.some(({ state }) => state === 'received') ? { kind: 'reused' } : null;
}

function passedOf({ state, statement, code, detail, refusal }: Arrival): Passed {
  if (state !== 'refused') return { kind: 'received', statement };
  return { kind: 'refused', code: code ?? 'internal', detail: detail ?? '', ...(refusal === null ? {} : { refusal }) };
}
