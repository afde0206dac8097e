import type { Tray } from '../../contract/acts.ts';
import type { LibraryState, Settings, Status, TokensAnswer } from '../../contract/calls.ts';
import type { Failure } from '../../contract/failures.ts';
import type { PolicyName, PolicyReport, PolicyValue } from '../../contract/policy.ts';
import type { Desk } from '../desk.ts';
import { createStore, type Store } from './store.ts';

export interface OfficeView {
  readonly phase: 'starting' | 'ready' | 'failed';
  readonly failure: Failure | null;
  readonly status: Status | null;
  readonly settings: Settings;
  /** What the institution decided for this PC; null until it was read. */
  readonly policy: PolicyReport | null;
  readonly counts: Readonly<Record<Tray, number>>;
  /** Null until the drivers answered for the first time. */
  readonly libraries: readonly LibraryState[] | null;
  /** Readers, cards that no library answers for, and the certificates as the office ranks them; empty until then. */
  readonly tokens: Omit<TokensAnswer, 'libraries'>;
  readonly tokensFailure: Failure | null;
}

export interface Office {
  readonly view: Store<OfficeView>;
  /** Reads everything anew: at the start, after the office came back, or because the person asks. */
  start(): Promise<void>;
  /** Reads anew who sits where: what is granted changed. */
  readStatus(): Promise<Status | null>;
  readTokens(): Promise<void>;
  /** Hears what the institution decided anew. */
  readPolicy(): Promise<void>;
  /** Whoever sits here chooses a setting (null: takes it back). Answers why not, or null. */
  choosePolicy(name: PolicyName, value: PolicyValue | null): Promise<Failure | null>;
  writeSettings(change: Partial<Settings>): Promise<void>;
  syncNow(): Promise<void>;
}

const none: Readonly<Record<Tray, number>> = {
  ...{ toSign: 0, signed: 0, queue: 0, registered: 0, returned: 0 },
  ...{ dueToday: 0, toNotify: 0 },
};

/** What the window knows of the office: person, line, settings, counts and tokens, kept up to date by the office's events. */
export function createOffice(desk: Desk): Office {
  const view = createStore<OfficeView>({
    phase: 'starting',
    failure: null,
    status: null,
    settings: { locale: 'es-AR', theme: 'system', density: 'compact', certificateSha256: null, visible: null },
    policy: null,
    counts: none,
    libraries: null,
    tokens: { readers: null, unserved: [], offers: [] },
    tokensFailure: null,
  });
  const change = (part: Partial<OfficeView>): void => view.set((now) => ({ ...now, ...part }));

  const readCounts = async (): Promise<void> => {
    const counts = await desk.call('trays.counts', {});
    // A role that has no trays sees none of anybody's.
    change({ counts: counts.ok ? counts.value : none });
  };
  const readTokens = async (): Promise<void> => {
    const listed = await desk.call('tokens.list', {});
    if (listed.ok) {
      const { libraries, ...tokens } = listed.value;
      change({ libraries, tokens, tokensFailure: null });
    } else change({ tokensFailure: listed.failure });
  };
  const readPolicy = async (): Promise<void> => {
    const policy = await desk.call('policy.read', {});
    if (policy.ok) change({ policy: policy.value });
  };
  const start = async (): Promise<void> => {
    const [status, settings] = await Promise.all([desk.call('office.status', {}), desk.call('settings.read', {})]);
    if (!status.ok) return change({ phase: 'failed', failure: status.failure });
    change({ phase: 'ready', failure: null, status: status.value });
    if (settings.ok) change({ settings: settings.value });
    void readPolicy();
    // A driver may take seconds to answer: nothing else waits for it.
    void readTokens();
    await readCounts();
  };

  const readStatus = async (): Promise<Status | null> => {
    const status = await desk.call('office.status', {});
    if (!status.ok) return null;
    change({ status: status.value });
    return status.value;
  };

  desk.on('trays.changed', () => void readCounts());
  desk.on('tokens.changed', () => void readTokens());
  desk.on('settings.changed', (settings) => change({ settings }));
  desk.on('line.changed', (line) => {
    const { status } = view.get();
    if (status) change({ status: { ...status, line } });
  });
  desk.on('policy.changed', (policy) => change({ policy }));
  desk.on('office.restarted', () => void start());
  // The browser hears of a cable that is plugged in before anybody notices that the line works.
  globalThis.addEventListener?.('online', () => void desk.call('line.networkChanged', {}));

  return {
    view,
    start,
    readStatus,
    readTokens,
    readPolicy,
    async choosePolicy(name, value) {
      const policy = await desk.call('policy.choose', { name, value });
      if (!policy.ok) return policy.failure;
      change({ policy: policy.value });
      return null;
    },
    async writeSettings(part) {
      // Shown at once; the office's answer is the truth.
      change({ settings: { ...view.get().settings, ...part } });
      const written = await desk.call('settings.write', part);
      if (written.ok) change({ settings: written.value });
    },
    async syncNow() {
      const { status } = view.get();
      if (!status || status.line.syncing) return;
      change({ status: { ...status, line: { ...status.line, syncing: true } } });
      const line = await desk.call('sync.now', {});
      const after = view.get().status;
      if (!after) return;
      change({
        status: {
          ...after,
          line: line.ok ? line.value : { ...after.line, syncing: false, lastFailure: line.failure },
        },
      });
    },
  };
}
