import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign as signWith,
  verify,
} from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { issueElectronic, makeElectronicAuthority, parseCertificate } from '../../src/signature/index.ts';
import { openElectronic } from '../../src/token-host/electronic/library.ts';
import { makePki, makeSigner } from '../helpers/pki.ts';

const passphrase = 'una frase larga y mía';
const text = 'prueba de que la clave está';
const person = { personId: 'sosa', name: 'Marta Sosa' };
const { intermediate } = makePki();
let made: { folder: string; spki: Uint8Array; certificate: Uint8Array };

function driverIn(folder: string) {
  return openElectronic({ kind: 'electronic', id: 'firma-electronica', path: folder }, () => new Date());
}

beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), 'fojas-electronic-'));
  const key = driverIn(folder).electronic!.make(person, passphrase, text, false);
  if (!key.ok) throw new Error(key.failure.kind);
  const publicKey = createPublicKey({ key: Buffer.from(key.value.spki), format: 'der', type: 'spki' });
  expect(verify('sha256', Buffer.from(text), publicKey, key.value.signature)).toBe(true);
  const authority = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const sign = (bytes: Uint8Array) => signWith('sha256', bytes, authority.privateKey);
  const day = 86_400_000;
  const validity = { notBefore: new Date(Date.now() - day), notAfter: new Date(Date.now() + day) };
  const spki = authority.publicKey.export({ type: 'spki', format: 'der' });
  const own = parseCertificate(
    makeElectronicAuthority({ name: 'Firma electrónica de prueba', spki, ...validity }, sign),
  );
  const subject = { name: person.name, serialNumber: 'CUIL 27123456780' };
  const certificate = issueElectronic(own, { person: subject, spki: key.value.spki, ...validity }, sign);
  made = { folder, spki: key.value.spki, certificate };
  return () => rmSync(folder, { recursive: true });
}, 60_000);

const choice = () => {
  const token = list(made.folder)[0]!;
  return {
    tokenSerial: token.serial,
    certificateSha256: token.certificates[0]!.certificateSha256,
    algorithm: 'rsa-pkcs1-sha256' as const,
  };
};
function list(folder: string) {
  const listed = driverIn(folder).list();
  return listed.ok ? listed.value.tokens : [];
}

it('shows a key without a certificate as a token that offers nothing, and signs with it once it has one', () => {
  expect(list(made.folder)).toMatchObject([{ label: 'Firma electrónica de Marta Sosa', certificates: [] }]);
  const driver = driverIn(made.folder);
  const before = driver.presence();
  expect(driver.electronic!.keep([made.certificate])).toEqual({ ok: true, value: null });
  expect(driver.presence()).not.toBe(before);
  expect(list(made.folder)[0]!.certificates).toMatchObject([{ commonName: 'Marta Sosa', unsuitable: null }]);
  const opened = driver.open(choice());
  if (!opened.ok) throw new Error(opened.failure.kind);
  expect(opened.value.login('otra frase bien larga')).toMatchObject({ ok: false, failure: { kind: 'pinWrong' } });
  expect(opened.value.login(passphrase)).toMatchObject({ ok: true });
  const signed = opened.value.sign(createHash('sha256').update('acto').digest());
  if (!signed.ok) throw new Error(signed.failure.kind);
  const publicKey = createPublicKey({ key: Buffer.from(made.spki), format: 'der', type: 'spki' });
  expect(verify('sha256', Buffer.from('acto'), publicKey, signed.value)).toBe(true);
});

it('leaves nothing on the disk that opens without the passphrase', () => {
  const [name] = readdirSync(made.folder);
  const path = join(made.folder, name!);
  expect(statSync(path).mode & 0o077).toBe(0);
  const text = readFileSync(path, 'utf8');
  expect(text).not.toContain(passphrase);
  const { key } = JSON.parse(text) as { key: string };
  // The passphrase itself is not what the key is encrypted with: scrypt stands before it.
  const open = (secret: string) => () =>
    createPrivateKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'pkcs8', passphrase: secret });
  expect(open(passphrase)).toThrow();
});

it('takes another passphrase for the old one only, and keeps no certificate of another key', () => {
  const driver = driverIn(made.folder);
  const { tokenSerial } = choice();
  const next = 'otra frase, también larga';
  expect(driver.changePin(tokenSerial, 'no es esta frase', next)).toMatchObject({ failure: { kind: 'pinWrong' } });
  expect(driver.changePin(tokenSerial, passphrase, next)).toMatchObject({ ok: true });
  expect(driver.changePin(tokenSerial, next, passphrase)).toMatchObject({ ok: true });
  const { certificate } = makeSigner(intermediate, { key: 'rsa-2048' });
  expect(driver.electronic!.keep([certificate])).toMatchObject({ failure: { kind: 'certificateChanged' } });
});

it('takes a file that is not whole for no key, and a full disk for what it is', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fojas-electronic-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, '0123456789abcdef.json'), '{"v":1,');
  expect(list(folder)).toEqual([]);
  writeFileSync(join(folder, 'plain'), '');
  const { electronic } = driverIn(join(folder, 'plain'));
  expect(electronic!.make(person, passphrase, text, false)).toMatchObject({
    ok: false,
    failure: { kind: 'fileUnreadable' },
  });
});
