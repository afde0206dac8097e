import { mkdir, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type Outcome, done, failed } from '../../contract/failures.ts';
import { ActId } from '../../contract/ids.ts';
import { bufferSource, openPdf, pageCount } from '../../signature/index.ts';
import { defineCommand } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Office } from '../processes.ts';
import { failureOf } from '../refusals.ts';
import type { Ui } from '../ui.ts';
import { officeOptions, officeValues, withOffice } from '../with-office.ts';

const options = { ...officeOptions, act: { type: 'string' }, out: { type: 'string' } } as const;
const values = z.object({ ...officeValues, act: ActId, out: z.string().min(1) });

/** The act's file, as it is, in a new folder. */
export const copiesSimple = defineCommand('copies simple', {
  options,
  values,
  run: (given, _files, ui) => withOffice(given, ui, (office) => copied(office, 'simple', given, ui)),
});

/** The act's file and the sheet that certifies it, in a new folder. */
export const copiesCertified = defineCommand('copies certified', {
  options,
  values,
  run: (given, _files, ui) => withOffice(given, ui, (office) => copied(office, 'certified', given, ui)),
});

async function copied(
  { client }: Office,
  kind: 'simple' | 'certified',
  { act: actId, out }: { readonly act: ActId; readonly out: string },
  ui: Ui,
): Promise<ExitCode> {
  const act = await client.call('acts.read', { actId });
  if (!act.ok) return ui.fail(act.failure);
  const sha256 = act.value.signedSha256 ?? act.value.documentSha256;
  const file = await readWhole(client, sha256);
  if (!file.ok) return ui.fail(file.failure);
  try {
    const pages = pageCount(openPdf(bufferSource(file.value)));
    // Before the copy is written down as made: a place where nothing can be put is said first.
    await mkdir(out);
    const copy = await client.call('acts.copy', { actId, sha256, kind, pages });
    if (!copy.ok) {
      await rmdir(out);
      return ui.fail(copy.failure);
    }
    const { code, cover } = copy.value;
    const sheet = cover === null ? null : await readWhole(client, cover);
    if (sheet && !sheet.ok) return ui.fail(sheet.failure);
    const paths = { act: join(out, 'acto.pdf'), cover: sheet ? join(out, 'certificacion.pdf') : null };
    await writeFile(paths.act, file.value, { flag: 'wx' });
    if (sheet && paths.cover !== null) await writeFile(paths.cover, sheet.value, { flag: 'wx' });
    ui.answer({ kind, code, sha256, pages, paths });
    ui.print(ui.words.cases.copied(code, [paths.cover ?? [], paths.act].flat()));
    return exitCodes.ok;
  } catch (error) {
    const failure = failureOf(error, out);
    if (failure === null) throw error;
    return ui.fail(failure);
  }
}

async function readWhole(client: Office['client'], sha256: string): Promise<Outcome<Buffer>> {
  const pieces: Uint8Array[] = [];
  for (let offset = 0, size = 1; offset < size;) {
    const read = await client.call('documents.read', { sha256, offset, length: 1_048_576 });
    if (!read.ok) return failed(read.failure);
    pieces.push(read.value.bytes);
    offset += read.value.bytes.length;
    size = read.value.size;
  }
  return done(Buffer.concat(pieces));
}
