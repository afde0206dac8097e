import { createHash } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  linkSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { prepareFile } from '../../../src/signature/pades/index.ts';
import type { PadesErrorKind, PreparedPdf, WaitingFile } from '../../../src/signature/pades/index.ts';
import { SignedDigester } from '../../../src/signature/pades/digests.ts';
import { ReadBack } from '../../../src/signature/pades/read-back.ts';
import { signAsToken } from '../../helpers/pki.ts';
import { run, withFolder } from '../../helpers/run.ts';
import { writeDocument } from '../../../bench/sign/documents.ts';
import { simplePdf } from '../pdf/make-pdf.ts';
import { opensslAccepts, pdfsig, qpdfCheck } from './judges.ts';
import { makeSigner, put, requestOf, signFile } from './signer.ts';

const signer = makeSigner('rsa-2048', 'rsa-pkcs1-sha256');
const kind = (name: PadesErrorKind) => expect.objectContaining({ name: 'PadesError', kind: name }) as Error;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

const requestSign = (_digest: Uint8Array, prepared: PreparedPdf) =>
  Promise.resolve({ bytes: signAsToken(signer.identity, signer.algorithm, prepared.signedAttributes) });

describe('signing a file', () => {
  it('writes the signed document beside it, whole and checked, and leaves nothing else', async () => {
    await withFolder(async (folder) => {
      const pdf = simplePdf();
      const input = put(folder, 'acta.pdf', pdf);
      const output = join(folder, 'acta.firmada.pdf');
      const result = await signFile(input, output, signer, { expectedSha256: sha256(pdf) });
      const written = readFileSync(output);
      expect(result).toMatchObject({ size: written.length, sha256: sha256(written), inputSha256: sha256(pdf) });
      expect(readdirSync(folder).sort()).toEqual(['acta.firmada.pdf', 'acta.pdf']);
      expect(readFileSync(input).equals(pdf)).toBe(true);
      expect(written.subarray(0, pdf.length).equals(pdf)).toBe(true);
      expect(await opensslAccepts(written, signer.rootPem)).toEqual([true]);
      expect(pdfsig(output)).toMatchObject([{ valid: true, total: true }]);
    });
  });

  it.runIf(process.platform !== 'win32')(
    'shows the signed document to nobody who may not read the document',
    async () => {
      await withFolder(async (folder) => {
        const input = put(folder, 'acta.pdf', simplePdf());
        for (const mode of [0o600, 0o644]) {
          chmodSync(input, mode);
          await signFile(input, join(folder, `${mode}.pdf`), signer);
          expect(statSync(join(folder, `${mode}.pdf`)).mode & 0o777).toBe(mode);
        }
      });
    },
  );

  it.each([
    [101, 'rsa-pkcs1-sha256'],
    [13, 'rsa-pkcs1-sha512'],
  ] as const)(
    'takes %i MB as it takes a page (%s)',
    async (megabytes, algorithm) => {
      await withFolder(async (folder) => {
        const [input, output] = [join(folder, 'in.pdf'), join(folder, 'out.pdf')];
        writeDocument(input, { pages: megabytes, imageBytes: 1_000_000, smallObjects: 0 });
        const result = await signFile(input, output, { ...signer, algorithm });
        expect(result.inputSize).toBeGreaterThan(megabytes * 999_000);
        expect(run('cmp', ['-n', String(result.inputSize), input, output])).toMatchObject({ status: 0 });
        expect(pdfsig(output)).toMatchObject([{ valid: true, total: true }]);
        expect(await opensslAccepts(readFileSync(output), signer.rootPem)).toEqual([true]);
        expect(qpdfCheck(output)).toEqual({ status: 0, warnings: [] });
      });
    },
    120_000,
  );

  it('passes on what the token says, and leaves nothing behind', async () => {
    await withFolder(async (folder) => {
      const input = put(folder, 'a.pdf', simplePdf());
      const output = join(folder, 'b.pdf');
      const sign = () => Promise.reject(new Error('PIN wrong'));
      await expect(signFile(input, output, signer, { sign })).rejects.toThrow('PIN wrong');
      const garbage = () => Promise.resolve({ bytes: new Uint8Array(256) });
      await expect(signFile(input, output, signer, { sign: garbage })).rejects.toThrow(kind('signatureWrong'));
      await expect(signFile(input, output, signer, { spareBytes: -1 })).rejects.toThrow(kind('signatureTooLarge'));
      await expect(signFile(input, output, signer, { expectedSha256: 'ff'.repeat(32) })).rejects.toThrow(
        kind('inputChanged'),
      );
      expect(readdirSync(folder)).toEqual(['a.pdf']);
    });
  });

  it('asks the token for nothing when the file will not be signed', async () => {
    await withFolder(async (folder) => {
      const sign = () => Promise.reject(new Error('the token was asked'));
      const output = join(folder, 'b.pdf');
      const refused = (input: string, wishes = {}) =>
        expect(signFile(input, output, signer, { sign, ...wishes })).rejects;
      await refused(put(folder, 'empty.pdf', new Uint8Array(0))).toMatchObject({ kind: 'empty' });
      await refused(put(folder, 'text.pdf', Buffer.from('text'))).toMatchObject({ kind: 'notPdf' });
      await refused(join(folder, 'absent.pdf')).toMatchObject({ kind: 'readFailed', cause: { code: 'ENOENT' } });
      await refused(folder).toMatchObject({ kind: 'readFailed', cause: { code: 'EISDIR' } });
      expect(existsSync(output)).toBe(false);
      const taken = put(folder, 'b.pdf', Buffer.from('something of mine'));
      await refused(put(folder, 'a.pdf', simplePdf())).toMatchObject({ kind: 'targetExists' });
      expect(readFileSync(taken, 'utf8')).toBe('something of mine');
    });
  });

  it('replaces a target only when told, and never the document itself', async () => {
    await withFolder(async (folder) => {
      const input = put(folder, 'a.pdf', simplePdf());
      const output = put(folder, 'b.pdf', Buffer.from('old'));
      await signFile(input, output, signer, { overwrite: true });
      expect(pdfsig(output)).toMatchObject([{ valid: true }]);
      linkSync(input, join(folder, 'hard.pdf'));
      symlinkSync(input, join(folder, 'soft.pdf'));
      for (const name of ['a.pdf', 'hard.pdf', 'soft.pdf']) {
        await expect(signFile(input, join(folder, name), signer, { overwrite: true })).rejects.toThrow(
          kind('targetIsInput'),
        );
      }
      expect(readdirSync(folder).sort()).toEqual(['a.pdf', 'b.pdf', 'hard.pdf', 'soft.pdf']);
    });
  });

  it('does not replace a target that appeared while the token was at work', async () => {
    await withFolder(async (folder) => {
      const input = put(folder, 'a.pdf', simplePdf());
      const output = join(folder, 'b.pdf');
      const racing = signFile(input, output, signer, {
        sign: (digest, prepared) => {
          put(folder, 'b.pdf', Buffer.from('first'));
          return signFile(input, join(folder, 'c.pdf'), signer).then(() => requestSign(digest, prepared));
        },
      });
      await expect(racing).rejects.toThrow(kind('targetExists'));
      expect(readFileSync(output, 'utf8')).toBe('first');
      expect(readdirSync(folder).sort()).toEqual(['a.pdf', 'b.pdf', 'c.pdf']);
    });
  });

  it('says why it cannot write', async () => {
    await withFolder(async (folder) => {
      const input = put(folder, 'a.pdf', simplePdf());
      const nowhere = join(folder, 'absent', 'b.pdf');
      await expect(signFile(input, nowhere, signer)).rejects.toMatchObject({
        kind: 'writeFailed',
        cause: { code: 'ENOENT' },
      });
    });
  });

  it('finds out when the disk gave back something else', async () => {
    await withFolder(async (folder) => {
      const [input, output] = [put(folder, 'a.pdf', simplePdf()), join(folder, 'b.pdf')];
      const spoil: typeof requestSign = (digest, prepared) => {
        const part = readdirSync(folder).find((name) => name.endsWith('.part'))!;
        const fd = openSync(join(folder, part), 'r+');
        writeSync(fd, 'X', 100);
        closeSync(fd);
        return requestSign(digest, prepared);
      };
      await expect(signFile(input, output, signer, { sign: spoil })).rejects.toThrow(kind('checkFailed'));
      expect(readdirSync(folder)).toEqual(['a.pdf']);
    });
  });
});

