/** What comes in a bundle, well or ill meant, spoken byte by byte. */
import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { brotliCompressSync, constants, createBrotliCompress } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { BundleLine, type FrameHeader, bundleType } from '../../src/contract/wire-bundle.ts';
import { Registered } from '../../src/contract/wire.ts';
import { growPdf } from '../helpers/grown-pdf.ts';
import {
  type SignedAct,
  type TestRepository,
  type TestSigner,
  makeCase,
  makeSignedAct,
  makeTestSigner,
  repositoryFolder,
  send,
  sha256Of,
  startRepository,
  testOffice,
} from '../helpers/repository.ts';

let signer: TestSigner;
let folder: { dir: string; remove(): void };
let repository: TestRepository;

beforeAll(async () => {
  signer = makeTestSigner();
  folder = repositoryFolder();
  repository = await startRepository(folder.dir, { stallMs: 4000 });
});
afterAll(async () => {
  await repository.close();
  folder.remove();
});

const proposed = async (count = 1): Promise<SignedAct[]> => {
  const record = makeCase();
  await send(repository, 'PUT', `/v1/cases/${record.caseId}`, record);
  const acts: SignedAct[] = [];
  for (let at = 0; at < count; at++) {
    const act = await makeSignedAct(signer, { record });
    await send(repository, 'PUT', `/v1/blobs/${act.proposal.documentSha256}`, act.document);
    await send(repository, 'PUT', `/v1/acts/${act.proposal.actId}/proposal`, act.proposal);
    acts.push(act);
  }
  return acts;
};

const frame = (header: unknown, bytes: Uint8Array = Buffer.alloc(0)): Buffer => {
  const text = Buffer.isBuffer(header) ? header : Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  return Buffer.concat([length, text, bytes]);
};
const actFrame = (n: number, { request, signed }: SignedAct, change: Partial<FrameHeader> = {}): Buffer =>
  frame({ kind: 'act', n, request, bytes: signed.length, after: null, ...change }, signed);

const post = (body: Uint8Array, headers: Record<string, string> = {}) =>
  send(repository, 'POST', '/v1/bundles', body, {
    ...{ 'content-type': bundleType, 'content-encoding': 'br', 'accept-encoding': 'identity', ...headers },
  });
const linesOf = (text: string): BundleLine[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => BundleLine.parse(JSON.parse(line)))
    .filter(({ kind }) => kind !== 'taken');
const bundle = async (frames: readonly Buffer[]): Promise<BundleLine[]> => {
  const response = await post(brotliCompressSync(Buffer.concat(frames)));
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/x-ndjson']);
  return linesOf(await response.text());
};
/** What was said to each frame: `kind` and the problem's code. */
const said = (lines: readonly BundleLine[]): string[] =>
  lines.flatMap((line) => {
    if (line.kind === 'ready' || line.kind === 'taken') return [];
    const problem = 'problem' in line ? line.problem?.type.replace('urn:fojas:problem:', '') : undefined;
    return [problem === undefined ? line.kind : `${line.kind} ${problem}`];
  });
const receiptOf = async ({ request }: SignedAct): Promise<string | null> => {
  const response = await send(repository, 'GET', `/v1/acts/${request.actId}/receipt`);
  return response.status === 200 ? Registered.parse(await response.json()).receipt : null;
};
const incoming = () => readdirSync(join(folder.dir, 'blobs', 'incoming'));

