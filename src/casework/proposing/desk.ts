import type { ActRow } from '../../contract/acts.ts';
import type { OfficeConfig } from '../../contract/config.ts';
import type { OwnProposal } from '../../contract/drafts.ts';
import { type Failure, type Outcome, done, failed } from '../../contract/failures.ts';
import { ActId, CaseId, Sha256 } from '../../contract/ids.ts';
import type { DraftVersionId } from '../../contract/wire-drafts.ts';
import { type NamedSigner, Proposal } from '../../contract/wire.ts';
import { type ActSheet, type Setter, PaperError, openSetter } from '../../paper/index.ts';
import { sha256Hex } from '../../signature/index.ts';
import { readAct } from '../casefile/act-rows.ts';
import { takeOwnProposal } from '../casefile/feed.ts';
import type { DocumentStore } from '../documents/index.ts';
import type { DraftDesk } from '../drafts/desk.ts';
import type { TemplateCatalogue } from '../drafts/templates/catalogue.ts';
import { journalise } from '../journal/journal.ts';
import { type Store, sql } from '../store/index.ts';
import type { Pace } from '../sync/backoff.ts';
import { startLoop } from '../sync/loop.ts';
import { keepProposal, proposalOf, waitingProposals } from './rows.ts';
import { type ProposalDoor, sendWaiting } from './send.ts';
import { type ActPaper, givePaper, latestPaper, paperOfAct } from './papers.ts';
import { missingFrom } from './missing.ts';
import { citedIn, sheetOf } from './sheet.ts';

export interface ProposingRooms {
  readonly config: OfficeConfig;
  /** What an act's model demands of it. */
  readonly catalogue: TemplateCatalogue;
  readonly store: Store;
  readonly kept: DocumentStore;
  readonly fetched: DocumentStore;
  readonly drafts: DraftDesk;
  /** Null where no repository is configured: what is proposed stays on this desk then, and can be signed here. */
  readonly door: ProposalDoor | null;
  readonly clock: () => Date;
  readonly ids: () => string;
  readonly pace: Pace;
  readonly random: () => number;
  readonly onBug: (error: unknown) => void;
  /** The tray to sign, or what is said of a draft's proposal, changed. */
  readonly onChange: () => void;
  /** Who may sign an act of this type, as far as the repository told. */
  readonly toldSigners: (actType: string) => readonly NamedSigner[];
  /** Starts the typesetter, once, when the first sheet is wanted. */
  readonly startSetter?: () => Promise<Setter>;
}

export interface ProposeWish {
  readonly draftId: string;
  readonly versionId: string;
  readonly signer: string | null;
  /** Who sign after `signer`, in this order. */
  readonly others: readonly string[];
  readonly documentSha256: string;
  readonly dueAt: string | null;
}

/** Puts drafts before their signers. */
export interface ProposingDesk {
  /** Who is offered to sign this draft's act. */
  signers(draftId: string): NamedSigner[];
  /** Of the text in hand; empty where there is none. */
  actTypeOf(draftId: string): string;
  proposed(draftId: string): OwnProposal | null;
  /** @param others who sign after `signer`, in this order. */
  sheet(draftId: string, signer: string | null, others?: readonly string[]): Promise<Outcome<ShownSheet>>;
  /** Sets a sheet that is no act's (a receipt), to be shown and printed. */
  setSheet(sheet: ActSheet): Promise<Outcome<{ readonly sha256: Sha256; readonly bytes: Uint8Array }>>;
  /** One of the last sheets, which lie nowhere else until they are proposed. */
  shown(sha256: string): Uint8Array | null;
  propose(wish: ProposeWish): Promise<Outcome<ActRow>>;
  /** What the text in hand lacks to go before anybody; null where nothing does. */
  lacking(draftId: string): Failure | null;
  /** Sends now; resolves when that is done or stuck. */
  now(): Promise<void>;
  stop(): Promise<void>;
}

export interface ShownSheet {
  readonly versionId: DraftVersionId;
  readonly sha256: Sha256;
  readonly bytes: Uint8Array;
}

