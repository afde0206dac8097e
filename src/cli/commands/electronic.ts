import { z } from 'zod';
import type { ElectronicStanding } from '../../contract/calls.ts';
import { createFormats } from '../../contract/words/formats.ts';
import { electronicLibrary } from '../../contract/token.ts';
import { defineCommand } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { newPinAsker } from '../new-pin.ts';
import { readOfficeConfig, readStoreKey } from '../office-config.ts';
import { canAskPin } from '../pin.ts';
import { type Office, startOffice, startTokenHost } from '../processes.ts';
import type { Ui } from '../ui.ts';
import { programVersion } from '../version.ts';
import { officeOptions, officeValues } from '../with-office.ts';

/** A person thinks of a passphrase and types it twice. */
const personMs = 12 * 60_000;

type Work = (client: Office['client']) => Promise<ExitCode>;

/** How this person's electronic signature (Ley 25.506, art. 5) stands at this desk. */
export const electronic = defineCommand('electronic', {
  options: officeOptions,
  values: z.object(officeValues),
  run: (values, _files, ui) =>
    withKeys(values, ui, async (client) => {
      const standing = await client.call('electronic.read', {});
      return standing.ok ? say(standing.value, ui) : ui.fail(standing.failure);
    }),
});

/** Makes one: the passphrase is typed, or read from standard input; the repository certifies the key. */
export const electronicMake = defineCommand('electronic make', {
  options: { ...officeOptions, 'pin-stdin': { type: 'boolean' } },
  values: z.object({ ...officeValues, 'pin-stdin': z.boolean().default(false) }),
  run: (values, _files, ui) => {
    if (!canAskPin({ fromStdin: values['pin-stdin'], lastTryConfirmed: false }))
      return Promise.resolve(ui.misuse(ui.words.sign.pinFromWhere));
    return withKeys(values, ui, async (client) => {
      const made = await client.call('electronic.make', {}, { deadlineMs: personMs });
      return made.ok ? say(made.value, ui) : ui.fail(made.failure);
    });
  },
});

/** Opens the office with the host of electronic keys beside it, and no token. */
async function withKeys(
  values: z.infer<z.ZodObject<typeof officeValues>> & { readonly 'pin-stdin'?: boolean },
  ui: Ui,
  work: Work,
): Promise<ExitCode> {
  const config = await readOfficeConfig(values.config, values.seat);
  if (!config.ok) return ui.fail(config.failure);
  const storeKey = await readStoreKey(values['store-key-file']);
  if (!storeKey.ok) return ui.fail(storeKey.failure);
  const tokenLibraries = config.value.tokenLibraries.filter(({ id }) => id === electronicLibrary);
  const asker = newPinAsker({ fromStdin: values['pin-stdin'] ?? false, lastTryConfirmed: false }, ui);
  const hosts = [];
  try {
    for (const library of tokenLibraries) {
      const host = await startTokenHost(library, () => Promise.resolve(null), { askNewPin: asker.ask });
      if (!host.ok) return ui.fail(host.failure);
      hosts.push(host.value);
    }
    const office = await startOffice({
      ...{ config: { ...config.value, tokenLibraries }, storeKey: storeKey.value, version: programVersion(), hosts },
    });
    if (!office.ok) return ui.fail(office.failure);
    try {
      const code = await work(office.value.client);
      const { trouble } = asker;
      if (trouble?.kind === 'length') ui.note(ui.words.people.passphraseLength(trouble.min));
      if (trouble?.kind === 'differ') ui.note(ui.words.people.passphrasesDiffer);
      return code;
    } finally {
      await office.value.close();
    }
  } finally {
    for (const host of hosts) await host.close();
  }
}

function say(standing: ElectronicStanding, ui: Ui): ExitCode {
  const { people: words } = ui.words;
  ui.answer(standing);
  const { certificate, isOffered, actTypes } = standing;
  if (!isOffered) {
    ui.print(words.electronicOff);
    return exitCodes.ok;
  }
  ui.print(words.electronicKind);
  ui.print(words.electronicTypes(actTypes.join(', ')));
  const until = certificate && createFormats(ui.locale).date(certificate.until);
  ui.print(until === null ? words.electronicNone : words.electronicUntil(until));
  return exitCodes.ok;
}
