/** An office's cache as a pull of the volume set leaves it: written by the same code, without the hours that signing it all would take. */
import { join } from 'node:path';
import { longPaper } from '../../src/cli/practice/long-paper.ts';
import { actIdOf, caseIdOf } from '../../src/cli/practice/cases.ts';
import {
  type VolumeSizes,
  longAct,
  volumeAct,
  volumeCase,
  volumeProposal,
  volumeRecord,
  volumeSheets,
} from '../../src/cli/practice/volume.ts';
import type { Laid } from '../../src/cli/practice/wire.ts';
import { blobIsHere } from '../../src/casework/casefile/blobs.ts';
import { type CheckedEvent, takeFeedPage } from '../../src/casework/casefile/feed.ts';
import { documentStore } from '../../src/casework/documents/index.ts';
import { type Store, openStore } from '../../src/casework/store/index.ts';
import { Sha256 } from '../../src/contract/ids.ts';
import type { ReceiptStatement } from '../../src/contract/receipts.ts';
import { sha256Hex } from '../../src/signature/index.ts';

const page = 5000;

/** Fills the office in `dataDir`, which nobody has open. */
export async function fillOffice(dataDir: string, storeKey: string, sizes: VolumeSizes): Promise<void> {
  const opened = openStore({ folder: dataDir, storeKey, now: () => new Date() });
  if (!opened.ok) throw new Error(`the office could not be opened: ${opened.failure.kind}`);
  const store = opened.value;
  try {
    const sheets = (await volumeSheets()).map(laid);
    const long = laid(longPaper(sizes.pages));
    take(store, eventsOf(sizes, sheets, long));
    await keepFiles(store, join(dataDir, 'documents', 'fetched'), [...sheets, long]);
  } finally {
    store.close();
  }
}

const laid = (bytes: Uint8Array): Laid => ({ bytes, sha256: Sha256.parse(sha256Hex(bytes)) });

function eventsOf(sizes: VolumeSizes, sheets: readonly Laid[], long: Laid): CheckedEvent[] {
  const now = new Date();
  const cases = Array.from({ length: sizes.cases + 1 }, (_, n) => volumeCase(n));
  const idOf = (n: number) => caseIdOf(cases[n]!);
  const sheet = (n: number): Laid => sheets[n % sheets.length]!;
  const proposed = (caseNumber: number, act: Parameters<typeof volumeProposal>[1], document: Laid, n: number) =>
    ({ kind: 'proposal', proposal: volumeProposal(idOf(caseNumber), act, document, n, now) }) as const;
  return [
    ...cases.map((file) => ({ kind: 'case', case: volumeRecord(file) }) as const),
    proposed(1, longAct(sizes.pages), long, 0),
    ...many(sizes.tray, (n) => proposed(1 + (n % sizes.cases), volumeAct(n, 'toSign'), sheet(n), n)),
    ...many(sizes.index, (n) => {
      const act = volumeAct(n, 'registered');
      const { sha256, bytes } = sheet(n);
      const statement = {
        ...{ actId: actIdOf(act), caseId: idOf(0), number: n + 1, folioFrom: n + 1, folioTo: n + 1 },
        ...{
          sha256,
          size: bytes.length,
          registeredAt: new Date(now.getTime() - (sizes.index - n) * 1000).toISOString(),
        },
      } as unknown as ReceiptStatement;
      return [
        proposed(0, act, sheet(n), n),
        { kind: 'registered', receipt: '', verifiedHere: true, statement } as const,
      ];
    }).flat(),
  ];
}

const many = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));

function take(store: Store, events: readonly CheckedEvent[]): void {
  for (let at = 0; at < events.length; at += page) {
    const part = events.slice(at, at + page);
    store.cache.write((tx) => takeFeedPage(tx, { events: part, cursor: '' }, new Date()));
  }
}

async function keepFiles(store: Store, folder: string, files: readonly Laid[]): Promise<void> {
  const documents = documentStore(folder, store.keys.fetched);
  for (const { bytes, sha256 } of files) {
    const pending = await documents.create();
    await pending.append(bytes);
    await pending.seal();
    await pending.keep();
    store.cache.write((tx) => blobIsHere(tx, sha256, new Date()));
  }
}
