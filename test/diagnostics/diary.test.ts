import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type DiaryLine, diaryEvents, diaryLine, diaryText, readDiaryLine, teller } from '../../src/contract/diary.ts';
import { libraryTag, tellThrown } from '../../src/contract/diary-fields.ts';
import { newIncident } from '../../src/contract/incident.ts';
import { routeRights } from '../../src/repository/route-rights.ts';
import { openDiary, readDiary } from '../../src/diagnostics/diary-file.ts';
import { hearChild } from '../../src/diagnostics/hear-child.ts';

const folders: string[] = [];
const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'fojas-diary-'));
  folders.push(made);
  return made;
};
afterEach(() => folders.splice(0).forEach((one) => rmSync(one, { recursive: true, force: true })));

const at = '2026-11-22T10:00:00.000Z';
/** What must never be in a diary: a caption, a name, a PIN, keys, a path with a person's name, and words that would end a line. */
const canaries = [
  'Pérez, Juan s/ robo',
  'Gómez',
  'gomez',
  'ESPINOZA',
  'Gomez',
  '482915',
  '0'.repeat(64),
  '/home/mgomez/fojas/office.json',
  'clave-de-acceso-0123456789',
  '"}\n{"event":"closed"}',
];

/** A fact that fits, for each field of an event: so that one of them at a time can be replaced by a canary. */
function fitting(schema: z.ZodType): unknown {
  const tries = [
    1,
    200,
    true,
    null,
    [],
    'other',
    '1.2.3',
    'linux',
    'x64',
    'GET',
    '/v1/acts',
    'BCDFGH',
    libraryTag('a'),
  ];
  tries.push('123e4567-e89b-42d3-a456-426614174000', 'officeGone', 'Error');
  const options = schema instanceof z.ZodEnum ? [schema.options[0]] : tries;
  for (const one of options) if (schema.safeParse(one).success) return one;
  const union = schema instanceof z.ZodUnion ? schema.options.map((one) => fitting(one as z.ZodType)) : [];
  for (const one of union) if (schema.safeParse(one).success) return one;
  throw new Error('no fact fits; add one to the tries');
}

describe('a line of the diary', () => {
  it.each(Object.keys(diaryEvents) as (keyof typeof diaryEvents)[])('%s holds no canary in any field', (event) => {
    const shape = diaryEvents[event].facts.shape as Record<string, z.ZodType>;
    const facts = Object.fromEntries(Object.entries(shape).map(([name, schema]) => [name, fitting(schema)]));
    expect(diaryLine(at, 'main', event, facts)).toEqual({
      at,
      from: 'main',
      level: diaryEvents[event].level,
      event,
      ...facts,
    });
    for (const canary of canaries) {
      expect(diaryLine(at, 'main', event, { ...facts, more: canary })).toBeNull();
      for (const name of Object.keys(shape)) {
        for (const value of [canary, [canary], { canary }])
          expect(diaryLine(at, 'main', event, { ...facts, [name]: value }), `${name} took ${canary}`).toBeNull();
      }
    }
  });

  it('is read back as it was written, and nothing else is read as one', () => {
    const line = diaryLine(at, 'office', 'trouble', { failure: 'diskFull' })!;
    expect(readDiaryLine(JSON.stringify(line))).toEqual(line);
    expect(diaryText(line)).toBe('trouble failure="diskFull"');
    for (const text of [
      '',
      '{',
      '[]',
      'null',
      JSON.stringify({ ...line, event: 'toString' }),
      JSON.stringify({ ...line, x: 1 }),
    ])
      expect(readDiaryLine(text)).toBeNull();
    // Nobody gives an event a level of his own.
    expect(readDiaryLine(JSON.stringify({ ...line, level: 'info' }))?.level).toBe('warning');
  });

  it('says of an error where it struck, and nothing of what it says', () => {
    const thrown = new TypeError(`cannot read «${canaries[0]}»\n    at src/fake (src/Pérez.ts:1:1)`);
    const told = tellThrown(Object.assign(thrown, { code: 'ENOSPC' }));
    expect(told).toMatchObject({ error: 'TypeError', code: 'ENOSPC' });
    expect(JSON.stringify(told)).not.toMatch(/Pérez|fake|robo/);
    const named = Object.assign(new Error('x'), { name: 'Gómez', code: 'EGOMEZ' });
    expect(tellThrown(named)).toMatchObject({ error: 'other', code: 'other' });
    const ours = new Error('x');
    ours.stack =
      'Error: x\n    at run (file:///home/mgomez/fojas/src/casework/office.ts:12:3)\n    at /tmp/gomez.js:1:1';
    expect(tellThrown(ours).frames).toEqual(['src/casework/office.ts:12:3']);
    expect(tellThrown('Pérez')).toEqual({ error: 'other', code: null, frames: [] });
  });

  it('numbers incidents with what spells neither a word nor a PIN', () => {
    for (let n = 0; n < 200; n += 1) expect(newIncident()).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{6}$/);
  });
});

