import { z } from 'zod';
import { type ActRow, Tray } from '../../contract/acts.ts';
import type { Outcome } from '../../contract/failures.ts';
import { ActId } from '../../contract/ids.ts';
import { ActLabel, CorrectionHow } from '../../contract/wire-entries.ts';
import { sayFailure } from '../../contract/words/failures.ts';
import { stateWords } from '../../contract/words/states.ts';
import { defineCommand } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Ui } from '../ui.ts';
import { noteDay } from './repository-calendar.ts';
import { officeOptions, officeValues, withOffice } from '../with-office.ts';

const one = { ...officeOptions, act: { type: 'string' } } as const;
const oneValues = { ...officeValues, act: ActId };

/** A tray, narrowed by the office's labels and by what is due: all of it, page after page. */
export const actList = defineCommand('act list', {
  options: {
    ...officeOptions,
    tray: { type: 'string' },
    label: { type: 'string', multiple: true },
    'due-days': { type: 'string' },
  },
  values: z.object({
    ...officeValues,
    tray: Tray.default('toSign'),
    label: z.array(ActLabel).max(10).default([]),
    'due-days': z.coerce.number().int().min(0).max(366).optional(),
  }),
  run: ({ tray, label: labels, 'due-days': dueDays = null, ...values }, _files, ui) =>
    withOffice(values, ui, async ({ client }) => {
      const rows: ActRow[] = [];
      for (let after: string | null = null, more = true; more; more = after !== null) {
        const page: Outcome<{ rows: ActRow[]; next: string | null }> = await client.call('trays.page', {
          ...{ tray, labels, dueDays, after, limit: 500 },
        });
        if (!page.ok) return ui.fail(page.failure);
        rows.push(...page.value.rows);
        after = page.value.next;
      }
      ui.answer({ rows });
      for (const row of rows) sayRow(row, ui);
      return exitCodes.ok;
    }),
});

export const actLabel = defineCommand('act label', {
  options: { ...one, label: { type: 'string' }, off: { type: 'boolean' } },
  values: z.object({ ...oneValues, label: ActLabel, off: z.boolean().default(false) }),
  run: ({ act: actId, label, off, ...values }, _files, ui) =>
    withOffice(values, ui, async ({ client }) => {
      const answer = await client.call('acts.label', { actId, label, on: !off });
      if (answer.ok) await client.call('sync.now', {});
      return said(answer, ui);
    }),
});

export const actDue = defineCommand('act due', {
  options: { ...one, day: { type: 'string' } },
  values: z.object({ ...oneValues, day: z.iso.date().optional() }),
  run: ({ act: actId, day, ...values }, _files, ui) =>
    withOffice(values, ui, async ({ client }) => {
      // The end of that day, by this computer's calendar.
      const dueAt = day === undefined ? null : new Date(`${day}T23:59:59`).toISOString();
      const answer = await client.call('acts.setDue', { actId, dueAt });
      if (answer.ok) await client.call('sync.now', {});
      const code = said(answer, ui);
      if (answer.ok && day !== undefined) await noteDay(client, day, ui);
      return code;
    }),
});

export const actCorrect = defineCommand('act correct', {
  options: { ...one, how: { type: 'string' } },
  values: z.object({ ...oneValues, how: CorrectionHow }),
  run: ({ act: actId, how, ...values }, _files, ui) =>
    withOffice(values, ui, async ({ client }) => {
      const begun = await client.call('drafts.beginCorrection', { actId, how });
      if (!begun.ok) return ui.fail(begun.failure);
      await client.call('sync.now', {});
      ui.answer({ draftId: begun.value.row.draftId });
      ui.print(begun.value.row.draftId);
      return exitCodes.ok;
    }),
});

/** Begins the draft that makes a refused act anew, and says why it was refused. */
export const actRemake = defineCommand('act remake', {
  options: one,
  values: z.object(oneValues),
  run: ({ act: actId, ...values }, _files, ui) =>
    withOffice(values, ui, async ({ client }) => {
      const begun = await client.call('drafts.remake', { actId });
      if (!begun.ok) return ui.fail(begun.failure);
      await client.call('sync.now', {});
      const { row, remakes } = begun.value;
      ui.answer({ draftId: row.draftId, remakes });
      ui.print(row.draftId);
      if (remakes) ui.note(sayFailure(remakes.reason, ui.locale).what);
      return exitCodes.ok;
    }),
});

/** What the registry refused of an act, without refusing the act itself, waits in the queue no more. */
export const actSetAside = defineCommand('act set-aside', {
  options: one,
  values: z.object(oneValues),
  run: ({ act: actId, ...values }, _files, ui) =>
    withOffice(values, ui, async ({ client }) => {
      const answer = await client.call('acts.setAside', { actId });
      const code = said(answer, ui);
      if (answer.ok && answer.value.setAside) ui.note(sayFailure(answer.value.setAside.reason, ui.locale).what);
      return code;
    }),
});

/** Shows the act as it is now, or why not. */
export function said(answer: Outcome<ActRow>, ui: Ui): ExitCode {
  if (!answer.ok) return ui.fail(answer.failure);
  ui.answer(answer.value);
  sayRow(answer.value, ui);
  return exitCodes.ok;
}

/** Of several signers, how many signed so: neither kind is said of all. */
function shareOf(joint: ActRow['joint']): string {
  if (!joint) return '';
  return ` ${joint.signers.filter(({ electronic }) => electronic).length}/${joint.signers.length}`;
}

function sayRow(row: ActRow, ui: Ui): void {
  const { actId, caseNumber, title, state, dueAt, electronic, joint, signer, signers, labels = [] } = row;
  const names = signer === null ? (signers ?? []) : [signer];
  const marks = [
    stateWords(ui.locale, state),
    ...(electronic ? [`${ui.words.verify.electronicSignature.toLowerCase()}${shareOf(joint)}`] : []),
    ...(names.length === 0 ? [] : [names.join(', ')]),
    ...(dueAt === null ? [] : [dueAt.slice(0, 10)]),
    ...labels,
    ...pendingOf(row, ui),
  ];
  ui.print(`${actId}  ${caseNumber}  ${title}  (${marks.join('; ')})`);
}

/** Who is still to be told of what is registered. */
function pendingOf({ state, notices }: ActRow, ui: Ui): string[] {
  const open = state === 'registered' ? (notices?.addressees.filter((one) => one.state !== 'done') ?? []) : [];
  return open.length === 0 ? [] : [ui.words.cases.toNotify(open.map(({ name }) => name).join(', '))];
}
