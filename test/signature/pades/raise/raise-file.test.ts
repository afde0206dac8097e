import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PadesError, raisePdfFile } from '../../../../src/signature/pades/index.ts';
import { PdfError } from '../../../../src/signature/pdf/index.ts';
import type { RaiseFileRequest } from '../../../../src/signature/pades/index.ts';
import { verifyPdf } from '../../../../src/signature/validation/pdf-file.ts';
import { openFileSource } from '../../../../src/signature/bytes.ts';
import { parseCertificate } from '../../../../src/signature/trust/certificate.ts';
import { deadTransport, worldTransport } from '../../../helpers/pki-services/index.ts';
import { withFolder } from '../../../helpers/run.ts';
import { simplePdf } from '../../pdf/make-pdf.ts';
import { bytesOf } from '../judges.ts';
import { put, signBytes } from '../signer.ts';
import { makeScene } from './scene.ts';

async function inFolder(use: (folder: string, request: RaiseFileRequest, root: Uint8Array) => Promise<void>) {
  const { world, signer } = makeScene();
  await withFolder(async (folder) => {
    const input = put(folder, 'a.pdf', await signBytes(simplePdf(), signer, { signingTime: world.clock.now() }));
    const request: RaiseFileRequest = {
      input,
      output: join(folder, 'b.pdf'),
      level: 'B-LTA',
      transport: worldTransport(world),
      tsas: [{ url: world.urls.tsa }],
      anchors: [parseCertificate(world.root.certificate)],
      at: world.clock.now(),
    };
    await use(folder, request, world.root.certificate);
  });
}

describe('raising a file', () => {
  it('writes the raised one beside, and our own validation finds the level there', async () => {
    await inFolder(async (folder, request, root) => {
      const before = bytesOf(request.input);
      expect(await raisePdfFile(request)).toMatchObject({ kind: 'raised', reached: 'B-LTA' });
      expect(readdirSync(folder).sort()).toEqual(['a.pdf', 'b.pdf']);
      expect(bytesOf(request.input).equals(before)).toBe(true);
      expect(bytesOf(request.output).subarray(0, before.length).equals(before)).toBe(true);
      const source = openFileSource(request.output);
      try {
        const { signatures } = await verifyPdf(source, { anchors: [parseCertificate(root)], at: new Date() });
        expect(signatures[0]).toMatchObject({ indication: 'TOTAL_PASSED', level: 'B-LTA' });
        expect(signatures.slice(1).map(({ indication }) => indication)).toEqual(['TOTAL_PASSED', 'TOTAL_PASSED']);
      } finally {
        source.close();
      }
    });
  });

  it('writes nothing when there is nothing to write, and nothing halfway', async () => {
    await inFolder(async (folder, request) => {
      const kindOf = async (wishes: Partial<RaiseFileRequest>): Promise<unknown> => {
        const error: unknown = await raisePdfFile({ ...request, ...wishes }).catch((each: unknown) => each);
        return error instanceof PadesError || error instanceof PdfError ? error.kind : error;
      };
      expect(await kindOf({ transport: deadTransport })).toMatchObject({ kind: 'unchanged', reached: 'B-B' });
      expect(await kindOf({ output: request.input, overwrite: true })).toBe('targetIsInput');
      expect(await kindOf({ input: join(folder, 'absent.pdf') })).toBe('readFailed');
      expect(await kindOf({ input: put(folder, 'noise.pdf', Buffer.from('noise')) })).toBe('notPdf');
      expect(await kindOf({ output: join(folder, 'no', 'such', 'place.pdf') })).toBe('writeFailed');
      expect(readdirSync(folder).sort()).toEqual(['a.pdf', 'noise.pdf']);
      await raisePdfFile(request);
      expect(await kindOf({})).toBe('targetExists');
      expect(await kindOf({ overwrite: true })).toMatchObject({ kind: 'raised' });
    });
  });
});
