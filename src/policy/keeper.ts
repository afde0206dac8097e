import type { OfficeConfig } from '../contract/config.ts';
import { done, failed, type Outcome } from '../contract/failures.ts';
import { type PolicyHolds, policyFacts } from '../contract/policy-facts.ts';
import { PolicyName, type PolicyReport, type PolicyValue, type PolicyWaiting } from '../contract/policy.ts';
import { isOpen, keepChoice } from './choices.ts';
import { type OpenedOffice, openOfficeConfig } from './office.ts';
import { type Draft, places, usual, valueIn } from './places.ts';
import type { Heard } from './resolve.ts';

export interface PolicyKeeperOptions {
  /** The office's file. */
  readonly file: string;
  /** As the program started under it. */
  readonly started: OpenedOffice;
  /** Where policy is heard; this machine's own places where it is not given. */
  readonly hear?: () => Promise<Heard>;
  /** Obeys what holds at once. */
  readonly obey: (config: OfficeConfig) => void;
  /** Whether nothing is in hand: no batch, no act that is being typed. */
  readonly isIdle: () => Promise<boolean>;
  /** The office begins anew under this configuration. */
  readonly renew: (config: OfficeConfig) => void;
  readonly onChange: (report: PolicyReport) => void;
}

/** Follows the institution's word while the program runs. */
export interface PolicyKeeper {
  readonly report: PolicyReport;
  /** Hears everything anew; what may hold already does when it answers. */
  look(): Promise<PolicyReport>;
  /** Looks now and then from here on. */
  begin(): void;
  /** Keeps a choice of whoever sits here (null: takes it back). `isIt`: who may configure. */
  choose(wish: {
    readonly name: PolicyName;
    readonly value: PolicyValue | null;
    readonly isIt: boolean;
  }): Promise<Outcome<PolicyReport>>;
  stop(): void;
}

/** Between two looks, in milliseconds; shorter while something waits for the work in hand. */
const lookEveryMs = 5 * 60_000;
const waitingMs = 20_000;

export function keepPolicy(options: PolicyKeeperOptions): PolicyKeeper {
  const { file, started, hear } = options;
  const held = new Map(PolicyName.options.map((name) => [name, written(started.config, name)]));
  let report: PolicyReport = started.policy;
  let looking: Promise<PolicyReport> = Promise.resolve(report);
  let timer: NodeJS.Timeout | undefined;
  let running: 'resting' | 'looking' | 'stopped' = 'resting';

  const once = async (): Promise<PolicyReport> => {
    const opened = await openOfficeConfig(file, hear);
    // An office's file that does not read is told at the next start; what holds goes on holding.
    if (!opened.ok || running === 'stopped') return report;
    const { config, policy } = opened.value;
    const changed = PolicyName.options.filter((name) => held.get(name) !== written(config, name));
    const holding = (holds: PolicyHolds): PolicyName[] => changed.filter((name) => policyFacts[name].holds === holds);
    const take = (names: readonly PolicyName[]): void => names.forEach((name) => held.set(name, written(config, name)));
    const atOnce = holding('atOnce');
    if (atOnce.length > 0) options.obey(config);
    take(atOnce);
    const whenIdle = holding('whenIdle');
    const isIdle = whenIdle.length > 0 && (await options.isIdle());
    if (isIdle) {
      options.renew(asStarted(config, started.config));
      take(whenIdle);
    }
    const waiting: PolicyWaiting[] = [
      ...(isIdle ? [] : whenIdle).map((name) => ({ name, until: 'idle' }) as const),
      ...holding('nextStart').map((name) => ({ name, until: 'start' }) as const),
    ];
    const next = { ...policy, waiting };
    const isNews = JSON.stringify(next) !== JSON.stringify(report);
    report = next;
    if (isNews) options.onChange(report);
    return report;
  };
  /** One after the other: who asks meanwhile gets the answer of the look after this one. */
  const look = (): Promise<PolicyReport> => (looking = looking.then(once));
  const arm = (): void => {
    if (running !== 'looking') return;
    const soon = report.waiting.some(({ until }) => until === 'idle');
    timer = setTimeout(() => void look().finally(arm), soon ? waitingMs : lookEveryMs);
    timer.unref();
  };
  return {
    get report() {
      return report;
    },
    look,
    begin() {
      if (running !== 'resting') return;
      running = 'looking';
      arm();
    },
    async choose({ name, value, isIt }) {
      if (!isOpen(await look(), started.config.mode, name, isIt)) return failed({ kind: 'notAllowed' });
      const kept = await keepChoice(file, name, value);
      if (!kept.ok) return kept;
      const after = await look();
      if (running === 'looking') {
        clearTimeout(timer);
        arm();
      }
      return done(after);
    },
    stop() {
      running = 'stopped';
      clearTimeout(timer);
    },
  };
}

/** A setting as it holds under a configuration, and whether it is fixed there: to be held against another. */
function written(config: OfficeConfig, name: PolicyName): string {
  const { path, locks } = places[name];
  const inside = ((config as Draft)[path[0]] ?? {}) as Draft;
  return JSON.stringify([valueIn(config, name) ?? valueIn(usual, name), locks !== undefined && inside[locks] === true]);
}

/** Sections that belong to the program's start alone: an office that begins anew keeps them as they were. */
const ofTheStart = [...new Set(PolicyName.options.map((name) => places[name].path[0]))].filter((section) =>
  PolicyName.options.every((name) => places[name].path[0] !== section || policyFacts[name].holds === 'nextStart'),
);

function asStarted(config: OfficeConfig, started: OfficeConfig): OfficeConfig {
  const before = started as Draft;
  const others = Object.entries(config).filter(([section]) => !ofTheStart.includes(section));
  const kept = ofTheStart.filter((section) => before[section] !== undefined);
  return Object.fromEntries([...others, ...kept.map((section) => [section, before[section]])]) as OfficeConfig;
}
