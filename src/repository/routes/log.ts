import type { FastifyInstance } from 'fastify';
import { GrowthQuery, type LogGrowth, LogQuery, ProofsQuery, StampQuery } from '../../contract/log.ts';
import type { LogKeeper } from '../log/keeper.ts';
import { problem } from '../problems.ts';
import { sendJson } from './json.ts';
import { parseOrRefuse } from './parse.ts';

/** What a workstation needs to see for itself that the register only grew (contract/log.ts). */
export function logRoutes(app: FastifyInstance, keeper: LogKeeper): void {
  const beyond = 'the log is not that large';

  app.get('/v1/log', async (request, reply) => {
    const query = await parseOrRefuse(reply, LogQuery, request.query);
    return query ? sendJson(request, reply, await keeper.head(query.from)) : reply;
  });

  app.get('/v1/log/consistency', async (request, reply) => {
    const query = await parseOrRefuse(reply, GrowthQuery, request.query);
    if (!query) return reply;
    const consistency = await keeper.growth(query.from, query.to);
    if (consistency === null) return problem(reply, 'not-found', beyond);
    const growth: LogGrowth = { consistency };
    return sendJson(request, reply, growth);
  });

  app.get('/v1/log/proofs', async (request, reply) => {
    const query = await parseOrRefuse(reply, ProofsQuery, request.query);
    if (!query) return reply;
    const leaves = query.leaves.map((leaf) => Uint8Array.from(Buffer.from(leaf, 'base64url')));
    const proofs = await keeper.proofs(query.size, leaves);
    return proofs ? sendJson(request, reply, proofs) : problem(reply, 'not-found', beyond);
  });

  app.get('/v1/log/stamp', async (request, reply) => {
    const query = await parseOrRefuse(reply, StampQuery, request.query);
    if (!query) return reply;
    const stamp = await keeper.stampUpTo(query.size);
    return stamp ? sendJson(request, reply, stamp) : problem(reply, 'not-found', 'no checkpoint was stamped yet');
  });
}
