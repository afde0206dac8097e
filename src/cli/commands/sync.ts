import { z } from 'zod';
import type { Line } from '../../contract/calls.ts';
import { createFormats } from '../../contract/words/formats.ts';
import { defineCommand } from '../command.ts';
import { type ExitCode, exitCodeOf, exitCodes } from '../exit-codes.ts';
import { readOfficeConfig, readStoreKey } from '../office-config.ts';
import { type Office, startOffice } from '../processes.ts';
import { type Ui, failureJson } from '../ui.ts';
import { programVersion } from '../version.ts';

export const sync = defineCommand('sync', {
  options: { config: { type: 'string' }, 'store-key-file': { type: 'string' } },
  values: z.object({ config: z.string().min(1), 'store-key-file': z.string().min(1) }),
  async run(values, _files, ui) {
    const config = await readOfficeConfig(values.config);
    if (!config.ok) return ui.fail(config.failure);
    const storeKey = await readStoreKey(values['store-key-file']);
    if (!storeKey.ok) return ui.fail(storeKey.failure);
    const office = await startOffice({
      ...{ config: { ...config.value, tokenLibraries: [] }, storeKey: storeKey.value },
      ...{ version: programVersion(), hosts: [] },
    });
    if (!office.ok) return ui.fail(office.failure);
    try {
      return await syncOnce(office.value, ui);
    } finally {
      await office.value.close();
    }
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

function printLine(line: Line, ui: Ui): void {
  const { sync: words } = ui.words;
  const at = line.lastContactAt === null ? null : createFormats(ui.locale).dateTime(line.lastContactAt);
  ui.print(words.states[line.state]);
  ui.print(at === null ? words.neverContacted : words.lastContact(at));
  ui.print(words.outbox(line.waiting, line.refused));
}
