/** Power cuts under an office that signs: what its person was told to be kept has to be there, and what the repository registered too. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createFakeToken } from '../../helpers/fake-token.ts';
import { makeTestFolder, startTestRepository, testConfig, until } from '../../helpers/office.ts';
import { type OfficeChild, isOpen, startOfficeChild } from '../../casework/office-child.ts';
import { between } from '../random.ts';
import { deskEvidence } from '../sync/evidence.ts';
import { powerDisk } from './disk.ts';
import type { Cuts } from './tally.ts';

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
/** Within this what was written to a pipe before its writer stood still has been read. */
const pipesMs = 60;

/** So many cuts under one office, which goes on with what it has after each. */
export async function cutOffice(cuts: number, random: () => number, count: Cuts): Promise<void> {
  const disk = powerDisk();
  const folder = makeTestFolder();
  const repository = await startTestRepository(folder.repository);
  const token = createFakeToken();
  const dataDir = join(disk.path, 'data');
  const config = testConfig(dataDir, { repository, libraries: [token.library], anchors: [token.rootPem] });
  const promised = new Set<string>();
  let office: OfficeChild | null = null;

  const open = async (): Promise<OfficeChild> => {
    const child = await startOfficeChild({ config });
    isOpen(child);
    office = child;
    child.attachToken(token.library.id, token.port());
    return child;
  };
  /** Signs what waits, and is cut in the middle of it. */
  const attack = async (): Promise<string> => {
    const child = await open();
    const caseId = await repository.putCase();
    const wanted = between(random, 2, 6);
    for (let n = 0; n < wanted; n += 1) await repository.propose(caseId);
    const waiting = async () => {
      const line = await child.call('sync.now', {});
      const { rows } = await child.call('trays.page', { tray: 'toSign', after: null, limit: 500 });
      // A line that says it was there has brought what there is; one that fell into a failure says so, and is asked again.
      if (rows.length === 0 && line.state === 'online') throw new Error(`an empty tray by ${JSON.stringify(line)}`);
      return rows.map(({ actId, documentSha256 }) => ({ actId, documentSha256 }));
    };
    let items = await waiting();
    await until(async () => (items.length > 0 ? true : (items = await waiting()).length > 0));
    for (const item of items) await child.call('acts.markShown', { ...item, via: 'window' });
    const means = { libraryId: token.library.id, tokenSerial: token.serial };
    await child.call('signing.start', { items, ...means, certificateSha256: token.certificateSha256 });
    const afterMs = between(random, 0, 100 * items.length);
    await wait(afterMs);
    child.signal('SIGSTOP');
    await wait(pipesMs);
    for (const actId of child.keptActs) promised.add(actId);
    disk.cut();
    await child.kill();
    office = null;
    disk.back();
    return `office, after ${afterMs} ms, ${promised.size} promised`;
  };
  const check = async (): Promise<void> => {
    const evidence = await deskEvidence(0, dataDir, repository.receiptKeys);
    const signed = new Map(evidence.signed.map(({ actId, sha256 }) => [actId, sha256]));
    const lost = [...promised].filter((actId) => !signed.has(actId));
    if (!evidence.journalWhole) throw new Error('the journal is broken');
    if (lost.length > 0) throw new Error(`lost: ${lost.join(' ')}`);
    const files = [...evidence.missingFiles, ...evidence.damagedFiles];
    if (files.length > 0) throw new Error(`files missing or damaged: ${files.join(' ')}`);
    for (const { actId, sha256 } of await registered(repository)) {
      if (signed.get(actId) !== sha256) throw new Error(`registered, and not in the journal: ${actId}`);
    }
    if (evidence.receipts.some(({ verified }) => !verified)) throw new Error('a receipt does not verify');
    count.acknowledged(promised.size);
  };
  try {
    for (let n = 0; n < cuts; n += 1) {
      await count.one(async () => {
        const what = await attack();
        await check();
        return what;
      });
    }
    await count.one(async () => {
      const child = await open();
      await child.call('sync.now', {});
      const { waiting } = await child.call('sync.now', {});
      const all = await registered(repository);
      if (waiting > 0) throw new Error(`${waiting} acts still wait`);
      if (new Set(all.map(({ actId }) => actId)).size !== all.length) throw new Error('registered twice');
      const missing = [...promised].filter((actId) => !all.some((one) => one.actId === actId));
      if (missing.length > 0) throw new Error(`never registered: ${missing.join(' ')}`);
      return `office, ${all.length} acts registered once in the end`;
    });
  } finally {
    // TypeScript does not see that the closures above set it.
    await (office as OfficeChild | null)?.kill();
    await repository.stop();
    folder.remove();
    rmSync(dataDir, { recursive: true, force: true });
    disk.remove();
  }
}

async function registered(repository: Awaited<ReturnType<typeof startTestRepository>>) {
  const response = await repository.request('GET', '/v1/feed?office=ufi-3&cursor=&limit=500');
  const { events, more } = (await response.json()) as { events: { kind: string; receipt: string }[]; more: boolean };
  if (more) throw new Error('more events than one page: make fewer cuts under one office');
  return events
    .filter(({ kind }) => kind === 'registered')
    .map(({ receipt }) => JSON.parse(Buffer.from(receipt.split('.')[1]!, 'base64url').toString()) as Place);
}

interface Place {
  readonly actId: string;
  readonly sha256: string;
}
