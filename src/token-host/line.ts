import type { Channel } from '../contract/channel.ts';
import type { DriverCare } from '../contract/drivers.ts';
import type { DriverSession, Pin, TokenDriver } from './driver.ts';

/** Runs a call into the library; the parent is told before it starts and after it ended. */
type Run = <T>(errand: string, deadlineMs: number, call: () => T) => T;

/**
 * A driver whose every call is announced to the parent with its deadline. A call blocks this whole process, so nobody in here could
 * notice that it hangs; the parent can, and kills the process. Calls stand in one line by themselves: each is done when it returns.
 */
export function inOneLine(driver: TokenDriver, care: DriverCare, channel: Pick<Channel, 'send'>): TokenDriver {
  const run: Run = (errand, deadlineMs, call) => {
    channel.send({ kind: 'working', errand, deadlineMs });
    try {
      return call();
    } finally {
      channel.send({ kind: 'rested' });
    }
  };
  const withPin = (pin: Pin): number => (pin === null ? care.keypadMs : care.loginMs);
  const { electronic } = driver;
  return {
    description: driver.description,
    list: () => run('list', care.listMs, () => driver.list()),
    presence: () => run('presence', care.listMs, () => driver.presence()),
    open(choice) {
      const opened = run('open', care.listMs, () => driver.open(choice));
      return opened.ok ? { ok: true, value: sessionInLine(opened.value, care, run, withPin) } : opened;
    },
    secrets: (serial) => run('secrets', care.listMs, () => driver.secrets(serial)),
    changePin: (serial, oldPin, newPin) =>
      run('changePin', withPin(oldPin), () => driver.changePin(serial, oldPin, newPin)),
    unblockPin: (serial, puk, newPin) => run('unblockPin', withPin(puk), () => driver.unblockPin(serial, puk, newPin)),
    ...(electronic === undefined
      ? {}
      : {
          electronic: {
            status: electronic.status,
            make: (person, passphrase, text, practice) =>
              run('makeKey', care.loginMs, () => electronic.make(person, passphrase, text, practice)),
            keep: (certificates) => run('keepCertificates', care.listMs, () => electronic.keep(certificates)),
          },
        }),
    close: () => run('close', care.exitMs, () => driver.close()),
  };
}

function sessionInLine(
  session: DriverSession,
  care: DriverCare,
  run: Run,
  withPin: (pin: Pin) => number,
): DriverSession {
  return {
    practice: session.practice,
    pinStatus: () => run('pinStatus', care.listMs, () => session.pinStatus()),
    login: (pin) => run('login', withPin(pin), () => session.login(pin)),
    sign: (digest, pin) =>
      run('sign', pin === undefined ? care.signMs : care.signMs + withPin(pin), () =>
        // The absence of a PIN tells the driver that the key wants none.
        pin === undefined ? session.sign(digest) : session.sign(digest, pin),
      ),
    close: () => run('close', care.exitMs, () => session.close()),
  };
}
