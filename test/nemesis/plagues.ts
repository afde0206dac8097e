/** The faults of one batch: what each is, when it strikes, and how a person puts it right afterwards. */
import type { FaultRule } from '../helpers/fault-module/faults.ts';
import { between, pick } from './random.ts';

/** Strikes inside the driver, at the n-th call of a function. */
export type DriverPlague =
  | 'unplugged'
  | 'crash at the signature'
  | 'crash after the signature'
  | 'abort before the signature'
  | 'hang at the signature'
  | 'hang at the login'
  | 'crash at the login'
  | 'other bytes for a signature'
  | 'signature too short'
  | 'session lost'
  | 'token not there'
  | 'memory'
  | 'slow leak'
  | 'slots doubled'
  | 'slots hidden'
  | 'stuck at the end';

/** Strikes from outside, when so many acts are kept. */
export type OutsidePlague = 'office killed' | 'host killed' | 'driver uninstalled' | 'disk full' | 'repository down';

/** Strikes in the card itself or its reader, when so many acts are kept. */
export type CardPlague =
  'card pulled out between commands' | 'card pulled out while it signs' | 'slow card' | 'garbage from the card';

/** Is the person's doing, at the n-th PIN question. The last try is one after two wrong PINs, and wants a yes of its own. */
export type PersonPlague = 'wrong PIN' | 'last try' | 'PIN cancelled' | 'PIN window closed';

export interface Plague {
  readonly name: DriverPlague | OutsidePlague | CardPlague | PersonPlague;
  /** A rule for the driver, or null. */
  readonly rule: FaultRule | null;
  /** For those from outside: strikes when this many acts are kept, and then so many milliseconds (for a card: commands) later. */
  readonly kept: number;
  readonly afterMs: number;
}

const driver: readonly DriverPlague[] = [
  ...(['unplugged', 'crash at the signature', 'crash after the signature', 'abort before the signature'] as const),
  ...(['hang at the signature', 'hang at the login', 'crash at the login', 'other bytes for a signature'] as const),
  ...(['signature too short', 'session lost', 'token not there', 'memory', 'stuck at the end'] as const),
  ...(['slow leak', 'slots doubled', 'slots hidden'] as const),
];
const outside: readonly OutsidePlague[] = [
  ...(['office killed', 'office killed', 'host killed', 'host killed'] as const),
  ...(['driver uninstalled', 'disk full', 'repository down'] as const),
];
const card: readonly CardPlague[] = [
  ...(['card pulled out between commands', 'card pulled out while it signs'] as const),
  ...(['slow card', 'garbage from the card'] as const),
];
const person: readonly PersonPlague[] = ['wrong PIN', 'PIN cancelled', 'PIN window closed'];

/** One to three faults for a batch of so many acts, with the keys in this place. */
export function drawPlagues(random: () => number, acts: number, place: 'softhsm' | 'card'): Plague[] {
  const kinds =
    place === 'card'
      ? [card, card, card, driver, outside, [...person, 'last try'] as const]
      : [driver, driver, outside, person];
  return Array.from({ length: between(random, 1, 3) }, () => {
    const name = pick(random, pick<readonly Plague['name'][]>(random, kinds));
    return plague(name, between(random, 0, acts - 1), between(random, 0, 12));
  });
}

/** C_WaitForSlotEvent of every driver lies, then waits for ever: a host that believed it would show. */
export const slotEventLies: readonly FaultRule[] = [
  { at: 'C_WaitForSlotEvent', nth: 1, action: 'twice' },
  { at: 'C_WaitForSlotEvent', nth: 2, action: 'hang' },
];

/** One fault, when so many acts are kept. */
export const plague = (name: Plague['name'], kept: number, afterMs = 0): Plague => ({
  ...{ name, kept, afterMs },
  rule: ruleOf(name, kept + 1),
});

const removed = 0x32;
const sessionInvalid = 0xb3;
const notPresent = 0xe0;

function ruleOf(name: Plague['name'], nth: number): FaultRule | null {
  switch (name) {
    case 'unplugged':
      return { at: 'C_Sign', nth, action: 'unplug' };
    case 'crash at the signature':
      return { at: 'C_Sign', nth, action: 'crash' };
    case 'crash after the signature':
      return { at: 'C_Sign', nth, action: 'after' };
    case 'abort before the signature':
      return { at: 'C_SignInit', nth, action: 'abort' };
    case 'hang at the signature':
      return { at: 'C_Sign', nth, action: 'hang' };
    case 'hang at the login':
      return { at: 'C_Login', nth: 1, action: 'hang' };
    case 'crash at the login':
      return { at: 'C_Login', nth: 1, action: 'crash' };
    case 'other bytes for a signature':
      return { at: 'C_Sign', nth, action: 'garbage' };
    case 'signature too short':
      return { at: 'C_Sign', nth, action: ['length', 200] };
    case 'session lost':
      return { at: 'C_SignInit', nth, action: ['code', sessionInvalid] };
    case 'token not there':
      return { at: 'C_GetAttributeValue', nth: nth + 8, action: ['code', nth % 2 === 0 ? notPresent : removed] };
    case 'memory':
      return { at: 'C_Sign', nth, action: ['grow', 500] };
    case 'slow leak':
      // From there on so many MiB with each signature, in that process: above what is allowed after some twenty to forty of them.
      return { at: 'C_Sign', nth, action: ['leak', 10] };
    case 'slots doubled':
      return { at: 'C_GetSlotList', nth: 1 + (nth % 8), action: 'twice' };
    case 'slots hidden':
      return { at: 'C_GetSlotList', nth: 1 + (nth % 8), action: 'none' };
    case 'stuck at the end':
      return { at: 'C_Finalize', nth: 1, action: 'hang' };
    default:
      return null;
  }
}
