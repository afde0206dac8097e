/**
 * `node tools/sign-catalogue.ts --key FILE [--out FILE]`: signs `resources/drivers/catalogue.json` into the file that the program
 * takes. `--new-key FILE` makes a key first and prints what `pinnedKeys` must hold. The key itself is never part of the project.
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Catalogue } from '../src/contract/catalogue.ts';
import { kidOf } from '../src/token-host/readers/catalogue/signed.ts';

const root = path.join(import.meta.dirname, '..', 'resources', 'drivers');
const { values } = parseArgs({
  options: { key: { type: 'string' }, 'new-key': { type: 'string' }, out: { type: 'string' } },
});
const newKey = values['new-key'];
if (newKey !== undefined) {
  const pair = generateKeyPairSync('ed25519');
  writeFileSync(newKey, pair.privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
}
const keyFile = values.key ?? newKey;
if (keyFile === undefined) throw new Error('--key FILE (PKCS#8 PEM, Ed25519) or --new-key FILE is needed');
const key = createPrivateKey(readFileSync(keyFile));
const jwk = createPublicKey(key).export({ format: 'jwk' });
const kid = kidOf(jwk);

// Parsed, so that nothing is signed that the program would refuse; signed as it is written, so that defaults stay defaults.
const source: unknown = JSON.parse(readFileSync(path.join(root, 'catalogue.json'), 'utf8'));
const { version } = Catalogue.parse(source);
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const signed = `${part({ alg: 'EdDSA', kid, typ: 'fojas-drivers+jws' })}.${part(source)}`;
const out = values.out ?? path.join(root, 'catalogue.jws');
writeFileSync(out, `${signed}.${sign(null, Buffer.from(signed), key).toString('base64url')}\n`);
process.stdout.write(`version ${version}, signed with ${kid}: ${JSON.stringify(jwk)}\n`);
