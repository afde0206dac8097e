import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OfficeConfig } from '../../src/contract/config.ts';
import { mayChoose, policyFacts } from '../../src/contract/policy-facts.ts';
import { PolicyName, type PolicyReport } from '../../src/contract/policy.ts';
import { choicesFile } from '../../src/policy/choices.ts';
import { examples } from '../../src/policy/examples.ts';
import { keepPolicy, type PolicyKeeper } from '../../src/policy/keeper.ts';
import { openOfficeConfig } from '../../src/policy/office.ts';
import { type Draft, places } from '../../src/policy/places.ts';
import { hearLinux } from '../../src/policy/sources/index.ts';

let root: string;
let file: string;
let keeper: PolicyKeeper;
let done: { obeyed: OfficeConfig[]; renewed: OfficeConfig[]; told: PolicyReport[]; idle: boolean };
const hear = () => hearLinux({ root, owner: process.getuid!() });

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'fojas-policy-'));
  chmodSync(root, 0o755);
  file = join(root, 'office.json');
  done = { obeyed: [], renewed: [], told: [], idle: true };
});
afterEach(() => {
  keeper.stop();
  rmSync(root, { recursive: true, force: true });
});

const decide = (says: object): void => {
  mkdirSync(join(root, 'policies.d'), { recursive: true, mode: 0o755 });
  writeFileSync(join(root, 'policies.d', '10.json'), JSON.stringify(says), { mode: 0o644 });
};

async function start(more: object = {}): Promise<void> {
  const config = {
    ...{ version: 1, mode: 'normal', dataDir: '/d', deviceId: 'pc-1', office: { officeId: 'ufi-1', name: 'UFI 1' } },
    person: { personId: 'p', name: 'P', role: 'magistrate', capacity: 'Agente Fiscal', cuil: null },
    ...{ repository: null, tokenLibraries: [], trustAnchors: [], ...more },
  };
  writeFileSync(file, JSON.stringify(OfficeConfig.parse(config)));
  const opened = await openOfficeConfig(file, hear);
  if (!opened.ok) throw new Error('it does not open');
  keeper = keepPolicy({
    ...{ file, started: opened.value, hear },
    obey: (next) => done.obeyed.push(next),
    isIdle: async () => done.idle,
    renew: (next) => done.renewed.push(next),
    onChange: (report) => done.told.push(report),
  });
}
const settingOf = ({ settings }: PolicyReport, name: PolicyName) => settings.find((one) => one.name === name)!;

describe('policy that changes while the program runs', () => {
  it('is heard anew, and holds as each setting does: at once, under a new office, or from the next start', async () => {
    await start();
    decide({ 'logs.level': 'error', 'line.capKbps': 512, 'updates.ring': 'piloto' });
    const report = await keeper.look();
    expect(settingOf(report, 'line.capKbps')).toMatchObject({ value: 512, level: 'machine' });
    expect(done.obeyed.map(({ diagnostics }) => diagnostics?.logLevel)).toEqual(['error']);
    expect(done.renewed.map(({ line }) => line?.capKbps)).toEqual([512]);
    // The office is not told of a ring in which this program does not look.
    expect(done.renewed[0]!.updates).toBeUndefined();
    expect(report.waiting).toEqual([{ name: 'updates.ring', until: 'start' }]);
    expect(done.told).toEqual([report]);
  });

  it('waits for the work in hand, says so, and holds once that is done', async () => {
    await start();
    done.idle = false;
    decide({ 'line.capKbps': 64, 'logs.days': 7 });
    expect((await keeper.look()).waiting).toEqual([{ name: 'line.capKbps', until: 'idle' }]);
    expect([done.renewed.length, done.obeyed.length]).toEqual([0, 1]);
    done.idle = true;
    expect((await keeper.look()).waiting).toEqual([]);
    expect(done.renewed.map(({ line }) => line?.capKbps)).toEqual([64]);
    await keeper.look();
    expect([done.renewed.length, done.obeyed.length, done.told.length]).toEqual([1, 1, 2]);
  });

  it('that is taken back before it held leaves nothing waiting', async () => {
    await start();
    decide({ 'updates.ring': 'piloto' });
    expect((await keeper.look()).waiting).toHaveLength(1);
    decide({});
    expect((await keeper.look()).waiting).toEqual([]);
  });

  it('that locks a language counts as a change though the language is the same', async () => {
    await start({ desk: { locale: 'en' } });
    decide({ 'desk.language': 'en' });
    await keeper.look();
    expect(done.renewed.map(({ desk }) => desk)).toEqual([{ locale: 'en', localeFixed: true, idleLockMinutes: 0 }]);
  });

  it('goes on as it was where the office’s file does not read any more', async () => {
    await start();
    const before = keeper.report;
    writeFileSync(file, '{');
    expect(await keeper.look()).toEqual(before);
  });
});

