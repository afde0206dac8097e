import { z } from 'zod';
import type { CarriedParcel } from '../../contract/stick.ts';
import { sayFailure } from '../../contract/words/failures.ts';
import { defineCommand } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Ui } from '../ui.ts';
import { officeOptions, officeValues, withOffice } from '../with-office.ts';

export const stickExport = defineCommand('stick export', {
  options: { ...officeOptions, to: { type: 'string' } },
  values: z.object({ ...officeValues, to: z.string().min(1) }),
  run: (values, _files, ui) =>
    withOffice(values, ui, async ({ client }) => {
      const made = await client.call('stick.export', { folder: values.to });
      if (!made.ok) return ui.fail(made.failure);
      const { path, acts, returns, renditions, leftOut } = made.value;
      const { cases, proposals, signatures, drafts, entries, sealedTo } = made.value;
      const words = ui.words.carried;
      ui.answer(made.value);
      ui.print(words.exported(path, acts, returns, renditions));
      if (sealedTo !== null) ui.print(words.sealedTo(sealedTo));
      if (cases + proposals + signatures + drafts + entries > 0)
        ui.print(words.besides(cases, proposals, signatures, drafts, entries));
      if (leftOut > 0) ui.print(words.leftOut(leftOut));
      ui.print(words.carryIt);
      return leftOut > 0 ? exitCodes.no : exitCodes.ok;
    }),
});

export const stickWish = defineCommand('stick wish', {
  options: {
    ...officeOptions,
    ...{ to: { type: 'string' }, case: { type: 'string', multiple: true }, 'max-mb': { type: 'string' } },
  },
  values: z.object({
    ...officeValues,
    to: z.string().min(1),
    case: z.array(z.string().min(1)).default([]),
    'max-mb': z.coerce.number().int().min(0).max(16_000).default(2000),
  }),
  run: (values, _files, ui) =>
    withOffice(values, ui, async ({ client }) => {
      const maxBytes = values['max-mb'] * 1_000_000;
      const made = await client.call('stick.wish', { folder: values.to, caseNumbers: values.case, maxBytes });
      if (!made.ok) return ui.fail(made.failure);
      const { path, sealedTo } = made.value;
      const words = ui.words.carried;
      ui.answer(made.value);
      ui.print(words.wished(path));
      if (sealedTo !== null) ui.print(words.sealedTo(sealedTo));
      return exitCodes.ok;
    }),
});

export const stickImport = defineCommand('stick import', {
  options: { ...officeOptions, file: { type: 'string' } },
  values: z.object({ ...officeValues, file: z.string().min(1) }),
  run: (values, _files, ui) =>
    withOffice(values, ui, async ({ client }) => {
      const taken = await client.call('stick.import', { path: values.file });
      if (!taken.ok) return ui.fail(taken.failure);
      const { kind, registered, received, refused, later, delivered, cases, acts, files, unknown } = taken.value;
      const words = ui.words.carried;
      ui.answer(taken.value);
      ui.print(
        kind === 'seed' ? words.seedTaken(cases, acts, files) : words.answerTaken(registered, received, refused, later),
      );
      if (delivered > 0) ui.print(words.delivered(delivered));
      if (unknown.length > 0) ui.print(words.unknownCases(unknown.join(', ')));
      return refused + later + unknown.length > 0 ? exitCodes.no : exitCodes.ok;
    }),
});

export const stickCarry = defineCommand('stick carry', {
  options: { ...officeOptions, file: { type: 'string' } },
  values: z.object({ ...officeValues, file: z.string().min(1) }),
  run: (values, _files, ui) =>
    withOffice(values, ui, async ({ client }) => {
      const taken = await client.call('stick.carry', { path: values.file });
      if (!taken.ok) return ui.fail(taken.failure);
      ui.answer(taken.value);
      ui.print(ui.words.carried.carried(taken.value.name, taken.value.state, reasonIn(taken.value, ui)));
      ui.print(ui.words.carried.carriedOn);
      return exitCodes.ok;
    }),
});

export const stickCarried = defineCommand('stick carried', {
  options: { ...officeOptions, to: { type: 'string' } },
  values: z.object({ ...officeValues, to: z.string().min(1).optional() }),
  run: (values, _files, ui) =>
    withOffice(values, ui, async ({ client }) => {
      // It is here to be passed on: the line gets its chance first.
      await client.call('stick.passOn', {});
      const handed = values.to === undefined ? null : await client.call('stick.handOut', { folder: values.to });
      if (handed && !handed.ok) return ui.fail(handed.failure);
      const carrying = await client.call('stick.carried', {});
      if (!carrying.ok) return ui.fail(carrying.failure);
      const { parcels, failure } = carrying.value;
      const words = ui.words.carried;
      ui.answer({ ...carrying.value, ...(handed ? { files: handed.value.files } : {}) });
      if (parcels.length === 0) ui.print(words.carriedNone);
      for (const parcel of parcels) ui.print(words.carried(parcel.name, parcel.state, reasonIn(parcel, ui)));
      for (const file of handed?.value.files ?? []) ui.print(words.answerIn(file));
      if (failure) ui.print(sayFailure(failure, ui.locale).what);
      return parcels.every(({ state }) => state === 'answered') ? exitCodes.ok : exitCodes.no;
    }),
});

const reasonIn = ({ reason }: CarriedParcel, ui: Ui): string | null =>
  reason === null ? null : sayFailure({ kind: 'parcelRefused', reason }, ui.locale).what;
