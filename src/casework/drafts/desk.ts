import type { Draft } from '../../contract/drafts.ts';
import { outgoingVersion, versionArrived } from './outgoing.ts';
import { type Failure, type Outcome, done, failed } from '../../contract/failures.ts';
import { DraftState, type DraftAuthor, type DraftText } from '../../contract/wire-drafts.ts';
import { spaced } from '../spaced.ts';
import { type Store, type WritableDB, sql } from '../store/index.ts';
import { type Pace, backoffMs } from '../sync/backoff.ts';
import { type Ran, startLoop } from '../sync/loop.ts';
import type { DraftClient } from './client.ts';
import { keepTheirs, takeStanding } from './incoming.ts';
import { draftOf } from './list.ts';
import {
  isHere,
  isThere,
  keepVersion,
  nearestThere,
  putDraft,
  readDraft,
  readVersion,
  unsentDrafts,
  noteDraftTrouble,
} from './rows.ts';
import { saved } from './settle.ts';

export interface DraftRooms {
  readonly store: Store;
  /** Null where no repository is configured: drafts are kept here then. */
  readonly client: DraftClient | null;
  readonly officeId: string;
  readonly deviceId: string;
  readonly author: DraftAuthor;
  readonly clock: () => Date;
  readonly ids: () => string;
  readonly pace: Pace;
  readonly random: () => number;
  readonly onBug: (error: unknown) => void;
  readonly onChange: (draftIds: readonly string[]) => void;
}

export interface SaveWish {
  readonly draftId: string;
  /** The version that the text grew from: what the person saw when beginning to write. */
  readonly grewFrom: string;
  readonly text: DraftText;
  /** Versions beside it that the text brings together with it. */
  readonly merges: readonly string[];
}

/** Where drafts are begun, saved and kept in step with the repository. Everything saved stays readable for ever (law 1). */
export interface DraftDesk {
  /** @param alongside what is kept with the draft or not at all. */
  begin(caseId: string, text: DraftText, alongside?: (tx: WritableDB<'journal'>, draftId: string) => void): Draft;
  /** Durable when it answers. The same text again is no new version. */
  save(wish: SaveWish): Outcome<Draft>;
  read(draftId: string): Draft | null;
  /** The person writes, or stopped: told to the others, and what was written goes out at once. */
  writing(draftId: string, writes: boolean): void;
  /** The feed may have told something. */
  look(): void;
  /** Sends and fetches now; resolves when that is done or stuck. */
  now(): Promise<void>;
  stop(): Promise<void>;
}

/** While a person types, the repository gets a version now and then; when the person stops, the last one at once. */
const sendingEveryMs = 8000;
const leaseSeconds = 600;

export function draftDesk(rooms: DraftRooms): DraftDesk {
  const { store, client, clock, deviceId } = rooms;
  const asking = () => ({ deviceId, now: clock() });
  const read = (draftId: string): Draft | null => draftOf(store.reader, draftId, asking());
  const told = (draftId: string): Draft => {
    rooms.onChange([draftId]);
    const draft = read(draftId);
    if (!draft) throw new Error(`a draft vanished: ${draftId}`);
    return draft;
  };
  const waits = new Map<string, { failures: number; until: number }>();
  const loop = client && startLoop({ run: () => run(rooms, client, waits), ...pick(rooms), onBug: rooms.onBug });
  const sending = spaced(() => loop?.kick(), sendingEveryMs);

  return {
    begin(caseId, text, alongside) {
      const [draftId, versionId] = [rooms.ids(), rooms.ids()];
      store.journal.write((tx) => {
        const savedAt = clock().toISOString();
        const about = { author: rooms.author, savedAt, made: 'here', there: false } as const;
        keepVersion(tx, { versionId, draftId, parents: [], text, ...about });
        putDraft(tx, { draftId, caseId }, { version: versionId, base: null, others: [], merged: [], revision: 0 });
        alongside?.(tx, draftId);
      });
      sending.soon();
      return told(draftId);
    },
    save(wish) {
      const failure = store.journal.write((tx): Failure | null => {
        const draft = readDraft(tx, wish.draftId);
        const before = readVersion(tx, wish.grewFrom);
        if (!draft || !before) return { kind: 'draftUnknown', draftId: wish.draftId };
        if (wish.merges.some((id) => !isHere(tx, id))) return { kind: 'draftUnknown', draftId: wish.draftId };
        // What has to stand in an act hangs on its model: it stays the one that the draft was begun from.
        if (JSON.stringify(before.text.template) !== JSON.stringify(wish.text.template)) {
          return { kind: 'badInput', detail: 'template: another than that of the draft' };
        }
        if (wish.merges.length === 0 && JSON.stringify(before.text) === JSON.stringify(wish.text)) return null;
        const version = rooms.ids();
        const { grewFrom, merges, text, draftId } = wish;
        const about = { author: rooms.author, savedAt: clock().toISOString(), made: 'here', there: false } as const;
        keepVersion(tx, { versionId: version, draftId, parents: [grewFrom, ...merges], text, ...about });
        const near = nearestThere(tx, grewFrom);
        putDraft(tx, draft, saved(draft, { version, grewFrom, merges, nearestThere: near, isThere: isThere(tx) }));
        return null;
      });
      if (failure) return failed(failure);
      sending.soon();
      return done(told(wish.draftId));
    },
    read,
    writing(draftId, writes) {
      if (!writes) sending.now();
      const wish = { holder: rooms.author.name, deviceId, seconds: writes ? leaseSeconds : 0 };
      // Nobody waits for it, and nothing hangs on it: a line that is down tells nobody.
      void client?.lease(draftId, wish).then((answer) => {
        if (!answer.ok) return;
        const lease = answer.value && JSON.stringify(answer.value);
        store.cache.write((tx) =>
          tx.run(sql`insert into draft_leases (draft_id, lease) values (${draftId}, ${lease})
            on conflict (draft_id) do update set lease = excluded.lease`),
        );
        rooms.onChange([draftId]);
      }, rooms.onBug);
    },
    look: () => loop?.kick(),
    async now() {
      waits.clear();
      await loop?.runNow();
    },
    async stop() {
      sending.stop();
      await loop?.stop();
    },
  };
}

