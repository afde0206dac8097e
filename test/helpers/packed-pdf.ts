/** Revisions in the form of PDF 1.5, written by hand: cross-reference streams and object streams, honest or not. */
import { deflateSync } from 'node:zlib';

export interface PackedRevision {
  /** Objects that stand by themselves; a stream with its dictionary. */
  readonly plain?: Readonly<Record<number, string>>;
  /** Objects packed into one object stream. */
  readonly packed?: Readonly<Record<number, string>>;
  /** Objects in the object stream that no cross-reference lists. */
  readonly hidden?: Readonly<Record<number, string>>;
  readonly root?: number;
  /** Numbers for the object stream and the cross-reference stream; by default the next free ones. */
  readonly size: number;
  /** Changes the rows before they are written: number, type, second and third field. */
  readonly rows?: (rows: readonly Row[]) => readonly Row[];
}

export type Row = readonly [num: number, type: 0 | 1 | 2, second: number, third: number];

/** Appends a revision to a file (or begins one, when `before` holds only a header). */
export function appendPacked(before: Buffer, revision: PackedRevision): Buffer {
  const parts: Buffer[] = [before];
  let length = before.length;
  const put = (text: Buffer | string): void => {
    const bytes = typeof text === 'string' ? Buffer.from(text, 'latin1') : text;
    parts.push(bytes);
    length += bytes.length;
  };
  const rows: Row[] = [];
  for (const [num, text] of Object.entries(revision.plain ?? {})) {
    rows.push([Number(num), 1, length, 0]);
    put(`${num} 0 obj\n${text}\nendobj\n`);
  }
  const [store, table] = [revision.size, revision.size + 1];
  const packed = Object.entries(revision.packed ?? {});
  const contents = [...packed, ...Object.entries(revision.hidden ?? {})];
  if (contents.length > 0) {
    rows.push([store, 1, length, 0]);
    put(objectStream(store, contents));
    packed.forEach(([num], index) => rows.push([Number(num), 2, store, index]));
  }
  rows.push([table, 1, length, 0]);
  const start = length;
  const previous = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(before.toString('latin1', Math.max(0, before.length - 64)));
  const listed = [...(revision.rows?.(rows) ?? rows)].sort((a, b) => a[0] - b[0]);
  const data = deflateSync(Buffer.concat(listed.map(encodeRow)));
  const index = listed.map(([num]) => `${num} 1`).join(' ');
  put(
    `${table} 0 obj\n<< /Type /XRef /W [1 4 2] /Index [${index}] /Size ${revision.size + 2} /Root ${revision.root ?? 1} 0 R ` +
      `${previous === null ? '' : `/Prev ${previous[1]!} `}/Filter /FlateDecode /Length ${data.length} >>\nstream\n`,
  );
  put(data);
  put(`\nendstream\nendobj\nstartxref\n${start}\n%%EOF\n`);
  return Buffer.concat(parts);
}

function objectStream(num: number, contents: readonly (readonly [string, string])[]): Buffer {
  let offset = 0;
  const heads = contents.map(([each, text]) => {
    const head = `${each} ${offset}`;
    offset += text.length + 1;
    return head;
  });
  const first = heads.join(' ') + '\n';
  const data = deflateSync(Buffer.from(first + contents.map(([, text]) => text).join('\n') + '\n', 'latin1'));
  const dict = `<< /Type /ObjStm /N ${contents.length} /First ${first.length} /Filter /FlateDecode /Length ${data.length} >>`;
  return Buffer.concat([Buffer.from(`${num} 0 obj\n${dict}\nstream\n`), data, Buffer.from('\nendstream\nendobj\n')]);
}

function encodeRow([, type, second, third]: Row): Buffer {
  const row = Buffer.alloc(7);
  row.writeUInt8(type, 0);
  row.writeUInt32BE(second, 1);
  row.writeUInt16BE(third, 5);
  return row;
}

/** A document of one page whose catalog, pages, form and font are packed in an object stream; objects as in `TestPdf`. */
export function packedPdf(extra: Readonly<Record<number, string>> = {}): Buffer {
  const text = 'BT /F 12 Tf 72 720 Td (Requerimiento de elevacion) Tj ET';
  return appendPacked(Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1'), {
    size: 40,
    plain: { 4: `<< /Length ${text.length} >>\nstream\n${text}\nendstream` },
    packed: {
      1: '<< /Type /Catalog /Pages 2 0 R /AcroForm 6 0 R >>',
      2: '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
      3: '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>',
      5: '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
      6: '<< /Fields [] >>',
      ...extra,
    },
  });
}
