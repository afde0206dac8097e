/**
 * A PIV card (NIST SP 800-73-4) in software: enough of one for middleware to read its certificates, to ask for its PIN and to sign,
 * with real keys. What it signs has no value: its keys lie in this process.
 */
import { type KeyObject, createHash } from 'node:crypto';
import { type Answer, type Command, bare, ok, status, transport, triesLeft } from './apdu.ts';
import { algorithmOf, operate } from './keys.ts';
import { readTlv, tlv } from './tlv.ts';

/** Where a key lives: 9A (authentication: one PIN serves all day) or 9C (signature: the PIN before each signature). */
export type Slot = '9a' | '9c';

export interface CardKey {
  /** RSA-2048, P-256 or P-384. */
  readonly privateKey: KeyObject;
  /** DER, at most 3,000 bytes. */
  readonly certificate: Uint8Array;
}

export interface CardOptions {
  readonly keys: Readonly<Partial<Record<Slot, CardKey>>>;
  /** Six to eight figures; the same for the PUK, which has eight characters. */
  readonly pin?: string;
  readonly puk?: string;
  readonly tries?: number;
  /** Names the card: another text is another card, with another serial number. */
  readonly name?: string;
}

/** One spending of a try, as the chip counts it; never with the secret itself. */
export interface Try {
  readonly secret: 'pin' | 'puk';
  readonly outcome: 'right' | 'wrong' | 'locked';
}

export interface PivCard {
  /** Answer to reset. */
  readonly atr: Buffer;
  /** One command through the chip. */
  transmit(command: Buffer): Buffer;
  /** Power came or went: whoever was logged in is not any more. The counters stay. */
  reset(): void;
  readonly tries: readonly Try[];
  readonly pinTriesLeft: number;
  readonly pukTriesLeft: number;
  /** How many signatures were made. */
  readonly signatures: number;
  /** Puts another key and certificate into a place, as a re-issued card has them. */
  replace(slot: Slot, key: CardKey): void;
}

const application = Buffer.from('a000000308000010000100', 'hex');
/** Application property template (part 2, table 3): the version and the authority that named it. */
const properties = tlv(
  '61',
  tlv('4f', Buffer.from('000010000100', 'hex')),
  tlv('79', tlv('4f', application.subarray(0, 5))),
);
/** Direct convention, T=1, with five characters of history; the last byte makes the exclusive-or of all but the first zero. */
const atr = ((): Buffer => {
  const body = Buffer.concat([Buffer.from([0x85, 0x80, 0x01]), Buffer.from('Fojas')]);
  return Buffer.concat([Buffer.from([0x3b]), body, Buffer.from([body.reduce((sum, byte) => sum ^ byte, 0)])]);
})();

const certificateTags: Readonly<Record<Slot, string>> = { '9a': '5fc105', '9c': '5fc10a' };
const pinReference = 0x80;
const pukReference = 0x81;

interface Secret {
  readonly name: 'pin' | 'puk';
  value: string;
  left: number;
}

