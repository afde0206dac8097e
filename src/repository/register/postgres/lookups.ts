import type { ActId, CaseId, Sha256 } from '../../../contract/ids.ts';
import { gathered } from './gather.ts';
import type { Query } from './database.ts';
import { fileLock } from './release.ts';

export interface ActRow {
  readonly act_id: string;
  readonly case_id: string;
  readonly proposal: string;
  readonly state: 'toSign' | 'returned' | 'registered';
  readonly returned: string | null;
}

export interface RegisteredRow {
  readonly act_id: string;
  readonly case_id: string;
  readonly sha256: string;
  readonly receipt: string;
}

interface Holding {
  readonly sha256: Sha256;
  readonly officeId: string;
}

/** What every request asks for, outside of transactions: asked for many at once. */
export interface Lookups {
  act(actId: ActId): Promise<ActRow | undefined>;
  registered(actId: ActId): Promise<RegisteredRow | undefined>;
  caseRecord(caseId: CaseId): Promise<string | undefined>;
  isHolder(sha256: Sha256, officeId: string): Promise<boolean>;
  addHolder(sha256: Sha256, officeId: string): Promise<void>;
}

export function lookupsOf(query: Query): Lookups {
  const act = byName<ActRow>(
    query,
    'act_id',
    'SELECT act_id, case_id, proposal, state, returned FROM acts WHERE act_id = ANY($1)',
  );
  const registered = byName<RegisteredRow>(query, 'act_id', registeredOf);
  const record = byName<{ case_id: string; record: string }>(
    query,
    'case_id',
    'SELECT case_id, record FROM cases WHERE case_id = ANY($1)',
  );
  const nameOf = ({ sha256, officeId }: Holding): string => `${sha256} ${officeId}`;
  const held = gathered<Holding, boolean>({
    async load(keys) {
      const rows = await query.all<{ sha256: Sha256; office_id: string }>(
        `SELECT sha256, office_id FROM holders
         WHERE (sha256, office_id) IN (SELECT * FROM unnest($1::text[], $2::text[]))`,
        ...columns(keys),
      );
      const found = new Set(rows.map(({ sha256, office_id: officeId }) => nameOf({ sha256, officeId })));
      return keys.map((key) => found.has(nameOf(key)));
    },
  });
  const hold = gathered<Holding, void>({
    async load(keys) {
      // In one order everywhere: nodes that note the same wait for each other and never in a circle.
      const sorted = keys.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
      await query.run(
        `INSERT INTO holders (sha256, office_id)
         SELECT sha256, office_id FROM unnest($1::text[], $2::text[]) AS sent (sha256, office_id)
         WHERE ${fileLock('shared', 'sent.sha256')} IS NOT NULL ON CONFLICT DO NOTHING`,
        ...columns(sorted),
      );
      return keys.map(() => undefined);
    },
  });
  return {
    act,
    registered,
    caseRecord: async (caseId) => (await record(caseId))?.record,
    isHolder: (sha256, officeId) => held({ sha256, officeId }),
    addHolder: (sha256, officeId) => hold({ sha256, officeId }),
  };
}

/** Registrations of the acts `$1`. */
export const registeredOf = `SELECT a.act_id, r.case_id, r.sha256, r.receipt FROM acts a
  JOIN registrations r ON r.case_id = a.case_id AND r.act_id = a.act_id WHERE a.act_id = ANY($1)`;

/** @param sql rows whose `column` is one of the names `$1`, one for each at most. */
function byName<Row extends object>(
  query: Query,
  column: keyof Row & string,
  sql: string,
): (name: string) => Promise<Row | undefined> {
  return gathered<string, Row | undefined>({
    async load(names) {
      const rows = await query.all<Row>(sql, [...new Set(names)]);
      const found = new Map(rows.map((row) => [String(row[column]), row]));
      return names.map((name) => found.get(name));
    },
  });
}

const columns = (keys: readonly Holding[]): [string[], string[]] => [
  keys.map(({ sha256 }) => sha256),
  keys.map(({ officeId }) => officeId),
];
