import { describe, expect, it } from 'vitest';
import { chooseRelease, type Here, mustNot, placeOf } from '../../src/updates/choose.ts';
import type { Release, Target } from '../../src/updates/release.ts';
import { hindrances } from '../../src/updates/timing.ts';
import { compareVersions } from '../../src/updates/version.ts';
import { aRelease } from './world.ts';

const here: Here = {
  ...{ version: '1.0.0', platform: 'linux', arch: 'x64', format: 'deb', ring: 'general' },
  ...{ installId: 'ab'.repeat(32), refused: [], schema: 100 },
};
const now = new Date('2026-11-22T12:00:00Z');
const target = (version: string, more: Partial<Release> = {}): Target => ({
  ...{ name: `fojas_${version}.deb`, length: 1, sha512: 'a'.repeat(128), release: aRelease(version, more) },
});
const fine = { minimumVersion: null, blockedVersions: [] as string[] };
const choose = (
  targets: Target[],
  { at = here, standing = fine as typeof fine | { minimumVersion: string; blockedVersions: string[] } } = {},
) => chooseRelease({ targets, standing, versions: { root: 1, snapshot: 1, targets: 1 } }, at, now);
const version = (...args: Parameters<typeof choose>) => choose(...args).target?.release.version ?? null;

describe('which release a PC is offered', () => {
  it('is the newest of its ring, for its system', () => {
    const others = [target('9.0.0', { platform: 'win32', format: 'nsis' }), target('8.0.0', { arch: 'arm64' })];
    expect(version([target('1.1.0'), target('1.10.0'), target('1.9.0'), ...others])).toBe('1.10.0');
    expect(version([target('1.1.0', { rings: { piloto: 100 } })])).toBeNull();
    expect(version([target('1.1.0', { rings: { piloto: 100 } })], { at: { ...here, ring: 'piloto' } })).toBe('1.1.0');
  });

  it('is never the same or an older one, unless that was signed as the way back', () => {
    expect(version([target('1.0.0'), target('0.9.0')])).toBeNull();
    const back = target('0.9.0', { rollbackOf: ['1.0.0'] });
    expect(choose([back])).toMatchObject({ kind: 'return', target: back });
    expect(version([target('0.9.0', { rollbackOf: ['0.9.5'] })])).toBeNull();
    expect(version([back, target('1.0.1')])).toBe('1.0.1');
  });

  it('is no way back to what cannot read these data', () => {
    const back = target('0.9.0', { rollbackOf: ['1.0.0'], schema: 90 });
    expect(version([back])).toBeNull();
    expect(mustNot(back.release, here)).toBe('dataNewer');
    expect(mustNot(target('0.9.0').release, here)).toBe('downgrade');
  });

  it('waits for its day and for the versions in between', () => {
    expect(version([target('1.1.0', { notBefore: '2026-11-23T00:00:00Z' })])).toBeNull();
    expect(version([target('1.1.0', { notBefore: '2026-11-22T00:00:00Z' })])).toBe('1.1.0');
    expect(version([target('2.0.0', { minimumFrom: '1.5.0' }), target('1.5.0')])).toBe('1.5.0');
  });

  it('is none that was blocked, or that failed its test here', () => {
    const standing = { minimumVersion: null, blockedVersions: ['1.2.0'] };
    expect(version([target('1.2.0'), target('1.1.0')], { standing })).toBe('1.1.0');
    expect(version([target('1.2.0')], { at: { ...here, refused: ['1.2.0'] } })).toBeNull();
  });

  it('gives each PC the same place for a file for ever, and the places spread', () => {
    const ids = Array.from({ length: 2000 }, (_, n) => n.toString(16).padStart(64, '0'));
    const got = ids.filter((installId) =>
      version([target('1.1.0', { rings: { general: 25 } })], { at: { ...here, installId } }),
    );
    expect(got.length).toBeGreaterThan(400);
    expect(got.length).toBeLessThan(600);
    const more = ids.filter((installId) =>
      version([target('1.1.0', { rings: { general: 60 } })], { at: { ...here, installId } }),
    );
    expect(got.every((installId) => more.includes(installId))).toBe(true);
    expect(placeOf(ids[7]!, 'a')).toBe(placeOf(ids[7]!, 'a'));
    expect(placeOf(ids[7]!, 'a')).not.toBe(placeOf(ids[7]!, 'b'));
  });

  it('does not keep a PC waiting that must leave its version', () => {
    const some = target('1.1.0', { rings: { general: 1 } });
    const standing = { minimumVersion: '1.1.0', blockedVersions: [] as string[] };
    expect(version([some])).toBeNull();
    expect(choose([some], { standing })).toMatchObject({ standing: 'belowMinimum', target: some });
    const blocked = { minimumVersion: null, blockedVersions: ['1.0.0'] };
    expect(choose([some], { standing: blocked })).toMatchObject({ standing: 'blocked', target: some });
    expect(version([target('1.1.0', { rings: { general: 0 } })], { standing: blocked })).toBeNull();
  });

  it('compares versions as numbers', () => {
    expect(compareVersions('1.10.0', '1.9.9')).toBeGreaterThan(0);
    expect(compareVersions('1.0.0', '1.0.0')).toBe(0);
    expect(compareVersions('0.9.9', '1.0.0')).toBeLessThan(0);
  });
});

describe('what stands in the way of an installation', () => {
  const idle = { batch: false, unsettled: 0, typing: false, schema: 100 };
  const at = (time: string): Date => new Date(`2026-11-22T${time}:00`);
  it('is work in hand, an office that does not answer, and the hour', () => {
    expect(hindrances(idle, {}, now)).toEqual([]);
    expect(hindrances(null, {}, now)).toEqual(['officeSilent']);
    expect(hindrances({ ...idle, batch: true, unsettled: 2, typing: true }, {}, now)).toEqual([
      ...['batch', 'unsettled', 'typing'],
    ]);
    const night = { window: { from: '22:00', to: '06:00' } };
    expect(hindrances(idle, night, at('12:00'))).toEqual(['window']);
    expect(hindrances(idle, night, at('23:30'))).toEqual([]);
    expect(hindrances(idle, night, at('05:59'))).toEqual([]);
    expect(hindrances(idle, night, at('06:00'))).toEqual(['window']);
    expect(hindrances(idle, { window: { from: '12:00', to: '13:00' } }, at('12:30'))).toEqual([]);
  });
});
