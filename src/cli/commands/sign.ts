import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename } from 'node:path';
import { z } from 'zod';
import type { Failure } from '../../contract/failures.ts';
import { SessionId } from '../../contract/ids.ts';
import type { TokenCertificate } from '../../contract/token.ts';
import { createFormats } from '../../contract/words/formats.ts';
import { parseCertificate } from '../../signature/index.ts';
import { defineCommand } from '../command.ts';
import { type ExitCode, exitCodeOf, exitCodes } from '../exit-codes.ts';
import { canAskPin } from '../pin.ts';
import { failureOf } from '../refusals.ts';
import { type SignedFile, type WaitingFile, finishFile, prepareFile, targetOf } from '../sign-file.ts';
import { type Ui, failureJson, failureLines } from '../ui.ts';
import { type Chosen, chooseKey } from '../sign-key.ts';

const Values = z.object({
  module: z.string().min(1).optional(),
  'token-label': z.string().min(1).optional(),
  serial: z.string().min(1).optional(),
  cert: z.string().min(1).optional(),
  'pin-stdin': z.boolean().default(false),
  'last-try': z.boolean().default(false),
  out: z.string().min(1).optional(),
  level: z.string().default('B-B'),
  field: z.string().min(1).optional(),
  overwrite: z.boolean().default(false),
});
type Values = z.infer<typeof Values>;

/** What became of one file. */
interface Fate {
  readonly file: string;
  readonly sha256: string | null;
  readonly target: string;
  readonly signed: SignedFile | null;
  readonly failure: Failure | null;
}

export const sign = defineCommand('sign', {
  options: {
    module: { type: 'string' },
    'token-label': { type: 'string' },
    serial: { type: 'string' },
    cert: { type: 'string' },
    'pin-stdin': { type: 'boolean' },
    'last-try': { type: 'boolean' },
    out: { type: 'string' },
    level: { type: 'string' },
    field: { type: 'string' },
    overwrite: { type: 'boolean' },
  },
  values: Values,
  files: 'some',
  async run(values, files, ui) {
    if (values.level !== 'B-B') return ui.misuse(ui.words.sign.onlyBB(values.level));
    const pin = { fromStdin: values['pin-stdin'], lastTryConfirmed: values['last-try'] };
    if (!canAskPin(pin)) return ui.misuse(ui.words.sign.pinFromWhere);
    const repeated = files.map((file) => targetOf(file, values.out)).find((one, at, all) => all.indexOf(one) !== at);
    if (repeated !== undefined) return ui.misuse(ui.words.sign.sameTarget(repeated));

    const wish = { module: values.module, label: values['token-label'], serial: values.serial, cert: values.cert };
    const choice = await chooseKey(wish, pin, ui);
    switch (choice.kind) {
      case 'misuse':
        return ui.misuse(choice.sentence);
      case 'failed':
        ui.answer({ files: [], failure: failureJson(choice.failure, ui.locale) });
        return ui.fail(choice.failure);
      case 'chosen':
        try {
          return await signAll(values, files, choice, ui);
        } finally {
          await choice.host.close();
        }
    }
  },
});

async function signAll(values: Values, files: readonly string[], chosen: Chosen, ui: Ui): Promise<ExitCode> {
  const { token, certificate } = chosen;
  const folder = await makeFolder(values.out);
  if (folder !== null) {
    ui.answer({ files: [], failure: failureJson(folder, ui.locale) });
    return ui.fail(folder);
  }
  const { waiting, fates } = await prepareAll(values, files, certificate, ui);
  let stopped: Failure | null = null;
  if (waiting.length > 0) {
    showFiles(waiting, ui);
    ui.note(ui.words.sign.with(certificate.commonName, token.label, waiting.length));
    stopped = await signWaiting(waiting, chosen, fates, ui);
  }
  const ordered = files.map((file) => fates.get(file) ?? leftOut(file, values.out));
  ui.answer({
    token: { label: token.label, serial: token.serial, practice: token.practice },
    certificate: { sha256: certificate.certificateSha256, commonName: certificate.commonName },
    files: ordered.map((fate) => fateJson(fate, ui)),
    failure: failureJson(stopped, ui.locale),
  });
  for (const fate of ordered) printFate(fate, ui);
  if (stopped !== null) return ui.fail(stopped);
  const worst = ordered.find(({ failure }) => failure !== null)?.failure ?? null;
  return worst === null ? exitCodes.ok : exitCodeOf(worst);
}

const leftOut = (file: string, out: string | undefined): Fate => ({
  ...{ file, target: targetOf(file, out), sha256: null, signed: null, failure: null },
});

