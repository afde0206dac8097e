import type { Line } from '../../contract/calls.ts';
import type { Failure } from '../../contract/failures.ts';

type Denial = NonNullable<Extract<Failure, { kind: 'repositoryDenied' }>['reason']> | 'unknownOffice';

/** What the line is called: that the office answers is not that the central repository does, and being refused is not being out of reach. */
export function lineWords(line: Line): 'strip.officeOnly' | `strip.denied.${Denial}` | `strip.${Line['state']}` {
  const denial = denialOf(line);
  if (denial !== null) return `strip.denied.${denial}`;
  return line.state === 'online' && line.centre?.reached === false ? 'strip.officeOnly' : `strip.${line.state}`;
}

/** Why the repository does not let this desk in, where that is what happened last; null otherwise. */
export function denialOf({ state, lastFailure }: Line): Denial | null {
  if (state === 'notConfigured' || lastFailure?.kind !== 'repositoryDenied') return null;
  return lastFailure.reason ?? 'unknownOffice';
}