/** Makes a card that lies on the table: `insertCard` puts it into a reader. */
export function createPivCard(options: CardOptions): PivCard {
  const { pin = '123456', puk = '12345678', tries: most = 3, name = 'Fojas' } = options;
  const keys = new Map<string, CardKey>(Object.entries(options.keys));
  const secrets = {
    pin: { name: 'pin', value: pin, left: most } as Secret,
    puk: { name: 'puk', value: puk, left: most } as Secret,
  };
  const tries: Try[] = [];
  let verified = false;
  /** Whether the command just before this one was a right PIN: what 9C wants (part 1, 3.1.1: "PIN always"). */
  let fresh = false;
  let signatures = 0;

  /** Spends a try on a secret. Null when it was right. */
  const spend = (secret: Secret, given: string): Answer | null => {
    const outcome = secret.left === 0 ? 'locked' : given === secret.value ? 'right' : 'wrong';
    tries.push({ secret: secret.name, outcome });
    if (outcome === 'locked') return bare(status.blocked);
    if (outcome === 'right') {
      secret.left = most;
      return null;
    }
    secret.left -= 1;
    return secret.left === 0 ? bare(status.blocked) : triesLeft(secret.left);
  };

  const verify = ({ p1, p2, data }: Command): Answer => {
    if (p2 !== pinReference) return bare(status.referenceNotFound);
    if (p1 === 0xff) {
      verified = false;
      return bare(status.ok);
    }
    if (data.length === 0) {
      if (verified) return bare(status.ok);
      return secrets.pin.left === 0 ? bare(status.blocked) : triesLeft(secrets.pin.left);
    }
    const given = textOf(data);
    if (given === null) return bare(status.wrongData);
    verified = false;
    const refused = spend(secrets.pin, given);
    if (refused !== null) return refused;
    verified = fresh = true;
    return bare(status.ok);
  };

  /** CHANGE REFERENCE DATA: the old one and the new one. */
  const change = ({ p2, data }: Command): Answer => {
    if (p2 !== pinReference && p2 !== pukReference) return bare(status.referenceNotFound);
    const secret = p2 === pinReference ? secrets.pin : secrets.puk;
    const [old, next] = [textOf(data.subarray(0, 8)), textOf(data.subarray(8))];
    if (old === null || next === null) return bare(status.wrongData);
    const refused = spend(secret, old);
    if (refused !== null) return refused;
    secret.value = next;
    if (secret === secrets.pin) verified = true;
    return bare(status.ok);
  };

  /** RESET RETRY COUNTER: the PUK and a new PIN. */
  const unblock = ({ p2, data }: Command): Answer => {
    if (p2 !== pinReference) return bare(status.referenceNotFound);
    const [given, next] = [textOf(data.subarray(0, 8)), textOf(data.subarray(8))];
    if (given === null || next === null) return bare(status.wrongData);
    const refused = spend(secrets.puk, given);
    if (refused !== null) return refused;
    secrets.pin.value = next;
    secrets.pin.left = most;
    return bare(status.ok);
  };

  const authenticate = ({ p1, p2, data }: Command, wasFresh: boolean): Answer => {
    const slot = p2.toString(16);
    const key = keys.get(slot);
    if (key === undefined) return bare(status.referenceNotFound);
    if (p1 !== algorithmOf(key.privateKey)) return bare(status.wrongParameters);
    if (!verified || (slot === '9c' && !wasFresh)) return bare(status.securityNotSatisfied);
    const challenge = readTlv(readTlv(data)?.get(0x7c) ?? data)?.get(0x81);
    const answer = challenge === undefined ? null : operate(key.privateKey, challenge);
    if (answer === null) return bare(status.wrongData);
    signatures += 1;
    return ok(tlv('7c', tlv('82', answer)));
  };

  const run = (command: Command): Answer => {
    const wasFresh = fresh;
    fresh = false;
    switch (command.ins) {
      case 0xa4:
        return select(command);
      case 0xcb:
        return getData(command.data, keys, name);
      case 0x20:
        return verify(command);
      case 0x24:
        return change(command);
      case 0x2c:
        return unblock(command);
      case 0x87:
        return authenticate(command, wasFresh);
      default:
        return bare(status.unknownInstruction);
    }
  };
  const wire = transport(run);
  return {
    ...{ atr, tries, transmit: wire.transmit },
    reset() {
      verified = fresh = false;
      wire.reset();
    },
    replace: (slot, key) => void keys.set(slot, key),
    get pinTriesLeft() {
      return secrets.pin.left;
    },
    get pukTriesLeft() {
      return secrets.puk.left;
    },
    get signatures() {
      return signatures;
    },
  };
}

/** Eight characters, filled with FF at the end (part 2, 2.4.3); null for anything else, which spends no try. */
function textOf(bytes: Buffer): string | null {
  const end = bytes.indexOf(0xff);
  const text = bytes.subarray(0, end < 0 ? 8 : end);
  const filling = bytes.subarray(text.length);
  return bytes.length === 8 && text.length >= 6 && filling.every((byte) => byte === 0xff)
    ? text.toString('latin1')
    : null;
}

/** By the application's whole name, or by the beginning of it that every PIV card answers to. */
function select({ p1, data }: Command): Answer {
  const named = data.length >= 5 && application.subarray(0, data.length).equals(data);
  return p1 === 0x04 && named ? ok(properties) : bare(status.notFound);
}

function getData(data: Buffer, keys: ReadonlyMap<string, CardKey>, name: string): Answer {
  const tag = readTlv(data)?.get(0x5c)?.toString('hex');
  if (tag === '5fc102') return ok(tlv('53', holder(name)));
  if (tag === '5fc107') return ok(tlv('53', capabilities()));
  if (tag === '7e') return ok(discovery);
  for (const [slot, key] of keys) {
    if (certificateTags[slot as Slot] !== tag) continue;
    return ok(tlv('53', tlv('70', key.certificate), tlv('71', Buffer.from([0])), tlv('fe')));
  }
  return bare(status.notFound);
}

/** Discovery object (part 1, 3.3.2): PIV with the application's own PIN, and no global one. */
const discovery = tlv('7e', tlv('4f', application), tlv('5f2f', Buffer.from([0x40, 0x00])));

/** Card Holder Unique Identifier: not federal (a FASC-N of nines would say so to a federal agency), with a GUID made from the name. */
function holder(name: string): Buffer {
  const guid = createHash('sha256').update(`fojas virtual card ${name}`).digest().subarray(0, 16);
  return Buffer.concat([
    tlv('30', Buffer.from('d4e739da739ced39ce739d836858210842108421c842c3eb', 'hex'), Buffer.from([0])),
    tlv('34', guid),
    tlv('35', Buffer.from('20991231')),
    tlv('3e'),
    tlv('fe'),
  ]);
}

/** Card Capability Container with the fields a reader looks for and nothing in them. */
function capabilities(): Buffer {
  const empty = ['f3', 'f6', 'f7', 'fa', 'fb', 'fc', 'fd', 'fe'] as const;
  return Buffer.concat([
    tlv('f0', Buffer.alloc(21, 1)),
    tlv('f1', Buffer.from([0x21])),
    tlv('f2', Buffer.from([0x21])),
    tlv('f4', Buffer.from([0])),
    tlv('f5', Buffer.from([0x10])),
    ...empty.map((tag) => tlv(tag)),
  ]);
}
