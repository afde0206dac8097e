import process from 'node:process';
import { z } from 'zod';
import { defineCommand } from '../command.ts';
import {
  checkCardService,
  checkCrypto,
  checkDisk,
  checkNode,
  checkReaders,
  thisMachine,
} from '../doctor/machine-checks.ts';
import type { Finding } from '../doctor/finding.ts';
import { checkOffice } from '../doctor/office-checks.ts';
import { checkTokens } from '../doctor/token-checks.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Ui } from '../ui.ts';
import { librariesFrom } from './tokens.ts';

export const doctor = defineCommand('doctor', {
  options: {
    config: { type: 'string' },
    'store-key-file': { type: 'string' },
    module: { type: 'string', multiple: true },
  },
  values: z.object({
    config: z.string().min(1).optional(),
    'store-key-file': z.string().min(1).optional(),
    module: z.array(z.string().min(1)).default([]),
  }),
  async run(values, _files, ui) {
    const view = thisMachine();
    const found: Finding[] = [];
    // Each finding is said when it is made: a library that hangs must not hide what came before it.
    const say = (...findings: Finding[]): void => {
      found.push(...findings);
      for (const finding of findings) printFinding(finding, ui);
    };
    say(checkNode(view, ui), checkCrypto(view, ui), checkCardService(view, ui), checkReaders(view, ui));
    const { findings, config } = await checkOffice(values.config, values['store-key-file'], ui);
    const libraries =
      config === null || values.module.length > 0 ? librariesFrom(values.module) : config.tokenLibraries;
    say(...(await checkTokens(libraries, new Date(), ui)));
    say(...findings);
    say(await checkDisk(config?.dataDir ?? process.cwd(), view, ui));
    ui.answer({ findings: found });
    const bad = found.filter(({ state }) => state === 'bad').length;
    ui.print(bad === 0 ? ui.words.doctor.allWell : ui.words.doctor.someBad(bad));
    return bad === 0 ? exitCodes.ok : exitCodes.no;
  },
});

const marks = { ok: '[ok]', info: '[--]', warn: '[! ]', bad: '[X ]' } as const;

function printFinding({ check, state, detail, fix }: Finding, ui: Ui): void {
  ui.print(`${marks[state]} ${ui.words.doctor.checks[check]}: ${detail}`);
  if (fix !== null) ui.print(`     ${fix}`);
}
