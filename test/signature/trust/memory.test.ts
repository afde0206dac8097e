import { describe, expect, it } from 'vitest';
import { parseCertificate } from '../../../src/signature/trust/certificate.ts';
import { CertificateError } from '../../../src/signature/trust/errors.ts';
import { Memory } from '../../../src/signature/trust/memory.ts';
import { makeRoot, makeSigner } from '../../helpers/pki.ts';

const root = makeRoot();
const other = makeRoot();
const signer = parseCertificate(makeSigner(root).certificate);

describe('what is remembered', () => {
  it('is the same certificate for the same bytes, and another for any other', () => {
    const memory = new Memory();
    const first = memory.certificate(root.certificate);
    expect(memory.certificate(Uint8Array.from(root.certificate))).toBe(first);
    expect(first).toEqual(parseCertificate(root.certificate));
    const changed = Uint8Array.from(root.certificate);
    changed[changed.length - 1]! ^= 1;
    expect(memory.certificate(changed).sha256).not.toBe(first.sha256);
  });

  it('does not change with the buffer that the certificate came in', () => {
    const memory = new Memory();
    const bytes = Uint8Array.from(root.certificate);
    const read = memory.certificate(bytes);
    bytes.fill(0);
    expect(Buffer.from(read.der)).toEqual(Buffer.from(root.certificate));
  });

  it('is never what could not be read', () => {
    const memory = new Memory();
    for (const _ of [1, 2]) expect(() => memory.certificate(Uint8Array.of(0x30, 0))).toThrow(CertificateError);
  });

  it('answers for the key, the bytes, the signature and the scheme that were verified, and for no others', () => {
    const memory = new Memory();
    const [issuer, stranger] = [memory.certificate(root.certificate), memory.certificate(other.certificate)];
    const { signatureScheme, tbs, signature } = signer;
    const [scheme, key] = [signatureScheme!, issuer.publicKey!];
    for (const _ of [1, 2]) {
      expect(memory.verify(scheme, key, tbs, signature)).toBe(true);
      expect(memory.verify(scheme, stranger.publicKey!, tbs, signature)).toBe(false);
      expect(memory.verify(scheme, key, tbs.subarray(1), signature)).toBe(false);
      expect(
        memory.verify(
          scheme,
          key,
          tbs,
          signature.map((byte) => byte ^ 1),
        ),
      ).toBe(false);
      expect(memory.verify({ kind: 'rsa-pkcs1', digest: 'sha512' }, key, tbs, signature)).toBe(false);
    }
  });
});
