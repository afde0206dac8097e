/**
 * What a line of the diary may be made of. Each field holds members of a closed list, numbers that were counted, or identifiers made by
 * chance: there is none that could hold a caption, a name, a PIN, a key or a piece of a document.
 */
import { z } from 'zod';
import { Failure } from './failures.ts';
import { Incident } from './incident.ts';
import { UpdateRefusal, UpdateVersion } from './update-facts.ts';

export const Count = z.int().min(0).max(1_000_000_000_000);
export const FailureKind = z.enum(Failure.options.map(({ shape }) => shape.kind.value) as [Failure['kind']]);

/** Names of errors that this program, Node and its libraries throw; any other is `other`. */
const errorNames = [
  ...[
    'Error',
    'TypeError',
    'RangeError',
    'SyntaxError',
    'ReferenceError',
    'URIError',
    'AggregateError',
    'AssertionError',
  ],
  ...['AbortError', 'TimeoutError', 'SqliteError', 'ZodError', 'DOMException', 'RegisterError', 'StoreError', 'other'],
] as const;
export const ErrorName = z.enum(errorNames);

/** Panes of the window; `window` is what holds them. */
export const WindowPart = z.enum(['trays', 'list', 'work', 'window']);

/** Codes of the system, of SQLite and of the line that help somebody; any other is `other`. */
const errorCodes = [
  ...[
    'EACCES',
    'EADDRINUSE',
    'EADDRNOTAVAIL',
    'EAI_AGAIN',
    'EBADF',
    'EBUSY',
    'ECONNABORTED',
    'ECONNREFUSED',
    'ECONNRESET',
  ],
  ...[
    'EDQUOT',
    'EEXIST',
    'EFBIG',
    'EHOSTUNREACH',
    'EINVAL',
    'EIO',
    'EISDIR',
    'EMFILE',
    'ENETUNREACH',
    'ENFILE',
    'ENODEV',
  ],
  ...[
    'ENOENT',
    'ENOMEM',
    'ENOSPC',
    'ENOTDIR',
    'ENOTEMPTY',
    'ENOTFOUND',
    'EPERM',
    'EPIPE',
    'EROFS',
    'ETIMEDOUT',
    'EXDEV',
  ],
  ...[
    'SQLITE_BUSY',
    'SQLITE_CANTOPEN',
    'SQLITE_CONSTRAINT',
    'SQLITE_CORRUPT',
    'SQLITE_ERROR',
    'SQLITE_FULL',
    'SQLITE_IOERR',
  ],
  ...['SQLITE_LOCKED', 'SQLITE_MISUSE', 'SQLITE_NOTADB', 'SQLITE_READONLY', 'SQLITE_SCHEMA', 'other'],
] as const;
export const ErrorCode = z.enum(errorCodes);

/** A place in the program's own files, as `src/casework/office.ts:12:3`; what lies elsewhere is not named. */
export const Frame = z
  .string()
  .regex(/^(src|build|node|node_modules)[/:][\w@.+/-]{1,160}:\d{1,6}:\d{1,6}$/)
  .refine((frame) => !frame.includes('..'));

/** A driver, by a hash of its name in the configuration (`libraryTag`): the bundle lists which is which. */
export const LibraryTag = z.string().regex(/^#[0-9a-f]{8}$/);

/** FNV-1a, 32 bits: tells a few drivers apart, and says nothing of what somebody called them. */
export function libraryTag(libraryId: string): string {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(libraryId)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return `#${hash.toString(16).padStart(8, '0')}`;
}
declare class TextEncoder {
  encode(text: string): Uint8Array;
}

/** An error with everything taken off that could quote what somebody typed: its message above all. */
export const thrown = { error: ErrorName, code: ErrorCode.nullable(), frames: z.array(Frame).max(20) };
export type Thrown = z.infer<z.ZodObject<typeof thrown>>;

/** A code of the system, if that is what it is. */
export const errorCode = (code: unknown): z.infer<typeof ErrorCode> => (isIn(errorCodes, code) ? code : 'other');

const isIn = <T extends string>(list: readonly T[], value: unknown): value is T => list.includes(value as T);

/** What may be told of something thrown. The message never is: it may quote a caption, a path with a person's name, anything. */
export function tellThrown(error: unknown): Thrown {
  if (!(error instanceof Error)) return { error: 'other', code: null, frames: [] };
  const code = 'code' in error ? error.code : undefined;
  return {
    error: isIn(errorNames, error.name) ? error.name : 'other',
    code: code === undefined ? null : errorCode(code),
    frames: framesOf(error),
  };
}

function framesOf(error: Error): string[] {
  // The message stands at the head of the stack, as it is; only what follows it is looked at.
  const stack = (error.stack ?? '').split('\n').slice(`${error.name}: ${error.message}`.split('\n').length);
  return stack
    .map((line) => /(?:\/|\\|\(|at )((?:src|build|node_modules)[/\\][^()]*|node:[\w/]+):(\d+):(\d+)\)?$/.exec(line))
    .map((found) => found && `${found[1]!.replaceAll('\\', '/')}:${found[2]}:${found[3]}`)
    .filter((frame): frame is string => frame !== null && Frame.safeParse(frame).success)
    .slice(0, 20);
}

export { Incident, UpdateRefusal, UpdateVersion };
