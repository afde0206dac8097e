/**
 * The transport alone at the client's end of a line, for what the office does beside acts: `files FOLDER` sends files to their addresses, two
 * at a time; `case ID` brings the state of a case; `feed ACTS` takes in all that is told, as a desk does that has none of it: each page is
 * believed once its receipts were found in the log. Answers milliseconds, and how many there were.
 */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { Agent } from 'undici';
import { documentStore } from '../../src/casework/documents/index.ts';
import { openStore, sql } from '../../src/casework/store/index.ts';
import { pullFeed } from '../../src/casework/sync/pull.ts';
import { repositoryClient } from '../../src/casework/sync/repository-client.ts';
import { createWitness } from '../../src/casework/witness/witness.ts';
import { openTransport } from '../../src/line/transport.ts';
import { CaseId, Sha256 } from '../../src/contract/ids.ts';
import { bufferSource } from '../../src/signature/index.ts';

export interface Order {
  readonly url: string;
  readonly accessKey: string;
  readonly officeId: string;
  readonly work:
    | { readonly kind: 'files'; readonly folder: string }
    | { readonly kind: 'case'; readonly caseId: string }
    | { readonly kind: 'feed'; readonly acts: number };
}

process.once('message', ({ url, accessKey, officeId, work }: Order) => {
  const transport = openTransport({ url, accessKey, officeId, dispatcher: new Agent() });
  const from = performance.now();
  const ran =
    work.kind === 'files'
      ? sendFiles(work.folder)
      : work.kind === 'case'
        ? readCase(CaseId.parse(work.caseId))
        : takeFeed(work.acts);
  ran.then(
    (acts) => process.send?.({ ms: performance.now() - from, acts }),
    (error: Error) => process.send?.({ failure: error.message }),
  );

  async function readCase(caseId: CaseId): Promise<number> {
    const answer = await transport.caseSnapshot(caseId);
    if (!answer.ok || answer.value === null) throw new Error(JSON.stringify(answer));
    return answer.value.acts.length;
  }
  async function takeFeed(acts: number): Promise<number> {
    const folder = mkdtempSync(join(tmpdir(), 'fojas-bench-desk-'));
    const clock = (): Date => new Date();
    const opened = openStore({ folder, storeKey: randomBytes(32).toString('hex'), now: clock, hasKept: () => false });
    if (!opened.ok) throw new Error(opened.failure.kind);
    const store = opened.value;
    try {
      const told = await transport.capabilities();
      if (!told.ok) throw new Error(JSON.stringify(told.failure));
      const line = repositoryClient({ url, accessKey, officeId });
      const nothing = (): void => undefined;
      const witness = createWitness({ store, pinned: told.value.receiptKeys, clock, onChange: nothing });
      const files = (name: string) => documentStore(join(folder, name), store.keys.documents);
      const rooms = {
        ...{ store, transport, kept: files('kept'), fetched: files('fetched'), officeKeys: [], clock },
        ...{ onChange: nothing, onGreeted: nothing, onRendition: nothing, log: nothing, readsFeed: true },
        pinnedKeys: witness.keys,
        witness: (_anew: boolean, receipts?: Parameters<typeof witness.contact>[1]) => witness.contact(line, receipts),
      };
      const pulled = await pullFeed(rooms, 0);
      if (!pulled.ok) throw new Error(JSON.stringify(pulled.failure));
      const proved = store.reader.get<{ n: number }>(sql`select count(*) as n from main.log_places`);
      if (proved?.n !== acts) throw new Error(`${proved?.n} receipts of ${acts} were proved`);
      return proved.n;
    } finally {
      store.close();
      rmSync(folder, { recursive: true, force: true });
    }
  }
  async function sendFiles(folder: string): Promise<number> {
    const queue = readdirSync(folder).sort();
    const count = queue.length;
    const worker = async (): Promise<void> => {
      for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
        const bytes = readFileSync(join(folder, name));
        const file = { sha256: Sha256.parse(createHash('sha256').update(bytes).digest('hex')), size: bytes.length };
        for (let offset = 0, complete = false; !complete;) {
          const slice = { source: bufferSource(bytes), offset, length: Math.min(65_536, bytes.length - offset) };
          const sent = await transport.sendSlice(file, slice);
          if (!sent.ok) throw new Error(JSON.stringify(sent.failure));
          ({ offset, complete } = sent.value);
        }
      }
    };
    await Promise.all([worker(), worker()]);
    return count;
  }
});
process.once('disconnect', () => process.exit(0));
