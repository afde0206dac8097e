import { join } from 'node:path';
import type { Locale } from '../../contract/config.ts';
import { type Outcome, done, failed } from '../../contract/failures.ts';
import { Sha256 } from '../../contract/ids.ts';
import type { ActLevel, VerificationReport } from '../../contract/levels.ts';
import type { PickedFile } from '../../contract/picked.ts';
import { bufferSource, sha256Hex } from '../../signature/index.ts';
import { makeFolder, writeDurablySync } from '../../at-rest/durable.ts';
import { DocumentError, type DocumentStore, type OpenDocument } from '../documents/index.ts';
import { type ReadableDB, sql } from '../store/index.ts';
import { newestHere } from './newest.ts';
import type { Validator } from './signature-room.ts';

export interface ReportRooms {
  readonly reader: ReadableDB;
  readonly kept: DocumentStore;
  readonly fetched: DocumentStore;
  readonly validator: Validator;
  /** The time at which certificates are judged. */
  readonly now: () => Date;
  readonly version: string;
}

/** The newest file there is of an act, in whichever store; null for an act that was never signed. `db` is the store's reader. */
export function newestFile(db: ReadableDB, actId: string): { sha256: string; store: 'kept' | 'fetched' } | null {
  const here = newestHere(db, actId);
  if (here) return { sha256: here.sha256, store: here.store };
  // One of several signed: the newest of their files, wherever it was made.
  const half = db.get<{ sha256: string }>(sql`
    select h.signed_sha256 as sha256 from main.half_signed h where h.act_id = ${actId}
      and not exists (select 1 from cache.proposals p where p.act_id = h.act_id
        and (p.state = 'registered' or p.document_sha256 not in (h.document_sha256, h.signed_sha256)))
    order by h.seq desc limit 1`);
  if (half) return { sha256: half.sha256, store: 'kept' };
  const other = db.get<{ sha256: string }>(sql`
    select coalesce(signed_sha256, document_sha256) as sha256 from cache.proposals
    where act_id = ${actId} and (state = 'registered' or state = 'toSign' and partly <> '[]')`);
  return other ? { sha256: other.sha256, store: 'fetched' } : null;
}

/** Verifies an act's newest file now, with this office's anchors. */
export async function reportOnAct(
  rooms: ReportRooms,
  act: { readonly actId: string; readonly state: string; readonly level: ActLevel | null },
  { locale, password }: { readonly locale: Locale; readonly password?: string | undefined },
): Promise<Outcome<VerificationReport>> {
  const file = newestFile(rooms.reader, act.actId);
  if (!file) return failed({ kind: 'actForbids', state: act.state, move: 'verify' });
  const examined = await withFile(rooms, file, async (source) => {
    const verifiedAt = rooms.now();
    const examination = await rooms.validator.examine(source, {
      ...{ at: verifiedAt, locale },
      ...(password === undefined ? {} : { password }),
    });
    if (!examination.ok) return examination;
    const { overall, sentence, signatures, trustList, report } = examination.value;
    return done({
      ...{ overall, sentence, trustList, level: act.level, signatures: [...signatures] },
      file: { sha256: Sha256.parse(file.sha256), size: source.size },
      verifiedAt: verifiedAt.toISOString(),
      machine: JSON.stringify(
        { fojas: rooms.version, actId: act.actId, level: act.level, ...(report as object) },
        null,
        2,
      ),
    });
  });
  return examined.ok ? examined.value : examined;
}

/** Verifies a file that a person picked, as it is, with this office's anchors. Nothing of it stays. */
export async function reportOnPicked(
  { validator, now, version }: Pick<ReportRooms, 'validator' | 'now' | 'version'>,
  { bytes, beside, password, locale }: PickedFile,
): Promise<Outcome<VerificationReport>> {
  const verifiedAt = now();
  const examination = await validator.examine(bufferSource(bytes), {
    ...{ at: verifiedAt, locale },
    ...(password === null ? {} : { password }),
    ...(beside === null ? {} : { beside }),
  });
  if (!examination.ok) return examination;
  const { overall, sentence, signatures, trustList, report } = examination.value;
  return done({
    ...{ overall, sentence, trustList, level: null, signatures: [...signatures] },
    file: { sha256: Sha256.parse(sha256Hex(bytes)), size: bytes.length },
    verifiedAt: verifiedAt.toISOString(),
    machine: JSON.stringify({ fojas: version, ...(report as object) }, null, 2),
  });
}

/**
 * The first `end` bytes of an act's newest file, as a document of their own: what a signature covers, to be shown beside the whole. It
 * lies among what can be made again.
 */
export async function revisionOf(
  rooms: ReportRooms,
  wish: { readonly actId: string; readonly sha256: string; readonly end: number },
): Promise<Outcome<{ sha256: Sha256; size: number }>> {
  const file = newestFile(rooms.reader, wish.actId);
  if (!file) return failed({ kind: 'actUnknown', actId: wish.actId });
  if (file.sha256 !== wish.sha256) return failed({ kind: 'actChanged', actId: wish.actId });
  return withFile(rooms, file, async (source) => {
    if (wish.end >= source.size) return { sha256: Sha256.parse(file.sha256), size: source.size };
    const pending = await rooms.fetched.create();
    try {
      for await (const piece of source.stream(0, wish.end)) await pending.append(piece);
      const sealed = await pending.seal();
      await pending.keep();
      return { sha256: Sha256.parse(sealed.sha256), size: sealed.size };
    } finally {
      await pending.discard();
    }
  });
}

/** The machine's report in the open, for whoever asked for it: in a folder that is theirs alone. Answers where it lies. */
export function saveReport(dataDir: string, { machine, file, verifiedAt }: VerificationReport): string {
  const folder = join(dataDir, 'reports');
  makeFolder(folder);
  const stamp = verifiedAt.slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
  const path = join(folder, `fojas-validation-${file.sha256.slice(0, 12)}-${stamp}.json`);
  writeDurablySync(path, `${machine}\n`);
  return path;
}

async function withFile<T>(
  rooms: ReportRooms,
  { sha256, store }: { readonly sha256: string; readonly store: 'kept' | 'fetched' },
  work: (source: OpenDocument) => Promise<T>,
): Promise<Outcome<T>> {
  try {
    const source = rooms[store].open(sha256);
    try {
      return done(await work(source));
    } finally {
      source.close();
    }
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    return failed({ kind: error.kind === 'missing' ? 'documentMissing' : 'documentDamaged', sha256 });
  }
}
