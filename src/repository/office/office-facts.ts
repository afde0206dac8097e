import type { ReceiptKey } from '../../contract/receipts.ts';
import { OfficeHeader, OfficeStatement, OfficeTold, type SignedOffice } from '../../contract/wire-offices.ts';
import { openJws } from '../../proof/index.ts';
import type { OfficeSource } from '../offices/told.ts';
import type { Upstream } from './upstream.ts';

interface Kept {
  readonly said: OfficeStatement;
  readonly office: SignedOffice;
}

/**
 * What the central repository tells of the office, asked for its desks and passed on as that one signed it. Kept while this one runs: each desk
 * has its own copy, which counts without a line.
 * @param everyMs between two questions, in milliseconds
 */
export function passedOnFacts(rooms: {
  readonly upstream: Pick<Upstream, 'read'>;
  readonly officeId: string;
  readonly isAway: () => boolean;
  /** Whose word is believed. */
  readonly pins: readonly ReceiptKey[];
  readonly everyMs: number;
}): OfficeSource {
  const { upstream, officeId, isAway, pins, everyMs } = rooms;
  let kept: Kept | null = null;
  let lookedAt = Number.NEGATIVE_INFINITY;
  const look = async (): Promise<void> => {
    if (isAway() || performance.now() - lookedAt < everyMs) return;
    const query = kept === null ? '' : `?known=${kept.said.sha256}`;
    const told = await upstream.read(`/v1/office-facts${query}`, OfficeTold);
    if (told.kind === 'line') return;
    lookedAt = performance.now();
    // One of before this was told answers no: it says nothing of any office.
    const office = told.kind === 'ok' ? told.value.office : null;
    const said = office && openJws(office.statement, pins, OfficeHeader, OfficeStatement);
    if (said?.officeId === officeId) kept = { said, office: office! };
  };
  return {
    async told(asking, known) {
      if (asking !== officeId) return null;
      await look();
      return kept === null || kept.said.sha256 === known ? null : kept.office;
    },
  };
}