describe('what is chosen on the screen', () => {
  it('lies beside the office’s file, for its owner alone, counts before a recommendation, and is taken back', async () => {
    mkdirSync(join(root, 'recommended.d'), { mode: 0o755 });
    writeFileSync(join(root, 'recommended.d', '10.json'), '{"line.capKbps": 256}', { mode: 0o644 });
    await start({ line: { capKbps: 128, quiet: [], proxy: 'none' } });
    const own = readFileSync(file, 'utf8');
    const chosen = await keeper.choose({ name: 'line.capKbps', value: 1024, isIt: false });
    expect(chosen.ok && settingOf(chosen.value, 'line.capKbps')).toMatchObject({
      ...{ value: 1024, level: 'person', place: null, form: { kind: 'number', least: 8 } },
    });
    expect(done.renewed.map(({ line }) => line?.capKbps)).toEqual([1024]);
    expect(readFileSync(file, 'utf8')).toBe(own);
    expect(statSync(choicesFile(file)).mode & 0o777).toBe(0o600);
    const opened = await openOfficeConfig(file, hear);
    expect(opened.ok && opened.value.config.line?.capKbps).toBe(1024);
    const forgotten = await keeper.choose({ name: 'line.capKbps', value: null, isIt: false });
    expect(forgotten.ok && settingOf(forgotten.value, 'line.capKbps')).toMatchObject({
      level: 'recommended',
      value: 256,
    });
  });

  it('is refused where it is locked, is IT’s, or cannot be', async () => {
    decide({ 'line.capKbps': 64 });
    await start();
    const choose = (name: PolicyName, value: never, isIt = false) => keeper.choose({ name, value, isIt });
    const no = { ok: false, failure: { kind: 'notAllowed' } };
    expect(await choose('line.capKbps', 1024 as never, true)).toEqual(no);
    expect(await choose('repository.url', 'https://a.ejemplo.invalid/' as never)).toEqual(no);
    expect(await choose('desk.language', 'en' as never, true)).toEqual(no);
    const bad = await choose('logs.days', 0 as never);
    expect(bad).toEqual({ ok: false, failure: { kind: 'badInput', detail: 'logs.days' } });
    // Files of choices that do not read are left for somebody to look at.
    writeFileSync(choicesFile(file), '[1');
    const report = await keeper.look();
    expect(report.troubles).toMatchObject([{ kind: 'notJson', place: choicesFile(file) }]);
    expect(await choose('logs.days', 7 as never)).toMatchObject({ failure: { kind: 'fileUnreadable' } });
    expect(readFileSync(choicesFile(file), 'utf8')).toBe('[1');
  });

  it('in practice leads nowhere', async () => {
    await start({ mode: 'practice' });
    const wish = { name: 'line.proxy', value: 'none', isIt: true } as const;
    expect(await keeper.choose(wish)).toEqual({ ok: false, failure: { kind: 'notAllowed' } });
  });
});

describe('each setting', () => {
  it('is somebody’s to choose, and never theirs where it is locked', () => {
    for (const name of PolicyName.options) {
      expect(mayChoose({ name, level: 'machine' }, true), name).toBe(false);
      expect(mayChoose({ name, level: 'account' }, true), name).toBe(false);
      expect(mayChoose({ name, level: 'office' }, true), name).toBe(policyFacts[name].chosenBy !== 'settings');
      expect(mayChoose({ name, level: 'program' }, false), name).toBe(policyFacts[name].chosenBy === 'person');
    }
  });

  it('that changes reaches the part of the program that it is said to reach', async () => {
    const key = [{ kid: 'k', kty: 'OKP', crv: 'Ed25519', x: 'B'.repeat(43) }];
    await start({ repository: { url: 'https://viejo.ejemplo.invalid/', accessKey: 'a'.repeat(20), pinnedKeys: key } });
    decide(examples);
    const { waiting, troubles } = await keeper.look();
    expect(troubles).toEqual([]);
    const isNew = (config: OfficeConfig, name: PolicyName): boolean => {
      const { path, into } = places[name];
      const section = (config as Draft)[path[0]] as Draft | undefined;
      const found = path[1] === undefined ? section : section?.[path[1]];
      const value = examples[name];
      return JSON.stringify(found) === JSON.stringify(into === undefined ? value : into(value as never));
    };
    for (const name of PolicyName.options) {
      const { holds } = policyFacts[name];
      if (holds === 'atOnce') expect(isNew(done.obeyed[0]!, name), name).toBe(true);
      if (holds === 'whenIdle') expect(isNew(done.renewed[0]!, name), name).toBe(true);
    }
    const atStart = PolicyName.options.filter((name) => policyFacts[name].holds === 'nextStart');
    // What the examples leave as the program comes is no change.
    expect(waiting.map(({ name }) => name)).toEqual(atStart);
    expect(done.renewed[0]!.tokenLibraries).toEqual([]);
  });
});
