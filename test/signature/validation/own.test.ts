import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SignatureAlgorithm } from '../../../src/signature/crypto.ts';
import { signPdfFile } from '../../../src/signature/pades/index.ts';
import { parseCertificate } from '../../../src/signature/trust/certificate.ts';
import { makePki, signAsToken } from '../../helpers/pki.ts';
import type { KeyKind } from '../../helpers/pki.ts';
import { withFolder } from '../../helpers/run.ts';
import { TestPdf } from '../../helpers/test-pdf.ts';
import { codes, verify } from './verify.ts';

describe('what this program signs', () => {
  it.each<[KeyKind, SignatureAlgorithm]>([
    ['rsa-2048', 'rsa-pkcs1-sha256'],
    ['rsa-2048', 'rsa-pkcs1-sha512'],
    ['p256', 'ecdsa-sha256'],
    ['p384', 'ecdsa-sha384'],
  ])('is B-B to our own verification, twice over: %s, %s', (key, algorithm) =>
    withFolder(async (folder) => {
      const { root, signer } = makePki({ signer: { key } });
      const sign = (input: string, output: string) =>
        signPdfFile({
          input: join(folder, input),
          output: join(folder, output),
          certificate: parseCertificate(signer.certificate),
          chain: signer.chain.map(parseCertificate),
          algorithm,
          signingTime: new Date('2026-11-20T10:15:30Z'),
          sign: async (_digest, prepared) => ({ bytes: signAsToken(signer, algorithm, prepared.signedAttributes) }),
        });
      writeFileSync(join(folder, '0.pdf'), new TestPdf().bytes);
      await sign('0.pdf', '1.pdf');
      await sign('1.pdf', '2.pdf');
      const anchors = [parseCertificate(root.certificate)];
      const { signatures, error } = await verify(readFileSync(join(folder, '2.pdf')), { anchors });
      expect(error).toBeNull();
      expect(
        signatures.map((each) => [each.indication, each.level, each.modification, each.coversWholeDocument]),
      ).toEqual([
        ['TOTAL_PASSED', 'B-B', 'allowed', false],
        ['TOTAL_PASSED', 'B-B', 'none', true],
      ]);
      expect(codes(signatures[1]!)).toEqual(['revocationNotChecked']);
      expect(signatures[0]?.signer?.claimedSigningTime).toBe('2026-11-20T10:15:30.000Z');
    }),
  );
});
