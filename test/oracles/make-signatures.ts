/**
 * Makes signed files of every level that lasts: algorithms × shapes of document × levels, chosen so that every pair occurs, and a
 * document signed twice, raised twice.
 *
 *   node test/oracles/make-signatures.ts FOLDER
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { parseCertificate } from '../../src/signature/trust/certificate.ts';
import { later, makeCrl, PkiWorld, TestClock } from '../helpers/pki-services/index.ts';
import { levelCases, makeLevel, shapes } from '../signature/pades/matrix.ts';
import { raise, signerOf } from '../signature/pades/raise/scene.ts';
import { signBytes } from '../signature/pades/signer.ts';
import { simplePdf } from '../signature/pdf/make-pdf.ts';
import type { Manifest, ProducedFile } from './manifest.ts';

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
