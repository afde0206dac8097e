import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect, it, onTestFinished } from 'vitest';
import { divertLog, isLogLine } from '../../tools/log-lines.ts';

const line = '{"at":"2026-01-01T00:00:00.000Z","from":"office","event":"opened"}';

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'fojas-log-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

async function divert(file: string, text: string): Promise<string[]> {
  const stream = new PassThrough();
  const said: string[] = [];
  const done = divertLog(stream, file, (one) => said.push(one));
  stream.end(text);
  await done;
  return said;
}

it.each([
  [line, true],
  ['{"from":"office"}', false],
  ['{not JSON', false],
  ['null', false],
  ['Error: something', false],
])('%s: a log line? %s', (text, is) => {
  expect(isLogLine(text)).toBe(is);
});

it('keeps log lines in the file, after what is there, and passes on the rest', async () => {
  const file = join(folder(), 'fojas.log');
  expect(await divert(file, `${line}\nError: trouble\n    at somewhere\n`)).toEqual([
    'Error: trouble',
    '    at somewhere',
  ]);
  expect(await divert(file, line)).toEqual([]);
  expect(readFileSync(file, 'utf8')).toBe(`${line}\n${line}\n`);
});

it('tells of a log that cannot be written, and loses nothing else', async () => {
  const said = await divert(join(folder(), 'no', 'such', 'fojas.log'), `${line}\nError: trouble\n`);
  expect(said.join('\n')).toMatch(/cannot be written/);
  expect(said).toContain('Error: trouble');
});
