import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ByteSource } from '../../../src/signature/bytes.ts';
import { finishPdf, preparePdf, raisePdf } from '../../../src/signature/pades/index.ts';
import { appendedSource } from '../../../src/signature/pades/raise/appended.ts';
import { PkiWorld, worldTransport } from '../../helpers/pki-services/index.ts';
import { signAsToken } from '../../helpers/pki.ts';
import { run, withFolder } from '../../helpers/run.ts';
import { simplePdf } from '../pdf/make-pdf.ts';
import { stretched } from '../pdf/virtual.ts';
import { cutOut, pdfsig, qpdfCheck } from './judges.ts';
import { documentOf, levelCases, makeLevel, shapes } from './matrix.ts';
import { signerOf } from './raise/scene.ts';
import { put, requestOf } from './signer.ts';

const world = new PkiWorld('http://pki.example');
const stampsAt = { 'B-B': 0, 'B-T': 1, 'B-LT': 1, 'B-LTA': 2 } as const;

describe('every level on every shape', () => {
  it.each(levelCases(shapes))(
    'holds for pdfsig, openssl and qpdf: $level $shape $key $algorithm',
    async (levelCase) => {
      const input = await documentOf(levelCase.shape);
      const pdf = await makeLevel(world, levelCase, input);
      expect(pdf.subarray(0, input.length).equals(input)).toBe(true);
      await withFolder((folder) => {
        const path = put(folder, 'a.pdf', pdf);
        expect(qpdfCheck(path)).toEqual({ status: 0, warnings: [] });
        const [first, ...stamps] = pdfsig(path);
        expect(first).toMatchObject({ valid: true, type: 'ETSI.CAdES.detached', total: levelCase.level === 'B-B' });
        // pdfsig knows no document time-stamps; openssl does.
        expect(stamps.map(({ type }) => type)).toEqual(Array(stampsAt[levelCase.level]).fill('unknown'));
        expect(opensslSays(folder, pdf)).toEqual(['CAdES', ...stamps.map(() => 'time-stamp')]);
        expect(pdf.includes('/Type /DSS')).toBe(levelCase.level.startsWith('B-LT'));
      });
    },
  );

  it('is not what openssl says of a spoilt time-stamp, so it judges', async () => {
    const pdf = await makeLevel(world, { key: 'p256', algorithm: 'ecdsa-sha256', shape: 'table', level: 'B-T' });
    const changed = Buffer.from(pdf);
    changed.write('Y', changed.indexOf('(Timestamp1)') + 1, 'latin1');
    await withFolder((folder) => expect(opensslSays(folder, changed)).toEqual(['CAdES', 'no']));
  });
});

/** What openssl takes each signature of a document for, by its content and the world's root. */
function opensslSays(folder: string, pdf: Buffer): string[] {
  const at = (name: string) => join(folder, name);
  writeFileSync(at('root.pem'), world.root.certificatePem);
  writeFileSync(at('intermediate.pem'), world.intermediate.certificatePem);
  return cutOut(pdf).map(({ content, cms }) => {
    writeFileSync(at('content'), content);
    writeFileSync(at('cms'), cms);
    const files = ['-in', at('cms'), '-content', at('content'), '-CAfile', at('root.pem'), '-out', at('out')];
    const verify = ['cms', '-verify', '-cades', '-binary', '-inform', 'DER', '-purpose', 'any', ...files];
    if (run('openssl', verify).output.includes('CAdES Verification successful')) return 'CAdES';
    const trust = ['-CAfile', at('root.pem'), '-untrusted', at('intermediate.pem')];
    const stamp = ['ts', '-verify', '-token_in', '-in', at('cms'), '-data', at('content'), ...trust];
    return run('openssl', stamp).output.includes('Verification: OK') ? 'time-stamp' : 'no';
  });
}

describe('a document of 120 MB', () => {
  it('is signed and raised by streaming, never read as a whole', async () => {
    const signer = signerOf(world);
    let largest = 0;
    const watched = (source: ByteSource): ByteSource => ({
      ...source,
      readSync: (offset, length) => {
        largest = Math.max(largest, length);
        return source.readSync(offset, length);
      },
    });
    const source = watched(stretched(simplePdf(), 120 << 20));
    const prepared = await preparePdf({ source, ...requestOf(signer) });
    const bytes = signAsToken(signer.identity, signer.algorithm, prepared.signedAttributes);
    const signed = appendedSource(source, finishPdf(prepared, { bytes }).update);
    let written = 0;
    const tail: Buffer[] = [];
    const raised = await raisePdf({
      source: watched(signed),
      sink: {
        append: (piece) => {
          written += piece.length;
          if (written > signed.size) tail.push(Buffer.from(piece));
          return Promise.resolve();
        },
      },
      level: 'B-LTA',
      transport: worldTransport(world),
      tsas: [{ url: world.urls.tsa }],
      anchors: [],
      at: world.clock.now(),
    });
    expect(raised).toMatchObject({ kind: 'raised', reached: 'B-LTA', inputSize: signed.size, size: written });
    expect(tail.reduce((sum, piece) => sum + piece.length, 0)).toBe(written - signed.size);
    expect(largest).toBeLessThan(1 << 20);
  });
});
