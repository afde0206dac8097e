import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Policy, PolicyName } from '../../src/contract/policy.ts';
import { sayingsOf } from '../../src/contract/words/policy.ts';
import { decide } from '../../src/policy/resolve.ts';
import { readObject, readRegistry } from '../../src/policy/sources/index.ts';
import { readPlist } from '../../src/policy/sources/plist.ts';
import { page, templates } from '../../src/policy/templates/index.ts';

const root = path.join(import.meta.dirname, '..', '..');
const all = templates();
const decided = (says: Readonly<Record<string, unknown>>) =>
  decide({ voices: [{ level: 'machine', place: 'x', says }], troubles: [] });

describe('what comes from the schema', () => {
  it('lies in the repository as the schema gives it (else: node tools/policy.ts)', () => {
    const folder = path.join(root, 'resources', 'policy');
    const there = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
    expect(there.sort()).toEqual(Object.keys(all).sort());
    for (const [name, text] of Object.entries(all))
      expect(readFileSync(path.join(folder, name), 'utf8'), name).toBe(text);
    expect(readFileSync(path.join(root, 'docs', 'policy.md'), 'utf8')).toBe(page());
  });

  it('the example for Linux holds every setting, and each holds', () => {
    const says = readObject(all['linux/example.json']!)!;
    expect(Object.keys(says)).toEqual(PolicyName.options);
    expect(decided(says).troubles).toEqual([]);
  });

  it('the profile for macOS holds, and so does each of its comments once it is taken out', () => {
    const text = all['mac/fojas.mobileconfig']!;
    const payloads = readPlist(text)!['PayloadContent'] as Record<string, unknown>[];
    expect(payloads).toMatchObject([{ PayloadType: 'ar.fojas.workstation', 'updates.mode': 'system' }]);
    const opened = text.replaceAll(/<!-- (<key>.*<\/?\w+\/?>) -->/g, '$1');
    const [settings] = readPlist(opened)!['PayloadContent'] as Record<string, unknown>[];
    const own = Object.fromEntries(Object.entries(settings!).filter(([name]) => !name.startsWith('Payload')));
    expect(Object.keys(own).sort()).toEqual([...PolicyName.options].sort());
    expect(decided(own).troubles).toEqual([]);
  });
});

describe('group policy', () => {
  const admx = all['windows/fojas.admx']!;
  const languages = Object.keys(all).filter((name) => name.endsWith('.adml'));

  it('has every setting twice, mandatory and recommended, under its name of the registry', () => {
    for (const name of PolicyName.options) expect(admx.split(`valueName="${name}"`).length - 1, name).toBe(2);
    expect([...admx.matchAll(/<policy name="([^"]+)"/g)].length).toBe(2 * PolicyName.options.length);
    expect(new Set([...admx.matchAll(/<policy name="([^"]+)"/g)].map(([, name]) => name)).size).toBe(
      2 * PolicyName.options.length,
    );
  });

  it.each(languages)('%s has every word and every form that the template asks for, and no other', (file) => {
    const words = all[file]!;
    const ids = (text: string, pattern: RegExp): string[] =>
      [...new Set([...text.matchAll(pattern)].map(([, id]) => id!))].sort();
    expect(ids(words, /<string id="([^"]+)"/g)).toEqual(ids(admx, /\$\(string\.([^)]+)\)/g));
    expect(ids(words, /<presentation id="([^"]+)"/g)).toEqual(ids(admx, /\$\(presentation\.([^)]+)\)/g));
    // What a form shows is what the template writes.
    expect(ids(words, /refId="([^"]+)"/g)).toEqual(ids(admx, /<(?:text|decimal|enum|multiText) id="([^"]+)"/g));
  });

  it.each([admx, ...languages.map((name) => all[name]!)].map((text, at) => [at, text] as const))(
    'file %i is well-formed',
    (_at, text) => {
      const open: string[] = [];
      for (const [, close, name, alone] of text
        .replace(/<\?.*?\?>/, '')
        .matchAll(/<(\/?)([\w:]+)(?:\s[^<>]*?)?(\/?)>/g)) {
        if (close) expect(open.pop()).toBe(name);
        else if (!alone) open.push(name!);
      }
      expect(open).toEqual([]);
      expect(text).not.toMatch(/&(?!amp;|lt;|gt;|quot;)/);
    },
  );

  it('writes what the registry’s reader understands', () => {
    const key = /key="([^"]+)" presentation/.exec(admx)![1]!;
    const lines = [
      `HKEY_LOCAL_MACHINE\\${key}`,
      '    updates.mode    REG_SZ    self',
      '    crash.keep    REG_DWORD    0x0',
      '    logs.days    REG_DWORD    0x7',
      '    signing.issuers    REG_MULTI_SZ    Una\\0Otra',
    ];
    const { decisions, troubles } = decided(readRegistry(lines.join('\r\n'), `HKLM\\${key}`));
    expect(troubles).toEqual([]);
    expect([...decisions].map(([name, { value }]) => [name, value])).toEqual([
      ['updates.mode', 'self'],
      ['crash.keep', false],
      ['logs.days', 7],
      ['signing.issuers', ['Una', 'Otra']],
    ]);
  });
});

it('every setting is named in three languages', () => {
  for (const name of PolicyName.options) {
    const said = (['es-AR', 'en', 'pt-BR'] as const).map((locale) => sayingsOf(name, locale));
    expect(
      said.every(({ title, help }) => title.length > 2 && help.length > 5),
      name,
    ).toBe(true);
  }
  expect(Object.keys(Policy.shape)).toEqual(PolicyName.options);
});
