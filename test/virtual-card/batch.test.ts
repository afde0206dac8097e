import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Batch, BatchItem } from '../../src/contract/acts.ts';
import { DriverCare } from '../../src/contract/drivers.ts';
import { startTestRepository, testConfig, until } from '../helpers/office.ts';
import { makePki } from '../helpers/pki.ts';
import { type Ground, layGround } from '../nemesis/ground.ts';
import { openWorkplace } from '../nemesis/workplace.ts';
import { pinOf } from '../token-host/harness.ts';
import { type CardTable, createPivCard, setTable } from './card-table.ts';
import { unplugAtSignature } from './cues.ts';
import { pin } from './desk.ts';

let table: CardTable;
let ground: Ground;
beforeAll(async () => {
  [table, ground] = await Promise.all([setTable(), layGround(6)]);
});
afterAll(async () => {
  await table.remove();
  await ground.remove();
});

it('a batch under main’s supervision outlives a card pulled out while it signs, and then the office', async () => {
  const { signer, root, intermediate } = makePki({ signer: { key: 'p256' } });
  const card = createPivCard({ keys: { '9a': signer } });
  await table.insert(card, unplugAtSignature(3));
  const folder = ground.copy();
  const repository = await startTestRepository(folder.repository);
  const anchors = [root.certificatePem, intermediate.certificatePem];
  let killAt: number | null = null;
  let kept = 0;
  const workplace = openWorkplace({
    config: testConfig(folder.data, { repository, libraries: [table.library], anchors }),
    ...{ library: table.library, environment: table.env, diskFullMark: join(folder.path, 'disk-full') },
    care: DriverCare.parse({ signMs: 5000, listMs: 10_000 }),
    person: () => pinOf(pin),
    beforeHost: () => undefined,
    onEvent(event, data) {
      if (event === 'batch.item' && (data as { item: BatchItem }).item.state === 'kept') kept += 1;
      if (kept !== killAt) return;
      killAt = null;
      workplace.killOffice();
    },
  });
  const means = async () => {
    const { libraries } = await workplace.call('tokens.list', {});
    const [token] = libraries.flatMap(({ listing }) => listing?.tokens ?? []);
    if (!token) return null;
    const { certificateSha256 } = token.certificates[0]!;
    return { libraryId: table.library.id, tokenSerial: token.serial, certificateSha256 };
  };
  /** Signs the rest of the batch, or the tray where there was none. */
  const signTheRest = async (): Promise<{ batch: Batch; states: string[] }> => {
    await until(async () => (await workplace.call('trays.counts', {})).toSign > 0 && (await means()) !== null, 40_000);
    const unfinished = await workplace.call('signing.unfinished', {});
    const { rows } = unfinished ?? (await workplace.call('trays.page', { tray: 'toSign', after: null, limit: 50 }));
    const items = rows.map(({ actId, documentSha256 }) => ({ actId, documentSha256 }));
    const { batchId } = await workplace.call('signing.start', { items, ...(await means())! });
    const read = () => workplace.call('signing.batch', { batchId });
    await until(async () => ['finished', 'stopped'].includes((await read()).batch.state), 40_000);
    const { batch, items: fates } = await read();
    return { batch, states: fates.map(({ state }) => state) };
  };
  try {
    await until(async () => (await workplace.call('trays.counts', {})).toSign === ground.acts.length, 40_000);
    const first = await signTheRest();
    expect(first.states).toEqual(['kept', 'kept', 'failed', 'waiting', 'waiting', 'waiting']);
    expect(['tokenRemoved', 'driverHung']).toContain(first.batch.stoppedBy?.kind);
    await table.insert(card);
    killAt = 4;
    const second = await signTheRest();
    expect(second.batch.stoppedBy).toEqual({ kind: 'officeGone' });
    let third = await signTheRest();
    // OpenSC now and then dies by itself of what it went through; whoever signs goes on once more.
    if (third.batch.stoppedBy?.kind === 'driverGone') third = await signTheRest();
    expect(third.batch).toMatchObject({ state: 'finished', stoppedBy: null });
    const counts = () => workplace.call('trays.counts', {});
    await until(async () => (await counts()).registered === ground.acts.length, 40_000);
    // The card counts: a try for each PIN typed at most, and no signature but those kept, one lost with the office, and OpenSC's own.
    expect(card.tries.every(({ outcome }) => outcome === 'right')).toBe(true);
    expect(card.tries.length).toBeLessThanOrEqual(workplace.typed.length);
    expect(workplace.typed).toHaveLength(3);
    expect(card.signatures).toBeLessThanOrEqual(ground.acts.length + 2);
  } finally {
    await workplace.close();
    await repository.stop();
    folder.remove();
  }
}, 120_000);
