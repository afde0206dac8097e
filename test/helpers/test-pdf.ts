/**
 * Small PDFs written by hand, revision by revision, with signatures of any kind in them: good files to damage and attacks to
 * refuse. Nothing of the program's own writer is used.
 */
import { makeCms } from './cms.ts';
import type { CmsOptions } from './cms.ts';
import type { Identity } from './pki.ts';

export interface UpdateOptions {
  /** More entries for the trailer. */
  readonly trailer?: string;
  /** The catalog's number, if not 1. */
  readonly root?: number;
  /** Numbers to mark as free. */
  readonly free?: readonly number[];
  /** Objects to write without listing them. */
  readonly unlisted?: readonly number[];
  /** Bytes before the cross-reference table. */
  readonly stray?: string;
  /** What follows `%%EOF`. */
  readonly tail?: string;
}

export interface SignOptions extends Partial<Omit<CmsOptions, 'signer' | 'content'>> {
  readonly field?: string;
  readonly subFilter?: string;
  readonly type?: string;
  /** More entries for the signature dictionary, and for the field. */
  readonly dict?: string;
  readonly fieldDict?: string;
  readonly rect?: string;
  /** Makes the CMS from the signed bytes, instead of `makeCms`. */
  readonly cms?: (content: Uint8Array) => Uint8Array;
  /** Leaves the claimed time out. */
  readonly noTime?: boolean;
  /** Changes the byte range before it is written. */
  readonly byteRange?: (range: readonly number[]) => readonly (number | string)[];
  /** Changes the text of the signature dictionary, whose length must stay. */
  readonly rewrite?: (dict: string) => string;
  /** Fill the existing field with this object number. */
  readonly fill?: number;
}

const reserved = 12_000;

/** A PDF with a catalog (1), page tree (2), page (3), content (4), font (5) and form (6). */
export class TestPdf {
  bytes: Buffer = Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1');
  readonly objects = new Map<number, string>();
  size = 7;
  #startxref = 0;

  constructor(extra: Readonly<Record<number, string>> = {}) {
    this.update({
      1: '<< /Type /Catalog /Pages 2 0 R /AcroForm 6 0 R >>',
      2: '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
      3: '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>',
      4: stream('BT /F 12 Tf 72 720 Td (Requerimiento de elevacion) Tj ET'),
      5: '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
      6: '<< /Fields [] >>',
      ...extra,
    });
  }

  /** A document of its own that begins as another is now. */
  static from(other: TestPdf): TestPdf {
    const copy = new TestPdf();
    copy.bytes = Buffer.from(other.bytes);
    copy.objects.clear();
    for (const [num, text] of other.objects) copy.objects.set(num, text);
    copy.size = other.size;
    copy.#startxref = other.#startxref;
    return copy;
  }

  /** A number for a new object. */
  next(): number {
    return this.size++;
  }

  /** Appends one revision. Values are the text between `obj` and `endobj`. */
  update(changes: Readonly<Record<number, string>>, options: UpdateOptions = {}): this {
    const offsets = new Map<number, number>();
    const parts: Buffer[] = [];
    let at = this.bytes.length;
    for (const [key, text] of Object.entries(changes)) {
      const num = Number(key);
      this.size = Math.max(this.size, num + 1);
      offsets.set(num, at);
      const part = Buffer.from(`${num} 0 obj\n${text}\nendobj\n`, 'latin1');
      parts.push(part);
      at += part.length;
      if (!options.unlisted?.includes(num)) this.objects.set(num, text);
    }
    this.bytes = Buffer.concat([this.bytes, ...parts]);
    this.#append(options.stray ?? '');
    this.#writeTable(offsets, options);
    this.#append(options.tail ?? '');
    return this;
  }

  /** Adds a signature as one revision: dictionary, field with widget, form, page. Returns the field's object number. */
  sign(signer: Identity, options: SignOptions = {}): number {
    const [dictNumber, field] = [this.next(), options.fill ?? this.next()];
    const name = options.field ?? `Firma${field}`;
    const [holder, token] = this.#layOut(dictNumber, field, name, options);
    const content = Buffer.concat([this.bytes.subarray(0, holder), this.bytes.subarray(token)]);
    const cms = options.cms?.(content) ?? makeCms({ ...options, signer, content });
    const hex = Buffer.from(cms).toString('hex');
    if (hex.length > reserved) throw new RangeError('the reserved place is too small');
    this.bytes.write(hex, holder + 1, 'latin1');
    return field;
  }

