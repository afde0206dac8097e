/**
 * A token that misbehaves on cue, for what SoftHSM never does: it never locks and is never pulled out. It stands behind the same
 * port as the real drivers, keeps its key in memory, and writes every try and every signature to a file, so that a test can
 * prove what was sent even when the process died.
 */
import { createPrivateKey, sign, X509Certificate } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { type Failure, type Outcome, type PinState, done, failed } from '../../src/contract/failures.ts';
import type { Token, TokenLibrary } from '../../src/contract/token.ts';
import { algorithmsFor } from '../../src/token-host/algorithms.ts';
import { describeCertificate, readCertificate } from '../../src/token-host/certificate.ts';
import type { PinLimits } from '../../src/token-host/pin.ts';
import type {
  DriverSession,
  KeyChoice,
  Pin,
  PinStatus,
  SecretsStatus,
  TokenDriver,
} from '../../src/token-host/driver.ts';

export interface Stage {
  readonly pkcs8Pem: string;
  readonly certificatePem: string;
  /** Where tries and signatures are written, one a line. */
  readonly diary: string;
  readonly pin: string;
  /** PIN states in the order in which the flags are read; the last one stays. */
  readonly pinStates?: readonly PinState[];
  readonly protectedPath?: boolean;
  readonly mechanisms?: boolean;
  /** What happens at the n-th signature (from 1). */
  readonly at?: { readonly signature: number; readonly happens: 'removed' | 'crash' | 'hang' | 'bug' };
  /** What happens when the tokens are listed. */
  readonly listing?: 'crash' | 'hang' | 'bug';
  /** What the token tells before a new PIN, and how it answers one. */
  readonly newPin?: { readonly status?: Partial<SecretsStatus>; readonly refusal?: Failure };
  /** What happens when the library is let go. */
  readonly closing?: 'crash' | 'hang';
  /** The session's token is gone from the n-th look at its PIN's state on. */
  readonly goneAtRead?: number;
  /** How long to wait for a PIN port and for an answer; long, where waiting is not what a test is about. */
  readonly patience?: PinLimits;
  /** Name of the token at each look; another name is another token. */
  readonly serials?: readonly string[];
}

const label = 'Escenario';

export function openStaged(stage: Stage): Outcome<TokenDriver> {
  return done(new StagedDriver(stage));
}

function misbehave(how: 'crash' | 'hang' | 'bug'): never {
  // As a fault in native code does: no exception, no farewell.
  if (how === 'crash') process.kill(process.pid, 'SIGSEGV');
  // As a driver does that waits for a card that never answers: nothing else runs in this process any more.
  if (how !== 'bug') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  throw new Error('a bug in a driver');
}

class StagedDriver implements TokenDriver {
  readonly description = 'staged';
  readonly #stage: Stage;
  #looks = 0;
  #signatures = 0;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  write(line: string): void {
    appendFileSync(this.#stage.diary, `${line}\n`);
  }

