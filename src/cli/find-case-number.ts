import type { CaseRow } from '../contract/cases.ts';
import { type Outcome, done, failed } from '../contract/failures.ts';
import type { Office } from './processes.ts';

/** The case of this number, in either of its forms; null where there is none. */
export async function caseNamed({ client }: Office, number: string): Promise<Outcome<CaseRow | null>> {
  for (const series of ['case', 'office'] as const) {
    const page = await client.call('cases.list', { search: number, series, after: null, limit: 500 });
    if (!page.ok) return failed(page.failure);
    const found = page.value.rows.find((row) => row.caseNumber === number || row.provisionalNumber === number);
    if (found) return done(found);
  }
  return done(null);
}
