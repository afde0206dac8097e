import koffi, { type TypeObject } from 'koffi';
import { type PcscLayout, layoutOf, namesIn } from './layout.ts';

/** Tries left before a card's PIN locks; null where the card does not say. `reader` as a PKCS#11 library names its slot. */
export type CounterOf = (reader: string) => number | null;

/**
 * VERIFY without data (ISO/IEC 7816-4, 11.6.6) for the PIV card's PIN (SP 800-73-4 part 2, 3.2.1, key reference 80): asks for the counter
 * and spends nothing. Nothing is selected before it: the driver has the application selected, and its state must stay as it is.
 */
const askCounter = Uint8Array.from([0x00, 0x20, 0x00, 0x80]);

/** What the status words say: 63 CX are X tries, 69 83 none; 90 00 (the PIN is verified) and all others say nothing of them. */
export function triesIn(answer: Uint8Array): number | null {
  const [first, second] = answer.subarray(-2);
  if (first === 0x63 && second !== undefined && (second & 0xf0) === 0xc0) return second & 0x0f;
  return first === 0x69 && second === 0x83 ? 0 : null;
}

type Native = (...args: unknown[]) => number | bigint;
type Type = string | TypeObject | ReturnType<typeof koffi.out>;
const systemScope = 2;
const shared = 2;
const anyProtocol = 3;
const leaveCard = 0;

/** A counter through PC/SC itself; one that never knows where PC/SC is not there. */
export function openCounter(platform: NodeJS.Platform): CounterOf {
  const layout = layoutOf(platform);
  if (layout === null) return () => null;
  try {
    return counterWith(layout, functionsOf(layout));
  } catch {
    return () => null;
  }
}

function functionsOf({ library, dword, long, context, wide }: PcscLayout) {
  const lib = koffi.load(library);
  const suffix = wide ? 'W' : '';
  const request = koffi.struct({ dwProtocol: dword, cbPciLength: dword });
  const out = (type: string) => koffi.out(koffi.pointer(type));
  const native = (name: string, args: Type[]): Native => lib.func(name, long, args) as unknown as Native;
  return {
    requestBytes: koffi.sizeof(request),
    establish: native('SCardEstablishContext', [dword, 'void *', 'void *', out(context)]),
    release: native('SCardReleaseContext', [context]),
    list: native(`SCardListReaders${suffix}`, [context, 'void *', 'void *', koffi.inout(koffi.pointer(dword))]),
    connect: native(`SCardConnect${suffix}`, [
      ...[context, wide ? 'str16' : 'str', dword, dword, out(context), out(dword)],
    ]),
    disconnect: native('SCardDisconnect', [context, dword]),
    transmit: native('SCardTransmit', [
      ...[context, koffi.pointer(request), 'void *', dword, 'void *', 'void *', koffi.inout(koffi.pointer(dword))],
    ]),
  };
}

function counterWith({ wide }: PcscLayout, pcsc: ReturnType<typeof functionsOf>): CounterOf {
  const works = (code: number | bigint): boolean => BigInt(code) === 0n;
  const ask = (card: unknown, protocol: number): number | null => {
    const answer = new Uint8Array(16);
    const length = [answer.length];
    const pci = { dwProtocol: protocol, cbPciLength: pcsc.requestBytes };
    if (!works(pcsc.transmit(card, pci, askCounter, askCounter.length, null, answer, length))) return null;
    return triesIn(answer.subarray(0, length[0]));
  };
  const inReader = (context: unknown, reader: string): number | null => {
    const bytes = Buffer.alloc(8192);
    if (!works(pcsc.list(context, null, bytes, [bytes.length / (wide ? 2 : 1)]))) return null;
    // CK_SLOT_INFO holds 64 bytes of a name.
    const name = namesIn(bytes, wide).find((one) => one === reader || (reader.length >= 16 && one.startsWith(reader)));
    const card = [0];
    const protocol = [0];
    if (name === undefined || !works(pcsc.connect(context, name, shared, anyProtocol, card, protocol))) return null;
    try {
      return ask(card[0], protocol[0]!);
    } finally {
      pcsc.disconnect(card[0], leaveCard);
    }
  };
  return (reader) => {
    const context = [0];
    if (reader === '' || !works(pcsc.establish(systemScope, null, null, context))) return null;
    try {
      return inReader(context[0], reader);
    } finally {
      pcsc.release(context[0]);
    }
  };
}
