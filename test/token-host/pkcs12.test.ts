import { constants, createHash, createPublicKey, publicDecrypt, randomBytes, verify } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import forge from 'node-forge';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { SignatureAlgorithm, TokenLibrary } from '../../src/contract/token.ts';
import { readClearBags } from '../../src/token-host/pkcs12/bags.ts';
import { openPkcs12 } from '../../src/token-host/pkcs12/library.ts';
import { type Identity, makePki } from '../helpers/pki.ts';
import { run } from '../helpers/run.ts';
import { type Host, pinOf, sessionInput, startHost } from './harness.ts';

const folder = mkdtempSync(join(tmpdir(), 'fojas-pkcs12-'));
const pin = 'práctica 7';
let signer: Identity;
let host: Host | undefined;

/** A PKCS#12 file as OpenSSL writes it; `clear` leaves its certificates unencrypted. */
function writeFile(name: string, identity: Identity, options: string[] = ['-certpbe', 'NONE']): TokenLibrary {
  const [key, certificate, path] = ['key.pem', 'cert.pem', name].map((file) => join(folder, file)) as [
    string,
    string,
    string,
  ];
  writeFileSync(key, identity.pkcs8Pem);
  writeFileSync(certificate, identity.certificatePem);
  const args = ['pkcs12', '-export', '-inkey', key, '-in', certificate, '-out', path, '-passout', `pass:${pin}`];
  const made = run('openssl', [...args, ...options]);
  if (made.status !== 0) throw new Error(made.output);
  return { kind: 'pkcs12', id: 'practice', path };
}
const start = async (library: TokenLibrary, typed = pin) =>
  (host = await startHost({ library, person: () => pinOf(typed) }));
async function inputFor(one: Host, digests: Uint8Array[], algorithm: SignatureAlgorithm) {
  const listed = await one.tokens.call('token.list', {});
  if (!listed.ok) throw new Error(listed.failure.kind);
  const token = listed.value.tokens[0]!;
  const { certificateSha256 } = token.certificates[0]!;
  return sessionInput({ tokenSerial: token.serial, certificateSha256, algorithm }, digests);
}
const refusal = (failure: object) => ({ ok: false, failure });

beforeAll(() => {
  signer = makePki({ signer: { key: 'rsa-2048' } }).signer;
});
afterEach(() => host?.stop());
afterAll(() => rmSync(folder, { recursive: true }));

const hashes = ['sha256', 'sha384', 'sha512'] as const;

