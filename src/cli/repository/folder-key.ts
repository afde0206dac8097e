/** What the folder of an office's repository is encrypted with, on a machine without a window and its keychain. */
import { randomBytes } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { sealedMarkFile } from '../../contract/office-repository.ts';
import { writeWhole } from '../../parcel/index.ts';
import type { ExitCode } from '../exit-codes.ts';
import { failureOfSystem } from '../refusals.ts';
import type { Ui } from '../ui.ts';

export interface FolderKey {
  /** 32 bytes as hexadecimal. */
  readonly key: string;
  /** Where it is kept, as it is told to whoever serves. */
  readonly told: string;
}

/** The name under which systemd hands it over (`LoadCredentialEncrypted=fojas-folder-key`). */
const credential = 'fojas-folder-key';

/**
 * The key of a folder: `-` reads it from standard input; else from the file that was named, from a credential of systemd's, or from
 * `<folder>.key`, which is made (mode 0600) for a folder of which nothing is encrypted yet. An exit code where there is none to use,
 * which was then said.
 */
export async function readFolderKey(dir: string, named: string | undefined, ui: Ui): Promise<FolderKey | ExitCode> {
  const { folderKey: words } = ui.words.repository;
  const hex = (key: string, told: string, from: string): FolderKey | ExitCode =>
    /^[0-9a-f]{64}$/.test(key.trim()) ? { key: key.trim(), told } : ui.misuse(words.noKey(from));
  if (named === '-') return hex(await text(process.stdin), words.fromInput, '-');
  const given = process.env['CREDENTIALS_DIRECTORY'];
  const handed = given === undefined ? null : path.join(given, credential);
  const byService = named === undefined && handed !== null && existsSync(handed);
  const file = named ?? (byService ? handed : `${path.resolve(dir)}.key`);
  try {
    if (!existsSync(file)) {
      if (existsSync(path.join(dir, sealedMarkFile))) return ui.misuse(words.missing(file));
      const made = randomBytes(32).toString('hex');
      await writeWhole(
        file,
        (async function* () {
          yield Buffer.from(`${made}\n`);
        })(),
      );
      return { key: made, told: words.made(file) };
    }
    if (!byService && process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0)
      return ui.misuse(words.exposed(file));
    return hex(await readFile(file, 'utf8'), byService ? words.fromService : words.fromFile(file), file);
  } catch (error) {
    const failure = failureOfSystem(error, file);
    if (failure === null) throw error;
    return ui.fail(failure);
  }
}
