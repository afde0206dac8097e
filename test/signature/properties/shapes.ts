/** One document in every shape that PDFs come in, signed; and further revisions in the shape it has. */
import { bufferSource } from '../../../src/signature/bytes.ts';
import { openPdf } from '../../../src/signature/pdf/index.ts';
import { PdfArray, PdfDict, PdfRef, PdfStream } from '../../../src/signature/pdf/syntax/objects.ts';
import { parseCertificate } from '../../../src/signature/trust/certificate.ts';
import { appendPacked, packedPdf } from '../../helpers/packed-pdf.ts';
import { makePki } from '../../helpers/pki.ts';
import { stream } from '../../helpers/test-pdf.ts';
import { signBytes } from '../pades/signer.ts';
import type { Signer } from '../pades/signer.ts';
import { addRevision, onePage, simplePdf } from '../pdf/make-pdf.ts';
import { throughQpdf } from '../pdf/qpdf.ts';

export type Changes = Readonly<Record<number, string>>;

export interface Shape {
  readonly name: string;
  /** Signed once. */
  readonly signed: Buffer;
  /** Appends a revision with these objects, well-formed and properly listed. */
  readonly append: (pdf: Buffer, changes: Changes) => Buffer;
}

const pki = makePki();
export const anchors = [parseCertificate(pki.root.certificate)];
export const signer: Signer = {
  identity: pki.signer,
  algorithm: 'ecdsa-sha256',
  certificate: parseCertificate(pki.signer.certificate),
  chain: pki.signer.chain.map(parseCertificate),
  rootPem: pki.root.certificatePem,
  rootCertificate: parseCertificate(pki.root.certificate),
};

/** A text field that shows its value, its picture, and metadata, beside the usual objects. */
const extra: Changes = {
  1: '<< /Type /Catalog /Pages 2 0 R /AcroForm 6 0 R /Metadata 9 0 R >>',
  3: '<< /Type /Page /Annots [7 0 R] /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>',
  6: '<< /Fields [7 0 R] >>',
  7: '<< /FT /Tx /T (Motivo) /Type /Annot /Subtype /Widget /Rect [10 10 90 30] /P 3 0 R >>',
};
const metadata: Changes = { 9: stream('<x/>', '/Type /Metadata /Subtype /XML') };

const appendTable = (pdf: Buffer, changes: Changes): Buffer => addRevision(pdf, { objects: changes });
const appendStream = (pdf: Buffer, changes: Changes): Buffer => {
  const isStream = ([, text]: [string, string]) => text.includes('endstream');
  const all = Object.entries(changes);
  return appendPacked(pdf, {
    size: 200 + Math.floor(pdf.length / 50),
    root: openPdf(bufferSource(pdf)).catalog().ref.num,
    plain: Object.fromEntries(all.filter(isStream)),
    packed: Object.fromEntries(all.filter((each) => !isStream(each))),
  });
};

/** The document with a table, with cross-reference streams, and with object streams as qpdf writes them. */
export async function makeShapes(): Promise<readonly Shape[]> {
  const table = simplePdf({ objects: { ...onePage(), ...extra, ...metadata } });
  const begun = appendPacked(packedPdf(extra), { size: 60, plain: metadata });
  // qpdf gives objects new numbers; read back, they are found by what they are.
  const rebuilt = await throughQpdf(table, '--object-streams=generate', '--preserve-unreferenced');
  return [
    { name: 'a table', signed: await signBytes(table, signer), append: appendTable },
    { name: 'cross-reference streams', signed: await signBytes(begun, signer), append: appendStream },
    { name: 'object streams of qpdf', signed: await signBytes(rebuilt, signer), append: appendStream },
  ];
}

/** The numbers of the objects that matter, and what they say. */
export interface Anatomy {
  readonly catalog: number;
  readonly pages: number;
  readonly page: number;
  readonly content: number;
  readonly font: number;
  readonly form: number;
  readonly text: number;
  readonly metadata: number;
  readonly signatureField: number;
  readonly signature: number;
  /** An object's text; streams only their dictionary. */
  readonly textOf: (num: number) => string;
  /** A number nobody uses. */
  readonly free: number;
}

/** Finds its way through a signed document. */
export function anatomyOf(pdf: Buffer): Anatomy {
  const document = openPdf(bufferSource(pdf));
  const value = (num: number) => document.object(new PdfRef(num, 0))?.value ?? null;
  const dict = (num: number): PdfDict => {
    const found = value(num);
    if (found instanceof PdfDict) return found;
    throw new Error(`object ${num} is no dictionary`);
  };
  const ref = (from: PdfDict, ...path: readonly string[]): number => {
    const last = path.at(-1)!;
    const holder = path.slice(0, -1).reduce((at, key) => document.getDict(at, key)!, from);
    const found = holder.get(last);
    const first = found instanceof PdfArray ? found.toArray()[0] : found;
    if (first instanceof PdfRef) return first.num;
    throw new Error(`no reference under ${path.join('.')}`);
  };
  const catalog = document.catalog();
  const form = ref(catalog.dict, 'AcroForm');
  const fields = document.getArray(dict(form), 'Fields')!.toArray() as PdfRef[];
  const pages = ref(catalog.dict, 'Pages');
  const page = ref(dict(pages), 'Kids');
  return {
    catalog: catalog.ref.num,
    pages,
    page,
    content: ref(dict(page), 'Contents'),
    font: ref(dict(page), 'Resources', 'Font', 'F'),
    form,
    text: fields[0]!.num,
    metadata: ref(catalog.dict, 'Metadata'),
    signatureField: fields[1]!.num,
    signature: ref(dict(fields[1]!.num), 'V'),
    textOf: (num) => {
      const found = value(num);
      const inner = found instanceof PdfStream ? found.dict : found;
      return inner instanceof PdfDict || inner instanceof PdfArray ? Buffer.from(inner.raw).toString('latin1') : '';
    },
    free: document.objectNumbersEnd + 10,
  };
}
