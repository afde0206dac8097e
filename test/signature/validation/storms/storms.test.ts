/** The answer comes within two seconds and 500 MB, whatever the file: each storm in a process of its own, so that its memory is its own. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { TestPdf } from '../../../helpers/test-pdf.ts';
import { Story } from '../story.ts';
import { storms } from './make.ts';
import type { StormResult } from './worker.ts';

const folder = mkdtempSync(join(tmpdir(), 'fojas-storms-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Two seconds less a little; starting the program is not the file's fault. */
const longestMs = 1_950;
const mostMb = 500;
/** By the clock, after which the process is ended: on a machine that others use it is no measure. */
const patience = 60_000;

function verifyApart(bytes: Uint8Array, story: Story): StormResult {
  const [file, anchor] = [join(folder, 'storm'), join(folder, 'root.cer')];
  writeFileSync(file, bytes);
  writeFileSync(anchor, story.world.root.certificate);
  const worker = join(import.meta.dirname, 'worker.ts');
  const args = [worker, file, anchor, story.clock.now().toISOString()];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: patience });
  if (status !== 0) throw new Error(`the process ended with ${status}: ${stderr.slice(-500)}`);
  return JSON.parse(stdout) as StormResult;
}

describe('a large honest file', () => {
  it('is given the time that it needs', { timeout: 2 * patience }, () => {
    const story = new Story();
    const many = Array.from({ length: 40_000 }, (_, i) => [1_000 + i, `<< /N ${i} /A [1 2 3] /S (texto ${i}) >>`]);
    const pdf = new TestPdf(Object.fromEntries(many) as Record<number, string>);
    const signer = story.world.signer();
    for (let i = 0; i < 3; i++) pdf.sign(signer);
    const result = verifyApart(pdf.bytes, story);
    expect(result.error).toBeNull();
    expect(result.indications).toEqual(['INDETERMINATE']);
    expect(result.reasons.some((reason) => /tooSlow|Unreadable/.test(reason))).toBe(false);
    expect(result.mb).toBeLessThan(mostMb);
  });
});

describe('a file made to waste time or memory is answered soon', () => {
  it.each(Object.entries(storms))('%s', { timeout: 2 * patience }, (_name, make) => {
    const story = new Story();
    const result = verifyApart(make(story), story);
    expect(result.ms).toBeLessThan(longestMs);
    expect(result.mb).toBeLessThan(mostMb);
    expect(result.reportBytes).toBeLessThan(1 << 20);
    expect(result.error !== null || result.indications.length > 0).toBe(true);
  });
});
