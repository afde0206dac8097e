import { join } from 'node:path';
import type { Calls } from '../contract/calls.ts';
import type { OfficeConfig } from '../contract/config.ts';
import { type Outcome, done, failed } from '../contract/failures.ts';
import type { Handlers } from '../contract/rpc.ts';
import { mightEver } from '../contract/permissions.ts';
import { mayWith, viewerOf } from './acts/viewer.ts';
import { readAct } from './casefile/act-rows.ts';
import { makeFolder, writeFileDurably } from './durable.ts';
import { readSettings } from './settings.ts';
import type { SigningDesk } from './signing/desk.ts';
import { dismissBatches } from './signing/records.ts';
import { digestOfRecord, reportFileName, reportText } from './signing/report.ts';
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
  const maySignAny = mightEver(viewer.role, 'sign');
  const batchOf = (record: { readonly batch: Batch } | null, batchId: string): Outcome<Batch> =>
    record ? done(record.batch) : failed({ kind: 'batchUnknown', batchId });

  return {
    'signing.start': async (request) => {
      // Who attests signs what he or she attests, one by one.
      if (request.items.length > 1 && !mightEver(viewer.role, 'signBatch')) return failed({ kind: 'notAllowed' });
      const acts = request.items.flatMap(({ actId }) => readAct(store.reader, actId) ?? []);
      return acts.every((act) => mayWith(viewer, 'sign', act))
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
    'signing.report': async ({ batchId }) => reportOf(rooms, batchId),
    'signing.saveReport': async ({ batchId }) => {
      const report = reportOf(rooms, batchId);
      if (!report.ok) return report;
      return done({ path: writeReport(config, report.value.fileName, report.value.text) });
    },
    'doctor.save': async ({ report }) => {
      const stamp = rooms.clock().toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
      return done({ path: writeReport(config, `fojas-doctor-${stamp}.json`, report) });
    },
  };
}

/** A report that a person asked for lies in the open, for them to print or send: in a folder that is theirs alone. */
function writeReport({ dataDir }: OfficeConfig, name: string, text: string): string {
  const folder = join(dataDir, 'reports');
  makeFolder(folder);
  const path = join(folder, name);
  writeFileDurably(path, text);
  return path;
}

type Batch = Parameters<typeof reportFileName>[0]['batch'];

function reportOf({ config, store, signing }: BatchHandlerRooms, batchId: string): Outcome<Report> {
  const record = signing.read(batchId);
  // A batch that runs has no report yet.
  if (!record || record.batch.finishedAt === null) return failed({ kind: 'batchUnknown', batchId });
  const { locale } = readSettings(store.journal);
  const sha256 = digestOfRecord(store.journal, batchId) as Report['sha256'];
  const text = reportText(record, sha256, {
    office: config.office.name,
    person: config.person.name,
    practice: config.mode === 'practice',
    locale,
    caseNumber: (actId) => readAct(store.reader, actId)?.caseNumber ?? '',
  });
  return done({ fileName: reportFileName(record, locale), text, sha256 });
}

type Report = Extract<Awaited<ReturnType<Handlers<Calls>['signing.report']>>, { ok: true }>['value'];
