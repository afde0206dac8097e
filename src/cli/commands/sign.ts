import { mkdir } from 'node:fs/promises';
import { z } from 'zod';
import type { Failure } from '../../contract/failures.ts';
import { SignatureAlgorithm } from '../../contract/token.ts';
import { createFormats } from '../../contract/words/formats.ts';
import {
  type Certificate,
  findPath,
  type HttpTransport,
  isSelfIssued,
  parseCertificate,
} from '../../signature/index.ts';
import { defineCommand } from '../command.ts';
import { type ExitCode, exitCodeOf, exitCodes } from '../exit-codes.ts';
import { isHttpUrl, readServices, type Services } from '../levels/services.ts';
import { exitCodeOfStanding, isReached, printStanding, standingJson } from '../levels/standing.ts';
import { readPdfPassword } from '../pdf-password.ts';
import { canAskPin } from '../pin.ts';
import { failureOf } from '../refusals.ts';
import { type Fate, type Stop, leavingNothing, prepareAll, signWaiting } from '../sign-batch.ts';
import { type WaitingFile, targetAmongInputs, targetOf } from '../sign-file.ts';
import { type Chosen, chooseKey } from '../sign-key.ts';
import { type Ui, failureJson, failureLines } from '../ui.ts';
import { isPlace, visibleWish } from '../visible-signature.ts';

const Values = z.object({
  module: z.string().min(1).optional(),
  'token-label': z.string().min(1).optional(),
  serial: z.string().min(1).optional(),
  cert: z.string().min(1).optional(),
  'pin-stdin': z.boolean().default(false),
  'last-try': z.boolean().default(false),
  out: z.string().min(1).optional(),
  level: z.enum(['B-B', 'B-T', 'B-LT', 'B-LTA']).default('B-B'),
  tsa: z.array(z.string().refine(isHttpUrl)).default([]),
  'tsa-policy': z
    .string()
    .regex(/^[0-2](\.\d+)+$/)
    .optional(),
  trust: z.string().min(1).optional(),
  'revocation-cache': z.string().min(1).optional(),
  cades: z.boolean().default(false),
  algorithm: SignatureAlgorithm.optional(),
  field: z.string().min(1).optional(),
  'next-field': z.boolean().default(false),
  reason: z.string().min(1).optional(),
  certify: z.enum(['no-changes', 'forms', 'annotations']).optional(),
  visible: z.string().refine(isPlace).optional(),
  'visible-text': z.array(z.string().max(1000)).max(20).default([]),
  'verification-url': z.string().min(1).max(1000).optional(),
  'pdf-password-stdin': z.boolean().default(false),
  overwrite: z.boolean().default(false),
});
type Values = z.infer<typeof Values>;

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
    tsa: { type: 'string', multiple: true },
    'tsa-policy': { type: 'string' },
    trust: { type: 'string' },
    'revocation-cache': { type: 'string' },
    cades: { type: 'boolean' },
    algorithm: { type: 'string' },
    field: { type: 'string' },
    'next-field': { type: 'boolean' },
    reason: { type: 'string' },
    certify: { type: 'string' },
    visible: { type: 'string' },
    'visible-text': { type: 'string', multiple: true },
    'verification-url': { type: 'string' },
    'pdf-password-stdin': { type: 'boolean' },
    overwrite: { type: 'boolean' },
  },
  values: Values,
  files: 'some',
  async run(values, files, ui) {
    const trouble = levelTrouble(values, ui);
    if (trouble !== null) return ui.misuse(trouble);
    const services = readServices(values, ui);
    if (typeof services === 'number') return services;
    const source = { fromStdin: values['pin-stdin'], lastTryConfirmed: values['last-try'] };
    if (!canAskPin(source)) return ui.misuse(ui.words.sign.pinFromWhere);
    const repeated = files
      .map((file) => targetOf(file, values.out, values.cades))
      .find((one, at, all) => all.indexOf(one) !== at);
    if (repeated !== undefined) return ui.misuse(ui.words.sign.sameTarget(repeated));
    const named = values.overwrite ? targetAmongInputs(files, values.out, values.cades) : null;
    if (named !== null) return ui.misuse(ui.words.sign.targetIsNamed(named));

    const misplaced = values.visible === undefined && (values['visible-text'].length > 0 || values['verification-url']);
    if (misplaced) return ui.misuse(ui.words.sign.visible.where);
    const { password, lines } = await readPdfPassword(values['pdf-password-stdin'], ui);
    const pin = { ...source, lines };

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
          return await signAll(values, files, choice, { password, services }, ui);
        } finally {
          await choice.host.close();
        }
    }
  },
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

/** Below B-T nobody is asked anything. */
const noLine: HttpTransport = {
  request: () => Promise.resolve({ kind: 'failed', reason: 'unreachable', detail: 'not asked' }),
};

const certifications = { 'no-changes': 1, forms: 2, annotations: 3 } as const;

