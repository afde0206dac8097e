/** The two halves of signing many files with one login: prepare them all, then sign, finish and name each. */
import { randomUUID } from 'node:crypto';
import { rmSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import process from 'node:process';
import type { Failure } from '../contract/failures.ts';
import { SessionId } from '../contract/ids.ts';
import { createFormats } from '../contract/words/formats.ts';
import type { PinAsker } from './pin.ts';
import { TargetFile } from '../signature/index.ts';
import { failureOf } from './refusals.ts';
import { type SignedFile, type SigningWish, type WaitingFile, prepareFile, targetOf } from './sign-file.ts';
import type { Chosen } from './sign-key.ts';
import type { Ui } from './ui.ts';

/** What became of one file. */
export interface Fate {
  readonly file: string;
  readonly sha256: string | null;
  readonly target: string;
  readonly signed: SignedFile | null;
  readonly failure: Failure | null;
}

/** Copies and hashes every file; what cannot be signed has its fate already. Each copy is noted in `copies` before it is begun. */
export async function prepareAll(
  files: readonly string[],
  out: string | undefined,
  wish: SigningWish,
  copies: TargetFile[],
  ui: Ui,
): Promise<{ waiting: WaitingFile[]; fates: Map<string, Fate> }> {
  const waiting: WaitingFile[] = [];
  const fates = new Map<string, Fate>();
  const bar = ui.progress(ui.words.sign.preparing, createFormats(ui.locale).size);
  const sizes = files.map(sizeOf);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  let before = 0;
  for (const [index, file] of files.entries()) {
    const target = targetOf(file, out, wish.beside);
    let copied = 0;
    try {
      const onBytes = (count: number): void => bar.update(before + (copied += count), total, basename(file));
      const copy = new TargetFile(target);
      copies.push(copy);
      waiting.push(await prepareFile(file, copy, wish, onBytes));
    } catch (error) {
      const failure = failureOf(error, file);
      if (failure === null) throw error;
      fates.set(file, { file, target, sha256: null, signed: null, failure });
    }
    before += sizes[index] ?? 0;
  }
  bar.update(total, total);
  bar.finish();
  return { waiting, fates };
}

/** For the progress bar only: a file that cannot be looked at is told of when it is opened. */
function sizeOf(file: string): number {
  try {
    return statSync(file).size;
  } catch {
    return 0;
  }
}

/** Why the rest of the files was left. */
export interface Stop {
  readonly failure: Failure;
  /** The token had accepted a PIN by then. */
  readonly afterLogin: boolean;
}

/** The slowest tokens known take ten seconds for one signature. */
const signMs = 120_000;
const tickMs = 500;

/** Waits for the token, for `signMs` at most; the time a person takes for a PIN does not count. */
async function unlessSilent<T>(work: Promise<T>, asker: PinAsker): Promise<T | 'silent'> {
  const { promise, resolve } = Promise.withResolvers<'silent'>();
  let quietMs = 0;
  const timer = setInterval(() => {
    quietMs = asker.waiting ? 0 : quietMs + tickMs;
    if (quietMs >= signMs) resolve('silent');
  }, tickMs);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearInterval(timer);
  }
}

/** What a shell expects of a program that a signal ended: 128 and the signal's number. */
const endings = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
type Ending = keyof typeof endings;

/** Work during which a signal that ends the program still removes the copies in the making, which the work notes in `copies`. */
export async function leavingNothing<T>(work: (copies: TargetFile[]) => Promise<T>): Promise<T> {
  const copies: TargetFile[] = [];
  let ending: Promise<never> | null = null;
  const end = async (signal: Ending): Promise<never> => {
    await Promise.allSettled(copies.map((copy) => copy.discard()));
    // A copy that was being written meanwhile has begun anew; nothing runs between this and the end.
    for (const { temporary } of copies) rmSync(temporary, { force: true });
    process.exit(endings[signal]);
  };
  const stop = (signal: Ending): void => void (ending ??= end(signal));
  const signals = Object.keys(endings) as Ending[];
  for (const signal of signals) process.on(signal, stop);
  try {
    return await work(copies);
  } finally {
    // The token host hears a terminal's Ctrl-C too: its end must not get ahead of the cleaning up.
    if (ending !== null) await ending;
    for (const signal of signals) process.off(signal, stop);
  }
}

/** One login, then each file: sign, embed, read back, verify, name. A token that fails stops the rest (law 4). */
export async function signWaiting(
  waiting: readonly WaitingFile[],
  { host, token, certificate, asker }: Chosen,
  fates: Map<string, Fate>,
  ui: Ui,
): Promise<Stop | null> {
  const sessionId = SessionId.parse(randomUUID());
  const opened = await host.client.call('session.open', {
    sessionId,
    tokenSerial: token.serial,
    certificateSha256: certificate.certificateSha256,
    algorithm: waiting[0]!.algorithm,
    digests: waiting.map(({ digestToSign }, index) => ({
      digestId: String(index),
      digest: Uint8Array.from(digestToSign),
    })),
    purpose: {
      person: certificate.commonName,
      capacity: '',
      count: waiting.length,
      items: waiting.slice(0, 20).map(({ file, inputSha256 }) => ({
        caption: basename(file).slice(0, 300),
        documentPrefix: inputSha256.slice(0, 16),
      })),
      practice: token.practice,
    },
  });
  let stopped = opened.ok ? null : opened.failure;
  const bar = ui.progress(ui.words.sign.signing);
  for (const [index, one] of waiting.entries()) {
    if (stopped !== null) {
      await one.target.discard();
      continue;
    }
    bar.update(index, waiting.length, basename(one.file));
    const wanted = { sessionId, digestId: String(index) };
    const signature = await unlessSilent(host.client.call('session.sign', wanted), asker);
    if (signature === 'silent' || !signature.ok) {
      stopped = signature === 'silent' ? { kind: 'driverHung', library: host.library.path } : signature.failure;
      await one.target.discard();
      continue;
    }
    fates.set(one.file, await finishOne(one, signature.value.signature));
    bar.update(index + 1, waiting.length, basename(one.file));
  }
  bar.finish();
  if (opened.ok) await host.client.call('session.close', { sessionId });
  return stopped === null ? null : { failure: stopped, afterLogin: opened.ok };
}

async function finishOne(one: WaitingFile, signature: Uint8Array): Promise<Fate> {
  const common = { file: one.file, target: one.target.target, sha256: one.inputSha256 };
  try {
    return { ...common, signed: await one.finish(signature), failure: null };
  } catch (error) {
    const failure = failureOf(error, one.target.target);
    if (failure === null) throw error;
    return { ...common, signed: null, failure };
  }
}
