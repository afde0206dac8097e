import type { Calls } from '../../contract/calls.ts';
import { done } from '../../contract/failures.ts';
import type { Handlers } from '../../contract/rpc.ts';
import type { HomeKeeper } from './keeper.ts';
import type { LeavingDesk } from './leave.ts';

/** Answers for the copies at the second place. */
export function aboutHome({
  home,
  leaving,
}: {
  readonly home: HomeKeeper;
  readonly leaving: LeavingDesk;
}): Pick<Handlers<Calls>, 'home.status' | 'home.copyNow' | 'home.check' | 'home.leave'> {
  return {
    'home.status': async () => done(home.status()),
    'home.copyNow': ({ adopt }) => home.copyNow(adopt),
    'home.check': () => home.check(),
    'home.leave': ({ really }) => leaving.leave(really),
  };
}
