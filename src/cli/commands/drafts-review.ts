import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Outcome } from '../../contract/failures.ts';
import type { ReviewSheet } from '../../contract/review.ts';
import { DraftId } from '../../contract/wire-drafts.ts';
import { defineCommand } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Ui } from '../ui.ts';
import { officeOptions, officeValues, withOffice } from '../with-office.ts';

const named = { ...officeOptions, draft: { type: 'string' } } as const;
const namedValues = { ...officeValues, draft: DraftId };

export const draftsAsk = defineCommand('drafts ask', {
  options: named,
  values: z.object(namedValues),
  run: ({ draft: draftId, ...values }, _files, ui) =>
    withOffice(values, ui, async ({ client }) => {
      const now = await client.call('review.read', { draftId });
      if (!now.ok) return ui.fail(now.failure);
      return said(await client.call('review.ask', { draftId, versionId: now.value.hand.versionId }), ui);
    }),
});

export const draftsRecall = defineCommand('drafts recall', {
  options: named,
  values: z.object(namedValues),
  run: ({ draft: draftId, ...values }, _files, ui) =>
    withOffice(values, ui, async ({ client }) => said(await client.call('review.recall', { draftId }), ui)),
});

/** Shows the text with the names of its paragraphs and what was said of them; that the person read it is written down. */
export const draftsReview = defineCommand('drafts review', {
  options: named,
  values: z.object(namedValues),
  run: ({ draft: draftId, ...values }, _files, ui) =>
    withOffice(values, ui, async ({ client }) => {
      const sheet = await client.call('review.read', { draftId });
      if (!sheet.ok) return ui.fail(sheet.failure);
      const { hand, read } = sheet.value;
      const marked = await client.call('review.markRead', { draftId, versionId: hand.versionId });
      if (!marked.ok) return ui.fail(marked.failure);
      const before = new Map(read?.saved.text.paragraphs.map(({ id, text }) => [id, text]));
      ui.print(hand.text.title);
      for (const { id, text } of hand.text.paragraphs) {
        const mark = read === null ? ' ' : before.get(id) === text ? ' ' : before.has(id) ? '~' : '+';
        ui.print(`${mark} [${id}] ${text}`);
      }
      for (const [id, text] of before)
        if (!hand.text.paragraphs.some((one) => one.id === id)) ui.print(`- [${id}] ${text}`);
      return said(sheet, ui);
    }),
});

export const draftsReturn = defineCommand('drafts return', {
  options: { ...named, remark: { type: 'string' }, paragraph: { type: 'string' }, words: { type: 'string' } },
  values: z.object({
    ...namedValues,
    remark: z.string().trim().min(1).max(2000),
    paragraph: z.string().optional(),
    words: z.string().max(400).optional(),
  }),
  run: ({ draft: draftId, remark: text, paragraph: id, words = '', ...values }, _files, ui) =>
    withOffice(values, ui, async ({ client }) => {
      const sheet = await client.call('review.read', { draftId });
      if (!sheet.ok) return ui.fail(sheet.failure);
      const { hand } = sheet.value;
      const paragraph = id === undefined ? null : hand.text.paragraphs.find((one) => one.id === id);
      if (paragraph === undefined) return ui.misuse(ui.words.drafts.noParagraph(id ?? ''));
      const from = paragraph ? paragraph.text.indexOf(words) : 0;
      if (from < 0 || (paragraph === null && words !== '')) return ui.misuse(ui.words.drafts.noWords(words));
      const quote = words === '' ? (paragraph?.text.slice(0, 120) ?? '') : words;
      const remark = {
        remarkId: randomUUID(),
        paragraphId: paragraph?.id ?? null,
        from,
        to: from + words.length,
        quote,
        text,
      };
      return said(await client.call('review.giveBack', { draftId, versionId: hand.versionId, remarks: [remark] }), ui);
    }),
});

export const draftsResolve = defineCommand('drafts resolve', {
  options: { ...named, remark: { type: 'string' } },
  values: z.object({ ...namedValues, remark: z.string().min(1).max(100) }),
  run: ({ draft: draftId, remark: remarkId, ...values }, _files, ui) =>
    withOffice(values, ui, async ({ client }) => said(await client.call('review.resolve', { draftId, remarkId }), ui)),
});

function said(answer: Outcome<ReviewSheet>, ui: Ui): ExitCode {
  if (!answer.ok) return ui.fail(answer.failure);
  const { state, asked, remarks } = answer.value;
  ui.answer(answer.value);
  ui.print(ui.words.drafts.review(state, asked?.by ?? null));
  for (const { remark, by, resolved } of remarks)
    ui.print(ui.words.drafts.remark(remark.remarkId, remark.paragraphId, by, remark.text, resolved?.by ?? null));
  return exitCodes.ok;
}