  list(): Outcome<{ emptySlots: number; tokens: Token[] }> {
    if (this.#stage.listing) misbehave(this.#stage.listing);
    const certificate = readCertificate(new X509Certificate(this.#stage.certificatePem).raw);
    const algorithms = algorithmsFor(certificate.key, () => this.#stage.mechanisms ?? true);
    const token: Token = {
      ...{ libraryId: 'staged', practice: true, label, serial: 'S1', manufacturer: '', model: '', pinState: 'normal' },
      ...{ reader: '', triesLeft: null, pinMin: 4, pinMax: 8, protectedPath: this.#stage.protectedPath ?? false },
      ...{ pukState: 'unknown', canChangePin: true, canUnblockPin: true },
      certificates: [
        describeCertificate(certificate, { label, keyId: '01', algorithms, hasPrivateKey: true, now: new Date() }),
      ],
    };
    return done({ emptySlots: 0, tokens: [token] });
  }

  presence(): string {
    const serials = this.#stage.serials ?? ['S1'];
    return serials[Math.min(this.#looks++, serials.length - 1)]!;
  }

  open(choice: KeyChoice): Outcome<DriverSession> {
    if (this.#stage.mechanisms === false) return failed({ kind: 'mechanismMissing', algorithm: choice.algorithm });
    return done(new StagedSession(this, this.#stage, () => ++this.#signatures));
  }

  secrets(): Outcome<SecretsStatus> {
    const { newPin } = this.#stage;
    return done({
      ...{ tokenLabel: label, pinState: 'normal', triesLeft: null, pinMin: 4, pinMax: 8, practice: true },
      ...{ pukState: 'normal', canChangePin: true, canUnblockPin: true },
      protectedPath: this.#stage.protectedPath ?? false,
      ...newPin?.status,
    });
  }

  changePin(_serial: string, oldPin: Pin, newPin: Pin): Outcome<null> {
    this.write(`change ${oldPin ?? 'on the reader'} to ${newPin ?? 'on the reader'}`);
    const { refusal } = this.#stage.newPin ?? {};
    return refusal ? failed(refusal) : done(null);
  }

  unblockPin(_serial: string, puk: Pin, newPin: Pin): Outcome<null> {
    this.write(`unblock ${puk ?? 'on the reader'} to ${newPin ?? 'on the reader'}`);
    const { refusal } = this.#stage.newPin ?? {};
    return refusal ? failed(refusal) : done(null);
  }

  close(): void {
    if (this.#stage.closing) misbehave(this.#stage.closing);
    this.write('driver closed');
  }
}

class StagedSession implements DriverSession {
  readonly practice = true;
  readonly #driver: StagedDriver;
  readonly #stage: Stage;
  readonly #next: () => number;
  #reads = 0;

  constructor(driver: StagedDriver, stage: Stage, next: () => number) {
    this.#driver = driver;
    this.#stage = stage;
    this.#next = next;
  }

  pinStatus(): Outcome<PinStatus> {
    const states = this.#stage.pinStates ?? ['normal'];
    const pinState = states[Math.min(this.#reads++, states.length - 1)]!;
    if (this.#reads >= (this.#stage.goneAtRead ?? Infinity)) return failed({ kind: 'tokenRemoved', token: label });
    return done({
      tokenLabel: label,
      pinState,
      triesLeft: null,
      pinMin: 4,
      pinMax: 8,
      protectedPath: this.#stage.protectedPath ?? false,
    });
  }

  login(pin: Pin): Outcome<{ pinPerSignature: boolean }> {
    this.#driver.write(`try ${pin ?? 'on the reader'}`);
    if (pin !== null && pin !== this.#stage.pin) return failed({ kind: 'pinLocked', token: label });
    return done({ pinPerSignature: false });
  }

  sign(digest: Uint8Array): Outcome<Uint8Array<ArrayBuffer>> {
    const { at } = this.#stage;
    if (at !== undefined && this.#next() >= at.signature) {
      if (at.happens === 'removed') return failed({ kind: 'tokenRemoved', token: label } satisfies Failure);
      misbehave(at.happens);
    }
    this.#driver.write(`signed ${Buffer.from(digest).toString('hex').slice(0, 8)}`);
    const key = createPrivateKey(this.#stage.pkcs8Pem);
    return done(new Uint8Array(sign('sha256', digest, { key, dsaEncoding: 'ieee-p1363' })));
  }

  close(): void {
    this.#driver.write('session closed');
  }
}

export function patienceOf(): PinLimits {
  return scene().patience ?? { portMs: 20_000, answerMs: 20_000 };
}

/** The scene of a process, as the test passes it in the environment. */
export function stageOf(library: TokenLibrary): Stage {
  if (library.path !== 'staged') throw new Error('not a staged library');
  return scene();
}

function scene(): Stage {
  return JSON.parse(process.env.FOJAS_TEST_STAGE ?? '{}') as Stage;
}
