import { isLocked } from '../../contract/policy-facts.ts';
import type { PolicyName, PolicyReport, PolicySetting } from '../../contract/policy.ts';

/** A setting that the institution locked; null where the person may choose. */
export function lockOf(policy: PolicyReport | null, name: PolicyName): PolicySetting | null {
  const setting = policy?.settings.find((one) => one.name === name);
  return setting !== undefined && isLocked(setting) ? setting : null;
}
