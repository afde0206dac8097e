import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { z } from 'zod';
import { lockFolder } from '../../casework/store/lock.ts';
import { teller } from '../../contract/diary.ts';
import { LockNote } from '../../contract/lock.ts';
import { deskKeyFile } from '../../diagnostics/desk-keys.ts';
import { openDiary } from '../../diagnostics/diary-file.ts';
import { defineCommand } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { readOfficeConfig } from '../office-config.ts';
import { failureOfSystem } from '../refusals.ts';
import type { Ui } from '../ui.ts';
import { userData } from '../user-data.ts';

/**
 * For a person whose token is lost and who chose no passphrase. It takes away the note that the desk is locked, which holds no key, and only in
 * that person's own account, whose keychain goes on keeping the key; where a passphrase opens the desk it takes nothing.
 */
export const deskUnlock = defineCommand('desk unlock', {
  options: {
    config: { type: 'string' },
    seat: { type: 'string' },
    'user-data': { type: 'string' },
    really: { type: 'boolean' },
  },
  values: z.object({
    config: z.string().min(1),
    seat: z.string().min(1).optional(),
    'user-data': z.string().min(1).optional(),
    really: z.boolean().default(false),
  }),
  async run(values, _files, ui) {
    const config = await readOfficeConfig(values.config, values.seat);
    if (!config.ok) return ui.fail(config.failure);
    // The lock is the person's, who may sit at several seats: it lies with the folder through which they were granted.
    const folder = config.value.grantedAt ?? config.value.dataDir;
    const ownFiles = values['user-data'] ?? userData();
    try {
      return unlock({ folder, ownFiles, really: values.really }, ui);
    } catch (error) {
      const failure = failureOfSystem(error, deskKeyFile(ownFiles, folder, 'lock'));
      if (failure === null) throw error;
      return ui.fail(failure);
    }
  },
});

interface Desk {
  readonly folder: string;
  readonly ownFiles: string;
  readonly really: boolean;
}

function unlock({ folder, ownFiles, really }: Desk, ui: Ui): ExitCode {
  const words = ui.words.carried.unlock;
  const note = deskKeyFile(ownFiles, folder, 'lock');
  const refuse = (state: 'notLocked' | 'passphrase' | 'keyLost', code: ExitCode = exitCodes.no): ExitCode => {
    ui.answer({ state });
    ui.print(words[state]);
    return code;
  };
  if (!existsSync(note) || !isLocked(note)) return refuse('notLocked', exitCodes.ok);
  if (process.getuid !== undefined && statSync(note).uid !== process.getuid()) return ui.misuse(words.ofAnother);
  // A passphrase opens it, and where there is no keychain nothing else has the key.
  if (existsSync(deskKeyFile(ownFiles, folder, 'phrase'))) return refuse('passphrase');
  if (!existsSync(deskKeyFile(ownFiles, folder, 'sealed'))) return refuse('keyLost');
  // A program that runs would write the note again.
  const hold = existsSync(folder) ? lockFolder(join(folder, 'office.lock'), 1000) : null;
  if (existsSync(folder) && hold === null) return ui.fail({ kind: 'storeBusy' });
  try {
    if (really) takeAway(note, ownFiles);
  } finally {
    hold?.release();
  }
  ui.answer({ state: really ? 'unlocked' : 'locked' });
  for (const line of really ? words.unlocked : words.wouldUnlock) ui.print(line);
  return exitCodes.ok;
}

/** That it was done is told where the program tells of itself: the journal of the office opens with a key that is not at hand here. */
function takeAway(note: string, ownFiles: string): void {
  rmSync(note);
  const diary = openDiary({ folder: join(ownFiles, 'diary') });
  teller('command', diary.write)('deskUnlocked');
  diary.close();
}

function isLocked(note: string): boolean {
  try {
    return LockNote.parse(JSON.parse(readFileSync(note, 'utf8'))).locked;
  } catch (error) {
    // Text that was spoilt counts as none to the lock itself.
    if (error instanceof SyntaxError || error instanceof z.ZodError) return false;
    throw error;
  }
}
