import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startTestRepository } from './office.ts';

it('comes back when it is called back while it still closes', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'fojas-test-repository-'));
  const repository = await startTestRepository(dir);
  const stopped = repository.stop();
  await repository.restart();
  await stopped;
  await expect(repository.renditions()).resolves.toBe(0);
  await repository.stop();
  rmSync(dir, { recursive: true });
});
