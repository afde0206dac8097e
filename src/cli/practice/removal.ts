/** "I pulled it out in the middle", rehearsed in the terminal: what is kept, what has a fate of its own, what waits, and going on. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ActRow, Batch, BatchItem } from '../../contract/acts.ts';
import { type Failure, type Outcome, done, failed } from '../../contract/failures.ts';
import { sayFailure } from '../../contract/words/failures.ts';
import type { Office, TokenHost } from '../processes.ts';
import type { Ui } from '../ui.ts';

/** What the removal left, and what going on made of it. */
export interface RemovalStory {
  readonly how: 'card' | 'staged';
  readonly kept: number;
  /** The act in hand when the token went; null where the batch ended otherwise. */
  readonly inHand: { readonly title: string; readonly failure: Failure | null } | null;
  readonly waiting: number;
  readonly keptAfterwards: number;
}

export interface RemovalRooms {
  readonly office: Office;
  readonly host: TokenHost;
  readonly sign: (rows: readonly ActRow[]) => Promise<Outcome<Batch>>;
  readonly ui: Ui;
}

const patienceMs = 20_000;

/** Signs the rows in a batch that loses its token after half of them, puts it back and signs the rest. */
export async function rehearseRemoval(
  rooms: RemovalRooms,
  rows: readonly ActRow[],
): Promise<Outcome<{ readonly batch: Batch; readonly story: RemovalStory }>> {
  const { office, ui } = rooms;
  const { removal: words } = ui.words.practice;
  const armed = await office.client.call('practice.rehearseRemoval', { wish: 'pullOut' });
  if (!armed.ok) return armed;
  const { how } = armed.value;
  ui.print(words.begins[how]);
  const first = await rooms.sign(rows);
  if (!first.ok) return first;
  const left = await office.client.call('signing.batch', { batchId: first.value.batchId });
  if (!left.ok) return left;
  const { batch, items } = left.value;
  const inHand = items.find(({ state }) => state === 'failed') ?? null;
  const waiting = items.filter(({ state }) => state === 'waiting').length;
  sayLeft(batch, inHand, waiting, ui);

  const back = await putBack(rooms);
  if (!back.ok) return back;
  ui.print(words.putBack);
  const rest = await unfinished(office);
  if (!rest.ok) return rest;
  ui.print(words.goesOn(rest.value.length));
  const second = await rooms.sign(rest.value);
  if (!second.ok) return second;
  const told = inHand === null ? null : { title: inHand.title, failure: inHand.failure };
  const story = { how, kept: batch.kept, inHand: told, waiting, keptAfterwards: second.value.kept } as const;
  return done({ batch: { ...second.value, kept: batch.kept + second.value.kept }, story });
}

function sayLeft(batch: Batch, inHand: BatchItem | null, waiting: number, ui: Ui): void {
  const { removal: words } = ui.words.practice;
  if (batch.stoppedBy) ui.print(words.stopped(sayFailure(batch.stoppedBy, ui.locale).what));
  ui.print(words.kept(batch.kept));
  if (inHand) ui.print(words.inHand(inHand.title));
  ui.print(words.waiting(waiting));
}

/** Puts it back, and waits until it is seen. */
async function putBack({ office, host }: RemovalRooms): Promise<Outcome<null>> {
  const back = await office.client.call('practice.rehearseRemoval', { wish: 'putBack' });
  if (!back.ok) return back;
  const end = Date.now() + patienceMs;
  for (;;) {
    const listed = await host.client.call('token.list', {});
    if (listed.ok && listed.value.tokens.length > 0) return done(null);
    if (Date.now() > end) return listed.ok ? failed({ kind: 'tokenAbsent', token: null }) : listed;
    await sleep(100);
  }
}

/** The rest of the batch, as the office offers it. It does so once the batch has come to rest. */
async function unfinished(office: Office): Promise<Outcome<readonly ActRow[]>> {
  const end = Date.now() + patienceMs;
  for (;;) {
    const offered = await office.client.call('signing.unfinished', {});
    if (!offered.ok) return offered;
    if (offered.value !== null) return done(offered.value.rows);
    if (Date.now() > end) return failed({ kind: 'tokenBusy' });
    await sleep(50);
  }
}
