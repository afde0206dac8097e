/** What an input is fed to. Every answer is fine but an exception that is none of the room's own, and a yes to what was not signed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CmsError } from '../../../src/signature/cms/errors.ts';
import { bufferSource } from '../../../src/signature/bytes.ts';
import { PadesError, preparePdf } from '../../../src/signature/pades/index.ts';
import { PdfError } from '../../../src/signature/pdf/errors.ts';
import { parseCrl } from '../../../src/signature/revocation/crl.ts';
import { RevocationError } from '../../../src/signature/revocation/errors.ts';
import { parseOcspResponse } from '../../../src/signature/revocation/ocsp.ts';
import { parseTimeStampResponse, parseTimeStampToken } from '../../../src/signature/timestamp/token.ts';
import { parseCertificate } from '../../../src/signature/trust/certificate.ts';
import type { Certificate } from '../../../src/signature/trust/certificate.ts';
import { buildChain } from '../../../src/signature/trust/chain.ts';
import { CertificateError } from '../../../src/signature/trust/errors.ts';
import { unsuitableReasons } from '../../../src/signature/trust/suitability.ts';
import { verifyDocument } from '../../../src/signature/validation/document.ts';
import type { Input } from './inputs.ts';

/** What came of an input: how it was answered, or what is wrong with the answer. */
export type Answer =
  { readonly kind: 'answered'; readonly how: string } | { readonly kind: 'wrong'; readonly what: string };

const expected = [PdfError, PadesError, CmsError, CertificateError, RevocationError] as const;
const answered = (how: string): Answer => ({ kind: 'answered', how });

/** Feeds inputs to their readers, with the root of the seeds as the only trust anchor. */
export class Targets {
  readonly #anchor: Certificate;

  constructor(folder: string) {
    this.#anchor = parseCertificate(readFileSync(join(folder, 'root.cer')));
  }

  async feed(input: Input, original: Buffer): Promise<Answer> {
    try {
      return await this.#feed(input, original);
    } catch (error) {
      if (expected.some((type) => error instanceof type)) return answered(`refused ${(error as Error).name}`);
      return {
        kind: 'wrong',
        what: `exception ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      };
    }
  }

  async #feed({ seed, bytes }: Input, original: Buffer): Promise<Answer> {
    switch (seed.kind) {
      case 'pdf':
        if (bytes.length % 8 === 0) await this.#prepare(bytes);
        return this.#verify(bytes, original);
      case 'cms':
        return this.#verify(bytes, original);
      case 'stamp':
        parseTimeStampResponse(bytes);
        parseTimeStampToken(bytes);
        return answered('read');
      case 'certificate': {
        const certificate = parseCertificate(bytes);
        unsuitableReasons(certificate, new Date());
        const chain = buildChain(certificate, {
          anchors: [this.#anchor],
          intermediates: [certificate],
          at: new Date(),
        });
        return answered(`chain ${chain.kind}`);
      }
      case 'crl':
        parseCrl(bytes);
        return answered('read');
      case 'ocsp':
        parseOcspResponse(bytes);
        return answered('read');
    }
  }

  async #verify(bytes: Buffer, original: Buffer): Promise<Answer> {
    const { signatures, error } = await verifyDocument(bufferSource(bytes), { anchors: [this.#anchor] });
    const passed = signatures.some(({ indication, kind }) => indication === 'TOTAL_PASSED' && kind === 'signature');
    if (passed && !keepsSignedBytes(bytes, original)) {
      return { kind: 'wrong', what: `a yes to changed bytes: ${JSON.stringify(signatures).slice(0, 2_000)}` };
    }
    return answered(error === null ? (signatures[0]?.indication ?? 'no signature') : 'error');
  }

  /** Everything up to the token, which refuses or goes on, but never hangs. */
  async #prepare(bytes: Buffer): Promise<void> {
    try {
      await preparePdf({
        source: bufferSource(bytes),
        certificate: this.#anchor,
        chain: [],
        algorithm: 'ecdsa-sha256',
        signingTime: new Date(),
      });
    } catch (error) {
      if (!expected.some((type) => error instanceof type)) throw error;
    }
  }
}

/** Whether a file still begins with what some signature of the original covers; what stands in the gap is for others to judge. */
function keepsSignedBytes(bytes: Buffer, original: Buffer): boolean {
  if (!original.subarray(0, 5).equals(Buffer.from('%PDF-'))) return true;
  const ranges = [...original.toString('latin1').matchAll(/\/ByteRange\s*\[\s*0\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g)];
  return ranges.some((match) => {
    const [before, after, length] = match.slice(1).map(Number) as [number, number, number];
    const same = (from: number, to: number) => bytes.subarray(from, to).equals(original.subarray(from, to));
    return same(0, before) && same(after, after + length);
  });
}