describe('files that wait for their signatures', () => {
  it('wait as many as one login signs, and are finished or discarded one by one', async () => {
    await withFolder(async (folder) => {
      const large = join(folder, 'large.pdf');
      writeDocument(large, { pages: 13, imageBytes: 1_000_000, smallObjects: 0 });
      const inputs = [put(folder, 'a.pdf', simplePdf()), large, put(folder, 'b.pdf', simplePdf())];
      const seen: number[] = [];
      const waiting: WaitingFile[] = [];
      for (const [i, input] of inputs.entries()) {
        const request = { ...requestOf(signer), input, output: join(folder, `${i}.pdf`), readBack: i !== 1 };
        waiting.push(await prepareFile({ ...request, onProgress: (bytes) => seen.push(bytes) }));
      }
      expect(seen.at(-2)).toBe(statSync(large).size);
      expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toHaveLength(3);
      for (const file of waiting.slice(0, 2)) await file.finish(await requestSign(new Uint8Array(0), file.prepared));
      await waiting[2]!.discard();
      await waiting[2]!.discard();
      expect(readdirSync(folder).sort()).toEqual(['0.pdf', '1.pdf', 'a.pdf', 'b.pdf', 'large.pdf']);
      expect([...pdfsig(join(folder, '0.pdf')), ...pdfsig(join(folder, '1.pdf'))]).toMatchObject([
        { valid: true },
        { valid: true },
      ]);
    });
  });
});

