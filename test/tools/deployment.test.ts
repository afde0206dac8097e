/** The files with which a repository is run: the unit as systemd judges it, and the container's recipe against what is there. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { wordsFor } from '../../src/cli/words/index.ts';

const root = join(import.meta.dirname, '..', '..');
const read = (name: string): string => readFileSync(join(root, 'resources', 'repository', name), 'utf8');
const unit = (change: (text: string) => string = (text) => text): string => {
  const folder = mkdtempSync(join(tmpdir(), 'fojas-unit-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'fojas-repository@a.service');
  // The program is installed elsewhere; what runs it here stands for it.
  writeFileSync(file, change(read('fojas-repository@.service').replaceAll('/opt/fojas/bin/node', process.execPath)));
  return file;
};
const verify = (file: string) => spawnSync('systemd-analyze', ['verify', '--man=no', file], { encoding: 'utf8' });
/** As its help names them, which is held against what it takes elsewhere. */
const flags = ['lang', ...Object.keys(wordsFor('en').commands['repository serve'].options)];
const flagsIn = (command: string): string[] => [...command.matchAll(/--([a-z-]+)/g)].map(([, flag]) => flag!);

test('the unit is one that systemd takes, shut as tightly as it can be', () => {
  const good = verify(unit());
  expect([good.status, good.stderr]).toEqual([0, '']);
  expect(verify(unit((text) => text.replace('Restart=always', 'Restart=sometimes'))).stderr).not.toBe('');
  // Of ten, where ten is wide open: fails above the threshold.
  const judged = (file: string) =>
    spawnSync('systemd-analyze', ['security', '--offline=true', '--threshold=25', file], { encoding: 'utf8' }).status;
  expect(judged(unit())).toBe(0);
  expect(
    judged(unit((text) => text.replaceAll(/^(Protect|Private|Restrict|SystemCall|NoNew|Capab).*$/gm, ''))),
  ).not.toBe(0);
  const [, command = ''] = /^ExecStart=(.*)$/m.exec(read('fojas-repository@.service')) ?? [];
  for (const flag of flagsIn(command)) expect(flags).toContain(flag);
});

test("the container's recipe names what is there, runs as nobody in particular, and starts with flags that exist", () => {
  const lines = read('Containerfile')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => ({ word: line.trim().split(/\s/)[0]!, rest: line.trim().replace(/^\S+\s*/, '') }));
  const of = (word: string): string[] => lines.filter((line) => line.word === word).map(({ rest }) => rest);
  expect(lines[0]?.word).toBe('FROM');
  const known = [
    'FROM',
    'ENV',
    'WORKDIR',
    'COPY',
    'RUN',
    'USER',
    'VOLUME',
    'EXPOSE',
    'HEALTHCHECK',
    'STOPSIGNAL',
    'ENTRYPOINT',
  ];
  expect(lines.map(({ word }) => word).filter((word) => !known.includes(word))).toEqual([]);
  const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly devDependencies: Readonly<Record<string, string>>;
  };
  // The Node that everything is tried with.
  const major = /\d+/.exec(devDependencies['node'] ?? '')?.[0];
  expect(of('FROM')).toEqual([expect.stringMatching(`^node:${major}(\\.|-)`)]);
  for (const copied of of('COPY')) {
    const sources = copied.split(/\s+/).slice(0, -1);
    for (const source of sources) expect(existsSync(join(root, source)), source).toBe(true);
    for (const source of sources)
      expect(execFileSync('git', ['ls-files', source], { cwd: root, encoding: 'utf8' }), source).not.toBe('');
  }
  // Everything of the image is written before the account is given up.
  expect(lines.findIndex(({ word }) => word === 'USER')).toBeGreaterThan(
    lines.findLastIndex(({ word }) => word === 'RUN'),
  );
  expect(of('USER')).toEqual(['fojas']);
  const start = JSON.parse(of('ENTRYPOINT')[0]!) as string[];
  expect(start.slice(0, 4)).toEqual(['node', 'src/cli/fojas.ts', 'repository', 'serve']);
  expect(existsSync(join(root, start[1]!))).toBe(true);
  for (const flag of flagsIn(start.join(' '))) expect(flags).toContain(flag);
  const value = (flag: string): string => start[start.indexOf(flag) + 1]!;
  expect(of('VOLUME')).toEqual([value('--dir')]);
  expect(of('EXPOSE')).toEqual([`7440 ${value('--status-port')}`]);
  expect(of('HEALTHCHECK')[0]).toContain(`http://127.0.0.1:${value('--status-port')}/ready`);
  // The script of its health is one that runs.
  const [, script = ''] = /CMD (\[.*\])$/.exec(of('HEALTHCHECK')[0]!) ?? [];
  const [, ...args] = JSON.parse(script) as string[];
  expect(spawnSync(process.execPath, ['--check', '-'], { input: args[1], encoding: 'utf8' }).status).toBe(0);
});
