import { dict, RawText, serialise } from '../pdf/write/serialise.ts';
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
  readonly text: RawText;
  /** From `[` of /ByteRange on, `byteRangeRoom` bytes of blanks. */
  readonly byteRangeAt: number;
  /** From `<` of /Contents to after its `>`. */
  readonly contentsAt: number;
  readonly contentsEnd: number;
}

/** Lays out a signature dictionary with room for `contentsBytes` bytes of CMS. */
export function signatureDict(claims: SignatureClaims, contentsBytes: number): SignatureDictText {
  const parts = [
    '<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached\n/ByteRange ',
    ' '.repeat(byteRangeRoom),
    '\n/Contents ',
    `<${'00'.repeat(contentsBytes)}>`,
    `\n${claimsText(claims)} >>`,
  ] as const;
  const byteRangeAt = parts[0].length;
  const contentsAt = byteRangeAt + parts[1].length + parts[2].length;
  return { text: new RawText(parts.join('')), byteRangeAt, contentsAt, contentsEnd: contentsAt + parts[3].length };
}

/** The text of /ByteRange, as long as the room kept for it. */
export function byteRangeText(range: readonly number[]): string {
  return `[${range.join(' ')}]`.padEnd(byteRangeRoom);
}

function claimsText({ signingTime, reason, location, name: signer }: SignatureClaims): string {
  const text = (value: string | undefined) => (value === undefined ? undefined : new PdfString(encodeText(value)));
  const claims = dict({
    M: new PdfString(encodeText(pdfDate(signingTime))),
    Name: text(signer),
    Reason: text(reason),
    Location: text(location),
  });
  return serialise(claims).slice(3, -3);
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
