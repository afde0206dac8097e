/** A repository that registers on a disk that forgets: whatever it answered with a yes is there at every later cut, in the very same words. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createRepository } from '../../../src/repository/repository.ts';
import { repositoryOptions } from '../../helpers/repository-options.ts';
import { type ForkedRepository, forkRepository, makeCase, makeTestSigner } from '../../helpers/repository.ts';
import { type Promised, check, makeOne, sendAll } from '../power/repository.ts';
import { between } from '../random.ts';
import type { Count } from './count.ts';
import { notedFolder } from './log.ts';

/** Registers in so many rounds, killed after each; then the power is cut at so many moments of all that. */
export async function forgetfulRepository(
  rounds: number,
  cuts: number,
  random: () => number,
  count: Count,
): Promise<void> {
  const disk = notedFolder();
  const signer = makeTestSigner();
  const trustAnchors = [signer.rootPem];
  const record = makeCase();
  const since = new Map<string, number>();
  /** Says of each promise where in the log it was heard. */
  const heard = <T>(key: string, value: T): T => {
    since.set(key, disk.now());
    return value;
  };
  const promised: Promised = {
    files: new (class extends Set<string> {
      override add(sha256: string): this {
        return super.add(heard(`file ${sha256}`, sha256));
      }
    })(),
    proposals: new (class extends Map<string, never> {
      override set(actId: string, act: never): this {
        return super.set(heard(`proposal ${actId}`, actId), act);
      }
    })(),
    receipts: new (class extends Map<string, string> {
      override set(actId: string, receipt: string): this {
        return super.set(heard(`receipt ${actId}`, actId), receipt);
      }
    })(),
  };
  let running: ForkedRepository | null = null;
  try {
    for (let n = 0; n < rounds; n += 1) {
      const repository = await forkRepository(disk.path, { trustAnchors }, disk.environment);
      running = repository;
      const acts = await Promise.all(Array.from({ length: between(random, 3, 7) }, () => makeOne(signer, record)));
      const sending = acts.map((act) => sendAll(repository, act, promised).catch(() => undefined));
      await sleep(between(random, 100, 1500));
      await repository.kill();
      running = null;
      await Promise.all(sending);
    }
    await disk.cuts(cuts, random, ({ folder, at, told }) =>
      count.one(`repository, ${told}`, async () => {
        const isDue = (key: string): boolean => since.get(key)! <= at;
        const due: Promised = {
          files: new Set([...promised.files].filter((sha256) => isDue(`file ${sha256}`))),
          proposals: new Map([...promised.proposals].filter(([actId]) => isDue(`proposal ${actId}`))),
          receipts: new Map([...promised.receipts].filter(([actId]) => isDue(`receipt ${actId}`))),
        };
        const many = due.files.size + due.proposals.size + due.receipts.size;
        const again = await createRepository(repositoryOptions(folder, { trustAnchors })).catch((error: unknown) => {
          if (many > 0) throw error;
          return null;
        });
        if (!again) return 0;
        try {
          await check(again, due);
        } finally {
          await again.close();
        }
        return many;
      }),
    );
  } finally {
    await (running as ForkedRepository | null)?.kill();
    disk.remove();
  }
}
