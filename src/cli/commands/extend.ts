import { mkdirSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { z } from 'zod';
import type { Failure } from '../../contract/failures.ts';
import { type RaisedLevel, type RaiseResult, raisePdfFile } from '../../signature/index.ts';
import { defineCommand } from '../command.ts';
import { type ExitCode, exitCodeOf, exitCodes } from '../exit-codes.ts';
import { isHttpUrl, readServices, type Services } from '../levels/services.ts';
import { exitCodeOfStanding, printStanding, type Standing, standingJson } from '../levels/standing.ts';
import { readPdfPassword } from '../pdf-password.ts';
import { failureOf } from '../refusals.ts';
import { type Ui, failureJson, failureLines } from '../ui.ts';

const Values = z.object({
  level: z.enum(['B-T', 'B-LT', 'B-LTA']).default('B-LTA'),
  tsa: z.array(z.string().refine(isHttpUrl)).min(1),
  'tsa-policy': z
    .string()
    .regex(/^[0-2](\.\d+)+$/)
    .optional(),
  trust: z.string().min(1).optional(),
  'revocation-cache': z.string().min(1).optional(),
  renew: z.boolean().default(false),
  out: z.string().min(1).optional(),
  overwrite: z.boolean().default(false),
  'pdf-password-stdin': z.boolean().default(false),
});
type Values = z.infer<typeof Values>;

export const extend = defineCommand('extend', {
  options: {
    level: { type: 'string' },
    tsa: { type: 'string', multiple: true },
    'tsa-policy': { type: 'string' },
    trust: { type: 'string' },
    'revocation-cache': { type: 'string' },
    renew: { type: 'boolean' },
    out: { type: 'string' },
    overwrite: { type: 'boolean' },
    'pdf-password-stdin': { type: 'boolean' },
  },
  values: Values,
  files: 'some',
  async run(values, files, ui) {
    const targets = files.map((file) => targetOf(file, values.out));
    const repeated = targets.find((target, at) => targets.indexOf(target) !== at);
    if (repeated !== undefined) return ui.misuse(ui.words.sign.sameTarget(repeated));
    const services = readServices(values, ui);
    if (typeof services === 'number') return services;
    const { password } = await readPdfPassword(values['pdf-password-stdin'], ui);
    const fates: Fate[] = [];
    for (const [index, file] of files.entries()) {
      const fate = await extendOne(file, targets[index]!, values, services, password);
      fates.push(fate);
      printFate(fate, ui);
    }
    ui.answer({ files: fates.map((fate) => fateJson(fate, ui)) });
    return worst(fates.map(exitCodeOfFate));
  },
});

interface Fate {
  readonly file: string;
  readonly target: string;
  readonly result: RaiseResult | null;
  readonly standing: Standing | null;
  readonly failure: Failure | null;
}

async function extendOne(
  file: string,
  target: string,
  values: Values,
  services: Services,
  password: string | undefined,
): Promise<Fate> {
  try {
    if (values.out !== undefined) mkdirSync(values.out, { recursive: true });
    const result = await raisePdfFile({
      ...services,
      input: file,
      output: target,
      overwrite: values.overwrite,
      level: values.level,
      renew: values.renew ? 'always' : 'whenNeeded',
      at: new Date(),
      password,
    });
    return { file, target, result, standing: standingOf(result, values.level), failure: null };
  } catch (error) {
    const failure = failureOf(error, file);
    if (failure === null) throw error;
    return { file, target, result: null, standing: null, failure };
  }
}

function standingOf({ reached, missing, revoked, renewBefore }: RaiseResult, asked: RaisedLevel): Standing {
  return { asked, reached, missing, revoked, renewBefore };
}

/** Where the raised file goes: into `out` under its own name, or beside the input as `NAME.prolongado.pdf`. */
function targetOf(file: string, out: string | undefined): string {
  if (out !== undefined) return join(resolve(out), basename(file));
  const extension = extname(file);
  return join(dirname(resolve(file)), `${basename(file, extension)}.prolongado${extension || '.pdf'}`);
}

function printFate({ file, target, result, standing, failure }: Fate, ui: Ui): void {
  const { levels } = ui.words;
  if (result?.kind === 'raised') ui.print(`${levels.extended}: ${target}  ${result.sha256}`);
  else ui.print(`${failure === null ? levels.unchanged : levels.notExtended}: ${file}`);
  if (standing !== null) printStanding(standing, ui);
  if (failure !== null) for (const line of failureLines(failure, ui.locale)) ui.note(`  ${line}`);
}

/** The shape is a promise. */
function fateJson({ file, target, result, standing, failure }: Fate, ui: Ui): unknown {
  const raised = result?.kind === 'raised' ? result : null;
  return {
    file,
    output: raised === null ? null : target,
    sha256: raised?.inputSha256 ?? null,
    extendedSha256: raised?.sha256 ?? null,
    size: raised?.size ?? null,
    increments: raised?.increments ?? [],
    ...(standing === null
      ? { level: null, levelAsked: null, provableUntil: null, missing: [], revoked: [] }
      : standingJson(standing)),
    failure: failureJson(failure, ui.locale),
  };
}

function exitCodeOfFate({ standing, failure }: Fate): ExitCode {
  if (failure !== null) return exitCodeOf(failure);
  return standing === null ? exitCodes.ok : exitCodeOfStanding(standing);
}

/** The gravest: what this machine lacks before what the document is, before what the line did not bring. */
function worst(codes: readonly ExitCode[]): ExitCode {
  const gravity: readonly ExitCode[] = [exitCodes.machine, exitCodes.no, exitCodes.line];
  return gravity.find((code) => codes.includes(code)) ?? codes.find((code) => code !== exitCodes.ok) ?? exitCodes.ok;
}
