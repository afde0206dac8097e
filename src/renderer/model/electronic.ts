import type { ActRow } from '../../contract/acts.ts';
import type { Words } from '../app/context.tsx';

type Known = Pick<ActRow, 'joint'>;

/** Who of several signed electronically; nobody where the act names no signers. */
export const electronicSigners = ({ joint }: Known): string[] =>
  joint?.signers.flatMap(({ name, electronic }) => (electronic ? [name] : [])) ?? [];

/** Some of an act's signers signed electronically, and some did not, or have not signed yet: neither is said of all. */
export const isMixed = (row: Known): boolean =>
  row.joint !== undefined && electronicSigners(row).length < row.joint.signers.length;

/** What an act's mark says of its signatures, where one at least is electronic. */
export function kindName(row: Known | undefined, { say, formats }: Words): string {
  if (!row?.joint || !isMixed(row)) return say('electronic.name');
  const { joint } = row;
  return say('electronic.some', {
    n: electronicSigners(row).length,
    of: formats.number(joint.signers.length),
  });
}

/** What that means, in a sentence. */
export const kindEffect = (row: Known, { say }: Pick<Words, 'say'>): string =>
  isMixed(row)
    ? say('electronic.someSigned', { names: electronicSigners(row).join(', ') })
    : say('rule.electronicSigns');
