import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import { CaseId, Sha256 } from '../../contract/ids.ts';
import { type CaseSnapshot, type CaseState, type FlatJws, ReceiptsQuery } from '../../contract/wire-cases.ts';
import { problem } from '../problems.ts';
import type { CaseContents, Register } from '../register/port.ts';
import { contentsFor } from '../visible.ts';
import { sendJson } from './json.ts';
import { parameterOrRefuse, parseOrRefuse } from './parse.ts';

/** What was given and what stands: receipts by place, and cases by a hash, so that what is known already costs next to nothing. */
export function caseRoutes(app: FastifyInstance, { register }: { readonly register: Register }): void {
  app.get('/v1/receipts', async (request, reply) => {
    const query = await parseOrRefuse(reply, ReceiptsQuery, request.query);
    if (!query) return reply;
    const page = await register.receiptsAfter(request.officeId, query.after, query.limit);
    if (!page) return problem(reply, 'cursor-expired', 'after: not known here; begin with an empty one');
    return sendJson(request, reply, page);
  });

  /** Null after a problem was answered; another office's case is not told from one that does not exist. */
  const contentsOf = async (request: FastifyRequest, reply: FastifyReply): Promise<CaseContents | null> => {
    const caseId = await parameterOrRefuse(reply, 'caseId', CaseId);
    if (!caseId) return null;
    const { officeId } = request;
    const contents = await register.caseContents(caseId, officeId);
    const reach = contents && (await register.moves.reach(caseId, officeId));
    if (reach !== null) return contentsFor(request.holder, register, withinReach(contents!, officeId, reach));
    await problem(reply, 'case-unknown', 'no such case in this office');
    return null;
  };

  app.get('/v1/cases/:caseId/state', async (request, reply) => {
    const contents = await contentsOf(request, reply);
    if (!contents) return reply;
    const state = stateOf(contents);
    const tag = `"${state.hash}"`;
    reply.header('etag', tag).header('cache-control', 'private, no-cache');
    return request.headers['if-none-match'] === tag ? reply.code(304).send() : reply.send(state);
  });

  app.get('/v1/cases/:caseId/snapshot', async (request, reply) => {
    const contents = await contentsOf(request, reply);
    return contents ? sendJson(request, reply, snapshotOf(contents)) : reply;
  });
}

/** What an office has of a case: its own acts, and what was registered until the case went on from there. */
function withinReach(contents: CaseContents, officeId: string, reach: number): CaseContents {
  const acts = contents.acts.filter(
    ({ proposal, number }) => proposal.officeId === officeId || (number !== null && number <= reach),
  );
  return { ...contents, acts };
}

function stateOf(contents: CaseContents): CaseState {
  const { record, acts } = contents;
  const hash = createHash('sha256').update(JSON.stringify(record));
  for (const { proposal, returned, receipt, renditions } of acts) {
    hash.update(`\n${JSON.stringify([proposal, returned, receipt, renditions])}`);
  }
  return {
    caseId: record.caseId,
    hash: Sha256.parse(hash.digest('hex')),
    acts: acts.length,
    registered: acts.filter(({ receipt }) => receipt !== null).length,
    renditions: acts.reduce((sum, { renditions }) => sum + renditions.length, 0),
  };
}

function snapshotOf(contents: CaseContents): CaseSnapshot {
  const headers: string[] = [];
  const flat = (jws: string): FlatJws => {
    const [header = '', payload = '', signature = ''] = jws.split('.');
    const text = Buffer.from(header, 'base64url').toString('utf8');
    if (!headers.includes(text)) headers.push(text);
    return [headers.indexOf(text), Buffer.from(payload, 'base64url').toString('utf8'), signature];
  };
  const acts = contents.acts.map(({ proposal, returned, receipt, renditions }) => ({
    ...{ proposal, returned, receipt: receipt === null ? null : flat(receipt), renditions: renditions.map(flat) },
  }));
  return { state: stateOf(contents), case: contents.record, headers, acts, cursor: contents.cursor };
}
