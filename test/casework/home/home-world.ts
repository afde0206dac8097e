import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HomePace } from '../../../src/casework/home/keeper.ts';
import { type AgeKey, newAgeKey } from '../../../src/parcel/index.ts';
import { type World, createWorld } from '../world.ts';

export const quickHomePace: HomePace = { everyMs: 60_000, retryMs: 30, lookMs: 25 };

/** An office whose second place is a folder, with the institution's recovery key in a file. */
export async function homeWorld(options: { readonly offline: boolean; readonly acts?: number }): Promise<{
  readonly world: World;
  readonly place: string;
  readonly key: AgeKey;
  readonly keyFile: string;
}> {
  const key = await newAgeKey();
  let place = '';
  const world = await createWorld({
    ...{ offline: false, acts: options.acts ?? 3, office: { homePace: quickHomePace } },
    config: (config) => {
      place = join(config.dataDir, '..', 'stick');
      mkdirSync(place);
      return { ...config, secondCopy: { folder: place, recoveryRecipients: [key.recipient] } };
    },
  });
  if (options.offline) await world.repository.stop();
  const keyFile = join(world.folder, 'recovery-key.txt');
  writeFileSync(keyFile, `# clave de recuperación\n${key.identity}\n`);
  return { world, place, key, keyFile };
}

export function deskFolder(place: string): string {
  const name = readdirSync(place).find((entry) => entry.includes('--'));
  if (name === undefined) throw new Error(`no desk at ${place}`);
  return join(place, name);
}

/** The finished generations, oldest first. */
export function generations(place: string): string[] {
  return readdirSync(deskFolder(place))
    .flatMap((name) => /^(g-\d+)\.sha256$/.exec(name)?.[1] ?? [])
    .sort();
}
