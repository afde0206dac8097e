import type { Status } from '../contract/calls.ts';
import type { OfficeConfig } from '../contract/config.ts';
import type { Outcome } from '../contract/failures.ts';
import type { PolicyCalls, PolicyReport } from '../contract/policy.ts';
import type { Parsed } from '../contract/rpc.ts';
import { keepPolicy, type PolicyKeeper, type PolicyKeeperOptions } from '../policy/keeper.ts';
import type { OpenedOffice } from '../policy/office.ts';
import type { OfficeProcess } from './office-process.ts';

export interface FollowedPolicy extends Omit<PolicyKeeper, 'choose'> {
  /** What IT alone may choose, whoever has its rights in this office may. */
  choose(wish: Parsed<PolicyCalls['policy.choose']>): Promise<Outcome<PolicyReport>>;
}

/** Joins the institution's word with a running office: what holds while it works, and what waits until it does not. */
export function followPolicy(options: {
  readonly file: string;
  readonly started: OpenedOffice;
  readonly office: Pick<OfficeProcess<never>, 'call' | 'exchange' | 'renew'>;
  /** Obeys what holds at once. */
  readonly obey: (config: OfficeConfig) => void;
  readonly onChange: (report: PolicyReport) => void;
  readonly hear?: PolicyKeeperOptions['hear'];
}): FollowedPolicy {
  const { office, hear, ...given } = options;
  const keeper = keepPolicy({
    ...given,
    ...(hear ? { hear } : {}),
    renew: (config) => office.renew(config),
    async isIdle() {
      const answer = await office.exchange(false);
      if (answer === null) return false;
      const { batch, unsettled, typing } = answer.readiness;
      return !batch && unsettled === 0 && !typing;
    },
  });
  return {
    ...keeper,
    get report() {
      return keeper.report;
    },
    async choose(wish) {
      const status = (await office.call('office.status', {})) as Outcome<Status>;
      const isIt = status.ok && status.value.person.permits?.includes('configure') === true;
      return keeper.choose({ ...wish, isIt });
    },
  };
}
