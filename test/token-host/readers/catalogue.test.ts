import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Catalogue } from '../../../src/contract/catalogue.ts';
import { installCatalogue } from '../../../src/token-host/readers/catalogue/install.ts';
import { loadCatalogue } from '../../../src/token-host/readers/catalogue/load.ts';
import { fits, serversOf } from '../../../src/token-host/readers/catalogue/match.ts';
import { kidOf, readSigned } from '../../../src/token-host/readers/catalogue/signed.ts';
import { bundled, scratch } from './harness.ts';

const source = join(bundled, '..', 'catalogue.json');
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const kid = kidOf(publicKey.export({ format: 'jwk' }));
const keys = { [kid]: publicKey.export({ format: 'jwk' }) };

const entry = (id: string, name = id) => ({
  ...{ id, name, cards: [{ name: 'Card', atr: '3b00', source: 'test' }], source: 'test', install: {} },
  libraries: { linux: [`/usr/lib/${id}.so`] },
});
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
function signed(
  payload: unknown,
  header: object = { alg: 'EdDSA', kid, typ: 'fojas-drivers+jws' },
  key: KeyObject = privateKey,
) {
  const text = `${part(header)}.${part(payload)}`;
  return `${text}.${sign(null, Buffer.from(text), key).toString('base64url')}\n`;
}
const version = (number: number, ...ids: string[]) => ({
  ...{ format: 1, version: number, issued: '2026-01-02', entries: ids.map((id) => entry(id)) },
});

describe('the catalogue that comes with the program', () => {
  it('is signed with a pinned key and is what lies beside it in plain', () => {
    const verdict = readSigned(readFileSync(bundled, 'utf8'));
    expect(verdict.kind).toBe('good');
    if (verdict.kind === 'good')
      expect(verdict.catalogue).toEqual(Catalogue.parse(JSON.parse(readFileSync(source, 'utf8'))));
  });

  it('knows the tokens in use, and for each card says where that was read', () => {
    const { entries } = Catalogue.parse(JSON.parse(readFileSync(source, 'utf8')));
    expect(entries.map(({ id }) => id)).toEqual(['etoken', 'epass2003', 'mtoken', 'athena', 'opensc', 'softhsm2']);
    const cardOf = (atr: string) => serversOf(atr, entries);
    expect(cardOf('3bd518008131fe7d8073c82110f4')).toMatchObject({
      card: 'SafeNet eToken 5110',
      entries: [{ id: 'etoken' }],
    });
    expect(cardOf('3b9f118131fe9f006a6d546f6b656e2d4500008190007a').card).toBe('mToken CryptoID');
    expect(cardOf('3b9f958131fe9f006646530501001171df000003900080').card).toBe('Feitian ePass2003');
    expect(cardOf('3b9f958131fe9f006646530601001171df000003900080').card).toBeNull();
    expect(cardOf('3b00')).toEqual({ card: null, entries: [] });
  });
});

describe('an answer to reset', () => {
  it.each([
    ['3b0102', '3b0102', undefined, true],
    ['3b0103', '3b0102', undefined, false],
    ['3b0103', '3b0102', 'ffff00', true],
    ['3b0103', '3b0102', 'fffffe', true],
    ['3b0103', '3b0102', 'ffff01', false],
    ['3b01', '3b0102', '000000', false],
  ])('%s against %s under %s: %s', (atr, pattern, mask, expected) => {
    expect(fits(atr, { atr: pattern, ...(mask === undefined ? {} : { mask }) })).toBe(expected);
  });

  it('goes to the most exact of several patterns', () => {
    const loose = { ...entry('loose'), cards: [{ name: 'Loose', atr: '3b01', mask: 'ff00', source: '' }] };
    const exact = { ...entry('exact'), cards: [{ name: 'Exact', atr: '3b01', source: '' }] };
    const { entries } = Catalogue.parse({
      ...version(1),
      entries: [
        { ...loose, cards: loose.cards.map((card) => ({ ...card, source: 'test' })) },
        { ...exact, cards: exact.cards.map((card) => ({ ...card, source: 'test' })) },
      ],
    });
    const found = serversOf('3b01', entries);
    expect([found.card, ...found.entries.map(({ id }) => id)]).toEqual(['Exact', 'exact', 'loose']);
  });
});

