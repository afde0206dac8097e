/** A document of very many pages, for the volume set: written directly, since no compiler sets thousands of pages in reasonable time. */
import { deflateSync } from 'node:zlib';
import { warning } from './paper.ts';

const words =
  'Que de las constancias reunidas surge, con el grado de convicci\u00f3n que esta etapa requiere, lo que se dir\u00e1.';
/** Kids of one node of the page tree. */
const branch = 50;

/** A PDF 1.7 of A4 pages with the number of each and some lines of text. The same number gives the same bytes. */
export function longPaper(pages: number): Uint8Array {
  const branches = Math.ceil(pages / branch);
  const firstPage = 4 + branches;
  const kids = (from: number, count: number, step: number): string =>
    Array.from({ length: count }, (_, n) => `${from + n * step} 0 R`).join(' ');
  const objects: Buffer[] = [
    text('<< /Type /Catalog /Pages 2 0 R /Lang (es-AR) >>'),
    text(`<< /Type /Pages /Count ${pages} /Kids [${kids(4, branches, 1)}] >>`),
    text('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>'),
    ...Array.from({ length: branches }, (_, n) => {
      const count = Math.min(branch, pages - n * branch);
      const list = kids(firstPage + n * branch * 2, count, 2);
      return text(`<< /Type /Pages /Parent 2 0 R /Count ${count} /Kids [${list}] >>`);
    }),
    ...Array.from({ length: pages }, (_, n) => pageOf(n, pages, firstPage)).flat(),
  ];
  return assembled(objects);
}

function pageOf(n: number, pages: number, firstPage: number): [Buffer, Buffer] {
  const parent = 4 + Math.floor(n / branch);
  const page = text(
    `<< /Type /Page /Parent ${parent} 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >> ` +
      `/Contents ${firstPage + n * 2 + 1} 0 R >>`,
  );
  const lines = Array.from({ length: 24 }, (_, line) => `0 -22 Td (${n + 1}.${line + 1}  ${words}) Tj`).join('\n');
  const drawn = deflateSync(
    Buffer.from(
      `BT /F 14 Tf 142 790 Td (Foja ${n + 1} de ${pages}) Tj /F 9 Tf\n${lines}\nET\n` +
        `BT 0.8 g /F 48 Tf 0.7 0.7 -0.7 0.7 120 250 Tm (${warning}) Tj ET`,
      'latin1',
    ),
  );
  return [
    page,
    Buffer.concat([text(`<< /Length ${drawn.length} /Filter /FlateDecode >>\nstream\n`), drawn, text('\nendstream')]),
  ];
}

const text = (words: string): Buffer => Buffer.from(words, 'latin1');

/** Numbered from 1, with a plain cross-reference table (ISO 32000-1, 7.5.4). */
function assembled(objects: readonly Buffer[]): Uint8Array {
  const parts = [text('%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n')];
  let at = parts[0]!.length;
  const offsets = objects.map((object, n) => {
    const part = Buffer.concat([text(`${n + 1} 0 obj\n`), object, text('\nendobj\n')]);
    parts.push(part);
    at += part.length;
    return at - part.length;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  parts.push(
    text(
      `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${at}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(parts);
}
