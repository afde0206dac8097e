import { type Outcome, done, failed } from '../../contract/failures.ts';
import type { Calls } from '../../contract/calls.ts';
import type { OfficeConfig } from '../../contract/config.ts';
import type { Handlers } from '../../contract/rpc.ts';
import { isVisible, viewerOf } from '../acts/viewer.ts';
import { readAct } from '../casefile/act-rows.ts';
import { visibleProposals } from '../casefile/clearance.ts';
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
  const viewer = viewerOf(config);
  return {
    'signing.preflight': async (request) => preflight(request),
    'reports.act': async ({ actId, ...how }) => {
      const act = readAct(store.reader, actId);
      if (!act) return failed({ kind: 'actUnknown', actId });
      return isVisible(act, viewer) ? reportOnAct(reports, act, how) : failed({ kind: 'notAllowed' });
    },
    'reports.save': async ({ actId, ...how }) => {
      const act = readAct(store.reader, actId);
      if (!act) return failed({ kind: 'actUnknown', actId });
      if (!isVisible(act, viewer)) return failed({ kind: 'notAllowed' });
      const report = await reportOnAct(reports, act, how);
      return report.ok ? done({ path: saveReport(config.dataDir, report.value) }) : report;
    },
    'reports.revision': async (wish) => {
      const act = readAct(store.reader, wish.actId);
      return act && !isVisible(act, viewer) ? failed({ kind: 'notAllowed' }) : revisionOf(reports, wish);
    },
    'files.verify': async (picked) => reportOnPicked(reports, picked),
    'cases.health': async ({ caseId, after, limit }) => {
      if (after === null) levels.lookAt(caseId);
      const asked = config.signatures?.level ?? 'B';
      const eyes = { visible: visibleProposals(viewer), asked };
      return done(caseHealth(store.reader, caseId, { after, limit }, reports.now(), eyes));
    },
    'levels.renew': async ({ actIds }) => {
      const mine = actIds.filter((actId) => {
        const act = readAct(store.reader, actId);
        return act !== null && isVisible(act, viewer);
      });
      const { queued } = levels.renew(mine);
      return done({ queued, left: actIds.length - queued });
    },
  };
}
