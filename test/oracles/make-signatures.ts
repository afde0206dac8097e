/**
 * Makes signed files of every level that lasts: algorithms × shapes of document × levels, chosen so that every pair occurs, and a
 * document signed twice, raised twice.
 *
 *   node test/oracles/make-signatures.ts FOLDER
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { signFileBeside } from '../../src/signature/cades/index.ts';
import { parseCertificate } from '../../src/signature/trust/certificate.ts';
import { later, makeCrl, PkiWorld, TestClock, worldTransport } from '../helpers/pki-services/index.ts';
import { signAsToken } from '../helpers/pki.ts';
import { documentOf, levelCases, makeLevel, shapes } from '../signature/pades/matrix.ts';
import { raise, signerOf } from '../signature/pades/raise/scene.ts';
import { signBytes, signFile } from '../signature/pades/signer.ts';
import { simplePdf } from '../signature/pdf/make-pdf.ts';
import { throughQpdf } from '../signature/pdf/qpdf.ts';
import type { Manifest, ProducedFile } from './manifest.ts';

const beside = [
  ['rsa-2048', 'rsa-pss-sha256'],
  ['rsa-3072', 'rsa-pkcs1-sha512'],
  ['p384', 'ecdsa-sha384'],
] as const;

const folder = resolve(process.argv[2] ?? '.');
mkdirSync(folder, { recursive: true });
const put = (name: string, bytes: Uint8Array): string => {
  writeFileSync(join(folder, name), bytes);
  return name;
};

// A few minutes ago: whoever judges must not find anything made in the future.
const world = new PkiWorld('http://pki.example', new TestClock(later(new Date(), { seconds: -300 })));
const files: ProducedFile[] = [];

for (const [index, levelCase] of levelCases(shapes).entries()) {
  const pdf = await makeLevel(world, levelCase);
  const { key, algorithm, shape, level } = levelCase;
  const name = `${String(index).padStart(2, '0')}-${level}-${shape}-${key}-${algorithm}.pdf`;
  files.push({ file: put(name, pdf), level });
}

// pyHanko's plain validation does not look for issuers in the /DSS: these signatures carry theirs.
const chain = [parseCertificate(world.intermediate.certificate)];
const first = await signBytes(simplePdf(), { ...signerOf(world), chain }, { signingTime: world.clock.now() });
const once = await raise(first, world, { level: 'B-LTA' });
const second = { ...signerOf(world, { key: 'p384' }, 'ecdsa-sha384'), chain };
const twice = await signBytes(once.pdf, second, { signingTime: world.clock.now() });
world.clock.advance({ seconds: 60 });
const again = await raise(twice, world, { level: 'B-LTA' });
files.push({ file: put('signed-raised-signed-raised.pdf', again.pdf), level: 'B-LTA', signatures: 2 });
world.clock.advance({ seconds: 60 });
const renewed = await raise(again.pdf, world, { level: 'B-LTA', renew: 'always' });
files.push({ file: put('renewed.pdf', renewed.pdf), level: 'B-LTA', signatures: 2 });

// Inside their encryption: the time-stamps' names and the validation data are encrypted like all that was there.
const password = 'clave';
for (const [bits, ...options] of [['128', '--use-aes=y'], ['256']] as const) {
  for (const shape of ['table', 'objectStreams'] as const) {
    const input = await throughQpdf(await documentOf(shape), '--encrypt', password, 'otra', bits, ...options, '--');
    const own = { ...signerOf(world), chain };
    const signed = await signBytes(input, own, { signingTime: world.clock.now(), password });
    for (const level of ['B-T', 'B-LT', 'B-LTA'] as const) {
      const raised = await raise(signed, world, { level, password });
      files.push({ file: put(`encrypted-aes-${bits}-${shape}-${level}.pdf`, raised.pdf), level, password });
    }
  }
}

// A time-stamp within the signature, and signatures beside a file of any kind.
const services = {
  transport: worldTransport(world),
  tsas: [{ url: world.urls.tsa }],
  anchors: [parseCertificate(world.root.certificate)],
  intermediates: chain,
};
const plain = put('plain.pdf', simplePdf());
for (const [key, algorithm] of beside) {
  const signer = { ...signerOf(world, { key }, algorithm), chain };
  const inner = `inner-${algorithm}.pdf`;
  const wishes = { signingTime: world.clock.now(), timeStamp: services };
  await signFile(join(folder, plain), join(folder, inner), signer, { ...wishes, overwrite: true });
  files.push({ file: inner, level: 'B-T' });
  const lasting = await raise(readFileSync(join(folder, inner)), world, { level: 'B-LTA' });
  files.push({ file: put(`inner-raised-${algorithm}.pdf`, lasting.pdf), level: 'B-LTA' });
  for (const [level, timeStamp] of [['B-B', undefined] as const, ['B-T', services] as const]) {
    const file = `beside-${algorithm}-${level}.p7s`;
    const sign = (_digest: Uint8Array, { signedAttributes }: { readonly signedAttributes: Uint8Array }) =>
      Promise.resolve({ bytes: signAsToken(signer.identity, algorithm, signedAttributes) });
    const { certificate } = signer;
    const asked = { certificate, chain, algorithm, signingTime: world.clock.now(), sign, timeStamp, overwrite: true };
    await signFileBeside({ input: join(folder, plain), output: join(folder, file), ...asked });
    files.push({ file, level, content: plain });
  }
}

const updates = { thisUpdate: world.clock.now(), nextUpdate: later(world.clock.now(), { days: 30 }) };
const manifest: Manifest = {
  trusted: [put('root.cer', world.root.certificate)],
  crls: [world.root, world.intermediate].map((authority) => {
    const name = parseCertificate(authority.certificate).sha256.slice(0, 8);
    return put(`${name}.crl`, makeCrl(authority, updates));
  }),
  files,
};
writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest, null, 2));