it('every address of the repository has a line, and what no line may hold leaves a mark', () => {
  const facts = { method: 'GET', status: 200, ms: 1 };
  for (const route of [...Object.keys(routeRights).map((one) => one.split(' ')[1]), '/v/check', '/v', '?'])
    expect(diaryLine(at, 'repository', 'request', { ...facts, route }), route).not.toBeNull();
  const written: string[] = [];
  const tell = teller('office', (line) => written.push(diaryText(line)));
  tell('trouble', { failure: 'Pérez' as never });
  expect(written).toEqual(['unspoken']);
});

describe('the files of a diary', () => {
  const line = (count: number): DiaryLine =>
    diaryLine(at, 'main', 'foreign', { voice: 'tokenHost', lines: count }) as DiaryLine;

  it('turn over at their size, and the oldest goes', () => {
    const here = join(folder(), 'diary');
    const diary = openDiary({ folder: here, maxBytes: 1000, files: 3 });
    for (let n = 0; n < 60; n += 1) diary.write(line(n));
    diary.close();
    expect(readdirSync(here).sort()).toEqual(['diary.1.jsonl', 'diary.2.jsonl', 'diary.jsonl']);
    for (const name of readdirSync(here)) expect(statSync(join(here, name)).size).toBeLessThanOrEqual(1000);
    const kept = readDiary(here, 1000) as (DiaryLine & { lines: number })[];
    expect(kept.length).toBeGreaterThan(12);
    expect(kept.map(({ lines }) => lines)).toEqual(Array.from({ length: kept.length }, (_, n) => 60 - kept.length + n));
    expect(readDiary(here, 5)).toHaveLength(5);
    if (process.platform !== 'win32') expect(statSync(join(here, 'diary.jsonl')).mode & 0o777).toBe(0o600);
  });

  it('go on after a torn line, and a folder that is in the way costs lines and nothing else', () => {
    const here = folder();
    writeFileSync(join(here, 'diary.jsonl'), `${JSON.stringify(line(1))}\n{"at":"2026`);
    expect(readDiary(here, 10)).toHaveLength(1);
    const blocked = join(here, 'file');
    writeFileSync(blocked, '');
    const diary = openDiary({ folder: blocked });
    expect(() => diary.write(line(1))).not.toThrow();
    rmSync(blocked);
    diary.write(line(2));
    diary.close();
    expect(readDiary(blocked, 10)).toEqual([line(2)]);
  });
});

describe('what a process prints', () => {
  it('comes into the diary where it is a line of its own voice; the rest is counted and dropped', async () => {
    const written: DiaryLine[] = [];
    const shown: string[] = [];
    const stream = new PassThrough();
    hearChild(
      stream,
      'tokenHost',
      (one) => written.push(one),
      (text) => shown.push(text),
    );
    const tell = teller('tokenHost', (one) => stream.write(`${JSON.stringify(one)}\n`));
    stream.write('C_Login(pPin="482915")\n');
    tell('incident', { incident: 'START', error: 'Error', code: null, frames: [] });
    teller('main', (one) => stream.write(`${JSON.stringify(one)}\n`))('ended');
    stream.write('x'.repeat(40_000));
    stream.write('y\nPérez, Juan');
    stream.end();
    await new Promise((resolve) => stream.once('close', resolve));
    expect(written.map((one) => diaryText(one))).toEqual([
      'incident incident="START" error="Error" code=null frames=[]',
      'foreign voice="tokenHost" lines=4',
    ]);
    expect(shown).toContain('C_Login(pPin="482915")');
    expect(JSON.stringify(written)).not.toMatch(/482915|Pérez/);
  });
});

it('every room tells through the diary: nobody writes to a console or to standard error beside it', () => {
  const root = join(import.meta.dirname, '..', '..');
  const pattern = /\bconsole\.\w+\(|process\.std(?:out|err)\.write\(|\bwriteSync\(\s*[12]\b/;
  const found = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => /\.tsx?$/.test(name) && !name.startsWith('cli/'))
    .flatMap((name) =>
      readFileSync(join(root, 'src', name), 'utf8')
        .split('\n')
        .filter((text) => pattern.test(text))
        .map((text) => `${name}: ${text.trim()}`),
    );
  const lines = 'process.stderr.write(`${JSON.stringify(line)}\\n`)';
  // Each of these writes a parsed line of the diary, or the answer of a command without a window.
  expect(found.sort()).toEqual(
    [
      `casework/process.ts: log: teller('office', (line) => ${lines}),`,
      'main/app.ts: process.stdout.write(`${JSON.stringify(report)}\\n`);',
      'main/diary.ts: const show = (text: string): void => void process.stderr.write(`${text}\\n`);',
      "main/updates/without-window.ts: process.stdout.write(`${JSON.stringify({ ok: false, failure: { kind: 'updateRefused', reason: 'rights' } })}\\n`);",
      'main/updates/without-window.ts: process.stdout.write(`${printable(answer)}\\n`);',
      `repository/office/process.ts: const write = (line: DiaryLine): void => void ${lines};`,
      `token-host/process.ts: const tell = teller('tokenHost', (line) => ${lines});`,
      `token-host/readers/process.ts: const tell = teller('readers', (line) => ${lines});`,
    ].sort(),
  );
});
