import type { PolicyName, PolicyReport, PolicySetting } from '../../contract/policy.ts';

/** Whether nobody at this PC may choose otherwise. */
export const isLocked = ({ level }: Pick<PolicySetting, 'level'>): boolean =>
  level === 'machine' || level === 'account';

/** A setting that the institution locked; null where the person may choose. */
export function lockOf(policy: PolicyReport | null, name: PolicyName): PolicySetting | null {
  const setting = policy?.settings.find((one) => one.name === name);
  return setting !== undefined && isLocked(setting) ? setting : null;
}
