import { describe, expect, it } from 'vitest';
import { OfficeConfig } from '../../src/contract/config.ts';
import { isLocked } from '../../src/contract/policy-facts.ts';
import { Policy, PolicyName, type PolicySetting } from '../../src/contract/policy.ts';
import { lay, places, valueIn } from '../../src/policy/places.ts';
import { decide, type Heard, reportOf, underPolicy, type Voice } from '../../src/policy/resolve.ts';
import { examples } from '../../src/policy/examples.ts';

const office = (more: Partial<Record<keyof OfficeConfig, unknown>> = {}): OfficeConfig =>
  OfficeConfig.parse({
    ...{ version: 1, mode: 'normal', dataDir: '/d', deviceId: 'pc-1', office: { officeId: 'ufi-1', name: 'UFI 1' } },
    person: { personId: 'p', name: 'P', role: 'magistrate', capacity: 'Agente Fiscal', cuil: null },
    repository: {
      url: 'https://viejo.ejemplo.invalid/',
      accessKey: 'una-clave-de-acceso',
      pinnedKeys: [{ kid: 'k', kty: 'OKP', crv: 'Ed25519', x: 'A'.repeat(43) }],
    },
    ...{ tokenLibraries: [], trustAnchors: [], ...more },
  });

const said = (level: Voice['level'], says: Record<string, unknown>, place = `/${level}.json`): Voice => ({
  ...{ level, place, says },
});
const heard = (...voices: Voice[]): Heard => ({ voices, troubles: [] });
const find = (settings: readonly PolicySetting[], name: PolicyName) => settings.find((one) => one.name === name);

describe('whose word holds', () => {
  const all = heard(
    said('machine', { 'updates.ring': 'piloto' }),
    said('account', { 'updates.ring': 'de-la-cuenta', 'updates.everyHours': 12 }),
    said('recommended', { 'updates.ring': 'recomendado', 'updates.everyHours': 24, 'line.capKbps': 512 }),
  );
  const own = office({ line: { capKbps: 64, quiet: [], proxy: 'none' } });

  it('the machine’s before the account’s, both before a recommendation, that before the office’s file', () => {
    const { config, report } = underPolicy(own, all);
    expect(config.updates).toMatchObject({ ring: 'piloto', everyHours: 12, mode: 'system' });
    expect(config.line).toEqual({ capKbps: 512, quiet: [], proxy: 'none' });
    expect(find(report.settings, 'updates.ring')).toEqual({
      ...{ name: 'updates.ring', value: 'piloto', level: 'machine', place: '/machine.json', form: { kind: 'text' } },
    });
    expect(find(report.settings, 'line.proxy')).toMatchObject({ value: 'none', level: 'office', place: null });
    expect(find(report.settings, 'logs.level')).toMatchObject({ value: 'info', level: 'program', place: null });
    expect(report.settings.filter(isLocked).map(({ name }) => name)).toEqual(['updates.ring', 'updates.everyHours']);
  });

  it('of two files of the same kind the later one', () => {
    const { config, report } = underPolicy(
      own,
      heard(said('machine', { 'logs.days': 7 }, '/10.json'), said('machine', { 'logs.days': 90 }, '/20.json')),
    );
    expect(config.diagnostics?.logDays).toBe(90);
    expect(find(report.settings, 'logs.days')).toMatchObject({ place: '/20.json' });
  });

  it('nobody’s leaves an office’s file as it was', () => {
    expect(underPolicy(own, heard()).config).toEqual(own);
    expect(underPolicy(own, heard()).report.troubles).toEqual([]);
  });

  it('a language is fixed by policy, and only offered by a recommendation', () => {
    expect(underPolicy(own, heard(said('machine', { 'desk.language': 'pt-BR' }))).config.desk).toMatchObject({
      ...{ locale: 'pt-BR', localeFixed: true },
    });
    expect(underPolicy(own, heard(said('recommended', { 'desk.language': 'en' }))).config.desk).toMatchObject({
      ...{ locale: 'en', localeFixed: false },
    });
  });
});

describe('what does not hold is told, and the rest does', () => {
  it('a name that nobody knows, a value that cannot be, each by itself', () => {
    const says = { 'updates.rings': 'x', 'updates.everyHours': 0, 'updates.mode': 'self', __proto__x: 1 };
    const { config, report } = underPolicy(office(), heard(said('machine', says)));
    expect(config.updates).toMatchObject({ mode: 'self', everyHours: 6 });
    expect(report.troubles.map(({ kind, name }) => [kind, name])).toEqual([
      ['unknownName', 'updates.rings'],
      ['badValue', 'updates.everyHours'],
      ['unknownName', '__proto__x'],
    ]);
  });

  it('half of a pair, and an address for a desk that has no repository', () => {
    const says = {
      'trustList.folder': '/srv/confianza',
      'copy.folder': '/mnt/copia',
      'repository.url': 'https://r.invalid',
    };
    const { config, report } = underPolicy(office({ repository: null }), heard(said('machine', says)));
    expect(config).toEqual(office({ repository: null }));
    expect(report.troubles.map(({ kind, name }) => [kind, name]).sort()).toEqual([
      ['incomplete', 'copy.folder'],
      ['incomplete', 'repository.url'],
      ['incomplete', 'trustList.folder'],
    ]);
    expect(find(report.settings, 'copy.folder')).toMatchObject({ value: null, level: 'program' });
  });

  it('in practice, what leads out of it', () => {
    const says = { 'repository.url': 'https://r.invalid', 'logs.level': 'error' };
    const { config, report } = underPolicy(office({ mode: 'practice' }), heard(said('machine', says)));
    expect(config.repository?.url).toBe('https://viejo.ejemplo.invalid/');
    expect(config.diagnostics?.logLevel).toBe('error');
    expect(report.troubles).toMatchObject([{ kind: 'incomplete', name: 'repository.url', detail: 'practice' }]);
  });

  it('before there is an office, policy speaks for itself', () => {
    const { decisions, troubles } = decide(heard(said('machine', { 'repository.url': 'https://r.invalid' })));
    const { settings } = reportOf(null, decisions, troubles);
    expect(find(settings, 'repository.url')).toMatchObject({ value: 'https://r.invalid', level: 'machine' });
    expect(settings.map(({ name }) => name)).toEqual(PolicyName.options);
  });
});

describe('each setting', () => {
  it.each(PolicyName.options)('%s: its example is one, goes into a configuration, and comes back', (name) => {
    const value = examples[name];
    expect(Policy.shape[name].safeParse(value)).toMatchObject({ success: true });
    const draft = structuredClone(office()) as Record<string, unknown>;
    expect(lay(draft, name, value, true)).toBe(true);
    expect(valueIn(draft, name)).toEqual(value);
    // With its counterpart beside it the whole configuration parses.
    for (const [other, otherValue] of Object.entries(examples) as [PolicyName, never][])
      if (places[other].path[0] === places[name].path[0]) lay(draft, other, otherValue, true);
    expect(OfficeConfig.safeParse(draft).error?.issues ?? []).toEqual([]);
  });

  it('all together are one configuration, and each is where policy says', () => {
    const { config, report } = underPolicy(office(), heard(said('machine', examples)));
    expect(report.troubles).toEqual([]);
    expect(report.settings.every(({ level }) => level === 'machine')).toBe(true);
    expect(config.line?.quiet).toEqual([
      { from: '08:00', to: '14:00', capKbps: 256 },
      { from: '20:00', to: '06:00', capKbps: null },
    ]);
  });
});
