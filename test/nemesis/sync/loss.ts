/**
 * A desk that is lost: its device is revoked, it ends by itself at its next contact (or is killed in the middle of that), whoever has it finds
 * nothing of what it had fetched, and the person goes on at another computer with what the institution's recovery key brings back.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { openDeviceKey } from '../../../src/casework/enrolment/device-key.ts';
import { readEnrolment } from '../../../src/casework/enrolment/rows.ts';
import { documentStore } from '../../../src/casework/documents/index.ts';
import { restoreHome } from '../../../src/casework/home/restore.ts';
import { type Store, openStore, sql } from '../../../src/casework/store/index.ts';
import { Sha256 } from '../../../src/contract/ids.ts';
import type { TestDevice } from '../../helpers/device.ts';
import { officeId } from '../../helpers/office.ts';
import type { Desk } from './desk.ts';
import type { LossEvidence } from './history.ts';
import { type People, asDevice } from './people.ts';
import type { Loss } from './plan.ts';
import type { ServedRepository } from './repository.ts';

export interface LossRooms {
  readonly desk: Desk;
  readonly index: number;
  readonly people: People;
  readonly repository: ServedRepository;
  /** Inside the office; null: there is none. */
  readonly between: ServedRepository | null;
  /** Where its second copies lie, and the institution's recovery key. */
  readonly place: string;
  readonly recoveryKey: string;
  /** For what a thief does, outside the desk's own disk. */
  readonly folder: string;
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export async function loseDesk(rooms: LossRooms, { killedAfterMs }: Loss): Promise<LossEvidence> {
  const { desk, index, people, repository, between, folder } = rooms;
  const { dataDir } = desk.config;
  const stolen = join(folder, 'stolen');
  // Stands still meanwhile: a copy of a moment.
  desk.signal('SIGSTOP');
  cpSync(dataDir, stolen, { recursive: true });
  desk.signal('SIGCONT');
  const { jkt, ask } = inStore(stolen, desk.storeKey, (store) => {
    const row = readEnrolment(store.journal);
    if (!row?.grants[0]) throw new Error('a desk without a grant cannot be revoked');
    return { jkt: row.jkt, ask: askAll([repository, ...(between ? [between] : [])], row, row.grants[0]) };
  });
  for (const { asked, status } of await ask())
    if (status === 401 || status === 403)
      throw new Error(`before it was revoked the desk was answered ${status}: ${asked}`);
  await people.revoke(jkt);
  if (killedAfterMs === null) await desk.ended();
  else {
    await Promise.race([desk.ended(), desk.untilRevoked()]);
    await wait(killedAfterMs);
    await desk.kill();
    await desk.start();
  }
  const left = fetchedAt(dataDir);
  await desk.close();
  const answers = await ask();
  const oldCopyOpens = opensAgain({ dataDir, stolen, folder, storeKey: desk.storeKey });
  const unsent = inStore(dataDir, desk.storeKey, unsentOf);

  rmSync(dataDir, { recursive: true, force: true });
  const fresh = randomBytes(32).toString('hex');
  const keys = { identities: [rooms.recoveryKey], identityFile: 'recovery' };
  const restored = await restoreHome({
    ...{ config: desk.config, from: rooms.place, keys, storeKey: fresh, clock: () => new Date() },
  });
  if (!restored.ok) throw new Error(`the lost desk does not come back: ${JSON.stringify(restored.failure)}`);
  const recovered = await filesIn(dataDir, fresh);
  desk.takeKey(fresh);
  await desk.start();
  await desk.enrol();
  return {
    ...{ desk: index, left, oldCopyOpens, answers },
    unsent: unsent.map((one) => ({ ...one, recovered: recovered.get(`${one.actId} ${one.sha256}`) ?? null })),
  };
}

function inStore<T>(dataDir: string, storeKey: string, work: (store: Store) => T): T {
  const opened = openStore({ folder: dataDir, storeKey, now: () => new Date() });
  if (!opened.ok) throw new Error(`${dataDir}: ${JSON.stringify(opened.failure)}`);
  try {
    return work(opened.value);
  } finally {
    opened.value.close();
  }
}

