import { z } from 'zod';
import { CaseNaming } from '../../contract/wire-entries.ts';
import { defineCommand } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { caseNamed } from '../find-case-number.ts';
import { notedEntry } from '../noted-entry.ts';
import { officeOptions, officeValues, withOffice } from '../with-office.ts';
import { party } from './party.ts';

/** Corrects what a case is called and who its parties are; what is not given stays as it is. */
export const caseCaption = defineCommand('case caption', {
  options: {
    ...officeOptions,
    case: { type: 'string' },
    caption: { type: 'string' },
    party: { type: 'string', multiple: true },
    'no-parties': { type: 'boolean' },
    reason: { type: 'string' },
  },
  values: z
    .object({
      ...officeValues,
      case: z.string().min(1),
      caption: CaseNaming.shape.caption.optional(),
      party: z.array(party).optional(),
      'no-parties': z.boolean().default(false),
      reason: z.string().trim().min(1).max(1000),
    })
    .refine((given) => !given['no-parties'] || given.party === undefined, '--party, --no-parties'),
  run: (values, _files, ui) =>
    withOffice(values, ui, async (office) => {
      const found = await caseNamed(office, values.case);
      if (!found.ok) return ui.fail(found.failure);
      if (!found.value) return ui.misuse(ui.words.cases.unknownCase(values.case));
      const { caseId } = found.value;
      const now = await office.client.call('cases.read', { caseId });
      if (!now.ok) return ui.fail(now.failure);
      const caption = values.caption ?? now.value.row.caption;
      const parties = values['no-parties'] ? [] : (values.party ?? now.value.opening?.parties ?? []);
      const noted = await notedEntry(office, caseId, () =>
        office.client.call('cases.setCaption', { caseId, caption, parties, reason: values.reason }),
      );
      if (!noted.ok) return ui.fail(noted.failure);
      const made = noted.value;
      ui.answer(made?.entry);
      if (made?.trouble) return ui.fail(made.trouble);
      ui.print(ui.words.cases.captionSet(values.case, caption, parties.length));
      if (made?.place === 'here') ui.print(ui.words.cases.unsent);
      return exitCodes.ok;
    }),
});
