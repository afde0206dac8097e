import { z } from 'zod';
import type { Line } from '../../contract/calls.ts';
import { sayFailure } from '../../contract/words/failures.ts';
import { createFormats } from '../../contract/words/formats.ts';
import { defineCommand } from '../command.ts';
import { keptLines } from './case-keep.ts';
import { type ExitCode, exitCodeOf, exitCodes } from '../exit-codes.ts';
import type { Office } from '../processes.ts';
import { type Ui, failureJson } from '../ui.ts';
import { officeOptions, officeValues, withOffice } from '../with-office.ts';

export const sync = defineCommand('sync', {
  options: {
    ...officeOptions,
    status: { type: 'boolean' },
  },
  values: z.object({
    ...officeValues,
    status: z.boolean().default(false),
  }),
  async run(values, _files, ui) {
    return withOffice(values, ui, (office) => (values.status ? showStatus(office, ui) : syncOnce(office, ui)));
  },
});

async function syncOnce(office: Office, ui: Ui): Promise<ExitCode> {
  const bar = ui.progress(ui.words.sync.waiting);
  let most = 0;
  office.client.on('line.changed', (line) => {
    most = Math.max(most, line.waiting);
    bar.update(most - line.waiting, most);
  });
  const outcome = await office.client.call('sync.now', {});
  bar.finish();
  if (!outcome.ok) return ui.fail(outcome.failure);
  const counts = await office.client.call('trays.counts', {});
  const line = outcome.value;
  ui.answer({
    line: { ...line, lastFailure: failureJson(line.lastFailure, ui.locale) },
    trays: counts.ok ? counts.value : null,
  });
  printLine(line, ui);
  if (counts.ok) ui.print(ui.words.sync.trays(counts.value));
  if (line.state !== 'online') {
    return line.lastFailure === null ? ui.fail({ kind: 'repositoryNotConfigured' }) : ui.fail(line.lastFailure);
  }
  if (line.refused > 0) return exitCodes.no;
  if (line.waiting > 0) return line.lastFailure === null ? exitCodes.line : exitCodeOf(line.lastFailure);
  return exitCodes.ok;
}

/** What waits and why, without waiting for the line: 1 where something was refused or set aside. */
async function showStatus(office: Office, ui: Ui): Promise<ExitCode> {
  const [status, detail] = [await office.client.call('office.status', {}), await office.client.call('line.read', {})];
  if (!status.ok) return ui.fail(status.failure);
  if (!detail.ok) return ui.fail(detail.failure);
  const { line } = status.value;
  const { items, outages, up, down, deferred, cap, kept } = detail.value;
  ui.answer({
    line: { ...line, lastFailure: failureJson(line.lastFailure, ui.locale) },
    plan: {
      ...detail.value,
      items: items.map((item) => ({ ...item, reason: failureJson(item.reason, ui.locale) })),
      outages: outages.map((outage) => ({ ...outage, reason: failureJson(outage.reason, ui.locale) })),
    },
  });
  const { sync: words } = ui.words;
  const formats = createFormats(ui.locale);
  printLine(line, ui);
  ui.print(words.plan(formats.size(up.bytes), formats.size(down.bytes), deferred.items));
  for (const row of keptLines(kept, ui)) ui.print(row);
  if (cap.kbps !== null) ui.print(words.cap(cap.kbps));
  for (const item of items.filter(({ aside }) => aside)) {
    ui.print(words.aside(item.title, item.reason === null ? '' : sayFailure(item.reason, ui.locale).what));
  }
  for (const { title, behind } of items) {
    if (!behind) continue;
    ui.print(
      words.behind(title, behind.title, behind.reason === null ? '' : sayFailure(behind.reason, ui.locale).what),
    );
  }
  for (const { from, until } of outages.slice(0, shownOutages)) {
    ui.print(words.outage(formats.dateTime(from), until === null ? null : formats.dateTime(until)));
  }
  return line.refused > 0 || items.some(({ aside }) => aside) ? exitCodes.no : exitCodes.ok;
}
const shownOutages = 5;

function printLine(line: Line, ui: Ui): void {
  const { sync: words } = ui.words;
  const at = line.lastContactAt === null ? null : createFormats(ui.locale).dateTime(line.lastContactAt);
  // Who was refused was not out of reach: what was refused says so, and the state would not.
  const denied = line.lastFailure?.kind === 'repositoryDenied' ? line.lastFailure : null;
  ui.print(denied ? sayFailure(denied, ui.locale).what : words.states[line.state]);
  if (line.state === 'online' && line.centre?.reached === false) {
    const { what, safe } = sayFailure({ kind: 'centreUnreachable' }, ui.locale);
    ui.print(`${what} ${safe}`);
  }
  ui.print(at === null ? words.neverContacted : words.lastContact(at));
  ui.print(words.outbox(line.waiting, line.refused));
  if (line.forkedDevice) ui.print(ui.words.carried.forked(line.forkedDevice.was, line.forkedDevice.deviceId));
}
