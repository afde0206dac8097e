import { bufferSource } from '../../../../src/signature/bytes.ts';
import type { SignatureAlgorithm } from '../../../../src/signature/crypto.ts';
import { raisePdf } from '../../../../src/signature/pades/index.ts';
import type { RaiseRequest, RaiseResult } from '../../../../src/signature/pades/index.ts';
import { parseCertificate } from '../../../../src/signature/trust/certificate.ts';
import { PkiWorld, worldTransport } from '../../../helpers/pki-services/index.ts';
import type { CertificateOptions } from '../../../helpers/pki.ts';
import type { Signer } from '../signer.ts';

/** A world of its own, and somebody in it who signs. */
export function makeScene(options: CertificateOptions = {}, algorithm: SignatureAlgorithm = 'ecdsa-sha256') {
  const world = new PkiWorld('http://pki.example');
  return { world, signer: signerOf(world, options, algorithm) };
}

/** A signer whose certificate comes from the world; only the certificate itself travels with the signature. */
export function signerOf(
  world: PkiWorld,
  options: CertificateOptions = {},
  algorithm: SignatureAlgorithm = 'ecdsa-sha256',
): Signer {
  const identity = world.signer(options);
  const certificate = parseCertificate(identity.certificate);
  const rootCertificate = parseCertificate(world.root.certificate);
  return { identity, algorithm, certificate, chain: [], rootPem: world.root.certificatePem, rootCertificate };
}

export type Raised = RaiseResult & { readonly pdf: Buffer };

/** Raises bytes in memory; `pdf` is the document afterwards. */
export async function raise(
  pdf: Buffer,
  world: PkiWorld,
  wishes: Partial<RaiseRequest> & Pick<RaiseRequest, 'level'>,
): Promise<Raised> {
  const pieces: Buffer[] = [];
  const result = await raisePdf({
    source: bufferSource(pdf),
    sink: {
      append(bytes) {
        pieces.push(Buffer.from(bytes));
        return Promise.resolve();
      },
    },
    transport: worldTransport(world),
    tsas: [{ url: world.urls.tsa }],
    anchors: [parseCertificate(world.root.certificate)],
    at: world.clock.now(),
    ...wishes,
  });
  if (result.kind === 'unchanged' && pieces.length > 0) throw new Error('the sink was touched for nothing');
  return { ...result, pdf: result.kind === 'raised' ? Buffer.concat(pieces) : pdf };
}
