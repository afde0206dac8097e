import { OfficeConfig } from '../contract/config.ts';
import { isLocked } from '../contract/policy-facts.ts';
import {
  Policy,
  type PolicyLevel,
  PolicyName,
  type PolicyReport,
  type PolicySetting,
  type PolicyTrouble,
  type PolicyValue,
} from '../contract/policy.ts';
import { formOf } from './form.ts';
import { type Draft, lay, places, usual, valueIn } from './places.ts';

/** What one file, registry key or profile says: names and values as they were found there, not judged yet. */
export interface Voice {
  readonly level: 'machine' | 'account' | 'person' | 'recommended';
  readonly place: string;
  readonly says: Readonly<Record<string, unknown>>;
}

export interface Heard {
  /** The strongest last; of two of the same level the later one counts. */
  readonly voices: readonly Voice[];
  readonly troubles: readonly PolicyTrouble[];
}

export const nobody: Heard = { voices: [], troubles: [] };

type Decision = { readonly value: PolicyValue; readonly level: Voice['level']; readonly place: string };
export type Decisions = ReadonlyMap<PolicyName, Decision>;

const strength: readonly Voice['level'][] = ['recommended', 'person', 'account', 'machine'];

/** Hears all voices, the weakest first, each name judged by itself: what is unknown or wrong is told, and the rest holds. */
export function decide({ voices, troubles }: Heard): {
  readonly decisions: Decisions;
  readonly troubles: PolicyTrouble[];
} {
  const decisions = new Map<PolicyName, Decision>();
  const told = [...troubles];
  for (const level of strength) {
    for (const { place, says } of voices.filter((voice) => voice.level === level)) {
      for (const [name, said] of Object.entries(says)) {
        const judged = judge(name, said);
        if ('trouble' in judged) told.push({ ...judged.trouble, place, name: name.slice(0, 100) });
        else decisions.set(judged.name, { value: judged.value, level, place });
      }
    }
  }
  return { decisions, troubles: told };
}

type Judged =
  | { readonly name: PolicyName; readonly value: PolicyValue }
  | { readonly trouble: Pick<PolicyTrouble, 'kind' | 'detail'> };

function judge(written: string, said: unknown): Judged {
  const name = PolicyName.safeParse(written);
  if (!name.success) return { trouble: { kind: 'unknownName', detail: '' } };
  const value = Policy.shape[name.data].safeParse(said);
  if (value.success) return { name: name.data, value: value.data };
  return { trouble: { kind: 'badValue', detail: (value.error.issues[0]?.message ?? '').slice(0, 200) } };
}

/** Everything as it holds, name by name, with who says so. `config` null: no office yet. */
export function reportOf(
  config: OfficeConfig | null,
  decisions: Decisions,
  troubles: readonly PolicyTrouble[],
): PolicyReport {
  const settings = PolicyName.options.map((name): PolicySetting => {
    const decided = decisions.get(name);
    const form = formOf(name);
    if (decided !== undefined)
      return { name, ...decided, place: decided.level === 'person' ? null : decided.place, form };
    const own = config === null ? null : valueIn(config, name);
    const usually = valueIn(usual, name);
    const level: PolicyLevel = own === null || same(own, usually) ? 'program' : 'office';
    return { name, value: own ?? usually, level, place: null, form };
  });
  return { settings, troubles: [...troubles], waiting: [] };
}

const same = (a: PolicyValue | null, b: PolicyValue | null): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * An office's configuration under what the institution decided. What would leave a configuration that does not parse (one half of a
 * pair) is told and left out. Old files keep working: whoever decides nothing gets them back as they were.
 */
export function underPolicy(
  config: OfficeConfig,
  heard: Heard,
): { readonly config: OfficeConfig; readonly report: PolicyReport } {
  const { decisions, troubles } = decide(heard);
  const holding = new Map(decisions);
  const drop = (name: PolicyName, detail: string): void => {
    const dropped = holding.get(name);
    if (dropped === undefined) return;
    holding.delete(name);
    troubles.push({ kind: 'incomplete', place: dropped.place, name, detail });
  };
  for (const name of decisions.keys()) {
    if (config.mode === 'practice' && places[name].institution) drop(name, 'practice');
  }
  // Each round leaves something out: there are no more rounds than settings.
  for (;;) {
    const draft = structuredClone(config) as Draft;
    for (const [name, { value, level }] of holding) {
      if (!lay(draft, name, value, isLocked({ level }))) drop(name, 'repository');
    }
    const parsed = OfficeConfig.safeParse(draft);
    if (parsed.success) return { config: parsed.data, report: reportOf(config, holding, troubles) };
    const [issue] = parsed.error.issues;
    const named = [...holding.keys()].filter((name) => places[name].path[0] === String(issue?.path[0]));
    for (const name of named.length > 0 ? named : [...holding.keys()]) drop(name, String(issue?.path.join('.')));
  }
}
