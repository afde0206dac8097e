import { z } from 'zod';
import { ActId } from '../../contract/ids.ts';
import { CaseMove } from '../../contract/wire-entries.ts';
import { defineCommand } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { caseNamed } from '../find-case-number.ts';
import { notedEntry } from '../noted-entry.ts';
import { officeOptions, officeValues, withOffice } from '../with-office.ts';

const { to, how, joinedTo, reason } = CaseMove.shape;

/** A case goes to another office by order of a registered act, or, of whoever may only prepare that, its going is asked for. */
export const caseMove = defineCommand('case move', {
  options: {
    ...officeOptions,
    case: { type: 'string' },
    to: { type: 'string' },
    how: { type: 'string' },
    act: { type: 'string' },
    'joined-to': { type: 'string' },
    reason: { type: 'string' },
  },
  values: z
    .object({
      ...officeValues,
      ...{ case: z.string().min(1), to, how: how.default('remission'), act: ActId, reason },
      'joined-to': joinedTo.default(null),
    })
    .refine((given) => (given.how === 'joinder') === (given['joined-to'] !== null), '--joined-to: --how joinder'),
  run: (values, _files, ui) =>
    withOffice(values, ui, async (office) => {
      const found = await caseNamed(office, values.case);
      if (!found.ok) return ui.fail(found.failure);
      if (!found.value) return ui.misuse(ui.words.cases.unknownCase(values.case));
      const { caseId } = found.value;
      const move = { to: values.to, how: values.how, actId: values.act, joinedTo: values['joined-to'] };
      const noted = await notedEntry(office, caseId, () =>
        office.client.call('cases.move', { caseId, move: { ...move, reason: values.reason } }),
      );
      if (!noted.ok) return ui.fail(noted.failure);
      const made = noted.value;
      ui.answer(made?.entry);
      if (made?.trouble) return ui.fail(made.trouble);
      ui.print(ui.words.cases[made?.entry.kind === 'moved' ? 'moved' : 'moveAsked'](values.to));
      if (made?.place === 'here') ui.print(ui.words.cases.unsent);
      return exitCodes.ok;
    }),
});
