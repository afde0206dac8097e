import { join } from 'node:path';
import type { Calls } from '../contract/calls.ts';
import type { Batch } from '../contract/acts.ts';
import type { Locale, OfficeConfig } from '../contract/config.ts';
import { type Outcome, done, failed } from '../contract/failures.ts';
import { type BatchId, Sha256 } from '../contract/ids.ts';
import type { Handlers } from '../contract/rpc.ts';
import { type Setter, openSetter } from '../paper/index.ts';
import { mightEver } from '../contract/permissions.ts';
import { mayWith, viewerOf } from './acts/viewer.ts';
import { readAct } from './casefile/act-rows.ts';
import { makeFolder, writeDurablySync } from '../at-rest/durable.ts';
import { readSettings } from './settings.ts';
import type { SigningDesk } from './signing/desk.ts';
import { type BatchRecord, dismissBatches, lastEnded } from './signing/records.ts';
import { type ReportParts, digestOfRecord, partsOfReport, reportFileName, reportText } from './signing/report.ts';
import { setReport } from './signing/report-sheet.ts';
import { unfinishedBatch } from './signing/unfinished.ts';
import type { Store } from './store/index.ts';

export interface BatchHandlerRooms {
  readonly config: OfficeConfig;
  readonly store: Store;
  readonly signing: SigningDesk;
  readonly clock: () => Date;
}

type Names =
  | 'signing.start'
  | 'signing.preview'
  | 'signing.pause'
  | 'signing.resume'
  | 'signing.stop'
  | 'signing.batch'
  | 'signing.unfinished'
  | 'signing.dismiss'
  | 'signing.report'
  | 'signing.saveReport'
  | 'doctor.save';

/** Answers for everything about batches: before, while they run, and after; and for reports that are written to files. */
export function aboutBatches(rooms: BatchHandlerRooms): Pick<Handlers<Calls>, Names> {
  const { config, store, signing } = rooms;
  const viewer = viewerOf(config);
  const maySignAny = mightEver(viewer.role, 'sign') || mightEver(viewer.role, 'signElectronically');
  let setter: Promise<Setter> | null = null;
  const batchOf = (record: { readonly batch: Batch } | null, batchId: string): Outcome<Batch> =>
    record ? done(record.batch) : failed({ kind: 'batchUnknown', batchId });

  return {
    'signing.start': async (request) => {
      // Who attests signs what he or she attests, one by one.
      if (request.items.length > 1 && !mightEver(viewer.role, 'signBatch')) return failed({ kind: 'notAllowed' });
      const acts = request.items.flatMap(({ actId }) => readAct(store.reader, actId) ?? []);
      // Which of the two it will be, the certificate says: the desk asks once more then.
      return acts.every((act) => mayWith(viewer, 'sign', act) || mayWith(viewer, 'signElectronically', act))
        ? signing.start(request)
        : failed({ kind: 'notAllowed' });
    },
    'signing.preview': async (means) => signing.preview(means),
    'signing.pause': async ({ batchId }) => batchOf(signing.pause(batchId, true), batchId),
    'signing.resume': async ({ batchId }) => batchOf(signing.pause(batchId, false), batchId),
    'signing.stop': async ({ batchId }) => batchOf(signing.stop(batchId), batchId),
    'signing.batch': async ({ batchId }) => {
      const record = signing.read(batchId);
      return record ? done(record) : failed({ kind: 'batchUnknown', batchId });
    },
    // While one runs nothing is left over yet.
    'signing.unfinished': async () => done(maySignAny && !signing.isRunning() ? unfinishedBatch(store.reader) : null),
    'signing.dismiss': async ({ batchId }) => {
      store.journal.write((tx) => dismissBatches(tx, batchId, rooms.clock().toISOString()));
      return done({});
    },
    'signing.report': async ({ batchId }) => {
      const found = foundReport(rooms, batchId);
      if (!found.ok) return found;
      const { record, parts, locale, sha256 } = found.value;
      return done({ fileName: reportFileName(record, locale), text: reportText(parts), sha256 });
    },
    'signing.saveReport': async ({ batchId, as }) => {
      const found = foundReport(rooms, batchId);
      if (!found.ok) return found;
      const { record, parts, locale } = found.value;
      if (as === 'text') return done({ path: writeReport(config, reportFileName(record, locale), reportText(parts)) });
      const { office, person } = config;
      const letterhead = office.letterhead ?? [office.name];
      const pdf = await setReport(await (setter ??= openSetter()), parts, {
        ...{ batch: record.batch, locale, letterhead, person: person.name },
      });
      return done({ path: writeReport(config, reportFileName(record, locale, 'pdf'), pdf) });
    },
    'doctor.save': async ({ report }) => {
      const stamp = rooms.clock().toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
      return done({ path: writeReport(config, `fojas-doctor-${stamp}.json`, report) });
    },
  };
}

/** A report that a person asked for lies in the open, for them to print or send: in a folder that is theirs alone. */
function writeReport({ dataDir }: OfficeConfig, name: string, content: string | Uint8Array): string {
  const folder = join(dataDir, 'reports');
  makeFolder(folder);
  const path = join(folder, name);
  writeDurablySync(path, content);
  return path;
}

interface FoundReport {
  readonly record: BatchRecord;
  readonly parts: ReportParts;
  readonly locale: Locale;
  readonly sha256: Sha256;
}

function foundReport({ config, store, signing }: BatchHandlerRooms, wanted: BatchId | null): Outcome<FoundReport> {
  const batchId = wanted ?? lastEnded(store.reader);
  const record = batchId === null ? null : signing.read(batchId);
  // A batch that runs has no report yet.
  if (batchId === null || !record || record.batch.finishedAt === null) {
    return failed({ kind: 'batchUnknown', batchId: batchId ?? '' });
  }
  const { locale } = readSettings(store.journal, config.desk);
  const sha256 = Sha256.parse(digestOfRecord(store.journal, batchId));
  const parts = partsOfReport(record, sha256, {
    office: config.office.name,
    person: config.person.name,
    practice: config.mode === 'practice',
    locale,
    caseNumber: (actId) => readAct(store.reader, actId)?.caseNumber ?? '',
  });
  return done({ record, parts, locale, sha256 });
}
