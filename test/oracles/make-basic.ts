/**
 * Makes signed files of level B-B: every algorithm on every shape of document, several signers, PDF/A of several parts.
 *
 *   node test/oracles/make-basic.ts FOLDER
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { parseCertificate } from '../../src/signature/trust/certificate.ts';
import type { SignatureAlgorithm } from '../../src/signature/crypto.ts';
import { packedPdf } from '../helpers/packed-pdf.ts';
import { makeCertificate, makeIntermediate, makeRoot } from '../helpers/pki.ts';
import type { Identity, KeyKind } from '../helpers/pki.ts';
import { loadCases } from '../../src/cli/practice/cases.ts';
import { openSetter } from '../../src/paper/index.ts';
import { rich } from '../helpers/act-sheets.ts';
import { renderAct } from '../helpers/practice-paper.ts';
import { makeCrl } from '../helpers/pki-services/index.ts';
import { appearance } from '../signature/appearance/wishes.ts';
import { signBytes } from '../signature/pades/signer.ts';
import type { Signer } from '../signature/pades/signer.ts';
import { addRevision, simplePdf } from '../signature/pdf/make-pdf.ts';
import { throughQpdf } from '../signature/pdf/qpdf.ts';
import type { Manifest, ProducedFile } from './manifest.ts';
import { blankPdfA } from './pdfa.ts';

const keys: readonly KeyKind[] = ['rsa-2048', 'rsa-3072', 'rsa-4096', 'p256', 'p384', 'p521'];
const digests = ['sha256', 'sha384', 'sha512'] as const;
const day = 86_400_000;

const folder = resolve(process.argv[2] ?? '.');
mkdirSync(folder, { recursive: true });
const put = (name: string, bytes: Uint8Array): string => {
  writeFileSync(join(folder, name), bytes);
  return name;
};

const root = makeRoot();
const intermediate = makeIntermediate(root);
const fresh = { thisUpdate: new Date(Date.now() - 60_000), nextUpdate: new Date(Date.now() + 30 * day) };

function signerOf(key: KeyKind, algorithm: SignatureAlgorithm): Signer {
  const identity: Identity = makeCertificate(intermediate, {
    commonName: `FISCAL DE PRUEBA ${key}`,
    cuil: 'CUIL 27123456780',
    keyUsage: ['digitalSignature', 'nonRepudiation'],
    ca: false,
    key,
  });
  return {
    identity,
    algorithm,
    certificate: parseCertificate(identity.certificate),
    chain: identity.chain.map(parseCertificate),
    rootPem: root.certificatePem,
    rootCertificate: parseCertificate(root.certificate),
  };
}

/** Where visible signatures go, in points from the page's lower left corner. */
const seenAt = [300, 400, 220, 80] as const;
const seen = (rect?: typeof seenAt) => ({ ...appearance(), place: { page: 1, rect } });

const now = { signingTime: new Date(Date.now() - 30_000) };
const files: ProducedFile[] = [];
const signers = new Map(
  keys.flatMap((key) => {
    const family = key.startsWith('rsa') ? 'rsa-pkcs1' : 'ecdsa';
    const first = signerOf(key, `${family}-sha256`);
    return digests.map(
      (digest) => [`${key}-${digest}`, { ...first, algorithm: `${family}-${digest}` } as Signer] as const,
    );
  }),
);

async function add(name: string, signed: Promise<Uint8Array>, more: Partial<ProducedFile> = {}): Promise<void> {
  files.push({ file: put(`${name}.pdf`, await signed), level: 'B-B', ...more });
}

const table = simplePdf();
for (const [name, signer] of signers) await add(`algorithm-${name}`, signBytes(table, signer, now));

const [first, second] = [signers.get('p256-sha256')!, signers.get('rsa-2048-sha256')!];
const shapes: readonly (readonly [string, Buffer])[] = [
  ['table', table],
  ['revisions', addRevision(addRevision(table, { objects: { 6: '(uno)' } }), { objects: { 6: '(dos)' } })],
  ['packed', packedPdf()],
  ['object-streams', await throughQpdf(table, '--object-streams=generate')],
  ['linearised', await throughQpdf(table, '--linearize')],
  ['linearised-object-streams', await throughQpdf(table, '--linearize', '--object-streams=generate')],
  ['no-final-line-end', simplePdf({}, { end: '' })],
  ['version-2', simplePdf({}, { header: '%PDF-2.0' })],
];
for (const [name, input] of shapes) {
  for (const signer of [first, second]) await add(`shape-${name}-${signer.algorithm}`, signBytes(input, signer, now));
  const twice = signBytes(input, first, now).then((once) => signBytes(once, second, now));
  await add(`two-signers-${name}`, twice, { signatures: 2 });
}

