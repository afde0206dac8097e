import { z } from 'zod';
import type { CallName, Calls } from '../../contract/calls.ts';
import { type Outcome, done } from '../../contract/failures.ts';
import type { CaseId } from '../../contract/ids.ts';
import type { HealthRow } from '../../contract/levels.ts';
import type { Output } from '../../contract/rpc.ts';
import { createFormats } from '../../contract/words/formats.ts';
import { sayFailure } from '../../contract/words/failures.ts';
import { defineCommand } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { findCase } from '../find-case.ts';
import type { Office } from '../processes.ts';
import { type Ui, failureJson } from '../ui.ts';
import { officeOptions, officeValues, withOffice } from '../with-office.ts';

export const caseHealth = defineCommand('case health', {
  options: {
    ...officeOptions,
    case: { type: 'string' },
    renew: { type: 'boolean' },
  },
  values: z.object({
    ...officeValues,
    case: z.string().min(1),
    renew: z.boolean().default(false),
  }),
  async run(values, _files, ui) {
    return withOffice(values, ui, (office) => sayHealth(office, values.case, values.renew, ui));
  },
});

const pageSize = 500;

type Answer<N extends CallName> = Outcome<Output<Calls[N]>>;

async function sayHealth(office: Office, caseNumber: string, renew: boolean, ui: Ui): Promise<ExitCode> {
  const caseId = await findCase(office, caseNumber, ['signed', 'registered']);
  if (caseId === null) {
    ui.note(`fojas: ${ui.words.health.unknownCase(caseNumber)}`);
    return exitCodes.no;
  }
  const before = await looked(office, caseId);
  if (!before.ok) return ui.fail(before.failure);
  // What waits its turn comes to it now.
  const weak = before.value.rows
    .filter(({ renewable, level }) => renewable || level.reached !== level.wanted)
    .map(({ actId }) => actId);
  const renewed = renew && weak.length > 0 ? await office.client.call('levels.renew', { actIds: weak }) : null;
  if (renewed && !renewed.ok) return ui.fail(renewed.failure);
  const after = renewed ? await settled(office, caseId) : before;
  if (!after.ok) return ui.fail(after.failure);
  const { rows, worrying } = after.value;
  ui.answer({
    ...{ caseNumber, worrying, renewed: renewed?.value.queued ?? 0 },
    acts: rows.map((row) => ({
      ...row,
      level: { ...row.level, waitingFor: failureJson(row.level.waitingFor, ui.locale) },
    })),
  });
  const formats = createFormats(ui.locale);
  for (const row of rows) {
    const { level, number, title } = row;
    const until = level.provableUntil === null ? '—' : formats.date(level.provableUntil);
    const name = number === null ? title : `${number} ${title}`;
    const short = level.reached === level.wanted ? level.reached : `${level.reached} → ${level.wanted}`;
    ui.print(`${until}  ${short.padEnd(9)} ${name}`);
    if (level.waitingFor) ui.print(`    ${sayFailure(level.waitingFor, ui.locale).what}`);
  }
  ui.print(ui.words.health.sum(rows.length, worrying));
  if (renewed) ui.print(ui.words.health.renewed(renewed.value.queued));
  return worrying > 0 ? exitCodes.no : exitCodes.ok;
}

interface Health {
  readonly rows: readonly HealthRow[];
  readonly worrying: number;
}

async function readHealth(office: Office, caseId: CaseId): Promise<Outcome<Health>> {
  const rows: HealthRow[] = [];
  let after: string | null = null;
  for (;;) {
    const page: Answer<'cases.health'> = await office.client.call('cases.health', { caseId, after, limit: pageSize });
    if (!page.ok) return page;
    rows.push(...page.value.rows);
    after = page.value.next;
    if (after === null) return done({ rows, worrying: page.value.worrying });
  }
}

/** Waits until every file that lies here was looked at, or cannot be, at most so long. */
async function looked(office: Office, caseId: CaseId): Promise<Outcome<Health>> {
  const until = performance.now() + 20_000;
  for (;;) {
    const health = await readHealth(office, caseId);
    const isOver =
      !health.ok ||
      health.value.rows.every(({ because, level }) => because !== 'notLooked' || level.waitingFor !== null);
    if (isOver || performance.now() > until) return health;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** Waits until each act that is being renewed got on or said why not, at most so long: what is left goes on in the next office. */
async function settled(office: Office, caseId: CaseId): Promise<Outcome<Health>> {
  const until = performance.now() + 60_000;
  for (;;) {
    const health = await readHealth(office, caseId);
    const isOver = !health.ok || health.value.rows.every(({ queued, level }) => !queued || level.waitingFor !== null);
    if (isOver || performance.now() > until) return health;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
