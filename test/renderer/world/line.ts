import type { ActRow } from '../../../src/contract/acts.ts';
import type { Calls } from '../../../src/contract/calls.ts';
import { done } from '../../../src/contract/failures.ts';
import type { ActId, CaseId } from '../../../src/contract/ids.ts';
import type { LineDetail, LineItem, PinnedCase } from '../../../src/contract/line.ts';
import type { Handlers } from '../../../src/contract/rpc.ts';

type Answered = Pick<Handlers<Calls>, 'line.read' | 'line.retry' | 'line.networkChanged' | 'line.signIn' | 'line.pin'>;

/** A thin line with a little of everything on it: something under way, two set aside, a cap, a proxy that asks, and cuts. */
export function lineHandlers(rows: ReadonlyMap<ActId, ActRow>): Answered {
  const forgiven = new Set<string>();
  let signedIn = false;
  const [first] = rows.values();
  const about = { caseNumber: first?.caseNumber ?? '', caption: first?.caption ?? '', files: 42, lacking: 3 };
  const pins = new Map<string, PinnedCase>();
  if (first) {
    pins.set('pinned', { ...about, caseId: hearingCase, hearingAt: '2026-11-26T12:00:00.000Z' });
  }
  const nothing = async () => done({});
  return {
    'line.read': async () => done({ ...detail(rows, forgiven, signedIn), kept: { ...kept, pins: [...pins.values()] } }),
    'line.retry': async ({ key }) => {
      forgiven.add(key);
      return done({});
    },
    'line.signIn': async () => {
      signedIn = true;
      return done({});
    },
    'line.networkChanged': nothing,
    'line.pin': async ({ caseId, hearingAt, pinned }) => {
      if (pinned) pins.set(caseId, { ...about, caseId, hearingAt });
      else pins.delete(caseId);
      return done({});
    },
  };
}

const hearingCase = '6a1b0c52-8f0e-4b4e-9d0c-111111111111' as CaseId;
const kept = { items: 1204, bytes: 312_000_000, mostBytes: 4_294_967_296, away: 87 };

function detail(
  rows: ReadonlyMap<ActId, ActRow>,
  forgiven: ReadonlySet<string>,
  signedIn: boolean,
): Omit<LineDetail, 'kept'> {
  const acts = [...rows.values()].slice(0, 6);
  const items = acts.map(({ actId, title }, index): LineItem => {
    const aside = (index === 1 || index === 2) && !forgiven.has(actId);
    return {
      ...{ key: actId, kind: index === 4 ? 'file' : 'act', actId, title, bytes: 60_000 * (index + 1) },
      ...{ urgent: index === 3, moving: index === 0, aside, failures: aside ? 3 : 0 },
      reason: aside ? { kind: 'registrationRefused', problem: 'case-unknown', detail: 'd' } : null,
      ...(index === 3 ? { behind: { title: acts[0]?.title ?? '', reason: { kind: 'repositoryFull' as const } } } : {}),
    };
  });
  return {
    ...{ up: { items: 5, bytes: 1_200_000 }, down: { items: 3, bytes: 13_480_000 } },
    ...{ deferred: { items: 3, bytes: 13_000_000 }, items },
    cap: { kbps: 128, until: '14:00' },
    goodput: { up: 15_200, down: 14_100 },
    proxy: { via: 'proxy.ejemplo.invalid:3128', wantsSignIn: !signedIn },
    nextTrySeconds: null,
    outages: [
      {
        ...{ from: '2026-11-20T13:02:00.000Z', until: null, ended: null },
        reason: { kind: 'repositoryUnreachable', detail: 'ECONNREFUSED' },
      },
      {
        ...{ from: '2026-11-19T11:12:00.000Z', until: '2026-11-19T12:40:00.000Z', ended: 'back' },
        reason: { kind: 'repositoryUnreachable', detail: 'ETIMEDOUT' },
      },
    ],
  };
}