describe('a bundle', () => {
  it('holds acts, returns and renditions; each is decided as if it had come alone', async () => {
    const [act, returned] = (await proposed(2)) as [SignedAct, SignedAct];
    const grown = growPdf(act.signed, signer.identity);
    const rendition = {
      ...{ actId: act.request.actId, n: 1, sha256: sha256Of(grown), size: grown.length },
      ...{ prefixSha256: act.request.sha256, prefixSize: act.signed.length, deviceId: 'pc-1' },
    };
    const { actId, documentSha256 } = returned.request;
    const back = { actId, documentSha256, remark: 'No.', returnedBy: 'Ana', returnedAt: '2026-11-22T09:00:00Z' };
    const rest = act.signed.subarray(act.document.length);
    const more = grown.subarray(act.signed.length);
    const frames = [
      frame({ kind: 'act', n: 1, request: act.request, bytes: rest.length, after: act.request.documentSha256 }, rest),
      frame({ kind: 'rendition', n: 2, request: rendition, bytes: more.length, after: act.request.sha256 }, more),
      frame({ kind: 'return', n: 3, return: back, bytes: 0 }),
      actFrame(4, returned),
      // What was sent before is not sent again.
      frame({ kind: 'act', n: 5, request: act.request, bytes: 0, after: null }),
    ];
    const lines = await bundle(frames);
    expect(said(lines)).toEqual([...['registered', 'registered', 'returned', 'later act-state', 'registered', 'end']]);
    expect(lines.filter((line) => line.kind === 'registered').map(({ receipt }) => receipt.length)).toHaveLength(3);
    expect(lines[1]).toMatchObject({ n: 1, receipt: await receiptOf(act) });
    expect(lines[5]).toMatchObject({ n: 5, receipt: await receiptOf(act) });
    // The whole again: the very same answers, and nothing twice.
    expect(await bundle(frames.slice(0, 3))).toEqual([expect.anything(), ...lines.slice(1, 4), expect.anything()]);
  });

  it('puts off an act behind one that was put off, and takes it with its file as it came when that one is there', async () => {
    const [one, two, three] = (await proposed(3)) as [SignedAct, SignedAct, SignedAct];
    const lost: Buffer = frame({ kind: 'act', n: 1, request: one.request, bytes: 0, after: null });
    const lines = await bundle([
      lost,
      actFrame(2, two, { follows: one.request.actId }),
      actFrame(3, three, { follows: two.request.actId }),
    ]);
    expect(said(lines)).toEqual([
      'later blob-missing',
      'later predecessor-missing',
      'later predecessor-missing',
      'end',
    ]);
    const again = await bundle([
      actFrame(1, one),
      frame({ kind: 'act', n: 2, request: two.request, bytes: 0, after: null, follows: one.request.actId }),
      // Whoever may overtake names nobody.
      frame({ kind: 'act', n: 3, request: three.request, bytes: 0, after: null }),
    ]);
    expect(said(again)).toEqual(['registered', 'registered', 'registered', 'end']);
    // What has its place is answered whatever it follows.
    const stranger = await makeSignedAct(signer);
    const replayed = await bundle([actFrame(1, two, { follows: stranger.request.actId })]);
    expect(said(replayed)).toEqual(['registered', 'end']);
  });

  it('lets nobody past by an act that came by another way as well', async () => {
    const [one, two, three, four] = (await proposed(4)) as [SignedAct, SignedAct, SignedAct, SignedAct];
    expect(said(await bundle([actFrame(1, three)]))).toEqual(['registered', 'end']);
    const lines = await bundle([
      frame({ kind: 'act', n: 1, request: one.request, bytes: 0, after: null }),
      actFrame(2, two, { follows: one.request.actId }),
      actFrame(3, three, { follows: two.request.actId }),
      actFrame(4, four, { follows: three.request.actId }),
    ]);
    expect(said(lines)).toEqual([
      'later blob-missing',
      'later predecessor-missing',
      'registered',
      'later predecessor-missing',
      'end',
    ]);
    const again = await bundle([
      actFrame(1, one),
      actFrame(2, two, { follows: one.request.actId }),
      actFrame(3, three, { follows: two.request.actId }),
      actFrame(4, four, { follows: three.request.actId }),
    ]);
    expect(said(again)).toEqual(['registered', 'registered', 'registered', 'registered', 'end']);
  });

  it('is read on behind a frame that is refused, and nothing of that one is kept', async () => {
    const [one, two, three] = (await proposed(3)) as [SignedAct, SignedAct, SignedAct];
    const stranger = await makeSignedAct(signer);
    const wrong = Buffer.from(two.signed);
    wrong[100]! ^= 1;
    const lines = await bundle([
      actFrame(1, stranger),
      frame({ kind: 'act', n: 2, request: two.request, bytes: wrong.length, after: null }, wrong),
      actFrame(3, two, { after: sha256Of(Buffer.from('not here')) }),
      frame({ kind: 'act', n: 4, request: three.request, bytes: 0, after: null }),
      frame(
        { kind: 'act', n: 5, request: { ...three.request, size: 10 }, bytes: three.signed.length, after: null },
        three.signed,
      ),
      actFrame(6, one),
    ]);
    expect(said(lines)).toEqual([
      ...['refused act-unknown', 'later blob-hash-mismatch', 'later blob-missing', 'later blob-missing'],
      ...['later blob-hash-mismatch', 'registered', 'end'],
    ]);
    expect(await receiptOf(two)).toBeNull();
    expect(incoming()).toEqual([]);
    const query = { files: [stranger.request.sha256, two.request.sha256, one.request.sha256] };
    const lacking = await send(repository, 'POST', '/v1/blobs/query', query);
    expect(await lacking.json()).toEqual({ lacking: query.files.slice(0, 2) });
  });

  it('that breaks off leaves every whole frame registered that had come, and nothing of the last', async () => {
    const acts = await proposed(4);
    const packer = createBrotliCompress();
    const packed: Buffer[] = [];
    packer.on('data', (piece: Buffer) => packed.push(piece));
    const frames = acts.map((act, at) => actFrame(at + 1, act));
    // The last one is whole but for its last byte.
    const bytes = Buffer.concat(frames);
    await new Promise<void>((resolve) =>
      packer.write(bytes.subarray(0, bytes.length - 1), () => packer.flush(resolve)),
    );
    const body = Buffer.concat(packed);
    const { hostname, port } = new URL(repository.url);
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    socket.write(
      `POST /v1/bundles HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${testOffice.accessKey}\r\n` +
        `Content-Type: ${bundleType}\r\nContent-Encoding: br\r\nContent-Length: ${body.length + 5}\r\n\r\n`,
    );
    socket.write(body);
    // Gone before a single answer was read, and once what came was looked at: a reset takes with it what lies unread.
    await vi.waitFor(async () => expect(await receiptOf(acts[2]!)).not.toBeNull(), { timeout: 15_000 });
    socket.resetAndDestroy();
    await vi.waitFor(() => expect(incoming()).toEqual([]), { timeout: 15_000 });
    expect(await receiptOf(acts[0]!)).not.toBeNull();
    expect(await receiptOf(acts[3]!)).toBeNull();
    expect(said(await bundle([actFrame(1, acts[3]!)]))).toEqual(['registered', 'end']);
  });
});

