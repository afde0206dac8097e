import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LogProofs, RefusalHeader, RefusalStatement } from '../../../src/contract/log.ts';
import { Problem } from '../../../src/contract/wire.ts';
import { leafHash, openJws } from '../../../src/proof/index.ts';
import {
  type TestRepository,
  type TestSigner,
  makeSignedAct,
  makeTestSigner,
  register,
  repositoryFolder,
  send,
  sendUpToRegistration,
  startRepository,
} from '../../helpers/repository.ts';

let signer: TestSigner;
let folder: { dir: string; remove(): void };
let repository: TestRepository;
beforeAll(() => (signer = makeTestSigner()));
beforeEach(async () => {
  folder = repositoryFolder();
  repository = await startRepository(folder.dir, { trustAnchors: [signer.rootPem] });
});
afterEach(async () => {
  await repository.close();
  folder.remove();
});

describe('a final no', () => {
  it('is signed, said once, and a leaf of the log', async () => {
    const stranger = makeTestSigner();
    const act = await makeSignedAct(stranger);
    await sendUpToRegistration(repository, act);
    const answers = [];
    for (let n = 0; n < 2; n += 1) {
      const response = await register(repository, act);
      expect(response.status).toBe(422);
      answers.push(Problem.parse(await response.json()).refusal);
    }
    expect(answers[0]).toBe(answers[1]);
    const said = openJws(answers[0]!, repository.receiptKeys, RefusalHeader, RefusalStatement);
    const { actId, sha256 } = act.request;
    expect(said).toMatchObject({ actId, sha256, n: 0, code: 'signature-invalid' });
    const leaf = Buffer.from(leafHash(answers[0]!)).toString('base64url');
    await send(repository, 'GET', '/v1/log?from=0');
    const proofs = LogProofs.parse(
      await (await send(repository, 'GET', `/v1/log/proofs?size=1&leaves=${leaf}`)).json(),
    );
    expect(proofs.proofs[0]).toMatchObject({ index: 0 });
  });

  it('is not signed where it may pass', async () => {
    const act = await makeSignedAct(signer);
    await sendUpToRegistration(repository, act);
    const missing = { ...act, request: { ...act.request, sha256: 'ab'.repeat(32) as typeof act.request.sha256 } };
    const response = await register(repository, missing);
    expect(Problem.parse(await response.json())).toMatchObject({ type: 'urn:fojas:problem:blob-missing' });
    expect(Problem.parse(await (await register(repository, missing)).json()).refusal).toBeUndefined();
    const head = (await (await send(repository, 'GET', '/v1/log?from=0')).json()) as { checkpoint: string };
    expect(head.checkpoint.split('\n')[1]).toBe('0');
  });
});
