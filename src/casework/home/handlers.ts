import { isAbsolute } from 'node:path';
import type { Calls } from '../../contract/calls.ts';
import { type Outcome, done, failed } from '../../contract/failures.ts';
import type { Handlers } from '../../contract/rpc.ts';
import { type CopySource, bringSlot } from './bring.ts';
import type { HomeKeeper } from './keeper.ts';
import type { LeavingDesk } from './leave.ts';
import { troubleOf } from '../store/index.ts';
import { LineTrouble } from './remote.ts';

type Names = 'home.status' | 'home.copyNow' | 'home.check' | 'home.leave' | 'home.slots' | 'home.fetchSlot';

/** Answers for the copies at the second place, and for those of others that the repository keeps. */
export function aboutHome({
  home,
  leaving,
  keptCopies,
}: {
  readonly home: HomeKeeper;
  readonly leaving: LeavingDesk;
  /** Null where no repository is configured. */
  readonly keptCopies: CopySource | null;
}): Pick<Handlers<Calls>, Names> {
  const asked = async <T>(work: (source: CopySource) => Promise<Outcome<T>>): Promise<Outcome<T>> => {
    if (!keptCopies) return failed({ kind: 'repositoryNotConfigured' });
    try {
      return await work(keptCopies);
    } catch (error) {
      if (error instanceof LineTrouble) return failed(error.failure);
      throw error;
    }
  };
  return {
    'home.status': async () => done(home.status()),
    'home.copyNow': ({ adopt }) => home.copyNow(adopt),
    'home.check': () => home.check(),
    'home.leave': ({ really }) => leaving.leave(really),
    'home.slots': () => asked(async (source) => done({ slots: [...(await source.slots())] })),
    'home.fetchSlot': ({ slot: wanted, to, all }) =>
      asked(async (source) => {
        // Whoever typed it would look for it somewhere else.
        if (!isAbsolute(to)) return failed({ kind: 'copyPlaceAbsent', folder: to });
        const slot = (await source.slots()).find((one) => one.slot === wanted);
        if (!slot) return failed({ kind: 'copyMissing', folder: wanted, detail: 'no such slot' });
        try {
          const { folder, generations } = await bringSlot(source, slot, { to, all });
          return done({ folder, generations: [...generations] });
        } catch (error) {
          const trouble = troubleOf(error, to);
          if (!trouble) throw error;
          return failed(trouble);
        }
      }),
  };
}
