import type { Calls } from '../../contract/calls.ts';
import type { OfficeConfig } from '../../contract/config.ts';
import { done, failed } from '../../contract/failures.ts';
import type { Handlers } from '../../contract/rpc.ts';
import { permissionsOf } from '../acts/permissions.ts';
import { type Store, sql } from '../store/index.ts';
import type { DraftDesk } from './desk.ts';
import { draftCases, draftPage } from './list.ts';
import { history, readVersion } from './rows.ts';

export interface DraftHandlerRooms {
  readonly config: OfficeConfig;
  readonly store: Store;
  readonly drafts: DraftDesk;
  readonly clock: () => Date;
}

type Answered = Pick<
  Handlers<Calls>,
  Exclude<
    | 'drafts.list'
    | 'drafts.read'
    | 'drafts.begin'
    | 'drafts.save'
    | 'drafts.history'
    | 'drafts.version'
    | 'drafts.writing'
    | 'drafts.cases',
    'drafts.signers' | 'drafts.sheet' | 'drafts.propose'
  >
>;

const mostHistory = 5000;

export function aboutDrafts({ config, store, drafts, clock }: DraftHandlerRooms): Answered {
  const may = permissionsOf(config.person.role).draft;
  const notAllowed = failed({ kind: 'notAllowed' });
  return {
    'drafts.list': async (asked) => {
      if (!may) return notAllowed;
      return done(draftPage(store.reader, asked, { deviceId: config.deviceId, now: clock() }));
    },
    'drafts.read': async ({ draftId }) => {
      if (!may) return notAllowed;
      const draft = drafts.read(draftId);
      return draft ? done(draft) : failed({ kind: 'draftUnknown', draftId });
    },
    'drafts.begin': async ({ caseId, text }) => {
      if (!may) return notAllowed;
      const known = store.reader.get(sql`select 1 from cache.cases where case_id = ${caseId}`);
      return known ? done(drafts.begin(caseId, text)) : failed({ kind: 'badInput', detail: 'caseId: not known here' });
    },
    'drafts.save': async (wish) => (may ? drafts.save(wish) : notAllowed),
    'drafts.history': async ({ draftId }) =>
      may ? done({ versions: history(store.reader, draftId, mostHistory) }) : notAllowed,
    'drafts.version': async ({ versionId }) => {
      if (!may) return notAllowed;
      const saved = readVersion(store.reader, versionId);
      return saved ? done(saved) : failed({ kind: 'draftUnknown', draftId: versionId });
    },
    'drafts.writing': async ({ draftId, writes }) => {
      if (!may) return notAllowed;
      drafts.writing(draftId, writes);
      return done({});
    },
    'drafts.cases': async ({ search }) => (may ? done({ cases: draftCases(store.reader, search, 50) }) : notAllowed),
  };
}
