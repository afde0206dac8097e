import type { ReceiptKey } from '../../contract/receipts.ts';
import { OfficeHeader, OfficeStatement, OfficeTold, type SignedOffice } from '../../contract/wire-offices.ts';
import { oldestVersion, wireVersion } from '../../contract/wire.ts';
import { openJws } from '../../proof/index.ts';
import type { OfficeSource } from '../offices/told.ts';
import type { Upstream } from './upstream.ts';

interface Kept {
  readonly said: OfficeStatement;
  readonly office: SignedOffice;
}

/** What is known in one wording. */
interface Shelf {
  kept: Kept | null;
  lookedAt: number;
}

/** Wordings that are kept at once: an office's desks are of few versions. */
const mostShelves = 8;

/**
 * What the central repository tells of the office, asked for its desks and passed on as that one signed it. What is signed cannot be said otherwise
 * here, and a desk refuses whole what it does not know: for each desk it is asked in the wording that the desk names. Kept while this one runs:
 * each desk has its own copy, which counts without a line.
 * @param everyMs between two questions in one wording, in milliseconds
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
  const shelves = new Map<string, Shelf>();
  const shelfOf = (version: string): Shelf => {
    const known = shelves.get(version);
    // The one that was asked for longest ago makes room.
    shelves.delete(version);
    const shelf = known ?? { kept: null, lookedAt: Number.NEGATIVE_INFINITY };
    shelves.set(version, shelf);
    const [oldest] = shelves.keys();
    if (shelves.size > mostShelves && oldest !== undefined) shelves.delete(oldest);
    return shelf;
  };
  const look = async (shelf: Shelf, version: string): Promise<void> => {
    if (isAway() || performance.now() - shelf.lookedAt < everyMs) return;
    const query = shelf.kept === null ? '' : `?known=${shelf.kept.said.sha256}`;
    const told = await upstream.read(`/v1/office-facts${query}`, OfficeTold, version);
    if (told.kind === 'line') return;
    shelf.lookedAt = performance.now();
    // One of before this was told answers no: it says nothing of any office.
    const office = told.kind === 'ok' ? told.value.office : null;
    const said = office && openJws(office.statement, pins, OfficeHeader, OfficeStatement);
    if (said?.officeId === officeId) shelf.kept = { said, office: office! };
  };
  return {
    async told(asking, known, version) {
      if (asking !== officeId) return null;
      const wording = wordingOf(version);
      const shelf = shelfOf(wording);
      await look(shelf, wording);
      return shelf.kept === null || shelf.kept.said.sha256 === known ? null : shelf.kept.office;
    },
  };
}

/** What the desk and this program both know. */
function wordingOf(version: string): string {
  if (version === '') return oldestVersion;
  return version > wireVersion ? wireVersion : version;
}
