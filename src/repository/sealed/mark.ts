import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SealedMark, sealedMarkFile } from '../../contract/office-repository.ts';
import { writeWhole } from '../../parcel/index.ts';
import { RegisterError } from '../refusal.ts';

/** Null where nothing of the folder was ever encrypted. @throws {RegisterError} `damaged` */
export function readSealedMark(dir: string): SealedMark | null {
  let text: string;
  try {
    text = readFileSync(join(dir, sealedMarkFile), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  try {
    return SealedMark.parse(JSON.parse(text));
  } catch (error) {
    // Written whole by us: nothing is gone on with on a guess.
    throw new RegisterError('damaged', `${sealedMarkFile} cannot be read`, { cause: error });
  }
}

export async function writeSealedMark(dir: string, mark: SealedMark): Promise<void> {
  await writeWhole(
    join(dir, sealedMarkFile),
    (async function* () {
      yield Buffer.from(`${JSON.stringify(mark)}\n`);
    })(),
  );
}
