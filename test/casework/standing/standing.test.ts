import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { join } from 'node:path';
import { judgeHealth, type HealthFacts } from '../../../src/casework/standing/health.ts';
import { maskConfig, masked } from '../../../src/casework/standing/mask.ts';
import { Fleet } from '../../../src/contract/wire-fleet.ts';
import {
  accessKey,
  makeTestFolder,
  openTestOffice,
  startTestRepository,
  testConfig,
  until,
  type TestOffice,
  type TestRepository,
} from '../../helpers/office.ts';

const now = new Date('2026-11-22T12:00:00.000Z');
const ago = (days: number): string => new Date(now.getTime() - days * 86_400_000).toISOString();
const well: HealthFacts = {
  now,
  standing: {
    ...{ version: '1.0.0', platform: 'linux', arch: 'x64', ring: 'general', drivers: [] },
    policySha256: 'a'.repeat(64) as never,
    ...{ certificateEnds: ago(-100), selfTest: { at: ago(0.1), ok: true } },
    queue: { waiting: 0, refused: 0, aside: 0, oldest: null },
  },
  ...{
    line: { configured: true, lastContactAt: ago(0.1) },
    sound: true,
    copy: { configured: true, lastCopyAt: ago(1) },
  },
};
const queue = (given: Partial<HealthFacts['standing']['queue']>): HealthFacts => ({
  ...well,
  standing: { ...well.standing, queue: { ...well.standing.queue, ...given } },
});
const standing = (given: Partial<HealthFacts['standing']>): HealthFacts => ({
  ...well,
  standing: { ...well.standing, ...given },
});

describe('the health of a desk', () => {
  it.each([
    ['all well', well, 'good', []],
    ['nothing known yet', { ...well, sound: null, copy: { configured: false, lastCopyAt: null } }, 'good', []],
    ['a damaged store', { ...well, sound: false }, 'error', ['store']],
    ['a failed test', standing({ selfTest: { at: ago(1), ok: false } }), 'error', ['selfTest']],
    ['acts that wait for an hour', queue({ waiting: 2, oldest: ago(0.04) }), 'good', []],
    ['acts that wait for days', queue({ waiting: 2, oldest: ago(2) }), 'warning', ['queue']],
    ['acts that wait too long', queue({ waiting: 2, oldest: ago(4) }), 'error', ['queue']],
    ['a refused act', queue({ refused: 1 }), 'warning', ['refused']],
    ['one set aside', queue({ aside: 1 }), 'warning', ['refused']],
    ['a certificate that ends', standing({ certificateEnds: ago(-10) }), 'warning', ['certificate']],
    ['a certificate that ended', standing({ certificateEnds: ago(1) }), 'error', ['certificate']],
    ['no contact yet', { ...well, line: { configured: true, lastContactAt: null } }, 'warning', ['contact']],
    ['no contact for a week', { ...well, line: { configured: true, lastContactAt: ago(8) } }, 'error', ['contact']],
    ['no line at all', { ...well, line: { configured: false, lastContactAt: null } }, 'good', []],
    ['no copy yet', { ...well, copy: { configured: true, lastCopyAt: null } }, 'warning', ['copy']],
    ['an old copy', { ...well, copy: { configured: true, lastCopyAt: ago(20) } }, 'error', ['copy']],
  ] as [string, HealthFacts, string, string[]][])('%s', (_what, facts, level, wrong) => {
    const health = judgeHealth(facts);
    expect(health.level).toBe(level);
    const bad = health.checks.filter((one) => one.level === 'warning' || one.level === 'error');
    expect(bad.map(({ id }) => id)).toEqual(wrong);
  });
});

it('a configuration is told by its shape: names, folders, addresses and keys are masked', () => {
  const repository = { url: 'https://repositorio.ejemplo.invalid', receiptKeys: [] };
  const config = testConfig('/home/mgomez/fojas', { repository });
  const told = maskConfig(config);
  const text = JSON.stringify(told);
  for (const secret of [
    'mgomez',
    accessKey,
    'ejemplo.invalid',
    config.person.name,
    config.person.personId,
    config.office.name,
  ])
    expect(text).not.toContain(secret);
  expect(told).toMatchObject({
    version: 1,
    mode: config.mode,
    dataDir: masked,
    person: { role: config.person.role, name: masked },
  });
});

describe('an office', () => {
  let folder: ReturnType<typeof makeTestFolder>;
  let repository: TestRepository;
  let office: TestOffice | null = null;
  beforeAll(async () => {
    folder = makeTestFolder();
    repository = await startTestRepository(join(folder.path, 'repository'));
  });
  afterEach(async () => {
    await office?.close();
    office = null;
  });
  afterAll(async () => {
    await repository.stop();
    folder.remove();
  });

  it('tells the repository at a contact how it stands, and IT reads it there; nothing of a person is in it', async () => {
    const config = testConfig(join(folder.path, 'desk'), { repository });
    const it = { ...config, person: { ...config.person, role: 'itAdmin' as const } };
    office = await openTestOffice({ config: it, version: '1.2.3' });
    await until(async () => {
      const answer = await repository.request('GET', '/v1/fleet');
      return Fleet.parse(await answer.json()).rows.length === 1;
    });
    const { rows } = await office.call('fleet.read', {});
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      deviceId: config.deviceId,
      standing: { version: '1.2.3', ring: 'general', selfTest: { ok: true }, queue: { waiting: 0, oldest: null } },
    });
    for (const secret of [config.person.name, accessKey, config.office.name, folder.path])
      expect(JSON.stringify(rows)).not.toContain(secret);
    const health = await office.call('health.read', {});
    expect(health.checks.map(({ id }) => id)).toEqual([
      'store',
      'selfTest',
      'queue',
      'refused',
      'contact',
      'certificate',
      'copy',
    ]);
    expect(health.checks.slice(0, 5).every(({ level }) => level === 'good')).toBe(true);
    const told = await office.call('diagnostics.office', {});
    expect(told.integrity).toMatchObject({ journal: 'good', cache: 'good', chain: 'good' });
    expect(told.findings.length).toBeGreaterThan(0);
    const text = JSON.stringify(told);
    for (const secret of [config.person.name, accessKey, config.office.name, folder.path])
      expect(text).not.toContain(secret);
  });

  it('answers nobody but IT how the others stand', async () => {
    office = await openTestOffice({
      config: testConfig(join(folder.path, 'other'), { repository }),
    });
    expect(await office.refusal('fleet.read', {})).toEqual({ kind: 'notAllowed' });
  });
});
