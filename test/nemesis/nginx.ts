/**
 * A repository behind a real nginx with TLS, by the file that we ship for it (`resources/repository/nginx.conf`): what such a proxy is known to
 * break. Not in CI: half a minute, of which most is waiting.
 *
 *   node test/nemesis/nginx.ts
 *
 * A bundle has to be answered act by act while it still comes, packed as it was; a slice that is cut counts as far as it came; a file of some
 * megabytes goes through whole; news wait, and come at once when there are some; a request that a node works on for long is answered.
 */
import { randomBytes } from 'node:crypto';
import { type RequestOptions, request as httpsRequest } from 'node:https';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent } from 'undici';
import { FeedPage } from '../../src/contract/wire.ts';
import { openBundle } from '../../src/line/bundle.ts';
import { bufferSource } from '../../src/signature/index.ts';
import { type TestNginx, startNginx } from '../helpers/nginx.ts';
import {
  type SignedAct,
  type TestRepository,
  makeCase,
  makeSignedAct,
  makeTestSigner,
  register,
  repositoryFolder,
  send,
  sendUpToRegistration,
  sha256Of,
  startRepository,
  testOffice,
} from '../helpers/repository.ts';
import { freePort } from '../helpers/s3-server.ts';

const signer = makeTestSigner();
const wrong: string[] = [];
const hold = (what: string, is: boolean, seen: unknown = ''): void => {
  console.log(`${is ? 'yes' : 'NO '}  ${what}${is ? '' : `: ${JSON.stringify(seen)}`}`);
  if (!is) wrong.push(what);
};

interface Asked {
  readonly status: number;
  readonly body: string;
  /** Words before the answer (102): that it is still worked on. */
  readonly before: number;
}

/** One request through the proxy, its body in pieces with pauses. */
function ask(
  { url, ca }: TestNginx,
  method: string,
  path: string,
  pieces: readonly (Uint8Array | number)[] = [],
  headers: Record<string, string> = {},
): Promise<Asked> {
  const authorization = `Bearer ${testOffice.accessKey}`;
  const options: RequestOptions = { method, ca, headers: { authorization, ...headers } };
  return new Promise((resolve, reject) => {
    let before = 0;
    const request = httpsRequest(`${url}${path}`, options, (response) => {
      let body = '';
      response.on('data', (piece: Buffer) => (body += piece.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body, before }));
      response.on('error', reject);
    });
    request.on('information', () => (before += 1));
    request.on('error', reject);
    void (async () => {
      for (const piece of pieces) {
        if (typeof piece === 'number') await sleep(piece);
        else request.write(piece);
      }
      request.end();
    })();
  });
}

async function proposed(at: TestRepository): Promise<SignedAct> {
  const act = await makeSignedAct(signer, { record: makeCase() });
  await send(at, 'PUT', `/v1/cases/${act.record.caseId}`, act.record);
  await send(at, 'PUT', `/v1/blobs/${act.proposal.documentSha256}`, act.document);
  await send(at, 'PUT', `/v1/acts/${act.proposal.actId}/proposal`, act.proposal);
  return act;
}

/** The second act is sent only when the first was answered: where either way is buffered, that never happens. */
async function bundles(at: TestRepository, proxy: TestNginx): Promise<void> {
  const dispatcher = new Agent({ connect: { ca: proxy.ca } });
  const to = { url: proxy.url, accessKey: testOffice.accessKey, officeId: testOffice.officeId, dispatcher };
  const bundle = openBundle(to, { signal: AbortSignal.timeout(20_000), stallMs: 8_000 });
  const said: string[] = [];
  for (let nth = 0; nth < 3; nth += 1) {
    const { request, signed } = await proposed(at);
    const item = { kind: 'act', request, follows: null, source: bufferSource(signed), after: null } as const;
    const sent = await bundle.send(item);
    const answer = await sent.answer;
    said.push(answer.kind);
    await sleep(300);
  }
  hold(
    'a bundle is answered act by act while it still comes',
    said.every((kind) => kind === 'registered'),
    said,
  );
  const closed = await bundle.close();
  hold('its answer comes as it was packed, to its last line', closed.ok, closed);
  await dispatcher.close();
}

