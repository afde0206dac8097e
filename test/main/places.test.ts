import { mkdirSync, mkdtempSync, rmSync, statfsSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type PlacesRooms, placesHandlers, systemPlaces } from '../../src/main/places.ts';

/** A folder as /media is, with sticks in it and one further down; what is mounted, the test says. */
function stage(change: Partial<PlacesRooms> = {}) {
  const media = mkdtempSync(path.join(os.tmpdir(), 'fojas-media-'));
  onTestFinished(() => rmSync(media, { recursive: true, force: true }));
  const [own, other, empty] = [
    path.join(media, 'ana', 'PENDRIVE'),
    path.join(media, 'DISCO'),
    path.join(media, 'cdrom'),
  ];
  for (const folder of [own, other, empty]) mkdirSync(folder, { recursive: true });
  const isMounted = async (folder: string) => folder === own || folder === other;
  const rooms = { platform: 'linux' as const, roots: [media, path.join(media, 'none')], isMounted, choose: null };
  const places = placesHandlers({ ...rooms, ...change });
  const list = async () => {
    const listed = await places['places.list']({});
    if (!listed.ok) throw new Error(listed.failure.kind);
    return listed.value;
  };
  return { own, other, places, list };
}

test('sticks are told by name and room, with the parcels on them, the newest first, and nothing else', async () => {
  const { own, other, list } = stage();
  const write = (name: string, at: number) => {
    writeFileSync(path.join(own, name), 'x'.repeat(7));
    utimesSync(path.join(own, name), at, at);
  };
  write('vieja.encomienda', 1000);
  write('nueva.RESPUESTA', 2000);
  write('fotos.zip', 3000);
  mkdirSync(path.join(own, 'carpeta.encomienda'));
  const { volumes, chooser } = await list();
  expect(chooser).toBe(false);
  expect(volumes.map(({ path: at, name }) => [at, name])).toEqual([
    [own, 'PENDRIVE'],
    [other, 'DISCO'],
  ]);
  const [second, first] = volumes;
  expect(first!.files).toEqual([]);
  expect(second!.files).toEqual([
    { path: path.join(own, 'nueva.RESPUESTA'), name: 'nueva.RESPUESTA', size: 7 },
    { path: path.join(own, 'vieja.encomienda'), name: 'vieja.encomienda', size: 7 },
  ]);
  const { blocks, bsize } = statfsSync(own);
  expect(second!.freeBytes).toBeGreaterThan(0);
  expect(second!.freeBytes).toBeLessThanOrEqual(blocks * bsize);
});

test('a stick that cannot be read, or was pulled out meanwhile, is left out and the others stay', async () => {
  const { own, other, list } = stage({
    async isMounted(folder) {
      if (folder.endsWith('cdrom')) throw Object.assign(new Error('no medium'), { code: 'EIO' });
      if (folder.endsWith('DISCO')) rmSync(folder, { recursive: true, force: true });
      return folder.endsWith('DISCO') || folder.endsWith('PENDRIVE');
    },
  });
  expect(other).toContain('DISCO');
  expect((await list()).volumes.map(({ path: at }) => at)).toEqual([own]);
});

test('a share that answers nothing keeps nobody waiting', async () => {
  const { own, list } = stage({
    isMounted: (folder) =>
      folder.endsWith('DISCO') ? new Promise(() => undefined) : Promise.resolve(folder.endsWith('PENDRIVE')),
  });
  expect((await list()).volumes.map(({ path: at }) => at)).toEqual([own]);
});

test('the system’s dialog is asked where there is one, and else nothing is chosen', async () => {
  const asked: string[] = [];
  const { places } = stage({
    choose: async (what) => {
      asked.push(what);
      return what === 'folder' ? '/media/ana/PENDRIVE' : null;
    },
  });
  expect(await places['places.list']({})).toMatchObject({ value: { chooser: true } });
  expect(await places['places.choose']({ what: 'folder' })).toEqual({
    ok: true,
    value: { path: '/media/ana/PENDRIVE' },
  });
  expect(await places['places.choose']({ what: 'file' })).toEqual({ ok: true, value: { path: null } });
  expect(asked).toEqual(['folder', 'file']);
  expect(await stage().places['places.choose']({ what: 'file' })).toEqual({ ok: true, value: { path: null } });
});

test('each system shows what is plugged in where it does', async () => {
  expect(systemPlaces('darwin', undefined).roots).toEqual(['/Volumes']);
  expect(systemPlaces('linux', undefined).roots).toEqual(['/media', '/run/media']);
  const drives = systemPlaces('win32', 'd:').roots;
  expect(drives).toHaveLength(25);
  expect([drives.includes('E:\\'), drives.includes('C:\\'), drives.includes('D:\\')]).toEqual([true, true, false]);
  // Nothing is mounted on a folder of one's own; on /proc there is.
  const { isMounted } = systemPlaces('linux', undefined);
  expect(await isMounted('/proc')).toBe(true);
  expect(await isMounted('/usr/bin')).toBe(false);
});
