import { existsSync, readdirSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { z } from 'zod';
import { createFormats } from '../../contract/words/formats.ts';
import { defineCommand } from '../command.ts';
import { type ExitCode, exitCodeOf, exitCodes } from '../exit-codes.ts';
import { type ExportedAct, exportActs, holds } from '../practice/export.ts';
import { reportText } from '../practice/report.ts';
import type { RemovalStory } from '../practice/removal.ts';
import { wholeVolume } from '../practice/volume.ts';
import { type Walk, walk } from '../practice/walk.ts';
import { type PracticeWorld, preparePracticeOffice } from '../practice/world.ts';
import { RegisterError } from '../../repository/refusal.ts';
import { failureOfSystem } from '../refusals.ts';
import { refuseRegister } from '../repository/engines.ts';
import { type Ui, failureJson } from '../ui.ts';

const count = z
  .string()
  .regex(/^[1-9]\d{0,3}$/)
  .transform(Number);

const Values = z.object({
  out: z.string().min(1).optional(),
  count: count.optional(),
  keep: z.boolean().default(false),
  serve: z.boolean().default(false),
  volume: z.boolean().default(false),
  'data-dir': z.string().min(1).optional(),
  'software-key': z.boolean().default(false),
  'virtual-card': z.boolean().default(false),
  'rehearse-removal': z.boolean().default(false),
});
type Values = z.infer<typeof Values>;

export const practice = defineCommand('practice', {
  options: {
    out: { type: 'string' },
    count: { type: 'string' },
    keep: { type: 'boolean' },
    'data-dir': { type: 'string' },
    'software-key': { type: 'boolean' },
    'virtual-card': { type: 'boolean' },
    'rehearse-removal': { type: 'boolean' },
    serve: { type: 'boolean' },
    volume: { type: 'boolean' },
  },
  values: Values,
  async run(values, _files, ui) {
    if (values.serve) {
      if (values['data-dir'] === undefined) return ui.misuse(ui.words.practice.serveNeedsDir);
      try {
        return await serveWorld(values['data-dir'], values, ui);
      } catch (error) {
        return refuse(error, values['data-dir'], ui);
      }
    }
    const out = resolve(values.out ?? join('out', `practica-${stamp(new Date())}`));
    if (existsSync(out) && readdirSync(out).length > 0) return ui.fail({ kind: 'fileExists', file: out });
    const given = values['data-dir'];
    const home = given ?? (await mkdtemp(join(tmpdir(), 'fojas-practica-')));
    const keep = keeps(values);
    try {
      return await runOnce(home, out, values, ui);
    } catch (error) {
      return refuse(error, out, ui);
    } finally {
      if (keep) ui.note(ui.words.practice.keptAt(home));
      else await rm(home, { recursive: true, force: true });
    }
  },
});

/** Why the practice office does not open, or its report is not written. @throws what should not happen. */
function refuse(error: unknown, file: string, ui: Ui): ExitCode {
  if (error instanceof RegisterError) return refuseRegister(error, ui);
  const failure = failureOfSystem(error, file);
  if (failure === null) throw error;
  return ui.fail(failure);
}

const keeps = (values: Values): boolean => values.keep || values['data-dir'] !== undefined;

const stamp = (now: Date): string => now.toISOString().slice(0, 19).replaceAll(/[:-]/g, '').replace('T', '-');

async function runOnce(home: string, out: string, values: Values, ui: Ui): Promise<ExitCode> {
  const world = await makeWorld(home, values, ui);
  try {
    sayWorld(world, ui);
    const walked = await walk(world, ui, values['rehearse-removal']);
    if (!walked.ok) {
      ui.answer({ out: null, acts: [], failure: failureJson(walked.failure, ui.locale) });
      return ui.fail(walked.failure);
    }
    if (walked.value === null) {
      ui.answer({ out: null, acts: [], failure: null });
      ui.note(`fojas: ${ui.words.practice.nothingToSign}`);
      return exitCodes.no;
    }
    return await leave(out, world, walked.value, ui);
  } finally {
    await world.close();
  }
}

async function makeWorld(home: string, values: Values, ui: Ui): Promise<PracticeWorld> {
  const bar = ui.progress(ui.words.practice.preparing);
  const world = await preparePracticeOffice(home, {
    count: values.count,
    onAct: (done, total) => bar.update(done, total),
    restLater: values.serve && values.count === undefined && !values.volume,
    volume: values.volume ? wholeVolume : undefined,
    ...(values['software-key'] ? { softHsm: null } : {}),
    card: !values['software-key'] && (values['virtual-card'] || values['rehearse-removal']),
  });
  bar.finish();
  return world;
}

/** The banner: what the token is, and that nothing signed with it has value. */
function sayWorld(world: PracticeWorld, ui: Ui): void {
  const { practice: words } = ui.words;
  ui.print(words.banner);
  ui.print(words.token[world.token.kind](world.token.pin));
  if (world.token.instead !== null) ui.print(words.instead[world.token.instead]);
}

async function leave(out: string, world: PracticeWorld, walked: Walk, ui: Ui): Promise<ExitCode> {
  const { practice: words } = ui.words;
  await mkdir(out, { recursive: true });
  const receiptKeys = world.config.repository?.pinnedKeys ?? [];
  const acts = await exportActs(out, walked.acts, { authorityPem: world.authorityPem, receiptKeys });
  const { signSeconds, sendSeconds, batch, removal } = walked;
  await writeFile(join(out, 'informe.md'), reportText({ acts, world, signSeconds, sendSeconds, now: new Date() }, ui));
  const good = acts.filter(holds).length;
  ui.answer({
    ...{ out, token: world.token.kind, signSeconds, sendSeconds, total: acts.length, good },
    ...(removal === null ? {} : { removal: { ...removal, inHand: removalJson(removal, ui) } }),
    acts: acts.map((act) => actJson(act, ui)),
    failure: failureJson(batch.stoppedBy, ui.locale),
  });
  const formats = createFormats(ui.locale);
  ui.print(words.done(good, acts.length, formats.duration(signSeconds), formats.duration(sendSeconds)));
  ui.print(words.leftIn(out));
  ui.print(`  sh ${join(out, 'comprobar.sh')}`);
  if (batch.stoppedBy !== null) {
    ui.fail(batch.stoppedBy);
    return exitCodeOf(batch.stoppedBy);
  }
  return good === acts.length ? exitCodes.ok : exitCodes.no;
}

const removalJson = ({ inHand }: RemovalStory, ui: Ui): unknown =>
  inHand && { title: inHand.title, failure: failureJson(inHand.failure, ui.locale) };

function actJson(act: ExportedAct, ui: Ui): unknown {
  const { row, pdf, receiptFile, verdict, receipt, failure } = act;
  return {
    ...{ actId: row.actId, caseNumber: row.caseNumber, title: row.title, state: row.state },
    ...{ documentSha256: row.documentSha256, signedSha256: row.signedSha256, registration: row.registration },
    receiptVerified: receipt?.verified ?? false,
    indication: verdict?.indication ?? null,
    ...{ pdf, receipt: receiptFile, failure: failureJson(failure, ui.locale) },
  };
}

/** For `npm start`: keeps the world alive until standard input closes, so that it ends with whoever started it. */
async function serveWorld(dir: string, values: Values, ui: Ui): Promise<ExitCode> {
  const world = await makeWorld(dir, values, ui);
  const { configPath, storeKeyFile, token } = world;
  process.stdout.write(
    `${JSON.stringify({ officeConfig: configPath, storeKeyFile, token: token.kind, pin: token.pin, env: token.env })}\n`,
  );
  const { promise, resolve: stop } = Promise.withResolvers<void>();
  process.stdin.resume();
  process.stdin.once('end', stop);
  process.stdin.once('error', () => stop());
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop());
  try {
    await Promise.race([promise, world.filled.then(() => promise)]);
  } finally {
    await world.close();
  }
  return exitCodes.ok;
}
