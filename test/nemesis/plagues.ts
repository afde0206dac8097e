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
  | 'stuck at the end';

/** Strikes from outside, when so many acts are kept. */
export type OutsidePlague = 'office killed' | 'host killed' | 'driver uninstalled' | 'disk full' | 'repository down';

/** Is the person's doing, at the n-th PIN question. */
export type PersonPlague = 'wrong PIN' | 'PIN cancelled' | 'PIN window closed';

export interface Plague {
  readonly name: DriverPlague | OutsidePlague | PersonPlague;
  /** A rule for the driver, or null. */
  readonly rule: FaultRule | null;
  /** For those from outside: strikes when this many acts are kept, and then so many milliseconds later. */
  readonly kept: number;
  readonly afterMs: number;
}

const driver: readonly DriverPlague[] = [
  ...(['unplugged', 'crash at the signature', 'crash after the signature', 'abort before the signature'] as const),
  ...(['hang at the signature', 'hang at the login', 'crash at the login', 'other bytes for a signature'] as const),
  ...(['signature too short', 'session lost', 'token not there', 'memory', 'stuck at the end'] as const),
];
const outside: readonly OutsidePlague[] = [
  ...(['office killed', 'office killed', 'host killed', 'host killed'] as const),
  ...(['driver uninstalled', 'disk full', 'repository down'] as const),
];
const person: readonly PersonPlague[] = ['wrong PIN', 'PIN cancelled', 'PIN window closed'];

/** One to three faults for a batch of so many acts. */
export function drawPlagues(random: () => number, acts: number): Plague[] {
  return Array.from({ length: between(random, 1, 3) }, () => {
    const name = pick(random, pick(random, [driver, driver, outside, person]));
    return plague(name, between(random, 0, acts - 1), between(random, 0, 12));
  });
}

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
    case 'stuck at the end':
      return { at: 'C_Finalize', nth: 1, action: 'hang' };
    default:
      return null;
  }
}
