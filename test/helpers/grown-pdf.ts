/** Signed files made longer by code: with validation data, as a raise does, or with something that has no business there. */
import { bufferSource } from '../../src/signature/index.ts';
import { openPdf, PdfArray, PdfDict } from '../../src/signature/pdf/index.ts';
import { appendToArray, editDict } from '../../src/signature/pdf/write/edit.ts';
import { RawText, type Writable } from '../../src/signature/pdf/write/serialise.ts';
import { IncrementalUpdate } from '../../src/signature/pdf/write/update.ts';
import type { Identity } from './pki.ts';

/** The file with these certificates (DER) in its /DSS, in one incremental update; what an earlier one holds stays. */
export function growPdf(file: Uint8Array, { chain, certificate }: Identity): Uint8Array {
  const document = openPdf(bufferSource(file));
  const update = new IncrementalUpdate(document);
  const certs = [certificate, ...chain].map((der) => {
    const ref = update.reserve();
    const body = Buffer.from(der).toString('latin1');
    update.put(ref, new RawText(`<< /Length ${body.length} >>\nstream\n${body}\nendstream`));
    return ref;
  });
  const catalog = document.catalog();
  const before = document.get(catalog.dict, 'DSS');
  const known = before instanceof PdfDict ? document.get(before, 'Certs') : null;
  const store: ReadonlyMap<string, Writable> = new Map<string, Writable>([
    ['Type', new RawText('/DSS')],
    ['Certs', known instanceof PdfArray ? appendToArray(known, ...certs) : certs],
  ]);
  update.put(catalog.ref, editDict(catalog.dict, { DSS: store }));
  return Buffer.concat([file, update.layOut().bytes]);
}

/** The file with its first page replaced by an empty one, in one incremental update: everything signed is still there, and not shown. */
export function blankPdf(file: Uint8Array): Uint8Array {
  const document = openPdf(bufferSource(file));
  const update = new IncrementalUpdate(document);
  const catalog = document.catalog();
  update.put(catalog.ref, editDict(catalog.dict, { Lang: new RawText('(xx)'), PageMode: new RawText('/FullScreen') }));
  return Buffer.concat([file, update.layOut().bytes]);
}
