import { afterAll, beforeAll, describe, it, onTestFinished } from 'vitest';
import type { BoundaryName } from '../../src/casework/boundaries.ts';
import { until } from '../helpers/office.ts';
import { type Armoury, type Siege, createArmoury, createSiege } from './siege.ts';

// At each boundary: three times, at the second act of a batch of several where the boundary is passed for each act.
const boundaries: readonly BoundaryName[] = [
  'prepared',
  'pinAccepted',
  'tokenSigned',
  'verified',
  'fileKept',
  'kept',
  'blobSent',
  'registrationSent',
  'receiptVerified',
  'registered',
];
const rounds = 3;
const nth = (boundary: BoundaryName): number => (boundary === 'prepared' || boundary === 'pinAccepted' ? 1 : 2);

const settled = (siege: Siege) =>
  until(async () => {
    const counts = await siege.office.call('trays.counts', {});
    return counts.registered === siege.acts.length;
  }, 60_000);

describe('kill -9 of the office', () => {
  let armoury: Armoury;
  beforeAll(() => {
    armoury = createArmoury();
  });
  afterAll(() => armoury.token.remove());

  it.each(boundaries)(
    'at %s, in the middle of a batch, loses nothing and doubles nothing',
    async (boundary) => {
      const siege = await createSiege(armoury);
      onTestFinished(() => siege.end());
      for (let round = 0; round < rounds; round += 1) {
        await siege.propose(3);
        await siege.startOffice(`${boundary}:${nth(boundary)}`);
        const batchId = await siege.sign();
        await siege.office.standing;
        await siege.killOffice();
        await siege.startOffice();
        await siege.checkAlive();
        await checkInterrupted(siege, batchId!);
        // The person goes on with what is left.
        const again = await siege.sign();
        if (again) await siege.batchEnded(again);
        await settled(siege);
        await siege.checkAtTheEnd();
      }
    },
    300_000,
  );
});

describe('kill -9 of the token host', () => {
  let armoury: Armoury;
  beforeAll(() => {
    armoury = createArmoury();
  });
  afterAll(() => armoury.token.remove());

  it.each(boundaries)(
    'while the office stands at %s stops the batch with every act in a true state',
    async (boundary) => {
      const siege = await createSiege(armoury);
      onTestFinished(() => siege.end());
      for (let round = 0; round < rounds; round += 1) {
        await siege.propose(3);
        await siege.startOffice(`${boundary}:${nth(boundary)}`);
        const batchId = await siege.sign();
        await siege.office.standing;
        await siege.killHost();
        siege.office.go();
        await siege.batchEnded(batchId!);
        await siege.checkAlive();
        await siege.startHost();
        const again = await siege.sign();
        if (again) await siege.batchEnded(again);
        await settled(siege);
        await siege.checkAtTheEnd();
      }
    },
    300_000,
  );
});

/** A batch that was under way when the office died is told as it was: stopped, with what it kept. */
async function checkInterrupted(siege: Siege, batchId: string): Promise<void> {
  const { batch, items } = await siege.office.call('signing.batch', { batchId: batchId as never });
  for (const item of items) {
    const row = await siege.office.call('acts.read', { actId: item.actId });
    const isSigned = row.state !== 'toSign';
    if ((item.state === 'kept') !== isSigned)
      throw new Error(`${item.actId}: ${item.state} in the batch, ${row.state}`);
  }
  // Killed while the outbox was drained, the batch itself may have been over.
  if (batch.state === 'finished' && batch.kept === batch.total) return;
  if (batch.state !== 'stopped' || batch.stoppedBy?.kind !== 'officeGone') {
    throw new Error(`the batch: ${batch.state}, ${JSON.stringify(batch.stoppedBy)}`);
  }
}
