import { beforeAll, describe, expect, it } from 'vitest';
import type { SignatureAlgorithm } from '../../../src/signature/crypto.ts';
import type { KeyKind } from '../../helpers/pki.ts';
import { withFolder } from '../../helpers/run.ts';
import { simplePdf } from '../pdf/make-pdf.ts';
import { throughQpdf } from '../pdf/qpdf.ts';
import { cutOut, opensslAccepts, pdfsig, qpdfCheck } from './judges.ts';
import { makeSigner, put, signBytes } from './signer.ts';

const rsa: readonly KeyKind[] = ['rsa-2048', 'rsa-3072', 'rsa-4096'];
const elliptic: readonly KeyKind[] = ['p256', 'p384', 'p521'];
const digests = ['sha256', 'sha384', 'sha512'] as const;
const cases = [
  ...rsa.flatMap((key) => digests.map((digest) => [key, `rsa-pkcs1-${digest}`] as const)),
  ...digests.map((digest) => ['rsa-2048', `rsa-pss-${digest}`] as const),
  ...elliptic.flatMap((key) => digests.map((digest) => [key, `ecdsa-${digest}`] as const)),
] satisfies (readonly [KeyKind, SignatureAlgorithm])[];

describe('signatures made with every key and digest', () => {
  let inputs: readonly Buffer[];
  beforeAll(async () => {
    const table = simplePdf();
    inputs = [table, await throughQpdf(table, '--object-streams=generate')];
  });

  it.each(cases)('hold for pdfsig, openssl and qpdf: %s, %s', async (key, algorithm) => {
    const signer = makeSigner(key, algorithm);
    for (const input of inputs) {
      const signed = await signBytes(input, signer);
      expect(signed.subarray(0, input.length).equals(input)).toBe(true);
      expect(await opensslAccepts(signed, signer.rootPem)).toEqual([true]);
      await withFolder((folder) => {
        const path = put(folder, 'signed.pdf', signed);
        const hash = `SHA-${algorithm.slice(-3)}`;
        expect(pdfsig(path)).toEqual([
          { valid: true, total: true, field: 'Signature1', type: 'ETSI.CAdES.detached', hash },
        ]);
        expect(qpdfCheck(path)).toEqual({ status: 0, warnings: [] });
      });
      const [{ padding }] = cutOut(signed) as [ReturnType<typeof cutOut>[number]];
      expect(padding.every((byte) => byte === 0)).toBe(true);
      expect(padding.length).toBeGreaterThanOrEqual(2048);
    }
  });

  it('are found bad by the judges once a byte is changed, so the judges judge', async () => {
    const signer = makeSigner();
    const signed = await signBytes(simplePdf(), signer);
    signed.write('X', signed.indexOf('Requerimiento'), 'latin1');
    expect(await opensslAccepts(signed, signer.rootPem)).toEqual([false]);
    await withFolder((folder) => {
      expect(pdfsig(put(folder, 'a.pdf', signed))).toMatchObject([{ valid: false }]);
    });
    const other = makeSigner();
    expect(await opensslAccepts(await signBytes(simplePdf(), signer), other.rootPem)).toEqual([false]);
  });
});
