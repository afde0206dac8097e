import { X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { oids } from '../../../src/signature/asn1/oids.ts';
import * as der from '../../../src/signature/asn1/write.ts';
import { parseCertificate } from '../../../src/signature/trust/certificate.ts';
import { CertificateError } from '../../../src/signature/trust/errors.ts';
import { cuilOf, readName } from '../../../src/signature/trust/name.ts';
import { unsuitableReasons } from '../../../src/signature/trust/suitability.ts';
import type { UnsuitableReason } from '../../../src/signature/trust/suitability.ts';
import { readAsn1 } from '../../../src/signature/asn1/read.ts';
import { extension, makeName, makePki, makeRoot, makeSigner } from '../../helpers/pki.ts';
import type { CertificateOptions, KeyKind } from '../../helpers/pki.ts';
import { run, withFolder } from '../../helpers/run.ts';

const root = makeRoot();
const day = 24 * 3600 * 1000;

describe('the test infrastructure', () => {
  it.each<KeyKind>(['rsa-2048', 'rsa-3072', 'p256', 'p384', 'p521'])('stands before openssl: %s', async (key) => {
    const pki = makePki({ signer: { key }, intermediate: { key: key === 'rsa-3072' ? 'rsa-2048' : 'p384' } });
    await withFolder((folder) => {
      for (const [name, identity] of Object.entries(pki)) writeFileSync(join(folder, name), identity.certificatePem);
      const at = (name: string) => join(folder, name);
      const verify = ['verify', '-x509_strict', '-CAfile', at('root'), '-untrusted', at('intermediate')];
      expect(run('openssl', [...verify, at('signer')])).toMatchObject({ status: 0 });
      writeFileSync(at('forged'), makeSigner(pki.intermediate, { badSignature: true }).certificatePem);
      expect(run('openssl', [...verify, at('forged')]).status).not.toBe(0);
    });
  });
});

describe('a certificate', () => {
  it('says what node says about it', () => {
    const identity = makeSigner(root, { commonName: 'Ana Gómez', organization: 'Ministerio Público', key: 'rsa-2048' });
    const ours = parseCertificate(identity.certificate);
    const theirs = new X509Certificate(Buffer.from(identity.certificate));
    expect(ours.sha256).toBe(theirs.fingerprint256.replaceAll(':', '').toLowerCase());
    expect(ours.serialNumber).toBe(BigInt(`0x${theirs.serialNumber}`));
    expect(ours.notBefore.getTime()).toBe(theirs.validFromDate.getTime());
    expect(ours.notAfter.getTime()).toBe(theirs.validToDate.getTime());
    const { publicKey } = ours;
    expect(publicKey !== null && 'equals' in publicKey && publicKey.equals(theirs.publicKey)).toBe(true);
    expect(ours.keyAlgorithm).toEqual({ kind: 'rsa', bits: 2048 });
    expect(ours.subject).toMatchObject({
      commonName: 'Ana Gómez',
      organization: 'Ministerio Público',
      serialNumber: 'CUIL 27123456780',
      country: 'AR',
    });
    expect(ours.issuer.commonName).toBe('Autoridad Raíz de Prueba');
    expect([...ours.keyUsage!]).toEqual(['digitalSignature', 'nonRepudiation']);
    expect(ours.basicConstraints).toEqual({ ca: false, pathLength: null });
    expect(ours.authorityKeyIdentifier).toEqual(parseCertificate(root.certificate).subjectKeyIdentifier);
  });

  it.each<[KeyKind, unknown]>([
    ['p256', { kind: 'ec', curve: 'p256' }],
    ['p384', { kind: 'ec', curve: 'p384' }],
    ['p521', { kind: 'ec', curve: 'p521' }],
  ])('knows its key: %s', (key, expected) => {
    expect(parseCertificate(makeSigner(root, { key }).certificate).keyAlgorithm).toEqual(expected);
  });

  it('keeps what it was given out of reach of its source', () => {
    const bytes = Buffer.from(root.certificate);
    const certificate = parseCertificate(bytes);
    bytes.fill(0);
    expect(parseCertificate(certificate.der).sha256).toBe(certificate.sha256);
  });

  it.each<[string, () => Uint8Array, string]>([
    ['nothing', () => new Uint8Array(0), 'malformed'],
    ['text', () => Buffer.from('certificado'), 'malformed'],
    ['half a certificate', () => root.certificate.subarray(0, 200), 'malformed'],
    ['a certificate with something behind it', () => Buffer.concat([root.certificate, Buffer.of(0)]), 'malformed'],
    ['the same extension twice', () => twice(oids.keyUsage), 'duplicateExtension'],
    ['two signature algorithms', mixedAlgorithms, 'algorithmMismatch'],
  ])('is refused: %s', (_what, bytes, kind) => {
    expect(() => parseCertificate(bytes())).toThrow(
      expect.objectContaining({ name: 'CertificateError', kind }) as Error,
    );
  });

  it('never fails with another error than its own', () => {
    fc.assert(
      fc.property(fc.nat(root.certificate.length - 1), fc.nat(255), (at, value) => {
        const bytes = Buffer.from(root.certificate);
        bytes[at] = value;
        try {
          parseCertificate(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(CertificateError);
        }
      }),
      { numRuns: 1_500 },
    );
  });

  it('lists the limits it sets that nobody here checks', () => {
    const odd = (id: string, critical: boolean) =>
      parseCertificate(makeSigner(root, { extraExtensions: [extension(id, critical, der.sequence())] }).certificate)
        .unprocessed;
    expect(odd('1.2.3.4', true)).toEqual(['1.2.3.4']);
    expect(odd('1.2.3.4', false)).toEqual([]);
    expect(odd(oids.nameConstraints, false)).toEqual([oids.nameConstraints]);
    expect(odd(oids.certificatePolicies, true)).toEqual([]);
  });
});

describe('names', () => {
  const key = (commonName: string) => readName(readAsn1(makeName({ commonName }))).key;
  it('are the same whatever the letter case and the spaces', () => {
    expect(key('Autoridad  Raíz')).toBe(key(' autoridad raíz '));
    expect(key('Autoridad Raíz')).not.toBe(key('Autoridad Raiz'));
    expect(key('a", 2.5.4.10="b')).not.toBe(readName(readAsn1(makeName({ commonName: 'a', organization: 'b' }))).key);
  });

  it('do not carry controls to the screen', () => {
    const name = readName(readAsn1(makeName({ commonName: 'Ana\u202Egómez\n' })));
    expect(name.commonName).toBe('Ana\u{fffd}gómez\u{fffd}');
  });

  it.each([
    ['CUIL 20-12345678-3', '20123456783'],
    ['CUIL 20123456783', '20123456783'],
    ['cuit:30123456789', '30123456789'],
    ['DNI 12345678', null],
    ['CUIL 2012345678', null],
    [null, null],
  ])('give the CUIL of %s', (text, expected) => {
    expect(cuilOf(text)).toBe(expected);
  });
});

describe('a certificate to sign with', () => {
  it.each<[string, CertificateOptions, UnsuitableReason[]]>([
    ['is a person’s', {}, []],
    ['needs no key usage', { keyUsage: null }, []],
    ['may be for e-mail, too', { extendedKeyUsage: ['1.3.6.1.5.5.7.3.4'] }, []],
    ['is not for encryption', { keyUsage: ['keyEncipherment'] }, ['keyUsage']],
    ['is not an authority’s', { ca: true, keyUsage: ['digitalSignature', 'keyCertSign'] }, ['authority']],
    [
      'has not expired',
      { notBefore: new Date(Date.now() - 9 * day), notAfter: new Date(Date.now() - day) },
      ['expired'],
    ],
    ['is valid already', { notBefore: new Date(Date.now() + day) }, ['notYetValid']],
    ['has a strong key', { key: 'rsa-1024' }, ['key']],
    ['is not a server’s', { extendedKeyUsage: ['1.3.6.1.5.5.7.3.1'] }, ['extendedKeyUsage']],
  ])('%s', (_what, options, reasons) => {
    const certificate = parseCertificate(makeSigner(root, options).certificate);
    expect(unsuitableReasons(certificate, new Date())).toEqual(reasons);
  });
});

function twice(id: string): Uint8Array {
  return makeSigner(root, { extraExtensions: [extension(id, true, der.namedBits([0]))] }).certificate;
}

function mixedAlgorithms(): Uint8Array {
  const [tbs, , signature] = readAsn1(root.certificate).children;
  return der.sequence(tbs!.encoded, der.sequence(der.oid(oids.ecdsaSha512)), signature!.encoded);
}
