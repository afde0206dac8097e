/** The repository inside an office as a process of its own, killed between any two steps. */
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OfficeBoundary } from '../../../src/repository/office/forward.ts';
import { until } from '../../helpers/office.ts';
import {
  type ForkedRepository,
  type TestRepository,
  type TestSigner,
  forkRepository,
  makeCase,
  makeSignedAct,
  makeTestSigner,
  register,
  repositoryFolder,
  sendUpToRegistration,
  startRepository,
  testOffice,
} from '../../helpers/repository.ts';
import { eventsOf, receiptAt } from './line.ts';
import { testFolderKey } from '../../helpers/repository-options.ts';

let signer: TestSigner;
let folders: { dir: string; remove(): void }[];
let centre: TestRepository;
let office: ForkedRepository | undefined;

beforeAll(() => (signer = makeTestSigner()));
beforeEach(async () => {
  folders = [repositoryFolder(), repositoryFolder()];
  centre = await startRepository(folders[0]!.dir, { trustAnchors: [signer.rootPem] });
});
afterEach(async () => {
  await office?.close();
  office = undefined;
  await centre.close();
  for (const folder of folders) folder.remove();
});

const start = async (dieAt?: OfficeBoundary): Promise<ForkedRepository> =>
  (office = await forkRepository(folders[1]!.dir, {
    trustAnchors: [signer.rootPem],
    upstream: {
      ...{ officeId: testOffice.officeId, url: centre.url, accessKey: testOffice.accessKey },
      ...{ pinnedKeys: centre.receiptKeys, folderKey: testFolderKey, pace: { idleMs: 100, firstMs: 10, mostMs: 80 } },
    },
    ...(dieAt ? { dieAt } : {}),
  }));

describe('a repository inside an office that is killed', () => {
  it.each(['received', 'fileForwarded', 'forwarded', 'answered'] as const)(
    'at the boundary %s loses nothing and registers nothing twice',
    async (boundary) => {
      const record = makeCase();
      const acts = [await makeSignedAct(signer, { record }), await makeSignedAct(signer, { record })];
      const dying = await start(boundary);
      const gone = new Promise<void>((resolve) => dying.onExit(resolve));
      // The PC sends until it is told that the office has it, as it does with any repository.
      for (const act of acts) {
        await sendUpToRegistration(dying, act).catch(() => undefined);
        await register(dying, act).catch(() => undefined);
      }
      await gone;
      const revived = await start();
      for (const act of acts) {
        await sendUpToRegistration(revived, act);
        expect([200, 202]).toContain((await register(revived, act)).status);
      }
      await until(async () => (await receiptAt(revived, acts[1]!)) !== null, 40_000);
      for (const act of acts) expect(await receiptAt(revived, act)).toBe(await receiptAt(centre, act));
      const registered = (await eventsOf(centre)).flatMap((one) => (one.kind === 'registered' ? [one.actId] : []));
      expect(registered).toEqual(acts.map(({ request }) => request.actId));
      const told = (await eventsOf(revived)).filter(({ kind }) => kind === 'registered');
      expect(told).toHaveLength(2);
    },
    120_000,
  );
});
