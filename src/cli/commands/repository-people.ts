import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { Role } from '../../contract/config.ts';
import { endOf, readPeopleCsv } from '../../contract/people-csv.ts';
import { Capacity, Clearance, PeopleOrder } from '../../contract/people.ts';
import { defineCommand } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { failureOfSystem } from '../refusals.ts';
import { peopleOptions, peopleValues, sayAnswer, withPeople } from '../repository/people.ts';

const until = z
  .string()
  .transform((text) => endOf(text))
  .pipe(z.iso.datetime());
const clearance = z
  .string()
  .regex(/^[0-5]$/)
  .transform(Number)
  .pipe(Clearance);
const name = z.string().min(1).max(200);

export const officesAdd = defineCommand('repository offices add', {
  options: { ...peopleOptions, office: { type: 'string' }, name: { type: 'string' } },
  values: z.object({ ...peopleValues, office: name, name }),
  run: (values, _files, ui) =>
    withPeople(values, ui, async (hand) => {
      const office = { officeId: values.office, name: values.name };
      return sayAnswer(await hand.order({ kind: 'office', office }), hand, ui);
    }),
});

export const officesList = defineCommand('repository offices list', {
  options: peopleOptions,
  values: z.object(peopleValues),
  run: (values, _files, ui) =>
    withPeople(values, ui, async (hand) => {
      const answer = await hand.order({ kind: 'list' });
      if (answer?.kind !== 'listing') return hand.code;
      const { offices, people } = answer.listing;
      ui.answer({ offices });
      for (const { officeId, name: called } of offices) {
        const count = people.filter(({ grants }) => grants.some((grant) => grant.officeId === officeId)).length;
        ui.print(`${officeId}  ${called}  ${ui.words.people.count(count)}`);
      }
      return exitCodes.ok;
    }),
});

export const peopleImport = defineCommand('repository people import', {
  options: peopleOptions,
  values: z.object(peopleValues),
  files: 'some',
  run: (values, files, ui) =>
    withPeople(values, ui, async (hand) => {
      for (const file of files) {
        let text: string;
        try {
          text = await readFile(file, 'utf8');
        } catch (error) {
          const failure = failureOfSystem(error, file);
          if (failure === null) throw error;
          return ui.fail(failure);
        }
        const list = readPeopleCsv(text);
        if (list.kind === 'fault') return ui.misuse(ui.words.people.badRow(file, list.line, list.column));
        const order = PeopleOrder.safeParse({ kind: 'import', rows: list.rows });
        if (!order.success) {
          const [, nth, ...field] = order.error.issues[0]?.path ?? [];
          return ui.misuse(ui.words.people.badRow(file, Number(nth ?? 0) + 2, field.map(String).join('.')));
        }
        const code = sayAnswer(await hand.order(order.data), hand, ui);
        if (code !== exitCodes.ok) return code;
      }
      return exitCodes.ok;
    }),
});

export const peopleList = defineCommand('repository people list', {
  options: { ...peopleOptions, office: { type: 'string' } },
  values: z.object({ ...peopleValues, office: name.optional() }),
  run: (values, _files, ui) =>
    withPeople(values, ui, async (hand) => {
      const answer = await hand.order({ kind: 'list' });
      if (answer?.kind !== 'listing') return hand.code;
      const { office } = values;
      const people = answer.listing.people.filter(
        ({ grants }) => office === undefined || grants.some(({ officeId }) => officeId === office),
      );
      ui.answer({ people });
      for (const { personId, name: called, grants } of people) {
        ui.print(`${personId}  ${called}`);
        for (const grant of grants) ui.print(`  ${ui.words.people.grant(grant)}`);
      }
      return exitCodes.ok;
    }),
});

export const peopleGrant = defineCommand('repository people grant', {
  options: {
    ...peopleOptions,
    ...{ person: { type: 'string' }, office: { type: 'string' }, role: { type: 'string', multiple: true } },
    ...{ clearance: { type: 'string' }, until: { type: 'string' }, validator: { type: 'boolean' } },
    capacity: { type: 'string' },
  },
  values: z.object({
    ...peopleValues,
    ...{ person: name, office: name, role: z.array(Role).min(1), clearance, until },
    validator: z.boolean().default(false),
    capacity: Capacity.optional(),
  }),
  run: (values, _files, ui) =>
    withPeople(values, ui, async (hand) => {
      const { person: personId, office: officeId, validator } = values;
      const roles = [...new Set(values.role)];
      const { capacity } = values;
      const grant = { officeId, roles, clearance: values.clearance, validator, until: values.until, capacity };
      return sayAnswer(await hand.order({ kind: 'grant', personId, grant }), hand, ui);
    }),
});

export const peopleRevoke = defineCommand('repository people revoke', {
  options: { ...peopleOptions, person: { type: 'string' }, office: { type: 'string' } },
  values: z.object({ ...peopleValues, person: name, office: name }),
  run: (values, _files, ui) =>
    withPeople(values, ui, async (hand) =>
      sayAnswer(
        await hand.order({ kind: 'revokeGrant', personId: values.person, officeId: values.office }),
        ...([hand, ui] as const),
      ),
    ),
});

export const peopleCode = defineCommand('repository people code', {
  options: { ...peopleOptions, person: { type: 'string' } },
  values: z.object({ ...peopleValues, person: name }),
  run: (values, _files, ui) =>
    withPeople(values, ui, async (hand) =>
      sayAnswer(await hand.order({ kind: 'code', personId: values.person }), hand, ui),
    ),
});
