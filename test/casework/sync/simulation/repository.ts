/**
 * A repository and the line to it, in memory and in virtual time, for the real sync engine: requests and answers are lost, late and
 * garbled, acts are poisoned, and everything is drawn from a seed. It registers by the rules: once, with one receipt for ever.
 */
import { generateKeyPairSync, sign } from 'node:crypto';
import { ReceiptStatement, type ReceiptKey } from '../../../../src/contract/receipts.ts';
import { type Failure, type Outcome, done, failed } from '../../../../src/contract/failures.ts';
import type { Sha256 } from '../../../../src/contract/ids.ts';
import type { Capabilities } from '../../../../src/contract/wire.ts';
import type { Bundle, BundleAnswer, BundleItem, FileBefore, LineUse, Transport } from '../../../../src/line/port.ts';

/** How bad the line is: probabilities of one exchange. */
export interface Weather {
  /** The request does not arrive. */
  readonly lost: number;
  /** It arrives, and the answer does not. */
  readonly unanswered: number;
  readonly garbage: number;
  /** The repository has no time. */
  readonly busy: number;
  /** It turns away, unread, all but who asks for news. */
  readonly crowded: boolean;
  /** It has no room for this one, and may have some for the next. */
  readonly full: number;
  /** The line is dead altogether. */
  readonly dead: boolean;
}
export const fair: Weather = { lost: 0, unanswered: 0, garbage: 0, busy: 0, crowded: false, full: 0, dead: false };

/** What an act meets at the repository, however often it comes: a final no, or trouble that never ends. */
export type Poison = 'refused' | 'internal';

export interface SimulatedRepository {
  readonly transport: Transport;
  readonly key: ReceiptKey;
  weather: Weather;
  readonly poison: Map<string, Poison>;
  /** Acts in the order of their registration. */
  readonly registered: readonly { readonly actId: string; readonly caseId: string; readonly sha256: string }[];
  /** Exchanges so far. */
  readonly asked: number;
  /** Milliseconds by which its clock is ahead. */
  clockMs: number;
  /** Seconds that each question for news was ready to wait. */
  readonly waits: readonly number[];
  /** A proxy on the way gives up answers that take longer than this, in milliseconds. */
  patienceMs: number;
}

const unreachable = (detail: string): Failure => ({ kind: 'repositoryUnreachable', detail });
/** Smaller than the real one, so that acts of some hundred kilobytes are too large for it. */
const mostOfFrame = 256 * 1024;
const garbage: Failure = { kind: 'repositoryGarbage', detail: 'a page of a proxy' };

