import type { FastifyInstance } from 'fastify';
import { ProfilesQuery, TemplatesOrder, askedIn, mostProfileText } from '../../contract/wire-templates.ts';
import { isForbidden } from '../access.ts';
import { problem } from '../problems.ts';
import { parseOrRefuse } from '../routes/parse.ts';
import type { TemplateSource } from './publish.ts';

/** A letter of the text is at most three bytes, and the order says little more. */
const bodyLimit = 3 * mostProfileText + 1024;

/** Models of acts: told to every desk, published by whoever looks after all offices. */
export function templateRoutes(app: FastifyInstance, templates: TemplateSource): void {
  app.get('/v1/templates', async (request, reply) => {
    const asked = await parseOrRefuse(reply, ProfilesQuery, request.query);
    return asked ? reply.send({ profiles: await templates.newer(askedIn(asked)) }) : reply;
  });

  app.post('/v1/templates', { bodyLimit }, async (request, reply) => {
    if (await isForbidden(request, reply, 'configure')) return reply;
    const order = await parseOrRefuse(reply, TemplatesOrder, request.body);
    if (!order) return reply;
    if (JSON.stringify(order.profile).length > mostProfileText)
      return problem(reply, 'bad-request', `a profile has at most ${mostProfileText} characters`);
    if (!templates.publish) return problem(reply, 'centre-away', 'the central repository alone publishes models');
    const { holder, device, officeId } = request;
    const personId = holder?.personId ?? null;
    return reply.send(await templates.publish(order, { officeId, personId, device, name: holder?.name ?? officeId }));
  });
}
