import type { Calls } from '../../contract/calls.ts';
import { done, failed } from '../../contract/failures.ts';
import type { Handlers } from '../../contract/rpc.ts';
import type { Hub } from '../hub.ts';
import { exportParcel, isFolder } from './export.ts';
import type { Courier } from './carry.ts';
import { type ImportRooms, importParcel } from './import.ts';
import { wishForSeed } from './wish.ts';

export interface StickDesk extends ImportRooms {
  readonly hub: Hub;
  readonly courier: Courier;
  /** What was taken in changes what the line has to do. */
  readonly onTaken: () => void;
}

/** Answers for parcels. */
export function aboutSticks({
  stick,
}: {
  readonly stick: StickDesk;
}): Pick<
  Handlers<Calls>,
  'stick.export' | 'stick.wish' | 'stick.import' | 'stick.carry' | 'stick.carried' | 'stick.passOn' | 'stick.handOut'
> {
  return {
    'stick.export': async ({ folder }) =>
      isFolder(folder) ? exportParcel(stick, folder) : failed({ kind: 'copyPlaceAbsent', folder }),
    'stick.wish': async ({ folder, ...wish }) =>
      isFolder(folder) ? wishForSeed(stick, folder, wish) : failed({ kind: 'copyPlaceAbsent', folder }),
    'stick.carry': ({ path }) => stick.courier.take(path),
    'stick.carried': async () => done(stick.courier.read()),
    'stick.passOn': async () => done(await stick.courier.now()),
    'stick.handOut': ({ folder }) => stick.courier.hand(folder),
    'stick.import': async ({ path }) => {
      const taken = await importParcel(stick, path);
      if (taken.ok) {
        stick.hub.traysChanged('toSign', 'signed', 'queue', 'registered', 'returned');
        stick.hub.emit('cases.changed', {});
        stick.onTaken();
      }
      return taken;
    },
  };
}
