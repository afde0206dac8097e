/** What a repository stands on, as flags say. */
import { type DiaryLine, diaryText } from '../../contract/diary.ts';
import { gathered } from '../../repository/running/gathered.ts';
import { z } from 'zod';
import { readS3Address } from '../../repository/blobs/s3/address.ts';
import type { RegisterError } from '../../repository/refusal.ts';
import type { RepositoryOptions } from '../../repository/repository.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Ui } from '../ui.ts';

export const engineFlags = {
  register: { type: 'string' },
  blobs: { type: 'string' },
} as const;

export const engineValues = { register: z.string().min(1).optional(), blobs: z.string().min(1).optional() };

export const runningFlags = {
  'status-port': { type: 'string' },
  'status-host': { type: 'string' },
  notice: { type: 'string' },
  'log-format': { type: 'string' },
} as const;

const whole = (digits: number) =>
  z
    .string()
    .regex(new RegExp(String.raw`^\d{1,${digits}}$`))
    .transform(Number);

export const runningValues = {
  'status-port': whole(5)
    .refine((port) => port <= 65_535)
    .optional(),
  'status-host': z.string().min(1).default('127.0.0.1'),
  notice: whole(3).default(0),
  'log-format': z.enum(['text', 'json']).default('text'),
};

/** The addresses, checked; an exit code where they cannot be used, which was then said. */
export function readEngines(
  { register, blobs }: { readonly register?: string | undefined; readonly blobs?: string | undefined },
  ui: Ui,
): Pick<RepositoryOptions, 'registerUrl' | 'blobsUrl'> | ExitCode {
  const { repository: words } = ui.words;
  for (const [flag, address, scheme] of [
    ['--register', register, /^postgres(ql)?:$/],
    ['--blobs', blobs, /^s3:$/],
  ] as const) {
    if (address === undefined) continue;
    if (!URL.canParse(address) || !scheme.test(new URL(address).protocol)) return ui.misuse(words.badAddress(flag));
    const { password, username, searchParams } = new URL(address);
    const secret = password !== '' || searchParams.has('password') || (flag === '--blobs' && username !== '');
    if (secret) return ui.misuse(words.noSecretsInAddress(flag));
  }
  if (blobs !== undefined && !readS3Address(blobs)) return ui.misuse(words.badAddress('--blobs'));
  return {
    ...(register === undefined ? {} : { registerUrl: register }),
    ...(blobs === undefined ? {} : { blobsUrl: blobs }),
  };
}

export interface RunningValues {
  readonly log: boolean;
  readonly 'log-format': 'text' | 'json';
  readonly 'status-port'?: number | undefined;
  readonly 'status-host': string;
  readonly notice: number;
}

/** How it is looked after while it runs. */
export function runningOptions(values: RunningValues, ui: Ui): Pick<RepositoryOptions, 'log' | 'status' | 'noticeMs'> {
  const port = values['status-port'];
  const textOf = values['log-format'] === 'json' ? (line: DiaryLine) => JSON.stringify(line) : diaryText;
  const told = gathered((lines) => ui.notes(lines));
  return {
    ...(values.log ? { log: (line: DiaryLine) => told(textOf(line)) } : {}),
    ...(port === undefined ? {} : { status: { host: values['status-host'], port } }),
    noticeMs: values.notice * 1000,
  };
}

/** Says why the engines cannot be used; null where the trouble is of another kind. */
export function refuseEngines(error: unknown, ui: Ui): ExitCode | null {
  const { engines } = ui.words.repository;
  const say = (text: string): ExitCode => {
    ui.note(`fojas: ${text}`);
    return exitCodes.machine;
  };
  const kind = error instanceof Error && 'kind' in error ? (error as RegisterError).kind : null;
  switch (kind) {
    case 'notDurable':
    case 'notOurs':
    case 'otherKeys':
    case 'otherFolderKey':
    case 'mutable':
    case 'moved':
    case 'moving':
    case 'rolledBack':
      return say(engines[kind]((error as Error).message));
    default:
      if (!isOfServer(error)) return null;
      // It may come back by itself: whoever starts programs tries again.
      say(engines.unreachable(wordsOf(error)));
      return exitCodes.line;
  }
}

/**
 * Says why the register does not open, where `refuseEngines` knew nothing of it.
 * @param next what to do where a repository serves it
 */
export function refuseRegister(error: RegisterError, ui: Ui, next = ui.words.repository.stopFirst): ExitCode {
  if (error.kind === 'busy') return refuseServed(ui, next);
  if (error.kind === 'fromFuture')
    return ui.fail({ kind: 'storeFromFuture', store: 'register', version: error.version });
  return ui.fail({ kind: 'storeDamaged', store: 'register', detail: `${error.kind}: ${error.message}` });
}

export const refuseServed = (ui: Ui, next = ui.words.repository.stopFirst): ExitCode =>
  ui.fail({ kind: 'storeBusy' }, { ...ui.words.repository.serves, next });

/** Of the database's driver or the storage's client: a line that nobody answers, or an account that is not let in. */
export function isOfServer(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  const call = 'syscall' in error ? String(error.syscall) : '';
  return (
    ['connect', 'getaddrinfo'].includes(call) ||
    ['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', 'ECONNRESET', 'EHOSTUNREACH', 'EAI_AGAIN'].includes(code) ||
    'severity' in error ||
    '$metadata' in error ||
    error.message.includes('timeout exceeded') ||
    error.name === 'CredentialsProviderError'
  );
}

/** The driver's own words: no account, no password stands in them. */
const wordsOf = (error: Error): string => error.message || ('code' in error ? String(error.code) : error.name);
