import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { Role } from '../../contract/config.ts';
import { endOf, lineOfRefusal, readOfficesCsv, readPeopleCsv } from '../../contract/people-csv.ts';
import { Capacity, Clearance, type PeopleAnswer } from '../../contract/people.ts';
import { sayLine, sayListFault } from '../../contract/words/people-list.ts';
import { defineCommand } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { failureOfSystem } from '../refusals.ts';
import { peopleOptions, peopleValues, sayAnswer, withPeople } from '../repository/people.ts';
import type { Ui } from '../ui.ts';

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

async function bytesOf(file: string, ui: Ui): Promise<Uint8Array | ExitCode> {
  try {
    return await readFile(file);
  } catch (error) {
    const failure = failureOfSystem(error, file);
    if (failure === null) throw error;
    return ui.fail(failure);
  }
}

export const officesAdd = defineCommand('repository offices add', {
  options: { ...peopleOptions, office: { type: 'string' }, name: { type: 'string' } },
  values: z.object({ ...peopleValues, office: name, name }),
  run: (values, _files, ui) =>
    withPeople(values, ui, async (hand) => {
      const office = { officeId: values.office, name: values.name };
      return sayAnswer(await hand.order({ kind: 'office', office }), hand, ui);
    }),
});

export const officesImport = defineCommand('repository offices import', {
  options: peopleOptions,
  values: z.object(peopleValues),
  files: 'some',
  run: (values, files, ui) =>
    withPeople(values, ui, async (hand) => {
      let changed = 0;
      for (const file of files) {
        const bytes = await bytesOf(file, ui);
        if (typeof bytes === 'number') return bytes;
        const list = readOfficesCsv(bytes);
        if (list.kind === 'fault') return ui.misuse(`${file}, ${sayListFault(list, ui.locale)}`);
        for (const office of list.rows) {
          const answer = await hand.order({ kind: 'office', office });
          if (answer?.kind !== 'done') return sayAnswer(answer, hand, ui);
          changed += answer.changed;
        }
      }
      return sayAnswer({ kind: 'done', changed } satisfies PeopleAnswer, hand, ui);
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
        const bytes = await bytesOf(file, ui);
        if (typeof bytes === 'number') return bytes;
        const list = readPeopleCsv(bytes);
        if (list.kind === 'fault') return ui.misuse(`${file}, ${sayListFault(list, ui.locale)}`);
        const answer = await hand.order({ kind: 'import', rows: [...list.rows] });
        const line = answer && lineOfRefusal(list, answer);
        if (line !== null) ui.note(`${file}, ${sayLine(line, ui.locale)}:`);
        const code = sayAnswer(answer, hand, ui);
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
      for (const { personId, name: called, grants, standsFor = [] } of people) {
        ui.print(`${personId}  ${called}`);
        for (const grant of grants) ui.print(`  ${ui.words.people.grant(grant)}`);
        for (const one of standsFor) ui.print(`  ${ui.words.people.substitution(one)}`);
      }
      return exitCodes.ok;
    }),
});

export const peopleGrant = defineCommand('repository people grant', {
  options: {
    ...peopleOptions,
    ...{ person: { type: 'string' }, office: { type: 'string' }, role: { type: 'string', multiple: true } },
    ...{ clearance: { type: 'string' }, until: { type: 'string' }, validator: { type: 'boolean' } },
    'no-validator': { type: 'boolean' },
    capacity: { type: 'string' },
  },
  values: z.object({
    ...peopleValues,
    ...{ person: name, office: name, role: z.array(Role).min(1), clearance, until },
    validator: z.literal(true).optional(),
    'no-validator': z.literal(true).optional(),
    capacity: Capacity.optional(),
  }),
  run: (values, _files, ui) =>
    withPeople(values, ui, async (hand) => {
      const { person: personId, office: officeId } = values;
      if (values.validator && values['no-validator']) return ui.misuse(ui.words.people.validatorTwice);
      const validator = values.validator ?? (values['no-validator'] ? false : undefined);
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
