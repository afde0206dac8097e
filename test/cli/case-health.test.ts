import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { storeKey } from '../helpers/office.ts';
import { TestClock, startPkiServices } from '../helpers/pki-services/index.ts';
import { createWorld } from '../casework/world.ts';
import { read, registered } from '../casework/between.ts';
import { fojas, json, scratch } from './harness.ts';

it('case health says until when each act can be proved, and renews what has less than was asked', async () => {
  const services = await startPkiServices(new TestClock(new Date()));
  try {
    const world = await createWorld({ acts: 1 });
    await world.ended(await world.sign());
    await registered(world, 1);
    await world.office.until(async () => (await read(world, 0)).level?.provableUntil !== null);
    const { caseNumber } = await read(world, 0);
    await world.office.close();
    const dir = scratch();
    const [config, key] = [join(dir, 'oficina.json'), join(dir, 'almacen.key')];
    const signatures = { level: 'T', timestampAuthorities: [{ url: services.world.urls.tsa }] };
    const trustAnchors = [...world.config.trustAnchors, services.world.root.certificatePem];
    writeFileSync(key, storeKey);
    const office = ['--config', config, '--store-key-file', key];

    writeFileSync(config, JSON.stringify(world.config));
    const calm = await fojas(['case', 'health', ...office, '--case', caseNumber]);
    expect(calm.stdout).toMatch(/\d\d\/\d\d\/\d{4} {2}B {9}.*\n1 actos firmados; \d requieren atención\./);
    const unknown = await fojas(['case', 'health', ...office, '--case', 'PP-0']);
    expect([unknown.code, unknown.stdout]).toEqual([1, '']);
    expect(unknown.stderr).toContain('PP-0');

    writeFileSync(config, JSON.stringify({ ...world.config, signatures, trustAnchors }));
    const ran = await fojas(['case', 'health', ...office, '--case', caseNumber, '--renew', '--json']);
    const told = json<{ worrying: number; renewed: number; acts: { level: { reached: string; wanted: string } }[] }>(
      ran,
    );
    expect(told).toMatchObject({ renewed: 1, acts: [{ level: { reached: 'T', wanted: 'T', waitingFor: null } }] });
    expect(ran.code).toBe(told.worrying > 0 ? 1 : 0);
  } finally {
    await services.close();
  }
}, 240_000);