  #layOut(dictNumber: number, field: number, name: string, options: SignOptions): [number, number] {
    const time = options.noTime ? '' : "/M (D:20261120101530-03'00') ";
    const placeholder = `/ByteRange [${' '.repeat(60)}]`;
    const text =
      `<< /Type /${options.type ?? 'Sig'} /Filter /Adobe.PPKLite /SubFilter /${options.subFilter ?? 'ETSI.CAdES.detached'} ` +
      `${time}${options.dict ?? ''} /Contents <${'0'.repeat(reserved)}> ${placeholder} >>`;
    const widget =
      `<< /Type /Annot /Subtype /Widget /FT /Sig /T (${name}) /V ${dictNumber} 0 R /P 3 0 R /F 132 ` +
      `/Rect [${options.rect ?? '0 0 0 0'}] ${options.fieldDict ?? ''} >>`;
    const isNew = options.fill === undefined;
    this.update({
      [dictNumber]: text,
      [field]: widget,
      ...(isNew ? { 6: this.withField(field), 3: this.withAnnotation(field) } : {}),
    });
    const base = this.bytes.lastIndexOf(`${dictNumber} 0 obj\n<< /Type /${options.type ?? 'Sig'}`);
    const holder = this.bytes.indexOf('<0000', base);
    const end = holder + reserved + 2;
    const range = [0, holder, end, this.bytes.length - end];
    const shown = (options.byteRange?.(range) ?? range).join(' ');
    const at = this.bytes.indexOf(placeholder, base);
    this.bytes.write(`/ByteRange [${shown}]`.padEnd(placeholder.length), at, 'latin1');
    if (options.rewrite !== undefined) {
      const old = this.bytes.subarray(base, at + placeholder.length).toString('latin1');
      this.bytes.write(options.rewrite(old), base, 'latin1');
    }
    return [holder, end];
  }

  /** The form with one more field. */
  withField(field: number): string {
    return this.objects
      .get(6)!
      .replace(
        /\/Fields \[([^\]]*)\]( \/SigFlags 3)?/,
        (_all, list: string) => `/Fields [${list} ${field} 0 R] /SigFlags 3`,
      );
  }

  /** The page with one more annotation. */
  withAnnotation(num: number): string {
    const page = this.objects.get(3)!;
    return page.includes('/Annots')
      ? page.replace(/\/Annots \[([^\]]*)\]/, (_all, list: string) => `/Annots [${list} ${num} 0 R]`)
      : page.replace('/Type /Page', `/Type /Page /Annots [${num} 0 R]`);
  }

  #writeTable(offsets: ReadonlyMap<number, number>, options: UpdateOptions): void {
    const start = this.bytes.length;
    const entries = new Map([...offsets].filter(([num]) => !options.unlisted?.includes(num)));
    const lines = [...new Set([...entries.keys(), ...(options.free ?? [])])]
      .sort((a, b) => a - b)
      .map((num, index, all) => {
        const offset = entries.get(num);
        const entry = offset === undefined ? '0000000000 00001 f ' : `${String(offset).padStart(10, '0')} 00000 n `;
        return `${all.length > 1_000 ? runHead(all, index) : `${num} 1\n`}${entry}\n`;
      });
    const previous = this.#startxref === 0 ? '' : `/Prev ${this.#startxref} `;
    this.#append(
      `xref\n0 1\n0000000000 65535 f \n${lines.join('')}trailer\n<< /Size ${this.size} /Root ${options.root ?? 1} 0 R ${previous}` +
        `${options.trailer ?? ''}>>\nstartxref\n${start}\n%%EOF\n`,
    );
    this.#startxref = start;
  }

  #append(text: string): void {
    this.bytes = Buffer.concat([this.bytes, Buffer.from(text, 'latin1')]);
  }
}

/** The head of a subsection, where one begins: numbers that follow one another share one. */
function runHead(numbers: readonly number[], index: number): string {
  const first = numbers[index]!;
  if (numbers[index - 1] === first - 1) return '';
  let end = index;
  while (numbers[end + 1] === numbers[end]! + 1) end++;
  return `${first} ${end - index + 1}\n`;
}

/** The text of a stream object. */
export function stream(data: string, dict = ''): string {
  return `<< /Length ${Buffer.byteLength(data, 'latin1')} ${dict} >>\nstream\n${data}\nendstream`;
}
