import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { mightEver } from '../../contract/permissions.ts';
import { PolicyName, type PolicyReport, type PolicyTrouble, type PolicyValue } from '../../contract/policy.ts';
import {
  groupOf,
  sayGroup,
  sayingsOf,
  sayLevel,
  sayPolicyTrouble,
  sayPolicyValue,
} from '../../contract/words/policy.ts';
import { isOpen, keepChoice } from '../../policy/choices.ts';
import { formOf } from '../../policy/form.ts';
import { openOfficeConfig, policyAlone } from '../../policy/office.ts';
import { decide } from '../../policy/resolve.ts';
import { readObject } from '../../policy/sources/index.ts';
import { templates } from '../../policy/templates/index.ts';
import { defineCommand } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { failureOfSystem, readText } from '../refusals.ts';
import type { Ui } from '../ui.ts';
import { policySayings } from '../words/policy-words.ts';

export const policyShow = defineCommand('policy show', {
  options: { config: { type: 'string' } },
  values: z.object({ config: z.string().min(1).optional() }),
  async run({ config }, _files, ui) {
    if (config === undefined) return say(await policyAlone(), ui);
    const opened = await openOfficeConfig(config);
    return opened.ok ? say(opened.value.policy, ui) : ui.fail(opened.failure);
  },
});

function say(report: PolicyReport, ui: Ui): ExitCode {
  const { locale } = ui;
  ui.answer(report);
  let group = '';
  for (const { name, value, level, place } of report.settings) {
    const next = sayGroup(groupOf(name), locale);
    if (next !== group) ui.print(next);
    group = next;
    ui.print(`  ${sayingsOf(name, locale).title} (${name}): ${sayPolicyValue(value, locale)}`);
    if (level !== 'program')
      ui.print(`    ${[sayLevel(level, locale), ...(place === null ? [] : [place])].join(': ')}`);
  }
  return sayTroubles(report.troubles, ui);
}

function sayTroubles(troubles: readonly PolicyTrouble[], ui: Ui): ExitCode {
  if (troubles.length === 0) return exitCodes.ok;
  ui.note(policySayings[ui.locale].troubles);
  for (const trouble of troubles) ui.note(`  ${sayPolicyTrouble(trouble, ui.locale)}`);
  return exitCodes.no;
}

export const policyChoose = defineCommand('policy choose', {
  options: {
    config: { type: 'string' },
    name: { type: 'string' },
    value: { type: 'string', multiple: true },
    forget: { type: 'boolean' },
  },
  values: z.object({
    config: z.string().min(1),
    name: PolicyName,
    value: z.array(z.string()).optional(),
    forget: z.boolean().default(false),
  }),
  async run({ config, name, value, forget }, _files, ui) {
    const words = policySayings[ui.locale];
    const chosen = value === undefined ? null : valueOf(name, value);
    if ((chosen === null) !== forget) return ui.misuse(words.valueOrForget);
    const opened = await openOfficeConfig(config);
    if (!opened.ok) return ui.fail(opened.failure);
    const { mode, person } = opened.value.config;
    if (!isOpen(opened.value.policy, mode, name, mightEver(person.role, 'configure'))) {
      ui.note(words.notYours(name));
      return exitCodes.no;
    }
    const kept = await keepChoice(config, name, chosen);
    if (!kept.ok) return ui.fail(kept.failure);
    const after = await openOfficeConfig(config);
    const setting = after.ok ? after.value.policy.settings.find((one) => one.name === name) : undefined;
    ui.answer(setting ?? null);
    if (setting)
      ui.print(`${name}: ${sayPolicyValue(setting.value, ui.locale)} (${sayLevel(setting.level, ui.locale)})`);
    return exitCodes.ok;
  },
});

/** What a shell hands over, in the form that the setting has; what it cannot be is refused where it is kept. */
function valueOf(name: PolicyName, given: readonly string[]): PolicyValue {
  const [first = ''] = given;
  switch (formOf(name).kind) {
    case 'number':
      return /^\d+$/.test(first) ? Number(first) : first;
    case 'flag':
      return first === 'true' || (first === 'false' ? false : first);
    case 'list':
      return [...given];
    default:
      return first;
  }
}

export const policyCheck = defineCommand('policy check', {
  options: {},
  values: z.object({}),
  files: 'some',
  async run(_values, files, ui) {
    const troubles: PolicyTrouble[] = [];
    for (const file of files) {
      const text = await readText(file);
      if (!text.ok) return ui.fail(text.failure);
      const says = readObject(text.value);
      const judged =
        says === null
          ? [{ kind: 'notJson', place: file, name: null, detail: '' } as const]
          : decide({ voices: [{ level: 'machine', place: file, says }], troubles: [] }).troubles;
      if (judged.length === 0) ui.print(policySayings[ui.locale].allHolds(file, Object.keys(says ?? {}).length));
      troubles.push(...judged);
    }
    ui.answer({ troubles });
    return sayTroubles(troubles, ui);
  },
});

export const policyTemplate = defineCommand('policy template', {
  options: { out: { type: 'string' } },
  values: z.object({ out: z.string().min(1) }),
  async run({ out }, _files, ui) {
    const folder = resolve(out);
    try {
      await mkdir(folder, { recursive: true });
      if ((await readdir(folder)).length > 0) return ui.fail({ kind: 'fileExists', file: folder });
      const files = Object.entries(templates());
      for (const [name, text] of files) {
        await mkdir(dirname(join(folder, name)), { recursive: true });
        await writeFile(join(folder, name), text, { flag: 'wx' });
      }
      ui.answer({ folder, files: files.map(([name]) => name) });
      ui.print(policySayings[ui.locale].written(files.length, folder));
      return exitCodes.ok;
    } catch (error) {
      const failure = failureOfSystem(error, folder);
      if (failure === null) throw error;
      return ui.fail(failure);
    }
  },
});
