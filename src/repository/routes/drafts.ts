import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DraftId, DraftVersion, DraftVersionId, LeaseWish } from '../../contract/wire-drafts.ts';
import { isForbidden, mayRead } from '../access.ts';
import { problem, problemOf } from '../problems.ts';
import type { Register } from '../register/port.ts';
import { notTheirCase } from '../theirs.ts';
import { parameterOrRefuse, parseOrRefuse } from './parse.ts';

/** Drafts of an office, and nothing of another. */
export function draftRoutes(
  app: FastifyInstance,
  { register, clock }: { readonly register: Pick<Register, 'drafts' | 'caseOf' | 'moves'>; readonly clock: () => Date },
): void {
  const { drafts } = register;
  /** Another office's draft is not told from one that does not exist. */
  const mayTouch = async (draftId: DraftId, { officeId, holder }: FastifyRequest): Promise<boolean> => {
    if ((await drafts.officeOf(draftId)) !== officeId) return false;
    const state = holder && (await drafts.stateOf(draftId));
    const record = state && (await register.caseOf(state.caseId));
    return mayRead(holder, record?.confidentialityLevel ?? 0);
  };

  app.put('/v1/drafts/:draftId', async (request, reply) => {
    const draftId = await parameterOrRefuse(reply, 'draftId', DraftId);
    const version = draftId && (await parseOrRefuse(reply, DraftVersion, request.body));
    if (!draftId || !version) return reply;
    if (version.draftId !== draftId) return problem(reply, 'bad-request', 'draftId: not the address');
    const grewFrom = conditionOf(request);
    if (grewFrom === undefined) {
      return problem(reply, 'bad-request', 'If-Match with one version, or If-None-Match: *, is needed');
    }
    if (version.officeId !== request.officeId) return problem(reply, 'unauthorized', 'a draft of another office');
    const owner = await drafts.officeOf(draftId);
    if (owner !== null && owner !== request.officeId) return problem(reply, 'not-found', 'no such draft');
    const record = await register.caseOf(version.caseId);
    if (record?.officeId !== request.officeId) {
      const { code, detail } = await notTheirCase(register, version.caseId, request.officeId);
      return problem(reply, code, detail);
    }
    if (await isForbidden(request, reply, 'draft', { actType: version.text.actType })) return reply;
    if (!mayRead(request.holder, record.confidentialityLevel))
      return problem(reply, 'forbidden', 'a case of this level is not for this role');
    const kept = await drafts.put(version, grewFrom);
    switch (kept.kind) {
      case 'taken':
      case 'same':
        return reply
          .code(kept.kind === 'taken' ? 201 : 200)
          .header('etag', `"${version.versionId}"`)
          .send(kept.state);
      case 'beside':
        return conflict(reply, kept.state);
      case 'reused':
        return problem(reply, 'draft-version-reused', 'this version is here with another text');
    }
  });

  app.get('/v1/drafts/:draftId', async (request, reply) => {
    const draftId = await parameterOrRefuse(reply, 'draftId', DraftId);
    if (!draftId) return reply;
    const state = (await mayTouch(draftId, request)) ? await drafts.stateOf(draftId) : null;
    return state ? reply.send(state) : problem(reply, 'not-found', 'no such draft');
  });

  app.get('/v1/drafts/:draftId/versions/:versionId', async (request, reply) => {
    const draftId = await parameterOrRefuse(reply, 'draftId', DraftId);
    const versionId = draftId && (await parameterOrRefuse(reply, 'versionId', DraftVersionId));
    if (!draftId || !versionId) return reply;
    const version = (await mayTouch(draftId, request)) ? await drafts.versionOf(draftId, versionId) : null;
    if (!version) return problem(reply, 'not-found', 'no such version of a draft');
    return reply.header('etag', `"${versionId}"`).send(version);
  });

  app.put('/v1/drafts/:draftId/lease', async (request, reply) => {
    const draftId = await parameterOrRefuse(reply, 'draftId', DraftId);
    const wish = draftId && (await parseOrRefuse(reply, LeaseWish, request.body));
    if (!draftId || !wish) return reply;
    if (!(await mayTouch(draftId, request))) return problem(reply, 'not-found', 'no such draft');
    return reply.send({ lease: await drafts.lease(draftId, wish, clock()) });
  });
}

/** The version named by `If-Match` (RFC 9110 §13.1.1), null for `If-None-Match: *`, undefined where neither says so plainly. */
function conditionOf({ headers }: FastifyRequest): DraftVersionId | null | undefined {
  const match = headers['if-match'];
  if (match === undefined) return headers['if-none-match'] === '*' ? null : undefined;
  const named = DraftVersionId.safeParse(/^"([^"]+)"$/.exec(match)?.[1]);
  return named.success ? named.data : undefined;
}

/** 412, with where the draft stands: both texts are kept, and both are named. */
function conflict(reply: FastifyReply, draft: unknown): FastifyReply {
  const said = problemOf('draft-conflict', 'another version came first: both are kept');
  return reply
    .code(said.status)
    .header('content-type', 'application/problem+json')
    .send({ ...said, draft });
}
