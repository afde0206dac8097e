import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import process from 'node:process';
import type { CertificateOffer, LibraryState } from '../../contract/calls.ts';
import type { OfficeConfig } from '../../contract/config.ts';
import type { Failure } from '../../contract/failures.ts';
import { Sha256 } from '../../contract/ids.ts';
import { UpdateVersion } from '../../contract/update-facts.ts';
import { DeskStanding, SeenTokens } from '../../contract/wire-fleet.ts';
import { cryptoSelfTest } from '../../signature/index.ts';
import { outboxCounts } from '../outbox/rows.ts';
import { type Store, sql } from '../store/index.ts';
import type { RepositoryClient } from '../sync/repository-client.ts';

export interface StandingRooms {
  readonly store: Store;
  readonly config: OfficeConfig;
  readonly version: string;
  readonly clock: () => Date;
  /** How many were set aside. */
  readonly aside: () => number;
  /** The desk's name at the repository. */
  readonly deviceId: () => string;
}

export interface Standing {
  /** Tokens were looked at: what answers, and what this person would sign with. */
  seen(libraries: readonly LibraryState[], offers: readonly CertificateOffer[]): void;
  read(): DeskStanding;
  /** Tells the repository, where something changed or the last word is hours old. Answers a failure of the line, or null. */
  tell(line: Pick<RepositoryClient, 'small'>): Promise<Failure | null>;
}

const testEveryMs = 24 * 3_600_000;
const tellEveryMs = 6 * 3_600_000;

/** How this desk's machinery stands: for its own health, and for those who look after many. */
export function deskStanding(rooms: StandingRooms): Standing {
  const { store, config, clock, version } = rooms;
  const policySha256 = policyHash(config);
  let selfTest: DeskStanding['selfTest'] = null;
  let told = { text: '', at: 0 };

  const tested = (): DeskStanding['selfTest'] => {
    if (selfTest === null || clock().getTime() - Date.parse(selfTest.at) > testEveryMs) {
      selfTest = { at: clock().toISOString(), ok: cryptoSelfTest().kind === 'ok' && isSound(store.journal) };
    }
    return selfTest;
  };
  const read = (): DeskStanding => {
    const { waiting, refused } = outboxCounts(store.journal);
    const oldest = store.journal.get<{ at: string | null }>(
      sql`select min(changed_at) as at from outbox where state in ('waiting', 'sent', 'received')`,
    );
    return DeskStanding.parse({
      ...recallSeen(store),
      version: UpdateVersion.safeParse(version).data ?? '0.0.0',
      ...{ platform: platformHere(), arch: archHere(), ring: config.updates?.ring ?? 'general', policySha256 },
      queue: { waiting, refused, aside: rooms.aside(), oldest: oldest?.at ?? null },
      selfTest: tested(),
    });
  };

  return {
    read,
    seen(libraries, offers) {
      const best =
        offers.find(({ usable, owner }) => usable && owner !== 'other') ??
        offers.find(({ owner }) => owner !== 'other');
      const certificate = libraries
        .flatMap(({ listing }) => listing?.tokens ?? [])
        .flatMap(({ certificates }) => certificates)
        .find(({ certificateSha256 }) => certificateSha256 === best?.certificateSha256);
      const drivers = libraries.filter(({ listing }) => listing !== null).map(({ path }) => driverName(path));
      const before = recallSeen(store);
      // Without its token on the reader the certificate ends on the same day.
      const certificateEnds = certificate?.notAfter ?? before.certificateEnds;
      const now: SeenTokens = { drivers: [...new Set(drivers)].toSorted().slice(0, 20), certificateEnds };
      if (JSON.stringify(now) === JSON.stringify(before)) return;
      const value = JSON.stringify(now);
      store.journal.write((tx) =>
        tx.runExactly(
          1,
          sql`insert into settings (name, value) values ('standing', ${value})
            on conflict (name) do update set value = excluded.value`,
        ),
      );
    },
    async tell(line) {
      const body = read();
      // The moment of a test says nothing new by itself.
      const text = JSON.stringify({ ...body, selfTest: body.selfTest?.ok });
      if (text === told.text && clock().getTime() - told.at < tellEveryMs) return null;
      const path = `/v1/devices/${encodeURIComponent(rooms.deviceId())}/standing`;
      const answer = await line.small({ method: 'PUT', path, body });
      // An older repository knows no such address: told, as far as it can be.
      if (!answer.ok && answer.failure.kind !== 'registrationRefused') return answer.failure;
      told = { text, at: clock().getTime() };
      return null;
    },
  };
}

function recallSeen(store: Store): SeenTokens {
  const row = store.journal.get<{ value: string }>(sql`select value from settings where name = 'standing'`);
  const parsed = row ? SeenTokens.safeParse(JSON.parse(row.value)) : null;
  return parsed?.success ? parsed.data : { drivers: [], certificateEnds: null };
}

const isSound = (db: Store['journal']): boolean =>
  Object.values(db.get<Record<string, unknown>>(sql`pragma quick_check(1)`) ?? {})[0] === 'ok';

/** The file's name alone: the folder above may be somebody's. */
const driverName = (path: string): string =>
  basename(path.replaceAll('\\', '/'))
    .replaceAll(/[^\w.+-]/g, '_')
    .slice(0, 80) || '_';

/** What is decided for the desk, and nothing of who sits there: desks that are set up alike have one hash. */
function policyHash({ repository, ...config }: OfficeConfig): Sha256 {
  const { line, signing, signatures, updates, desk, diagnostics, drivers, trustList } = config;
  const keys = repository?.pinnedKeys.map(({ kid, x }) => `${kid}=${x}`).toSorted() ?? [];
  const decided = {
    ...{ url: repository?.url ?? null, keys, trust: trustList?.keys ?? [] },
    ...{ line, signing, signatures, updates: updates && { ...updates, ring: undefined }, desk, diagnostics, drivers },
  };
  return Sha256.parse(
    createHash('sha256')
      .update(JSON.stringify(sorted(decided)))
      .digest('hex'),
  );
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, one]) => [name, sorted(one)]));
}

function platformHere(): DeskStanding['platform'] {
  const { platform } = process;
  return platform === 'linux' || platform === 'darwin' || platform === 'win32' ? platform : 'other';
}

function archHere(): DeskStanding['arch'] {
  const { arch } = process;
  return arch === 'x64' || arch === 'arm64' ? arch : 'other';
}
