import { onTestFinished } from 'vitest';
import type { OfficeOptions } from '../../src/casework/office.ts';
import type { OfficeConfig } from '../../src/contract/config.ts';
import type { AccessKey } from '../../src/repository/access.ts';
import { type FakeToken, type FakeTokenFaults, createFakeToken } from '../helpers/fake-token.ts';
import {
  type SeededAct,
  type TestOffice,
  type TestRepository,
  accessKey,
  makeTestFolder,
  officeId,
  openTestOffice,
  startTestRepository,
  testConfig,
} from '../helpers/office.ts';

/** An office at its repository with acts to sign and a token, all real but the token, removed when the test ends. */
export interface World {
  readonly repository: TestRepository;
  readonly token: FakeToken;
  readonly config: OfficeConfig;
  readonly acts: SeededAct[];
  readonly folder: string;
  office: TestOffice;
  /** Closes the office and opens it again on the same folder. */
  reopen(options?: Partial<OfficeOptions>): Promise<TestOffice>;
  /** Marks acts as shown and starts a batch of them. */
  sign(acts?: readonly SeededAct[]): Promise<string>;
  /** Waits until the batch has ended. */
  ended(batchId: string): Promise<Awaited<ReturnType<TestOffice['call']>> & object>;
}

export async function createWorld(
  options: {
    readonly acts?: number;
    readonly faults?: FakeTokenFaults;
    readonly token?: FakeToken;
    readonly office?: Partial<OfficeOptions>;
    readonly offline?: boolean;
    /** Beside its own. */
    readonly otherOffices?: readonly AccessKey[];
    readonly config?: (config: OfficeConfig) => OfficeConfig;
  } = {},
): Promise<World> {
  const folder = makeTestFolder();
  onTestFinished(() => folder.remove());
  const repository = await startTestRepository(folder.repository, {
    accessKeys: [{ key: accessKey, officeId }, ...(options.otherOffices ?? [])],
  });
  onTestFinished(() => repository.stop());
  const token = options.token ?? createFakeToken(options.faults);
  const acts: SeededAct[] = [];
  const caseId = await repository.putCase();
  for (let i = 0; i < (options.acts ?? 3); i += 1) acts.push(await repository.propose(caseId));
  // Not even the first look of a new office may reach it.
  if (options.offline) await repository.stop();
  const base = testConfig(folder.data, { repository, libraries: [token.library], anchors: [token.rootPem] });
  const config = options.config?.(base) ?? base;
  const open = async (given: Partial<OfficeOptions> = {}): Promise<TestOffice> => {
    const office = await openTestOffice({ config, ...options.office, ...given });
    office.office.attachToken(token.library.id, token.port());
    return office;
  };
  const world: World = {
    ...{ repository, token, config, acts, folder: folder.path, office: await open() },
    async reopen(given) {
      await world.office.close();
      world.office = await open(given);
      return world.office;
    },
    async sign(chosen = acts) {
      for (const act of chosen) await show(world, act);
      const batch = await world.office.call('signing.start', wish(world, chosen));
      return batch.batchId;
    },
    async ended(batchId) {
      await world.office.until(async () => {
        const { batch } = await world.office.call('signing.batch', { batchId: batchId as never });
        return batch.state === 'finished' || batch.state === 'stopped';
      });
      return world.office.call('signing.batch', { batchId: batchId as never });
    },
  };
  onTestFinished(() => world.office.close());
  if (!options.offline) await world.office.call('sync.now', {});
  return world;
}

export function show(world: World, act: SeededAct) {
  const { actId, documentSha256 } = act;
  return world.office.call('acts.markShown', { actId, documentSha256, via: 'window' });
}

export function wish(world: World, acts: readonly SeededAct[]) {
  return {
    items: acts.map(({ actId, documentSha256 }) => ({ actId, documentSha256 })),
    libraryId: world.token.library.id,
    tokenSerial: world.token.serial,
    certificateSha256: world.token.certificateSha256,
  };
}
