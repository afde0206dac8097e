import { closeSync, openSync, readSync } from 'node:fs';
import type { LibraryFile } from '../../contract/readers.ts';

/** ELF e_machine (gabi, figure 4-4), PE Machine and Mach-O cputype, as Node names the architectures. */
const elfMachines: Readonly<Record<number, string>> = { 0x03: 'ia32', 0x28: 'arm', 0x3e: 'x64', 0xb7: 'arm64' };
const peMachines: Readonly<Record<number, string>> = { 0x014c: 'ia32', 0x01c4: 'arm', 0x8664: 'x64', 0xaa64: 'arm64' };
const machTypes: Readonly<Record<number, string>> = { 7: 'ia32', 12: 'arm', 0x01000007: 'x64', 0x0100000c: 'arm64' };
const other = (number: number): string => `0x${number.toString(16)}`;

export interface Header {
  readonly format: LibraryFile['format'];
  readonly architectures: readonly string[];
}

/** What kind of library the first bytes of a file are, and for which processors. Nothing is loaded. */
export function readHeader(bytes: Uint8Array): Header {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 64) return { format: 'unknown', architectures: [] };
  const magic = view.getUint32(0);
  // 7F 'E' 'L' 'F'; byte 5 tells the byte order.
  if (magic === 0x7f454c46) return elf(view.getUint16(18, bytes[5] === 1));
  if (view.getUint16(0) === 0x4d5a) return pe(view);
  // 0xfeedface and 0xfeedfacf, as they lie in memory of either order.
  if (magic === 0xcefaedfe || magic === 0xcffaedfe) return mach([view.getUint32(4, true)]);
  if (magic === 0xcafebabe || magic === 0xcafebabf) return fat(view, magic === 0xcafebabf ? 32 : 20);
  return { format: 'unknown', architectures: [] };
}

const elf = (machine: number): Header => ({
  format: 'elf',
  architectures: [elfMachines[machine] ?? other(machine)],
});

/** IMAGE_DOS_HEADER.e_lfanew at 0x3c leads to 'PE\0\0' and IMAGE_FILE_HEADER.Machine. */
function pe(view: DataView): Header {
  const at = view.getUint32(0x3c, true);
  if (at + 6 > view.byteLength || view.getUint32(at) !== 0x50450000) return { format: 'unknown', architectures: [] };
  const machine = view.getUint16(at + 4, true);
  return { format: 'pe', architectures: [peMachines[machine] ?? other(machine)] };
}

const mach = (types: readonly number[]): Header => ({
  format: 'macho',
  architectures: types.map((type) => machTypes[type] ?? other(type)),
});

/** A universal binary: a big-endian count and that many fat_arch. A Java class begins alike, with a version no count reaches. */
function fat(view: DataView, size: number): Header {
  const count = view.getUint32(4);
  if (count === 0 || count > 16 || 8 + count * size > view.byteLength) return { format: 'unknown', architectures: [] };
  return mach(Array.from({ length: count }, (_, index) => view.getUint32(8 + index * size)));
}

const headerBytes = 4096;

/** A library's file, looked at from outside. `fits`: a process of this architecture could load it. */
export function inspectLibrary(path: string, arch: string = process.arch): LibraryFile {
  const bytes = firstBytes(path);
  if (bytes === null) return { path, exists: false, format: 'unknown', architectures: [], fits: false };
  const { format, architectures } = readHeader(bytes);
  return { path, exists: true, format, architectures: [...architectures], fits: architectures.includes(arch) };
}

function firstBytes(path: string): Uint8Array | null {
  try {
    const file = openSync(path, 'r');
    try {
      const bytes = new Uint8Array(headerBytes);
      return bytes.subarray(0, readSync(file, bytes, 0, headerBytes, 0));
    } finally {
      closeSync(file);
    }
  } catch {
    return null;
  }
}
