import koffi, { type LibraryHandle } from 'koffi';
import type { ReaderLook, ServiceLook, CardService } from '../watch.ts';
import { codes, nameOf } from './codes.ts';
import { type PcscLayout, layoutOf, namesIn } from './layout.ts';

/** One reader as SCardGetStatusChange fills it in. */
interface ReaderState {
  szReader: string;
  pvUserData: null;
  dwCurrentState: number;
  dwEventState: number;
  cbAtr: number;
  rgbAtr: Uint8Array;
}
type Native = (...args: unknown[]) => number;

/**
 * PC/SC itself, through the system's own library. Every look is three quick calls that wait for nothing: a context (kept), the list
 * of readers, their states. Answers why not when the library is not there.
 */
export function openPcsc(platform: NodeJS.Platform): CardService | { readonly missing: string } {
  const layout = layoutOf(platform);
  if (layout === null) return { missing: platform };
  try {
    return new Pcsc(layout, koffi.load(layout.library));
  } catch (error) {
    return { missing: error instanceof Error ? error.message : String(error) };
  }
}

class Pcsc implements CardService {
  readonly #layout: PcscLayout;
  readonly #establish: Native;
  readonly #release: Native;
  readonly #list: Native;
  readonly #status: Native;
  #context: number | bigint | null = null;

  constructor(layout: PcscLayout, library: LibraryHandle) {
    const { dword, long, context, atrBytes, packed, wide } = layout;
    const text = wide ? 'str16' : 'str';
    const members = {
      ...{ szReader: text, pvUserData: 'void *', dwCurrentState: dword, dwEventState: dword, cbAtr: dword },
      rgbAtr: koffi.array('uint8', atrBytes, 'Typed'),
    };
    const readerState = packed ? koffi.pack(members) : koffi.struct(members);
    const suffix = wide ? 'W' : '';
    this.#layout = layout;
    this.#establish = library.func('SCardEstablishContext', long, [
      ...[dword, 'void *', 'void *', koffi.out(koffi.pointer(context))],
    ]) as unknown as Native;
    this.#release = library.func('SCardReleaseContext', long, [context]) as unknown as Native;
    this.#list = library.func(`SCardListReaders${suffix}`, long, [
      ...[context, 'void *', 'void *', koffi.inout(koffi.pointer(dword))],
    ]) as unknown as Native;
    this.#status = library.func(`SCardGetStatusChange${suffix}`, long, [
      ...[context, dword, koffi.inout(koffi.pointer(readerState)), dword],
    ]) as unknown as Native;
  }

  look(): ServiceLook {
    const context = this.#open();
    if (typeof context === 'string') return { code: Number(context), name: nameOf(Number(context)), readers: [] };
    const names = this.#names(context);
    if (typeof names === 'number') return this.#refused(names);
    const states = this.#states(context, names);
    return typeof states === 'number' ? this.#refused(states) : { code: codes.success, name: '', readers: states };
  }

  close(): void {
    if (this.#context !== null) this.#release(this.#context);
    this.#context = null;
  }

  /** The context, or the code with which none was given, as text so that the two cannot be mixed up. */
  #open(): number | bigint | string {
    if (this.#context !== null) return this.#context;
    const out = [0];
    const systemScope = 2;
    const code = unsigned(this.#establish(systemScope, null, null, out));
    if (code !== codes.success) return String(code);
    this.#context = out[0]!;
    return this.#context;
  }

  #names(context: number | bigint): string[] | number {
    const length = [0];
    const asked = unsigned(this.#list(context, null, null, length));
    if (asked === codes.noReaders) return [];
    if (asked !== codes.success) return asked;
    // A reader may come between the two calls: room for some more.
    const room = length[0]! + 256;
    const bytes = Buffer.alloc(room * (this.#layout.wide ? 2 : 1));
    const told = unsigned(this.#list(context, null, bytes, [room]));
    if (told === codes.noReaders) return [];
    return told === codes.success ? namesIn(bytes, this.#layout.wide) : told;
  }

  #states(context: number | bigint, names: readonly string[]): ReaderLook[] | number {
    if (names.length === 0) return [];
    const states = names.map((szReader): ReaderState => {
      const rgbAtr = new Uint8Array(this.#layout.atrBytes);
      return { szReader, pvUserData: null, dwCurrentState: 0, dwEventState: 0, cbAtr: 0, rgbAtr };
    });
    // Nothing is known of any reader, so that the call answers at once.
    const code = unsigned(this.#status(context, 0, states, states.length));
    // A reader went between the calls: the next look tells.
    if (code === codes.unknownReader || code === codes.timeout) return [];
    if (code !== codes.success) return code;
    return states.map(({ dwEventState, cbAtr, rgbAtr }, at) => ({
      name: names[at]!,
      flags: dwEventState & 0xffff,
      atr: Uint8Array.from(rgbAtr.subarray(0, Math.min(cbAtr, rgbAtr.length))),
    }));
  }

  /** The context does not serve any more; the next look asks for another. */
  #refused(code: number): ServiceLook {
    this.close();
    return { code, name: nameOf(code), readers: [] };
  }
}

/** LONG is signed with 4 bytes on some systems and has 8 on others. */
const unsigned = (code: number | bigint): number => Number(BigInt.asUintN(32, BigInt(code)));
