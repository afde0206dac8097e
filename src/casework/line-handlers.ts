import type { Calls } from '../contract/calls.ts';
import type { OfficeConfig } from '../contract/config.ts';
import { done } from '../contract/failures.ts';
import type { LineDetail } from '../contract/line.ts';
import type { Handlers } from '../contract/rpc.ts';
import { keptFiles, mostKeptBytes } from './casefile/keeping.ts';
import { pinCase, unpinCase } from './casefile/pins.ts';
import type { Store } from './store/index.ts';
import type { SyncEngine } from './sync/engine.ts';
import { readOutages } from './sync/outages.ts';

export interface LineRooms {
  readonly config: Pick<OfficeConfig, 'line'>;
  readonly store: Store;
  /** Null where no repository is configured. */
  readonly sync: SyncEngine | null;
  readonly clock: () => Date;
}

type LineCalls = 'line.read' | 'line.retry' | 'line.networkChanged' | 'line.signIn' | 'line.pin';

/** What the line's screen asks for and does. */
export function aboutLine({ config, store, sync, clock }: LineRooms): Pick<Handlers<Calls>, LineCalls> {
  return {
    'line.read': async () => {
      const kept = keptFiles(store.reader, mostKeptBytes(config.line?.keepMegabytes));
      return done({ ...(sync?.detail() ?? { ...noLine, outages: readOutages(store, 50) }), kept });
    },
    'line.retry': async ({ key }) => {
      sync?.retry(key);
      return done({});
    },
    'line.networkChanged': async () => {
      sync?.networkChanged();
      return done({});
    },
    'line.signIn': async ({ user, password }) => {
      sync?.signIn(user, password);
      return done({});
    },
    'line.pin': async ({ caseId, hearingAt, pinned }) => {
      store.journal.write((tx) => (pinned ? pinCase(tx, { caseId, hearingAt }, clock()) : unpinCase(tx, caseId)));
      sync?.look();
      return done({});
    },
  };
}

const nothing = { items: 0, bytes: 0 };
const noLine: Omit<LineDetail, 'outages' | 'kept'> = {
  ...{ up: nothing, down: nothing, deferred: nothing, items: [], cap: { kbps: null, until: null } },
  ...{ goodput: { up: null, down: null }, proxy: { via: null, wantsSignIn: false }, nextTrySeconds: null },
};
