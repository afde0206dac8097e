/** Streams of acts at a repository that takes its leave while they still come. */
import { type ClientRequest, request as httpRequest } from 'node:http';
import { constants, createBrotliCompress } from 'node:zlib';
import { Agent } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';
import { BundleLine, bundleType } from '../../src/contract/wire-bundle.ts';
import { openBundle } from '../../src/line/bundle.ts';
import type { BundleAnswer } from '../../src/line/port.ts';
import { bufferSource } from '../../src/signature/index.ts';
import {
  type SignedAct,
  makeCase,
  makeSignedAct,
  makeTestSigner,
  repositoryFolder,
  send,
  startRepository,
  testOffice,
} from '../helpers/repository.ts';

const signer = makeTestSigner();

async function stage(noticeMs = 0) {
  const folder = repositoryFolder();
  onTestFinished(() => folder.remove());
  const start = (port = 0) => startRepository(folder.dir, { noticeMs, port });
  let repository = await start();
  onTestFinished(() => repository.close());
  const record = makeCase();
  await send(repository, 'PUT', `/v1/cases/${record.caseId}`, record);
  const acts: SignedAct[] = [];
  for (let nth = 0; nth < 2; nth += 1) {
    const act = await makeSignedAct(signer, { record });
    await send(repository, 'PUT', `/v1/blobs/${act.proposal.documentSha256}`, act.document);
    await send(repository, 'PUT', `/v1/acts/${act.proposal.actId}/proposal`, act.proposal);
    acts.push(act);
  }
  return {
    ...{ acts, url: repository.url },
    close: () => repository.close(),
    restart: async () => void (repository = await start(Number(new URL(repository.url).port))),
    receipts: () =>
      Promise.all(
        acts.map(async ({ request }) => (await send(repository, 'GET', `/v1/acts/${request.actId}/receipt`)).ok),
      ),
  };
}

/** A stream that is written as the test says, and what is answered to it. */
function slowStream(url: string) {
  const lines: BundleLine[] = [];
  const over = Promise.withResolvers<'ended' | 'broken'>();
  const brotli = createBrotliCompress();
  const request: ClientRequest = httpRequest(`${url}/v1/bundles`, {
    method: 'POST',
    headers: {
      ...{ authorization: `Bearer ${testOffice.accessKey}`, 'content-type': bundleType, 'content-encoding': 'br' },
    },
  });
  request.on('error', () => over.resolve('broken'));
  brotli.on('data', (packed: Buffer) => request.write(packed));
  request.on('response', (response) => {
    let text = '';
    response.on('data', (piece: Buffer) => {
      text += piece.toString();
      for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n')) {
        lines.push(BundleLine.parse(JSON.parse(text.slice(0, at))));
        text = text.slice(at + 1);
      }
    });
    response.on('end', () => over.resolve('ended'));
    response.on('error', () => over.resolve('broken'));
  });
  onTestFinished(() => void request.destroy());
  return {
    over: over.promise,
    /** What was said, without how much was read. */
    said: () =>
      lines.flatMap((line) => {
        if (line.kind === 'taken') return [];
        const code = 'problem' in line ? line.problem?.type.replace('urn:fojas:problem:', '') : undefined;
        return [code === undefined ? line.kind : `${line.kind} ${code}`];
      }),
    write: (bytes: Uint8Array) =>
      new Promise<void>((resolve) => {
        brotli.write(bytes);
        brotli.flush(constants.BROTLI_OPERATION_FLUSH, resolve);
      }),
    /** As a workstation does that was told to stop: in the middle of a word. */
    stop: () => request.end(),
    end: () => new Promise<void>((resolve) => brotli.once('end', resolve).end()).then(() => void request.end()),
  };
}

function frameOf(n: number, { request, signed }: SignedAct): Buffer {
  const text = Buffer.from(JSON.stringify({ kind: 'act', n, request, bytes: signed.length, after: null }));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  return Buffer.concat([length, text, signed]);
}

describe('a repository that leaves while a stream still comes', () => {
  it('says so in its last line, and closes it when its sender has stopped', async () => {
    const { acts, url, close, restart, receipts } = await stage();
    const stream = slowStream(url);
    await stream.write(frameOf(1, acts[0]!));
    await expect.poll(stream.said).toContain('registered');
    const closed = close();
    await expect.poll(stream.said).toEqual(['ready', 'registered', 'end maintenance']);
    stream.stop();
    expect(await stream.over).toBe('ended');
    await closed;
    await restart();
    expect(await receipts()).toEqual([true, false]);
  });

  it('waits for one that comes to its end within the time that there is', async () => {
    const { acts, url, close, restart, receipts } = await stage(1);
    const stream = slowStream(url);
    const [first, second] = [frameOf(1, acts[0]!), frameOf(2, acts[1]!)];
    await stream.write(Buffer.concat([first, second.subarray(0, 500)]));
    await expect.poll(stream.said).toContain('registered');
    const closed = close();
    for (let at = 500; at < second.length; at += Math.ceil(second.length / 4)) {
      await new Promise((resolve) => setTimeout(resolve, 60));
      await stream.write(second.subarray(at, at + Math.ceil(second.length / 4)));
    }
    await stream.end();
    expect(await stream.over).toBe('ended');
    expect(stream.said()).toEqual(['ready', 'registered', 'registered', 'end']);
    await closed;
    await restart();
    expect(await receipts()).toEqual([true, true]);
  });

  it('is not held up by one that never comes to an end, and its sender is told all the same', async () => {
    const { acts, url, close, restart, receipts } = await stage();
    const stream = slowStream(url);
    await stream.write(Buffer.concat([frameOf(1, acts[0]!), frameOf(2, acts[1]!).subarray(0, 500)]));
    await expect.poll(stream.said).toContain('registered');
    const closed = close();
    await expect.poll(stream.said).toEqual(['ready', 'registered', 'end maintenance']);
    await closed;
    await restart();
    expect(await receipts()).toEqual([true, false]);
  });

  it('is busy to a workstation, which sends what was not answered again: once registered, and no error', async () => {
    const { acts, url, close, restart, receipts } = await stage();
    const dispatcher = new Agent();
    onTestFinished(() => dispatcher.destroy());
    const to = { url, accessKey: testOffice.accessKey, officeId: testOffice.officeId, dispatcher };
    // So thin a line that the second act is still on its way when the repository leaves.
    let thin = false;
    const pace = Promise.withResolvers<void>();
    const use = { signal: new AbortController().signal, throttle: async () => (thin ? pace.promise : undefined) };
    const bundle = openBundle(to, use);
    const item = ({ request, signed }: SignedAct) =>
      ({ kind: 'act', request, follows: null, source: bufferSource(signed), after: null }) as const;
    const first = await (await bundle.send(item(acts[0]!))).answer;
    expect(first.kind).toBe('registered');
    thin = true;
    const second = bundle.send(item(acts[1]!)).then(({ answer }) => answer);
    const closed = close();
    const busy = { kind: 'repositoryBusy', retryAfterSeconds: null, ofItself: true };
    expect(await second).toEqual({ kind: 'line', failure: busy });
    expect(bundle.broken).toEqual(busy);
    pace.resolve();
    await closed;
    await restart();
    expect(await receipts()).toEqual([true, false]);
    const next = openBundle(to, { signal: new AbortController().signal });
    const answers: BundleAnswer[] = [];
    for (const act of acts) answers.push(await (await next.send(item(act))).answer);
    expect(answers[0]).toEqual(first);
    expect(answers[1]!.kind).toBe('registered');
    expect((await next.close()).ok).toBe(true);
  });
});
