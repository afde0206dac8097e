/** What many batches share: where keys live, and a workplace with its tray full and read, to be copied. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createArmoury } from '../casework/siege.ts';
import { type SeededAct, openTestOffice, startTestRepository, testConfig } from '../helpers/office.ts';
import { type Keys, keysOnCard, keysOnSoftHsm } from './keys.ts';

export interface Ground {
  /** Keys on SoftHSM, or on the virtual card, for which a table is set the first time. */
  keys(place: Keys['place']): Promise<Keys>;
  /** The acts of the tray, in the order in which they will be signed; the same in every copy. */
  readonly acts: readonly SeededAct[];
  /** A copy of repository and data folder, in a folder of its own. */
  copy(): { readonly repository: string; readonly data: string; readonly path: string; remove(): void };
  remove(): Promise<void>;
}

const cases = 4;

/** Proposes the acts, lets an office pull them and shows every one to the person. */
export async function layGround(count: number): Promise<Ground> {
  const armoury = createArmoury();
  const soft = keysOnSoftHsm(armoury);
  let onCard: Promise<Keys> | null = null;
  const folder = mkdtempSync(join(tmpdir(), 'fojas-ground-'));
  const places = (path: string) => ({ repository: join(path, 'repository'), data: join(path, 'data') });
  const template = join(folder, 'template');
  const { repository: repositoryDir, data } = places(template);
  const repository = await startTestRepository(repositoryDir);
  const acts: SeededAct[] = [];
  const caseIds = await Promise.all(Array.from({ length: cases }, () => repository.putCase()));
  for (let index = 0; index < count; index += 1) acts.push(await repository.propose(caseIds[index % cases]!));
  const config = testConfig(data, { repository, libraries: [soft.module.library], anchors: soft.anchors });
  const office = await openTestOffice({ config });
  await office.call('sync.now', {});
  await office.until(async () => (await office.call('trays.counts', {})).toSign === count, 120_000);
  for (const { actId, documentSha256 } of acts) {
    await office.call('acts.markShown', { actId, documentSha256, via: 'window' });
  }
  await office.close();
  await repository.stop();
  return {
    acts,
    keys: (place) => (place === 'softhsm' ? Promise.resolve(soft) : (onCard ??= keysOnCard())),
    copy() {
      const path = mkdtempSync(join(folder, 'batch-'));
      cpSync(template, path, { recursive: true });
      return { ...places(path), path, remove: () => rmSync(path, { recursive: true, force: true }) };
    },
    async remove() {
      await (await onCard)?.remove();
      rmSync(folder, { recursive: true, force: true });
      armoury.token.remove();
    },
  };
}
