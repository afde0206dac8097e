import { z } from 'zod';
import { Locale } from './config.ts';
import { DriverCare } from './drivers.ts';
import { Instant } from './ids.ts';
import { call } from './rpc.ts';
import { TokenLibrary } from './token.ts';

/**
 * PC/SC itself. `stopped`: the service does not answer (SCARD_E_NO_SERVICE); `missing`: its library is not installed; `denied`: this
 * person may not use it (SCARD_W_SECURITY_VIOLATION); `failing`: it answers with another error, which `detail` names.
 */
export const CardService = z.strictObject({
  state: z.enum(['running', 'stopped', 'missing', 'denied', 'failing']),
  detail: z.string(),
});
export type CardService = z.infer<typeof CardService>;

/** A driver as a person is told of it. `install`: one sentence in each language, for this platform. */
export const DriverHint = z.strictObject({
  id: z.string(),
  name: z.string(),
  /** A library of this entry lies on this machine. */
  installed: z.boolean(),
  install: z.record(Locale, z.string()),
});
export type DriverHint = z.infer<typeof DriverHint>;

/** One reader as PC/SC tells it: its name, and what is in it. `mute`: a card that does not answer, often put in the wrong way. */
export const Reader = z.strictObject({
  name: z.string(),
  state: z.enum(['empty', 'card', 'inUse', 'mute', 'unavailable']),
  /** Answer to reset as lower-case hexadecimal (ISO/IEC 7816-3); null without a card. */
  atr: z.string().nullable(),
  /** What the catalogue calls this card; null when it does not know it. */
  card: z.string().nullable(),
  /** Entries of the catalogue that serve this card, the best first. */
  drivers: z.array(DriverHint),
});
export type Reader = z.infer<typeof Reader>;

/** Which catalogue is in force, and which were refused. */
export const CatalogueFacts = z.strictObject({
  version: z.int(),
  issued: z.string(),
  source: z.enum(['bundled', 'updated']),
  /** Entries that IT added on this machine. */
  local: z.int(),
  /** Why a file was not taken: a signature that does not hold, an older version, a wrong form. */
  refused: z.array(z.strictObject({ file: z.string(), reason: z.string() })),
});
export type CatalogueFacts = z.infer<typeof CatalogueFacts>;

export const ReaderFacts = z.strictObject({
  at: Instant,
  service: CardService,
  readers: z.array(Reader),
  catalogue: CatalogueFacts.nullable(),
});
export type ReaderFacts = z.infer<typeof ReaderFacts>;

/** A library file as its header tells, read without loading it. */
export const LibraryFile = z.strictObject({
  path: z.string(),
  exists: z.boolean(),
  format: z.enum(['elf', 'pe', 'macho', 'unknown']),
  /** Processor architectures it holds code for, in Node's names (`x64`, `ia32`, `arm64`, …). */
  architectures: z.array(z.string()),
  /** Whether this program's process could load one of them. */
  fits: z.boolean(),
});
export type LibraryFile = z.infer<typeof LibraryFile>;

/** A library that the catalogue found on this machine, and how to handle it. */
export const FoundLibrary = z.strictObject({ library: TokenLibrary, care: DriverCare });
export type FoundLibrary = z.infer<typeof FoundLibrary>;

/** Where the watcher of readers finds its catalogue. Files that do not exist are no trouble; files that do not hold are. */
export const CatalogueFiles = z.strictObject({
  bundled: z.string(),
  /** Where newer signed catalogues may lie: of this machine, and of this program's own data. The newest that holds counts. */
  updated: z.array(z.string()).max(10),
  /** Entries of this machine's IT: unsigned, in a folder that only administrators may write. */
  local: z.string().nullable(),
});
export type CatalogueFiles = z.infer<typeof CatalogueFiles>;

/** Calls of the office (or the command line) to the watcher of readers. */
export const readersCalls = {
  'readers.read': call(z.strictObject({}), ReaderFacts),
  'libraries.inspect': call(
    z.strictObject({ paths: z.array(z.string()).max(100) }),
    z.strictObject({ files: z.array(LibraryFile) }),
  ),
} as const;
export type ReadersCalls = typeof readersCalls;

export const readersEvents = {
  'readers.changed': ReaderFacts,
} as const;
export type ReadersEvents = typeof readersEvents;

/** Messages between the watcher of readers and the process that started it. */
export const ReadersControl = z.discriminatedUnion('kind', [
  /** Parent to watcher, first message. `known`: libraries that are served already, by path. */
  z.strictObject({ kind: z.literal('watch'), files: CatalogueFiles, known: z.array(TokenLibrary) }),
  /** Watcher to parent: the catalogue is read; these libraries lie on this machine. Configured ones come first, with their care. */
  z.strictObject({ kind: z.literal('watching'), libraries: z.array(FoundLibrary) }),
  /** Watcher to parent: a card or reader came or went. Libraries whose care says `reinitialize` need a new process. */
  z.strictObject({ kind: z.literal('cardsChanged') }),
  /** Watcher to parent, again and again: PC/SC answers. Silence means that it hangs there. */
  z.strictObject({ kind: z.literal('alive') }),
  /** Parent to watcher, with a port: `readersCalls` are answered over it. */
  z.strictObject({ kind: z.literal('readersPort') }),
]);
export type ReadersControl = z.infer<typeof ReadersControl>;
