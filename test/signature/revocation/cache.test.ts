import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderCache, pruneFolderCache } from '../../../src/signature/revocation/cache.ts';
import { withFolder } from '../../helpers/run.ts';

const statement = (day: number, bytes = `lista ${day}`) => ({
  der: Buffer.from(bytes),
  thisUpdate: new Date(Date.UTC(2026, 10, day)),
  nextUpdate: new Date(Date.UTC(2026, 10, day + 7)),
});

describe('a cache in a folder', () => {
  it('keeps what was put for the next process, with line breaks and all', async () => {
    await withFolder((folder) => {
      const place = join(folder, 'not', 'there', 'yet');
      const binary = { ...statement(1), der: Buffer.from([0x30, 0x0a, 0x00, 0xff]) };
      folderCache(place).put('http://a/', binary);
      folderCache(place).put('http://b/', { ...statement(2), nextUpdate: null });
      expect(folderCache(place).get('http://a/')).toEqual(binary);
      expect(folderCache(place).get('http://b/')).toMatchObject({ nextUpdate: null });
      expect(folderCache(place).get('http://c/')).toBeNull();
    });
  });

  it('never goes back to an older statement', async () => {
    await withFolder((folder) => {
      const cache = folderCache(folder);
      cache.put('k', statement(5));
      cache.put('k', statement(3));
      expect(cache.get('k')).toEqual(statement(5));
      cache.put('k', statement(6));
      expect(cache.get('k')).toEqual(statement(6));
    });
  });

  it('takes damage for absence', async () => {
    await withFolder((folder) => {
      const cache = folderCache(folder);
      cache.put('k', statement(5));
      const path = join(folder, readdirSync(folder)[0]!);
      const whole = readFileSync(path, 'utf8');
      for (const spoiled of ['', 'x', '{}\n', whole.replace('"k"', '"other"'), whole.replace('2026', 'never')]) {
        writeFileSync(path, spoiled);
        expect(cache.get('k'), spoiled).toBeNull();
      }
      cache.put('k', statement(1));
      expect(cache.get('k')).toEqual(statement(1));
    });
  });

  it('loses nothing but time when it cannot be written to', async () => {
    await withFolder((folder) => {
      writeFileSync(join(folder, 'file'), '');
      const cache = folderCache(join(folder, 'file'));
      cache.put('k', statement(5));
      expect(cache.get('k')).toBeNull();
    });
  });

  it('is pruned of what was due long ago and of what broken writes left', async () => {
    await withFolder((folder) => {
      const cache = folderCache(folder);
      cache.put('old', statement(1));
      cache.put('new', statement(20));
      cache.put('lasting', { ...statement(1), nextUpdate: null });
      writeFileSync(join(folder, 'x.entry.0011.part'), 'half');
      writeFileSync(join(folder, 'torn.entry'), 'half');
      writeFileSync(join(folder, 'README'), 'not ours');
      expect(pruneFolderCache(folder, new Date(Date.UTC(2026, 10, 15)))).toBe(3);
      expect([cache.get('old'), cache.get('new'), cache.get('lasting')].map((each) => each === null)).toEqual([
        true,
        false,
        false,
      ]);
      expect(readdirSync(folder)).toContain('README');
      expect(pruneFolderCache(join(folder, 'absent'), new Date())).toBe(0);
    });
  });
});
