import type { CardService as ServiceState } from '../../contract/readers.ts';
import { codes, stateBits } from './pcsc/codes.ts';

/** One reader, as PC/SC tells it. `flags`: the lower half of dwEventState. */
export interface ReaderLook {
  readonly name: string;
  readonly flags: number;
  readonly atr: Uint8Array;
}

/** One look at PC/SC: its code (0 is success), the code's name, the readers. */
export interface ServiceLook {
  readonly code: number;
  readonly name: string;
  readonly readers: readonly ReaderLook[];
}

/** PC/SC, as far as it is watched. Tests put a staged one in its place. */
export interface CardService {
  look(): ServiceLook;
  close(): void;
}

export interface SeenReader {
  readonly name: string;
  readonly state: 'empty' | 'card' | 'inUse' | 'mute' | 'unavailable';
  readonly atr: string | null;
}

/** What was seen at the last look. */
export interface Seen {
  readonly service: ServiceState;
  readonly readers: readonly SeenReader[];
}

export interface Watch {
  readonly seen: Seen;
  stop(): void;
}

/**
 * Looks at PC/SC again and again and tells when what is seen differs. A service that is stopped is looked for in the same rhythm, so
 * that it is found by itself when it starts. `open` is called again while the library is missing: it may be installed meanwhile.
 */
export function watchReaders(
  open: () => CardService | { readonly missing: string },
  onChange: (seen: Seen) => void,
  everyMs = 500,
): Watch {
  let service: CardService | null = null;
  let seen: Seen = look();

  function look(): Seen {
    if (service === null) {
      const opened = open();
      if ('missing' in opened) return { service: { state: 'missing', detail: opened.missing }, readers: [] };
      service = opened;
    }
    const { code, name, readers } = service.look();
    return { service: stateOf(code, name), readers: readers.map(readerOf) };
  }

  const timer = setInterval(() => {
    const now = look();
    if (JSON.stringify(now) === JSON.stringify(seen)) return;
    seen = now;
    onChange(now);
  }, everyMs);
  return {
    get seen() {
      return seen;
    },
    stop() {
      clearInterval(timer);
      service?.close();
    },
  };
}

function stateOf(code: number, detail: string): ServiceState {
  switch (code) {
    case codes.success:
      return { state: 'running', detail: '' };
    case codes.noService:
    case codes.serviceStopped:
    // The service ended while it was being asked.
    case codes.invalidHandle:
    case codes.commError:
    case codes.systemCancelled:
      return { state: 'stopped', detail };
    case codes.securityViolation:
      return { state: 'denied', detail };
    default:
      return { state: 'failing', detail };
  }
}

function readerOf({ name, flags, atr }: ReaderLook): SeenReader {
  const has = (bit: number): boolean => (flags & bit) !== 0;
  const hex = atr.length === 0 ? null : Buffer.from(atr).toString('hex');
  if (has(stateBits.unavailable) || has(stateBits.unknown)) return { name, state: 'unavailable', atr: null };
  if (!has(stateBits.present)) return { name, state: 'empty', atr: null };
  if (has(stateBits.mute)) return { name, state: 'mute', atr: hex };
  // `inUse` alone means that some program has it open, as every driver does; only the exclusive use shuts others out.
  return { name, state: has(stateBits.exclusive) ? 'inUse' : 'card', atr: hex };
}
