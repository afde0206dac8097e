import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bufferSource } from '../../../src/signature/bytes.ts';
import { checkSignedPdf, finishPdf, preparePdf } from '../../../src/signature/pades/index.ts';
import type { PadesErrorKind, PreparedPdf } from '../../../src/signature/pades/index.ts';
import { signAsToken } from '../../helpers/pki.ts';
import { addRevision, simplePdf } from '../pdf/make-pdf.ts';
import { makeSigner, requestOf, signBytes } from './signer.ts';

const signer = makeSigner('rsa-2048', 'rsa-pkcs1-sha256');
const sha256 = (...parts: Uint8Array[]) =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('hex');
const kind = (name: PadesErrorKind) => expect.objectContaining({ name: 'PadesError', kind: name }) as Error;
const prepare = (pdf: Buffer, wishes = {}) =>
  preparePdf({ source: bufferSource(pdf), ...requestOf(signer), ...wishes });
const tokenOf = (prepared: PreparedPdf, by = signer) => ({
  bytes: signAsToken(by.identity, by.algorithm, prepared.signedAttributes),
});

describe('preparing', () => {
  it('hashes the input, digests the ranges, and copies, all of the same bytes', async () => {
    const pdf = simplePdf();
    const copied: Buffer[] = [];
    const sink = { append: (bytes: Uint8Array) => Promise.resolve(void copied.push(Buffer.from(bytes))) };
    for (const algorithm of ['rsa-pkcs1-sha256', 'rsa-pkcs1-sha512'] as const) {
      copied.length = 0;
      const prepared = await prepare(pdf, { sink, algorithm, expectedSha256: sha256(pdf) });
      expect(prepared.inputSha256).toBe(sha256(pdf));
      expect(Buffer.concat(copied).equals(pdf)).toBe(true);
      const whole = Buffer.concat([pdf, prepared.update]);
      const [, a, b, c] = prepared.byteRange;
      expect(b + c).toBe(whole.length);
      expect(whole.subarray(a, b).toString()).toBe(`<${'00'.repeat(prepared.contentsBytes)}>`);
      const digest = createHash(algorithm.slice(-6)).update(whole.subarray(0, a)).update(whole.subarray(b)).digest();
      expect(Buffer.from(prepared.signedAttributes).includes(digest)).toBe(true);
      const toSign = createHash(algorithm.slice(-6)).update(prepared.signedAttributes).digest();
      expect(Buffer.from(prepared.digestToSign).equals(toSign)).toBe(true);
    }
  });
});

describe('finishing', () => {
  it('puts the signature in and nothing else, as often as it is asked', async () => {
    const pdf = simplePdf();
    const prepared = await prepare(pdf);
    const before = sha256(prepared.update);
    const signed = finishPdf(prepared, tokenOf(prepared));
    expect(sha256(prepared.update)).toBe(before);
    expect(finishPdf(prepared, tokenOf(prepared)).sha256).toBe(signed.sha256);
    expect(signed.sha256).toBe(sha256(pdf, signed.update));
    expect(signed.size).toBe(pdf.length + signed.update.length);
    const gap = (update: Uint8Array) =>
      update.subarray(prepared.contentsAt, prepared.contentsAt + 2 * prepared.contentsBytes + 2);
    gap(signed.update).fill(0);
    const blank = Buffer.from(prepared.update);
    gap(blank).fill(0);
    expect(blank.equals(signed.update)).toBe(true);
  });

  it('refuses what the certificate does not verify', async () => {
    const prepared = await prepare(simplePdf());
    const token = tokenOf(prepared);
    token.bytes[10]! ^= 1;
    expect(() => finishPdf(prepared, token)).toThrow(kind('signatureWrong'));
    const other = makeSigner('rsa-2048', 'rsa-pkcs1-sha256');
    expect(() => finishPdf(prepared, tokenOf(prepared, other))).toThrow(kind('signatureWrong'));
    expect(() => finishPdf(prepared, { bytes: new Uint8Array(0) })).toThrow(kind('signatureWrong'));
    const elliptic = makeSigner();
    const curve = await preparePdf({ source: bufferSource(simplePdf()), ...requestOf(elliptic) });
    for (const length of [0, 63, 64, 200]) {
      expect(() => finishPdf(curve, { bytes: new Uint8Array(length) })).toThrow(kind('signatureWrong'));
    }
  });

  it('never cuts a signature that does not fit', async () => {
    const tight = await prepare(simplePdf(), { spareBytes: 0 });
    expect(finishPdf(tight, tokenOf(tight)).stage).toBe('signed');
    const short = await prepare(simplePdf(), { spareBytes: -1 });
    expect(() => finishPdf(short, tokenOf(short))).toThrow(kind('signatureTooLarge'));
    const roomy = await prepare(simplePdf(), { spareBytes: 60_000 });
    expect(finishPdf(roomy, tokenOf(roomy)).update.length).toBeGreaterThan(120_000);
  });
});

describe('checking what was written', () => {
  async function signed() {
    const pdf = simplePdf();
    const prepared = await prepare(pdf);
    const result = finishPdf(prepared, tokenOf(prepared));
    const whole = Buffer.concat([pdf, result.update]);
    const { certificate, inputSize, inputSha256 } = result;
    return { pdf, prepared, whole, expected: { certificate, inputSize, inputSha256, expectedSha256: result.sha256 } };
  }

  it('says yes to what was signed', async () => {
    const { whole, expected } = await signed();
    const checked = await checkSignedPdf(bufferSource(whole), expected);
    expect(checked).toEqual({ stage: 'checked', sha256: sha256(whole), size: whole.length });
  });

  it('says no when any bit of it is another', async () => {
    const { whole, expected } = await signed();
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(7), async (at, bit) => {
        const spoiled = Buffer.from(whole);
        spoiled[at]! ^= 1 << bit;
        await expect(checkSignedPdf(bufferSource(spoiled), expected)).rejects.toThrow(kind('checkFailed'));
      }),
      { numRuns: 150 },
    );
  });

  it('says no when a bit of what is signed is another, even if somebody vouches for the new hash', async () => {
    const { whole, expected, prepared } = await signed();
    const [, gapStart, gapEnd] = prepared.byteRange;
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(7), async (at, bit) => {
        fc.pre(at < gapStart || at >= gapEnd);
        const spoiled = Buffer.from(whole);
        spoiled[at]! ^= 1 << bit;
        const vouched = { ...expected, expectedSha256: sha256(spoiled), inputSha256: undefined };
        await expect(checkSignedPdf(bufferSource(spoiled), vouched)).rejects.toThrow(kind('checkFailed'));
      }),
      { numRuns: 150 },
    );
  });

  it('says no to other expectations', async () => {
    const { pdf, whole, expected } = await signed();
    const failing = (bytes: Buffer, wish: object) =>
      expect(
        checkSignedPdf(bufferSource(bytes), { ...expected, expectedSha256: sha256(bytes), ...wish }),
      ).rejects.toThrow(kind('checkFailed'));
    await failing(whole, { expectedSha256: '00'.repeat(32) });
    await failing(whole, { inputSha256: '00'.repeat(32) });
    await failing(whole, { certificate: makeSigner().certificate });
    await failing(whole, { inputSize: whole.length });
    await failing(whole, { inputSize: pdf.length - 1 });
    await failing(pdf, {});
    await failing(Buffer.concat([whole, Buffer.from('\n')]), {});
    await failing(whole.subarray(0, -10), {});
    await failing(addRevision(whole, { objects: { 5: '<< >>' } }), {});
    await failing(await signBytes(whole, signer), {});
  });
});
