import { spawnSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeFolder, writeDurably, writeDurablySync } from '../../src/at-rest/durable.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fojas-durable-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe.each([
  ['writeDurably', writeDurably],
  ['writeDurablySync', async (file: string, content: string) => writeDurablySync(file, content)],
] as const)('%s', (_, write) => {
  it('writes in the place of what was there, for its owner alone', async () => {
    const file = join(folder, 'key');
    writeFileSync(file, 'before', { mode: 0o644 });
    await write(file, 'after');
    expect(readFileSync(file, 'utf8')).toBe('after');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['key']);
  });

  it('leaves nothing half-written where the file cannot be put in its place', async () => {
    // A folder that is not empty stands where the file should: the last step is refused, as on a disk that fails there.
    const file = join(folder, 'key');
    mkdirSync(join(file, 'within'), { recursive: true });
    await expect(write(file, 'after')).rejects.toMatchObject({ syscall: 'rename' });
    expect(readdirSync(folder)).toEqual(['key']);
  });

  it('takes away what a process that was killed while writing this file left, and nothing of one that still writes', async () => {
    const killed = spawnSync(process.execPath, ['--version']).pid;
    for (const name of [`key.${killed}.tmp`, `key.${process.ppid}.tmp`, `key.old.${killed}.tmp`, 'key.tmp'])
      writeFileSync(join(folder, name), 'half');
    await write(join(folder, 'key'), 'whole');
    expect(readdirSync(folder).toSorted()).toEqual(
      ['key', `key.${process.ppid}.tmp`, `key.old.${killed}.tmp`, 'key.tmp'].toSorted(),
    );
  });
});

it('makes folders for their owner alone', () => {
  makeFolder(join(folder, 'one', 'two'));
  for (const made of ['one', 'one/two']) expect(statSync(join(folder, made)).mode & 0o777).toBe(0o700);
});

it('writes into a folder that is not there yet', async () => {
  await writeDurably(join(folder, 'one', 'note'), 'text');
  expect(readFileSync(join(folder, 'one', 'note'), 'utf8')).toBe('text');
});
