import type { Failure } from '../../contract/failures.ts';
import type { Desk } from '../desk.ts';
import type { Office } from './office.ts';
import { scenarioNames, scenarios, stepKey, type Facts, type ScenarioName, type Step } from './scenarios.ts';
import { createStore, type Store } from './store.ts';

export interface PracticeView {
  /** The scenario that is gone through; null while none is. */
  readonly running: ScenarioName | null;
  /** Steps that were done, as `scenario.step`. */
  readonly done: ReadonlySet<string>;
  readonly failure: Failure | null;
}

/** A file that a scenario lays on the place where files are verified. */
export interface Sample {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The tour and the guided scenarios: each step is noticed when it was done; what was done is kept. */
export interface PracticeDesk {
  readonly view: Store<PracticeView>;
  readonly sample: Store<Sample | null>;
  /** A report on a file whose signature does not hold stands on the screen. */
  readonly sawTampered: Store<boolean>;
  start(name: ScenarioName): void;
  /** Forgets that it was done, and begins it anew. */
  restart(name: ScenarioName): void;
  stop(): void;
  /** The tour was offered and is not wanted; it stays in the menu. */
  decline(): void;
  cut(isCut: boolean): Promise<void>;
  /** Lays the changed copy out; answers whether there is one. */
  tamper(): Promise<boolean>;
  /** Looks whether the step in hand was done by now. */
  notice(facts: Facts): void;
}

/** Said once of the tour: it was offered. */
const offered = 'tour.offered';

export function createPractice(desk: Desk, office: Office): PracticeDesk {
  const view = createStore<PracticeView>({ running: null, done: new Set(), failure: null });
  const sample = createStore<Sample | null>(null);
  const sawTampered = createStore(false);
  const change = (part: Partial<PracticeView>): void => view.set((now) => ({ ...now, ...part }));
  const keep = (done: ReadonlySet<string>): void => {
    change({ done });
    void office.writeSettings({ practised: [...done] });
  };
  office.view.subscribe(() => {
    const { settings } = office.view.get();
    const done = new Set(settings.practised ?? []);
    const now = view.get().done;
    if (done.size !== now.size || [...done].some((one) => !now.has(one))) change({ done });
  });
  return {
    view,
    sample,
    sawTampered,
    start(running) {
      sawTampered.set(false);
      keep(new Set([...view.get().done, offered]));
      change({ running, failure: null });
    },
    restart(running) {
      sawTampered.set(false);
      const done = [...view.get().done].filter((key) => !key.startsWith(`${running}.`) || key === offered);
      keep(new Set([...done, offered]));
      change({ running, failure: null });
    },
    stop: () => change({ running: null }),
    decline: () => keep(new Set([...view.get().done, offered])),
    async cut(isCut) {
      const answer = await desk.call('practice.cutLine', { isCut });
      change({ failure: answer.ok ? null : answer.failure });
      if (answer.ok) void office.syncNow();
    },
    async tamper() {
      const answer = await desk.call('practice.tampered', {});
      change({ failure: answer.ok ? null : answer.failure });
      if (!answer.ok || !answer.value.file) return false;
      const { name, bytes } = answer.value.file;
      sample.set({ name, bytes: Uint8Array.from(bytes) });
      return true;
    },
    notice(facts) {
      const { running, done } = view.get();
      const step = running && nextStep(running, done);
      if (running && step?.done(facts)) keep(new Set([...done, stepKey(running, step)]));
    },
  };
}

/** The first step that was not done; null where all were. */
export const nextStep = (name: ScenarioName, done: ReadonlySet<string>): Step | null =>
  scenarios[name].find((step) => !done.has(stepKey(name, step))) ?? null;

/** Whether this person was never offered the tour at this desk, and did nothing of it. */
export const isFirstRun = ({ done, running }: PracticeView): boolean => running === null && done.size === 0;

/** What there is to go through: outside practice mode nothing may be cut, pulled out or changed. */
export const offeredScenarios = (isPractice: boolean): readonly ScenarioName[] =>
  isPractice ? scenarioNames : ['tour'];
