import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Failure } from '../../contract/failures.ts';
import { SessionId } from '../../contract/ids.ts';
import type { Token } from '../../contract/token.ts';
import { tokensAnswering } from '../choice.ts';
import { type Command, defineCommand } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { type NewPinAsker, newPinAsker } from '../new-pin.ts';
import { canAskPin } from '../pin.ts';
import { type TokenHost, startTokenHost } from '../processes.ts';
import { type Ui, failureJson } from '../ui.ts';
import { librariesFrom } from './tokens.ts';

type Errand = 'changePin' | 'unblockPin';

const Values = z.object({
  module: z.string().min(1).optional(),
  'token-label': z.string().min(1).optional(),
  serial: z.string().min(1).optional(),
  'pin-stdin': z.boolean().default(false),
  'last-try': z.boolean().default(false),
});
type Values = z.infer<typeof Values>;

/** As long as a person may take over three secrets. */
const personMs = 11 * 60_000;

function newPinCommand(name: 'tokens change-pin' | 'tokens unblock', errand: Errand): Command {
  return defineCommand(name, {
    options: {
      module: { type: 'string' },
      'token-label': { type: 'string' },
      serial: { type: 'string' },
      'pin-stdin': { type: 'boolean' },
      'last-try': { type: 'boolean' },
    },
    values: Values,
    async run(values, _files, ui) {
      const source = { fromStdin: values['pin-stdin'], lastTryConfirmed: values['last-try'] };
      if (!canAskPin(source)) return ui.misuse(ui.words.sign.pinFromWhere);
      const libraries = librariesFrom(values.module === undefined ? [] : [values.module]);
      const [library, ...others] = libraries;
      if (library === undefined) return ui.fail({ kind: 'driverMissing', library: 'PKCS#11' });
      if (others.length > 0) {
        for (const { path } of libraries) ui.note(`  --module ${path}`);
        return ui.misuse(ui.words.sign.whichModule);
      }
      const asker = newPinAsker(source, ui);
      const host = await startTokenHost(library, () => Promise.resolve(null), { askNewPin: asker.ask });
      if (!host.ok) return tell(errand, host.failure, asker, ui);
      try {
        return await giveNewPin(host.value, errand, values, asker, ui);
      } finally {
        // The process that saw the secrets ends with the errand.
        await host.value.close();
      }
    },
  });
}

/** A new PIN with the present one. */
export const tokensChangePin: Command = newPinCommand('tokens change-pin', 'changePin');
/** A new PIN with the PUK. */
export const tokensUnblock: Command = newPinCommand('tokens unblock', 'unblockPin');

async function giveNewPin(
  host: TokenHost,
  errand: Errand,
  values: Values,
  asker: NewPinAsker,
  ui: Ui,
): Promise<ExitCode> {
  const listing = await host.client.call('token.list', {}, { deadlineMs: 20_000 });
  if (!listing.ok) return tell(errand, listing.failure, asker, ui);
  const wish = { label: values['token-label'], serial: values.serial };
  const [token, ...others] = tokensAnswering(listing.value, wish);
  if (token === undefined || others.length > 0) {
    for (const { label, serial } of listing.value.tokens) ui.note(`  --token-label "${label}"  --serial ${serial}`);
    if (token !== undefined) return ui.misuse(ui.words.sign.whichToken);
    return tell(errand, { kind: 'tokenAbsent', token: wish.label ?? wish.serial ?? null }, asker, ui);
  }
  const asked = { sessionId: SessionId.parse(randomUUID()), tokenSerial: token.serial };
  const given = await host.client.call(`token.${errand}`, asked, { deadlineMs: personMs });
  return given.ok ? tellDone(errand, token, ui) : tell(errand, given.failure, asker, ui);
}

function tellDone(errand: Errand, { label, serial }: Token, ui: Ui): ExitCode {
  const { changed, unblocked } = ui.words.newPin;
  ui.answer({ errand, serial, failure: null });
  ui.print(errand === 'changePin' ? changed(label) : unblocked(label));
  return exitCodes.ok;
}

/** A failure with its words; what was wrong with the new PIN itself in its own, because nothing was sent. */
function tell(errand: Errand, failure: Failure, { trouble }: NewPinAsker, ui: Ui): ExitCode {
  const { newPin } = ui.words;
  ui.answer({ errand, failure: failureJson(failure, ui.locale), notSent: trouble?.kind ?? null });
  if (trouble === null) return ui.fail(failure);
  const { kind, min, max } = trouble;
  const what = kind === 'length' ? newPin.length(min, max) : newPin[kind];
  return ui.fail(failure, { what, safe: newPin.nothingSent, next: '' });
}
