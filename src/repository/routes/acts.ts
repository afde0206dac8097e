import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { ActId, CaseId } from '../../contract/ids.ts';
import { CaseRecord, Proposal, RegistrationRequest, Return } from '../../contract/wire.ts';
import { problem } from '../problems.ts';
import { registerAct, type RegistrationRooms } from '../registration.ts';
import { parseOrRefuse } from './parse.ts';

const ActAddress = z.object({ actId: ActId });
const CaseAddress = z.object({ caseId: CaseId });
const FeedQuery = z.object({
  office: z.string().min(1),
  cursor: z.string().max(40).default(''),
  limit: z.coerce.number().int().min(1).max(500).default(200),
});

/** Cases, proposals, returns, registrations and the feed: everything of an office, and nothing of another. */
export function actRoutes(app: FastifyInstance, rooms: RegistrationRooms): void {
  const { register } = rooms;
  /** Whether the act is of the office that asks; another office's act is not told from one that does not exist. */
  const mayTouch = async (actId: ActId, officeId: string): Promise<boolean> =>
    (await register.proposalOf(actId))?.officeId === officeId;

  app.put('/v1/cases/:caseId', async (request, reply) => {
    const address = await parseOrRefuse(reply, CaseAddress, request.params);
    const record = address && (await parseOrRefuse(reply, CaseRecord, request.body));
    if (!address || !record) return reply;
    if (record.caseId !== address.caseId) return problem(reply, 'bad-request', 'caseId: not the address');
    if (record.officeId !== request.officeId) return problem(reply, 'unauthorized', 'a case of another office');
    const stored = await register.putCase(record);
    if (stored === 'differs') return problem(reply, 'case-differs', 'the case is recorded here with other data');
    return reply.code(stored === 'created' ? 201 : 200).send({});
  });

  app.put('/v1/acts/:actId/proposal', async (request, reply) => {
    const address = await parseOrRefuse(reply, ActAddress, request.params);
    const proposal = address && (await parseOrRefuse(reply, Proposal, request.body));
    if (!address || !proposal) return reply;
    if (proposal.actId !== address.actId) return problem(reply, 'bad-request', 'actId: not the address');
    if (proposal.officeId !== request.officeId) return problem(reply, 'unauthorized', 'an act of another office');
    if ((await rooms.blobs.size(proposal.documentSha256)) !== proposal.size) {
      return problem(reply, 'blob-missing', `no file ${proposal.documentSha256} of ${proposal.size} bytes`);
    }
    const stored = await register.putProposal(proposal);
    if (stored === 'caseUnknown') return problem(reply, 'case-unknown', 'the case has to be recorded first');
    if (stored === 'reused') return problem(reply, 'act-id-reused', 'this act id was proposed with other data');
    return reply.code(stored === 'created' ? 201 : 200).send({});
  });

  app.put('/v1/acts/:actId/return', async (request, reply) => {
    const address = await parseOrRefuse(reply, ActAddress, request.params);
    const given = address && (await parseOrRefuse(reply, Return, request.body));
    if (!address || !given) return reply;
    if (given.actId !== address.actId) return problem(reply, 'bad-request', 'actId: not the address');
    if (!(await mayTouch(given.actId, request.officeId)))
      return problem(reply, 'act-unknown', 'no such act in this office');
    const stored = await register.putReturn(given);
    switch (stored) {
      case 'created':
      case 'same':
        return reply.code(stored === 'created' ? 201 : 200).send({});
      case 'actUnknown':
        return problem(reply, 'act-unknown', 'no act of this id was proposed');
      case 'registered':
        return problem(reply, 'act-state', 'the act is registered');
      case 'reused':
        return problem(reply, 'act-state', 'the act was returned before with other remarks');
      case 'notProposed':
        return problem(reply, 'not-what-was-shown', 'the returned document is not the one proposed');
    }
  });

  app.put('/v1/acts/:actId/registration', async (request, reply) => {
    const address = await parseOrRefuse(reply, ActAddress, request.params);
    const asked = address && (await parseOrRefuse(reply, RegistrationRequest, request.body));
    if (!address || !asked) return reply;
    if (asked.actId !== address.actId) return problem(reply, 'bad-request', 'actId: not the address');
    if (!(await mayTouch(asked.actId, request.officeId)))
      return problem(reply, 'act-unknown', 'no such act in this office');
    const outcome = await registerAct(rooms, asked);
    if (outcome.kind === 'refused') return problem(reply, outcome.code, outcome.detail);
    return reply.code(outcome.kind === 'registered' ? 201 : 200).send({ receipt: outcome.receipt });
  });

  app.get('/v1/acts/:actId/receipt', async (request, reply) => {
    const address = await parseOrRefuse(reply, ActAddress, request.params);
    if (!address) return reply;
    const receipt = (await mayTouch(address.actId, request.officeId)) ? await register.receiptOf(address.actId) : null;
    return receipt === null ? problem(reply, 'not-found', 'no receipt for this act') : reply.send({ receipt });
  });

  app.get('/v1/feed', async (request, reply) => {
    const query = await parseOrRefuse(reply, FeedQuery, request.query);
    if (!query) return reply;
    if (query.office !== request.officeId) return problem(reply, 'unauthorized', 'the feed of another office');
    const page = await register.feed(query.office, query.cursor, query.limit);
    return page ? reply.send(page) : problem(reply, 'bad-request', 'cursor: never given out here');
  });
}
