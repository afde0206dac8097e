import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { OfficeConfig } from '../../src/contract/config.ts';
import { createFakeToken } from '../helpers/fake-token.ts';
import { makeTestFolder, startTestRepository, testConfig, until } from '../helpers/office.ts';
import { type OfficeChild, isOpen, startOfficeChild } from './office-child.ts';

const entry = join(import.meta.dirname, '../../src/casework/process.ts');

function folder() {
  const made = makeTestFolder();
  onTestFinished(() => made.remove());
  return made;
}
async function start(config: OfficeConfig, storeKey?: string): Promise<OfficeChild> {
  const child = await startOfficeChild({ config, entry, ...(storeKey ? { storeKey } : {}) });
  isOpen(child);
  onTestFinished(() => child.kill());
  return child;
}

describe('the office’s process', () => {
  it('answers windows, serves tokens, and ends cleanly when told', async () => {
    const { data, repository: repositoryFolder } = folder();
    const repository = await startTestRepository(repositoryFolder);
    onTestFinished(() => repository.stop());
    const act = await repository.propose(await repository.putCase());
    const token = createFakeToken();
    const config = testConfig(data, { repository, libraries: [token.library], anchors: [token.rootPem] });
    const child = await start(config);
    child.attachToken(token.library.id, token.port());
    await child.call('sync.now', {});
    const { actId, documentSha256 } = act;
    await child.call('acts.markShown', { actId, documentSha256, via: 'terminal' });
    const finished = new Promise<string>((resolve) => {
      child.client.on('batch.changed', ({ state }) => void (state === 'finished' && resolve(state)));
    });
    await child.call('signing.start', {
      items: [{ actId, documentSha256 }],
      libraryId: token.library.id,
      tokenSerial: token.serial,
      certificateSha256: token.certificateSha256,
    });
    expect(await finished).toBe('finished');
    expect([...child.keptActs]).toEqual([actId]);
    await child.call('sync.now', {});
    await until(async () => (await child.call('trays.counts', {})).registered === 1);
    expect(await child.client.call('no.such.call' as never, {} as never)).toMatchObject({
      ok: false,
      failure: { kind: 'unknownCall' },
    });
    expect(await child.client.call('acts.read', { actId: 'x' } as never)).toMatchObject({
      failure: { kind: 'badInput' },
    });
    expect(await child.close()).toBe(0);
    // Every line of its log is JSON, and none tells what a case is about.
    const lines = child.output().trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { event: string }).event)).toEqual(['opened', 'closed']);
    for (const secret of ['NÚÑEZ', 'Acto', 'Juana', actId]) expect(child.output()).not.toContain(secret);
  });

  it('says why it cannot open', async () => {
    const config = testConfig(folder().data);
    const first = await start(config);
    expect(await startOfficeChild({ config, entry })).toEqual({ kind: 'storeBusy' });
    await first.close();
    expect(await startOfficeChild({ config, entry, storeKey: 'ff'.repeat(32) })).toEqual({ kind: 'storeKeyWrong' });
    const nowhere = { ...config, dataDir: '/dev/null/nowhere' };
    expect(await startOfficeChild({ config: nowhere, entry })).toMatchObject({ kind: 'fileUnreadable' });
  });

  it('is told when a window goes, and ends when its parent is gone', async () => {
    const { fork } = await import('node:child_process');
    const child = fork(entry, [], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      execArgv: [],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    const exited = new Promise((resolve) => child.once('exit', resolve));
    const opened = new Promise((resolve) => child.once('message', resolve));
    const config = testConfig(folder().data);
    child.send({
      kind: 'control',
      port: null,
      body: { kind: 'open', config, storeKey: '5a'.repeat(32), version: '1' },
    });
    expect(await opened).toEqual({ kind: 'control', port: null, body: { kind: 'opened', failure: null } });
    child.disconnect();
    expect(await exited).toBe(0);
  });
});
