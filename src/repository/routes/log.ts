import type { FastifyInstance } from 'fastify';
import { GrowthQuery, type LogGrowth, LogQuery, ProofsQuery, StampQuery } from '../../contract/log.ts';
import type { LogSource } from '../log/keeper.ts';
import { problem } from '../problems.ts';
import { sendJson } from './json.ts';
import { parseOrRefuse } from './parse.ts';

/** What a workstation needs to see for itself that the register only grew (contract/log.ts). */
export function logRoutes(app: FastifyInstance, source: LogSource): void {
  const beyond = 'the log is not that large';
  const away = 'the central repository, which keeps the log, is out of reach';

  app.get('/v1/log', async (request, reply) => {
    const query = await parseOrRefuse(reply, LogQuery, request.query);
    if (!query) return reply;
    const head = await source.head(query.from);
    return head === 'away' ? problem(reply, 'centre-away', away) : sendJson(request, reply, head);
  });

  app.get('/v1/log/consistency', async (request, reply) => {
    const query = await parseOrRefuse(reply, GrowthQuery, request.query);
    if (!query) return reply;
    const consistency = await source.growth(query.from, query.to);
    if (consistency === 'away') return problem(reply, 'centre-away', away);
    if (consistency === null) return problem(reply, 'not-found', beyond);
    const growth: LogGrowth = { consistency };
    return sendJson(request, reply, growth);
  });

  app.get('/v1/log/proofs', async (request, reply) => {
    const query = await parseOrRefuse(reply, ProofsQuery, request.query);
    if (!query) return reply;
    const leaves = query.leaves.map((leaf) => Uint8Array.from(Buffer.from(leaf, 'base64url')));
    const proofs = await source.proofs(query.size, leaves);
    if (proofs === 'away') return problem(reply, 'centre-away', away);
    return proofs ? sendJson(request, reply, proofs) : problem(reply, 'not-found', beyond);
  });

  app.get('/v1/log/stamp', async (request, reply) => {
    const query = await parseOrRefuse(reply, StampQuery, request.query);
    if (!query) return reply;
    const stamp = await source.stampUpTo(query.size);
    if (stamp === 'away') return problem(reply, 'centre-away', away);
    return stamp ? sendJson(request, reply, stamp) : problem(reply, 'not-found', 'no checkpoint was stamped yet');
  });
}
