import type { Calls } from '../../contract/calls.ts';
import type { OfficeConfig } from '../../contract/config.ts';
import { OfficeDiagnostics } from '../../contract/diagnostics.ts';
import { done, failed } from '../../contract/failures.ts';
import type { Finding } from '../../contract/doctor.ts';
import type { Handlers } from '../../contract/rpc.ts';
import { Fleet } from '../../contract/wire-fleet.ts';
import { copyFacts } from '../home/age.ts';
import { verifyJournal } from '../journal/journal.ts';
import { type ReadableDB, type Store, sql } from '../store/index.ts';
import type { LineState } from '../sync/line.ts';
import type { RepositoryClient } from '../sync/repository-client.ts';
import { type HealthFacts, judgeHealth } from './health.ts';
import { maskConfig } from './mask.ts';
import type { Standing } from './standing.ts';

export interface StandingHandlerRooms {
  readonly config: OfficeConfig;
  readonly store: Store;
  readonly line: LineState;
  readonly clock: () => Date;
  readonly standing: Standing;
  /** Null where no repository is configured. */
  readonly logLine: Pick<RepositoryClient, 'small'> | null;
  readonly findings: () => Promise<readonly Finding[]>;
}

type StandingCalls = 'health.read' | 'diagnostics.office' | 'fleet.read';

/** How this desk is, for a person, for IT's tools and for who helps from afar; and for IT, how the others are. */
export function aboutStanding(rooms: StandingHandlerRooms): Pick<Handlers<Calls>, StandingCalls> {
  const { config, store, line, clock, standing, logLine } = rooms;
  const healthWith = (sound: boolean | null): ReturnType<typeof judgeHealth> => {
    const { folder, lastCopyAt } = copyFacts(config);
    const facts: HealthFacts = {
      ...{ now: clock(), standing: standing.read(), sound },
      line: { configured: config.repository !== null, lastContactAt: line.read().lastContactAt },
      copy: { configured: folder !== null, lastCopyAt },
    };
    return judgeHealth(facts);
  };
  return {
    'health.read': async () =>
      done(healthWith(isWhole(store.journal, 'quick_check') && isWhole(store.cache, 'quick_check'))),
    'diagnostics.office': async () => {
      const [journal, cache] = [store.journal, store.cache].map((db) => isWhole(db, 'integrity_check'));
      const chain = verifyJournal(store.journal);
      const { state, lastContactAt, lastFailure } = line.read();
      const told = {
        ...{ at: clock().toISOString(), mode: config.mode, health: healthWith(journal! && cache! && chain.ok) },
        integrity: {
          ...{ journal: word(journal!), cache: word(cache!), chain: word(chain.ok), entries: entriesOf(store.journal) },
          ...{ journalShape: shapeOf(store.journal), cacheShape: shapeOf(store.cache) },
        },
        line: { state, lastContactAt, lastFailure: lastFailure?.kind ?? null },
        findings: (await rooms.findings()).map(bare),
        config: maskConfig(config),
      };
      return done(OfficeDiagnostics.parse(told));
    },
    'fleet.read': async () => {
      if (!logLine) return failed({ kind: 'repositoryNotConfigured' });
      const answer = await logLine.small({ method: 'GET', path: '/v1/fleet' });
      if (!answer.ok) return answer;
      const fleet = Fleet.safeParse(answer.value.body);
      return fleet.success ? done(fleet.data) : failed({ kind: 'repositoryGarbage', detail: 'fleet' });
    },
  };
}

const word = (good: boolean): 'good' | 'damaged' => (good ? 'good' : 'damaged');

function isWhole(db: ReadableDB, check: 'quick_check' | 'integrity_check'): boolean {
  const query = check === 'quick_check' ? sql`pragma quick_check(1)` : sql`pragma integrity_check(1)`;
  return Object.values(db.get<Record<string, unknown>>(query) ?? {})[0] === 'ok';
}

const shapeOf = (db: ReadableDB): number =>
  db.get<{ user_version: number }>(sql`pragma user_version`)?.user_version ?? 0;
const entriesOf = (db: ReadableDB): number =>
  db.get<{ entries: number }>(sql`select count(*) as entries from main.journal`)?.entries ?? 0;

/** Numbers and yes or no stay; texts may name a person. */
function bare({ id, area, severity, fix, facts }: Finding): OfficeDiagnostics['findings'][number] {
  const kept = Object.entries(facts).filter(
    (entry): entry is [string, number | boolean | null] => typeof entry[1] !== 'string',
  );
  return { id, area, severity, fix, facts: Object.fromEntries(kept) };
}
