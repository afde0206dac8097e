import { type Failure, type Outcome, done, failed } from '../../../contract/failures.ts';
import type { ActId, Sha256 } from '../../../contract/ids.ts';
import type { ByteSource } from '../../../signature/index.ts';
import type { RepositoryClient } from '../repository-client.ts';
import type { Bundle, BundleAnswer, BundleItem, Transport } from '../../../line/port.ts';

/**
 * The line to a repository that knows the first wording of the protocol alone: each act by requests of its own, files whole, a feed that
 * does not wait. The planner's order and its patience are the same.
 */
export function plainTransport(client: RepositoryClient): Transport {
  return {
    capabilities: () => client.capabilities(),
    openBundle: () => plainBundle(client),
    // Each file is asked for when its turn comes.
    lacking: async (files) => done(files),
    async uploadState({ sha256, size, below }) {
      if (below !== undefined) return notKnown('copies');
      const there = await client.hasBlob(sha256, size);
      return there.ok ? done({ offset: there.value ? size : 0, complete: there.value }) : there;
    },
    // Its answer to a slice is the whole: there is no other way to send it.
    async sendSlice({ sha256, size, below }, { source }) {
      if (below !== undefined) return notKnown('copies');
      const put = await putWhole(client, sha256, source);
      return put.ok ? done({ offset: size, complete: true }) : put;
    },
    async download({ sha256, size, below }, from, take) {
      if (below !== undefined) return notKnown('copies');
      let skip = from;
      return client.getBlob(sha256, size, async (piece) => {
        const rest = piece.subarray(Math.min(skip, piece.length));
        skip -= piece.length - rest.length;
        if (rest.length > 0) await take(rest);
      });
    },
    receipts: async () => notKnown('receipts-cursor'),
    feed: ({ cursor, limit }) => client.feed(cursor, limit),
    caseState: async () => notKnown('case-state'),
    caseSnapshot: async () => notKnown('case-state'),
    close: async () => undefined,
  };
}

const notKnown = (feature: string): { readonly ok: false; readonly failure: Failure } =>
  failed({ kind: 'registrationRefused', problem: 'feature-missing', detail: feature });

function plainBundle(client: RepositoryClient): Bundle {
  let broken: Failure | null = null;
  const answers = new Map<ActId, Promise<BundleAnswer>>();
  const line = (failure: Failure): BundleAnswer => {
    if (isOfTheLine(failure)) broken ??= failure;
    return isOfTheLine(failure) ? { kind: 'line', failure } : { kind: 'later', failure };
  };
  return {
    get broken() {
      return broken;
    },
    receiptsCursor: null,
    async send(item) {
      if (broken) return { answer: Promise.resolve({ kind: 'line', failure: broken }) };
      const failure = await sendFile(client, item);
      const before = item.kind === 'act' && item.follows ? answers.get(item.follows) : undefined;
      const decide = async (): Promise<BundleAnswer> =>
        before && !isPlaced(await before)
          ? { kind: 'later', failure: predecessorMissing }
          : decided(client, item, line);
      const answer = failure ? Promise.resolve(line(failure)) : decide();
      if (item.kind === 'act') answers.set(item.request.actId, answer);
      return { answer };
    },
    close: async () => (broken ? failed(broken) : done(undefined)),
    abort() {
      broken ??= { kind: 'repositoryUnreachable', detail: 'called off' };
    },
  };
}

const isPlaced = ({ kind }: BundleAnswer): boolean => kind === 'registered' || kind === 'received';
const predecessorMissing: Failure = {
  kind: 'registrationRefused',
  problem: 'predecessor-missing',
  detail: 'the act before it was put off',
};

async function sendFile(client: RepositoryClient, item: BundleItem): Promise<Failure | null> {
  if (item.kind === 'return' || item.source === null) return null;
  const { sha256, size } = item.request;
  const there = await client.hasBlob(sha256, size);
  if (!there.ok) return there.failure;
  if (there.value) return null;
  const put = await putWhole(client, sha256, item.source, item.after);
  return put.ok ? null : put.failure;
}

/** What reading the file threw is thrown on: the client takes it for a broken line. */
async function putWhole(
  client: RepositoryClient,
  sha256: Sha256,
  source: ByteSource,
  after: { readonly sha256: Sha256; readonly size: number } | null = null,
): Promise<Outcome<void>> {
  const thrown: unknown[] = [];
  const watched: ByteSource = {
    size: source.size,
    readSync: (offset, length) => source.readSync(offset, length),
    close: () => source.close(),
    async *stream(from, to) {
      try {
        yield* source.stream(from, to);
      } catch (error) {
        thrown.push(error);
        throw error;
      }
    },
  };
  const put = await client.putBlob(sha256, watched, after ?? undefined);
  if (thrown.length > 0) throw thrown[0];
  return put;
}

async function decided(
  client: RepositoryClient,
  item: BundleItem,
  line: (failure: Failure) => BundleAnswer,
): Promise<BundleAnswer> {
  // The file is there: who waits for room for the next is told so before anything becomes of the decision.
  await new Promise((resolve) => void setImmediate(resolve));
  if (item.kind === 'return') {
    const answer = await client.returnAct(item.return);
    return answer.ok ? { kind: 'returned' } : line(answer.failure);
  }
  const answer = item.kind === 'act' ? await client.register(item.request) : await client.addRendition(item.request);
  if (!answer.ok) return line(answer.failure);
  return 'statement' in answer.value
    ? { kind: 'received', statement: answer.value.statement }
    : { kind: 'registered', receipt: answer.value.receipt };
}

const isOfTheLine = ({ kind }: Failure): boolean =>
  kind === 'repositoryUnreachable' || kind === 'repositoryDenied' || kind === 'repositoryGarbage';
