import pkcs11js from 'pkcs11js';
import type { DriverCare } from '../../contract/drivers.ts';
import { type Outcome, done, failed } from '../../contract/failures.ts';
import type { Token, TokenLibrary } from '../../contract/token.ts';
import type { DriverSession, KeyChoice, Pin, SecretsStatus, TokenDriver } from '../driver.ts';
import { attempt } from './ckr.ts';
import { failureOfLoad } from './load.ts';
import { type NewPinGround, changePin, unblockPin } from './new-pin.ts';
import { openKeySession } from './session.ts';
import { type SlotToken, listTokens, readSlot, secretsOf } from './tokens.ts';

/**
 * Loads a PKCS#11 library and initializes it.
 * @returns driverMissing when the file is not there, driverUnloadable when the system does not load it or it is no PKCS#11 library,
 * tokenError when it refuses to start.
 */
export function openPkcs11(library: TokenLibrary, clock: () => Date, care: DriverCare): Outcome<TokenDriver> {
  const module = new pkcs11js.PKCS11();
  try {
    module.load(library.path);
  } catch (error) {
    return failed(failureOfLoad(library.path, error));
  }
  const started = attempt({ library: library.id, token: null, inSession: false }, () => module.C_Initialize());
  return started.ok ? done(new Pkcs11Driver(module, library, clock, care)) : started;
}

class Pkcs11Driver implements TokenDriver {
  readonly description: string;
  readonly #module: pkcs11js.PKCS11;
  readonly #library: TokenLibrary;
  readonly #clock: () => Date;
  readonly #care: DriverCare;
  #closed = false;

  constructor(module: pkcs11js.PKCS11, library: TokenLibrary, clock: () => Date, care: DriverCare) {
    this.#module = module;
    this.#library = library;
    this.#clock = clock;
    this.#care = care;
    this.description = describe(module);
  }

  list(): Outcome<{ emptySlots: number; tokens: Token[] }> {
    const slots = this.#slots();
    return slots.ok ? listTokens(this.#module, this.#library, this.#care, slots.value, this.#clock()) : slots;
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

  secrets(tokenSerial: string): Outcome<SecretsStatus> {
    const ground = this.#groundOf(tokenSerial);
    return ground.ok ? done(secretsOf(ground.value.token, this.#care)) : ground;
  }

  changePin(tokenSerial: string, oldPin: Pin, newPin: Pin): Outcome<null> {
    const ground = this.#groundOf(tokenSerial);
    return ground.ok ? changePin(ground.value, oldPin, newPin) : ground;
  }

  unblockPin(tokenSerial: string, puk: Pin, newPin: Pin): Outcome<null> {
    const ground = this.#groundOf(tokenSerial);
    return ground.ok ? unblockPin(ground.value, puk, newPin) : ground;
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

  /** The one token with this serial number. Where two claim it, neither is touched: a PIN would go to one of them by chance. */
  #groundOf(tokenSerial: string): Outcome<NewPinGround> {
    const slots = this.#slots();
    if (!slots.ok) return slots;
    const found = slots.value.flatMap((slot): SlotToken[] => {
      const token = readSlot(this.#module, this.#library, slot);
      return token.ok && token.value?.serial === tokenSerial ? [token.value] : [];
    });
    const [token, ...others] = found;
    if (token === undefined || others.length > 0) return failed({ kind: 'tokenAbsent', token: null });
    return done({ module: this.#module, library: this.#library, care: this.#care, token });
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
