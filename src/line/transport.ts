import { type Outcome, done } from '../contract/failures.ts';
import { BlobAnswer, type BlobQuery } from '../contract/wire-blobs.ts';
import { CaseSnapshot, CaseState, ReceiptsPage } from '../contract/wire-cases.ts';
import { Capabilities, FeedPage } from '../contract/wire.ts';
import { openBundle } from './bundle.ts';
import { serialBundle } from './serial.ts';
import { type Address, type Answer, ask, json } from './http.ts';
import { unpacked } from './pack.ts';
import type { Transport } from './port.ts';
import { download, sendSlice, uploadState } from './files.ts';

/** So many silences in a row tell of a line that holds answers back; one tells of any that broke, and the next finds no connection there. */
const tellingSilences = 2;
/** Then the desk may be elsewhere. To find out costs who is not one silence. */
const tryAgainMs = 3_600_000;

/**
 * The line to a repository over HTTP. The dispatcher stays the caller's: `close` lets go of nothing of it.
 * @param now milliseconds of a clock that only goes forward, for durations.
 */
export function openTransport(to: Address, now: () => number = () => performance.now()): Transport {
  // Something on the way may keep answers back until a request is over: then each act goes in a request of its own.
  let silences = 0;
  let lastAt = 0;
  const isHeldBack = (): boolean => {
    if (silences >= tellingSilences && now() - lastAt >= tryAgainMs) silences = tellingSilences - 1;
    return silences >= tellingSilences;
  };
  return {
    capabilities: (use = {}) => ask(to, { path: '/v1/capabilities' }, use, json(Capabilities)),
    openBundle(use = {}) {
      if (isHeldBack()) return serialBundle(() => openBundle(to, use, { heldBack: true }));
      // Bundles that were open together meet the same silence: it counts once.
      const before = silences;
      return openBundle(to, use, {
        onFirstWord: () => (silences = 0),
        onSilence() {
          silences = Math.max(silences, before + 1);
          lastAt = now();
        },
      });
    },
    lacking: async (files, use = {}) => {
      const query: BlobQuery = { files: [...files] };
      const answer = await ask(to, { ...post('/v1/blobs/query', query) }, use, json(BlobAnswer));
      return answer.ok ? done(answer.value.lacking) : answer;
    },
    uploadState: (file, use = {}) => uploadState(to, file, use),
    sendSlice: (file, slice, use = {}) => sendSlice(to, file, slice, use),
    download: (file, from, take, use = {}) => download(to, file, from, take, use),
    receipts: (cursor, use = {}) =>
      ask(
        to,
        { path: `/v1/receipts?${new URLSearchParams({ after: cursor })}`, headers: br },
        use,
        packedJson(ReceiptsPage),
      ),
    feed: ({ cursor, limit, waitSeconds = 0 }, use = {}) => {
      const query = new URLSearchParams({
        office: to.officeId,
        cursor,
        limit: String(limit),
        wait: String(waitSeconds),
      });
      // Nothing moves while the other end waits for news; a connection that died meanwhile is known by the end of its wait.
      const patient = { ...use, stallMs: (use.stallMs ?? 15_000) + waitSeconds * 1000 };
      return ask(to, { path: `/v1/feed?${query}`, headers: br }, patient, packedJson(FeedPage));
    },
    caseState: (caseId, known, use = {}) => {
      const headers = known === undefined ? {} : { 'if-none-match': `"${known}"` };
      return ask<CaseState | 'same' | null>(to, { path: `/v1/cases/${caseId}/state`, headers }, use, async (answer) => {
        if (answer.status === 304) {
          await answer.drop();
          return done('same' as const);
        }
        return unknownIsNull(await json(CaseState)(answer));
      });
    },
    caseSnapshot: (caseId, use = {}) =>
      ask(to, { path: `/v1/cases/${caseId}/snapshot`, headers: br }, use, async (answer) =>
        unknownIsNull(await packedJson(CaseSnapshot)(answer)),
      ),
    close: async () => undefined,
  };
}

const br = { 'accept-encoding': 'br' };
const post = (path: string, body: unknown) => ({
  ...{ method: 'POST' as const, path },
  headers: { 'content-type': 'application/json' },
  body: Buffer.from(JSON.stringify(body)),
});

/** JSON that may come packed. */
const packedJson =
  <T>(schema: Parameters<typeof json<T>>[0]) =>
  (answer: Answer): Promise<Outcome<T>> =>
    json(schema)(answer.headers['content-encoding'] === 'br' ? { ...answer, body: unpacked(answer.body) } : answer);

function unknownIsNull<T>(outcome: Outcome<T>): Outcome<T | null> {
  if (outcome.ok || outcome.failure.kind !== 'registrationRefused') return outcome;
  return outcome.failure.problem === 'case-unknown' ? done(null) : outcome;
}
