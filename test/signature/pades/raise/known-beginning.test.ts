import { describe, expect, it } from 'vitest';
import { type ByteSource, bufferSource } from '../../../../src/signature/bytes.ts';
import { createDigest } from '../../../../src/signature/crypto.ts';
import { raisePdf } from '../../../../src/signature/pades/index.ts';
import type { RaiseRequest } from '../../../../src/signature/pades/index.ts';
import { parseCertificate } from '../../../../src/signature/trust/certificate.ts';
import { worldTransport } from '../../../helpers/pki-services/index.ts';
import { simplePdf } from '../../pdf/make-pdf.ts';
import { signBytes } from '../signer.ts';
import { makeScene } from './scene.ts';

/** Counts what is streamed from the source's first `size` bytes. */
function counted(pdf: Buffer, size: number): { readonly source: ByteSource; readonly again: () => number } {
  const plain = bufferSource(pdf);
  let bytes = 0;
  const source: ByteSource = {
    ...plain,
    size: plain.size,
    readSync: (offset, length) => plain.readSync(offset, length),
    async *stream(from, to) {
      let at = from;
      for await (const piece of plain.stream(from, to)) {
        bytes += Math.max(0, Math.min(size, at + piece.length) - at);
        at += piece.length;
        yield piece;
      }
    },
    close: () => plain.close(),
  };
  return { source, again: () => bytes };
}

async function raised(given: { readonly signers: number; readonly known: 'none' | 'right' | 'of another file' }) {
  const { world, signer } = makeScene();
  const signingTime = world.clock.now();
  let input: Buffer = simplePdf();
  let signed = await signBytes(input, signer, { signingTime });
  for (let more = 1; more < given.signers; more++) {
    input = signed;
    signed = await signBytes(input, signer, { signingTime });
  }
  const { source, again } = counted(signed, input.length);
  const pieces: Buffer[] = [];
  const beginning = given.known === 'of another file' ? Buffer.alloc(input.length) : input;
  const request: RaiseRequest = {
    source,
    sink: { append: (bytes) => Promise.resolve(void pieces.push(Buffer.from(bytes))) },
    level: 'B-LTA',
    transport: worldTransport(world),
    tsas: [{ url: world.urls.tsa }],
    anchors: [parseCertificate(world.root.certificate)],
    at: world.clock.now(),
    ...(given.known === 'none'
      ? {}
      : { known: { size: input.length, sha256: createDigest('sha256').update(beginning) } }),
  };
  const result = await raisePdf(request);
  return { result, again: again(), input, signed, pdf: Buffer.concat(pieces) };
}

describe('what the caller has just read of a document', () => {
  it('is not read again for the digests, and the outcome is what it is without', async () => {
    const plain = await raised({ signers: 1, known: 'none' });
    const spared = await raised({ signers: 1, known: 'right' });
    expect(spared.result).toMatchObject({ kind: 'raised', reached: 'B-LTA', missing: [] });
    expect(plain.result).toMatchObject({ kind: 'raised', reached: 'B-LTA', missing: [] });
    // The survey and the check of the outcome; the copy to the sink has to read everything in any case.
    expect(plain.again).toBe(3 * plain.input.length);
    expect(spared.again).toBe(spared.input.length);
  });

  it('is of no use where an earlier signature lies within it, and everything is read', async () => {
    const twice = await raised({ signers: 2, known: 'right' });
    expect(twice.result).toMatchObject({ kind: 'raised', reached: 'B-LTA', missing: [] });
    expect(twice.again).toBe(3 * twice.input.length);
  });

  it('makes the signature a broken one, and nothing is appended, when it is not true', async () => {
    const { result, pdf } = await raised({ signers: 1, known: 'of another file' });
    expect(result).toMatchObject({ kind: 'unchanged', reached: null, missing: [{ kind: 'brokenSignature' }] });
    expect(pdf).toHaveLength(0);
  });
});
