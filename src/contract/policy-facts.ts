import type { PolicyName, PolicySetting } from './policy.ts';

/**
 * From when a change of a setting holds while the program runs: at once; as soon as nothing is in hand (no batch, no act that is being
 * typed: the office begins anew under it); or from the program's next start.
 */
export type PolicyHolds = 'atOnce' | 'whenIdle' | 'nextStart';

/**
 * Who may choose it on this PC where the institution did not lock it: whoever sits there, or IT (who may `configure`). `settings`: it is
 * chosen above, with the person's own settings.
 */
export type PolicyChooser = 'person' | 'it' | 'settings';

export interface PolicyFacts {
  readonly holds: PolicyHolds;
  readonly chosenBy: PolicyChooser;
}
const of = (chosenBy: PolicyChooser, holds: PolicyHolds): PolicyFacts => ({ chosenBy, holds });

/** Without zod: windows know it too. */
export const policyFacts: Readonly<Record<PolicyName, PolicyFacts>> = {
  'repository.url': of('it', 'whenIdle'),
  'repository.publicPage': of('it', 'whenIdle'),
  'repository.keys': of('it', 'whenIdle'),
  'trustList.folder': of('it', 'whenIdle'),
  'trustList.keys': of('it', 'whenIdle'),
  'drivers.libraries': of('it', 'nextStart'),
  'drivers.onlyListed': of('it', 'nextStart'),
  'updates.mode': of('it', 'nextStart'),
  'updates.ring': of('it', 'nextStart'),
  'updates.sources': of('it', 'nextStart'),
  'updates.window': of('person', 'nextStart'),
  'updates.everyHours': of('it', 'nextStart'),
  'updates.sharePort': of('it', 'nextStart'),
  'updates.rootFile': of('it', 'nextStart'),
  'line.proxy': of('it', 'whenIdle'),
  'line.caFile': of('it', 'whenIdle'),
  'line.capKbps': of('person', 'whenIdle'),
  'line.quiet': of('person', 'whenIdle'),
  'line.keepMegabytes': of('person', 'whenIdle'),
  'signing.level': of('it', 'whenIdle'),
  'signing.timestampAuthorities': of('it', 'whenIdle'),
  'signing.issuers': of('person', 'whenIdle'),
  'signing.pauseMinutes': of('person', 'whenIdle'),
  'signing.electronic': of('it', 'nextStart'),
  'desk.language': of('settings', 'whenIdle'),
  'desk.idleLockMinutes': of('person', 'atOnce'),
  'copy.folder': of('it', 'whenIdle'),
  'copy.repository': of('it', 'whenIdle'),
  'copy.recipients': of('it', 'whenIdle'),
  'logs.level': of('person', 'atOnce'),
  'logs.days': of('person', 'atOnce'),
  'crash.keep': of('person', 'nextStart'),
};

/** Whether nobody at this PC may choose otherwise. */
export const isLocked = ({ level }: Pick<PolicySetting, 'level'>): boolean =>
  level === 'machine' || level === 'account';

/** Whether who sits here may choose this setting: nobody locked it, and it is theirs to choose, or IT's (`isIt`: who may configure). */
export function mayChoose(setting: Pick<PolicySetting, 'name' | 'level'>, isIt: boolean): boolean {
  const { chosenBy } = policyFacts[setting.name];
  return !isLocked(setting) && (chosenBy === 'person' || (chosenBy === 'it' && isIt));
}
