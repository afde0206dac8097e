/** Everybody who speaks to a repository while its nodes are replaced, beside the desks: each says what failed, and how often it was answered. */
import { request as httpRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { constants, createBrotliCompress } from 'node:zlib';
import { BundleLine, bundleType } from '../../../src/contract/wire-bundle.ts';
import { FeedPage } from '../../../src/contract/wire.ts';
import { type SignedAct, register, send, sendUpToRegistration, testOffice } from '../../helpers/repository.ts';

export interface Load {
  /** What was asked, and how often it was answered as it should. */
  readonly answered: Map<string, number>;
  readonly failed: string[];
  /** Acts that were answered with a receipt. */
  readonly registered: Set<string>;
  /** Begins nothing more, and waits for what was begun. */
  stop(): Promise<void>;
}

type Task = () => Promise<void>;

/** @param next a signed act that nobody sent yet. */
export function startLoad(proxy: { readonly url: string }, next: () => Promise<SignedAct>): Load {
  const answered = new Map<string, number>();
  const failed: string[] = [];
  const registered = new Set<string>();
  let over = false;
  const again = async (name: string, pauseMs: number, task: Task): Promise<void> => {
    while (!over) {
      try {
        await task();
        answered.set(name, (answered.get(name) ?? 0) + 1);
      } catch (error) {
        const cause = error instanceof Error ? (error.cause ?? error) : error;
        failed.push(`${name}: ${String(cause)}`);
      }
      await sleep(pauseMs);
    }
  };
  const ask: Task = async () => {
    const answer = await send(proxy, 'GET', '/v1/receipts?after=latest&limit=1');
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(String(answer.status));
  };
  const registerOne: Task = async () => {
    const act = await next();
    await sendUpToRegistration(proxy, act);
    const answer = await register(proxy, act);
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
    await answer.arrayBuffer();
    registered.add(act.request.actId);
  };
  const waiter = (): Task => {
    let cursor = '';
    return async () => {
      const query = new URLSearchParams({ office: testOffice.officeId, cursor, limit: '200', wait: '10' });
      const answer = await send(proxy, 'GET', `/v1/feed?${query}`);
      if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
      ({ cursor } = FeedPage.parse(await answer.json()));
    };
  };
  const bundle: Task = async () => {
    const acts = [await next(), await next(), await next()];
    for (const act of acts) await sendUpToProposal(proxy, act);
    await dripBundle(proxy, acts, 600);
    for (const { request } of acts) registered.add(request.actId);
  };
  const everybody = [
    again('ask', 5, ask),
    again('ask', 5, ask),
    again('register', 20, registerOne),
    again('register', 20, registerOne),
    again('wait for news', 0, waiter()),
    again('wait for news', 0, waiter()),
    // Of an office where nothing happens: only an end of its node, or ten seconds, answers it.
    again('wait in vain', 0, waitInVain(proxy)),
    again('bundle', 20, bundle),
    again('bundle', 20, bundle),
  ];
  return {
    ...{ answered, failed, registered },
    async stop() {
      over = true;
      await Promise.all(everybody);
    },
  };
}

function waitInVain(proxy: { readonly url: string }): Task {
  return async () => {
    const query = new URLSearchParams({ office: 'otra', cursor: '', limit: '1', wait: '10' });
    const answer = await send(proxy, 'GET', `/v1/feed?${query}`, undefined, {
      authorization: 'Bearer clave-de-otra-oficina',
    });
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
    FeedPage.parse(await answer.json());
  };
}

export async function sendUpToProposal(proxy: { readonly url: string }, act: SignedAct): Promise<void> {
  const { record, proposal, document } = act;
  for (const [path, body] of [
    [`/v1/cases/${record.caseId}`, record],
    [`/v1/blobs/${proposal.documentSha256}`, document],
    [`/v1/acts/${proposal.actId}/proposal`, proposal],
  ] as const) {
    const answer = await send(proxy, 'PUT', path, body);
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    await answer.arrayBuffer();
  }
}

/** One bundle whose frames come slowly, as on a thin line. @throws what was not registered, or the line's error. */
async function dripBundle(proxy: { readonly url: string }, acts: readonly SignedAct[], pauseMs: number): Promise<void> {
  const packer = createBrotliCompress();
  const answer = new Promise<string>((resolve, reject) => {
    const asked = httpRequest(`${proxy.url}/v1/bundles`, {
      method: 'POST',
      headers: {
        ...{ authorization: `Bearer ${testOffice.accessKey}`, 'content-type': bundleType },
        ...{ 'content-encoding': 'br', 'accept-encoding': 'identity' },
      },
    });
    asked.once('error', reject);
    asked.once('response', (response) => {
      let text = '';
      response.on('data', (piece: Buffer) => (text += piece.toString()));
      response.once('error', reject);
      response.once('end', () =>
        response.statusCode === 200 ? resolve(text) : reject(new Error(`${response.statusCode} ${text}`)),
      );
    });
    packer.pipe(asked);
  });
  // Read at the end; meanwhile it is nobody's.
  answer.catch(() => undefined);
  for (const [at, { request, signed }] of acts.entries()) {
    const header = Buffer.from(JSON.stringify({ kind: 'act', n: at + 1, request, bytes: signed.length, after: null }));
    const length = Buffer.alloc(4);
    length.writeUInt32BE(header.length);
    packer.write(Buffer.concat([length, header, signed]));
    packer.flush(constants.BROTLI_OPERATION_FLUSH);
    await sleep(pauseMs);
  }
  packer.end();
  const lines = (await answer)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => BundleLine.parse(JSON.parse(line)))
    .filter(({ kind }) => kind !== 'taken' && kind !== 'ready');
  const told = lines.map((line) => line.kind).join(' ');
  if (told !== [...acts.map(() => 'registered'), 'end'].join(' ')) throw new Error(`a bundle was told: ${told}`);
}
