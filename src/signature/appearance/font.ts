import { deflateSync } from 'node:zlib';
import { sha256Hex } from '../crypto.ts';
import { PadesError } from '../pades/errors.ts';
import { PdfString } from '../pdf/index.ts';
import type { PdfRef } from '../pdf/index.ts';
import { dict, name, RawText, stream } from '../pdf/write/serialise.ts';
import type { Writable } from '../pdf/write/serialise.ts';
import type { IncrementalUpdate } from '../pdf/write/update.ts';
import { subsetFont } from './subset.ts';
import { readTrueType } from './truetype.ts';
import type { FontMetrics } from './truetype.ts';

/** A font that holds the characters of one appearance and nothing else. */
export interface SubsetFont {
  readonly metrics: FontMetrics;
  readonly bytes: Uint8Array;
  /** Width of a text in points, at a size in points. */
  readonly widthOf: (text: string, size: number) => number;
  /** The text as a PDF string of glyph numbers, two bytes each. */
  readonly encode: (text: string) => RawText;
  /** The characters it was made for. */
  readonly characters: readonly string[];
}

/**
 * Cuts a font down to the characters of some texts.
 * @throws PadesError `fontLacking` with the characters that it does not have.
 */
export function makeFont(font: Uint8Array, texts: readonly string[]): SubsetFont {
  const characters = [...new Set([...texts.join(''), ' '])].sort();
  const whole = readTrueType(font);
  const missing = characters.filter((one) => whole.glyphOf(one.codePointAt(0)!) === 0);
  if (missing.length > 0) throw new PadesError('fontLacking', `the font lacks ${JSON.stringify(missing.join(''))}`);
  const bytes = subsetFont(
    font,
    characters.map((one) => one.codePointAt(0)!),
  );
  return cutFont(bytes, characters);
}

/** A font that was cut down to these characters before. */
export function cutFont(bytes: Uint8Array, characters: readonly string[]): SubsetFont {
  const metrics = readTrueType(bytes);
  const glyph = (one: string) => metrics.glyphOf(one.codePointAt(0)!);
  return {
    metrics,
    bytes,
    characters,
    widthOf: (text, size) => ([...text].reduce((sum, one) => sum + metrics.width(glyph(one)), 0) * size) / 1000,
    encode: (text) => new RawText(`<${[...text].map((one) => hex(glyph(one))).join('')}>`),
  };
}

/** Where new objects go: an update of a document, or a new one. */
export type Shelf = Pick<IncrementalUpdate, 'reserve' | 'put'>;

/** Puts the font's objects (ISO 32000-1, 9.7) onto a shelf. @returns the Type 0 font. */
export function putFont(update: Shelf, font: SubsetFont): PdfRef {
  const { metrics } = font;
  const file = put(update, packed(font.bytes, { Length1: font.bytes.length }));
  const called = name(`${subsetTag(font.bytes)}+${metrics.postscriptName}`);
  const descriptor = put(
    update,
    dict({
      Type: name('FontDescriptor'),
      FontName: called,
      // Symbolic: glyphs are named by number, not by a standard encoding.
      Flags: 4,
      FontBBox: [...metrics.box],
      ItalicAngle: metrics.italicAngle,
      Ascent: metrics.ascent,
      Descent: metrics.descent,
      CapHeight: metrics.capHeight,
      StemV: 80,
      FontFile2: file,
      // PDF/A-1 wants it (ISO 19005-1, 6.3.5), PDF/A-2 wants it complete: glyphs are numbered without a gap.
      CIDSet: put(update, packed(everyBit(metrics.glyphs))),
    }),
  );
  const widths = Array.from({ length: metrics.glyphs }, (_, glyph) => metrics.width(glyph));
  const descendant = put(
    update,
    dict({
      Type: name('Font'),
      Subtype: name('CIDFontType2'),
      BaseFont: called,
      CIDSystemInfo: dict({
        Registry: new PdfString(Buffer.from('Adobe')),
        Ordering: new PdfString(Buffer.from('Identity')),
        Supplement: 0,
      }),
      FontDescriptor: descriptor,
      DW: 1000,
      W: [0, widths],
      CIDToGIDMap: name('Identity'),
    }),
  );
  return put(
    update,
    dict({
      Type: name('Font'),
      Subtype: name('Type0'),
      BaseFont: called,
      Encoding: name('Identity-H'),
      DescendantFonts: [descendant],
      ToUnicode: put(update, packed(Buffer.from(toUnicode(font), 'latin1'))),
    }),
  );
}

function put(update: Shelf, value: Writable): PdfRef {
  const ref = update.reserve();
  update.put(ref, value);
  return ref;
}

function packed(bytes: Uint8Array, more: Readonly<Record<string, Writable>> = {}): Writable {
  return stream(dict({ Filter: name('FlateDecode'), ...more }), deflateSync(bytes, { level: 9 }));
}

/** Six capital letters that name the subset (ISO 32000-1, 9.6.4): the same subset is always called the same. */
function subsetTag(bytes: Uint8Array): string {
  const digits = [...Buffer.from(sha256Hex(bytes), 'hex').subarray(0, 6)];
  return String.fromCharCode(...digits.map((digit) => 0x41 + (digit % 26)));
}

function everyBit(count: number): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(count / 8)).fill(0xff);
  if (count % 8 !== 0) bytes[bytes.length - 1] = (0xff00 >> (count % 8)) & 0xff;
  return bytes;
}

/** Which characters the glyphs mean, so that the text can be searched and copied (ISO 32000-1, 9.10.3). */
function toUnicode({ characters, metrics }: SubsetFont): string {
  const rows = characters.map((one) => {
    const utf16 = Buffer.from(one, 'utf16le').swap16().toString('hex').toUpperCase();
    return `<${hex(metrics.glyphOf(one.codePointAt(0)!))}> <${utf16}>`;
  });
  const blocks: string[] = [];
  for (let at = 0; at < rows.length; at += 100) {
    const block = rows.slice(at, at + 100);
    blocks.push(`${block.length} beginbfchar\n${block.join('\n')}\nendbfchar`);
  }
  return [
    '/CIDInit /ProcSet findresource begin',
    '12 dict begin',
    'begincmap',
    '/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def',
    '/CMapName /Adobe-Identity-UCS def',
    '/CMapType 2 def',
    '1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange',
    ...blocks,
    'endcmap',
    'CMapName currentdict /CMap defineresource pop',
    'end',
    'end\n',
  ].join('\n');
}

function hex(glyph: number): string {
  return glyph.toString(16).toUpperCase().padStart(4, '0');
}
