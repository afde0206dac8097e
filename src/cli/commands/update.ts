import { copyFile, mkdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import os from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { lockFolder } from '../../casework/store/lock.ts';
import type { OfficeConfig } from '../../contract/config.ts';
import { done } from '../../contract/failures.ts';
import { type Readiness, UpdatePolicy, type UpdateStatus } from '../../contract/updates.ts';
import type { Here } from '../../updates/choose.ts';
import { dpkg } from '../../updates/install/deb.ts';
import { debDoor, installerBehind } from '../../updates/install/door.ts';
import { rootFiles, rootOfTrust } from '../../updates/install/root.ts';
import { UpdateKeeper } from '../../updates/keeper.ts';
import { paceOf } from '../../updates/pace.ts';
import { type Share, shareUpdates } from '../../updates/share.ts';
import { sourceOf } from '../../updates/sources/index.ts';
import { defineCommand } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { readOfficeConfig } from '../office-config.ts';
import { failureOfSystem } from '../refusals.ts';
import { type Ui, failureJson } from '../ui.ts';
import { programVersion } from '../version.ts';
import { updateSayings } from '../words/update-words.ts';

const spec = {
  options: { config: { type: 'string' }, from: { type: 'string' } },
  values: z.object({ config: z.string().min(1), from: z.string().min(1).optional() }),
} as const;
type Values = z.infer<typeof spec.values>;

/** No office runs in this process: what is known is whether one runs in another, and that its journal rests. */
const resting: Readiness = { batch: false, unsettled: 0, typing: false, schema: null };
const shipped = '/usr/lib/fojas/resources/update-root.json';

async function withKeeper(
  values: Values,
  ui: Ui,
  work: (keeper: UpdateKeeper) => Promise<ExitCode>,
): Promise<ExitCode> {
  const config = await readOfficeConfig(values.config);
  if (!config.ok) return ui.fail(config.failure);
  const policy = config.value.updates ?? UpdatePolicy.parse({});
  const { from } = values;
  const given = from === undefined ? policy.sources : [sourceGiven(from)];
  const { platform, arch } = process as unknown as Pick<Here, 'platform' | 'arch'>;
  const keeper = await UpdateKeeper.open({
    folder: folderOf(policy),
    root: await rootOfTrust(rootFiles(shipped, policy.rootFile), null),
    policy,
    sources: given.map((source) => sourceOf(source, fetch)),
    here: { version: (await dpkg().version()) ?? programVersion(), platform, arch, format: 'deb' },
    installer: installerBehind(process.getuid?.() === 0 ? { command: [debDoor.command[1]!] } : debDoor),
    ...officeAt(config.value),
    faultsNow: async () => [],
    take: paceOf(
      config.value.line,
      () => new Date(),
      (ms) => sleep(ms),
    ),
    now: () => new Date(),
  });
  return work(keeper);
}

/** Where the window keeps what it fetched, too. */
const folderOf = ({ folder }: UpdatePolicy): string =>
  folder ?? join(process.env['XDG_CONFIG_HOME'] ?? join(os.homedir(), '.config'), 'Fojas', 'updates');

const sourceGiven = (from: string): UpdatePolicy['sources'][number] =>
  /^https?:/.test(from) ? { kind: 'http', url: from } : { kind: 'folder', path: resolve(from) };

/** The office's data folder, taken for as long as the question is asked: who has it open says no by having it. */
function officeAt({ dataDir }: OfficeConfig): Pick<Parameters<typeof UpdateKeeper.open>[0], 'readiness' | 'backup'> {
  const journal = join(dataDir, 'journal.db');
  return {
    async readiness() {
      if (!existsSync(journal)) return resting;
      const lock = lockFolder(join(dataDir, 'office.lock'), 500);
      lock?.release();
      return lock === null ? null : resting;
    },
    async backup() {
      if (!existsSync(journal)) return done(null);
      const folder = join(dataDir, 'backups');
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const file = join(folder, `journal-before-update-${Date.now()}.db`);
      await copyFile(journal, file);
      return done(file);
    },
  };
}

export const updateStatus = defineCommand('update status', {
  ...spec,
  run: (values, _files, ui) => withKeeper(values, ui, async (keeper) => say(await keeper.status(), ui)),
});

export const updateCheck = defineCommand('update check', {
  ...spec,
  run: (values, _files, ui) =>
    withKeeper(values, ui, async (keeper) => {
      const checked = await keeper.check();
      if (!checked.ok) return ui.fail(checked.failure);
      if (checked.value.waiting?.stage !== 'offered') return say(checked.value, ui);
      ui.note(updateSayings[ui.locale].fetching);
      const fetched = await keeper.fetch(new AbortController().signal);
      return fetched.ok ? say(fetched.value, ui) : ui.fail(fetched.failure);
    }),
});

export const updateApply = defineCommand('update apply', {
  ...spec,
  run: (values, _files, ui) =>
    withKeeper(values, ui, async (keeper) => {
      const { waiting, putOff } = await keeper.status();
      if (putOff.length > 0) ui.note(updateSayings[ui.locale].putOff(putOff));
      const applied = await keeper.apply();
      if (!applied.ok) return ui.fail(applied.failure);
      ui.answer(applied.value);
      ui.print(updateSayings[ui.locale].installed(waiting?.version ?? ''));
      return exitCodes.ok;
    }),
});

export const updateShare = defineCommand('update share', {
  options: { config: { type: 'string' }, port: { type: 'string' } },
  values: z.object({ config: z.string().min(1), port: z.coerce.number().int().min(0).max(65_535).optional() }),
  async run(values, _files, ui) {
    const config = await readOfficeConfig(values.config);
    if (!config.ok) return ui.fail(config.failure);
    const policy = config.value.updates ?? UpdatePolicy.parse({});
    const [folder, wanted] = [folderOf(policy), values.port ?? policy.sharePort ?? 0];
    const share = await shareUpdates({ folder, host: '0.0.0.0', port: wanted }).catch((error: unknown) => error);
    if (share instanceof Error) {
      const failure = failureOfSystem(share, `:${wanted}`);
      if (failure === null) throw share;
      return ui.fail(failure);
    }
    const { port, close } = share as Share;
    ui.answer({ port, folder });
    ui.print(updateSayings[ui.locale].sharing(port));
    await new Promise<void>((resolve) => ['SIGINT', 'SIGTERM'].forEach((name) => process.once(name, () => resolve())));
    await close();
    return exitCodes.ok;
  },
});

function say(status: UpdateStatus, ui: Ui): ExitCode {
  const words = updateSayings[ui.locale];
  ui.answer({ ...status, lastFailure: failureJson(status.lastFailure, ui.locale) });
  ui.print(words.version(status.version, status.ring));
  if (status.mode === 'system') ui.print(words.system);
  if (status.standing !== 'fine') ui.print(words.standing[status.standing]);
  if (status.lastInstall) ui.print(words.last(status.lastInstall));
  const { waiting, putOff } = status;
  if (waiting === null) {
    if (status.mode === 'self') ui.print(words.nothing);
  } else {
    ui.print(words.waits(waiting));
    ui.print(words.stage[waiting.stage]);
    for (const line of waiting.notes[ui.locale].split('\n').filter((text) => text !== '')) ui.print(`  ${line}`);
    if (putOff.length > 0) ui.print(words.putOff(putOff));
  }
  return status.standing === 'fine' ? exitCodes.ok : exitCodes.no;
}