/** Opens the desk. What waited when the office was closed is in the tray again, whatever became of the cache. */
export async function proposingDesk(rooms: ProposingRooms): Promise<ProposingDesk> {
  const { store, config, clock, door, catalogue } = rooms;
  await showWaiting(rooms);
  let setter: Promise<Setter> | null = null;
  const startSetter = rooms.startSetter ?? openSetter;
  const { pace, random, onBug } = rooms;
  const loop = door && startLoop({ pace, random, onBug, run: () => sendWaiting(rooms, door) });
  const actTypeOf = (draftId: string): string => rooms.drafts.read(draftId)?.hand.text.actType ?? '';
  const signers = (draftId: string): NamedSigner[] => signersOf(config, rooms.toldSigners(actTypeOf(draftId)));
  const shown = new Map<string, Uint8Array>();

  const lacking = (draftId: string): Failure | null => {
    const draft = rooms.drafts.read(draftId);
    if (!draft) return { kind: 'draftUnknown', draftId };
    const lacks = lacksOf(draft.hand.text, draft.row.beside);
    return lacks ? { kind: 'draftNotReady', lacks } : missingFrom(store.reader, catalogue, draft.hand.text);
  };

  const sheet = async (
    draftId: string,
    signer: string | null,
    others: readonly string[] = [],
  ): Promise<Outcome<ShownSheet>> => {
    const draft = rooms.drafts.read(draftId);
    const failure = lacking(draftId);
    if (!draft || failure) return failed(failure ?? { kind: 'draftUnknown', draftId });
    const { text, author, versionId } = draft.hand;
    const named = namedIn(signers(draftId), signer, others);
    if (!named) return failed({ kind: 'badInput', detail: 'signer: nobody of this office, or twice' });
    const paper = paperFor(rooms, draftId);
    const facts = { config, caseNumber: draft.row.caseNumber, now: clock(), citedAs: citedIn(store.reader) };
    const act = sheetOf(text, { ...facts, author, signers: named, paper });
    const set = await setSheet(act);
    return set.ok ? done({ versionId, ...set.value }) : set;
  };

  const setSheet: ProposingDesk['setSheet'] = async (act) => {
    try {
      const bytes = await (await (setter ??= startSetter())).set(act);
      const sha256 = Sha256.parse(sha256Hex(bytes));
      shown.delete(sha256);
      shown.set(sha256, bytes);
      for (const oldest of [...shown.keys()].slice(0, -mostShown)) shown.delete(oldest);
      return done({ sha256, bytes });
    } catch (error) {
      if (!(error instanceof PaperError)) throw error;
      return failed({ kind: 'characterLacking', characters: error.characters });
    }
  };

  let turns: Promise<unknown> = Promise.resolve();
  const proposeNow = async (wish: ProposeWish): Promise<Outcome<ActRow>> => {
    // Of two desks that know of each other, one puts it before its signer.
    const acts = actsOf(rooms, wish.draftId).flatMap((actId) => readAct(store.reader, actId)?.state ?? []);
    if (acts.some((state) => state !== 'returned' && !isOver(state))) {
      return failed({ kind: 'draftNotReady', lacks: 'answer' });
    }
    const now = await sheet(wish.draftId, wish.signer, wish.others);
    if (!now.ok) return now;
    const { versionId, sha256, bytes } = now.value;
    const draft = rooms.drafts.read(wish.draftId);
    const named = namedIn(signers(wish.draftId), wish.signer, wish.others) ?? [];
    // A returned act goes before its signer again, as the act it was; its text is another, or it would be the act as it was returned.
    const { actId } = paperFor(rooms, wish.draftId);
    if (!draft || versionId !== wish.versionId || sha256 !== wish.documentSha256) {
      return failed({ kind: 'actChanged', actId });
    }
    if (store.journal.get(sql`select 1 from own_proposals where document_sha256 = ${sha256}`)) {
      return failed({ kind: 'draftNotReady', lacks: 'answer' });
    }
    const level = store.reader.get<{ level: number }>(
      sql`select confidentiality_level as level from cache.cases where case_id = ${draft.row.caseId}`,
    );
    const proposal = Proposal.parse({
      ...{ actId, caseId: CaseId.parse(draft.row.caseId), officeId: config.office.officeId },
      ...{ type: draft.hand.text.actType, title: draft.hand.text.title.trim(), author: draft.hand.author },
      ...{ confidentialityLevel: level?.level ?? 0, dueAt: wish.dueAt, documentSha256: sha256, size: bytes.length },
      ...{ vouchedBy: null, proposedAt: clock().toISOString() },
      // Named on paper, it is that person's to sign and nobody else's.
      ...(named.length > 0 ? { signers: named } : {}),
    });
    const failure = await keep(rooms, wish, proposal, bytes);
    if (failure) return failed(failure);
    rooms.onChange();
    loop?.kick();
    const row = readAct(store.reader, actId);
    if (!row) throw new Error(`an act that was just proposed is not there: ${actId}`);
    return done(row);
  };

  return {
    signers,
    lacking,
    actTypeOf,
    proposed: (draftId) => proposalOf(store.journal, draftId),
    sheet,
    setSheet,
    shown: (sha256) => shown.get(sha256) ?? null,
    propose(wish) {
      // One at a time: the second of two who press the key together is told that it is there already.
      const answer = turns.then(() => proposeNow(wish));
      turns = answer.catch(() => undefined);
      return answer;
    },
    async now() {
      await loop?.runNow();
    },
    async stop() {
      await loop?.stop();
    },
  };
}

/** A person leafs through one; the one before may be in a window still. */
const mostShown = 4;

/** States from which what is written next is a new act: the one before came to its end, or has to be made anew. */
const isOver = (state: ActRow['state']): boolean =>
  ['registered', 'notified', 'sealed', 'superseded', 'withdrawn', 'rejectedByRegistry'].includes(state);

