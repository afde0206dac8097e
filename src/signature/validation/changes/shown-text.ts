/**
 * Whether an appearance shows what a field says. A form field may be filled in after signing, and the picture of its value is
 * drawn by whoever fills it in: it must show that value, as text in an honest font, and nothing else.
 */
import type { PdfDocument } from '../../pdf/document.ts';
import { PdfError } from '../../pdf/errors.ts';
import { PdfArray, PdfDict, PdfName, PdfString } from '../../pdf/syntax/objects.ts';
import type { PdfValue, PdfStream } from '../../pdf/syntax/objects.ts';
import { operatorsIn, shownStrings } from './operators.ts';
import type { Operator } from './operators.ts';

/** How many rectangles and lines a border and a background may need, a comb's teeth included. */
const mostLines = 64;
/** Drawing operators that a field's picture may use beside text: rectangles and lines, colours, states without names. */
const plain: ReadonlySet<string> = new Set([
  ...['q', 'Q', 'BT', 'ET', 'Tf', 'Td', 'TD', 'Tm', 'T*', 'Tc', 'Tw', 'Tz', 'TL', 'Ts', 'Tj', 'TJ', "'", '"', 'Tr'],
  ...['g', 'G', 'rg', 'RG', 'k', 'K', 'w', 'J', 'j', 'M', 'd', 'i', 'ri', 'cm', 'm', 'l', 're', 'h'],
  ...['W', 'W*', 'n', 'f', 'F', 'f*', 'S', 's', 'B', 'B*', 'b', 'b*', 'BMC', 'BDC', 'EMC', 'MP', 'DP'],
]);

const painting: ReadonlySet<string> = new Set(['f', 'F', 'f*', 'B', 'B*', 'b', 'b*']);

export type Shown =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'strange'; readonly why: string };

/** What the mark of a small box or button may be drawn with, beside all that. */
const curves: ReadonlySet<string> = new Set(['c', 'v', 'y']);

/**
 * Whether an appearance is a mark such as check boxes and radio buttons show: at most one sign, lines and curves.
 * @throws PdfError when the stream cannot be read.
 */
export function isMark(document: PdfDocument, appearance: PdfStream): boolean {
  const shown = textShownBy(document, appearance, () => false, curves);
  return shown.kind === 'text' && shown.text.length <= 1;
}

/**
 * The text that an appearance stream shows, spaces and line ends left out, one character a byte beyond ASCII.
 * @returns `strange` when it shows more than text on a plain ground, or shows it so that we cannot tell what is seen.
 * @throws PdfError when the stream cannot be read.
 */
export function textShownBy(
  document: PdfDocument,
  appearance: PdfStream,
  isOld: (value: PdfValue | undefined) => boolean,
  also: ReadonlySet<string> = new Set(),
): Shown {
  const strange = (why: string): Shown => ({ kind: 'strange', why });
  if (['OC', 'Ref', 'OPI', 'PS'].some((key) => appearance.dict.has(key))) {
    return strange('it is shown under conditions');
  }
  const fonts = fontsOf(document, appearance.dict);
  let text = '';
  let lines = 0;
  let readable: string | null = null;
  for (const operator of operatorsIn(document.streamBytes(appearance))) {
    const { name, operands } = operator;
    if (!plain.has(name) && !also.has(name) && !isPlainColour(operator))
      return strange(`it draws more than text (${name.slice(0, 8)})`);
    if (['re', 'l', 'm'].includes(name) && ++lines > mostLines) return strange('it draws more than a border');
    if (name === 'Tr' && operands[0] !== 0) return strange('its text is not drawn plainly');
    if (name === 'Tf') readable = fontTrouble(document, operands[0], fonts, isOld);
    // A ground is painted first; what is painted later hides what was written.
    if (text !== '' && painting.has(name)) return strange('it paints over its text');
    const strings = shownStrings(operator);
    if (strings === null) continue;
    if (readable !== null) return strange(readable);
    text += strings.map(flatten).join('');
  }
  return { kind: 'text', text: comparable(text) };
}

/** Colours named by their space (`/DeviceGray cs 0 sc`): patterns and spaces of a document's own may draw anything. */
function isPlainColour({ name, operands }: Operator): boolean {
  if (name === 'cs' || name === 'CS') {
    const [space] = operands;
    return space instanceof PdfName && /^Device(Gray|RGB|CMYK)$/.test(space.value);
  }
  return /^(sc|SC|scn|SCN)$/.test(name) && operands.every((each) => typeof each === 'number');
}

/** What two texts are compared by: their visible ASCII characters, every other one as the same sign. */
export function comparable(text: string): string {
  return text.replace(/[\s\0\xa0\xad]+/g, '').replace(/[^\x21-\x7e]/g, '\xbf');
}

function flatten(value: PdfValue): string {
  if (value instanceof PdfString) return Buffer.from(value.bytes).toString('latin1');
  if (!(value instanceof PdfArray)) return '';
  return value
    .toArray(100_000)
    .map((item) => (item instanceof PdfString ? Buffer.from(item.bytes).toString('latin1') : ''))
    .join('');
}

function fontsOf(document: PdfDocument, appearance: PdfDict): PdfDict | undefined {
  const resources = document.getDict(appearance, 'Resources');
  if (resources !== undefined) return document.getDict(resources, 'Font');
  return undefined;
}

/** Why a font may show other letters than its text says; null when it is simple and was signed, or comes without glyphs of its own. */
function fontTrouble(
  document: PdfDocument,
  name: PdfValue | undefined,
  fonts: PdfDict | undefined,
  isOld: (value: PdfValue | undefined) => boolean,
): string | null {
  const entry = name instanceof PdfName ? fonts?.get(name.value) : undefined;
  const font = document.resolve(entry);
  // Named and not there: viewers take the form's default, or a plain one.
  if (!(font instanceof PdfDict)) return null;
  const subtype = font.name('Subtype');
  if (subtype !== 'Type1' && subtype !== 'TrueType' && subtype !== 'MMType1') {
    return 'its font cannot be read back';
  }
  if (isOld(entry)) return null;
  const descriptor = document.getDict(font, 'FontDescriptor');
  const embedded = ['FontFile', 'FontFile2', 'FontFile3'].some((key) => descriptor?.has(key) ?? false);
  if (embedded || renamesLetters(document, font)) return 'its font came with the change and may draw anything';
  return null;
}

/** Whether an encoding gives the codes of ASCII other glyphs. */
function renamesLetters(document: PdfDocument, font: PdfDict): boolean {
  const encoding = document.get(font, 'Encoding');
  if (!(encoding instanceof PdfDict)) return false;
  const differences = document.get(encoding, 'Differences');
  if (differences === null) return false;
  if (!(differences instanceof PdfArray)) throw new PdfError('damaged', 'an odd encoding');
  // Writers list what lies beyond ASCII; a space or a hyphen among them is no letter.
  let code = 0;
  for (const item of differences.toArray(2_000)) {
    if (typeof item === 'number') code = item;
    else if (code++ <= 0x7e && !(item instanceof PdfName && usualName(code - 1, item.value))) return true;
  }
  return false;
}

/** Letters and digits under their own names; everything else below 0x7F counts as renamed unless it is a blank. */
function usualName(code: number, name: string): boolean {
  const digits = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
  if (code >= 0x30 && code <= 0x39) return name === digits[code - 0x30];
  if (/^[A-Za-z]$/.test(String.fromCharCode(code))) return name === String.fromCharCode(code);
  return code < 0x20 || name === 'space' || code === 0x27 || code === 0x60 || code === 0x2d;
}
