import { z } from 'zod';
import { type MoveReport, moveRepository } from '../../repository/move/move.ts';
import { MoveError } from '../../repository/register/move/trouble.ts';
import { RegisterError } from '../../repository/refusal.ts';
import { defineCommand } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { failureOfSystem } from '../refusals.ts';
import { engineFlags, engineValues, readEngines, refuseEngines, refuseRegister } from '../repository/engines.ts';
import type { Ui } from '../ui.ts';

export const repositoryMove = defineCommand('repository move', {
  options: { dir: { type: 'string' }, ...engineFlags, 'dry-run': { type: 'boolean' } },
  values: z.object({ dir: z.string().min(1), ...engineValues, 'dry-run': z.boolean().default(false) }),
  async run(values, _files, ui) {
    const words = ui.words.repository.move;
    const engines = readEngines(values, ui);
    if (typeof engines === 'number') return engines;
    if ((engines.registerUrl ?? engines.blobsUrl) === undefined) return ui.misuse(words.whereTo);
    const { dir, 'dry-run': dryRun } = values;
    try {
      const tell = (what: string): void => ui.note(words.inHand(what));
      const report = await moveRepository({ dir, ...engines, dryRun, clock: () => new Date(), tell });
      sayReport(report, dryRun, ui);
      return exitCodes.ok;
    } catch (error) {
      return refused(error, dir, ui);
    }
  },
});

function sayReport({ register, copies, files }: MoveReport, dryRun: boolean, ui: Ui): void {
  const words = ui.words.repository.move;
  ui.answer({ dryRun, register, copies, files });
  if (files) ui.print(words.files(files.files, files.bytes, files.written, dryRun));
  if (copies) ui.print(words.copies(copies, dryRun));
  for (const { table, rows, sha256 } of register?.tables ?? []) ui.print(words.table(table, rows, sha256));
  if (register) ui.print(words.log(register.logSize));
  ui.print(dryRun ? words.wouldMove : words.done);
}

function refused(error: unknown, dir: string, ui: Ui): ExitCode {
  if (error instanceof MoveError) {
    ui.note(`fojas: ${ui.words.repository.move.refused[error.kind](error.message)}`);
    return error.kind === 'damaged' || error.kind === 'differs' ? exitCodes.no : exitCodes.machine;
  }
  const engines = refuseEngines(error, ui);
  if (engines !== null) return engines;
  if (error instanceof RegisterError) return refuseRegister(error, ui);
  const failure = failureOfSystem(error, dir);
  if (failure === null) throw error;
  return ui.fail(failure);
}
