import { dict, PiecedText } from '../pdf/write/serialise.ts';
import type { Writable } from '../pdf/write/serialise.ts';
import { PdfString } from '../pdf/index.ts';
import { encodeText } from '../pdf/syntax/text.ts';

/** What a signature says about itself beside the CMS (ISO 32000-1, table 252). */
export interface SignatureClaims {
  /** The claimed signing time (/M). */
  readonly signingTime: Date;
  readonly reason?: string | undefined;
  readonly location?: string | undefined;
  /** The signer's name (/Name); the certificate says it with more authority. */
  readonly name?: string | undefined;
}

/** Digits kept for each number of /ByteRange: as many as a whole number can have here. */
const byteRangeDigits = 16;
const byteRangeRoom = '[0 '.length + 3 * (byteRangeDigits + 1);

/** The signature dictionary's text, and where the two places to be filled in later are in it. */
export interface SignatureDictText {
  readonly text: PiecedText;
  /** From `[` of /ByteRange on, `byteRangeRoom` bytes of blanks. */
  readonly byteRangeAt: number;
  /** From `<` of /Contents to after its `>`. */
  readonly contentsAt: number;
  readonly contentsEnd: number;
}

const heads = {
  signature: '<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached',
  documentTimestamp: '<< /Type /DocTimeStamp /Filter /Adobe.PPKLite /SubFilter /ETSI.RFC3161',
} as const;

/**
 * Lays out a signature dictionary with room for `contentsBytes` bytes of CMS. /ByteRange and /Contents come first, so that their
 * places do not depend on the other entries (which may be encrypted).
 */
export function signatureDict(
  kind: keyof typeof heads,
  entries: ReadonlyMap<string, Writable>,
  contentsBytes: number,
): SignatureDictText {
  const before = `${heads[kind]}\n/ByteRange `;
  const between = `${' '.repeat(byteRangeRoom)}\n/Contents `;
  // A string in clear even where the document is encrypted (ISO 32000-2, 7.6.2).
  const contents = `<${'00'.repeat(contentsBytes)}>`;
  const rest = [...entries].flatMap(([key, value]) => [`\n/${key} `, { value }]);
  const contentsAt = before.length + between.length;
  return {
    text: new PiecedText([before, between, contents, ...rest, ' >>']),
    byteRangeAt: before.length,
    contentsAt,
    contentsEnd: contentsAt + contents.length,
  };
}

/** The text of /ByteRange, as long as the room kept for it. */
export function byteRangeText(range: readonly number[]): string {
  return `[${range.join(' ')}]`.padEnd(byteRangeRoom);
}

/** What a signature says about itself, as entries of its dictionary. */
export function claimEntries({ signingTime, reason, location, name }: SignatureClaims): ReadonlyMap<string, Writable> {
  const text = (value: string | undefined) => (value === undefined ? undefined : new PdfString(encodeText(value)));
  return dict({
    M: new PdfString(encodeText(pdfDate(signingTime))),
    Name: text(name),
    Reason: text(reason),
    Location: text(location),
  });
}

/** A PDF date (ISO 32000-1, 7.9.4) in this machine's time zone. */
export function pdfDate(date: Date): string {
  const offset = -date.getTimezoneOffset();
  const local = new Date(date.getTime() + offset * 60_000).toISOString();
  const sign = offset < 0 ? '-' : '+';
  const two = (value: number) => String(Math.trunc(value)).padStart(2, '0');
  const zone = `${sign}${two(Math.abs(offset) / 60)}'${two(Math.abs(offset) % 60)}'`;
  return `D:${local.slice(0, 19).replace(/[-T:]/g, '')}${zone}`;
}
