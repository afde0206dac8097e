import type { FastifyInstance, FastifyReply } from 'fastify';
import { ActId, CaseId } from '../../contract/ids.ts';
import {
  CaseRecord,
  FeedQuery,
  Proposal,
  RegistrationRequest,
  RenditionRequest,
  Return,
  SignatureRequest,
} from '../../contract/wire.ts';
import { problem } from '../problems.ts';
import { takeProposal } from '../proposals.ts';
import { registerAct, type RegistrationOutcome, type RegistrationRooms } from '../registration.ts';
import { takeSignature } from '../joint/take.ts';
import { takeRendition } from '../rendition.ts';
import { sendJson } from './json.ts';
import { newsAfter } from './news.ts';
import { takeReturn } from '../returns.ts';
import { parameterOrRefuse, parseOrRefuse } from './parse.ts';

/** Cases, proposals, returns, registrations and the feed: everything of an office, and nothing of another. */
export function actRoutes(app: FastifyInstance, rooms: RegistrationRooms): void {
  const { register } = rooms;
  /** Whether the act is of the office that asks; another office's act is not told from one that does not exist. */
  const mayTouch = async (actId: ActId, officeId: string): Promise<boolean> =>
    (await register.proposalOf(actId))?.officeId === officeId;

  app.put('/v1/cases/:caseId', async (request, reply) => {
    const caseId = await parameterOrRefuse(reply, 'caseId', CaseId);
    const record = caseId && (await parseOrRefuse(reply, CaseRecord, request.body));
    if (!caseId || !record) return reply;
    if (record.caseId !== caseId) return problem(reply, 'bad-request', 'caseId: not the address');
    if (record.officeId !== request.officeId) return problem(reply, 'unauthorized', 'a case of another office');
    const stored = await register.putCase(record);
    if (stored === 'differs') return problem(reply, 'case-differs', 'the case is recorded here with other data');
    return reply.code(stored === 'created' ? 201 : 200).send({});
  });

  app.put('/v1/acts/:actId/proposal', async (request, reply) => {
    const actId = await parameterOrRefuse(reply, 'actId', ActId);
    const proposal = actId && (await parseOrRefuse(reply, Proposal, request.body));
    if (!actId || !proposal) return reply;
    if (proposal.actId !== actId) return problem(reply, 'bad-request', 'actId: not the address');
    const outcome = await takeProposal(rooms, proposal, request.officeId);
    if (outcome.kind === 'refused') return problem(reply, outcome.code, outcome.detail);
    return reply.code(outcome.kind === 'created' ? 201 : 200).send({});
  });

  app.put('/v1/acts/:actId/return', async (request, reply) => {
    const actId = await parameterOrRefuse(reply, 'actId', ActId);
    const given = actId && (await parseOrRefuse(reply, Return, request.body));
    if (!actId || !given) return reply;
    if (given.actId !== actId) return problem(reply, 'bad-request', 'actId: not the address');
    if (!(await mayTouch(given.actId, request.officeId)))
      return problem(reply, 'act-unknown', 'no such act in this office');
    const outcome = await takeReturn(register, given);
    if (outcome.kind === 'refused') return problem(reply, outcome.code, outcome.detail);
    return reply.code(outcome.kind === 'created' ? 201 : 200).send({});
  });

  app.put('/v1/acts/:actId/registration', async (request, reply) => {
    const actId = await parameterOrRefuse(reply, 'actId', ActId);
    const asked = actId && (await parseOrRefuse(reply, RegistrationRequest, request.body));
    if (!actId || !asked) return reply;
    if (asked.actId !== actId) return problem(reply, 'bad-request', 'actId: not the address');
    if (!(await mayTouch(asked.actId, request.officeId)))
      return problem(reply, 'act-unknown', 'no such act in this office');
    const outcome = await registerAct(rooms, asked, request.officeId);
    return answer(reply, outcome);
  });

  app.put('/v1/acts/:actId/signatures/:n', async (request, reply) => {
    const actId = await parameterOrRefuse(reply, 'actId', ActId);
    const asked = actId && (await parseOrRefuse(reply, SignatureRequest, request.body));
    if (!actId || !asked) return reply;
    if (asked.actId !== actId || String(asked.n) !== (request.params as { n: string }).n) {
      return problem(reply, 'bad-request', 'actId, n: not the address');
    }
    if (!(await mayTouch(asked.actId, request.officeId)))
      return problem(reply, 'act-unknown', 'no such act in this office');
    return answer(reply, await takeSignature(rooms, asked, request.officeId));
  });

  app.put('/v1/acts/:actId/renditions/:n', async (request, reply) => {
    const actId = await parameterOrRefuse(reply, 'actId', ActId);
    const asked = actId && (await parseOrRefuse(reply, RenditionRequest, request.body));
    if (!actId || !asked) return reply;
    if (asked.actId !== actId || String(asked.n) !== (request.params as { n: string }).n) {
      return problem(reply, 'bad-request', 'actId, n: not the address');
    }
    if (!(await mayTouch(asked.actId, request.officeId)))
      return problem(reply, 'act-unknown', 'no such act in this office');
    const outcome = await takeRendition(rooms, asked, request.officeId);
    return answer(reply, outcome);
  });

  app.get('/v1/acts/:actId/receipt', async (request, reply) => {
    const actId = await parameterOrRefuse(reply, 'actId', ActId);
    if (!actId) return reply;
    const receipt = (await mayTouch(actId, request.officeId)) ? await register.receiptOf(actId) : null;
    return receipt === null ? problem(reply, 'not-found', 'no receipt for this act') : reply.send({ receipt });
  });

  app.get('/v1/feed', async (request, reply) => {
    const query = await parseOrRefuse(reply, FeedQuery, request.query);
    if (!query) return reply;
    if (query.office !== request.officeId) return problem(reply, 'unauthorized', 'the feed of another office');
    const page = await newsAfter(register, request, query);
    if (page) return sendJson(request, reply, page);
    // Who names no version knows this by its first name only.
    const code = 'fojas-version' in request.headers ? 'cursor-expired' : 'bad-request';
    return problem(reply, code, 'cursor: never given out here');
  });
}

/** 201 with a receipt that was made now, 200 with one that was made before, 202 with a statement that is no receipt. */
function answer(reply: FastifyReply, outcome: RegistrationOutcome): FastifyReply | Promise<FastifyReply> {
  switch (outcome.kind) {
    case 'registered':
    case 'replayed':
      return reply.code(outcome.kind === 'registered' ? 201 : 200).send({ receipt: outcome.receipt });
    case 'received':
      return reply.code(202).send({ statement: outcome.statement });
    case 'refused':
      return problem(reply, outcome.code, outcome.detail);
  }
}
