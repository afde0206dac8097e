import type { Calls } from '../../contract/calls.ts';
import type { OfficeConfig } from '../../contract/config.ts';
import { done, failed } from '../../contract/failures.ts';
import type { Handlers } from '../../contract/rpc.ts';
import { may } from '../../contract/permissions.ts';
import type { ProposingDesk } from './desk.ts';

type Answered = Pick<Handlers<Calls>, 'drafts.signers' | 'drafts.sheet' | 'drafts.propose'>;

export function aboutProposing(config: OfficeConfig, desk: ProposingDesk): Answered {
  const notAllowed = failed({ kind: 'notAllowed' });
  return {
    'drafts.signers': async ({ draftId }) =>
      done({
        signers: desk.signers().map(({ personId, name, capacity }) => ({ personId, name, capacity })),
        proposed: desk.proposed(draftId),
      }),
    'drafts.sheet': async ({ draftId, signer, others }) => {
      const sheet = await desk.sheet(draftId, signer, others);
      if (!sheet.ok) return sheet;
      const { versionId, sha256 } = sheet.value;
      return done({ versionId, sha256 });
    },
    'drafts.propose': async (wish) => {
      const actType = desk.actTypeOf(wish.draftId);
      return may(config.person, 'sendToReview', { actType }) ? desk.propose(wish) : notAllowed;
    },
  };
}
