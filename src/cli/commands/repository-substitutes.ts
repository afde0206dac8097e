import { z } from 'zod';
import { endOf, startOf } from '../../contract/people-csv.ts';
import { Resolution } from '../../contract/substitution.ts';
import { defineCommand } from '../command.ts';
import { peopleOptions, peopleValues, sayAnswer, withPeople } from '../repository/people.ts';

const name = z.string().min(1).max(200);
const instant = (of: (text: string) => string | null) => z.string().transform(of).pipe(z.iso.datetime());
const whose = { person: name, office: name, for: name };
const whoseOptions = { person: { type: 'string' }, office: { type: 'string' }, for: { type: 'string' } } as const;

export const peopleSubstitute = defineCommand('repository people substitute', {
  options: {
    ...{ ...peopleOptions, ...whoseOptions },
    ...{ from: { type: 'string' }, until: { type: 'string' }, resolution: { type: 'string' } },
  },
  values: z.object({
    ...{ ...peopleValues, ...whose },
    ...{ from: instant(startOf).optional(), until: instant(endOf), resolution: Resolution },
  }),
  run: (values, _files, ui) =>
    withPeople(values, ui, async (hand) => {
      const { person: personId, office: officeId, for: standsFor, until, resolution } = values;
      const from = values.from ?? new Date().toISOString();
      const order = { kind: 'substitute', personId, officeId, standsFor, from, until, resolution } as const;
      return sayAnswer(await hand.order(order), hand, ui);
    }),
});

export const peopleEndSubstitution = defineCommand('repository people end-substitution', {
  options: { ...peopleOptions, ...whoseOptions },
  values: z.object({ ...peopleValues, ...whose }),
  run: (values, _files, ui) =>
    withPeople(values, ui, async (hand) => {
      const { person: personId, office: officeId, for: standsFor } = values;
      return sayAnswer(await hand.order({ kind: 'endSubstitution', personId, officeId, standsFor }), hand, ui);
    }),
});