describe('what is no bundle', () => {
  it.each([
    ['a header that is not JSON', () => [frame(Buffer.from('{'))], 'bundle-broken'],
    ['a header of an unknown kind', () => [frame({ kind: 'order', n: 1 })], 'bundle-broken'],
    [
      'a field that nobody knows',
      () => [frame({ kind: 'return', n: 1, bytes: 0, return: {}, more: 1 })],
      'bundle-broken',
    ],
    ['a header without end', () => [Buffer.from([0x7f, 255, 255, 255])], 'bundle-broken'],
    ['an empty header', () => [Buffer.alloc(4)], 'bundle-broken'],
    ['half a length', () => [Buffer.alloc(2)], 'bundle-broken'],
    ['half a header', () => [frame({ kind: 'act', n: 1 }).subarray(0, 9)], 'bundle-broken'],
  ])('%s ends it with a word, behind what was decided', async (_name, rest, code) => {
    const [act] = (await proposed()) as [SignedAct];
    const lines = await bundle([actFrame(1, act), ...rest()]);
    expect(said(lines)).toEqual(['registered', `end ${code}`]);
    expect(lines.at(-1)).toMatchObject({ frames: 1 });
  });

  it('a frame that is too large is told to come in slices', async () => {
    const [act] = (await proposed()) as [SignedAct];
    const lines = await bundle([actFrame(1, act, { bytes: 2 ** 21 })]);
    expect(said(lines)).toEqual(['end frame-too-large']);
    expect(lines.at(-1)).toMatchObject({ problem: { retry: 'refresh' } });
  });

  it('a bomb is found out before it is unpacked', async () => {
    const zeros = Buffer.alloc(64 * 1024 * 1024);
    const bomb = brotliCompressSync(zeros, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } });
    const before = process.memoryUsage().arrayBuffers;
    // As the bytes of a frame that says how many they are, so that nothing else refuses it.
    const [act] = (await proposed()) as [SignedAct];
    const header = { kind: 'act', n: 1, request: act.request, bytes: 2 ** 20, after: null };
    const many = Buffer.concat(Array.from({ length: 40 }, () => frame(header, Buffer.alloc(2 ** 20))));
    for (const body of [bomb, brotliCompressSync(many)]) {
      const lines = linesOf(await (await post(body)).text());
      expect(said(lines).at(-1)).toBe('end bundle-broken');
    }
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(300 * 1024 * 1024);
  });

  it('bytes that are not packed, or not as was said, are refused', async () => {
    const [act] = (await proposed()) as [SignedAct];
    const plain = actFrame(1, act);
    expect((await post(plain, { 'content-encoding': 'gzip' })).status).toBe(400);
    expect((await post(plain, { 'content-type': 'application/octet-stream' })).status).toBe(415);
    expect(said(linesOf(await (await post(plain)).text()))).toEqual(['end bundle-broken']);
    expect(said(linesOf(await (await post(brotliCompressSync(plain).subarray(0, 900))).text()))).toEqual([
      'end bundle-broken',
    ]);
    expect(await receiptOf(act)).toBeNull();
  });

  it('an act of another office is not told from one that does not exist', async () => {
    const [act] = (await proposed()) as [SignedAct];
    const other = { authorization: 'Bearer clave-de-otra-oficina' };
    const body = brotliCompressSync(
      Buffer.concat([
        actFrame(1, act),
        frame({ kind: 'act', n: 2, request: { ...act.request, actId: randomUUID() }, bytes: 0, after: null }),
      ]),
    );
    const lines = linesOf(await (await post(body, other)).text());
    expect(said(lines)).toEqual(['refused act-unknown', 'refused act-unknown', 'end']);
    const [first, second] = lines.slice(1, 3);
    expect({ ...first, n: 0 }).toEqual({ ...second, n: 0 });
  });
});
