import { chmodSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PadesErrorKind } from '../../../src/signature/pades/index.ts';
import { TargetFile } from '../../../src/signature/pades/target-file.ts';
import { withFolder } from '../../helpers/run.ts';
import { put } from './signer.ts';

const kind = (name: PadesErrorKind) => expect.objectContaining({ name: 'PadesError', kind: name }) as Error;
const hello = Buffer.from('hola ');

describe('a file in the making', () => {
  it('appears whole, once it is published', async () => {
    await withFolder(async (folder) => {
      const target = new TargetFile(join(folder, 'a'));
      await target.append(hello);
      target.flushBehind();
      await target.append(hello);
      await target.sync();
      expect(existsSync(join(folder, 'a'))).toBe(false);
      await target.publish(false);
      expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('hola hola ');
      await target.discard();
      expect(readdirSync(folder)).toEqual(['a']);
    });
  });

  it.runIf(process.platform !== 'win32')(
    'is its owner’s alone in the making, and then as open as what it was made from',
    async () => {
      await withFolder(async (folder) => {
        const modeOf = (path: string) => statSync(path).mode & 0o777;
        const before = process.umask(0o022);
        try {
          for (const [mode, expected] of [
            [0o600, 0o600],
            [0o644, 0o644],
            [0o755, 0o644],
            [0o440, 0o640],
            [null, 0o600],
          ] as const) {
            const input = put(folder, 'input', Buffer.from('x'));
            if (mode !== null) chmodSync(input, mode);
            const target = new TargetFile(join(folder, 'a'));
            if (mode !== null) target.openAs(input);
            await target.append(hello);
            expect(modeOf(target.temporary)).toBe(0o600);
            await target.sync();
            await target.publish(true);
            expect(modeOf(join(folder, 'a'))).toBe(expected);
            chmodSync(input, 0o600);
          }
        } finally {
          process.umask(before);
        }
      });
    },
  );

  it('takes the place of another only when told', async () => {
    await withFolder(async (folder) => {
      const path = put(folder, 'a', Buffer.from('old'));
      for (const overwrite of [false, true]) {
        const target = new TargetFile(path);
        await target.append(hello);
        await target.sync();
        if (overwrite) await target.publish(true);
        else await expect(target.publish(false)).rejects.toThrow(kind('targetExists'));
        await target.discard();
        expect(readFileSync(path, 'utf8')).toBe(overwrite ? 'hola ' : 'old');
      }
      expect(readdirSync(folder)).toEqual(['a']);
    });
  });

  it('tells a failure of the disk, even one that happened behind its back', async () => {
    await withFolder(async (folder) => {
      let calls = 0;
      const failingOnce = () =>
        ++calls === 1 ? Promise.reject(Object.assign(new Error('gone'), { code: 'EIO' })) : Promise.resolve();
      const target = new TargetFile(join(folder, 'a'), failingOnce);
      await target.append(hello);
      target.flushBehind();
      await target.append(hello);
      await expect(target.sync()).rejects.toMatchObject({ kind: 'writeFailed', cause: { code: 'EIO' } });
      await target.discard();
      expect(readdirSync(folder)).toEqual([]);
    });
  });

  it('flushes while it grows, and never twice at once', async () => {
    await withFolder(async (folder) => {
      let running = 0;
      let calls = 0;
      const slow = async () => {
        expect(++running).toBe(1);
        calls++;
        await new Promise((resolve) => setTimeout(resolve, 5));
        running--;
      };
      const target = new TargetFile(join(folder, 'a'), slow);
      const piece = Buffer.alloc(8 << 20);
      for (let i = 0; i < 17; i++) await target.append(piece);
      expect(calls).toBe(2);
      await target.discard();
      expect(running).toBe(0);
      expect(readdirSync(folder)).toEqual([]);
    });
  });
});
