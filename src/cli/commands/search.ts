import { z } from 'zod';
import { FoundKind } from '../../contract/search.ts';
import { caseNamed } from '../find-case-number.ts';
import { defineCommand } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { officeOptions, officeValues, withOffice } from '../with-office.ts';

/** How long it reads what was never read before, so that a first search finds it too. */
const patienceMs = 300_000;

export const search = defineCommand('search', {
  options: {
    ...officeOptions,
    case: { type: 'string' },
    kind: { type: 'string', multiple: true },
    limit: { type: 'string' },
  },
  values: z.object({
    ...officeValues,
    case: z.string().min(1).optional(),
    kind: z.array(FoundKind).default([]),
    limit: z
      .string()
      .regex(/^\d{1,3}$/)
      .transform(Number)
      .pipe(z.int().min(1).max(500))
      .default(50),
  }),
  files: 'some',
  run: (values, asked, ui) =>
    withOffice(values, ui, async (office) => {
      const words = ui.words.search;
      const within = values.case === undefined ? null : await caseNamed(office, values.case);
      if (within && !within.ok) return ui.fail(within.failure);
      if (within && !within.value) return ui.misuse(ui.words.cases.unknownCase(values.case ?? ''));
      // A shell takes the quotation marks away: words that came as one stand as they are.
      const text = asked.map((word) => (/\s/.test(word) && !word.includes('"') ? `"${word}"` : word)).join(' ');
      const answer = await office.client.call('search.find', {
        ...{ text: text.slice(0, 300), kinds: values.kind, limit: values.limit, patienceMs },
        caseId: within?.value?.caseId ?? null,
      });
      if (!answer.ok) return ui.fail(answer.failure);
      const { found, total, standing } = answer.value;
      ui.answer(answer.value);
      for (const { kind, caseNumber, caption, title, page, excerpt } of found) {
        const where = page === null ? '' : `, ${words.page(page)}`;
        ui.print(`${words.kinds[kind]}  ${caseNumber}  ${title === '' ? caption : `${title} — ${caption}`}${where}`);
        if (excerpt.length > 0)
          ui.print(`    ${excerpt.map((one) => (one.hit ? `[${one.text}]` : one.text)).join('')}`);
      }
      ui.print(words.count(total));
      const { waiting, elsewhere, silent } = standing;
      if (waiting + elsewhere + silent > 0) ui.print(words.left(waiting, elsewhere, silent));
      return total === 0 ? exitCodes.no : exitCodes.ok;
    }),
});
