import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, ftruncateSync, openSync, readdirSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { openFileSource } from '../../../src/signature/bytes.ts';
import { checkSignedPdf, finishPdf, preparePdf } from '../../../src/signature/pades/index.ts';
import { openPdf, pageCount } from '../../../src/signature/pdf/index.ts';
import { writeDocument } from '../../../bench/sign/documents.ts';
import type { StoredIdentity } from '../../../bench/sign/key.ts';
import { signAsToken } from '../../helpers/pki.ts';
import { withFolder } from '../../helpers/run.ts';
import { simplePdf } from '../pdf/make-pdf.ts';
import { pdfsig } from './judges.ts';
import { makeSigner, put, requestOf } from './signer.ts';

const signer = makeSigner('rsa-2048', 'rsa-pkcs1-sha256');
const signOnce = fileURLToPath(new URL('../../../bench/sign/sign-once.ts', import.meta.url));

interface Outcome {
  readonly ms: number;
  readonly peakMb: number;
  readonly error: string | null;
}

/** Signs in a process of its own, under a limit on the size of files it may write (in blocks of 1024 bytes). */
function signApart(folder: string, input: string, fileLimit = 'unlimited'): Outcome {
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
  const { identity, certificate, chain } = signer;
  const stored: StoredIdentity = {
    pkcs8: base64(identity.pkcs8),
    certificates: [certificate, ...chain].map(({ der }) => base64(der)),
  };
  const identityPath = put(folder, 'identity.json', Buffer.from(JSON.stringify(stored)));
  const command = `ulimit -f ${fileLimit}; exec "$0" "$@"`;
  const args = [signOnce, identityPath, input, join(folder, 'out.pdf')];
  const result = spawnSync('bash', ['-c', command, process.execPath, ...args], { encoding: 'utf8' });
  if (result.status !== 0) throw new Error(result.stderr);
  return JSON.parse(result.stdout) as Outcome;
}

/** A file with a PDF's beginning, a hole, and the rest of the PDF, its stream as long as the hole. */
function writeSparse(path: string, hole: number): void {
  const marked = simplePdf({ objects: { 4: `<< /Length ${hole} >>\nstream\n@\nendstream` } }).toString('latin1');
  const [head, tail] = marked.split('@') as [string, string];
  const moved = tail
    .replace(/^(\d{10}) 00000 n/gm, (row, at: string) =>
      Number(at) < head.length ? row : `${String(Number(at) + hole - 1).padStart(10, '0')} 00000 n`,
    )
    .replace(/startxref\n(\d+)/, (_, at: string) => `startxref\n${Number(at) + hole - 1}`);
  const fd = openSync(path, 'w');
  writeSync(fd, head, 0, 'latin1');
  writeSync(fd, moved, head.length + hole, 'latin1');
  closeSync(fd);
}

describe('size', () => {
  it('beyond two gigabytes is no limit: ranges, offsets and the other programs agree', async () => {
    await withFolder(async (folder) => {
      const hole = 2 ** 31 + 12_345;
      const path = join(folder, 'sparse.pdf');
      writeSparse(path, hole);
      const source = openFileSource(path);
      const prepared = await preparePdf({ source, ...requestOf(signer) });
      const signed = finishPdf(prepared, {
        bytes: signAsToken(signer.identity, signer.algorithm, prepared.signedAttributes),
      });
      source.close();
      expect(prepared.byteRange[1]).toBeGreaterThan(2 ** 31);
      expect(Buffer.from(signed.update).toString('latin1')).toContain(`/ByteRange [${signed.byteRange.join(' ')}]`);
      const fd = openSync(path, 'r+');
      ftruncateSync(fd, signed.inputSize);
      writeSync(fd, signed.update, 0, signed.update.length, signed.inputSize);
      closeSync(fd);
      const written = openFileSource(path);
      await checkSignedPdf(written, { ...signed, expectedSha256: signed.sha256 });
      written.close();
      expect(pdfsig(path)).toMatchObject([{ valid: true, total: true }]);
    });
  }, 300_000);

  it('costs no memory: 100 MB take little more than a page', async () => {
    await withFolder((folder) => {
      const input = join(folder, 'in.pdf');
      writeDocument(input, { pages: 100, imageBytes: 1_000_000, smallObjects: 0 });
      const large = signApart(folder, input);
      rmSync(join(folder, 'out.pdf'));
      const small = signApart(folder, put(folder, 'small.pdf', simplePdf()));
      expect([large.error, small.error]).toEqual([null, null]);
      expect(large.peakMb).toBeLessThan(small.peakMb + 40);
    });
  }, 120_000);

  it('of its list of objects costs nothing: only what is needed is read', async () => {
    await withFolder(async (folder) => {
      const path = join(folder, 'many.pdf');
      writeDocument(path, { pages: 50, imageBytes: 1000, smallObjects: 100_000 });
      const source = openFileSource(path);
      let read = 0;
      const readSync = (offset: number, length: number) => {
        const bytes = source.readSync(offset, length);
        read += bytes.length;
        return bytes;
      };
      const counting = { size: source.size, readSync, stream: source.stream.bind(source), close: () => undefined };
      expect(pageCount(openPdf(counting))).toBe(50);
      const catalog = 1_100_000;
      // The catalog, which is read in growing pieces, and a few pages of 16 kB; not the 12 MB, nor the 2 MB of the table.
      expect(read).toBeLessThan(2 * catalog + 500_000);
      read = 0;
      await preparePdf({ source: counting, ...requestOf(signer) });
      expect(read).toBeLessThan(2 * catalog + 500_000);
      source.close();
    });
  }, 120_000);

  it('of noise is seen at once, with little memory', async () => {
    await withFolder((folder) => {
      const chunk = randomBytes(1 << 20);
      for (const head of ['', '%PDF-1.7\n']) {
        const path = join(folder, 'noise');
        const fd = openSync(path, 'w');
        writeSync(fd, head);
        for (let i = 0; i < 200; i++) writeSync(fd, chunk);
        closeSync(fd);
        const outcome = signApart(folder, path);
        expect(outcome.error).toBe(head === '' ? 'notPdf' : 'truncated');
        expect(outcome.ms).toBeLessThan(5000);
        expect(outcome.peakMb).toBeLessThan(150);
        expect(readdirSync(folder).sort()).toEqual(['identity.json', 'noise']);
      }
    });
  }, 120_000);

  it('may be more than the disk takes: the reason is told and nothing stays', async () => {
    await withFolder((folder) => {
      const input = join(folder, 'in.pdf');
      writeDocument(input, { pages: 30, imageBytes: 1_000_000, smallObjects: 0 });
      for (const blocks of ['100', '20000', String(Math.ceil(statSync(input).size / 1024))]) {
        expect(signApart(folder, input, blocks)).toMatchObject({ error: 'writeFailed' });
        expect(readdirSync(folder).sort()).toEqual(['identity.json', 'in.pdf']);
      }
    });
  }, 120_000);
});
