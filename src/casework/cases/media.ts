import type { PieceType } from '../../contract/wire-entries.ts';

/** How files of each kind begin (ISO 32000-2 §7.5.2; ITU-T T.81 B.1.1.3; RFC 2083 §3.1; TIFF 6.0 §2). */
const beginnings: Readonly<Record<PieceType, readonly string[]>> = {
  'application/pdf': ['25504446'],
  'image/jpeg': ['ffd8ff'],
  'image/png': ['89504e470d0a1a0a'],
  'image/tiff': ['49492a00', '4d4d002a'],
};

/** Whether bytes begin as a file of this kind does. */
export function looksLike(first: Uint8Array, type: PieceType): boolean {
  const text = Buffer.from(first).toString('hex');
  return beginnings[type].some((beginning) => text.startsWith(beginning));
}

/** What kind of piece bytes are, by how they begin; null for what is not taken in. */
export function typeOf(first: Uint8Array): PieceType | null {
  return (Object.keys(beginnings) as PieceType[]).find((type) => looksLike(first, type)) ?? null;
}
