import { describe, expect, it } from 'vitest';
import { sql } from '../../../src/casework/store/index.ts';
import { openStore } from '../../../src/casework/store/index.ts';
import type { OfficeConfig } from '../../../src/contract/config.ts';
import type { Failure } from '../../../src/contract/failures.ts';
import { blankPdf } from '../../helpers/grown-pdf.ts';
import { storeKey } from '../../helpers/office.ts';
import { read, registered } from '../between.ts';
import { type World, createWorld } from '../world.ts';
import { stepRaiser } from './steps.ts';

const wanting =
  (level: 'B' | 'T' | 'LT' | 'LTA') =>
  (config: OfficeConfig): OfficeConfig => ({
    ...config,
    signatures: { level, timestampAuthorities: [{ url: 'http://127.0.0.1:9/tsa' }] },
  });
const noStamp: Failure = { kind: 'timestampMissing', detail: 'ECONNREFUSED' };
const levelOf = async (world: World, index = 0) => (await read(world, index)).level;
const raised = (world: World, level: string, index = 0) =>
  world.office.until(async () => (await levelOf(world, index))?.reached === level);

describe('sign now, raise later', () => {
  it('signs at once, then raises step by step by appending, and the first receipt still verifies', async () => {
    const raiser = stepRaiser();
    const world = await createWorld({ acts: 2, config: wanting('LTA'), office: { raiser } });
    await world.ended(await world.sign());
    await raised(world, 'LTA', 0);
    await raised(world, 'LTA', 1);
    await registered(world, 2);
    expect(await levelOf(world)).toEqual({
      ...{ reached: 'LTA', wanted: 'LTA', waitingFor: null, attempts: 0 },
      provableUntil: '2031-01-01T00:00:00.000Z',
    });
    const { actId } = world.acts[0]!;
    await world.office.until(async () => (await world.repository.renditions()) === 6);
    expect(await world.office.call('receipts.read', { actId })).toMatchObject({ verified: true, failure: null });
    // Waits for what is on its way.
    await world.office.call('sync.now', {});
    await world.office.close();
    const rows = renditionsIn(world, actId);
    expect(rows.map(({ n, level, state }) => [n, level, state])).toEqual([
      [1, 'T', 'registered'],
      [2, 'LT', 'registered'],
      [3, 'LTA', 'registered'],
    ]);
    expect(rows.slice(1).map((row) => [row.prefix_sha256, row.prefix_size])).toEqual(
      rows.slice(0, -1).map((row) => [row.sha256, row.size]),
    );
  });

  it('says what it waits for while an authority is silent, holds up nobody, and goes on by itself', async () => {
    const raiser = stepRaiser();
    raiser.trouble = noStamp;
    const world = await createWorld({ acts: 1, config: wanting('T'), office: { raiser } });
    await world.ended(await world.sign());
    await registered(world, 1);
    await world.office.until(async () => ((await levelOf(world))?.attempts ?? 0) >= 2);
    expect(await levelOf(world)).toMatchObject({ reached: 'B', wanted: 'T', waitingFor: noStamp });
    raiser.trouble = null;
    await raised(world, 'T');
    expect(await levelOf(world)).toMatchObject({ reached: 'T', waitingFor: null, attempts: 0 });
  });

  it('raises without any line to the repository, and tells it when the line is back', async () => {
    const raiser = stepRaiser();
    const world = await createWorld({ acts: 1, config: wanting('T'), office: { raiser } });
    await world.repository.stop();
    await world.ended(await world.sign());
    await raised(world, 'T');
    expect((await read(world, 0)).state).toBe('queued');
    await world.repository.restart();
    await registered(world, 1);
    await world.office.until(async () => (await world.repository.renditions()) > 0);
  });

  it('loses nothing and doubles nothing when it ends between the longer file and its row', async () => {
    const raiser = stepRaiser();
    let ended = false;
    const world = await createWorld({
      ...{ acts: 1, config: wanting('T') },
      office: {
        raiser,
        onBoundary: (name) => {
          if (name !== 'renditionFileKept' || ended) return;
          ended = true;
          throw new Error('the power is gone');
        },
      },
    });
    await world.ended(await world.sign());
    await world.office.until(() => ended);
    await world.reopen();
    await raised(world, 'T');
    await world.office.call('sync.now', {});
    await world.office.close();
    expect(renditionsIn(world, world.acts[0]!.actId)).toHaveLength(1);
  });

  it('goes on after a restart with what was open', async () => {
    const raiser = stepRaiser();
    raiser.trouble = noStamp;
    const world = await createWorld({ acts: 1, config: wanting('LTA'), office: { raiser } });
    await world.ended(await world.sign());
    await world.office.until(async () => ((await levelOf(world))?.attempts ?? 0) >= 1);
    raiser.trouble = null;
    await world.reopen();
    await raised(world, 'LTA');
  });

  it('leaves signatures as they were made where nothing is configured, and still knows what they prove', async () => {
    const raiser = stepRaiser();
    const world = await createWorld({ acts: 1, office: { raiser } });
    await world.ended(await world.sign());
    await world.office.until(async () => (await levelOf(world))?.provableUntil !== null);
    expect(await levelOf(world)).toMatchObject({ reached: 'B', wanted: 'B', waitingFor: null });
    expect(raiser.asked).toBe(0);
  });

  it('asks more of old acts when the office begins to ask for more', async () => {
    const raiser = stepRaiser();
    const world = await createWorld({ acts: 1, office: { raiser } });
    await world.ended(await world.sign());
    await registered(world, 1);
    await world.reopen({ config: wanting('T')(world.config) });
    await raised(world, 'T');
  });

  it('keeps nothing that is more than proof, and says so', async () => {
    const raiser = stepRaiser();
    raiser.spoil = blankPdf;
    const world = await createWorld({ acts: 1, config: wanting('T'), office: { raiser } });
    await world.ended(await world.sign());
    await world.office.until(async () => (await levelOf(world))?.waitingFor !== null);
    expect(await levelOf(world)).toMatchObject({ reached: 'B', waitingFor: { kind: 'raiseRefused' } });
    await world.office.close();
    expect(renditionsIn(world, world.acts[0]!.actId)).toEqual([]);
  });

  it('stops asking for what can never be had, until a person wants it again', async () => {
    const raiser = stepRaiser();
    raiser.never = { kind: 'raiseRefused', reason: 'revoked', detail: 'certificate revoked' };
    const world = await createWorld({ acts: 1, config: wanting('T'), office: { raiser } });
    await world.ended(await world.sign());
    await world.office.until(async () => (await levelOf(world))?.waitingFor !== null);
    const before = raiser.asked;
    await world.office.call('sync.now', {});
    expect(raiser.asked).toBe(before);
    raiser.never = null;
    const { actId } = world.acts[0]!;
    expect(await world.office.call('levels.renew', { actIds: [actId] })).toEqual({ queued: 1, left: 0 });
    await raised(world, 'T');
    expect(await world.office.call('levels.renew', { actIds: [actId] })).toEqual({ queued: 0, left: 1 });
  });

  it('shows other desks the level that the repository found', async () => {
    const raiser = stepRaiser();
    const world = await createWorld({ acts: 1, config: wanting('T'), office: { raiser } });
    await world.ended(await world.sign());
    await world.office.until(async () => (await world.repository.renditions()) > 0);
    const other = await world.reopen({
      config: { ...world.config, dataDir: `${world.folder}/other`, deviceId: 'pc-02' },
    });
    await other.call('sync.now', {});
    await other.until(async () => (await other.call('acts.read', { actId: world.acts[0]!.actId })).level !== null);
    // Validation data alone is no level: that is what the repository itself sees in these files.
    expect((await other.call('acts.read', { actId: world.acts[0]!.actId })).level).toMatchObject({ reached: 'B' });
  });
});

interface Row {
  readonly n: number;
  readonly level: string;
  readonly state: string;
  readonly sha256: string;
  readonly size: number;
  readonly prefix_sha256: string;
  readonly prefix_size: number;
}

function renditionsIn(world: World, actId: string): Row[] {
  const opened = openStore({ folder: world.config.dataDir, storeKey, now: () => new Date() });
  if (!opened.ok) throw new Error(opened.failure.kind);
  const rows = opened.value.journal.all<Row>(sql`select * from renditions where act_id = ${actId} order by n`);
  opened.value.close();
  return rows;
}
