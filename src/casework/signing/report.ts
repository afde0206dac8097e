import { createHash } from 'node:crypto';
import type { Locale } from '../../contract/config.ts';
import { isWorthAnotherTry } from '../../contract/batch-rest.ts';
import { sayFailure } from '../../contract/words/failures.ts';
import { type Formats, createFormats } from '../../contract/words/formats.ts';
import { type Json, canonical } from '../journal/canonical.ts';
import type { ReadableDB } from '../store/index.ts';
import { type BatchRecord, readBatch } from './records.ts';
import { asksEach, fateWord, reportWords } from './report-words.ts';

/** What a report says beside the batch's own record. */
export interface ReportRooms {
  readonly office: string;
  readonly person: string;
  readonly practice: boolean;
  readonly locale: Locale;
  /** The case's number of an act, where it is known. */
  readonly caseNumber: (actId: string) => string;
  /** IANA; the machine's where it is not given. */
  readonly timeZone?: string;
}

/** SHA-256 over the record of a batch that ended, hexadecimal: it stands in the journal, and below the report that was made of it. */
export function digestOfRecord(db: ReadableDB, batchId: string): string {
  const record = readBatch(db, batchId);
  if (!record) throw new Error('a batch without a record');
  return createHash('sha256')
    .update(canonical(record as unknown as Json))
    .digest('hex');
}

/** What a report says, before it is set as text or on sheets. */
export interface ReportParts {
  readonly title: string;
  /** That it is practice; null where it is not. */
  readonly practice: string | null;
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly actsTitle: string;
  /** In the order of the batch: the act, and what became of it. */
  readonly items: readonly { readonly act: string; readonly fate: readonly string[] }[];
  readonly clock: string;
  readonly record: string;
}

/** Who, with what, when, how it ended, and every act's fate in the order of the batch. */
export function partsOfReport({ batch, items }: BatchRecord, recordSha256: string, rooms: ReportRooms): ReportParts {
  const words = reportWords[rooms.locale];
  const formats = createFormats(rooms.locale, rooms.timeZone);
  const seconds =
    batch.finishedAt === null ? null : (Date.parse(batch.finishedAt) - Date.parse(batch.startedAt)) / 1000;
  const left = items.filter((item) => item.state !== 'failed' && isWorthAnotherTry(item)).length;
  return {
    title: words.title,
    practice: rooms.practice ? words.practice : null,
    facts: [
      [words.office, rooms.office],
      [words.person, `${rooms.person}, ${batch.capacity}`],
      [words.certificate, batch.signer],
      [words.fingerprint, batch.certificateSha256],
      [words.token, `${batch.tokenLabel} (${batch.tokenSerial})`],
      ...(batch.electronic ? [[words.kind, words.electronic] as const] : []),
      ['PIN', asksEach(batch) ? words.pin.each : words.pin.once],
      [words.started, formats.dateTime(batch.startedAt, { zone: true })],
      [words.ended, batch.finishedAt === null ? '—' : formats.dateTime(batch.finishedAt, { zone: true })],
      [words.took, seconds === null ? '—' : formats.duration(seconds)],
      [words.result, words.counts({ ...batch, left })],
      ...(batch.state === 'stopped' ? [[words.stoppedBy, whyStopped(batch.stoppedBy, rooms.locale)] as const] : []),
    ],
    actsTitle: words.acts,
    items: items.map((item) => partsOfItem(item, formats, rooms)),
    clock: words.clock,
    record: `${words.record}: ${recordSha256}`,
  };
}

/** The report of a batch as plain text. */
export function reportText({ title, practice, facts, actsTitle, items, clock, record }: ReportParts): string {
  const lines = [
    title,
    ...(practice === null ? [] : [practice]),
    '',
    ...facts.map(([name, value]) => `${name}: ${value}`),
    '',
    actsTitle,
    '',
    ...items.flatMap(({ act, fate }, index) => [
      `${String(index + 1).padStart(4)}. ${act}`,
      ...fate.map((line) => `      ${line}`),
    ]),
    '',
    clock,
    record,
  ];
  return `${lines.join('\n')}\n`;
}

function partsOfItem(
  item: BatchRecord['items'][number],
  formats: Formats,
  rooms: ReportRooms,
): ReportParts['items'][number] {
  const { locale } = rooms;
  const words = reportWords[locale];
  const at = item.settledAt === null ? '' : ` · ${formats.time(item.settledAt)}`;
  const token = item.tokenMs === null ? '' : ` · ${formats.number(Math.round(item.tokenMs))} ms ${words.onToken}`;
  return {
    act: [rooms.caseNumber(item.actId), item.title, item.caption].filter(Boolean).join(' · '),
    fate: [
      `${fateWord(item, locale)}${at}${token}`,
      ...(item.failure && item.failure.kind !== 'actNotShown' ? [sayFailure(item.failure, locale).what] : []),
      ...(item.signedSha256 === null ? [] : [`${words.signedFile}: ${item.signedSha256}`]),
    ],
  };
}

function whyStopped(failure: BatchRecord['batch']['stoppedBy'], locale: Locale): string {
  return failure === null ? reportWords[locale].stoppedByPerson : sayFailure(failure, locale).what;
}

/** A name that sorts by time and says nothing of any case: `informe-de-firma-2026-11-22-1030-0b54bd22.txt`. */
export function reportFileName({ batch }: BatchRecord, locale: Locale, kind: 'txt' | 'pdf' = 'txt'): string {
  const at = batch.startedAt.slice(0, 16).replace('T', '-').replace(':', '');
  return `${reportWords[locale].fileName}-${at}-${batch.batchId.slice(0, 8)}.${kind}`;
}
