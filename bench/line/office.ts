/**
 * The product itself on a line: a real office in a process at the client's end, `fojas repository serve` at the other. Acts are proposed, fetched
 * and signed while the line is fast or silent; what is measured is their way from the outbox to a verified receipt.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OfficeConfig } from '../../src/contract/config.ts';
import type { ActId, CaseId } from '../../src/contract/ids.ts';
import { type OfficeChild, isOpen, startOfficeChild } from '../../test/casework/office-child.ts';
import { createFakeToken } from '../../test/helpers/fake-token.ts';
import { type Line, type LineShape, layNetworkLine } from '../../test/helpers/link/index.ts';
import { testConfig } from '../../test/helpers/office.ts';
import { knowPeople, lookAfterPeople } from '../../test/nemesis/sync/people.ts';
import { type ServedRepository, serveRepository } from '../../test/nemesis/sync/repository.ts';

export interface LineOffice {
  readonly line: Line;
  readonly repository: ServedRepository;
  readonly config: OfficeConfig;
  /** Puts acts into the tray of a new case, and waits until their files are here, on a fast line. */
  propose(papers: readonly Uint8Array[], detained?: boolean): Promise<ActId[]>;
  /** Signs these with one login; answers the size of each signed file. */
  sign(acts: readonly ActId[]): Promise<number[]>;
  /** The repository loses the documents of these acts: a signed act has to come whole then, and not only what was added to it. */
  forget(acts: readonly ActId[]): void;
  /** Ends the office and starts it anew on this line. */
  restart(): Promise<void>;
  /** Resolves when none of these waits for its receipt any more. @throws when that takes longer. */
  registered(acts: readonly ActId[], patienceSeconds: number): Promise<void>;
  close(): Promise<void>;
}

const entry = join(import.meta.dirname, '..', '..', 'src', 'casework', 'process.ts');
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * @param anchors whose signatures the repository takes; those of the desk's own token, if not given. An empty list takes any.
 * @param shows what the desk shows with each request: the key of its office, or its person's grant with a proof by its own key
 */
export async function openLineOffice(
  shape: LineShape,
  anchors?: readonly string[],
  shows: 'officeKey' | 'grant' = 'officeKey',
): Promise<LineOffice> {
  const folder = mkdtempSync(join(tmpdir(), 'fojas-bench-line-'));
  const line = await layNetworkLine(shape);
  const token = createFakeToken();
  const trust = join(folder, 'trust');
  mkdirSync(trust);
  for (const [index, pem] of (anchors ?? [token.rootPem]).entries()) writeFileSync(join(trust, `${index}.pem`), pem);
  const dir = join(folder, 'repository');
  const adminCode = await knowPeople(dir, 2);
  const repository = await serveRepository({ line, dir, trust });
  const url = repository.clientUrl;
  const plain = testConfig(join(folder, 'data'), {
    ...{ libraries: [token.library], anchors: [token.rootPem] },
    repository: { url, receiptKeys: repository.receiptKeys },
  });
  const config: OfficeConfig = {
    ...plain,
    repository: {
      ...{ url: plain.repository!.url, pinnedKeys: plain.repository!.pinnedKeys },
      ...(shows === 'officeKey' && { accessKey: repository.accessKey }),
    },
  };
  let office: OfficeChild | null = null;
  let cases = 0;
  const documents = new Map<ActId, string>();
  const start = async (): Promise<OfficeChild> => {
    const child = await startOfficeChild({ config, entry, start: line.start('client') });
    isOpen(child);
    child.attachToken(token.library.id, token.port());
    return (office = child);
  };
  if (shows === 'grant') {
    const people = await lookAfterPeople(repository.pastTheLine, adminCode);
    const code = await people.code(config.person.personId);
    await (await start()).call('enrolment.enrol', { way: 'code', code });
  }
  const now = async (): Promise<OfficeChild> => office ?? start();
  const rowsOf = async (tray: 'toSign' | 'registered'): Promise<Set<string>> => {
    const { rows } = await (await now()).call('trays.page', { tray, after: null, limit: 500 });
    return new Set(rows.map(({ actId }) => actId));
  };
  return {
    ...{ line, repository, config },
    async propose(papers, detained = false) {
      line.pace(null);
      const caseId: CaseId = await repository.putCase((cases += 1), 'NÚÑEZ, Iván s/ robo', detained);
      const acts: ActId[] = [];
      for (const [index, bytes] of papers.entries()) {
        const { actId, documentSha256 } = await repository.propose(caseId, `Acto ${index + 1}`, bytes);
        documents.set(actId, documentSha256);
        acts.push(actId);
      }
      for (let tries = 0; ; tries += 1) {
        await (await now()).call('sync.now', {});
        const there = await rowsOf('toSign');
        if (acts.every((actId) => there.has(actId))) break;
        if (tries > 100) throw new Error('the acts do not reach the tray');
      }
      return acts;
    },
    async sign(acts) {
      const child = await now();
      const items = [];
      for (const actId of acts) {
        const { documentSha256 } = await child.call('acts.read', { actId });
        items.push({ actId, documentSha256 });
        // The file may still be on its way.
        for (let tries = 0; ; tries += 1) {
          const outcome = await child.client.call('acts.markShown', { actId, documentSha256, via: 'window' });
          if (outcome.ok) break;
          if (tries > 600) throw new Error(JSON.stringify(outcome.failure));
          await wait(100);
        }
      }
      const means = { libraryId: token.library.id, tokenSerial: token.serial };
      const { batchId } = await child.call('signing.start', {
        ...{ items, ...means, certificateSha256: token.certificateSha256 },
      });
      for (let state = 'running'; state !== 'finished';) {
        await wait(100);
        const { batch } = await child.call('signing.batch', { batchId });
        state = batch.state;
        if (state === 'stopped') throw new Error(`signing stopped: ${JSON.stringify(batch.stoppedBy)}`);
      }
      const sizes: number[] = [];
      for (const actId of acts) {
        const { signedSha256 } = await child.call('acts.read', { actId });
        if (!signedSha256) throw new Error(`${actId} was not signed`);
        sizes.push((await child.call('documents.read', { sha256: signedSha256, offset: 0, length: 1 })).size);
      }
      return sizes;
    },
    forget(acts) {
      for (const actId of acts) {
        const sha256 = documents.get(actId)!;
        rmSync(join(folder, 'repository', 'blobs', sha256.slice(0, 2), sha256.slice(2, 4), sha256));
      }
    },
    async restart() {
      await office?.close();
      office = null;
      await start();
    },
    async registered(acts, patienceSeconds) {
      const end = performance.now() + patienceSeconds * 1000;
      for (;;) {
        const there = await rowsOf('registered');
        if (acts.every((actId) => there.has(actId))) return;
        if (performance.now() > end) throw new Error(`not registered within ${patienceSeconds} s`);
        await wait(100);
      }
    },
    async close() {
      await office?.kill();
      await repository.kill();
      await line.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
