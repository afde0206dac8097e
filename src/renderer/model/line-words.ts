import type { Line } from '../../contract/calls.ts';

/** What the line is called: that the office answers is not that the central repository does. */
export function lineWords({ state, centre }: Line): 'strip.officeOnly' | `strip.${Line['state']}` {
  return state === 'online' && centre?.reached === false ? 'strip.officeOnly' : `strip.${state}`;
}
