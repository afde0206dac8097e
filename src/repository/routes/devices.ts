import type { FastifyInstance } from 'fastify';
import { DeviceId, DeviceWord } from '../../contract/wire-devices.ts';
import { DeskStanding, StandingQuery } from '../../contract/wire-fleet.ts';
import { problem } from '../problems.ts';
import type { Register } from '../register/port.ts';
import { parameterOrRefuse, parseOrRefuse } from './parse.ts';

/** How far each desk of an office has come (contract/wire-devices.ts), and how it stands (contract/wire-fleet.ts). */
export function deviceRoutes(
  app: FastifyInstance,
  { register, clock }: { readonly register: Pick<Register, 'devices'>; readonly clock: () => Date },
): void {
  app.get('/v1/devices/:deviceId', async (request, reply) => {
    const deviceId = await parameterOrRefuse(reply, 'deviceId', DeviceId);
    if (deviceId === null) return reply;
    const known = await register.devices.headOf(request.officeId, deviceId);
    return known ? reply.send(known) : problem(reply, 'not-found', 'never heard of');
  });
  app.put('/v1/devices/:deviceId', async (request, reply) => {
    const deviceId = await parameterOrRefuse(reply, 'deviceId', DeviceId);
    const word = deviceId === null ? null : await parseOrRefuse(reply, DeviceWord, request.body);
    if (deviceId === null || !word) return reply;
    const { entries, head, after } = word;
    const isKept = await register.devices.tell(request.officeId, deviceId, { entries, head }, after);
    return isKept ? reply.send({ entries, head }) : problem(reply, 'device-forked', 'something else is known of it');
  });
  app.put('/v1/devices/:deviceId/standing', async (request, reply) => {
    const deviceId = await parameterOrRefuse(reply, 'deviceId', DeviceId);
    const standing = deviceId === null ? null : await parseOrRefuse(reply, DeskStanding, request.body);
    const query = standing ? await parseOrRefuse(reply, StandingQuery, request.query) : null;
    if (deviceId === null || !standing || !query) return reply;
    const at = new Date(clock().getTime() - (query.ago ?? 0) * 1000);
    await register.devices.stand(request.officeId, deviceId, at, standing);
    return reply.send(standing);
  });
  app.get('/v1/fleet', async (request, reply) => {
    // Who enrolled to look after desks orders for those of every office, and sees them; a key speaks for its own office.
    const isForAll = request.device !== null && request.holder !== null;
    const rows = await register.devices.fleet(isForAll ? null : request.officeId);
    return reply.send({ at: clock().toISOString(), rows });
  });
}