describe('a signed catalogue', () => {
  const good = signed(version(3, 'a'));
  const stranger = generateKeyPairSync('ed25519').privateKey;
  it.each<[string, string, RegExp]>([
    ['that is no JWS', 'hello', /not a signed catalogue/],
    ['with one byte changed', good.replace(part(version(3, 'a')), part(version(3, 'b'))), /signature does not hold/],
    ['without a signature', `${good.split('.').slice(0, 2).join('.')}.`, /not a signed catalogue/],
    ['signed by a stranger under our name', signed(version(3, 'a'), undefined, stranger), /signature does not hold/],
    [
      'of an unknown key',
      signed(version(3, 'a'), { alg: 'EdDSA', kid: 'x', typ: 'fojas-drivers+jws' }),
      /unknown key \(x\)/,
    ],
    [
      'whose key is named like a member of every object',
      signed(version(3, 'a'), { alg: 'EdDSA', kid: 'constructor', typ: 'fojas-drivers+jws' }),
      /unknown key/,
    ],
    ['that asks for no algorithm', signed(version(3, 'a'), { alg: 'none', kid, typ: 'fojas-drivers+jws' }), /header/],
    ['of another kind', signed(version(3, 'a'), { alg: 'EdDSA', kid, typ: 'fojas-receipt+jws' }), /header/],
    ['with a field nobody knows', signed({ ...version(3, 'a'), extra: 1 }), /extra|key/i],
    ['with two entries of one name', signed(version(3, 'a', 'a')), /id of its own/],
    ['from a later format', signed({ ...version(3, 'a'), format: 2 }), /format/],
  ])('%s is refused', (_what, jws, reason) => {
    const verdict = readSigned(jws, keys);
    expect(verdict).toEqual({ kind: 'refused', reason: expect.stringMatching(reason) });
  });

  it('is read when everything holds', () => {
    expect(readSigned(good, keys)).toMatchObject({ kind: 'good', catalogue: { version: 3, entries: [{ id: 'a' }] } });
  });
});

