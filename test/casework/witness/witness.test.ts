import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { LogStanding } from '../../../src/contract/log.ts';
import { rotateReceiptKey } from '../../../src/repository/log/keys.ts';
import { verifyReceiptFile } from '../../../src/proof/index.ts';
import type { TestOffice } from '../../helpers/office.ts';
import { makeStage, rewritePast } from './stage.ts';

// Several processes a test, on machines that do other work too.
vi.setConfig({ testTimeout: 120_000 });

/** The desk has looked, and its log has so many leaves. */
const sees = async (desk: TestOffice, size: number): Promise<void> => {
  await desk.call('sync.now', {});
  await desk.until(async () => (await lookedAt(desk)).size === size);
};
/** How the log stands after a look that came through: a connection that was kept from another repository may break first. */
const lookedAt = async (desk: TestOffice): Promise<LogStanding> => {
  let standing: LogStanding | null = null;
  await desk.until(async () => {
    standing = await desk.call('log.check', {}).catch(() => null);
    return standing !== null;
  });
  return standing!;
};
const alarmOf = async (desk: TestOffice) => (await lookedAt(desk)).alarm;

describe('a workstation', () => {
  it('keeps what it saw of the log, and finds the place of every receipt', async () => {
    const stage = makeStage();
    const repository = await stage.serve(stage.dir);
    const receipts = await stage.registered(repository, 3);
    const desk = await stage.desk(repository, 'pc');
    await sees(desk, 3);
    for (const [n, [actId, jws]] of [...receipts].entries()) {
      await desk.until(async () => (await desk.call('receipts.read', { actId: actId as never })).place !== null);
      const read = await desk.call('receipts.read', { actId: actId as never });
      expect(read).toMatchObject({ jws, place: { index: n, size: 3 } });
    }
    await stage.registered(repository, 2);
    await sees(desk, 5);
    expect(await desk.call('log.standing', {})).toMatchObject({ size: 5, alarm: null });
  });

  it('refuses a repository whose past was rewritten, and goes on when the true one answers again', async () => {
    const stage = makeStage();
    const repository = await stage.serve(stage.dir);
    await stage.registered(repository, 4);
    const desk = await stage.desk(repository, 'pc');
    await sees(desk, 4);
    await repository.close();
    const forged = stage.copy(stage.dir);
    rewritePast(forged, 1);
    const liar = await stage.serve(forged, repository);
    await stage.registered(liar, 1);
    expect(await alarmOf(desk)).toMatchObject({ kind: 'rewritten', known: 4 });
    // Nothing is taken from it, and the strip says why.
    await desk.call('sync.now', {});
    await desk.until(async () => {
      const failure = (await desk.call('office.status', {})).line.lastFailure;
      return failure?.kind === 'registerRewritten' && failure.found === 'rewritten';
    });
    expect((await desk.call('trays.counts', {})).registered).toBe(4);

    await liar.close();
    const back = await stage.serve(stage.dir, repository);
    await stage.registered(back, 1);
    await sees(desk, 5);
    await desk.until(async () => (await desk.call('trays.counts', {})).registered === 5);
    expect(await alarmOf(desk)).toBeNull();
  });

  it('refuses a repository that was put back from an old copy, until a person takes that past', async () => {
    const stage = makeStage();
    const repository = await stage.serve(stage.dir);
    await stage.registered(repository, 2);
    await repository.close();
    const backup = stage.copy(stage.dir);
    const served = await stage.serve(stage.dir, repository);
    await stage.registered(served, 3);
    const desk = await stage.desk(served, 'pc', 'itAdmin');
    await sees(desk, 5);
    await served.close();
    const restored = await stage.serve(backup, repository);
    expect(await alarmOf(desk)).toMatchObject({ kind: 'rolledBack', known: 5, told: 2 });
    // It stays so when the restored one has grown as large again, and over a restart of the desk.
    await stage.registered(restored, 4);
    expect(await alarmOf(desk)).toMatchObject({ kind: 'rolledBack' });
    await desk.close();
    const again = await stage.desk(restored, 'pc', 'itAdmin');
    expect((await again.call('log.standing', {})).alarm).toMatchObject({ kind: 'rolledBack' });
    expect((await again.refusal('log.accept', { reason: 'corta' })).kind).toBe('badInput');
    const accepted = await again.call('log.accept', { reason: 'Restauración ordenada por la institución' });
    expect(accepted).toMatchObject({ size: 6, alarm: null });
    expect(await alarmOf(again)).toBeNull();
  });

  it('lets nobody but those who look after the machine take another past', async () => {
    const stage = makeStage();
    const desk = await stage.desk(await stage.serve(stage.dir), 'pc', 'clerk');
    expect(await desk.refusal('log.accept', { reason: 'Porque así lo quiero yo' })).toEqual({ kind: 'notAllowed' });
  });

  it('finds out, with another office, that they were shown two pasts', async () => {
    const stage = makeStage();
    const repository = await stage.serve(stage.dir);
    await stage.registered(repository, 2);
    await repository.close();
    const one = await stage.serve(stage.dir);
    const other = await stage.serve(stage.copy(stage.dir));
    await stage.registered(one, 2);
    await stage.registered(other, 3);
    const here = await stage.desk(one, 'here');
    const there = await stage.desk(other, 'there');
    await sees(here, 4);
    await sees(there, 5);
    const { checkpoint } = await here.call('log.standing', {});
    expect(await there.call('log.seen', { checkpoint: checkpoint!, source: 'la otra oficina' })).toEqual({
      believed: true,
    });
    expect(await alarmOf(there)).toMatchObject({ kind: 'forked', source: 'la otra oficina' });
    // What agrees raises nothing: the log of `here`, earlier.
    await stage.registered(one, 1);
    await here.call('log.seen', { checkpoint: checkpoint!, source: 'yo' });
    expect(await alarmOf(here)).toBeNull();
    expect(await here.call('log.seen', { checkpoint: 'x\n', source: 'nadie' })).toEqual({ believed: false });
  });

  it('does not believe a log that is not signed by the repository, nor one that is gone', async () => {
    const stage = makeStage();
    const repository = await stage.serve(stage.dir);
    await stage.registered(repository, 1);
    const desk = await stage.desk(repository, 'pc');
    await sees(desk, 1);
    await repository.close();
    const stranger = await stage.serve(join(stage.folder, 'stranger'), repository);
    await stage.registered(stranger, 2);
    expect(await alarmOf(desk)).toMatchObject({ kind: 'unsigned' });
  });

  it('misses a receipt that was given and never logged', async () => {
    const stage = makeStage();
    const repository = await stage.serve(stage.dir);
    await stage.registered(repository, 2);
    await repository.close();
    // The first desk that looks sees a log in which one receipt was exchanged.
    rewritePast(stage.dir, 1);
    const served = await stage.serve(stage.dir);
    const desk = await stage.desk(served, 'pc');
    await desk.call('sync.now', {});
    await desk.until(async () => (await alarmOf(desk))?.kind === 'leafMissing');
  });

  it('follows keys that change, and exports receipts that hold without a line', async () => {
    const stage = makeStage();
    const repository = await stage.serve(stage.dir);
    const old = await stage.registered(repository, 2);
    const desk = await stage.desk(repository, 'pc');
    await sees(desk, 2);
    await repository.close();
    rotateReceiptKey(stage.dir, { size: 2, at: new Date() });
    const rotated = await stage.serve(stage.dir, repository);
    const fresh = await stage.registered(rotated, 2);
    await sees(desk, 4);
    await desk.until(async () => (await desk.call('trays.counts', {})).registered === 4);
    for (const actId of [...old.keys(), ...fresh.keys()]) {
      await desk.until(async () => (await desk.call('receipts.read', { actId: actId as never })).place !== null);
      const file = await desk.call('receipts.export', { actId: actId as never });
      expect(verifyReceiptFile(file, repository.receiptKeys)).toMatchObject({ kind: 'holds', statement: { actId } });
      const { path } = await desk.call('receipts.save', { actId: actId as never });
      expect(path).toMatch(/fojas-receipt-.*\.json$/);
      writeFileSync(path, '');
    }
  });
});