async function slices(proxy: TestNginx): Promise<void> {
  const bytes = randomBytes(3_000_000);
  const path = `/v1/blobs/${sha256Of(bytes)}`;
  const head = { 'content-type': 'application/partial-upload', 'upload-length': String(bytes.length) };
  const cut = new Promise<void>((resolve) => {
    const authorization = `Bearer ${testOffice.accessKey}`;
    const headers = { ...head, authorization, 'upload-offset': '0', 'content-length': String(bytes.length) };
    const request = httpsRequest(`${proxy.url}${path}`, { method: 'PATCH', ca: proxy.ca, headers });
    request.on('error', () => resolve());
    request.write(bytes.subarray(0, 1_000_000));
    setTimeout(() => request.destroy(), 1500);
    request.on('close', () => resolve());
  });
  await cut;
  await sleep(500);
  const offset = await new Promise<number>((resolve, reject) => {
    const headers = { authorization: `Bearer ${testOffice.accessKey}`, 'upload-length': String(bytes.length) };
    httpsRequest(`${proxy.url}${path}`, { method: 'HEAD', ca: proxy.ca, headers }, (response) => {
      response.resume();
      resolve(Number(response.headers['upload-offset'] ?? Number.NaN));
    })
      .on('error', reject)
      .end();
  });
  hold('a slice that was cut counts as far as it came', offset >= 500_000 && offset <= 1_000_000, offset);
  const rest = await ask(proxy, 'PATCH', path, [bytes.subarray(offset)], { ...head, 'upload-offset': String(offset) });
  hold('and is gone on with', rest.status === 201, rest);
  const large = randomBytes(24_000_000);
  const type = { 'content-type': 'application/octet-stream' };
  const put = await ask(proxy, 'PUT', `/v1/blobs/${sha256Of(large)}`, [large], type);
  hold('a file of 24 MB goes through whole', put.status === 201, put);
}

async function news(at: TestRepository, proxy: TestNginx): Promise<void> {
  const feed = `/v1/feed?office=${testOffice.officeId}&limit=500`;
  const { cursor } = FeedPage.parse(JSON.parse((await ask(proxy, 'GET', feed)).body));
  const began = performance.now();
  const waiting = ask(proxy, 'GET', `${feed}&cursor=${cursor}&wait=55`);
  await sleep(8000);
  const act = await makeSignedAct(signer, { record: makeCase() });
  await sendUpToRegistration(at, act);
  await register(at, act);
  const registered = performance.now();
  const page = FeedPage.parse(JSON.parse((await waiting).body));
  const [waited, late] = [registered - began, performance.now() - registered];
  hold('news are waited for, and come at once', page.events.length > 0 && waited > 8000 && late < 1000, {
    waited,
    late,
  });
}

/** Every five seconds a node says that it still works on it (102), which some proxies take for the answer. */
async function longWork(proxy: TestNginx): Promise<void> {
  const bytes = randomBytes(400);
  const pieces = [bytes.subarray(0, 100), 6000, bytes.subarray(100)];
  const type = { 'content-type': 'application/octet-stream' };
  const put = await ask(proxy, 'PUT', `/v1/blobs/${sha256Of(bytes)}`, pieces, type).catch((error: unknown) =>
    String(error),
  );
  hold('what a node works on for long is answered, after a 102', typeof put !== 'string' && put.status === 201, put);
  if (typeof put !== 'string') console.log(`     (of which the proxy passed ${put.before} on)`);
}

const folder = repositoryFolder();
const repository = await startRepository(folder.dir, { maxBlobBytes: 2 ** 30 });
// The second node is not there: what is sent to it has to go to the first.
const proxy = await startNginx([Number(new URL(repository.url).port), await freePort()]);
try {
  await bundles(repository, proxy);
  await slices(proxy);
  await longWork(proxy);
  await news(repository, proxy);
} catch (error) {
  wrong.push(String(error));
  console.log(error);
} finally {
  await proxy.stop();
  await repository.close();
  folder.remove();
}
console.log(wrong.length === 0 ? '1 passed, 0 failed' : '0 passed, 1 failed');
process.exitCode = wrong.length === 0 ? 0 : 1;
