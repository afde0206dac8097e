import { describe, expect, it, onTestFinished } from 'vitest';
import { sql, openStore } from '../../../src/casework/store/index.ts';
import type { OfficeConfig } from '../../../src/contract/config.ts';
import type { Level } from '../../../src/contract/levels.ts';
import { createFakeToken } from '../../helpers/fake-token.ts';
import { storeKey } from '../../helpers/office.ts';
import { TestClock, startPkiServices } from '../../helpers/pki-services/index.ts';
import { read, registered } from '../between.ts';
import { type World, createWorld } from '../world.ts';

/** An office whose certificate, time-stamps and revocation data come from one small world of real services on loopback. */
async function stage(level: Level, change: (config: OfficeConfig) => OfficeConfig = (config) => config) {
  const services = await startPkiServices(new TestClock(new Date()));
  onTestFinished(() => services.close());
  const { world: pki } = services;
  const identity = pki.signer({ key: 'rsa-2048', commonName: 'PRUEBA Juana', cuil: 'CUIL 27123456780' });
  const token = createFakeToken({}, { identity, root: pki.root });
  const config = (base: OfficeConfig): OfficeConfig =>
    change({
      ...base,
      person: { ...base.person, cuil: '27-12345678-0' },
      trustAnchors: [pki.root.certificatePem, pki.intermediate.certificatePem],
      signatures: { level, timestampAuthorities: [{ url: pki.urls.tsa }] },
    });
  const world = await createWorld({ acts: 1, token, config });
  return { pki, world, identity };
}

const reached = (world: World, level: Level) =>
  world.office.until(async () => (await read(world, 0)).level?.reached === level);

describe('with real authorities', () => {
  it('reaches LTA, the repository finds the same, and the report passes', async () => {
    const { world } = await stage('LTA');
    await world.ended(await world.sign());
    await reached(world, 'LTA');
    await registered(world, 1);
    await world.office.until(async () => (await world.repository.renditions()) > 0);
    const row = await read(world, 0);
    expect(row.level).toMatchObject({ reached: 'LTA', wanted: 'LTA', waitingFor: null });
    const years = (Date.parse(row.level!.provableUntil!) - Date.now()) / (365 * 86_400_000);
    expect(years).toBeGreaterThan(5);
    const { actId } = row;
    const report = await world.office.call('reports.act', { actId, locale: 'es-AR' });
    expect(report).toMatchObject({ overall: 'TOTAL_PASSED', level: { reached: 'LTA' } });
    expect(report.signatures.map(({ kind, indication }) => [kind, indication])).toEqual([
      ['signature', 'TOTAL_PASSED'],
      ['documentTimestamp', 'TOTAL_PASSED'],
      ['documentTimestamp', 'TOTAL_PASSED'],
    ]);
    expect(report.signatures[0]).toMatchObject({ level: 'LTA', signer: { cuil: '27123456780' } });
    expect(report.signatures[0]!.provenAt).not.toBeNull();
    expect(JSON.parse(report.machine)).toMatchObject({ file: { sha256: report.file.sha256 } });
    // Waits for what is on its way.
    await world.office.call('sync.now', {});
    await world.office.close();
    const opened = openStore({ folder: world.config.dataDir, storeKey, now: () => new Date() });
    if (!opened.ok) throw new Error(opened.failure.kind);
    const [made] = opened.value.journal.all<{ receipt: string }>(
      sql`select receipt from renditions where level = 'LTA'`,
    );
    opened.value.close();
    const statement = JSON.parse(Buffer.from(made!.receipt.split('.')[1]!, 'base64url').toString()) as {
      level: string;
    };
    expect(statement.level).toBe('LTA');
  });

  it('signs all the same while the time-stamping authority is dead, and names it', async () => {
    const { pki, world } = await stage('LTA');
    pki.faults.set('tsa', 'reset');
    await world.ended(await world.sign());
    await registered(world, 1);
    await world.office.until(async () => (await read(world, 0)).level?.waitingFor !== null);
    expect((await read(world, 0)).level).toMatchObject({ reached: 'B', waitingFor: { kind: 'timestampMissing' } });
    pki.faults.delete('tsa');
    await reached(world, 'LTA');
  });

  it('gets as far as it can while nobody tells of revocation, and keeps what it got', async () => {
    const { pki, world } = await stage('LT');
    for (const service of ['ocsp', 'crl'] as const) pki.faults.set(service, 'reset');
    await world.ended(await world.sign());
    await reached(world, 'T');
    await world.office.until(async () => (await read(world, 0)).level?.waitingFor !== null);
    expect((await read(world, 0)).level).toMatchObject({ waitingFor: { kind: 'validationDataMissing' } });
    pki.faults.clear();
    await reached(world, 'LT');
  });

  it('closes at once while an authority hangs', async () => {
    const { pki, world } = await stage('T');
    pki.faults.set('tsa', 'hang');
    await world.ended(await world.sign());
    await world.office.until(() => pki.asked.some(({ service }) => service === 'tsa'));
    const before = performance.now();
    await world.office.close();
    expect(performance.now() - before).toBeLessThan(8000);
  });
});
