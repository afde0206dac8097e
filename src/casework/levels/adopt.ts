import type { Tell } from '../../contract/diary.ts';
import { createHash } from 'node:crypto';
import { Sha256 } from '../../contract/ids.ts';
import type { ReceiptKey, RenditionStatement } from '../../contract/receipts.ts';
import { type ByteSource, judgeGrowth, verifyPdf } from '../../signature/index.ts';
import type { DocumentStore, PendingDocument } from '../documents/index.ts';
import { openRendition } from '../receipts/verify.ts';
import { type ReadableDB, type Store, sql, troubleOf } from '../store/index.ts';
import type { Ran } from '../sync/loop.ts';
import type { Transport } from '../../line/port.ts';
import type { LevelFacts, Raiser } from './port.ts';
import { noteElsewhere } from './rows.ts';

export interface AdoptRooms {
  readonly store: Store;
  readonly kept: DocumentStore;
  readonly fetched: DocumentStore;
  readonly raiser: Pick<Raiser, 'look'>;
  readonly transport: Pick<Transport, 'download'>;
  readonly pinnedKeys: readonly ReceiptKey[];
  readonly onChange: () => void;
  /** A file that its receipt does not make good. */
  readonly log: Tell;
}

interface Wanted {
  readonly actId: string;
  readonly n: number;
  readonly receipt: string;
  readonly signedSha256: string;
  readonly signedSize: number;
}

/** The newest files, made elsewhere, of acts that this desk looks after, as far as they were not judged. `db` is the store's reader. */
export function madeElsewhere(db: ReadableDB): Wanted[] {
  return db.all<Wanted>(sql`
    select v.act_id as actId, v.n, v.receipt, coalesce(s.signed_sha256, p.signed_sha256) as signedSha256,
      coalesce(s.signed_size, p.signed_size) as signedSize
    from cache.renditions v join main.raises r on r.act_id = v.act_id
    left join main.signed_acts s on s.act_id = v.act_id
    left join cache.proposals p on p.act_id = v.act_id and p.state = 'registered'
    where coalesce(s.signed_sha256, p.signed_sha256) is not null and v.n = (select max(n) from cache.renditions where act_id = v.act_id)
      and not exists (select 1 from main.renditions m where m.act_id = v.act_id and m.sha256 = v.sha256)
      and not exists (select 1 from cache.renditions_here h where h.act_id = v.act_id and h.n = v.n and h.sha256 = v.sha256)
    order by v.act_id`);
}

/**
 * An errand for the line: brings longer files that others made of acts that this desk looks after. Only what follows the bytes that lie
 * here comes down. The file counts when it begins with the very bytes that were signed here, or registered, adds proof and nothing else, and no signature in it is broken.
 */
export async function adoptRenditions(rooms: AdoptRooms): Promise<Ran> {
  for (const wanted of madeElsewhere(rooms.store.reader)) {
    const opened = openRendition(wanted.receipt, rooms.pinnedKeys);
    if (opened.kind === 'invalid') continue;
    const outcome = await adopt(rooms, wanted, opened.statement);
    if (outcome === 'line') return { ok: false };
  }
  return { ok: true };
}

async function adopt(rooms: AdoptRooms, wanted: Wanted, statement: RenditionStatement): Promise<'over' | 'line'> {
  const pending = await rooms.fetched.create();
  try {
    await begin(rooms, pending, wanted, statement);
    const got = await rooms.transport.download(
      { sha256: statement.sha256, size: statement.size },
      pending.size,
      (piece) => pending.append(piece),
    );
    if (!got.ok) return 'line';
    const sealed = await pending.seal();
    const facts = sealed.sha256 === statement.sha256 ? await judge(rooms, pending, wanted) : 'otherBytes';
    if (typeof facts === 'string') {
      rooms.log('notBelieved', { actId: wanted.actId, what: 'adopted', why: facts });
      note(rooms, wanted, statement, null);
      return 'over';
    }
    await pending.keep();
    note(rooms, wanted, statement, facts);
    return 'over';
  } catch (error) {
    if (!troubleOf(error, 'documents')) throw error;
    return 'line';
  } finally {
    await pending.discard();
  }
}

/** What lies here of its beginning: the file before it, or at least the one that was registered; nothing where neither does. */
async function begin(
  { kept, fetched }: AdoptRooms,
  pending: PendingDocument,
  { signedSha256 }: Wanted,
  { prefixSha256 }: RenditionStatement,
): Promise<void> {
  const candidates = [prefixSha256, signedSha256].flatMap((sha256) =>
    [kept, fetched].map((store) => ({ store, sha256 })),
  );
  const before = candidates.find(({ store, sha256 }) => store.has(sha256));
  if (!before) return;
  const source = before.store.open(before.sha256);
  try {
    for await (const piece of source.stream(0, source.size)) await pending.append(piece);
  } finally {
    source.close();
  }
}

/** What the file proves, or why it is not taken. */
async function judge(
  { raiser }: AdoptRooms,
  pending: PendingDocument,
  { signedSha256, signedSize }: Wanted,
): Promise<LevelFacts | 'otherBeginning' | 'notAnAddition' | 'brokenSignature'> {
  const source = pending.open();
  try {
    if ((await hashOf(source, signedSize)) !== signedSha256) return 'otherBeginning';
    const growth = judgeGrowth(source, signedSize);
    if (growth.kind === 'more') return 'notAnAddition';
    const verdict = await verifyPdf(source, { anchors: [], policy: { revocation: 'ifAvailable' } });
    const isBroken = verdict.error !== null || verdict.signatures.some((one) => one.indication === 'TOTAL_FAILED');
    return isBroken ? 'brokenSignature' : await raiser.look(source);
  } finally {
    source.close();
  }
}

async function hashOf(source: ByteSource, size: number): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of source.stream(0, Math.min(size, source.size))) hash.update(piece);
  return hash.digest('hex');
}

/** Two databases, one after the other: the cache says again what it said when the journal missed it. */
function note(
  { store, onChange }: AdoptRooms,
  { actId, n }: Wanted,
  statement: RenditionStatement,
  facts: LevelFacts | null,
): void {
  const { sha256, size } = statement;
  if (facts) store.journal.write((tx) => noteElsewhere(tx, actId, facts));
  store.cache.write((tx) => {
    tx.run(sql`insert into renditions_here (act_id, n, sha256, verdict)
      values (${actId}, ${n}, ${sha256}, ${facts ? 'good' : 'refused'}) on conflict do nothing`);
    if (!facts) return;
    tx.run(sql`insert into blobs (sha256, size, state) values (${Sha256.parse(sha256)}, ${size}, 'here')
      on conflict (sha256) do update set state = 'here', trouble = null`);
  });
  onChange();
}
