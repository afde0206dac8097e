import { z } from 'zod';
import { ActId } from '../../contract/ids.ts';
import { Addressee, NoticeMeans, NoticeTrouble, PartyPole } from '../../contract/wire-entries.ts';
import { defineCommand } from '../command.ts';
import { officeOptions, officeValues, withOffice } from '../with-office.ts';
import { said } from './act.ts';

const Name = Addressee.shape.name;

/** `POLE:NAME` of a party of the case, or the name alone of anybody else. */
const addressee = z.string().transform((text, context): Addressee => {
  const [first = '', ...rest] = text.split(':');
  const pole = PartyPole.safeParse(first);
  const name = Name.safeParse(pole.success ? rest.join(':') : text);
  if (name.success) return { name: name.data, pole: pole.success ? pole.data : null };
  context.addIssue({ code: 'custom', message: 'POLE:NAME, NAME' });
  return z.NEVER;
});

/** Who is to be told of an act, from now on. */
export const actAddressees = defineCommand('act addressees', {
  options: {
    ...officeOptions,
    act: { type: 'string' },
    to: { type: 'string', multiple: true },
    nobody: { type: 'boolean' },
  },
  values: z
    .object({
      ...officeValues,
      act: ActId,
      to: z.array(addressee).max(100).default([]),
      nobody: z.boolean().default(false),
    })
    .refine(({ to, nobody }) => (to.length === 0) === nobody, '--to, --nobody'),
  run: ({ act: actId, to: addressees, ...values }, _files, ui) =>
    withOffice(values, ui, async ({ client }) => {
      const answer = await client.call('acts.setAddressees', { actId, addressees });
      if (answer.ok) await client.call('sync.now', {});
      return said(answer, ui);
    }),
});

/** One notice of a registered act: given, or why not. */
export const actNotify = defineCommand('act notify', {
  options: {
    ...officeOptions,
    act: { type: 'string' },
    to: { type: 'string' },
    means: { type: 'string' },
    at: { type: 'string' },
    result: { type: 'string' },
    reason: { type: 'string' },
  },
  values: z
    .object({
      ...officeValues,
      act: ActId,
      to: Name,
      means: NoticeMeans,
      // As it is said in this town: the computer's own time.
      at: z.iso.datetime({ local: true, offset: true }).optional(),
      result: z.enum(['done', ...NoticeTrouble.shape.kind.options]).default('done'),
      reason: NoticeTrouble.shape.reason.optional(),
    })
    .refine(({ result, reason }) => (result === 'done') === (reason === undefined), '--result, --reason'),
  run: ({ act: actId, to, means, at, result, reason, ...values }, _files, ui) =>
    withOffice(values, ui, async ({ client }) => {
      const answer = await client.call('acts.notify', {
        ...{ actId, addressee: to, means },
        ...(result === 'done' || reason === undefined ? {} : { trouble: { kind: result, reason } }),
        ...(at === undefined ? {} : { givenAt: new Date(at).toISOString() }),
      });
      if (answer.ok) await client.call('sync.now', {});
      return said(answer, ui);
    }),
});
