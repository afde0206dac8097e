/**
 * The diary: what the program tells of itself, for whoever has to find out what went wrong. Every line there can be stands in one table; a
 * line that does not is written by nobody (`docs/decisions/diary.md`). It has nothing to do with the register's log (`log.ts`) nor
 * with the journal of an office, which are kept for the law.
 */
import { z } from 'zod';
import {
  Count,
  ErrorCode,
  ErrorName,
  FailureKind,
  Incident,
  LibraryTag,
  UpdateRefusal,
  UpdateVersion,
  WindowPart,
  thrown,
} from './diary-fields.ts';
import { ActId, Instant } from './ids.ts';
import { PolicyTrouble } from './policy.ts';
import { ReceiptFault } from './receipts.ts';

/** Who tells. */
export const DiaryVoice = z.enum([
  'main',
  'office',
  'tokenHost',
  'readers',
  'officeRepository',
  'repository',
  'command',
]);
export type DiaryVoice = z.infer<typeof DiaryVoice>;
export const DiaryLevel = z.enum(['info', 'warning', 'error']);
export type DiaryLevel = z.infer<typeof DiaryLevel>;

export const Method = z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'other']);
/** The pattern of an address (`/v1/acts/:actId`), which the program's own text holds; never the address that was asked for. */
const Route = z.string().regex(/^(\?|\/(v1?|health|ready|metrics|enrol)(\/(:?[A-Za-z][A-Za-z0-9.-]{0,30}|\*))*)$/);
const Doubt = z.union([ReceiptFault, z.enum(['otherBeginning', 'notAnAddition', 'brokenSignature'])]);

const line = <L extends DiaryLevel, S extends z.ZodRawShape>(level: L, shape: S) => ({
  level,
  facts: z.strictObject(shape),
});

/** Every event, how much it matters, and its facts. */
export const diaryEvents = {
  started: line('info', {
    version: UpdateVersion.nullable(),
    platform: z.enum(['linux', 'darwin', 'win32', 'other']),
    arch: z.enum(['x64', 'arm64', 'other']),
  }),
  ended: line('info', {}),
  /** Something was told that no line may hold: a bug, whose facts are lost on purpose. */
  unspoken: line('error', {}),
  // The office.
  opened: line('info', {
    cacheIsNew: z.boolean(),
    adopted: Count,
    setAside: Count,
    leftovers: Count,
    interruptedBatches: Count,
  }),
  closed: line('info', {}),
  notOpened: line('error', { failure: FailureKind }),
  /** No office is open yet, and nothing is wrong: a person is asked for what it takes. */
  waits: line('info', { what: z.enum(['setup', 'passphrase', 'copy']) }),
  /** From what IT left on this machine, at its first start. */
  setUp: line('info', {}),
  /** Something that the institution decided does not hold. */
  policyTrouble: line('warning', { trouble: PolicyTrouble.shape.kind }),
  journalRestored: line('warning', {}),
  incident: line('error', { incident: Incident, ...thrown }),
  bug: line('error', thrown),
  trouble: line('warning', { failure: FailureKind }),
  linePolicy: line('warning', { failure: FailureKind }),
  officeRepositoryFound: line('info', { found: z.boolean() }),
  discovery: line('warning', { code: ErrorCode }),
  deviceForked: line('warning', {}),
  cursorLost: line('warning', {}),
  notBelieved: line('warning', {
    actId: ActId,
    what: z.enum(['receipt', 'partlySigned', 'rendition', 'received', 'adopted']),
    why: Doubt,
  }),
  hostHangs: line('warning', { library: LibraryTag }),
  // The program around it.
  processEnded: line('warning', {
    process: z.enum(['office', 'tokenHost', 'readers', 'officeRepository']),
    library: LibraryTag.nullable(),
    count: Count,
    parked: z.boolean(),
  }),
  hostKilled: line('warning', { library: LibraryTag, why: z.enum(['hung', 'memory', 'givenUp']) }),
  readersKilled: line('warning', {}),
  officeRepositoryServes: line('info', {}),
  officeRepositoryRefused: line('error', { code: ErrorCode }),
  keychain: line('error', thrown),
  /** IT took away the note that a desk is locked (`fojas desk unlock`). */
  deskUnlocked: line('warning', {}),
  /** So many processes may still leave what they have in memory on a disk when they crash. */
  dumpsAllowed: line('warning', { processes: Count }),
  pageNotLoaded: line('error', {}),
  pageGone: line('error', { why: z.enum(['crashed', 'killed', 'oom', 'other']), reloaded: z.boolean() }),
  /** A part of the window could not be shown: a bug of ours; the others went on. */
  partFell: line('error', { part: WindowPart, error: ErrorName }),
  /** A process wrote something that is no line of the diary (a driver's own words, perhaps): counted, and not kept. */
  foreign: line('warning', { voice: DiaryVoice, lines: Count }),
  updateFailed: line('warning', { failure: FailureKind, refusal: UpdateRefusal.nullable() }),
  updateBug: line('error', thrown),
  updateInstalled: line('info', { version: UpdateVersion }),
  updateUnhealthy: line('error', {
    version: UpdateVersion.nullable(),
    faults: z.array(z.enum(['processes', 'crypto', 'database', 'migration', 'driver', 'start'])).max(20),
  }),
  updateNoWayBack: line('error', { failure: FailureKind }),
  // The repository.
  request: line('info', { method: Method, route: Route, status: z.int().min(100).max(599), ms: Count }),
  requestFailed: line('error', { method: Method, route: Route, ...thrown }),
  raisingFailed: line('error', thrown),
  stampingFailed: line('error', thrown),
  /** A carried parcel was answered, and its file stays under object lock until its days are over. */
  parcelLocked: line('info', {}),
  /** It could not be removed; it is tried again at the next start. */
  parcelNotRemoved: line('warning', thrown),
  forwardingFailed: line('error', thrown),
  oddity: line('warning', {
    what: z.enum(['receipt', 'partlySigned', 'rendition', 'file', 'event', 'cursor', 'stranger']),
  }),
  announcing: line('warning', { code: ErrorCode }),
} as const;
export type DiaryEvents = typeof diaryEvents;
export type DiaryEvent = keyof DiaryEvents;
/** What an office's repository met at the central one that it did not expect. */
export type Oddity = DiaryFacts<'oddity'>['what'];
export type DiaryFacts<E extends DiaryEvent> = z.input<DiaryEvents[E]['facts']>;