describe('the practice key', () => {
  it('says that it is one, and what it can do', async () => {
    const { tokens } = await start(writeFile('a.p12', signer));
    const listed = await tokens.call('token.list', {});
    expect(listed).toMatchObject({
      ok: true,
      value: { emptySlots: 0, tokens: [{ practice: true, pinState: 'normal', protectedPath: false }] },
    });
    const certificate = listed.ok ? listed.value.tokens[0]!.certificates[0]! : undefined;
    expect(certificate).toMatchObject({
      ...{ unsuitable: null, certificateSha256: createHash('sha256').update(signer.certificate).digest('hex') },
      algorithms: ['rsa-pkcs1', 'rsa-pss'].flatMap((family) => hashes.map((hash) => `${family}-${hash}`)),
    });
  });

  it('signs as a token does', async () => {
    const one = await start(writeFile('b.p12', signer));
    for (const hash of hashes) {
      const data = randomBytes(100);
      const input = await inputFor(one, [createHash(hash).update(data).digest()], `rsa-pkcs1-${hash}`);
      expect(await one.tokens.call('session.open', input)).toMatchObject({
        ok: true,
        value: { pinPerSignature: false },
      });
      const signed = await one.tokens.call('session.sign', { sessionId: input.sessionId, digestId: 'd0' });
      await one.tokens.call('session.close', { sessionId: input.sessionId });
      if (!signed.ok) throw new Error(signed.failure.kind);
      const key = createPublicKey(signer.certificatePem);
      expect(verify(hash, data, { key, padding: constants.RSA_PKCS1_PADDING }, signed.value.signature)).toBe(true);
      const info = publicDecrypt({ key, padding: constants.RSA_PKCS1_PADDING }, signed.value.signature);
      expect(info.subarray(-input.digests[0]!.digest.length).equals(input.digests[0]!.digest)).toBe(true);
    }
  });

  it('signs with PSS as a token does', async () => {
    const one = await start(writeFile('pss.p12', signer));
    for (const hash of hashes) {
      const data = randomBytes(100);
      const input = await inputFor(one, [createHash(hash).update(data).digest()], `rsa-pss-${hash}`);
      expect(await one.tokens.call('session.open', input)).toMatchObject({
        ok: true,
        value: { pinPerSignature: false },
      });
      const signed = await one.tokens.call('session.sign', { sessionId: input.sessionId, digestId: 'd0' });
      await one.tokens.call('session.close', { sessionId: input.sessionId });
      if (!signed.ok) throw new Error(signed.failure.kind);
      const key = createPublicKey(signer.certificatePem);
      const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
      expect(verify(hash, data, { key, ...pss }, signed.value.signature)).toBe(true);
    }
  });

  it('made with another program is read as well', async () => {
    const key = forge.pki.privateKeyFromPem(signer.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString());
    // That program cannot read certificates signed with an elliptic curve.
    const own = makePki({
      root: { key: 'rsa-2048' },
      intermediate: { key: 'rsa-2048' },
      signer: { privateKey: signer.privateKey },
    });
    // It also takes a password as bytes, one a character.
    const utf8 = Buffer.from(pin, 'utf8').toString('binary');
    const certificate = forge.pki.certificateFromPem(own.signer.certificatePem);
    const file = forge.asn1
      .toDer(forge.pkcs12.toPkcs12Asn1(key, [certificate], utf8, { algorithm: 'aes256' }))
      .getBytes();
    const path = join(folder, 'forge.p12');
    writeFileSync(path, file, 'binary');
    const one = await start({ kind: 'pkcs12', id: 'practice', path });
    const input = await inputFor(one, [randomBytes(32)], 'rsa-pkcs1-sha256');
    expect(await one.tokens.call('session.open', input)).toMatchObject({ ok: true, value: { pinPerSignature: false } });
    expect((await one.tokens.call('session.sign', { sessionId: input.sessionId, digestId: 'd0' })).ok).toBe(true);
  });

  it('stays shut to a wrong PIN, with and without a MAC', async () => {
    for (const options of [
      ['-certpbe', 'NONE'],
      ['-certpbe', 'NONE', '-nomac'],
    ]) {
      const one = await start(writeFile('c.p12', signer, options), 'otra cosa');
      const input = await inputFor(one, [randomBytes(32)], 'rsa-pkcs1-sha256');
      expect(await one.tokens.call('session.open', input)).toEqual(refusal({ kind: 'pinWrong', pinState: 'normal' }));
      expect(one.output()).toBe('');
      await one.stop();
    }
  });

  it('that is taken away, or exchanged, is a removed or changed token', async () => {
    const library = writeFile('d.p12', signer);
    const one = await start(library);
    for (const change of ['gone', 'other'] as const) {
      writeFile('d.p12', signer);
      const input = await inputFor(one, [randomBytes(32), randomBytes(32)], 'rsa-pkcs1-sha256');
      const { sessionId } = input;
      await one.tokens.call('session.open', input);
      expect((await one.tokens.call('session.sign', { sessionId, digestId: 'd0' })).ok).toBe(true);
      if (change === 'gone') rmSync(library.path);
      else writeFile('d.p12', makePki({ signer: { key: 'rsa-2048' } }).signer);
      expect(await one.tokens.call('session.sign', { sessionId, digestId: 'd1' })).toEqual(
        refusal(
          change === 'gone' ? { kind: 'tokenRemoved', token: 'Clave de práctica' } : { kind: 'certificateChanged' },
        ),
      );
      if (change === 'gone')
        expect(await one.tokens.call('token.list', {})).toMatchObject({ value: { emptySlots: 1, tokens: [] } });
      else expect(await one.tokens.call('session.open', input)).toEqual(refusal({ kind: 'tokenAbsent', token: null }));
    }
  });
});

