import { calls, events } from './calls.ts';
import { updateCalls, updateEvents } from './updates.ts';

/** Everything that a window may ask: of the office, and of the program itself. */
export const windowCalls = { ...calls, ...updateCalls } as const;
export type WindowCalls = typeof windowCalls;
export type WindowCallName = keyof WindowCalls;

export const windowEvents = { ...events, ...updateEvents } as const;
export type WindowEvents = typeof windowEvents;
export type WindowEventName = keyof WindowEvents;