/** Tells one line. Facts that the table does not know do not compile, and are refused while running too. */
export type Tell = <E extends DiaryEvent>(
  event: E,
  ...facts: Record<never, never> extends DiaryFacts<E> ? [] : [facts: DiaryFacts<E>]
) => void;

/** A line as it is written: one JSON object. */
export type DiaryLine = { [E in DiaryEvent]: LineOf<E> }[DiaryEvent];
type LineOf<E extends DiaryEvent> = {
  readonly at: string;
  readonly from: DiaryVoice;
  readonly level: DiaryLevel;
  readonly event: E;
} & (string extends keyof OutputOf<E> ? unknown : OutputOf<E>);
type OutputOf<E extends DiaryEvent> = z.output<DiaryEvents[E]['facts']>;

const Head = z.object({ at: Instant, from: DiaryVoice, level: DiaryLevel, event: z.string() });

/** A line out of facts; null where they are not what the table says: such a line is written by nobody. */
export function diaryLine(at: string, from: DiaryVoice, event: string, facts: unknown): DiaryLine | null {
  if (!Object.hasOwn(diaryEvents, event)) return null;
  const entry = diaryEvents[event as DiaryEvent];
  const parsed = entry.facts.safeParse(facts);
  return parsed.success ? ({ at, from, level: entry.level, event, ...parsed.data } as DiaryLine) : null;
}

/** Reads a line that a process wrote; null where it is none. */
export function readDiaryLine(text: string): DiaryLine | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  const head = Head.safeParse(json);
  if (!head.success) return null;
  const { at: _at, from: _from, level: _level, event: _event, ...facts } = json as Record<string, unknown>;
  return diaryLine(head.data.at, head.data.from, head.data.event, facts);
}

/** A line for whoever reads a terminal: `GET /v1/cases/:caseId 200 3ms`, or the event with its facts. */
export function diaryText(line: DiaryLine): string {
  if (line.event === 'request') return `${line.method} ${line.route} ${line.status} ${line.ms}ms`;
  const { at: _at, from: _from, level: _level, event, ...facts } = line;
  return [event, ...Object.entries(facts).map(([name, value]) => `${name}=${JSON.stringify(value)}`)].join(' ');
}

/** Who tells lines in one voice, to wherever they are written. */
export function teller(from: DiaryVoice, write: (line: DiaryLine) => void, now: () => Date = () => new Date()): Tell {
  return (event, ...facts) => {
    const at = now().toISOString();
    const told = diaryLine(at, from, event, facts[0] ?? {}) ?? diaryLine(at, from, 'unspoken', {});
    if (told) write(told);
  };
}
