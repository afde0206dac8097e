/** Where orders about people go: into the repository's own folder, or over the line by a desk of whoever looks after people. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { AccessEntry, AccessVerdict, PeopleAnswer, PeopleOrder } from '../../contract/people.ts';
import { createFormats } from '../../contract/words/formats.ts';
import { type Engines, openEngines } from '../../repository/engines.ts';
import { verifyAccessLog } from '../../repository/people/access-log.ts';
import { atConsole, carryOut } from '../../repository/people/orders.ts';
import { receiptKeyFile } from '../../repository/receipts.ts';
import { RegisterError } from '../../repository/refusal.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { failureOfSystem } from '../refusals.ts';
import { refuseEngines, refuseRegister } from './engines.ts';
import type { Ui } from '../ui.ts';
import { withOffice } from '../with-office.ts';

export const peopleOptions = {
  dir: { type: 'string' },
  register: { type: 'string' },
  config: { type: 'string' },
  'store-key-file': { type: 'string' },
  seat: { type: 'string' },
} as const;
export const peopleValues = {
  dir: z.string().min(1).optional(),
  register: z.string().min(1).optional(),
  config: z.string().min(1).optional(),
  'store-key-file': z.string().min(1).optional(),
  seat: z.string().min(1).max(60).optional(),
};

export interface PeopleFlags {
  readonly dir?: string | undefined;
  readonly register?: string | undefined;
  readonly config?: string | undefined;
  readonly 'store-key-file'?: string | undefined;
  readonly seat?: string | undefined;
}

/** What can be asked there. A failure was said already where null comes back, and `code` is what to end with. */
export interface PeopleHand {
  order(order: PeopleOrder): Promise<PeopleAnswer | null>;
  accesses(after: number): Promise<readonly AccessEntry[] | null>;
  verdict(): Promise<AccessVerdict | null>;
  readonly code: ExitCode;
}

const pageSize = 500;

/** Does one piece of work where the flags say. */
export async function withPeople(
  flags: PeopleFlags,
  ui: Ui,
  work: (hand: PeopleHand) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { dir, register, config, 'store-key-file': storeKeyFile, seat } = flags;
  if (dir !== undefined && config === undefined) return inFolder({ dir, register }, ui, work);
  if (config === undefined || storeKeyFile === undefined || dir !== undefined)
    return ui.misuse(ui.words.people.whereFlags);
  return withOffice({ config, 'store-key-file': storeKeyFile, seat }, ui, ({ client }) => {
    let code: ExitCode = exitCodes.ok;
    const answered = <T>(
      outcome: { ok: true; value: T } | { ok: false; failure: Parameters<Ui['fail']>[0] },
    ): T | null => {
      if (outcome.ok) return outcome.value;
      code = ui.fail(outcome.failure);
      return null;
    };
    return work({
      order: async (order) => answered(await client.call('people.order', order)),
      accesses: async (after) =>
        answered(await client.call('accesses.page', { after, limit: pageSize }))?.entries ?? null,
      verdict: async () => answered(await client.call('accesses.verify', {})),
      get code() {
        return code;
      },
    });
  });
}

const inFolder = (
  where: { readonly dir: string; readonly register: string | undefined },
  ui: Ui,
  work: (hand: PeopleHand) => Promise<ExitCode>,
): Promise<ExitCode> =>
  withEngines(where, ui, ui.words.people.runs, ({ register }, clock) =>
    work({
      order: (order) => carryOut({ book: register.people, clock }, order, atConsole),
      accesses: (after) => register.people.accesses(after, pageSize),
      verdict: () => verifyAccessLog(register.people, register.log),
      code: exitCodes.ok,
    }),
  );

/**
 * Opens what a repository that is stopped stands on, for one piece of work.
 * @param runs what to do where it serves.
 */
export async function withEngines(
  { dir, register: registerUrl }: { readonly dir: string; readonly register: string | undefined },
  ui: Ui,
  runs: string,
  work: (engines: Engines, clock: () => Date) => Promise<ExitCode>,
): Promise<ExitCode> {
  const clock = (): Date => new Date();
  if (
    !existsSync(dir) ||
    (registerUrl === undefined && !existsSync(join(dir, receiptKeyFile)) && !existsSync(join(dir, 'register.db')))
  )
    return ui.fail({
      kind: 'fileUnreadable',
      // Where the folder is there, what is missing in it says that it is no repository's.
      file: existsSync(dir) ? join(dir, receiptKeyFile) : dir,
      code: 'ENOENT',
    });
  try {
    const engines = await openEngines({ dir, registerUrl, clock });
    try {
      return await work(engines, clock);
    } finally {
      await engines.close();
    }
  } catch (error) {
    const unreached = refuseEngines(error, ui);
    if (unreached !== null) return unreached;
    if (error instanceof RegisterError) return refuseRegister(error, ui, runs);
    const failure = failureOfSystem(error, dir);
    if (failure === null) throw error;
    return ui.fail(failure);
  }
}

/** Says what came of an order that changes something. */
export function sayAnswer(answer: PeopleAnswer | null, hand: PeopleHand, ui: Ui): ExitCode {
  const words = ui.words.people;
  if (!answer) return hand.code;
  ui.answer(answer);
  switch (answer.kind) {
    case 'listing':
      return exitCodes.ok;
    case 'done':
      ui.print(words.changed(answer.changed));
      return exitCodes.ok;
    case 'code':
      ui.print(words.code(answer.code, createFormats(ui.locale).dateTime(answer.expiresAt)));
      return exitCodes.ok;
    case 'refused':
      ui.note(`fojas: ${words.refused[answer.reason](answer.subject)}`);
      return exitCodes.no;
  }
}
