import { diagnosticsCalls } from './diagnostics.ts';
import { calls, events } from './calls.ts';
import { linkCalls, linkEvents } from './links.ts';
import { lockCalls, lockEvents } from './lock.ts';
import { servingCalls, servingEvents } from './office-repository.ts';
import { placesCalls } from './places.ts';
import { policyCalls, policyEvents } from './policy.ts';
import { recoveryCalls } from './recovery.ts';
import { setupCalls } from './setup.ts';
import { updateCalls, updateEvents } from './updates.ts';

/** Everything that a window may ask: of the office, and of the program itself. */
export const windowCalls = {
  ...calls,
  ...updateCalls,
  ...linkCalls,
  ...policyCalls,
  ...diagnosticsCalls,
  ...lockCalls,
  ...setupCalls,
  ...recoveryCalls,
  ...servingCalls,
  ...placesCalls,
} as const;
export type WindowCalls = typeof windowCalls;
export type WindowCallName = keyof WindowCalls;

export const windowEvents = {
  ...events,
  ...updateEvents,
  ...linkEvents,
  ...lockEvents,
  ...policyEvents,
  ...servingEvents,
} as const;
export type WindowEvents = typeof windowEvents;
export type WindowEventName = keyof WindowEvents;
