import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { read, registered } from '../between.ts';
import { createWorld } from '../world.ts';

/** Files that the repository keeps, by name. */
const kept = (folder: string): Map<string, string> =>
  new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /^[0-9a-f]{64}$/.test(entry.name))
      .map((entry) => [entry.name, join(entry.parentPath, entry.name)]),
  );

describe('an act', () => {
  it('whose document the repository lost goes whole, by itself', async () => {
    const world = await createWorld({ acts: 2 });
    const folder = join(world.folder, 'repository');
    const [here, lost] = world.acts.map(({ documentSha256 }) => documentSha256);
    rmSync(kept(folder).get(lost!)!);
    await world.ended(await world.sign());
    await registered(world, 2);
    for (const n of [0, 1]) {
      const { signedSha256 } = await read(world, n);
      const path = kept(folder).get(signedSha256!);
      expect(statSync(path!).size).toBeGreaterThan(1000);
    }
    expect(kept(folder).has(here!)).toBe(true);
    expect(kept(folder).has(lost!)).toBe(false);
    expect(world.repository.log.filter((line) => line.startsWith('PUT /v1/blobs')).length).toBe(2);
  });
});
