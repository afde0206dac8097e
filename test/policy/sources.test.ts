import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { describe, expect, it, onTestFinished } from 'vitest';
import { hearLinux, hearMac, hearWindows, readRegistry } from '../../src/policy/sources/index.ts';
import { readPlist } from '../../src/policy/sources/plist.ts';

const folder = (): string => {
  const made = mkdtempSync(path.join(os.tmpdir(), 'fojas-policy-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
};

describe('/etc/fojas', () => {
  const owner = process.getuid?.() ?? 0;
  /** As a package or an administrator leaves it. */
  const etc = (): { root: string; put: (name: string, text: string, mode?: number) => string } => {
    const root = folder();
    chmodSync(root, 0o755);
    for (const name of ['policies.d', 'recommended.d']) mkdirSync(path.join(root, name), { mode: 0o755 });
    const put = (name: string, text: string, mode = 0o644): string => {
      const file = path.join(root, name);
      writeFileSync(file, text);
      chmodSync(file, mode);
      return file;
    };
    return { root, put };
  };

  it('is heard file by file in the order of names, mandatory and recommended apart', async () => {
    const { root, put } = etc();
    put('policies.d/20-b.json', '\uFEFF{"logs.days": 2}');
    put('policies.d/10-a.json', '{"logs.days": 1}');
    put('policies.d/leeme.txt', 'nothing');
    put('recommended.d/10.json', '{"logs.days": 3}');
    const { voices, troubles } = await hearLinux({ root, owner });
    expect(troubles).toEqual([]);
    expect(voices.map(({ level, place, says }) => [level, path.basename(place), says['logs.days']])).toEqual([
      ['machine', '10-a.json', 1],
      ['machine', '20-b.json', 2],
      ['recommended', '10.json', 3],
    ]);
  });

  it('is silence where there is nothing', async () => {
    expect(await hearLinux({ root: path.join(folder(), 'none'), owner })).toEqual({ voices: [], troubles: [] });
  });

  it.each([
    ['others may write', 0o666, 'unsafe'],
    ['its group may write', 0o664, 'unsafe'],
  ] as const)('a file that %s is not believed', async (_what, mode, kind) => {
    const { root, put } = etc();
    const file = put('policies.d/10.json', '{"logs.days": 1}', mode);
    put('policies.d/20.json', '{"logs.days": 2}');
    const { voices, troubles } = await hearLinux({ root, owner });
    expect(troubles).toMatchObject([{ kind, place: file }]);
    expect(voices).toMatchObject([{ says: { 'logs.days': 2 } }]);
  });

  it('what belongs to another is not believed, folder or file', async () => {
    const { root, put } = etc();
    put('policies.d/10.json', '{"logs.days": 1}');
    const { voices, troubles } = await hearLinux({ root, owner: owner + 1 });
    expect(voices).toEqual([]);
    expect(troubles).toMatchObject([{ kind: 'unsafe', place: root }, { kind: 'unsafe' }]);
  });

  it('a folder that others may write is not believed, whatever its files are', async () => {
    const { root, put } = etc();
    put('policies.d/10.json', '{"logs.days": 1}');
    chmodSync(path.join(root, 'policies.d'), 0o777);
    const { voices, troubles } = await hearLinux({ root, owner });
    expect({ voices, troubles }).toMatchObject({ voices: [], troubles: [{ kind: 'unsafe' }] });
  });

  it('a link is not followed, nor is anything read that is no file', async () => {
    const { root, put } = etc();
    const real = put('elsewhere.json', '{"logs.days": 1}');
    symlinkSync(real, path.join(root, 'policies.d/10.json'));
    mkdirSync(path.join(root, 'policies.d/20.json'));
    execFileSync('mkfifo', ['-m', '644', path.join(root, 'policies.d/30.json')]);
    const { voices, troubles } = await hearLinux({ root, owner });
    expect(voices).toEqual([]);
    expect(troubles.map(({ kind }) => kind)).toEqual(['unsafe', 'unsafe', 'unsafe']);
  });

  it.each([
    ['{"logs.days": ', 'notJson'],
    ['[1]', 'notJson'],
    ['null', 'notJson'],
    [`{"x": "${'y'.repeat(300_000)}"}`, 'unreadable'],
  ] as const)('%.20s is told', async (text, kind) => {
    const { root, put } = etc();
    put('policies.d/10.json', text);
    expect((await hearLinux({ root, owner })).troubles).toMatchObject([{ kind }]);
  });
});

describe('the registry', () => {
  // The form is that of Microsoft's reference of `reg query`: key, then values with four blanks between the parts.
  const printed = [
    '',
    'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Fojas',
    '    (Default)    REG_SZ    (value not set)',
    '    (Predeterminado)    REG_SZ    (valor no establecido)',
    '    updates.mode    REG_SZ    system',
    '    updates.everyHours    REG_DWORD    0xc',
    '    drivers.onlyListed    REG_DWORD    0x1',
    '    logs.days    REG_DWORD    0x1',
    '    line.quiet    REG_MULTI_SZ    08:00-14:00=256\\020:00-06:00=none',
    '    copy.folder    REG_EXPAND_SZ    D:\\copia    de 2026',
    '    desk.language    REG_SZ',
    '',
    'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Fojas\\Recommended',
    '    logs.level    REG_SZ    debug',
    '',
    'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Fojas\\updates.sources',
    '    1    REG_SZ    https://uno.invalid/',
    '    2    REG_SZ    \\\\servidor\\versiones',
    '',
    '',
  ].join('\r\n');

  it('is read in the form that reg query prints: texts, numbers, yes and no, lists in both ways of ADMX', () => {
    expect(readRegistry(printed, 'HKLM\\Software\\Policies\\Fojas')).toEqual({
      'updates.mode': 'system',
      'updates.everyHours': 12,
      'drivers.onlyListed': true,
      'logs.days': 1,
      'line.quiet': ['08:00-14:00=256', '20:00-06:00=none'],
      'copy.folder': 'D:\\copia    de 2026',
      'desk.language': '',
      'updates.sources': ['https://uno.invalid/', '\\\\servidor\\versiones'],
    });
  });

  it('is asked for machine, account and recommendations, by the full path of reg.exe; no key is silence, trouble is told', async () => {
    const asked: string[] = [];
    const heard = await hearWindows(
      async (program, args) => {
        asked.push([program, ...args].join(' '));
        if (args[1]?.startsWith('HKCU')) return { code: 1, stdout: '' };
        if (args[1]?.endsWith('Recommended')) return { code: 'ENOENT', stdout: '' };
        return { code: 0, stdout: printed };
      },
      { SYSTEMROOT: 'C:\\WINDOWS' },
    );
    expect(asked).toEqual([
      'C:\\WINDOWS\\System32\\reg.exe query HKLM\\Software\\Policies\\Fojas\\Recommended /s /reg:64',
      'C:\\WINDOWS\\System32\\reg.exe query HKCU\\Software\\Policies\\Fojas /s /reg:64',
      'C:\\WINDOWS\\System32\\reg.exe query HKLM\\Software\\Policies\\Fojas /s /reg:64',
    ]);
    expect(heard.voices).toMatchObject([{ level: 'machine', says: { 'updates.mode': 'system' } }]);
    expect(heard.voices[0]?.says).not.toHaveProperty('(Default)');
    expect(heard.troubles).toMatchObject([
      { kind: 'unreadable', place: 'HKLM\\Software\\Policies\\Fojas\\Recommended' },
    ]);
  });
});

describe('a profile of macOS', () => {
  const plist = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>
  <!-- <key>logs.days</key><integer>1</integer> -->
  <key>updates.mode</key><string>system</string>
  <key>logs.days</key><integer> 60 </integer>
  <key>crash.keep</key><true/>
  <key>drivers.onlyListed</key><false></false>
  <key>signing.issuers</key><array><string>A &amp; B &#x41;&#66;</string><string/></array>
  <key>updates.sources</key><array/>
  <key>when</key><date>2026-01-01T00:00:00Z</date>
  <key>nested</key><dict><key>a</key><string>b</string></dict>
  <key>PayloadUUID</key><string>x</string>
</dict></plist>`;

  it('is read as the system writes it', () => {
    expect(readPlist(plist)).toEqual({
      ...{ 'updates.mode': 'system', 'logs.days': 60, 'crash.keep': true, 'drivers.onlyListed': false },
      ...{
        'signing.issuers': ['A & B AB', ''],
        'updates.sources': [],
        when: null,
        nested: { a: 'b' },
        PayloadUUID: 'x',
      },
    });
    for (const broken of ['', '<dict/>', '<plist><array/></plist>', '<plist><dict><key>a</key>']) {
      const read = readPlist(broken);
      expect(read === null || Object.values(read).every((value) => value === null), broken).toBe(true);
    }
  });

  it('counts for the account and, stronger, for the machine; what the system cannot read is told', async () => {
    const root = folder();
    mkdirSync(path.join(root, 'ana'));
    for (const place of [root, path.join(root, 'ana')])
      writeFileSync(path.join(place, 'ar.fojas.workstation.plist'), '');
    const asked: string[] = [];
    const heard = await hearMac(
      async (program, args) => {
        asked.push(program);
        return args.at(-1)?.includes('/ana/') ? { code: 0, stdout: plist } : { code: 1, stdout: '' };
      },
      { root, account: 'ana' },
    );
    expect(asked).toEqual(['/usr/bin/plutil', '/usr/bin/plutil']);
    expect(heard.voices).toMatchObject([{ level: 'account', says: { 'logs.days': 60 } }]);
    expect(heard.voices[0]?.says).not.toHaveProperty('PayloadUUID');
    expect(heard.troubles).toMatchObject([{ kind: 'unreadable' }]);
    expect((await hearMac(async () => ({ code: 0, stdout: plist }), { root, account: '../x' })).voices).toHaveLength(1);
  });
});
