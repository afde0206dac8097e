import type { Calls } from '../../contract/calls.ts';
import type { OfficeConfig } from '../../contract/config.ts';
import { done, failed } from '../../contract/failures.ts';
import type { Handlers } from '../../contract/rpc.ts';
import { may } from '../../contract/permissions.ts';
import type { Naming } from '../cases/addressees.ts';
import type { ProposingDesk } from './desk.ts';

/** What colleagues who look drafts over have to say to it. */
export interface Freezing {
  mayFreeze(draftId: string, vouching: boolean): boolean;
  froze(
    of: {
      readonly draftId: string;
      readonly versionId: string;
      readonly actId: string;
      readonly documentSha256: string;
    },
    vouched: boolean,
  ): void;
}

type Answered = Pick<Handlers<Calls>, 'drafts.signers' | 'drafts.sheet' | 'drafts.propose'>;

export function aboutProposing(
  config: OfficeConfig,
  desk: ProposingDesk,
  review: Freezing,
  { nameAddressees }: Naming,
): Answered {
  const notAllowed = failed({ kind: 'notAllowed' });
  return {
    'drafts.signers': async ({ draftId }) =>
      done({
        signers: desk.signers(draftId).map(({ personId, name, capacity }) => ({ personId, name, capacity })),
        proposed: desk.proposed(draftId),
      }),
    'drafts.sheet': async ({ draftId, signer, others }) => {
      const sheet = await desk.sheet(draftId, signer, others);
      if (!sheet.ok) return sheet;
      const { versionId, sha256 } = sheet.value;
      return done({ versionId, sha256 });
    },
    'drafts.propose': async ({ vouch, ...wish }) => {
      const { draftId, versionId, documentSha256 } = wish;
      const actType = desk.actTypeOf(draftId);
      if (!may(config.person, 'sendToReview', { actType })) return notAllowed;
      if (vouch && !may(config.person, 'vouch')) return notAllowed;
      if (!review.mayFreeze(draftId, vouch))
        return vouch ? notAllowed : failed({ kind: 'actForbids', state: 'inReview', move: 'freezeToSign' });
      const proposed = await desk.propose(wish);
      if (!proposed.ok) return proposed;
      review.froze({ draftId, versionId, documentSha256, actId: proposed.value.actId }, vouch);
      nameAddressees(draftId, proposed.value.actId);
      return done({ ...proposed.value, ...(vouch ? { vouchedBy: config.person.name } : {}) });
    },
  };
}
