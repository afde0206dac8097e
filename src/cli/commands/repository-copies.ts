import { resolve } from 'node:path';
import { z } from 'zod';
import type { KeptSlot } from '../../contract/wire-copies.ts';
import { createFormats } from '../../contract/words/formats.ts';
import { readSlots } from '../../repository/copies/read.ts';
import { removeSlot } from '../../repository/copies/remove.ts';
import { defineCommand } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { keptOptions, keptValues, withKept, withPlace } from '../repository/copies.ts';
import { engineValues, readEngines } from '../repository/engines.ts';
import { withEngines } from '../repository/people.ts';
import type { Ui } from '../ui.ts';
import { keptCopiesSayings } from '../words/kept-copies-words.ts';

/** Its name, or the beginning of its slot. */
const deviceValue = z.string().min(1).max(200);

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
    device: deviceValue,
    to: z.string().min(1),
    all: z.boolean().default(false),
  }),
  run: (values, _files, ui) =>
    withKept(values, ui, async (hand) => {
      const { device, to, all } = values;
      const slots = await hand.slots();
      if (!slots.ok) return ui.fail(slots.failure);
      const named = slots.value.filter((one) => isNamed(one, device) && one.generations.length > 0);
      const slot = onlyOne(named, { device, place: values.blobs ?? values.dir ?? values.config ?? '' }, ui);
      if (typeof slot === 'number') return slot;
      const fetched = await hand.fetch(slot, { to: resolve(to), all });
      if (!fetched.ok) return ui.fail(fetched.failure);
      const { folder, generations } = fetched.value;
      ui.answer({ slot: slot.slot, officeId: slot.officeId, deviceId: slot.deviceId, folder, generations });
      ui.print(ui.words.carried.fetched(folder, generations));
      return exitCodes.ok;
    }),
});

/** Removes the copies of a workstation that is not used any more; of a folder not while the repository serves. */
export const keptCopiesRemove = defineCommand('repository copies remove', {
  options: {
    ...{ dir: keptOptions.dir, register: { type: 'string' }, blobs: keptOptions.blobs },
    ...{ device: { type: 'string' }, really: { type: 'boolean' } },
  },
  values: z.object({
    ...{ dir: z.string().min(1), ...engineValues, device: deviceValue, really: z.boolean().default(false) },
  }),
  async run({ dir, register, blobs, device, really }, _files, ui) {
    const words = keptCopiesSayings[ui.locale];
    const named = readEngines({ register, blobs }, ui);
    if (typeof named === 'number') return named;
    // Of a register that nodes share no folder holds copies.
    if (register !== undefined && blobs === undefined) return ui.misuse(words.whereFlags);
    return withPlace({ dir, blobs }, ui, (copies) =>
      withEngines({ dir, register }, ui, words.runs, async (engines, clock) => {
        const slot = onlyOne(
          (await readSlots(copies)).filter((one) => isNamed(one, device)),
          { device, place: blobs ?? dir },
          ui,
        );
        if (typeof slot === 'number') return slot;
        if (!really) {
          ui.answer({ removed: false, slot });
          ui.print(lineOf(slot, ui));
          ui.print(words.sayReally);
          return exitCodes.ok;
        }
        const end = await removeSlot(copies, slot, { book: engines.register.people, clock });
        if (end === 'deskWorks') {
          ui.note(`fojas: ${words.deskWorks(slot.deviceId)}`);
          return exitCodes.no;
        }
        ui.answer({ removed: true, slot });
        ui.print(words.removed(slot.deviceId, slot.officeId));
        return exitCodes.ok;
      }),
    );
  },
});

/** The one that is meant; nobody is guessed at: the new PC of that name may have copies by now, and another office a PC of the same name. */
function onlyOne(
  named: readonly KeptSlot[],
  { device, place }: { readonly device: string; readonly place: string },
  ui: Ui,
): KeptSlot | ExitCode {
  const [slot, ...others] = named;
  if (!slot) return ui.fail({ kind: 'copyMissing', folder: place, detail: `no copy of ${device}` });
  if (others.length === 0) return slot;
  const lines = named.map((one) => `  ${lineOf(one, ui)}`);
  return ui.misuse([keptCopiesSayings[ui.locale].whichSlot(device), ...lines].join('\n'));
}

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
