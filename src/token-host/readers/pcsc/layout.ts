/**
 * How PC/SC's types lie in memory. The three implementations share their names and little else:
 * - pcsc-lite on Linux (wintypes.h, pcsclite.h): DWORD and LONG are `unsigned long` and `long`, 8 bytes on 64-bit systems; the ATR has
 *   33 bytes; natural alignment.
 * - macOS (PCSC.framework, pcsclite.h): DWORD is `uint32_t`, LONG `int32_t`; structures are packed to 1 byte; 33 bytes of ATR.
 * - Windows (winscard.h): DWORD and LONG have 4 bytes, SCARDCONTEXT is as wide as a pointer; 36 bytes of ATR; natural alignment.
 */
export interface PcscLayout {
  readonly library: string;
  readonly dword: 'unsigned long' | 'uint32';
  readonly long: 'long' | 'int32';
  readonly context: 'long' | 'int32' | 'uintptr';
  readonly atrBytes: 33 | 36;
  readonly packed: boolean;
  /** Texts are UTF-16 on Windows (functions end in W), and bytes elsewhere. */
  readonly wide: boolean;
}

const layouts: Readonly<Partial<Record<NodeJS.Platform, PcscLayout>>> = {
  linux: {
    ...{ library: 'libpcsclite.so.1', dword: 'unsigned long', long: 'long', context: 'long' },
    ...{ atrBytes: 33, packed: false, wide: false },
  },
  darwin: {
    ...{ library: '/System/Library/Frameworks/PCSC.framework/PCSC', dword: 'uint32', long: 'int32', context: 'int32' },
    ...{ atrBytes: 33, packed: true, wide: false },
  },
  win32: {
    ...{ library: 'winscard.dll', dword: 'uint32', long: 'int32', context: 'uintptr' },
    ...{ atrBytes: 36, packed: false, wide: true },
  },
};

/** Null on a system that this program does not run on. */
export const layoutOf = (platform: NodeJS.Platform): PcscLayout | null => layouts[platform] ?? null;

/** Names in a multi-string: each ends with NUL, the list with one more (SCardListReaders). `bytes` may be longer than the list. */
export function namesIn(bytes: Uint8Array, wide: boolean): string[] {
  const text = Buffer.from(bytes).toString(wide ? 'utf16le' : 'utf8');
  const names: string[] = [];
  for (const name of text.split('\0')) {
    if (name === '') break;
    names.push(name);
  }
  return names;
}
