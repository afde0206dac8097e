import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
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
import type { Subject } from '../../contract/permissions.ts';
import { type Holder, isForbidden, mayRead } from '../access.ts';
import { problem } from '../problems.ts';
import { takeProposal } from '../proposals.ts';
import { registerAct, type RegistrationOutcome, type RegistrationRooms } from '../registration.ts';
import { takeSignature } from '../joint/take.ts';
import { takeRendition } from '../rendition.ts';
import { sendJson } from './json.ts';
import { newsAfter } from './news.ts';
import { takeReturn } from '../returns.ts';
import { isTheirs } from '../theirs.ts';
import { eventsFor, seesAct, subjectOf } from '../visible.ts';
import { saidTo } from '../wording.ts';
import { parameterOrRefuse, parseOrRefuse } from './parse.ts';

/** Cases, proposals, returns, registrations and the feed: everything of an office, and nothing of another. */
export function actRoutes(app: FastifyInstance, rooms: RegistrationRooms): void {
  const { register } = rooms;
  /** Whether the act is of the office that asks; another office's act is not told from one that does not exist. */
  const mayTouch = async (actId: ActId, { officeId, holder }: FastifyRequest): Promise<boolean> => {
    const proposal = await register.proposalOf(actId);
    if (!proposal || !(await isTheirs(register, proposal, officeId))) return false;
    return seesAct(holder, register, proposal);
  };

  const actSubject = async (holder: Holder, actId: ActId): Promise<Subject> => {
    const proposal = await register.proposalOf(actId);
    return proposal ? subjectOf(holder, proposal) : {};
  };

  app.put('/v1/cases/:caseId', async (request, reply) => {
    const caseId = await parameterOrRefuse(reply, 'caseId', CaseId);
    const record = caseId && (await parseOrRefuse(reply, CaseRecord, request.body));
    if (!caseId || !record) return reply;
    if (record.caseId !== caseId) return problem(reply, 'bad-request', 'caseId: not the address');
    if (record.officeId !== request.officeId) return problem(reply, 'unauthorized', 'a case of another office');
    // Above what a role sees it opens nothing either.
    if (!mayRead(request.holder, record.confidentialityLevel, { assigned: true, designated: true }))
      return problem(reply, 'forbidden', 'a case of this level is not for this role');
    const stored = await register.putCase(record);
    if (stored === 'differs') return problem(reply, 'case-differs', 'the case is recorded here with other data');
    return reply.code(stored === 'created' ? 201 : 200).send({});
  });

  app.put('/v1/acts/:actId/proposal', async (request, reply) => {
    const actId = await parameterOrRefuse(reply, 'actId', ActId);
    const proposal = actId && (await parseOrRefuse(reply, Proposal, request.body));
    if (!actId || !proposal) return reply;
    if (proposal.actId !== actId) return problem(reply, 'bad-request', 'actId: not the address');
    const outcome = await takeProposal(rooms, proposal, request);
    if (outcome.kind === 'refused') return problem(reply, outcome.code, outcome.detail);
    return reply.code(outcome.kind === 'created' ? 201 : 200).send({});
  });

  app.put('/v1/acts/:actId/return', async (request, reply) => {
    const actId = await parameterOrRefuse(reply, 'actId', ActId);
    const given = actId && (await parseOrRefuse(reply, Return, request.body));
    if (!actId || !given) return reply;
    if (given.actId !== actId) return problem(reply, 'bad-request', 'actId: not the address');
    if (!(await mayTouch(given.actId, request))) return problem(reply, 'act-unknown', 'no such act in this office');
    if (request.holder && request.holder.name !== given.returnedBy)
      return problem(reply, 'forbidden', 'returnedBy: another person');
    const outcome = await takeReturn(register, given);
    if (outcome.kind === 'refused') return problem(reply, outcome.code, outcome.detail);
    return reply.code(outcome.kind === 'created' ? 201 : 200).send({});
  });

  app.put('/v1/acts/:actId/registration', async (request, reply) => {
    const actId = await parameterOrRefuse(reply, 'actId', ActId);
    const asked = actId && (await parseOrRefuse(reply, RegistrationRequest, request.body));
    if (!actId || !asked) return reply;
    if (asked.actId !== actId) return problem(reply, 'bad-request', 'actId: not the address');
    if (!(await mayTouch(asked.actId, request))) return problem(reply, 'act-unknown', 'no such act in this office');
    const { holder } = request;
    if (holder && (await isForbidden(request, reply, 'incorporate', await actSubject(holder, asked.actId))))
      return reply;
    const outcome = await registerAct(rooms, asked, request);
    return answer(reply, outcome);
  });

  app.put('/v1/acts/:actId/signatures/:n', async (request, reply) => {
    const actId = await parameterOrRefuse(reply, 'actId', ActId);
    const asked = actId && (await parseOrRefuse(reply, SignatureRequest, request.body));
    if (!actId || !asked) return reply;
    if (asked.actId !== actId || String(asked.n) !== (request.params as { n: string }).n) {
      return problem(reply, 'bad-request', 'actId, n: not the address');
    }
    if (!(await mayTouch(asked.actId, request))) return problem(reply, 'act-unknown', 'no such act in this office');
    const { holder } = request;
    const kind = asked.electronic ? 'signElectronically' : 'sign';
    if (holder && (await isForbidden(request, reply, kind, await actSubject(holder, asked.actId)))) return reply;
    return answer(reply, await takeSignature(rooms, asked, request));
  });

  app.put('/v1/acts/:actId/renditions/:n', async (request, reply) => {
    const actId = await parameterOrRefuse(reply, 'actId', ActId);
    const asked = actId && (await parseOrRefuse(reply, RenditionRequest, request.body));
    if (!actId || !asked) return reply;
    if (asked.actId !== actId || String(asked.n) !== (request.params as { n: string }).n) {
      return problem(reply, 'bad-request', 'actId, n: not the address');
    }
    if (!(await mayTouch(asked.actId, request))) return problem(reply, 'act-unknown', 'no such act in this office');
    const outcome = await takeRendition(rooms, asked, request.officeId);
    return answer(reply, outcome);
  });

  app.get('/v1/acts/:actId/receipt', async (request, reply) => {
    const actId = await parameterOrRefuse(reply, 'actId', ActId);
    if (!actId) return reply;
    const receipt = (await mayTouch(actId, request)) ? await register.receiptOf(actId) : null;
    return receipt === null ? problem(reply, 'not-found', 'no receipt for this act') : reply.send({ receipt });
  });

  app.get('/v1/feed', async (request, reply) => {
    const query = await parseOrRefuse(reply, FeedQuery, request.query);
    if (!query) return reply;
    if (query.office !== request.officeId) return problem(reply, 'unauthorized', 'the feed of another office');
    const page = await newsAfter(register, request, query, app.ending);
    if (page) {
      // It may have waited long: who was revoked meanwhile is told nothing, and why when it asks again.
      const holder = request.holderNow && page.events.length > 0 ? await request.holderNow() : request.holder;
      if (request.holderNow && !holder)
        return sendJson(request, reply, { events: [], cursor: query.cursor, more: false });
      const events = await eventsFor(holder, register, page.events);
      const version = String(request.headers['fojas-version'] ?? '');
      return sendJson(request, reply, { ...page, events: events.flatMap((event) => saidTo(version, event)) });
    }
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
      return problem(reply, outcome.code, outcome.detail, { refusal: outcome.refusal });
  }
}
