import { createHash } from 'node:crypto';
import {
  Decrypter,
  Encrypter,
  type Identity,
  type Stanza,
  generateX25519Identity,
  identityToRecipient,
} from 'age-encryption';

/** Why a sealed file does not open. */
export type SealFault =
  /** Sealed to other keys than the ones at hand. */
  | 'notForUs'
  /** Not a file of age, cut short, or changed. */
  | 'damaged';

export class SealError extends Error {
  readonly kind: SealFault;

  constructor(kind: SealFault, cause?: unknown) {
    super(`a sealed file: ${kind}`, { cause });
    this.name = 'SealError';
    this.kind = kind;
  }
}

/** An X25519 key of age: `AGE-SECRET-KEY-1…`, and the `age1…` that files are sealed to. */
export interface AgeKey {
  readonly identity: string;
  readonly recipient: string;
}

export async function newAgeKey(): Promise<AgeKey> {
  const identity = await generateX25519Identity();
  return { identity, recipient: await identityToRecipient(identity) };
}

/** @throws SealError `damaged` when it is no identity. */
export async function recipientOf(identity: string): Promise<string> {
  try {
    return await identityToRecipient(identity);
  } catch (error) {
    throw new SealError('damaged', error);
  }
}

/** Whether files can be sealed to it: shape and checksum (BIP 173) are those of an X25519 recipient. */
export function isRecipient(text: string): boolean {
  if (!/^age1[02-9ac-hj-np-z]{58}$/.test(text)) return false;
  try {
    new Encrypter().addRecipient(text);
    return true;
  } catch {
    return false;
  }
}

/** The X25519 identities in an age identity file: one a line, comments after `#`. Empty when there is none. */
export function identitiesIn(text: string): string[] {
  return text.split(/\r?\n/).flatMap((line) => /^\s*(AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58})\s*$/.exec(line)?.[1] ?? []);
}

/** Seals a stream: whoever holds the identity of any of the recipients can open it, nobody else (age v1). */
export async function* seal(
  recipients: readonly string[],
  plain: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  yield* piecesOf(await encrypter.encrypt(streamOf(plain)));
}

/**
 * What opens sealed files: an identity, or the keys of single files (base64, by `headerName`) as whoever holds the identity gave them out.
 */
export type Opener = string | ReadonlyMap<string, string>;

/** A sealed file's key, opened by its header alone (`sealedHeader`); null where these identities do not open it. */
export async function fileKeyOf(identities: readonly string[], header: Uint8Array): Promise<Uint8Array | null> {
  const decrypter = new Decrypter();
  try {
    for (const identity of identities) decrypter.addIdentity(identity);
    return await decrypter.decryptHeader(header);
  } catch {
    return null;
  }
}

/** Names a header by whom it is sealed to: each file has fresh shares of its own. */
export function headerName(header: Uint8Array): string {
  const lines = Buffer.from(header).toString('latin1').split('\n');
  return nameOf(lines.filter((line) => line.startsWith('-> ')).map((line) => line.slice(3)));
}

const nameOf = (stanzas: readonly string[]): string => createHash('sha256').update(stanzas.join('\n')).digest('hex');

const byFileKeys = (keys: ReadonlyMap<string, string>): Identity => ({
  unwrapFileKey(stanzas: Stanza[]) {
    const key = keys.get(nameOf(stanzas.map(({ args }) => args.join(' '))));
    return key === undefined ? null : Uint8Array.from(Buffer.from(key, 'base64'));
  },
});

/**
 * Opens a sealed stream. What comes is authenticated piece by piece; that nothing is missing is known at the end only.
 * @throws SealError
 */
export async function* unseal(
  openers: readonly Opener[],
  sealed: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const decrypter = new Decrypter();
  let own: unknown;
  const watched = watching(sealed, (error) => (own = error));
  try {
    for (const opener of openers) decrypter.addIdentity(typeof opener === 'string' ? opener : byFileKeys(opener));
    yield* piecesOf(await decrypter.decrypt(streamOf(watched)));
  } catch (error) {
    // The disk's own refusal, and a caller's, are not the seal's.
    if (own !== undefined) throw own;
    if (error instanceof SealError) throw error;
    if (isForeign(error)) throw error;
    const isOthers = error instanceof Error && /no identity matched/.test(error.message);
    throw new SealError(isOthers ? 'notForUs' : 'damaged', error);
  }
}

/** An error of the file system carries its code; those of the format carry none. */
function isForeign(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && /^[A-Z]+$/.test(error.code);
}

async function* watching(
  source: AsyncIterable<Uint8Array>,
  onError: (error: unknown) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* source;
  } catch (error) {
    onError(error);
    throw error;
  }
}

/** The source is asked for a piece when the reader wants one, and let go of when the reader stops. */
function streamOf(source: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const pieces = source[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await pieces.next();
      if (done === true) controller.close();
      // A source may use its memory again.
      else controller.enqueue(Uint8Array.from(value));
    },
    async cancel() {
      await pieces.return?.();
    },
  });
}

async function* piecesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = stream.getReader();
  let ended = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      yield value;
    }
    ended = true;
  } finally {
    if (!ended) await reader.cancel().catch(() => undefined);
  }
}