/** What a draft became until now: at this desk, and at others as far as was told. */
function actsOf({ store }: ProposingRooms, draftId: string): string[] {
  const own = proposalOf(store.journal, draftId)?.actId;
  const told = store.reader.get<{ actId: string | null }>(
    sql`select act_id as actId from cache.draft_reviews where draft_id = ${draftId}`,
  )?.actId;
  return [...new Set([own ?? [], told ?? []].flat())];
}

/** Those named, in their order; null where one of them is nobody of this office, or is named twice. */
function namedIn(all: readonly NamedSigner[], first: string | null, others: readonly string[]): NamedSigner[] | null {
  const asked = [...(first === null ? [] : [first]), ...others];
  const named = asked.flatMap((each) => all.find(({ personId }) => personId === each) ?? []);
  return named.length === asked.length && new Set(asked).size === asked.length ? named : null;
}

/**
 * The identity and number of the act that this draft becomes: another one once the last came to its end. What came back goes out again as the
 * act it was, from whatever desk it was put before its signer.
 */
function paperFor(rooms: ProposingRooms, draftId: string): ActPaper {
  const { store, clock, ids } = rooms;
  const stateOf = (actId: string) => readAct(store.reader, actId)?.state ?? null;
  const last = latestPaper(store.reader, draftId);
  const state = last && stateOf(last.actId);
  if (last && !(state !== null && isOver(state))) return last;
  const returned = actsOf(rooms, draftId).find((actId) => stateOf(actId) === 'returned');
  const known = returned === undefined ? null : paperOfAct(store.reader, returned);
  return known ?? store.journal.write((tx) => givePaper(tx, draftId, ActId.parse(returned ?? ids()), clock()));
}

/**
 * Who is offered to sign: those of the PC's file first, then of whom the repository told. What the file says of a person counts, and of the
 * desk's own person what its seat says; a magistrate is offered him- or herself first.
 */
function signersOf({ office, person }: OfficeConfig, told: readonly NamedSigner[]): NamedSigner[] {
  const { personId, name, capacity, cuil } = person;
  const own = { personId, name, capacity, cuil };
  const listed = (office.signers ?? []).map((signer) => ({ ...signer, cuil: signer.cuil ?? null }));
  const isFirst = person.role === 'magistrate' || listed.some((signer) => signer.personId === personId);
  const all = new Map((isFirst ? [own] : []).map((signer) => [signer.personId, signer]));
  for (const signer of [...listed, ...told]) {
    if (!all.has(signer.personId)) all.set(signer.personId, signer.personId === personId ? own : namedOf(signer));
  }
  return [...all.values()];
}

const namedOf = ({ personId, name, capacity, cuil }: NamedSigner): NamedSigner => ({ personId, name, capacity, cuil });

function lacksOf(
  text: { readonly title: string; readonly paragraphs: readonly { readonly text: string }[] },
  beside: number,
): 'title' | 'text' | 'oneText' | null {
  if (beside > 0) return 'oneText';
  if (text.title.trim() === '') return 'title';
  return text.paragraphs.some((paragraph) => paragraph.text.trim() !== '') ? null : 'text';
}

/** First the bytes, then the row that names them: a crash between the two leaves a file set aside, and the draft as it was. */
async function keep(
  { store, kept, fetched, clock, config }: ProposingRooms,
  { draftId, versionId }: ProposeWish,
  proposal: Proposal,
  bytes: Uint8Array,
): Promise<Failure | null> {
  const { actId, caseId, documentSha256 } = proposal;
  await put(kept, documentSha256, bytes);
  await put(fetched, documentSha256, bytes);
  store.journal.write((tx) => {
    keepProposal(tx, { draftId, versionId, proposal });
    const { personId } = config.person;
    journalise(tx, clock(), { kind: 'actProposed', actId, caseId, draftId, versionId, documentSha256, personId });
  });
  store.cache.write((tx) => takeOwnProposal(tx, proposal, clock()));
  return null;
}

async function put(store: DocumentStore, sha256: string, bytes: Uint8Array): Promise<void> {
  if (store.has(sha256)) return;
  const document = await store.create();
  try {
    await document.append(bytes);
    await document.seal();
    await document.keep();
  } catch (error) {
    await document.discard();
    throw error;
  }
}

/** The cache may be another than the one in which these acts were shown. */
async function showWaiting({ store, kept, fetched, clock }: ProposingRooms): Promise<void> {
  for (const proposal of waitingProposals(store.journal)) {
    if (!fetched.has(proposal.documentSha256) && kept.has(proposal.documentSha256)) {
      const source = kept.open(proposal.documentSha256);
      try {
        await put(fetched, proposal.documentSha256, source.readSync(0, source.size));
      } finally {
        source.close();
      }
    }
    store.cache.write((tx) => takeOwnProposal(tx, proposal, clock()));
  }
}
