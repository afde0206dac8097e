import type { ActRow } from '../../contract/acts.ts';

/** Who vouched for an act's bytes (law 2); null where nobody is named. An empty name is nobody's. */
export function voucherOf(act: Pick<ActRow, 'vouchedBy'>): string | null {
  const name = act.vouchedBy?.trim() ?? '';
  return name === '' ? null : name;
}

/** Law 2: whether a person of this office was shown these very bytes, or a named colleague vouched for them. */
export function wasSeen(act: Pick<ActRow, 'shown' | 'vouchedBy'>): boolean {
  return act.shown || voucherOf(act) !== null;
}
