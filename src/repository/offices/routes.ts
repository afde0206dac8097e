import type { FastifyInstance } from 'fastify';
import { OfficeQuery, type OfficeTold } from '../../contract/wire-offices.ts';
import { parseOrRefuse } from '../routes/parse.ts';
import type { OfficeSource } from './told.ts';

/** What is known of an office, told to whoever asks in its name and of no other. */
export function officeRoutes(app: FastifyInstance, offices: OfficeSource): void {
  app.get('/v1/office-facts', async (request, reply) => {
    const asked = await parseOrRefuse(reply, OfficeQuery, request.query);
    if (!asked) return reply;
    const version = String(request.headers['fojas-version'] ?? '');
    return reply.send({ office: await offices.told(request.officeId, asked.known, version) } satisfies OfficeTold);
  });
}
