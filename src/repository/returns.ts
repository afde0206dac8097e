import type { ProblemCode, Return } from '../contract/wire.ts';
import type { Register } from './register/port.ts';

export type ReturnOutcome =
  | { readonly kind: 'created' | 'same' }
  | { readonly kind: 'refused'; readonly code: ProblemCode; readonly detail: string };

const refused = (code: ProblemCode, detail: string): ReturnOutcome => ({ kind: 'refused', code, detail });

/** Notes that an act goes back with a remark, once. The act is of the office that asks; the caller has seen to that. */
export async function takeReturn(register: Register, given: Return): Promise<ReturnOutcome> {
  const stored = await register.putReturn(given);
  switch (stored) {
    case 'created':
    case 'same':
      return { kind: stored };
    case 'actUnknown':
      return refused('act-unknown', 'no act of this id was proposed');
    case 'registered':
      return refused('act-state', 'the act is registered');
    case 'withdrawn':
      return refused('act-state', 'the act was withdrawn, or is made anew as another');
    case 'reused':
      return refused('act-state', 'the act was returned before with other remarks');
    case 'notProposed':
      return refused('not-what-was-shown', 'the returned document is not the one proposed');
  }
}
