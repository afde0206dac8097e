import { type Outcome, done, failed } from '../../contract/failures.ts';
import type { Calls } from '../../contract/calls.ts';
import type { OfficeConfig } from '../../contract/config.ts';
import type { Handlers } from '../../contract/rpc.ts';
import { permissionsOf } from '../acts/permissions.ts';
import { readAct } from '../casefile/act-rows.ts';
import type { Preflight } from '../../contract/levels.ts';
import type { PreflightRequest } from '../signing/preflight/preflight.ts';
import type { Store } from '../store/index.ts';
import type { LevelsDesk } from './desk.ts';
import { caseHealth } from './health.ts';
import { type ReportRooms, reportOnAct, reportOnPicked, revisionOf, saveReport } from './report.ts';

export interface LevelRooms {
  readonly config: OfficeConfig;
  readonly store: Store;
  readonly levels: LevelsDesk;
  readonly reports: ReportRooms;
  readonly preflight: (request: PreflightRequest) => Promise<Outcome<Preflight>>;
}

type Answered = Pick<
  Handlers<Calls>,
  | 'signing.preflight'
  | 'reports.act'
  | 'reports.save'
  | 'reports.revision'
  | 'files.verify'
  | 'cases.health'
  | 'levels.renew'
>;

/** Reports of acts, the health of a case, and its one action. */
export function aboutLevels({ config, store, levels, reports, preflight }: LevelRooms): Answered {
  const may = permissionsOf(config.person.role);
  return {
    'signing.preflight': async (request) => (may.sign ? preflight(request) : failed({ kind: 'notAllowed' })),
    'reports.act': async ({ actId, locale }) => {
      if (!may.read) return failed({ kind: 'notAllowed' });
      const act = readAct(store.reader, actId);
      return act ? reportOnAct(reports, act, locale) : failed({ kind: 'actUnknown', actId });
    },
    'reports.save': async ({ actId, locale }) => {
      if (!may.read) return failed({ kind: 'notAllowed' });
      const act = readAct(store.reader, actId);
      if (!act) return failed({ kind: 'actUnknown', actId });
      const report = await reportOnAct(reports, act, locale);
      return report.ok ? done({ path: saveReport(config.dataDir, report.value) }) : report;
    },
    'reports.revision': async (wish) => (may.read ? revisionOf(reports, wish) : failed({ kind: 'notAllowed' })),
    'files.verify': async (picked) => (may.read ? reportOnPicked(reports, picked) : failed({ kind: 'notAllowed' })),
    'cases.health': async ({ caseId, after, limit }) =>
      may.read
        ? done(caseHealth(store.reader, caseId, { after, limit }, reports.now()))
        : failed({ kind: 'notAllowed' }),
    'levels.renew': async ({ actIds }) => (may.read ? done(levels.renew(actIds)) : failed({ kind: 'notAllowed' })),
  };
}
