import pkcs11js from 'pkcs11js';
import { type Outcome, done, failed } from '../../contract/failures.ts';
import type { Token, TokenLibrary } from '../../contract/token.ts';
import type { DriverSession, KeyChoice, TokenDriver } from '../driver.ts';
import { attempt } from './ckr.ts';
import { openKeySession } from './session.ts';
import { listTokens, readSlot } from './tokens.ts';

/**
 * Loads a PKCS#11 library and initializes it.
 * @returns driverMissing when the file cannot be loaded or is no PKCS#11 library, tokenError when it refuses to start.
 */
export function openPkcs11(library: TokenLibrary, clock: () => Date): Outcome<TokenDriver> {
  const module = new pkcs11js.PKCS11();
  try {
    module.load(library.path);
  } catch {
    return failed({ kind: 'driverMissing', library: library.path });
  }
  const started = attempt({ library: library.id, token: null, inSession: false }, () => module.C_Initialize());
  return started.ok ? done(new Pkcs11Driver(module, library, clock)) : started;
}

class Pkcs11Driver implements TokenDriver {
  readonly description: string;
  readonly #module: pkcs11js.PKCS11;
  readonly #library: TokenLibrary;
  readonly #clock: () => Date;
  #closed = false;

  constructor(module: pkcs11js.PKCS11, library: TokenLibrary, clock: () => Date) {
    this.#module = module;
    this.#library = library;
    this.#clock = clock;
    this.description = describe(module);
  }

  list(): Outcome<{ emptySlots: number; tokens: Token[] }> {
    const slots = this.#slots();
    return slots.ok ? listTokens(this.#module, this.#library, slots.value, this.#clock()) : slots;
  }

  presence(): string {
    const slots = this.#slots();
    if (!slots.ok) return slots.failure.kind;
    return slots.value
      .map((slot) => {
        const token = readSlot(this.#module, this.#library, slot);
        return `${slot.toString('hex')}:${token.ok ? (token.value?.serial ?? '-') : token.failure.kind}`;
      })
      .join(' ');
  }

  open(choice: KeyChoice): Outcome<DriverSession> {
    const slots = this.#slots();
    if (!slots.ok) return slots;
    let answer: Outcome<DriverSession> = failed({ kind: 'tokenAbsent', token: null });
    for (const slot of slots.value) {
      const token = readSlot(this.#module, this.#library, slot);
      if (!token.ok || token.value?.serial !== choice.tokenSerial) continue;
      const ground = { module: this.#module, library: this.#library, token: token.value, choice };
      answer = openKeySession(ground);
      // Two tokens may claim one serial number; the certificate tells which is meant.
      if (answer.ok || answer.failure.kind !== 'certificateMissing') break;
    }
    return answer;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    try {
      // Ends every session, and with them every login.
      this.#module.C_Finalize();
      this.#module.close();
    } catch {
      // A library that fails while it is let go has nothing left that we could need.
    }
  }

  #slots(): Outcome<pkcs11js.Handle[]> {
    return attempt({ library: this.#library.id, token: null, inSession: false }, () =>
      this.#module.C_GetSlotList(false),
    );
  }
}

function describe(module: pkcs11js.PKCS11): string {
  try {
    const info = module.C_GetInfo();
    const { major, minor } = info.libraryVersion;
    return `${info.manufacturerID.trim()} ${info.libraryDescription.trim()} ${major}.${minor}`;
  } catch {
    return '';
  }
}
