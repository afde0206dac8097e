import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { installerBehind } from '../../src/updates/install/door.ts';
import { rootFiles, rootOfTrust } from '../../src/updates/install/root.ts';
import type { Offer } from '../../src/updates/state.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'fojas-door-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A door that answers so; what it was told lies in `told`. */
function door(answer: string): ReturnType<typeof installerBehind> {
  const file = path.join(folder, 'door');
  writeFileSync(file, `#!/bin/sh\necho "$@" > ${folder}/told\n${answer}\n`, { mode: 0o755 });
  return installerBehind({ command: [file] });
}
const offer = { name: 'fojas_1.1.0_amd64.deb' } as Offer;

describe('the door with an administrator’s rights', () => {
  it('answers what is printed last, whatever a program prints before', async () => {
    expect(await door(`echo noise; echo '{"ok":true,"value":"1.1.0"}'`).install('/staged', offer)).toEqual({
      ok: true,
      value: null,
    });
    const no = { ok: false, failure: { kind: 'updateRefused', reason: 'wrongHash' } };
    expect(await door(`echo '${JSON.stringify(no)}'; exit 1`).install('/staged', offer)).toEqual(no);
  });

  it.each([['exit 126'], ['echo nonsense'], [`echo '{"ok":true}'`], ['']])(
    'is closed where it answers %j',
    async (answer) => {
      expect(await door(answer).goBack()).toEqual({ ok: false, failure: { kind: 'updateRefused', reason: 'rights' } });
    },
  );

  it('is closed where there is none', async () => {
    const none = installerBehind({ command: [path.join(folder, 'none')] });
    expect(await none.goBack()).toMatchObject({ ok: false, failure: { reason: 'rights' } });
  });
});

describe('the root of trust', () => {
  const uid = process.getuid?.() ?? 0;
  it('is the first file that there is', async () => {
    writeFileSync(path.join(folder, 'shipped'), 'shipped');
    const files = [path.join(folder, 'named'), path.join(folder, 'shipped')];
    expect(String(await rootOfTrust(files, uid))).toBe('shipped');
    writeFileSync(path.join(folder, 'named'), 'named');
    expect(String(await rootOfTrust(files, uid))).toBe('named');
    expect(await rootOfTrust([path.join(folder, 'none')], uid)).toBeNull();
    expect(rootFiles('/shipped', '/named')).toEqual(['/named', '/etc/fojas/update-root.json', '/shipped']);
  });

  it('counts for root only where root alone may write it', async () => {
    const file = path.join(folder, 'root.json');
    writeFileSync(file, 'x');
    expect(await rootOfTrust([file], uid + 1)).toBeNull();
    chmodSync(file, 0o666);
    expect(await rootOfTrust([file], uid)).toBeNull();
    chmodSync(file, 0o644);
    symlinkSync(file, path.join(folder, 'link'));
    expect(await rootOfTrust([path.join(folder, 'link')], uid)).toBeNull();
    expect(String(await rootOfTrust([file], uid))).toBe('x');
  });
});
