import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, readFile, rm } from 'node:fs/promises';
import { z } from 'zod';
import { answerErrand, endErrand, makeErrand, openersIn } from '../../casework/home/errand.ts';
import { openEscrow } from '../../casework/home/escrow.ts';
import { restoreHome } from '../../casework/home/restore.ts';
import type { OfficeConfig } from '../../contract/config.ts';
import { type Outcome, done, failed } from '../../contract/failures.ts';
import { sayCopyReason } from '../../contract/words/copy-reasons.ts';
import { createFormats } from '../../contract/words/formats.ts';
import { type Opener, identitiesIn, newAgeKey } from '../../parcel/index.ts';
import { defineCommand } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { readOfficeConfig, readStoreKey } from '../office-config.ts';
import { failureOfSystem } from '../refusals.ts';

export const homeRestore = defineCommand('home restore', {
  options: {
    ...{ config: { type: 'string' }, from: { type: 'string' } },
    ...{ 'identity-file': { type: 'string' }, 'store-key-file': { type: 'string' } },
  },
  values: z.object({
    ...{ config: z.string().min(1), from: z.string().min(1) },
    ...{ 'identity-file': z.string().min(1), 'store-key-file': z.string().min(1) },
  }),
  async run(values, _files, ui) {
    const config = await readOfficeConfig(values.config);
    if (!config.ok) return ui.fail(config.failure);
    const keys = await readOpeners(config.value, values['identity-file']);
    if (!keys.ok) return ui.fail(keys.failure);
    const keyFile = values['store-key-file'];
    const isNew = !existsSync(keyFile);
    // Written before anything is sealed with it: a key that is lost at once would cost all that was brought back.
    const key = isNew ? await writeNew(keyFile, randomBytes(32).toString('hex')) : await readStoreKey(keyFile);
    if (!key.ok) return ui.fail(key.failure);
    const identityFile = values['identity-file'];
    const restored = await restoreHome({
      ...{ config: config.value, from: values.from, keys: { identities: keys.value, identityFile } },
      ...{ storeKey: key.value, clock: () => new Date() },
    });
    if (!restored.ok) return ui.fail(restored.failure);
    endErrand(config.value.dataDir);
    const { generation, madeAt, passedOver, signedActs, unsent, salvaged, setAside } = restored.value;
    const words = ui.words.carried;
    ui.answer({ ...restored.value, storeKeyFile: keyFile });
    ui.print(words.restored(generation, createFormats(ui.locale).dateTime(madeAt)));
    ui.print(words.broughtBack(signedActs, unsent, salvaged));
    for (const { name, reason } of passedOver) ui.print(words.passedOver(name, sayCopyReason(reason, ui.locale)));
    if (setAside !== null) ui.print(words.setAside(setAside));
    if (isNew) ui.print(words.newKeyIn(keyFile));
    return exitCodes.ok;
  },
});

export const homeStoreKey = defineCommand('home store-key', {
  options: { config: { type: 'string' }, 'identity-file': { type: 'string' }, out: { type: 'string' } },
  values: z.object({ config: z.string().min(1), 'identity-file': z.string().min(1), out: z.string().min(1) }),
  async run(values, _files, ui) {
    const config = await readOfficeConfig(values.config);
    if (!config.ok) return ui.fail(config.failure);
    const keys = await readOpeners(config.value, values['identity-file']);
    if (!keys.ok) return ui.fail(keys.failure);
    const opened = await openEscrow(config.value.dataDir, keys.value, values['identity-file']);
    if (!opened.ok) return ui.fail(opened.failure);
    const written = await writeNew(values.out, opened.value);
    if (!written.ok) return ui.fail(written.failure);
    ui.answer({ storeKeyFile: values.out });
    ui.print(ui.words.carried.storeKeyBack(values.out));
    return exitCodes.ok;
  },
});

