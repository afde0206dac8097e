/** A repository that is killed while files and acts come in. */
import { randomBytes } from 'node:crypto';
import { Agent } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openTransport } from '../../src/line/transport.ts';
import { bufferSource } from '../../src/signature/index.ts';
import {
  type ForkedRepository,
  type SignedAct,
  forkRepository,
  makeCase,
  makeSignedAct,
  makeTestSigner,
  repositoryFolder,
  send,
  sha256Of,
  testOffice,
} from '../helpers/repository.ts';

function lineTo({ url }: ForkedRepository) {
  const dispatcher = new Agent();
  onTestFinished(() => dispatcher.destroy());
  return openTransport({ url, ...testOffice, dispatcher });
}

describe('a repository that is killed', () => {
  it('in the middle of a slice goes on from a place that holds, and ends with the very file', async () => {
    const folder = repositoryFolder();
    onTestFinished(() => folder.remove());
    const bytes = randomBytes(600_000);
    const file = { sha256: sha256Of(bytes), size: bytes.length };
    const source = bufferSource(bytes);
    let told = 0;
    for (let kills = 0; kills < 2; kills++) {
      const repository = await forkRepository(folder.dir);
      const line = lineTo(repository);
      const state = await line.uploadState(file);
      // What was told before the kill is there after it.
      expect(state.ok && state.value.offset).toBeGreaterThanOrEqual(told);
      const offset = state.ok ? state.value.offset : -1;
      const first = await line.sendSlice(file, { source, offset, length: 60_000 });
      if (first.ok) told = first.value.offset;
      let up = 0;
      const killing = line.sendSlice(
        file,
        { source, offset: told, length: 200_000 },
        {
          onMoved(_direction, moved) {
            if ((up += moved) > 60_000) void repository.kill();
          },
        },
      );
      await killing;
      await repository.kill();
    }
    const repository = await forkRepository(folder.dir);
    const line = lineTo(repository);
    const state = await line.uploadState(file);
    expect(state.ok && state.value.offset).toBeGreaterThanOrEqual(told);
    let offset = state.ok ? state.value.offset : -1;
    while (offset < bytes.length) {
      const sent = await line.sendSlice(file, { source, offset, length: 1_000_000 });
      if (!sent.ok) throw new Error(sent.failure.kind);
      ({ offset } = sent.value);
    }
    const got = await send(repository, 'GET', `/v1/blobs/${file.sha256}`);
    expect(sha256Of(Buffer.from(await got.arrayBuffer()))).toBe(file.sha256);
    await repository.close();
  });

  it('in the middle of a bundle loses no receipt it gave and gives none twice', async () => {
    const folder = repositoryFolder();
    onTestFinished(() => folder.remove());
    const signer = makeTestSigner();
    const record = makeCase();
    let repository = await forkRepository(folder.dir);
    await send(repository, 'PUT', `/v1/cases/${record.caseId}`, record);
    const acts: SignedAct[] = [];
    for (let at = 0; at < 6; at++) {
      const act = await makeSignedAct(signer, { record });
      await send(repository, 'PUT', `/v1/blobs/${act.proposal.documentSha256}`, act.document);
      await send(repository, 'PUT', `/v1/acts/${act.proposal.actId}/proposal`, act.proposal);
      acts.push(act);
    }
    const given = new Map<string, string>();
    for (let kills = 0; given.size < acts.length; kills++) {
      const bundle = lineTo(repository).openBundle();
      const sent = [];
      for (const act of acts) {
        const source = bufferSource(act.signed);
        const { answer } = await bundle.send({ kind: 'act', request: act.request, source, after: null });
        sent.push(
          answer.then((said) => {
            if (said.kind !== 'registered') return;
            expect(given.get(act.request.actId) ?? said.receipt).toBe(said.receipt);
            given.set(act.request.actId, said.receipt);
            if (kills < 2 && given.size > kills * 2) void repository.kill();
          }),
        );
      }
      await bundle.close();
      await Promise.all(sent);
      if (kills < 2) {
        await repository.kill();
        repository = await forkRepository(folder.dir);
      }
    }
    const page = await lineTo(repository).receipts('');
    expect(page.ok && new Set(page.value.receipts)).toEqual(new Set(given.values()));
    expect(page.ok && page.value.receipts).toHaveLength(acts.length);
    await repository.close();
  });
});
