/** What is asked of the machine: paths, headers of libraries, Windows' own cards, the layout of PC/SC. On staged machines. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Catalogue } from '../../../src/contract/catalogue.ts';
import { usualCare } from '../../../src/contract/drivers.ts';
import { type Machine, discover, pathsOf } from '../../../src/token-host/readers/catalogue/discover.ts';
import { inspectLibrary, readHeader } from '../../../src/token-host/readers/library-file.ts';
import { layoutOf, namesIn } from '../../../src/token-host/readers/pcsc/layout.ts';
import { openPcsc } from '../../../src/token-host/readers/pcsc/winscard.ts';
import { readCalais, windowsCards } from '../../../src/token-host/readers/windows-cards.ts';
import { softHsmPath } from '../../helpers/softhsm.ts';
import { bundled, scratch } from './harness.ts';

const { entries } = Catalogue.parse(JSON.parse(readFileSync(join(bundled, '..', 'catalogue.json'), 'utf8')));
const machine = (platform: NodeJS.Platform, files: readonly string[], part: Partial<Machine> = {}): Machine => ({
  ...{ platform, arch: 'x64', exists: (path) => files.includes(path) },
  env: { SystemRoot: 'C:\\Windows', ProgramFiles: 'C:\\Program Files' },
  ...part,
});
const found = (on: Machine) => discover(entries, [], on).map(({ library }) => [library.id, library.path]);

describe('libraries on a machine', () => {
  it('are found on Windows, where variables have no case', () => {
    const files = [
      'C:\\Windows\\System32\\eTPKCS11.dll',
      'C:\\Program Files\\OpenSC Project\\OpenSC\\pkcs11\\opensc-pkcs11.dll',
    ];
    expect(found(machine('win32', files))).toEqual([
      ['etoken', files[0]],
      ['opensc', files[1]],
    ]);
    const env = { SYSTEMROOT: 'D:\\W' };
    expect(found(machine('win32', ['D:\\W\\System32\\eps2003csp11.dll'], { env }))).toEqual([
      ['epass2003', 'D:\\W\\System32\\eps2003csp11.dll'],
    ]);
    expect(found(machine('win32', files, { env: {} }))).toEqual([]);
  });

  it('are found on macOS, of either processor', () => {
    const files = ['/opt/homebrew/lib/opensc-pkcs11.so', '/usr/local/lib/libeTPkcs11.dylib'];
    expect(found(machine('darwin', files, { arch: 'arm64' }))).toEqual([
      ['etoken', files[1]],
      ['opensc', files[0]],
    ]);
  });

  it('are found on Linux in the folders of each distribution, the processor’s own first', () => {
    const paths = pathsOf(
      entries.find(({ id }) => id === 'opensc')!,
      machine('linux', [], { arch: 'arm64' }),
    );
    expect(paths[0]).toBe('/usr/lib/aarch64-linux-gnu/opensc-pkcs11.so');
    expect(paths).toContain('/usr/lib64/opensc-pkcs11.so');
    expect(paths).toContain('/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so'.replace('x86_64', 'aarch64'));
  });

  it('in software only, or served already, are not found', () => {
    const softhsm = '/usr/lib/softhsm/libsofthsm2.so';
    const opensc = '/usr/lib64/opensc-pkcs11.so';
    const on = machine('linux', [softhsm, opensc]);
    expect(found(on)).toEqual([['opensc', opensc]]);
    const known = [{ kind: 'pkcs11', id: 'mine', path: opensc } as const];
    expect(discover(entries, known, on)).toEqual([
      { library: known[0], care: { ...usualCare, unblock: 'setPin', pinCounter: 'piv' } },
    ]);
    const sameName = [{ kind: 'pkcs11', id: 'opensc', path: '/elsewhere.so' } as const];
    expect(discover(entries, sameName, on)).toEqual([{ library: sameName[0], care: usualCare }]);
  });

  it('are the same file on Windows whatever the capitals', () => {
    const path = 'c:\\windows\\system32\\etpkcs11.DLL';
    const files = ['C:\\Windows\\System32\\eTPKCS11.dll'];
    const known = [{ kind: 'pkcs11', id: 'mine', path } as const];
    expect(discover(entries, known, machine('win32', files)).map(({ library }) => library.id)).toEqual(['mine']);
  });

  it('bring their own care with them', () => {
    const [etoken] = discover(entries, [], machine('win32', ['C:\\Windows\\System32\\eTPKCS11.dll']));
    expect(etoken?.care).toEqual({ ...usualCare, initMs: 40_000, loginMs: 90_000 });
  });
});

describe('the header of a library', () => {
  const elf = (machineNumber: number, little = true): Uint8Array => {
    const bytes = new Uint8Array(64);
    bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, little ? 1 : 2]);
    new DataView(bytes.buffer).setUint16(18, machineNumber, little);
    return bytes;
  };
  const pe = (machineNumber: number, at = 0x80): Uint8Array => {
    const bytes = new Uint8Array(256);
    const view = new DataView(bytes.buffer);
    view.setUint16(0, 0x4d5a);
    view.setUint32(0x3c, at, true);
    if (at < 200) {
      view.setUint32(at, 0x50450000);
      view.setUint16(at + 4, machineNumber, true);
    }
    return bytes;
  };
  const mach = (...types: number[]): Uint8Array => {
    const bytes = new Uint8Array(256);
    const view = new DataView(bytes.buffer);
    if (types.length === 1) {
      view.setUint32(0, 0xcffaedfe);
      view.setUint32(4, types[0]!, true);
      return bytes;
    }
    view.setUint32(0, 0xcafebabe);
    view.setUint32(4, types.length);
    types.forEach((type, index) => view.setUint32(8 + index * 20, type));
    return bytes;
  };
  it.each<[string, Uint8Array, string, string[]]>([
    ['ELF for x64', elf(0x3e), 'elf', ['x64']],
    ['ELF for 32 bits', elf(3), 'elf', ['ia32']],
    ['ELF for ARM', elf(0xb7), 'elf', ['arm64']],
    ['ELF of the other byte order', elf(0x15, false), 'elf', ['0x15']],
    ['DLL for x64', pe(0x8664), 'pe', ['x64']],
    ['DLL for 32 bits', pe(0x14c), 'pe', ['ia32']],
    ['DLL that was cut short', pe(0x8664, 4000), 'unknown', []],
    ['Mach-O for Apple’s processors', mach(0x0100000c), 'macho', ['arm64']],
    ['Mach-O for both', mach(0x01000007, 0x0100000c), 'macho', ['x64', 'arm64']],
    [
      'Java class',
      Uint8Array.from([0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 65, ...new Array<number>(80).fill(0)]),
      'unknown',
      [],
    ],
    ['text', Buffer.from('x'.repeat(100)), 'unknown', []],
    ['nothing', new Uint8Array(), 'unknown', []],
  ])('tells %s', (_what, bytes, format, architectures) => {
    expect(readHeader(bytes)).toEqual({ format, architectures });
  });

  it('of a real library fits this process, and of another processor’s does not', () => {
    const path = softHsmPath();
    expect(inspectLibrary(path)).toEqual({
      path,
      exists: true,
      format: 'elf',
      architectures: [process.arch],
      fits: true,
    });
    expect(inspectLibrary(path, 'ia32').fits).toBe(false);
    const place = scratch();
    const file = join(place.folder, 'x.so');
    writeFileSync(file, elf(3));
    expect(inspectLibrary(file, 'x64')).toMatchObject({ exists: true, architectures: ['ia32'], fits: false });
    place.remove();
    expect(inspectLibrary(file)).toMatchObject({ exists: false, fits: false });
  });
});

describe('the cards that Windows knows', () => {
  const answer = [
    '',
    'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Cryptography\\Calais\\SmartCards\\Longmai mToken',
    '    ATR    REG_BINARY    3B9F118131FE9F006A6D546F6B656E2D46000081900079',
    '    ATRMask    REG_BINARY    FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000000000',
    '    Crypto Provider    REG_SZ    Microsoft Base Smart Card Crypto Provider',
    '',
    'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Cryptography\\Calais\\SmartCards\\No Mask',
    '    ATR    REG_BINARY    3B01',
    '    ATRMask    REG_BINARY    FF',
    '',
    'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Cryptography\\Calais\\SmartCards\\No ATR',
    '    Crypto Provider    REG_SZ    Something',
    '    ATR    REG_SZ    3B01',
    '',
  ].join('\r\n');

  it('are read from the answer of its own program', () => {
    expect(readCalais(answer)).toEqual([
      {
        ...{ name: 'Longmai mToken', source: 'Windows', atr: '3b9f118131fe9f006a6d546f6b656e2d46000081900079' },
        mask: 'ffffffffffffffffffffffffffffffff00000000000000',
      },
      { name: 'No Mask', source: 'Windows', atr: '3b01' },
    ]);
    expect(readCalais('ERROR: The system was unable to find the key.')).toEqual([]);
  });

  it('are none elsewhere', async () => {
    expect(await windowsCards('linux')).toEqual([]);
    expect(await windowsCards('win32', '/nonexistent')).toEqual([]);
  });
});

describe('PC/SC on each system', () => {
  it('has a layout of its own', () => {
    expect(layoutOf('linux')).toMatchObject({ dword: 'unsigned long', atrBytes: 33, packed: false, wide: false });
    expect(layoutOf('darwin')).toMatchObject({ dword: 'uint32', atrBytes: 33, packed: true, wide: false });
    expect(layoutOf('win32')).toMatchObject({ dword: 'uint32', context: 'uintptr', atrBytes: 36, wide: true });
    expect(layoutOf('sunos')).toBeNull();
    expect(openPcsc('sunos')).toEqual({ missing: 'sunos' });
  });

  it('that is not installed is told with the system’s message', () => {
    // Windows' library does not exist here, as pcsc-lite's does not where it was never installed.
    expect(openPcsc('win32')).toEqual({ missing: expect.stringMatching(/shared library/) });
  });

  it('lists names in one text, of bytes or of UTF-16', () => {
    const list = 'Lector Ñ 00\0Otro 01\0\0basura\0';
    expect(namesIn(Buffer.from(list, 'utf8'), false)).toEqual(['Lector Ñ 00', 'Otro 01']);
    expect(namesIn(Buffer.from(list, 'utf16le'), true)).toEqual(['Lector Ñ 00', 'Otro 01']);
    expect(namesIn(Buffer.alloc(8), false)).toEqual([]);
  });
});
