import path from 'node:path';
import process from 'node:process';
import { z } from 'zod';
import { OfficeRepositoryConfig, invitationLine, readInvitation } from '../../contract/office-repository.ts';
import { editOfficeFile, joined } from '../../policy/edit-office.ts';
import { ownAddresses } from '../../repository/office/announce.ts';
import { RegisterError } from '../../repository/register/sqlite.ts';
import { createRepository } from '../../repository/repository.ts';
import { defineCommand } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { readOfficeConfig } from '../office-config.ts';
import { failureOfSystem, isAddressRefused } from '../refusals.ts';
import { refuseEngines, refuseRegister } from '../repository/engines.ts';
import { readFolderKey } from '../repository/folder-key.ts';

const port = z
  .string()
  .regex(/^\d{1,5}$/)
  .transform(Number)
  .refine((number) => number <= 65_535);

/** What a desk's switch starts, without a desk: the office's own repository from the file that its PCs have. */
export const officeServe = defineCommand('office serve', {
  options: {
    config: { type: 'string' },
    dir: { type: 'string' },
    host: { type: 'string' },
    port: { type: 'string' },
    'folder-key-file': { type: 'string' },
  },
  values: z.object({
    config: z.string().min(1),
    dir: z.string().min(1).optional(),
    host: z.string().min(1).optional(),
    port: port.optional(),
    'folder-key-file': z.string().min(1).optional(),
  }),
  async run({ config: file, 'folder-key-file': folderKeyFile, ...flags }, _files, ui) {
    const opened = await readOfficeConfig(file);
    if (!opened.ok) return ui.fail(opened.failure);
    const { repository, office, officeRepository, dataDir, trustAnchors } = opened.value;
    const words = ui.words.repository;
    const accessKey = officeRepository?.accessKey ?? repository?.accessKey;
    if (!repository || accessKey === undefined) return ui.misuse(words.noOfficeKey);
    const usual = { dir: path.join(path.dirname(dataDir), 'office-repository') };
    const {
      announce,
      accessKey: _key,
      ...serve
    } = OfficeRepositoryConfig.parse({ ...(officeRepository ?? usual), ...flags });
    const { url: upstream, pinnedKeys } = repository;
    const { officeId } = office;
    const folder = await readFolderKey(serve.dir, folderKeyFile, ui);
    if (typeof folder === 'number') return folder;
    ui.note(folder.told);
    try {
      const serving = await createRepository({
        ...{ ...serve, trustAnchors, accessKeys: [{ officeId, key: accessKey }] },
        upstream: { url: upstream, accessKey, pinnedKeys, officeId, announce, folderKey: folder.key },
      });
      const stopped = untilStopped();
      const { url } = serving;
      const addresses = ownAddresses(serve.host, Number(new URL(url).port)).map((one) => `http://${one}`);
      const key = serving.officeKey!;
      const invitation = invitationLine({ officeId, key, addresses: addresses.filter(isForOthers).slice(0, 10) });
      ui.answer({ url, officeKey: key, upstream, invitation });
      ui.print(words.serving(serve.name, url));
      ui.print(words.forwards(upstream));
      ui.print(words.invitation);
      ui.print(invitation);
      await stopped;
      await serving.close();
      return exitCodes.ok;
    } catch (error) {
      if (error instanceof RegisterError && error.kind === 'busy') return refuseRegister(error, ui);
      if (isAddressRefused(error, serve.host)) {
        ui.note(`fojas: ${words.addressTaken(`${serve.host}:${serve.port}`)}`);
        return exitCodes.machine;
      }
      const refused = refuseEngines(error, ui);
      if (refused !== null) return refused;
      if (error instanceof RegisterError) return refuseRegister(error, ui);
      const failure = failureOfSystem(error, serve.dir);
      if (failure === null) throw error;
      return ui.fail(failure);
    }
  },
});

/** A desk goes by the office's repository that this line names. */
export const officeJoin = defineCommand('office join', {
  options: { config: { type: 'string' }, line: { type: 'string' } },
  values: z.object({ config: z.string().min(1), line: z.string().min(1).max(4000) }),
  async run({ config: file, line }, _files, ui) {
    const words = ui.words.repository;
    const invitation = readInvitation(line);
    if (invitation === null) return ui.misuse(words.noInvitation);
    const opened = await readOfficeConfig(file);
    if (!opened.ok) return ui.fail(opened.failure);
    if (invitation.officeId !== opened.value.office.officeId) return ui.misuse(words.otherInvitation);
    const edited = await editOfficeFile(file, (config) => joined(config, invitation));
    if (!edited.ok) return ui.fail(edited.failure);
    ui.answer({ officeId: invitation.officeId, key: invitation.key, addresses: invitation.addresses });
    ui.print(words.joined(invitation.key.kid));
    return exitCodes.ok;
  },
});

/** Not the ones by which a machine speaks to itself. */
const isForOthers = (url: string): boolean => !/^http:\/\/(\[::1\]|\[fe80:)/.test(url) && !/^http:\/\/127\./.test(url);

async function untilStopped(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  await promise;
}
