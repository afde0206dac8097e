import type { Line } from '../../contract/calls.ts';
import type { Failure } from '../../contract/failures.ts';

type Reason = NonNullable<Extract<Failure, { kind: 'repositoryDenied' }>['reason']>;
/** A key out of a file is refused where it is taken, and never on the line. */
type Denial = Exclude<Reason, 'personsKey'> | 'unknownOffice';

/** What the line is called: that the office answers is not that the central repository does, and being refused is not being out of reach. */
export function lineWords(line: Line): 'strip.officeOnly' | `strip.denied.${Denial}` | `strip.${Line['state']}` {
  const denial = denialOf(line);
  if (denial !== null) return `strip.denied.${denial}`;
  return line.state === 'online' && line.centre?.reached === false ? 'strip.officeOnly' : `strip.${line.state}`;
}

/** What becomes of what was signed just now: nothing is on its way while nothing of it can leave. */
export function wayOf(line: Line): 'batch.queued' | 'batch.waits' | 'batch.keptHere' {
  const words = lineWords(line);
  if (words === 'strip.notConfigured') return 'batch.keptHere';
  return words === 'strip.online' ? 'batch.queued' : 'batch.waits';
}

/** Why the repository does not let this desk in, where that is what happened last; null otherwise. */
export function denialOf({ state, lastFailure }: Line): Denial | null {
  if (state === 'notConfigured' || lastFailure?.kind !== 'repositoryDenied') return null;
  const { reason } = lastFailure;
  return reason === undefined || reason === 'personsKey' ? 'unknownOffice' : reason;
}
