import type { Sha256 } from '../../../contract/ids.ts';

/** A hash as somebody wrote it, spaces and capitals as they like; null where none is given. */
export function Sha256Text(text: string): Sha256 | null | 'wrong' {
  const plain = text.replaceAll(/\s/g, '').toLowerCase();
  if (plain === '') return null;
  return /^[0-9a-f]{64}$/.test(plain) ? (plain as Sha256) : 'wrong';
}