const pick = ({ pace, random }: DraftRooms): { pace: Pace; random: () => number } => ({ pace, random });

type Waits = Map<string, { failures: number; until: number }>;

/** One round: what was written here goes out, what others wrote comes in. One draft in trouble holds up no other. */
async function run(rooms: DraftRooms, client: DraftClient, waits: Waits): Promise<Ran> {
  const jobs = [
    ...unsentDrafts(rooms.store.journal).map((draftId) => ({ draftId, work: () => send(rooms, client, draftId) })),
    ...news(rooms.store).map((state) => ({ draftId: state.draftId, work: () => fetchOpen(rooms, client, state) })),
  ];
  for (const { draftId, work } of jobs) {
    if ((waits.get(draftId)?.until ?? 0) > performance.now()) continue;
    const failure = await work();
    if (failure && stopsAll(failure)) return { ok: false };
    if (failure) {
      const failures = (waits.get(draftId)?.failures ?? 0) + 1;
      waits.set(draftId, { failures, until: performance.now() + backoffMs(rooms.pace, failures, rooms.random) });
      noteTrouble(rooms, draftId, failure);
    } else waits.delete(draftId);
  }
  const dues = [...waits.values()].map(({ until }) => Math.max(0, until - performance.now()));
  return { ok: true, againMs: dues.length === 0 ? undefined : Math.min(...dues) };
}

const stopsAll = ({ kind }: Failure): boolean =>
  kind === 'repositoryUnreachable' || kind === 'repositoryDenied' || kind === 'repositoryBusy';

function noteTrouble({ store, onChange }: DraftRooms, draftId: string, failure: Failure): void {
  if (store.journal.write((tx) => noteDraftTrouble(tx, draftId, failure))) onChange([draftId]);
}

/** Sends the text in hand, and it alone: what was saved before it stays readable here. */
async function send(rooms: DraftRooms, client: DraftClient, draftId: string): Promise<Failure | null> {
  const { store } = rooms;
  const version = outgoingVersion(store.journal, draftId, rooms);
  if (!version) return null;
  const base = readDraft(store.journal, draftId)?.base ?? null;
  const answer = await client.put(version, base);
  if (!answer.ok) return answer.failure;
  store.journal.write((tx) => versionArrived(tx, draftId, version.versionId, version.parents));
  rooms.onChange([draftId]);
  return takeState(rooms, client, answer.value, 'answer');
}

/** What the feed told of drafts and this desk has not taken in. */
function news(store: Store): DraftState[] {
  return store.reader
    .all<{ state: string }>(
      sql`select n.state from cache.draft_news n left join main.drafts d on d.draft_id = n.draft_id
        where d.draft_id is null or n.revision > d.revision`,
    )
    .map(({ state }) => DraftState.parse(JSON.parse(state)));
}

const fetchOpen = (rooms: DraftRooms, client: DraftClient, state: DraftState): Promise<Failure | null> =>
  takeState(rooms, client, state, 'feed');

/** Brings the texts that are open, and then says where the draft stands; a text that does not come leaves all as it was. */
async function takeState(
  rooms: DraftRooms,
  client: DraftClient,
  state: DraftState,
  from: 'feed' | 'answer',
): Promise<Failure | null> {
  const { store } = rooms;
  const { draftId } = state;
  for (const versionId of state.open) {
    if (isHere(store.journal, versionId)) continue;
    const answer = await client.version(draftId, versionId);
    if (!answer.ok) return answer.failure;
    if (answer.value === null)
      return { kind: 'repositoryGarbage', detail: 'an open version of a draft that is not there' };
    const version = answer.value;
    store.journal.write((tx) => keepTheirs(tx, version));
  }
  const changed = store.journal.write((tx) => takeStanding(tx, state, from));
  if (changed) rooms.onChange([draftId]);
  return null;
}
