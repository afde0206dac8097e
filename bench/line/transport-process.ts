/**
 * The transport alone at the client's end of a line, for what the office does beside acts: `files FOLDER` sends files to their addresses, two
 * at a time; `case ID` brings the state of a case. Answers milliseconds, and bytes of the answer.
 */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { Agent } from 'undici';
import { openTransport } from '../../src/line/transport.ts';
import { CaseId, Sha256 } from '../../src/contract/ids.ts';
import { bufferSource } from '../../src/signature/index.ts';

export interface Order {
  readonly url: string;
  readonly accessKey: string;
  readonly officeId: string;
  readonly work:
    { readonly kind: 'files'; readonly folder: string } | { readonly kind: 'case'; readonly caseId: string };
}

process.once('message', ({ url, accessKey, officeId, work }: Order) => {
  const transport = openTransport({ url, accessKey, officeId, dispatcher: new Agent() });
  const from = performance.now();
  const ran = work.kind === 'files' ? sendFiles(work.folder) : readCase(CaseId.parse(work.caseId));
  ran.then(
    (acts) => process.send?.({ ms: performance.now() - from, acts }),
    (error: Error) => process.send?.({ failure: error.message }),
  );

  async function readCase(caseId: CaseId): Promise<number> {
    const answer = await transport.caseSnapshot(caseId);
    if (!answer.ok || answer.value === null) throw new Error(JSON.stringify(answer));
    return answer.value.acts.length;
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