export const homeNewRecoveryKey = defineCommand('home new-recovery-key', {
  options: { out: { type: 'string' } },
  values: z.object({ out: z.string().min(1) }),
  async run({ out }, _files, ui) {
    const key = await newAgeKey();
    // The form of age-keygen, so that its own programs read it too.
    const text = `# created: ${new Date().toISOString()}\n# public key: ${key.recipient}\n${key.identity}`;
    const written = await writeNew(out, text);
    if (!written.ok) return ui.fail(written.failure);
    const words = ui.words.carried;
    ui.answer({ identityFile: out, recipient: key.recipient });
    ui.print(words.recoveryKey(out));
    ui.print(words.recipient);
    ui.print(key.recipient);
    for (const line of words.keepIt) ui.print(line);
    return exitCodes.ok;
  },
});

export const homeErrand = defineCommand('home errand', {
  options: { config: { type: 'string' }, from: { type: 'string' }, to: { type: 'string' } },
  values: z.object({ config: z.string().min(1), from: z.string().min(1).optional(), to: z.string().min(1) }),
  async run({ config: file, from, to }, _files, ui) {
    const config = await readOfficeConfig(file);
    if (!config.ok) return ui.fail(config.failure);
    const made = await onDisk(to, () => makeErrand(config.value, from ?? null, to, new Date()));
    if (!made.ok) return ui.fail(made.failure);
    const words = ui.words.carried;
    ui.answer(made.value);
    ui.print(words.errandMade(made.value.path, made.value.files));
    ui.print(words.errandMark(made.value.mark));
    return exitCodes.ok;
  },
});

export const homeAnswer = defineCommand('home answer', {
  options: { errand: { type: 'string' }, 'identity-file': { type: 'string' }, out: { type: 'string' } },
  values: z.object({ errand: z.string().min(1), 'identity-file': z.string().min(1), out: z.string().min(1) }),
  async run(values, _files, ui) {
    const identityFile = values['identity-file'];
    const keys = await readIdentities(identityFile);
    if (!keys.ok) return ui.fail(keys.failure);
    const { errand: file, out } = values;
    if (existsSync(out)) return ui.fail({ kind: 'fileExists', file: out });
    const answered = await onDisk(file, () => answerErrand(file, keys.value, identityFile, out));
    if (!answered.ok) return ui.fail(answered.failure);
    const { errand, mark, opened, asked } = answered.value;
    const words = ui.words.carried;
    ui.answer({ ...errand, mark, opened, asked, answerFile: out });
    ui.print(words.errandOf(errand.officeId, errand.deviceId, createFormats(ui.locale).dateTime(errand.madeAt)));
    ui.print(words.errandMark(mark));
    ui.print(words.errandAnswered(out, opened, asked));
    return exitCodes.ok;
  },
});

/** The recovery key itself, or the institution's answer to this desk's errand. */
const readOpeners = (config: OfficeConfig, path: string): Promise<Outcome<Opener[]>> =>
  onDisk(path, () => openersIn(config, path));

/** What the system refuses is an end like others. */
async function onDisk<T>(path: string, work: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await work();
  } catch (error) {
    const failure = failureOfSystem(error, path);
    if (failure === null) throw error;
    return failed(failure);
  }
}

async function readIdentities(path: string): Promise<Outcome<string[]>> {
  return onDisk(path, async () => {
    const identities = identitiesIn(await readFile(path, 'utf8'));
    return identities.length > 0 ? done(identities) : failed({ kind: 'recoveryKeyWrong', file: path });
  });
}

/** Writes a secret into a file of its own, durable, readable by this user alone; never over another. */
async function writeNew(path: string, secret: string): Promise<Outcome<string>> {
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(`${secret}\n`);
      await file.sync();
    } catch (error) {
      // What a full disk left half would be told as a file that is there already at the next try, and be kept as a key.
      await rm(path, { force: true }).catch(() => undefined);
      throw error;
    } finally {
      await file.close();
    }
    return done(secret);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return failed({ kind: 'fileExists', file: path });
    const failure = failureOfSystem(error, path);
    if (failure === null) throw error;
    return failed(failure);
  }
}
