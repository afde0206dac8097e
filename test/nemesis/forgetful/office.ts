/** An office that signs on a disk that forgets: what its person was told to be kept is there at every later cut, whole. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createFakeToken } from '../../helpers/fake-token.ts';
import { makeTestFolder, startTestRepository, testConfig, until } from '../../helpers/office.ts';
import { type OfficeChild, isOpen, startOfficeChild } from '../../casework/office-child.ts';
import { between } from '../random.ts';
import { deskEvidence } from '../sync/evidence.ts';
import { notedFolder } from './log.ts';
import type { Count } from './count.ts';

/** Signs in so many rounds, killed after each; then the power is cut at so many moments of all that. */
export async function forgetfulOffice(rounds: number, cuts: number, random: () => number, count: Count): Promise<void> {
  const disk = notedFolder();
  const folder = makeTestFolder();
  const repository = await startTestRepository(folder.repository);
  const token = createFakeToken();
  const config = testConfig(disk.path, { repository, libraries: [token.library], anchors: [token.rootPem] });
  /** Since when an act is promised, and since when the repository has it: places in the log. */
  const [promised, registered] = [new Map<string, number>(), new Map<string, number>()];
  const hear = (child: OfficeChild): void => {
    for (const actId of child.keptActs) if (!promised.has(actId)) promised.set(actId, disk.now());
  };
  let office: OfficeChild | null = null;
  const round = async (): Promise<void> => {
    const child = await startOfficeChild({ config, environment: disk.environment });
    isOpen(child);
    office = child;
    child.client.on('batch.item', () => hear(child));
    child.attachToken(token.library.id, token.port());
    const caseId = await repository.putCase();
    for (let n = between(random, 3, 7); n > 0; n -= 1) await repository.propose(caseId);
    const waiting = async () => {
      await child.call('sync.now', {});
      return (await child.call('trays.page', { tray: 'toSign', after: null, limit: 500 })).rows;
    };
    await until(async () => (await waiting()).length > 0);
    const items = (await waiting()).map(({ actId, documentSha256 }) => ({ actId, documentSha256 }));
    for (const item of items) await child.call('acts.markShown', { ...item, via: 'window' });
    const means = { libraryId: token.library.id, tokenSerial: token.serial };
    await child.call('signing.start', { items, ...means, certificateSha256: token.certificateSha256 });
    await sleep(between(random, 50, 250 * items.length));
    await child.kill();
    hear(child);
    office = null;
    for (const actId of await registeredAt(repository)) if (!registered.has(actId)) registered.set(actId, disk.now());
  };
  try {
    for (let n = 0; n < rounds; n += 1) await round();
    await disk.cuts(cuts, random, ({ folder: dataDir, at, told }) =>
      count.one(`office, ${told}`, async () => {
        const due = [...promised].filter(([, since]) => since <= at).map(([actId]) => actId);
        const evidence = await deskEvidence(0, dataDir, repository.receiptKeys).catch((error: unknown) => {
          // Before the first act it may be that there is no office yet.
          if (due.length > 0) throw error;
          return null;
        });
        if (!evidence) return 0;
        const there = new Set(evidence.signed.map(({ actId }) => actId));
        const lost = due.filter((actId) => !there.has(actId));
        if (lost.length > 0) throw new Error(`lost: ${lost.join(' ')}`);
        if (!evidence.journalWhole) throw new Error('the journal is broken');
        const files = [...evidence.missingFiles, ...evidence.damagedFiles];
        if (files.length > 0) throw new Error(`files missing or damaged: ${files.join(' ')}`);
        if (evidence.receipts.some(({ verified }) => !verified)) throw new Error('a receipt does not verify');
        const unknown = [...registered].filter(([actId, since]) => since <= at && !there.has(actId));
        if (unknown.length > 0) throw new Error(`registered, and not in the journal: ${unknown.join(' ')}`);
        return due.length;
      }),
    );
  } finally {
    // TypeScript does not see that the closure above sets it.
    await (office as OfficeChild | null)?.kill();
    await repository.stop();
    folder.remove();
    disk.remove();
  }
}

async function registeredAt(repository: Awaited<ReturnType<typeof startTestRepository>>): Promise<string[]> {
  const response = await repository.request('GET', '/v1/feed?office=ufi-3&cursor=&limit=500');
  const { events } = (await response.json()) as { events: { kind: string; actId: string }[] };
  return events.filter(({ kind }) => kind === 'registered').map(({ actId }) => actId);
}