async function signAll(
  values: Values,
  files: readonly string[],
  chosen: Chosen,
  { password, services }: { readonly password: string | undefined; readonly services: Services },
  ui: Ui,
): Promise<ExitCode> {
  const { token, certificate } = chosen;
  const algorithm = values.algorithm ?? certificate.algorithms[0]!;
  if (!certificate.algorithms.includes(algorithm)) {
    return ui.misuse(ui.words.levels.algorithmMissing(algorithm, certificate.algorithms.join(', ')));
  }
  const folder = await makeFolder(values.out);
  if (folder !== null) {
    ui.answer({ files: [], failure: failureJson(folder, ui.locale) });
    return ui.fail(folder);
  }
  const [signer, signingTime] = [parseCertificate(certificate.der), new Date()];
  const wish = {
    certificate: signer,
    chain: await chainOf(signer, token, values, services, signingTime),
    algorithm,
    fieldName: values.field,
    nextField: values['next-field'],
    signingTime,
    reason: values.reason,
    certify: values.certify && certifications[values.certify],
    visible: visibleWish(values, signer, signingTime, ui),
    password,
    overwrite: values.overwrite,
    level: { level: values.level, services },
    beside: values.cades,
  };
  const { waiting, fates, stopped } = await leavingNothing(async (copies) => {
    const prepared = await prepareAll(files, values.out, wish, copies, ui);
    return { ...prepared, stopped: await showAndSign(prepared.waiting, chosen, prepared.fates, ui) };
  });
  const ordered = files.map((file) => fates.get(file) ?? leftOut(file, values));
  const signed = ordered.filter((fate) => fate.signed !== null).length;
  const words =
    stopped?.afterLogin === true && stopped.failure.kind === 'pinCancelled'
      ? ui.words.sign.noFurtherPin(signed, waiting.length, values['pin-stdin'])
      : undefined;
  ui.answer({
    token: { label: token.label, serial: token.serial, practice: token.practice },
    certificate: { sha256: certificate.certificateSha256, commonName: certificate.commonName },
    files: ordered.map((fate) => fateJson(fate, ui)),
    failure: failureJson(stopped?.failure ?? null, ui.locale, words),
  });
  for (const fate of ordered) printFate(fate, ui);
  if (stopped !== null) return ui.fail(stopped.failure, words);
  const worst = ordered.find(({ failure }) => failure !== null)?.failure ?? null;
  if (worst !== null) return exitCodeOf(worst);
  // Signed, but for less than was asked: a script has to hear of it.
  const less = ordered.find((fate) => fate.signed !== null && !isReached(fate.signed.standing));
  return less?.signed ? exitCodeOfStanding(less.signed.standing) : exitCodes.ok;
}

/**
 * The issuers between the signer and the root: from the token and the certificates trusted, and for a level above B-B, which has a
 * line, from where the certificate says.
 */
async function chainOf(
  signer: Certificate,
  token: Chosen['token'],
  { level }: Values,
  services: Services,
  at: Date,
): Promise<readonly Certificate[]> {
  const onToken = token.certificates.flatMap(({ der, unsuitable }) =>
    unsuitable === 'unreadable' ? [] : [parseCertificate(der)],
  );
  const intermediates = [...(services.intermediates ?? []), ...services.anchors, ...onToken];
  const transport = level === 'B-B' ? noLine : services.transport;
  const { path } = await findPath(signer, at, { ...services, anchors: [], intermediates, transport });
  return path.slice(1).filter((each) => !isSelfIssued(each));
}

/** What cannot go together; null when all can. */
function levelTrouble({ level, tsa, cades, ...values }: Values, ui: Ui): string | null {
  const { levels } = ui.words;
  if (level !== 'B-B' && tsa.length === 0) return levels.needsTsa(level);
  if (!cades) return null;
  if (level === 'B-LT' || level === 'B-LTA') return levels.cadesLevel(level);
  const within = values.field ?? values.certify ?? values.visible ?? values.reason;
  return within !== undefined || values['next-field'] ? levels.cadesAlone : null;
}

/** Law 2, then law 4: what is signed is shown first; a PIN is asked for only where something waits for it. */
async function showAndSign(
  waiting: readonly WaitingFile[],
  chosen: Chosen,
  fates: Map<string, Fate>,
  ui: Ui,
): Promise<Stop | null> {
  if (waiting.length === 0) return null;
  const { token, certificate } = chosen;
  showFiles(waiting, ui);
  ui.note(ui.words.sign.with(certificate.commonName, token.label, waiting.length));
  if (token.practice) ui.note(ui.words.tokens.practice);
  return signWaiting(waiting, chosen, fates, ui);
}

const leftOut = (file: string, { out, cades }: Values): Fate => ({
  ...{ file, target: targetOf(file, out, cades), sha256: null, signed: null, failure: null },
});

/** Naming the files and their hashes is how the command line shows them (law 2): before the PIN, always. */
function showFiles(waiting: readonly WaitingFile[], ui: Ui): void {
  const formats = createFormats(ui.locale);
  ui.note(ui.words.sign.showing(waiting.length));
  for (const { file, inputSha256, inputSize, over } of waiting) {
    ui.note(`  ${inputSha256}  ${file}  (${formats.size(inputSize)})`);
    if (over === 'something') ui.note(`    ${ui.words.sign.visible.over}`);
    if (over === 'unknown') ui.note(`    ${ui.words.sign.visible.unknown}`);
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
    ...(signed === null ? { level: null } : standingJson(signed.standing)),
    repaired: signed?.repaired ?? null,
    failure: failureJson(failure, ui.locale),
  };
}

function printFate({ file, target, signed, failure }: Fate, ui: Ui): void {
  if (signed !== null) {
    ui.print(`${ui.words.sign.signed}: ${target}  ${signed.sha256}`);
    if (signed.repaired) ui.note(`  ${ui.words.sign.repaired}`);
    if (signed.standing.asked !== 'B-B') printStanding(signed.standing, ui);
    return;
  }
  ui.print(`${ui.words.sign.notSigned}: ${file}`);
  if (failure !== null) for (const line of failureLines(failure, ui.locale)) ui.note(`  ${line}`);
}
