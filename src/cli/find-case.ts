import type { Tray } from '../contract/acts.ts';
import type { Calls } from '../contract/calls.ts';
import type { Outcome } from '../contract/failures.ts';
import type { CaseId } from '../contract/ids.ts';
import type { Output } from '../contract/rpc.ts';
import type { Office } from './processes.ts';

/** The case of this number, by the acts of it that lie in these trays; null where there is none. */
export async function findCase(office: Office, caseNumber: string, trays: readonly Tray[]): Promise<CaseId | null> {
  for (const tray of trays) {
    let after: string | null = null;
    do {
      const page: Outcome<Output<Calls['trays.page']>> = await office.client.call('trays.page', {
        ...{ tray, after, limit: 100, search: caseNumber },
      });
      if (!page.ok) return null;
      const found = page.value.rows.find((row) => row.caseNumber === caseNumber);
      if (found) return found.caseId;
      after = page.value.next;
    } while (after !== null);
  }
  return null;
}
