/** A thread takes files over when several wait or a large one comes; it says the same, and takes nobody along when it ends. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { Sha256 } from '../../../src/contract/ids.ts';
import { openSealedBlobs } from '../../../src/repository/blobs/sealed.ts';
import { judges } from '../../../src/repository/judging/judge.ts';
import { type JudgingLimits, openJudging } from '../../../src/repository/judging/judging.ts';
import { bufferSource, openFileSource, sha256Hex } from '../../../src/signature/index.ts';
import { Story } from '../../signature/validation/story.ts';

const limits: JudgingLimits = { crowd: 3, large: 2 << 20, heapMb: 256 };

function signedFile() {
  const story = new Story();
  const [signer, documentSize] = [story.world.signer(), story.pdf.bytes.length];
  story.sign(signer, { stamp: false });
  const question = { certificateSha256: sha256Hex(signer.certificate), documentSize };
  return { bytes: Uint8Array.from(story.pdf.bytes), question, anchors: [story.world.root.certificatePem] };
}

function open(anchors: readonly string[], given: Partial<JudgingLimits> = {}, script?: string) {
  const judging = openJudging({ anchors, policies: [] }, { ...limits, ...given }, script);
  onTestFinished(() => judging.close());
  return judging;
}

function scratch(): string {
  const dir = mkdtempSync(join(tmpdir(), 'fojas-judging-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

it('says aside what it says here, of bytes and of a file, of signatures and of what grew', async () => {
  const { bytes, question, anchors } = signedFile();
  const here = judges({ anchors, policies: [] });
  const other = { ...question, certificateSha256: '0'.repeat(64) };
  const asked = [question, other, { ...question, documentSize: question.documentSize - 9 }];
  const expected = await Promise.all(asked.map((one) => here.judge(bufferSource(bytes), one)));
  expect(expected.map(({ kind }) => kind)).toEqual(['holds', 'fails', 'changed']);

  // Whatever is larger than nothing is large: the thread is waited for.
  const judging = open(anchors, { large: 0 });
  expect(await Promise.all(asked.map((one) => judging.judge(bufferSource(bytes), one)))).toEqual(expected);
  expect(judging.isAside).toBe(true);
  const path = join(scratch(), 'acto.pdf');
  writeFileSync(path, bytes);
  const source = openFileSource(path);
  expect(await judging.judge(source, question)).toEqual(expected[0]);
  // The source stayed the caller's.
  expect(source.readSync(0, 4)).toHaveLength(4);
  const growth = await here.judgeGrowth(source, question.documentSize);
  expect(await judging.judgeGrowth(source, question.documentSize)).toEqual(growth);
  source.close();
});

it('says the same of a file that lies encrypted, of which the thread reads what it needs itself', async () => {
  const { bytes, question, anchors } = signedFile();
  const expected = await judges({ anchors, policies: [] }).judge(bufferSource(bytes), question);
  const judging = open(anchors, { large: 0 });
  const key = Buffer.alloc(32, 9);
  const blobs = await openSealedBlobs(scratch(), key);
  const address = Sha256.parse(sha256Hex(bytes));
  await blobs.put(
    address,
    (async function* () {
      yield bytes;
    })(),
    bytes.length,
  );
  const source = (await blobs.open(address))!;
  const whole = vi.spyOn(source, 'readSync');
  expect(await judging.judge(source, question)).toEqual(expected);
  expect(judging.isAside).toBe(true);
  expect(whole).not.toHaveBeenCalled();
  // The source stayed the caller's.
  expect(source.readSync(0, 4)).toHaveLength(4);
  source.close();
});

it('needs no thread for one file after the other, and begins one when several wait', async () => {
  const { bytes, question, anchors } = signedFile();
  const judging = open(anchors);
  for (let n = 0; n < 3; n += 1) expect((await judging.judge(bufferSource(bytes), question)).kind).toBe('holds');
  expect(judging.isAside).toBe(false);
  const crowd = Array.from({ length: 3 }, () => judging.judge(bufferSource(bytes), question));
  expect((await Promise.all(crowd)).map(({ kind }) => kind)).toEqual(['holds', 'holds', 'holds']);
  await expect.poll(() => judging.isAside).toBe(true);
});

it('says nothing of a file that took the thread along, and judges the next', async () => {
  const { bytes, question, anchors } = signedFile();
  const script = join(scratch(), 'ends.mjs');
  writeFileSync(
    script,
    `import { parentPort } from 'node:worker_threads';
     parentPort.on('message', () => process.exit(1));
     parentPort.postMessage({ kind: 'ready' });`,
  );
  const judging = open(anchors, { large: bytes.length }, script);
  const larger = new Uint8Array(bytes.length + 1);
  await expect(judging.judge(bufferSource(larger), question)).rejects.toThrow('ended');
  expect((await judging.judge(bufferSource(bytes), question)).kind).toBe('holds');
  // It is begun anew for the next.
  await expect(judging.judge(bufferSource(larger), question)).rejects.toThrow('ended');
});

it('tells a bug as what it is', async () => {
  const { bytes, question, anchors } = signedFile();
  const judging = open(anchors, { large: 0 });
  await expect(judging.judge({ ...bufferSource(bytes), readSync: () => null as never }, question)).rejects.toThrow();
  expect((await judging.judge(bufferSource(bytes), question)).kind).toBe('holds');
});

it('judges here where no thread can be begun', async () => {
  const { bytes, question, anchors } = signedFile();
  const judging = open(anchors, { large: 0 }, join(scratch(), 'absent.mjs'));
  expect((await judging.judge(bufferSource(bytes), question)).kind).toBe('holds');
  expect(judging.isAside).toBe(false);
});
