import type { RuleFinding } from './rules.ts';

type Stop = Extract<RuleFinding, { kind: 'certificateOfAnother' | 'certificateRevoked' }>;

/** Whether a finding stops a signature: the window offers none, and the office refuses it. */
export const stopsSigning = (finding: RuleFinding): finding is Stop =>
  finding.kind === 'certificateOfAnother' || finding.kind === 'certificateRevoked';