describe('reading back', () => {
  it('digests a file that grows as it would one that is there', async () => {
    await withFolder(async (folder) => {
      const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 7919) >> 5));
      const inputSize = 250_000;
      const [gapStart, gapEnd] = [260_000, 280_000];
      for (const algorithm of ['sha256', 'sha384', 'sha512'] as const) {
        const path = put(folder, `${algorithm}.bin`, bytes.subarray(0, 100_000));
        const readBack = new ReadBack(path, inputSize, algorithm);
        readBack.progress(100_000);
        put(folder, `${algorithm}.bin`, bytes);
        readBack.progress(bytes.length);
        const digester = new SignedDigester(algorithm);
        digester.update(bytes.subarray(0, inputSize));
        const expected = digester.finish(bytes.subarray(inputSize), gapStart - inputSize, gapEnd - inputSize);
        expect(await readBack.digests({ gapStart, gapEnd, size: bytes.length })).toEqual(expected);
        expect(expected.sha256).toBe(sha256(bytes));
        await readBack.stop();
      }
    });
  });

  it('answers nothing when it fails, and can be stopped while it waits', async () => {
    await withFolder(async (folder) => {
      const end = { gapStart: 0, gapEnd: 0, size: 10 };
      const absent = new ReadBack(join(folder, 'absent'), 10, 'sha256');
      expect(await absent.digests(end)).toBeUndefined();
      const short = new ReadBack(put(folder, 'short', Buffer.alloc(5)), 10, 'sha256');
      short.progress(10);
      expect(await short.digests(end)).toBeUndefined();
      const waiting = new ReadBack(put(folder, 'waiting', Buffer.alloc(5)), 10, 'sha256');
      await waiting.stop();
      expect(await waiting.digests(end)).toBeUndefined();
    });
  });
});
