import { PadesError } from '../pades/errors.ts';

/** What a PDF font must say of a TrueType font (ISO 32000-1, 9.7 and 9.8). Lengths in thousandths of the font's size. */
export interface FontMetrics {
  readonly postscriptName: string;
  readonly glyphs: number;
  readonly ascent: number;
  readonly descent: number;
  readonly capHeight: number;
  readonly italicAngle: number;
  readonly box: readonly [number, number, number, number];
  /** Advance width of a glyph. */
  readonly width: (glyph: number) => number;
  /** The glyph of a character, 0 when there is none. */
  readonly glyphOf: (codePoint: number) => number;
}

/**
 * Reads a TrueType font's tables.
 * @throws PadesError `fontLacking` when the bytes are no such font.
 */
export function readTrueType(bytes: Uint8Array): FontMetrics {
  try {
    return read(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new PadesError('fontLacking', 'the font is cut short', { cause: error });
  }
}

function read(data: DataView): FontMetrics {
  const version = data.getUint32(0);
  if (version !== 0x00010000 && version !== 0x74727565) throw new PadesError('fontLacking', 'not a TrueType font');
  const tables = tableStarts(data);
  const at = (tag: string): number => {
    const start = tables.get(tag);
    if (start === undefined) throw new PadesError('fontLacking', `a font without its table ${tag}`);
    return start;
  };
  const [head, hhea, hmtx] = [at('head'), at('hhea'), at('hmtx')];
  const scale = 1000 / data.getUint16(head + 18);
  const scaled = (value: number) => Math.round(value * scale);
  const longMetrics = data.getUint16(hhea + 34);
  const os2 = tables.get('OS/2');
  const ascent = scaled(data.getInt16(hhea + 4));
  const capHeight = os2 !== undefined && data.getUint16(os2) >= 2 ? scaled(data.getInt16(os2 + 88)) : ascent;
  const side = (offset: number) => scaled(data.getInt16(head + offset));
  return {
    postscriptName: nameOf(data, tables.get('name')) ?? 'Font',
    glyphs: data.getUint16(at('maxp') + 4),
    ascent,
    descent: scaled(data.getInt16(hhea + 6)),
    capHeight,
    italicAngle: data.getInt32(at('post') + 4) / 65_536,
    box: [side(36), side(38), side(40), side(42)],
    width: (glyph) => scaled(data.getUint16(hmtx + 4 * Math.min(glyph, longMetrics - 1))),
    glyphOf: characterMap(data, at('cmap')),
  };
}

function tableStarts(data: DataView): Map<string, number> {
  const count = data.getUint16(4);
  return new Map(
    Array.from({ length: count }, (_, index) => {
      const record = 12 + 16 * index;
      return [latin(data, record, 4), data.getUint32(record + 8)] as const;
    }),
  );
}

/** The name that PostScript knows the font by (name 6), when it is one that a PDF can say. */
function nameOf(data: DataView, table: number | undefined): string | undefined {
  if (table === undefined) return undefined;
  const strings = table + data.getUint16(table + 4);
  for (let index = 0; index < data.getUint16(table + 2); index++) {
    const record = table + 6 + 12 * index;
    if (data.getUint16(record + 6) !== 6) continue;
    const text = latin(data, strings + data.getUint16(record + 10), data.getUint16(record + 8)).replaceAll('\0', '');
    if (/^[A-Za-z0-9-]{1,60}$/.test(text)) return text;
  }
  return undefined;
}

/** The Unicode map of the basic plane, format 4 (platform 3, encoding 1; or platform 0). */
function characterMap(data: DataView, cmap: number): (codePoint: number) => number {
  for (let index = 0; index < data.getUint16(cmap + 2); index++) {
    const record = cmap + 4 + 8 * index;
    const [platform, encoding] = [data.getUint16(record), data.getUint16(record + 2)];
    const table = cmap + data.getUint32(record + 4);
    const isUnicode = platform === 0 || (platform === 3 && encoding === 1);
    if (isUnicode && data.getUint16(table) === 4) return (codePoint) => lookUp(data, table, codePoint);
  }
  throw new PadesError('fontLacking', 'a font without a map of characters');
}

function lookUp(data: DataView, table: number, codePoint: number): number {
  if (codePoint > 0xffff) return 0;
  const segments = data.getUint16(table + 6) / 2;
  const [ends, starts] = [table + 14, table + 16 + 2 * segments];
  for (let segment = 0; segment < segments; segment++) {
    if (data.getUint16(ends + 2 * segment) < codePoint) continue;
    const start = data.getUint16(starts + 2 * segment);
    if (start > codePoint) return 0;
    const delta = data.getUint16(starts + 2 * (segments + segment));
    const rangeAt = starts + 2 * (2 * segments + segment);
    const range = data.getUint16(rangeAt);
    if (range === 0) return (codePoint + delta) & 0xffff;
    const glyph = data.getUint16(rangeAt + range + 2 * (codePoint - start));
    return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
  }
  return 0;
}

function latin(data: DataView, start: number, length: number): string {
  return Array.from({ length }, (_, index) => String.fromCharCode(data.getUint8(start + index))).join('');
}
