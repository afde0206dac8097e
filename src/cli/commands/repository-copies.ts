import { resolve } from 'node:path';
import { z } from 'zod';
import type { KeptSlot } from '../../contract/wire-copies.ts';
import { createFormats } from '../../contract/words/formats.ts';
import { defineCommand } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { keptOptions, keptValues, withKept } from '../repository/copies.ts';
import type { Ui } from '../ui.ts';
import { keptCopiesSayings } from '../words/kept-copies-words.ts';

/** Whose copies a repository keeps. */
export const keptCopiesList = defineCommand('repository copies list', {
  options: keptOptions,
  values: z.object(keptValues),
  run: (values, _files, ui) =>
    withKept(values, ui, async (hand) => {
      const slots = await hand.slots();
      if (!slots.ok) return ui.fail(slots.failure);
      ui.answer({ slots: slots.value });
      for (const slot of slots.value) ui.print(lineOf(slot, ui));
      return exitCodes.ok;
    }),
});

/** Brings the copies of one workstation into a folder, for `home restore --from`. */
export const keptCopiesFetch = defineCommand('repository copies fetch', {
  options: { ...keptOptions, device: { type: 'string' }, to: { type: 'string' }, all: { type: 'boolean' } },
  values: z.object({
    ...keptValues,
    /** Its name, or the beginning of its slot. */
    device: z.string().min(1).max(200),
    to: z.string().min(1),
    all: z.boolean().default(false),
  }),
  run: (values, _files, ui) =>
    withKept(values, ui, async (hand) => {
      const { device, to, all } = values;
      const slots = await hand.slots();
      if (!slots.ok) return ui.fail(slots.failure);
      const named = slots.value.filter((slot) => isNamed(slot, device) && slot.generations.length > 0);
      const [slot, ...others] = named;
      if (!slot)
        return ui.fail({
          kind: 'copyMissing',
          folder: values.dir ?? values.config ?? '',
          detail: `no copy of ${device}`,
        });
      // The new PC of that name may have copies by now, and another office a PC of the same name: nobody is guessed at.
      if (others.length > 0)
        return ui.misuse(
          [keptCopiesSayings[ui.locale].whichSlot(device), ...named.map((one) => `  ${lineOf(one, ui)}`)].join('\n'),
        );
      const fetched = await hand.fetch(slot, { to: resolve(to), all });
      if (!fetched.ok) return ui.fail(fetched.failure);
      const { folder, generations } = fetched.value;
      ui.answer({ slot: slot.slot, officeId: slot.officeId, deviceId: slot.deviceId, folder, generations });
      ui.print(ui.words.carried.fetched(folder, generations));
      return exitCodes.ok;
    }),
});

/** As much of a slot as is shown, and as little as names one. */
const slotShown = 12;
const slotLeast = 8;

const isNamed = ({ slot, deviceId }: KeptSlot, device: string): boolean =>
  deviceId === device || (device.length >= slotLeast && slot.startsWith(device));

function lineOf({ slot, officeId, deviceId, personId, usedBytes, generations }: KeptSlot, ui: Ui): string {
  const [newest] = generations;
  const words = keptCopiesSayings[ui.locale];
  const formats = createFormats(ui.locale);
  const state = newest ? words.copies(generations.length, formats.dateTime(newest.writtenAt)) : words.none;
  const who = personId ?? words.officeKey;
  return [slot.slice(0, slotShown), officeId, deviceId, who, formats.size(usedBytes), state].join('  ');
}
