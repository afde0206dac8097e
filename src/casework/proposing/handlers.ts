import type { Calls } from '../../contract/calls.ts';
import type { OfficeConfig } from '../../contract/config.ts';
import { done, failed } from '../../contract/failures.ts';
import type { Handlers } from '../../contract/rpc.ts';
import { permissionsOf } from '../acts/permissions.ts';
import type { ProposingDesk } from './desk.ts';

type Answered = Pick<Handlers<Calls>, 'drafts.signers' | 'drafts.sheet' | 'drafts.propose'>;

export function aboutProposing(config: OfficeConfig, desk: ProposingDesk): Answered {
  const may = permissionsOf(config.person.role).draft;
  const notAllowed = failed({ kind: 'notAllowed' });
  return {
    'drafts.signers': async ({ draftId }) =>
      may
        ? done({
            signers: desk.signers().map(({ personId, name, capacity }) => ({ personId, name, capacity })),
            proposed: desk.proposed(draftId),
          })
        : notAllowed,
    'drafts.sheet': async ({ draftId, signer }) => {
      if (!may) return notAllowed;
      const sheet = await desk.sheet(draftId, signer);
      if (!sheet.ok) return sheet;
      const { versionId, sha256 } = sheet.value;
      return done({ versionId, sha256 });
    },
    'drafts.propose': async (wish) => (may ? desk.propose(wish) : notAllowed),
  };
}
