import { expect, it } from 'vitest';
import { electronicDesk } from '../../../src/casework/enrolment/electronic.ts';
import type { TokenPorts } from '../../../src/casework/signing/token-ports.ts';
import type { RepositoryClient, SmallAnswer } from '../../../src/casework/sync/repository-client.ts';
import { type Failure, type Outcome, done, failed } from '../../../src/contract/failures.ts';
import { bruno, certified, repositoryWith, types } from '../../helpers/electronic-desk.ts';

/** A desk whose token host makes keys, before a repository that answers what is asked to certify one in this order. */
async function deskBefore(...answers: readonly (Failure | 'yes')[]) {
  const { certificate } = await certified(await repositoryWith(true));
  const left = [...answers];
  const kept: unknown[] = [];
  const client: Pick<RepositoryClient, 'small'> = {
    small: async ({ path }): Promise<Outcome<SmallAnswer>> => {
      if (path !== '/v1/electronic-key') return done({ status: 200, body: {} });
      const answer = left.shift() ?? 'yes';
      if (answer !== 'yes') return failed(answer);
      return done({ status: 201, body: { certificates: [Buffer.from(certificate).toString('base64')] } });
    },
  };
  const host = {
    call: async (name: string, input: unknown) => {
      if (name === 'token.makeKey') return done({ spki: new Uint8Array([1]), signature: new Uint8Array([2]) });
      kept.push(input);
      return done({});
    },
  };
  const tokens = { client: async () => done(host), list: async () => done({ tokens: [] }) } as unknown as TokenPorts;
  const desk = electronicDesk({
    ...{ tokens, client, isOffered: true, actTypes: () => types, practice: false },
    person: { personId: bruno.personId, name: bruno.name, cuil: null },
    ...{ ids: () => 's-1', now: () => new Date() },
  });
  return { desk, kept, left };
}

const nonce: Failure = { kind: 'repositoryBusy', retryAfterSeconds: null, ofItself: true };

it('proves its key once more where another nonce is wanted, and keeps what was certified', async () => {
  const { desk, kept } = await deskBefore(nonce, 'yes');
  expect((await desk.make()).ok).toBe(true);
  expect(kept).toHaveLength(1);
});

it.each([
  ['wanted again', [nonce, nonce, 'yes'], nonce],
  ['not what was said', [{ kind: 'centreUnreachable' }, 'yes'], { kind: 'centreUnreachable' }],
] as const)('asks twice at most: where a nonce is %s, it says so and keeps nothing', async (_what, answers, said) => {
  const { desk, kept, left } = await deskBefore(...answers);
  expect(await desk.make()).toEqual(failed(said));
  expect([kept, left]).toEqual([[], ['yes']]);
});
