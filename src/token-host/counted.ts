import { type Outcome, done } from '../contract/failures.ts';
import type { Token } from '../contract/token.ts';
import type { DriverSession, PinStatus, TokenDriver } from './driver.ts';

/** Tries left on the card in a reader; null where it does not say. */
export type CounterOf = (reader: string) => number | null;

/**
 * A driver that also tells how many tries are left, where the card itself does: PKCS#11 knows only "few" and "one". Asked of PIV cards
 * alone, whose standard says that asking spends nothing.
 */
export function withCounter(driver: TokenDriver, counterOf: CounterOf): TokenDriver {
  /** Which reader each token was last seen in. */
  const readers = new Map<string, string>();
  const counted = (token: Token): Token => {
    if (!isPiv(token)) return token;
    readers.set(token.serial, token.reader);
    return { ...token, triesLeft: counterOf(token.reader) };
  };
  const list: TokenDriver['list'] = () => {
    const listed = driver.list();
    return listed.ok ? done({ ...listed.value, tokens: listed.value.tokens.map(counted) }) : listed;
  };
  const told = <S extends PinStatus>(serial: string, status: Outcome<S>): Outcome<S> => {
    if (!status.ok) return status;
    if (!readers.has(serial)) list();
    const reader = readers.get(serial);
    return reader === undefined ? status : done({ ...status.value, triesLeft: counterOf(reader) });
  };
  return {
    description: driver.description,
    list,
    presence: () => driver.presence(),
    open(choice) {
      const opened = driver.open(choice);
      return opened.ok ? done(countedSession(opened.value, (status) => told(choice.tokenSerial, status))) : opened;
    },
    secrets: (serial) => told(serial, driver.secrets(serial)),
    changePin: (serial, oldPin, newPin) => driver.changePin(serial, oldPin, newPin),
    unblockPin: (serial, puk, newPin) => driver.unblockPin(serial, puk, newPin),
    close: () => driver.close(),
  };
}

function countedSession(
  session: DriverSession,
  told: (status: Outcome<PinStatus>) => Outcome<PinStatus>,
): DriverSession {
  return {
    practice: session.practice,
    pinStatus: () => told(session.pinStatus()),
    login: (pin) => session.login(pin),
    sign: (digest, pin) => (pin === undefined ? session.sign(digest) : session.sign(digest, pin)),
    close: () => session.close(),
  };
}

/** As OpenSC names the maker of a PIV card's token. */
const isPiv = ({ manufacturer }: Token): boolean => manufacturer.toLowerCase().startsWith('piv');