describe('a file that is no practice key', () => {
  const open = (library: TokenLibrary) => openPkcs12(library, () => new Date());
  const path = (name: string, bytes: Uint8Array): TokenLibrary => {
    writeFileSync(join(folder, name), bytes);
    return { kind: 'pkcs12', id: 'practice', path: join(folder, name) };
  };

  it('is refused with the reason', () => {
    const missing = { kind: 'pkcs12' as const, id: 'x', path: join(folder, 'missing.p12') };
    expect(open(missing)).toEqual(refusal({ kind: 'fileUnreadable', file: missing.path, code: 'ENOENT' }));
    expect(open(path('empty.p12', Buffer.alloc(0)))).toEqual(refusal({ kind: 'tokenError', code: 'PKCS12_MALFORMED' }));
    expect(open(writeFile('hidden.p12', signer, []))).toEqual(
      refusal({ kind: 'tokenError', code: 'PKCS12_WITHOUT_CLEAR_CERTIFICATE' }),
    );
  });

  it('with a key on a curve offers nothing to sign with', () => {
    const driver = open(writeFile('curve.p12', makePki().signer));
    if (!driver.ok) throw new Error(driver.failure.kind);
    const listed = driver.value.list();
    const token = listed.ok ? listed.value.tokens[0]! : undefined;
    expect(token!.certificates[0]!.algorithms).toEqual([]);
    const { certificateSha256 } = token!.certificates[0]!;
    expect(driver.value.open({ tokenSerial: token!.serial, certificateSha256, algorithm: 'ecdsa-sha256' })).toEqual(
      refusal({ kind: 'mechanismMissing', algorithm: 'ecdsa-sha256' }),
    );
  });

  it('with the key of another certificate does not open', () => {
    // OpenSSL refuses to write such a file, so the certificate is exchanged in it for another of the same length.
    const library = writeFile('mixed.p12', signer, ['-certpbe', 'NONE', '-nomac']);
    const bytes = readFileSync(library.path);
    const at = bytes.indexOf(signer.certificate);
    const { privateKey } = makePki({ signer: { key: 'rsa-2048' } }).signer;
    // The length of an ECDSA signature, and so of the certificate, varies by a byte or two.
    let fitting: Identity;
    do fitting = makePki({ signer: { privateKey } }).signer;
    while (fitting.certificate.length !== signer.certificate.length);
    Buffer.from(fitting.certificate).copy(bytes, at);
    const driver = open(path('mixed.p12', bytes));
    if (!driver.ok) throw new Error(driver.failure.kind);
    const listed = driver.value.list();
    const token = listed.ok ? listed.value.tokens[0]! : undefined;
    const { certificateSha256 } = token!.certificates[0]!;
    const choice = { tokenSerial: token!.serial, certificateSha256, algorithm: 'rsa-pkcs1-sha256' as const };
    const session = driver.value.open(choice);
    expect(session.ok && session.value.login(pin)).toEqual(
      refusal({ kind: 'certificateUnsuitable', reason: 'noPrivateKey' }),
    );
  });

  it('never breaks the reader, whatever it holds', () => {
    const good = readFileSync(writeFile('good.p12', signer).path);
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(255), fc.nat(good.length), (at, byte, cut) => {
        const bad = Buffer.from(good);
        bad[at] = byte;
        readClearBags(bad);
        readClearBags(bad.subarray(0, cut));
      }),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void readClearBags(bytes)),
      { numRuns: 1000 },
    );
  });
});
