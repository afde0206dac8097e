/** Text strings (ISO 32000-1, 7.9.2.2 and Annex D.3; UTF-8 from ISO 32000-2). */

// PDFDocEncoding differs from Latin-1 in 0x18-0x1F, 0x80-0x9E and 0xA0.
const accents = '\u02d8\u02c7\u02c6\u02d9\u02dd\u02db\u02da\u02dc';
const typography =
  '\u2022\u2020\u2021\u2026\u2014\u2013\u0192\u2044\u2039\u203a\u2212\u2030\u201e\u201c\u201d\u2018\u2019\u201a\u2122\ufb01\ufb02\u0141\u0152\u0160\u0178\u017d\u0131\u0142\u0153\u0161\u017e';

/** Reads a text string: UTF-16BE or UTF-8 when it begins with their marks, else PDFDocEncoding. */
export function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decodeUtf16(bytes.subarray(2));
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return new TextDecoder().decode(bytes.subarray(3));
  // Letter by letter a long string would cost thirty times its size in memory.
  const units = Buffer.alloc(bytes.length * 2);
  for (let i = 0; i < bytes.length; i++) units.writeUInt16LE(unitOf(bytes[i]!), i * 2);
  return units.toString('utf16le');
}

function unitOf(c: number): number {
  if (c >= 0x18 && c < 0x20) return accents.charCodeAt(c - 0x18);
  if (c >= 0x80 && c < 0x9f) return typography.charCodeAt(c - 0x80);
  return c === 0xa0 ? 0x20ac : c;
}

/** Text in PDFDocEncoding; what it does not have becomes a question mark. */
export function pdfDocEncode(text: string): Uint8Array {
  return Uint8Array.from(text, (c) => {
    const code = c.codePointAt(0)!;
    const accent = accents.indexOf(c);
    const sign = typography.indexOf(c);
    if (accent >= 0) return 0x18 + accent;
    if (sign >= 0) return 0x80 + sign;
    if (c === '\u20ac') return 0xa0;
    return code < 0x18 || (code >= 0x20 && code < 0x80) || (code > 0xa0 && code < 0x100) ? code : 0x3f;
  });
}

/** Writes a text string: plain bytes for printable ASCII, which every encoding shares, else UTF-16BE with its mark. */
export function encodeText(text: string): Uint8Array {
  if (/^[\x20-\x7e]*$/.test(text)) return Buffer.from(text, 'latin1');
  return Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(text, 'utf16le').swap16()]);
}

function decodeUtf16(bytes: Uint8Array): string {
  const even = Buffer.from(bytes.subarray(0, bytes.length & ~1));
  return even.swap16().toString('utf16le');
}