describe('the catalogue in force', () => {
  let place: ReturnType<typeof scratch>;
  const file = (name: string): string => join(place.folder, name);
  const files = () => ({
    bundled: file('bundled.jws'),
    updated: [file('machine.jws'), file('updated.jws')],
    local: file('local.json'),
  });
  const load = (isAdministrators?: () => boolean) =>
    loadCatalogue(files(), { keys, ...(isAdministrators ? { isAdministrators } : {}) });
  const put = (name: string, text: string): void => writeFileSync(file(name), text);
  beforeEach(() => {
    place = scratch();
    put('bundled.jws', signed(version(3, 'a', 'b')));
  });
  afterEach(() => place.remove());

  it('is the bundled one where there is no other', () => {
    const { entries, facts } = load();
    expect(entries.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(facts).toEqual({ version: 3, issued: '2026-01-02', source: 'bundled', local: 0, refused: [] });
  });

  it('is the newer of two', () => {
    put('updated.jws', signed(version(4, 'c')));
    expect(load().facts).toMatchObject({ version: 4, source: 'updated', refused: [] });
    put('updated.jws', signed(version(3, 'c')));
    put('updated.jws.highest', '3');
    expect(load().facts).toMatchObject({ version: 3, source: 'bundled', refused: [] });
  });

  it('is the newest of several, wherever it lies', () => {
    put('updated.jws', signed(version(4, 'c')));
    put('machine.jws', signed(version(6, 'd')));
    expect(load().facts).toMatchObject({ version: 6, source: 'updated', refused: [] });
    put('updated.jws', signed(version(8, 'c')));
    expect(load().facts).toMatchObject({ version: 8, refused: [] });
    put('updated.jws', 'x');
    expect(load().facts).toMatchObject({ version: 6, refused: [{ reason: 'not a signed catalogue' }] });
  });

  it('is brought to a machine when it holds and is newer, and otherwise nothing is put there', () => {
    const install = (jws: string) => {
      put('brought.jws', jws);
      return installCatalogue(file('brought.jws'), join(place.folder, 'machine', 'drivers.jws'), files(), { keys });
    };
    const installed = () => existsSync(join(place.folder, 'machine', 'drivers.jws'));
    expect(install(signed(version(3, 'c')))).toEqual({ kind: 'refused', reason: 'version 3 is not newer than 3' });
    const stranger = signed(version(9, 'c'), undefined, generateKeyPairSync('ed25519').privateKey);
    expect(install(stranger)).toEqual({ kind: 'refused', reason: 'its signature does not hold' });
    expect(installed()).toBe(false);
    expect(install(signed(version(4, 'c')))).toMatchObject({ kind: 'good', catalogue: { version: 4 } });
    const machine = join(place.folder, 'machine', 'drivers.jws');
    expect(loadCatalogue({ ...files(), updated: [machine] }, { keys }).facts).toMatchObject({
      version: 4,
      refused: [],
    });
    expect(statSync(machine).mode & 0o777).toBe(0o644);
    expect(install(signed(version(4, 'd')))).toEqual({ kind: 'refused', reason: 'version 4 is not newer than 4' });
    expect(() => installCatalogue(file('nowhere'), machine, files(), { keys })).toThrow('ENOENT');
  });

  it('never goes back, neither behind the program nor behind what was in force', () => {
    put('updated.jws', signed(version(2, 'c')));
    expect(load().facts).toMatchObject({ source: 'bundled', refused: [{ reason: 'version 2 is older than 3' }] });
    put('updated.jws', signed(version(7, 'c')));
    expect(load().facts?.version).toBe(7);
    put('updated.jws', signed(version(6, 'c')));
    expect(load().facts).toMatchObject({ version: 3, refused: [{ reason: 'version 6 is older than 7' }] });
  });

  it('is the bundled one where the newer does not hold, and the reason is kept', () => {
    put('updated.jws', signed(version(9, 'c'), undefined, generateKeyPairSync('ed25519').privateKey));
    const { entries, facts } = load();
    expect(entries.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(facts?.refused).toEqual([{ file: file('updated.jws'), reason: 'its signature does not hold' }]);
    expect(existsSync(file('updated.jws.highest'))).toBe(false);
  });

  it('is none where the bundled one was tampered with and nothing else is there', () => {
    put('bundled.jws', 'x');
    expect(load()).toEqual({ entries: [], facts: null });
  });

  it('holds IT’s own entries first, instead of those of the same id', () => {
    put('local.json', JSON.stringify({ format: 1, entries: [entry('b', 'Ours'), entry('own')] }));
    const { entries, facts } = load(() => true);
    expect(entries.map(({ id, name }) => [id, name])).toEqual([
      ['b', 'Ours'],
      ['own', 'own'],
      ['a', 'a'],
    ]);
    expect(facts).toMatchObject({ local: 2, refused: [] });
  });

  it('takes nothing from a file that others may write, or that does not parse', () => {
    put('local.json', JSON.stringify({ format: 1, entries: [entry('own')] }));
    expect(load(() => false).facts?.refused).toEqual([
      { file: file('local.json'), reason: 'others than administrators may write it' },
    ]);
    put('local.json', JSON.stringify({ format: 1, entries: [{ ...entry('own'), id: 'Not An Id' }] }));
    expect(load(() => true)).toMatchObject({ facts: { local: 0, refused: [{ reason: expect.stringMatching(/id/) }] } });
    put('local.json', '{');
    expect(load(() => true).facts?.refused).toHaveLength(1);
  });

  it('asks the file system who may write', () => {
    put('local.json', JSON.stringify({ format: 1, entries: [entry('own')] }));
    // As root made it, with the usual rights; whoever else runs this test is no administrator.
    const owned = process.getuid?.() === 0;
    expect(load().facts?.local).toBe(owned ? 1 : 0);
  });
});

it('names a key by its thumbprint (RFC 7638)', () => {
  const jwk = publicKey.export({ format: 'jwk' });
  const text = `{"crv":"Ed25519","kty":"OKP","x":"${jwk.x}"}`;
  expect(kid).toBe(createHash('sha256').update(text).digest('hex').slice(0, 16));
});
