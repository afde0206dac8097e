import type { Calls } from '../../../contract/calls.ts';
import type { OfficeConfig } from '../../../contract/config.ts';
import { done, failed } from '../../../contract/failures.ts';
import { may } from '../../../contract/permissions.ts';
import type { Handlers } from '../../../contract/rpc.ts';
import { type ProfileStanding, TemplatesAnswer, mostProfileText } from '../../../contract/wire-templates.ts';
import type { RepositoryClient } from '../../sync/repository-client.ts';
import { type TemplateCatalogue, usualProfiles } from './catalogue.ts';
import type { PublishedTemplates } from './published.ts';

export interface TemplateRooms {
  readonly config: OfficeConfig;
  readonly catalogue: TemplateCatalogue;
  readonly published: PublishedTemplates;
  /** The repository; null where none is configured. */
  readonly client: Pick<RepositoryClient, 'small'> | null;
}

type Names = 'templates.read' | 'templates.text' | 'templates.publish';

/** Which models are offered at this desk, and how whoever looks after all offices publishes the next version of a profile. */
export function aboutTemplates({ config, catalogue, published, client }: TemplateRooms): Pick<Handlers<Calls>, Names> {
  const { office, person } = config;
  const standing = (): ProfileStanding[] =>
    catalogue.profiles().map(({ id, name, templates }) => {
      const found = published.inForce().find(({ profile }) => profile.id === id);
      const told = found ? { version: found.version, at: found.at, by: found.by } : null;
      return { profile: id, name, models: templates.length, published: told };
    });
  return {
    'templates.read': async () => done({ offered: [...(office.profiles ?? usualProfiles)], profiles: standing() }),
    'templates.text': async ({ profile: id }) => {
      const profile = catalogue.profiles().find((one) => one.id === id);
      return profile ? done({ profile }) : failed({ kind: 'badInput', detail: 'profile: not known here' });
    },
    'templates.publish': async ({ after, profile }) => {
      if (!may(person, 'configure')) return failed({ kind: 'notAllowed' });
      if (!client) return failed({ kind: 'repositoryNotConfigured' });
      if (JSON.stringify(profile).length > mostProfileText)
        return failed({ kind: 'badInput', detail: `profile: more than ${mostProfileText} characters` });
      const answer = await client.small({ method: 'POST', path: '/v1/templates', body: { after, profile } });
      if (!answer.ok) {
        const { failure } = answer;
        const isForbidden = failure.kind === 'registrationRefused' && failure.problem === 'forbidden';
        return isForbidden ? failed({ kind: 'notAllowed' }) : answer;
      }
      const said = TemplatesAnswer.safeParse(answer.value.body);
      if (!said.success) return failed({ kind: 'repositoryGarbage', detail: 'not of protocol version 1' });
      // Whoever published sees it at this desk at once, and so does who was overtaken.
      const trouble = await published.look(client, [profile.id]);
      return trouble ? failed(trouble) : done({ answer: said.data, profiles: standing() });
    },
  };
}
