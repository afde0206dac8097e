import { z } from 'zod';
import { defineCommand } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { peopleOptions, peopleValues, sayAnswer, withPeople } from '../repository/people.ts';

export const devicesList = defineCommand('repository devices list', {
  options: { ...peopleOptions, person: { type: 'string' } },
  values: z.object({ ...peopleValues, person: z.string().min(1).optional() }),
  run: (values, _files, ui) =>
    withPeople(values, ui, async (hand) => {
      const answer = await hand.order({ kind: 'list' });
      if (answer?.kind !== 'listing') return hand.code;
      const devices = answer.listing.devices.filter(
        ({ personId }) => values.person === undefined || personId === values.person,
      );
      ui.answer({ devices });
      if (devices.length === 0) ui.print(ui.words.people.noDevice(values.person));
      for (const device of devices) ui.print(ui.words.people.device(device));
      return exitCodes.ok;
    }),
});

export const devicesRevoke = defineCommand('repository devices revoke', {
  options: { ...peopleOptions, device: { type: 'string' }, reason: { type: 'string' } },
  values: z.object({
    ...peopleValues,
    /** The thumbprint of its key, or as much of its beginning as tells it from the others. */
    device: z.string().min(6).max(43),
    reason: z.string().trim().min(3).max(300),
  }),
  run: (values, _files, ui) =>
    withPeople(values, ui, async (hand) => {
      const answer = await hand.order({ kind: 'list' });
      if (answer?.kind !== 'listing') return hand.code;
      const [found, ...others] = answer.listing.devices.filter(({ jkt }) => jkt.startsWith(values.device));
      if (!found || others.length > 0) return ui.misuse(ui.words.people.whichDevice(values.device));
      return sayAnswer(await hand.order({ kind: 'revokeDevice', jkt: found.jkt, reason: values.reason }), hand, ui);
    }),
});

export const accessLogShow = defineCommand('repository log show', {
  options: { ...peopleOptions, person: { type: 'string' }, after: { type: 'string' } },
  values: z.object({
    ...peopleValues,
    person: z.string().min(1).optional(),
    after: z
      .string()
      .regex(/^\d{1,12}$/)
      .transform(Number)
      .default(0),
  }),
  run: (values, _files, ui) =>
    withPeople(values, ui, async (hand) => {
      for (let { after } = values; ;) {
        const entries = await hand.accesses(after);
        if (!entries) return hand.code;
        for (const entry of entries) {
          if (values.person !== undefined && entry.personId !== values.person) continue;
          ui.answer(entry);
          const who = [entry.personId ?? '', entry.device?.slice(0, 8) ?? ''].filter(Boolean).join(' ');
          ui.print(
            [entry.seq, entry.at, entry.officeId, who, entry.what, entry.subject ?? '', entry.status].join('  '),
          );
        }
        const last = entries.at(-1);
        if (!last) return exitCodes.ok;
        after = last.seq;
      }
    }),
});

export const accessLogVerify = defineCommand('repository log verify', {
  options: peopleOptions,
  values: z.object(peopleValues),
  run: (values, _files, ui) =>
    withPeople(values, ui, async (hand) => {
      const verdict = await hand.verdict();
      if (!verdict) return hand.code;
      ui.answer(verdict);
      const words = ui.words.people;
      if (verdict.kind === 'whole') {
        ui.print(words.whole(verdict.entries, verdict.head));
        return exitCodes.ok;
      }
      ui.note(`fojas: ${words.broken(verdict.seq, verdict.reason)}`);
      return exitCodes.no;
    }),
});
