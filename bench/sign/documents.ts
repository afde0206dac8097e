/** Makes the PDFs that signing is measured with: pages with an image each, and optionally very many small objects. */
import { closeSync, openSync, writeSync } from 'node:fs';

export interface DocumentShape {
  readonly pages: number;
  /** Bytes of each page's image. */
  readonly imageBytes: number;
  /** Small objects beside the pages, all referred to by the catalog. */
  readonly smallObjects: number;
}

/** Writes a document of the given shape with a cross-reference table; memory used does not grow with its size. */
export function writeDocument(path: string, shape: DocumentShape): void {
  const out = new Output(path);
  out.raw('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n');
  const noise = noiseBytes(1 << 20);
  const kids: string[] = [];
  let next = 3;
  for (let page = 0; page < shape.pages; page++) {
    writePage(out, next, page, shape.imageBytes, noise);
    kids.push(`${next} 0 R`);
    next += 3;
  }
  const extra: string[] = [];
  for (let i = 0; i < shape.smallObjects; i++) {
    out.object(next, `<< /Type /Fojas /N ${i} /T (texto de prueba numero ${i}) /A [1 2 3 4] >>`);
    extra.push(`${next} 0 R`);
    next++;
  }
  out.object(2, `<< /Type /Pages /Count ${shape.pages} /Kids [${kids.join(' ')}] >>`);
  out.object(1, `<< /Type /Catalog /Pages 2 0 R /FJX [${extra.join(' ')}] >>`);
  out.finish(next);
}

function writePage(out: Output, first: number, index: number, imageBytes: number, noise: Buffer): void {
  const resources = `<< /XObject << /I ${first + 2} 0 R >> /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>`;
  const page = `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${first + 1} 0 R /Resources ${resources} >>`;
  out.object(first, page);
  const content = `q 500 0 0 700 40 60 cm /I Do Q BT /F 12 Tf 50 800 Td (Foja ${index + 1}) Tj ET`;
  out.object(first + 1, `<< /Length ${content.length} >>\nstream\n${content}\nendstream`);
  const height = Math.max(1, Math.floor(imageBytes / 256));
  const kind = '/Type /XObject /Subtype /Image /BitsPerComponent 8 /ColorSpace /DeviceGray';
  out.begin(first + 2);
  out.raw(`<< ${kind} /Width 256 /Height ${height} /Length ${256 * height} >>\nstream\n`);
  for (let left = 256 * height; left > 0; left -= noise.length)
    out.bytes(noise.subarray(0, Math.min(left, noise.length)));
  out.raw('\nendstream\nendobj\n');
}

/** The same noise every time, so that two runs sign the same bytes. */
function noiseBytes(length: number): Buffer {
  const noise = Buffer.alloc(length);
  let state = 0x9e3779b9;
  for (let i = 0; i < length; i++) {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x297a2d39;
    noise[i] = state >>> 24;
  }
  return noise;
}

class Output {
  readonly #fd: number;
  readonly #offsets = new Map<number, number>();
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  #at = 0;

  constructor(path: string) {
    this.#fd = openSync(path, 'w');
  }

  begin(num: number): void {
    this.#offsets.set(num, this.#at);
    this.raw(`${num} 0 obj\n`);
  }

  object(num: number, body: string): void {
    this.begin(num);
    this.raw(`${body}\nendobj\n`);
  }

  raw(text: string): void {
    this.bytes(Buffer.from(text, 'latin1'));
  }

  bytes(bytes: Buffer): void {
    this.#pending.push(bytes);
    this.#pendingBytes += bytes.length;
    this.#at += bytes.length;
    if (this.#pendingBytes > 1 << 20) this.#flush();
  }

  finish(size: number): void {
    const start = this.#at;
    const rows = Array.from(
      { length: size - 1 },
      (_, i) => `${String(this.#offsets.get(i + 1)).padStart(10, '0')} 00000 n \n`,
    );
    const id = `<${'a5'.repeat(16)}>`;
    this.raw(`xref\n0 ${size}\n0000000000 65535 f \n${rows.join('')}`);
    this.raw(`trailer\n<< /Size ${size} /Root 1 0 R /ID [${id} ${id}] >>\nstartxref\n${start}\n%%EOF\n`);
    this.#flush();
    closeSync(this.#fd);
  }

  #flush(): void {
    const joined = Buffer.concat(this.#pending);
    for (let done = 0; done < joined.length;) done += writeSync(this.#fd, joined, done);
    this.#pending = [];
    this.#pendingBytes = 0;
  }
}