export function simulatedRepository(random: () => number, bytesPerSecond: number, rttMs: number): SimulatedRepository {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const key: ReceiptKey = {
    kid: 'k',
    kty: 'OKP',
    crv: 'Ed25519',
    x: publicKey.export({ format: 'jwk' }).x!,
  } as ReceiptKey;
  const registered: { actId: string; caseId: string; sha256: string; receipt: string }[] = [];
  const offsets = new Map<string, number>();
  const whole = new Set<string>();
  const waits: number[] = [];
  let asked = 0;

  const wait = (ms: number, signal?: AbortSignal): Promise<boolean> =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve(false);
      const timer = setTimeout(() => resolve(true), ms);
      signal?.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve(false);
      });
    });
  /** One exchange: its way there, what it does, and its way back. */
  const exchange = async <T>(
    bytes: number,
    use: LineUse | undefined,
    act: () => Outcome<T>,
    isNews = false,
  ): Promise<Outcome<T>> => {
    asked += 1;
    const { weather } = self;
    const chance = random();
    if (weather.dead || chance < weather.lost) {
      await wait(weather.dead && random() < 0.5 ? 50 : (use?.stallMs ?? 15_000), use?.signal);
      return failed(unreachable('lost'));
    }
    if (!(await wait(rttMs + (bytes * 1000) / bytesPerSecond, use?.signal))) return failed(unreachable('called off'));
    if (chance < weather.lost + weather.garbage) return failed(garbage);
    if (weather.crowded && !isNews) return failed({ kind: 'repositoryBusy', retryAfterSeconds: 10, ofItself: true });
    if (chance < weather.lost + weather.garbage + weather.busy)
      return failed({ kind: 'repositoryBusy', retryAfterSeconds: random() < 0.5 ? null : 30 });
    const answer = act();
    // Whatever it did is done, also where nobody hears of it.
    if (self.weather.dead || random() < weather.unanswered) return failed(unreachable('the answer was lost'));
    return answer;
  };
  const register = ({ request }: Extract<BundleItem, { kind: 'act' }>): string => {
    const known = registered.find(({ actId }) => actId === request.actId);
    if (known) return known.receipt;
    const number = registered.filter(({ caseId }) => caseId === request.caseId).length + 1;
    const at = new Date(Date.now() + self.clockMs).toISOString();
    const statement = ReceiptStatement.parse({
      ...{ v: 1, repository: 'R', actId: request.actId, caseId: request.caseId, caseNumber: 'IPP 1', number },
      ...{ folioFrom: number, folioTo: number, sha256: request.sha256, size: request.size },
      ...{ receivedAt: at, registeredAt: at },
    });
    const text = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const input = `${text({ alg: 'EdDSA', kid: 'k', typ: 'fojas-receipt+jws' })}.${text(statement)}`;
    const receipt = `${input}.${sign(null, Buffer.from(input), privateKey).toString('base64url')}`;
    whole.add(request.sha256);
    registered.push({ actId: request.actId, caseId: request.caseId, sha256: request.sha256, receipt });
    return receipt;
  };
  const decide = (item: BundleItem): BundleAnswer => {
    if (item.kind !== 'act') return { kind: 'returned' };
    const { actId, sha256 } = item.request;
    const poison = self.poison.get(actId);
    if (poison === 'refused') return { kind: 'refused', failure: refusal('signature-invalid') };
    if (poison === 'internal') return { kind: 'later', failure: { kind: 'repositoryBusy', retryAfterSeconds: null } };
    const isKnown = registered.some((one) => one.actId === actId);
    if (!isKnown && random() < self.weather.full) return { kind: 'later', failure: { kind: 'repositoryFull' } };
    if (!isKnown && item.follows && !registered.some((one) => one.actId === item.follows))
      return { kind: 'later', failure: refusal('predecessor-missing') };
    // What is larger than a frame may be comes in parts.
    if (item.source && item.source.size > mostOfFrame) return { kind: 'later', failure: refusal('frame-too-large') };
    if (!item.source && !whole.has(sha256)) return { kind: 'later', failure: refusal('blob-missing') };
    return { kind: 'registered', receipt: register(item) };
  };

  const openBundle = (use?: LineUse): Bundle => {
    const cursor = String(registered.length);
    let broken: Failure | null = null;
    let open: Promise<unknown> = Promise.resolve();
    const heldUp = new AbortController();
    return {
      get broken() {
        return broken;
      },
      receiptsCursor: cursor,
      async send(item) {
        const size = item.kind === 'act' && item.source ? item.source.size : 200;
        if (item.kind === 'act' && item.source) for await (const piece of item.source.stream(0, size)) void piece;
        // The socket takes 32 KB at once; the rest at the pace of the line.
        if (!(await wait((Math.max(0, size - 32_768) * 1000) / bytesPerSecond, heldUp.signal)))
          broken ??= unreachable('aborted');
        const before = open;
        const answer = before.then(async (): Promise<BundleAnswer> => {
          if (broken) return { kind: 'line', failure: broken };
          const outcome = await exchange(Math.min(size, 32_768), { ...use, signal: heldUp.signal }, () =>
            done(decide(item)),
          );
          if (outcome.ok) return outcome.value;
          broken ??= outcome.failure;
          return { kind: 'line', failure: broken };
        });
        open = answer;
        return { answer };
      },
      async close() {
        await open;
        return broken ? failed(broken) : done(undefined);
      },
      abort() {
        broken ??= unreachable('aborted');
        heldUp.abort();
      },
    };
  };
  const stateOf = ({ sha256, size }: FileBefore) => {
    const offset = offsets.get(sha256) ?? 0;
    return { offset, complete: offset === size };
  };
  const self: SimulatedRepository = {
    ...{ key, weather: fair, poison: new Map(), registered, clockMs: 0, waits, patienceMs: Infinity },
    get asked() {
      return asked;
    },
    transport: {
      openBundle,
      capabilities: (use) =>
        exchange(300, use, () => {
          const serverTime = new Date(Date.now() + self.clockMs).toISOString();
          const said = {
            protocol: 1,
            repository: 'R',
            serverTime,
            maxBlobBytes: 2 ** 30,
            receiptKeys: [key],
            anchors: [],
            limits: { longPollSeconds: 165 },
          };
          return done(said as unknown as Capabilities);
        }),
      lacking: (files, use) => exchange(300, use, () => done(files.filter((sha256: Sha256) => !whole.has(sha256)))),
      uploadState: (file, use) => exchange(200, use, () => done(stateOf(file))),
      sendSlice: (file, { offset, length }, use) =>
        exchange(length, use, () => {
          const at = offsets.get(file.sha256) ?? 0;
          if (at === offset) offsets.set(file.sha256, Math.min(file.size, offset + length));
          if (offsets.get(file.sha256) === file.size) whole.add(file.sha256);
          return done(stateOf(file));
        }),
      download: (_file, _from, _take, use) => exchange(200, use, () => failed(refusal('not-found'))),
      receipts: (after, use) =>
        exchange(300, use, () => {
          const from = Number(after === 'latest' ? registered.length : after || 0);
          const some = registered.slice(from, from + 3);
          const cursor = String(from + some.length);
          return done({
            receipts: some.map(({ receipt }) => receipt),
            cursor,
            more: from + some.length < registered.length,
          });
        }),
      async feed({ cursor, waitSeconds = 0 }, use) {
        waits.push(waitSeconds);
        const waitMs = Math.min(waitSeconds * 1000, self.patienceMs);
        if (waitSeconds > 0 && !(await wait(waitMs, use?.signal))) return failed(unreachable('called off'));
        if (waitMs < waitSeconds * 1000) return failed(unreachable('the proxy gave up'));
        return exchange(200, use, () => done({ events: [], cursor, more: false }), true);
      },
      caseState: (_caseId, _known, use) => exchange(200, use, () => done(null)),
      caseSnapshot: (_caseId, use) => exchange(200, use, () => done(null)),
      close: async () => undefined,
    },
  };
  return self;
}

const refusal = (problem: string): Failure => ({ kind: 'registrationRefused', problem, detail: '' });
