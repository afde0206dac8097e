import { z } from 'zod';
import type { EnrolmentStanding, EnrolmentWish } from '../../contract/people.ts';
import { defineCommand } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { readOfficeConfig, readStoreKey } from '../office-config.ts';
import { canAskPin, pinAsker } from '../pin.ts';
import { type TokenHost, startOffice, startTokenHost } from '../processes.ts';
import type { Ui } from '../ui.ts';
import { programVersion } from '../version.ts';
import { officeOptions, officeValues, withOffice } from '../with-office.ts';
import { librariesFrom } from './tokens.ts';

/** Enrols a desk for its person: with a code, with the institution's own login, or with the person's token. */
export const enrol = defineCommand('enrol', {
  options: {
    ...officeOptions,
    ...{
      code: { type: 'string' },
      oidc: { type: 'boolean' },
      module: { type: 'string' },
      certificate: { type: 'string' },
    },
    ...{ 'pin-stdin': { type: 'boolean' }, 'last-try': { type: 'boolean' } },
  },
  values: z.object({
    ...officeValues,
    code: z.string().min(8).max(40).optional(),
    oidc: z.boolean().default(false),
    module: z.string().min(1).optional(),
    certificate: z
      .string()
      .regex(/^[0-9a-f]{6,64}$/)
      .optional(),
    'pin-stdin': z.boolean().default(false),
    'last-try': z.boolean().default(false),
  }),
  async run(values, _files, ui) {
    const words = ui.words.people;
    const ways = [values.code !== undefined, values.oidc, values.module !== undefined].filter(Boolean).length;
    if (ways !== 1) return ui.misuse(words.whichWay);
    if (values.module === undefined) {
      return withOffice(values, ui, async ({ client }) => {
        client.on('enrolment.page', ({ url }) => {
          ui.note(words.openPage);
          ui.note(url);
        });
        const wish: EnrolmentWish = values.code === undefined ? { way: 'oidc' } : { way: 'code', code: values.code };
        const enrolled = await client.call('enrolment.enrol', wish, { deadlineMs: personMs });
        return enrolled.ok ? sayStanding(enrolled.value, ui) : ui.fail(enrolled.failure);
      });
    }
    const source = { fromStdin: values['pin-stdin'], lastTryConfirmed: values['last-try'] };
    if (!canAskPin(source)) return ui.misuse(ui.words.sign.pinFromWhere);
    const [library] = librariesFrom([values.module]);
    if (!library) return ui.fail({ kind: 'driverMissing', library: values.module });
    const config = await readOfficeConfig(values.config, values.seat);
    if (!config.ok) return ui.fail(config.failure);
    const storeKey = await readStoreKey(values['store-key-file']);
    if (!storeKey.ok) return ui.fail(storeKey.failure);
    const host = await startTokenHost(library, pinAsker(source, ui).ask);
    if (!host.ok) return ui.fail(host.failure);
    const office = await startOffice({
      ...{ config: { ...config.value, tokenLibraries: [library] }, storeKey: storeKey.value },
      ...{ version: programVersion(), hosts: [host.value] },
    });
    if (!office.ok) {
      await host.value.close();
      return ui.fail(office.failure);
    }
    try {
      const chosen = await certificateOn(host.value, values.certificate);
      if (!chosen) return ui.misuse(words.whichCertificate);
      const wish: EnrolmentWish = { way: 'token', libraryId: library.id, ...chosen };
      const enrolled = await office.value.client.call('enrolment.enrol', wish, { deadlineMs: personMs });
      return enrolled.ok ? sayStanding(enrolled.value, ui) : ui.fail(enrolled.failure);
    } finally {
      await office.value.close();
      await host.value.close();
    }
  },
});

/** What is granted at this desk, fetched anew where the line allows. */
export const grants = defineCommand('grants', {
  options: officeOptions,
  values: z.object(officeValues),
  run: (values, _files, ui) =>
    withOffice(values, ui, async ({ client }) => {
      const renewed = await client.call('enrolment.renew', {});
      const standing = renewed.ok ? renewed : await client.call('enrolment.read', {});
      if (!standing.ok) return ui.fail(standing.failure);
      if (!renewed.ok) ui.note(ui.words.people.asLastHeard);
      return sayStanding(standing.value, ui);
    }),
});

/** Where the person of this desk may work, and where not any more. */
export const seats = defineCommand('seats', {
  options: officeOptions,
  values: z.object(officeValues),
  run: (values, _files, ui) =>
    withOffice(values, ui, async ({ client }) => {
      const renewed = await client.call('enrolment.renew', {});
      if (!renewed.ok) ui.note(ui.words.people.asLastHeard);
      const status = await client.call('office.status', {});
      if (!status.ok) return ui.fail(status.failure);
      const { seats: all = [], seat: present } = status.value;
      ui.answer({ seats: all, present });
      for (const seat of all) ui.print(`${seat.seatId}  ${ui.words.people.seat(seat)}`);
      if (all.some(({ ended }) => ended !== undefined)) ui.note(ui.words.people.seatsEnded);
      return exitCodes.ok;
    }),
});

/** A person signs in, or types a PIN. */
const personMs = 12 * 60_000;

/** The one certificate that may sign, or the one whose hash begins so; null where that does not name one. */
async function certificateOn(
  host: TokenHost,
  begins: string | undefined,
): Promise<{ readonly tokenSerial: string; readonly certificateSha256: string } | null> {
  const listing = await host.client.call('token.list', {}, { deadlineMs: 20_000 });
  if (!listing.ok) return null;
  const all = listing.value.tokens.flatMap(({ serial, certificates }) =>
    certificates
      .filter(({ unsuitable, certificateSha256 }) => unsuitable === null && certificateSha256.startsWith(begins ?? ''))
      .map(({ certificateSha256 }) => ({ tokenSerial: serial, certificateSha256 })),
  );
  return all.length === 1 ? all[0]! : null;
}

function sayStanding(standing: EnrolmentStanding, ui: Ui): ExitCode {
  const words = ui.words.people;
  ui.answer(standing);
  ui.print(words.state[standing.state](standing.person, standing.jkt?.slice(0, 8) ?? ''));
  for (const grant of standing.grants) ui.print(`  ${words.held(grant)}`);
  return standing.state === 'enrolled' || standing.state === 'officeKey' ? exitCodes.ok : exitCodes.no;
}
