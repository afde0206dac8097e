/** An act that the registry refused for good, with a refusal that is signed as a real repository's is. */
import { join } from 'node:path';
import type { ActRow } from '../../src/contract/acts.ts';
import type { ActId } from '../../src/contract/ids.ts';
import type { DraftId } from '../../src/contract/wire-drafts.ts';
import { openLogSigner } from '../../src/repository/log/keys.ts';
import { between, json, problem } from './between.ts';
import { type World, createWorld, show, wish } from './world.ts';

export interface RefusingWorld {
  readonly world: World;
  /** Proposes this draft, signs it, and has the registry refuse it; answers with the refused act. */
  refuse(draftId: DraftId): Promise<ActRow>;
}

export async function refusingWorld(options: Parameters<typeof createWorld>[0] = {}): Promise<RefusingWorld> {
  const refused = new Set<ActId>();
  const fetch = between(() => async (path, method, pass) => {
    const actId = [...refused].find((id) => path === `/v1/acts/${id}/registration`);
    if (actId === undefined || method !== 'PUT') return pass();
    const { signedSha256 } = await world.office.call('acts.read', { actId });
    const refusal = openLogSigner(join(world.folder, 'repository')).signRefusal({
      ...{ v: 1, repository: 'Registro de prueba', actId, n: 0, sha256: signedSha256! },
      ...{ code: 'signature-invalid', refusedAt: new Date().toISOString() },
    });
    const said = (await problem('signature-invalid', 422).json()) as object;
    return json({ ...said, refusal }, 422);
  });
  const world: World = await createWorld({ acts: 1, ...options, office: { fetch, ...options.office } });
  const read = (actId: ActId) => world.office.call('acts.read', { actId });
  return {
    world,
    async refuse(draftId) {
      const sheet = await world.office.call('drafts.sheet', { draftId, signer: null });
      const { versionId, sha256: documentSha256 } = sheet;
      const row = await world.office.call('drafts.propose', {
        ...{ draftId, versionId, documentSha256, signer: null, dueAt: null },
      });
      refused.add(row.actId);
      const act = { ...world.acts[0]!, actId: row.actId, documentSha256 };
      await show(world, act);
      await world.ended((await world.office.call('signing.start', wish(world, [act]))).batchId);
      await world.office.until(async () => {
        await world.office.call('sync.now', {});
        return (await read(row.actId)).state === 'rejectedByRegistry';
      });
      return read(row.actId);
    },
  };
}
