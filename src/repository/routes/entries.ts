import type { FastifyInstance } from 'fastify';
import { CaseId } from '../../contract/ids.ts';
import { CaseEntry } from '../../contract/wire-entries.ts';
import { type EntryRooms, takeEntry } from '../entries/take.ts';
import { type RefusalRooms, signEntryRefusal } from '../log/refusals.ts';
import { problem } from '../problems.ts';
import { parameterOrRefuse, parseOrRefuse } from './parse.ts';

/** `PUT /v1/cases/{caseId}/entries/{entryId}` (`contract/wire-entries.ts`): by this office, in the name of whoever holds the key. */
export function entryRoutes(app: FastifyInstance, rooms: EntryRooms & RefusalRooms): void {
  app.put('/v1/cases/:caseId/entries/:entryId', async (request, reply) => {
    const caseId = await parameterOrRefuse(reply, 'caseId', CaseId);
    const given = caseId && (await parseOrRefuse(reply, CaseEntry, request.body));
    if (!caseId || !given) return reply;
    if (given.caseId !== caseId || given.entryId !== (request.params as { entryId: string }).entryId)
      return problem(reply, 'bad-request', 'caseId, entryId: not the address');
    const outcome = await takeEntry(rooms, given, request);
    if (outcome.kind === 'refused') {
      const refusal = await signEntryRefusal(rooms, given, outcome.code);
      return problem(reply, outcome.code, outcome.detail, { refusal });
    }
    return reply.code(outcome.kind === 'created' ? 201 : 200).send({});
  });
}
