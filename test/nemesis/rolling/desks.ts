/** Real desks that sign one act after the other while nodes are replaced; each says when its strip showed a broken line. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Line } from '../../../src/contract/calls/line.ts';
import type { ActId } from '../../../src/contract/ids.ts';
import type { ReceiptKey } from '../../../src/contract/receipts.ts';
import { createFakeToken } from '../../helpers/fake-token.ts';
import { openTestOffice, testConfig } from '../../helpers/office.ts';
import { testOffice } from '../../helpers/repository.ts';

export interface Desk {
  /** What its strip said that it should not, and what could not be signed. */
  readonly troubles: string[];
  readonly signed: readonly ActId[];
  /** Signs on, one act a pause, until there is none or it is told to end. */
  signOn(mine: readonly ActId[], pauseMs: number, over: () => boolean): Promise<void>;
  /** Every act that was signed here has its receipt here. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export async function openDesk(
  folder: string,
  name: string,
  repository: { readonly url: string; readonly receiptKeys: readonly ReceiptKey[] },
): Promise<Desk> {
  const token = createFakeToken();
  const base = testConfig(join(folder, name), { repository, libraries: [token.library], anchors: [token.rootPem] });
  const desk = await openTestOffice({
    config: {
      ...{ ...base, deviceId: name, office: { ...base.office, officeId: testOffice.officeId } },
      repository: { ...base.repository!, accessKey: testOffice.accessKey },
    },
  });
  desk.office.attachToken(token.library.id, token.port());
  const troubles: string[] = [];
  const signed: ActId[] = [];
  desk.office.subscribe((event, data) => {
    if (event !== 'line.changed') return;
    const { state, lastFailure } = data as Line;
    if (state === 'online' && lastFailure === null) return;
    troubles.push(`${name}: ${state} ${JSON.stringify(lastFailure)}`);
  });
  const sign = async (actId: ActId): Promise<void> => {
    const { documentSha256 } = await desk.call('acts.read', { actId });
    await desk.call('acts.markShown', { actId, documentSha256, via: 'window' });
    const { batchId } = await desk.call('signing.start', {
      ...{ items: [{ actId, documentSha256 }], libraryId: token.library.id, tokenSerial: token.serial },
      certificateSha256: token.certificateSha256,
    });
    await desk.until(async () => {
      const { batch } = await desk.call('signing.batch', { batchId });
      return batch.state === 'finished' || batch.state === 'stopped';
    });
    signed.push(actId);
  };
  return {
    ...{ troubles, signed },
    async signOn(mine, pauseMs, over) {
      for (const actId of mine) {
        if (over()) return;
        await desk.until(async () => {
          const { rows } = await desk.call('trays.page', { tray: 'toSign', after: null, limit: 500 });
          return rows.some((row) => row.actId === actId);
        });
        await sign(actId).catch((error: unknown) => troubles.push(`${name}: ${String(error)}`));
        await sleep(pauseMs);
      }
    },
    settled: () =>
      desk.until(async () => {
        for (const actId of signed) if ((await desk.call('acts.read', { actId })).state !== 'registered') return false;
        return true;
      }),
    close: () => desk.close(),
  };
}