const corpus = resolve(
  process.env['FOJAS_CORPUS'] ?? join(import.meta.dirname, '../../../shared/corpus'),
  'dss__pdfa2a-rgb.pdf',
);
interface Archival {
  readonly name: string;
  readonly flavour: string;
  readonly input: Uint8Array;
  readonly loose?: true;
}
const blank = ['1b', '2b', '3b'].map((flavour): Archival => ({ name: flavour, flavour, input: blankPdfA(flavour) }));
const archival: Archival[] = [...blank];
if (existsSync(corpus)) archival.push({ name: '2a', flavour: '2a', input: readFileSync(corpus), loose: true });
// The papers of the practice office: what they claim to be, before and after they are signed.
const [file] = loadCases();
const paper = await renderAct(file!, file!.acts.at(-1)!);
const drafted = await (await openSetter()).set(rich);
const papers = ['2a', 'ua1'].flatMap((flavour): Archival[] => [
  { name: `paper-${flavour}`, flavour, input: paper },
  // With all that a draft may hold: lists, tables, quotations, links, the QR.
  { name: `drafted-${flavour}`, flavour, input: drafted },
]);
for (const { name, flavour, input, loose } of [...archival, ...papers]) {
  const original = put(`pdfa-${name}-input.pdf`, input);
  await add(`pdfa-${name}`, signBytes(Buffer.from(input), first, now), {
    pdfa: { flavour, input: original },
    ...(loose ? { loose } : {}),
  });
}

for (const { name, flavour, input, loose } of [...archival, papers[0]!]) {
  const visible = { ...appearance(), qr: 'https://fojas.example/v/AB12-CD34', place: { page: 1, rect: seenAt } };
  const original = `pdfa-${name}-input.pdf`;
  await add(`visible-pdfa-${name}`, signBytes(Buffer.from(input), first, { ...now, visible, certify: 2 }), {
    pdfa: { flavour, input: original },
    ...(loose ? { loose } : {}),
  });
}

const password = 'clave';
const encryptions = { 'aes-128': ['128', '--use-aes=y'], 'aes-256': ['256'] } as const;
for (const [name, [bits, ...options]] of Object.entries(encryptions)) {
  const encrypt = ['--encrypt', password, 'otra', bits, ...options, '--'];
  for (const more of [[], ['--object-streams=generate']]) {
    const input = await throughQpdf(table, ...encrypt, ...more);
    const kind = more.length === 0 ? 'table' : 'object-streams';
    const one = signBytes(input, first, { ...now, password });
    await add(`encrypted-${name}-${kind}`, one, { password });
    const two = one.then((bytes) => signBytes(bytes, second, { ...now, password, visible: seen(seenAt) }));
    await add(`encrypted-twice-${name}-${kind}`, two, { password, signatures: 2 });
  }
}

const fields = simplePdf({
  catalog: '/AcroForm << /Fields [6 0 R 7 0 R] >>',
  page: '/Annots [6 0 R 7 0 R]',
  objects: {
    6: '<< /FT /Sig /T (Fiscal) /F 132 /Type /Annot /Subtype /Widget /Rect [50 50 250 110] /P 3 0 R >>',
    7: '<< /FT /Sig /T (Juez) /F 132 /Type /Annot /Subtype /Widget /Rect [300 50 500 110] /P 3 0 R /Lock << /Type /SigFieldLock /Action /All >> >>',
  },
});
for (const certify of [1, 2, 3] as const)
  await add(`certified-${certify}`, signBytes(fields, first, { ...now, certify }));
const inOrder = signBytes(fields, first, { ...now, certify: 2, nextField: true, visible: appearance() }).then((one) =>
  signBytes(one, second, { ...now, nextField: true, visible: appearance() }),
);
await add('certified-then-locked', inOrder, { signatures: 2 });
for (const [name, page] of [
  ['upright', '/Rotate 0'],
  ['turned', '/Rotate 90'],
  ['unit', '/UserUnit 2.5'],
] as const) {
  const input = simplePdf({ page });
  const one = signBytes(input, first, { ...now, visible: seen(seenAt) });
  await add(`visible-${name}`, one);
  await add(
    `visible-twice-${name}`,
    one.then((bytes) => signBytes(bytes, second, { ...now, visible: seen() })),
    {
      signatures: 2,
    },
  );
}
const headless = simplePdf().toString('latin1');
const wounded = Buffer.from(headless.slice(0, headless.lastIndexOf('startxref')), 'latin1');
await add('repaired', signBytes(wounded, first, now));

const spoilt = Buffer.from(await signBytes(table, first, now));
spoilt.write('X', spoilt.indexOf('Requerimiento'), 'latin1');
files.push({ file: put('control-byte.pdf', spoilt), level: 'B-B', spoilt: true });
const replaced = addRevision(await signBytes(table, first, now), {
  objects: { 4: '<< /Length 0 >>\nstream\n\nendstream' },
});
files.push({ file: put('control-content.pdf', replaced), level: 'B-B', spoilt: true });

const manifest: Manifest = {
  trusted: [put('root.cer', root.certificate)],
  crls: [put('root.crl', makeCrl(root, fresh)), put('intermediate.crl', makeCrl(intermediate, fresh))],
  files,
};
writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest, null, 2));
