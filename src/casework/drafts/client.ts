import { type Outcome, done, failed } from '../../contract/failures.ts';
import { DraftState, DraftVersion, type Lease, LeaseAnswer, type LeaseWish } from '../../contract/wire-drafts.ts';
import type { RepositoryClient } from '../sync/repository-client.ts';

/** Drafts at the repository. Never throws: every trouble of the line is a failure with its name. */
export interface DraftClient {
  /** Where the draft stands once the version is there, be it in its turn or beside others. */
  put(version: DraftVersion, grewFrom: string | null): Promise<Outcome<DraftState>>;
  /** Null where the repository does not know it. */
  version(draftId: string, versionId: string): Promise<Outcome<DraftVersion | null>>;
  lease(draftId: string, wish: LeaseWish): Promise<Outcome<Lease | null>>;
}

export function draftClient({ small }: Pick<RepositoryClient, 'small'>): DraftClient {
  return {
    async put(version, grewFrom) {
      const answer = await small({
        ...{ method: 'PUT', path: `/v1/drafts/${version.draftId}`, body: version, also: [412] },
        headers: grewFrom === null ? { 'if-none-match': '*' } : { 'if-match': `"${grewFrom}"` },
      });
      if (!answer.ok) return answer;
      const { status, body } = answer.value;
      const state = DraftState.safeParse(status === 412 ? (body as { draft?: unknown } | undefined)?.draft : body);
      return state.success ? done(state.data) : garbage(status);
    },
    async version(draftId, versionId) {
      const answer = await small({ method: 'GET', path: `/v1/drafts/${draftId}/versions/${versionId}`, also: [404] });
      if (!answer.ok) return answer;
      if (answer.value.status === 404) return done(null);
      const version = DraftVersion.safeParse(answer.value.body);
      const isIt = version.success && version.data.draftId === draftId && version.data.versionId === versionId;
      return isIt ? done(version.data) : garbage(answer.value.status);
    },
    async lease(draftId, wish) {
      const answer = await small({ method: 'PUT', path: `/v1/drafts/${draftId}/lease`, body: wish, also: [404] });
      if (!answer.ok) return answer;
      if (answer.value.status === 404) return done(null);
      const lease = LeaseAnswer.safeParse(answer.value.body);
      return lease.success ? done(lease.data.lease) : garbage(answer.value.status);
    },
  };
}

const garbage = (status: number): Outcome<never> =>
  failed({ kind: 'repositoryGarbage', detail: `answer ${status} about a draft is not of protocol version 1` });