async function makeFolder(out: string | undefined): Promise<Failure | null> {
  if (out === undefined) return null;
  try {
    await mkdir(out, { recursive: true });
    return null;
  } catch (error) {
    const failure = failureOf(error, out);
    if (failure === null) throw error;
    return failure;
  }
}

async function prepareAll(
  values: Values,
  files: readonly string[],
  certificate: TokenCertificate,
  ui: Ui,
): Promise<{ waiting: WaitingFile[]; fates: Map<string, Fate> }> {
  const wish = {
    certificate: parseCertificate(certificate.der),
    algorithm: certificate.algorithms[0]!,
    fieldName: values.field,
    signingTime: new Date(),
    overwrite: values.overwrite,
  };
  const waiting: WaitingFile[] = [];
  const fates = new Map<string, Fate>();
  const bar = ui.progress(ui.words.sign.preparing, createFormats(ui.locale).size);
  const sizes = files.map(sizeOf);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  let before = 0;
  for (const [index, file] of files.entries()) {
    const target = targetOf(file, values.out);
    let copied = 0;
    try {
      const onBytes = (count: number): void => bar.update(before + (copied += count), total, basename(file));
      waiting.push(await prepareFile(file, target, wish, onBytes));
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

/** Naming the files and their hashes is how the command line shows them (law 2): before the PIN, always. */
function showFiles(waiting: readonly WaitingFile[], ui: Ui): void {
  const formats = createFormats(ui.locale);
  ui.note(ui.words.sign.showing(waiting.length));
  for (const { file, prepared } of waiting) {
    ui.note(`  ${prepared.inputSha256}  ${file}  (${formats.size(prepared.inputSize)})`);
  }
}

/** One login, then each file: sign, embed, read back, verify, name. A token that fails stops the rest (law 4). */
async function signWaiting(
  waiting: readonly WaitingFile[],
  { host, token, certificate }: Chosen,
  fates: Map<string, Fate>,
  ui: Ui,
): Promise<Failure | null> {
  const sessionId = SessionId.parse(randomUUID());
  const opened = await host.client.call('session.open', {
    sessionId,
    tokenSerial: token.serial,
    certificateSha256: certificate.certificateSha256,
    algorithm: certificate.algorithms[0]!,
    digests: waiting.map(({ prepared }, index) => ({
      digestId: String(index),
      digest: Uint8Array.from(prepared.digestToSign),
    })),
    purpose: {
      person: certificate.commonName,
      capacity: '',
      count: waiting.length,
      items: waiting.slice(0, 20).map(({ file, prepared }) => ({
        caption: basename(file).slice(0, 300),
        documentPrefix: prepared.inputSha256.slice(0, 16),
      })),
      practice: token.practice,
    },
  });
  let stopped = opened.ok ? null : opened.failure;
  const bar = ui.progress(ui.words.sign.signing);
  for (const [index, one] of waiting.entries()) {
    if (stopped !== null) {
      one.target.discard();
      continue;
    }
    bar.update(index, waiting.length, basename(one.file));
    const signature = await host.client.call('session.sign', { sessionId, digestId: String(index) });
    if (!signature.ok) {
      stopped = signature.failure;
      one.target.discard();
      continue;
    }
    fates.set(one.file, await finishOne(one, signature.value.signature));
    bar.update(index + 1, waiting.length, basename(one.file));
  }
  bar.finish();
  if (opened.ok) await host.client.call('session.close', { sessionId });
  return stopped;
}

async function finishOne(one: WaitingFile, signature: Uint8Array): Promise<Fate> {
  const common = { file: one.file, target: one.target.target, sha256: one.prepared.inputSha256 };
  try {
    return { ...common, signed: await finishFile(one, signature), failure: null };
  } catch (error) {
    const failure = failureOf(error, one.target.target);
    if (failure === null) throw error;
    return { ...common, signed: null, failure };
  }
}

function fateJson({ file, sha256, target, signed, failure }: Fate, ui: Ui): unknown {
  return {
    file,
    sha256,
    output: signed === null ? null : target,
    signedSha256: signed?.sha256 ?? null,
    size: signed?.size ?? null,
    field: signed?.fieldName ?? null,
    level: signed === null ? null : 'B-B',
    failure: failureJson(failure, ui.locale),
  };
}

function printFate({ file, target, signed, failure }: Fate, ui: Ui): void {
  if (signed !== null) return ui.print(`${ui.words.sign.signed}: ${target}  ${signed.sha256}`);
  ui.print(`${ui.words.sign.notSigned}: ${file}`);
  if (failure !== null) for (const line of failureLines(failure, ui.locale)) ui.note(`  ${line}`);
}
