/** Signatures as a PDF presents them: fields, their dictionaries, byte ranges (ISO 32000-2, 12.8.1; EN 319 142-1, 5). */
import type { PdfDocument } from '../../pdf/document.ts';
import { readForm } from '../../pdf/form.ts';
import type { FormField } from '../../pdf/form.ts';
import { PdfArray, PdfDict, PdfRef, PdfString } from '../../pdf/syntax/objects.ts';
import { parsePdfDate } from './date.ts';

/** `[0 before after length]`: the signed bytes are `[0, before)` and `[after, end)`. */
export interface ByteRange {
  readonly before: number;
  readonly after: number;
  readonly end: number;
}

export interface PdfSignature {
  /** Full name of the field. */
  readonly field: string;
  /** Further fields that show the same dictionary. */
  readonly sharedWith: readonly string[];
  /** null when the dictionary stands within the field itself. */
  readonly ref: PdfRef | null;
  readonly dict: PdfDict;
  readonly kind: 'signature' | 'documentTimestamp';
  readonly subFilter: string | null;
  /** null when it is not four sensible numbers beginning with 0. */
  readonly byteRange: ByteRange | null;
  /** The decoded /Contents; null when absent or no string. */
  readonly contents: Uint8Array | null;
  readonly hasClaimedTime: boolean;
  readonly claimedTime: Date | null;
}

const mostSignatures = 1_000;

/** The signature fields that hold a dictionary. @throws PdfError */
export function readSignatures(document: PdfDocument): PdfSignature[] {
  const acroForm = document.getDict(document.catalog().dict, 'AcroForm');
  if (acroForm === undefined) return [];
  const found = new Map<string, { fields: FormField[]; ref: PdfRef | null; dict: PdfDict }>();
  for (const field of readForm(document, acroForm).fields) {
    const value = document.resolve(field.value);
    if (field.type !== 'Sig' || !(value instanceof PdfDict)) continue;
    const ref = field.value instanceof PdfRef ? field.value : null;
    const key = ref === null ? `in ${field.ref.num}` : `${ref.num} ${ref.gen}`;
    const entry = found.get(key) ?? { fields: [], ref, dict: value };
    entry.fields.push(field);
    if (found.size < mostSignatures || found.has(key)) found.set(key, entry);
  }
  return [...found.values()].map(({ fields, ref, dict }) => readOne(document, fields, ref, dict));
}

function readOne(document: PdfDocument, fields: FormField[], ref: PdfRef | null, dict: PdfDict): PdfSignature {
  const subFilter = dict.name('SubFilter') ?? null;
  const contents = dict.get('Contents');
  const time = document.get(dict, 'M');
  const [name = '', ...others] = fields.map((field) => readableName(document, field));
  return {
    field: name,
    sharedWith: others,
    ref,
    dict,
    kind: subFilter === 'ETSI.RFC3161' || dict.name('Type') === 'DocTimeStamp' ? 'documentTimestamp' : 'signature',
    subFilter,
    byteRange: readByteRange(dict),
    contents: contents instanceof PdfString ? contents.bytes : null,
    hasClaimedTime: time instanceof PdfString,
    claimedTime: time instanceof PdfString ? parsePdfDate(time.text) : null,
  };
}

/** In an encrypted document that stays locked the names are, too; a field is then called by its object number. */
function readableName(document: PdfDocument, field: FormField): string {
  return document.security.kind === 'locked' || field.name === '' ? `#${field.ref.num}` : field.name;
}

/** Four direct numbers, the first 0, in order (V2). Whether they fit the file is another question. */
function readByteRange(dict: PdfDict): ByteRange | null {
  const value = dict.get('ByteRange');
  if (!(value instanceof PdfArray)) return null;
  const numbers = [...take(value.items(), 5)];
  const [start, before, after, length, more] = numbers;
  if (more !== undefined || start !== 0) return null;
  if (!isPosition(before) || !isPosition(after) || !isPosition(length)) return null;
  return before < after && Number.isSafeInteger(after + length) ? { before, after, end: after + length } : null;
}

function isPosition(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function* take<T>(items: Iterable<T>, count: number): Generator<T> {
  let left = count;
  for (const item of items) {
    if (left-- <= 0) return;
    yield item;
  }
}