/** What a desk had fetched, as far as it still lies there. A cache that was just made anew is empty and tells nothing. */
function fetchedAt(dataDir: string): string[] {
  const fetched = join(dataDir, 'documents', 'fetched');
  if (!existsSync(fetched)) return [];
  return readdirSync(fetched, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map(({ name }) => `fetched/${name}`);
}

/** Whether the cache that was copied before can be read beside the journal that the desk has now. */
function opensAgain(places: { dataDir: string; stolen: string; folder: string; storeKey: string }): boolean {
  const { dataDir, stolen, folder, storeKey } = places;
  const tried = join(folder, 'put-back');
  cpSync(dataDir, tried, { recursive: true });
  for (const name of readdirSync(tried)) if (name.startsWith('cache.db')) rmSync(join(tried, name));
  for (const name of readdirSync(stolen))
    if (name.startsWith('cache.db')) cpSync(join(stolen, name), join(tried, name));
  return inStore(tried, storeKey, ({ cacheIsNew }) => !cacheIsNew);
}

const unsentOf = ({ journal }: Store): { actId: string; sha256: string }[] =>
  journal.all(sql`
    select s.act_id as actId, s.signed_sha256 as sha256 from signed_acts s
      join outbox o on o.act_id = s.act_id and o.kind = 'act' where o.state <> 'registered'
    union select act_id, signed_sha256 from half_signed where state = 'waiting'`);

/** How each signed file stands in a folder, by act and hash. */
async function filesIn(dataDir: string, storeKey: string): Promise<ReadonlyMap<string, string>> {
  const { rows, key } = inStore(dataDir, storeKey, ({ journal, keys }) => ({
    key: keys.documents,
    rows: journal.all<{ actId: string; sha256: string }>(
      sql`select act_id as actId, signed_sha256 as sha256 from signed_acts
        union select act_id, signed_sha256 from half_signed`,
    ),
  }));
  const kept = documentStore(join(dataDir, 'documents', 'kept'), key);
  const states = new Map<string, string>();
  for (const { actId, sha256 } of rows) states.set(`${actId} ${sha256}`, await kept.verify(Sha256.parse(sha256)));
  return states;
}

/** Asks for all kinds of things with the key and the last grant of a desk; again where the repository is down. */
function askWith(
  { pastTheLine, request }: ServedRepository,
  row: { readonly deviceKey: string; readonly jkt: string },
  grant: string,
): () => Promise<LossEvidence['answers']> {
  return async () => {
    const key = await openDeviceKey(row);
    const device: TestDevice = {
      jkt: row.jkt,
      proof: (method, path, nonce, { token = null } = {}) =>
        key.prove({ method, url: `${pastTheLine}${path}`, nonce, token }),
    };
    const paths = [`/v1/feed?office=${officeId}&cursor=&limit=50`, `/v1/receipts?office=${officeId}&after=`];
    const page = await insist(async () => request('GET', paths[0]!));
    const { events } = (await page.json()) as { events: { kind: string; proposal?: { documentSha256: string } }[] };
    const file = events.find(({ proposal }) => proposal)?.proposal?.documentSha256;
    if (file !== undefined) paths.push(`/v1/blobs/${file}`);
    const answers: { asked: string; status: number }[] = [];
    for (const path of paths) {
      const { status } = await insist(() => asDevice(pastTheLine, device, grant, 'GET', path));
      answers.push({ asked: path, status });
    }
    return answers;
  };
}

/** Each of them in its turn, from the centre on. */
const askAll =
  (repositories: readonly ServedRepository[], ...shown: readonly [Parameters<typeof askWith>[1], string]) =>
  async (): Promise<LossEvidence['answers']> => {
    const answers = [];
    for (const one of repositories) answers.push(...(await askWith(one, ...shown)()));
    return answers;
  };

async function insist(ask: () => Promise<Response>): Promise<Response> {
  for (let tries = 0; ; tries += 1) {
    try {
      const response = await ask();
      if (response.status < 500 || tries >= 60) return response;
    } catch (error) {
      if (tries >= 60) throw error;
    }
    await wait(500);
  }
}

/** Where a desk's second copies go. */
export function layPlace(folder: string): string {
  const place = join(folder, 'second-place');
  mkdirSync(place);
  return place;
}
