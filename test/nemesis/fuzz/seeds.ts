/** What is mutated: files and structures made by code, of every kind that is read, and other programs' files where they are there. */
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';
import { parseCertificate } from '../../../src/signature/trust/certificate.ts';
import { oids } from '../../../src/signature/asn1/oids.ts';
import { attribute, makeCms, makeTimestamp } from '../../helpers/cms.ts';
import { packedPdf } from '../../helpers/packed-pdf.ts';
import { makeCertificate, makePki } from '../../helpers/pki.ts';
import type { Identity } from '../../helpers/pki.ts';
import { certIdOf, makeCrl, makeOcspResponse, makeStampResponse } from '../../helpers/pki-services/index.ts';
import { TestPdf, stream } from '../../helpers/test-pdf.ts';
import { signBytes } from '../../signature/pades/signer.ts';
import { simplePdf } from '../../signature/pdf/make-pdf.ts';
import { throughQpdf } from '../../signature/pdf/qpdf.ts';

export type SeedKind = 'pdf' | 'cms' | 'stamp' | 'certificate' | 'crl' | 'ocsp';

export interface Seed {
  readonly name: string;
  readonly kind: SeedKind;
  readonly file: string;
  /** How often it is taken, beside the others. */
  readonly weight: number;
}

const day = 86_400_000;
const timeStamping = '1.3.6.1.5.5.7.3.8';
const largestForeignFile = 120_000;

/** Writes the seeds into a folder, with the root that signatures made by code lead to (`root.cer`). */
export async function writeSeeds(folder: string): Promise<Seed[]> {
  const seeds: Seed[] = [];
  const put = (name: string, kind: SeedKind, bytes: Uint8Array, weight = 4): void => {
    const file = join(folder, `seed-${seeds.length}`);
    writeFileSync(file, bytes);
    seeds.push({ name, kind, file, weight });
  };
  const { root, intermediate, signer } = makePki();
  const authority = makeCertificate(intermediate, {
    commonName: 'Autoridad de Sellado',
    keyUsage: ['digitalSignature'],
    extendedKeyUsage: [timeStamping],
    extendedKeyUsageCritical: true,
    ca: false,
  });
  writeFileSync(join(folder, 'root.cer'), root.certificate);
  const now = new Date();
  const crl = makeCrl(intermediate, {
    thisUpdate: now,
    nextUpdate: new Date(now.getTime() + day),
    revoked: [{ serialNumber: 5n, time: now, reason: 1 }],
  });
  const ocsp = makeOcspResponse({
    responder: intermediate,
    certId: certIdOf(intermediate, signer.certificate),
    status: { kind: 'good' },
    producedAt: now,
    thisUpdate: now,
    nextUpdate: new Date(now.getTime() + day),
  });
  for (const [name, bytes] of await pdfs(root, signer, authority, crl, ocsp)) put(name, 'pdf', bytes, 8);
  const stamp = (signature: Uint8Array) => makeTimestamp(authority, signature);
  put('cms-enveloping', 'cms', makeCms({ signer, content: Buffer.from('acta'), embed: true }));
  put('cms-two-signers', 'cms', makeCms({ signer, content: Buffer.from('acta'), embed: true, signers: 2 }));
  put('time-stamp-response', 'stamp', makeStampResponse(stamp(Buffer.from('x'))));
  put('certificate', 'certificate', signer.certificate);
  put('authority', 'certificate', intermediate.certificate);
  put('crl', 'crl', crl);
  put('ocsp', 'ocsp', ocsp);
  for (const path of foreignFiles()) {
    put(path, extname(path) === '.pdf' ? 'pdf' : 'cms', readFileSync(path), 1);
  }
  return seeds;
}

async function pdfs(
  root: Identity,
  signer: Identity,
  authority: Identity,
  crl: Uint8Array,
  ocsp: Uint8Array,
): Promise<[string, Uint8Array][]> {
  const ours = {
    identity: signer,
    algorithm: 'ecdsa-sha256' as const,
    certificate: parseCertificate(signer.certificate),
    chain: signer.chain.map(parseCertificate),
    rootPem: root.certificatePem,
    rootCertificate: parseCertificate(root.certificate),
  };
  const bytes = (data: Uint8Array) => Buffer.from(data).toString('latin1');
  const long = new TestPdf({
    1: '<< /Type /Catalog /Pages 2 0 R /AcroForm 6 0 R /Metadata 22 0 R >>',
    3: '<< /Type /Page /Annots [20 0 R] /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>',
    6: '<< /Fields [20 0 R 23 0 R] /DR << /Font << /Helv 5 0 R >> >> >>',
    20: '<< /FT /Tx /T (Motivo) /Type /Annot /Subtype /Widget /Rect [10 10 90 30] /P 3 0 R >>',
    22: stream('<x/>', '/Type /Metadata /Subtype /XML'),
    23: '<< /FT /Sig /T (Juez) /Rect [0 0 0 0] /Subtype /Widget /Lock << /Type /SigFieldLock /Action /Include /Fields [(Motivo)] >> >>',
  });
  long.sign(signer, {
    unsignedAttributes: (signature) => [attribute(oids.signatureTimeStamp, makeTimestamp(authority, signature))],
    dict: '/Reference [<< /Type /SigRef /TransformMethod /DocMDP /TransformParams << /Type /TransformParams /P 3 /V /1.2 >> >>]',
  });
  long.update({
    20: '<< /FT /Tx /T (Motivo) /Type /Annot /Subtype /Widget /Rect [10 10 90 30] /P 3 0 R /V (si) /AP << /N 50 0 R >> >>',
    50: stream('BT /Helv 9 Tf (si) Tj ET', '/Subtype /Form /BBox [0 0 9 9]'),
  });
  long.sign(signer, { fill: 23, field: 'Juez' });
  long.update({
    1: '<< /Type /Catalog /Pages 2 0 R /AcroForm 6 0 R /Metadata 22 0 R /DSS << /Certs [51 0 R] /CRLs [52 0 R] /OCSPs [53 0 R] >> >>',
    51: stream(bytes(signer.chain[0]!)),
    52: stream(bytes(crl)),
    53: stream(bytes(ocsp)),
  });
  long.sign(signer, {
    subFilter: 'ETSI.RFC3161',
    type: 'DocTimeStamp',
    cms: (content) => makeTimestamp(authority, content),
  });
  const table = simplePdf();
  const packed = packedPdf();
  const once = await signBytes(packed, ours);
  return [
    ['every kind of addition', long.bytes],
    ['a table, signed once', await signBytes(table, ours)],
    ['packed, signed twice', await signBytes(once, ours)],
    ['linearised', await signBytes(await throughQpdf(table, '--linearize', '--object-streams=generate'), ours)],
    ['encrypted', await throughQpdf(table, '--encrypt', '', 'owner', '256', '--')],
    ['unsigned', table],
  ];
}

/** Files of the corpus, where it is there and they are small enough to be read often. */
function foreignFiles(): string[] {
  const folder = resolve(process.env['FOJAS_CORPUS'] ?? join(import.meta.dirname, '../../../../shared/corpus'));
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /\.(pdf|p7m|pkcs7)$/.test(name))
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).size <= largestForeignFile);
}
