/** Small PDFs made by code, in every shape that a test needs. */

export interface PdfShape {
  /** The header's line, `%PDF-1.7` by default. */
  readonly header?: string;
  /** Bodies of the objects by number: everything between `N 0 obj` and `endobj`. */
  readonly objects: Readonly<Record<number, string>>;
  /** What the trailer says beside /Size and /Root 1 0 R. */
  readonly trailer?: string;
  /** Between table entries; the standard wants two characters. */
  readonly entryEnd?: string;
  /** After `%%EOF`. */
  readonly end?: string;
  /** Added to the offset that `startxref` gives. */
  readonly startxrefError?: number;
}

/** A document with one cross-reference table. */
export function makePdf(shape: PdfShape): Buffer {
  return append(Buffer.from(`${shape.header ?? '%PDF-1.7'}\n%\xe2\xe3\xcf\xd3\n`, 'latin1'), shape, 0);
}

/** The document with one more revision: objects, a table, a trailer. */
export function addRevision(pdf: Buffer, shape: PdfShape): Buffer {
  const last = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(pdf.toString('latin1'));
  return append(pdf, shape, Number(last![1]));
}

function append(before: Buffer, shape: PdfShape, previous: number): Buffer {
  const numbers = Object.keys(shape.objects).map(Number);
  const offsets = new Map<number, number>();
  let text = before.toString('latin1');
  for (const num of numbers) {
    offsets.set(num, text.length);
    text += `${num} 0 obj\n${shape.objects[num]}\nendobj\n`;
  }
  const xref = text.length;
  const entryEnd = shape.entryEnd ?? ' \n';
  const rows = numbers.map((num) => `${num} 1\n${String(offsets.get(num)).padStart(10, '0')} 00000 n${entryEnd}`);
  const size = Math.max(sizeOf(before), ...numbers.map((num) => num + 1));
  const first = previous === 0 ? `0 1\n0000000000 65535 f${entryEnd}` : '';
  const chain = previous === 0 ? '' : ` /Prev ${previous}`;
  text += `xref\n${first}${rows.join('')}trailer\n<< /Size ${size} /Root 1 0 R${chain} ${shape.trailer ?? ''} >>\n`;
  text += `startxref\n${xref + (shape.startxrefError ?? 0)}\n%%EOF${shape.end ?? '\n'}`;
  return Buffer.from(text, 'latin1');
}

function sizeOf(pdf: Buffer): number {
  const sizes = [...pdf.toString('latin1').matchAll(/\/Size (\d+)/g)].map((match) => Number(match[1]));
  return Math.max(1, ...sizes);
}

const content = 'BT /F 24 Tf 72 720 Td (Requerimiento de elevacion a juicio) Tj ET';

export interface PageShape {
  /** Entries of the catalog beside /Type and /Pages. */
  readonly catalog?: string;
  /** Entries of the first page beside the usual ones. */
  readonly page?: string;
  /** Further objects, or others in place of the usual ones (1 catalog, 2 pages, 3 page, 4 content, 5 font). */
  readonly objects?: Readonly<Record<number, string>>;
}

/** The objects of a document of one page. */
export function onePage({ catalog = '', page = '', objects = {} }: PageShape = {}): Readonly<Record<number, string>> {
  return {
    1: `<< /Type /Catalog /Pages 2 0 R ${catalog} >>`,
    2: '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    3: `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> ${page} >>`,
    4: `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    5: '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    ...objects,
  };
}

/** A document of one page with a cross-reference table. */
export function simplePdf(page: PageShape = {}, shape: Omit<PdfShape, 'objects'> = {}): Buffer {
  return makePdf({ ...shape, objects: onePage(page) });
}
