import { access, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { z } from 'zod';
import { composeBundle } from '../../diagnostics/bundle.ts';
import { policyAlone } from '../../policy/office.ts';
import type { OfficeDiagnostics } from '../../contract/diagnostics.ts';
import type { Failure } from '../../contract/failures.ts';
import { defineCommand } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { readOfficeConfig, readStoreKey } from '../office-config.ts';
import { startOffice } from '../processes.ts';
import { failureOfSystem } from '../refusals.ts';
import { userData } from '../user-data.ts';
import { programVersion } from '../version.ts';
import { healthSayings } from '../words/health-words.ts';

/** Where each kind of package puts what lies beside the program: .deb and .rpm, the installer of Windows, the image of macOS. */
const installed = [
  '/usr/lib/fojas',
  path.join(process.env['ProgramFiles'] ?? String.raw`C:\Program Files`, 'Fojas'),
  '/Applications/Fojas.app/Contents',
];

/** The list of what the program is made of. `program`: its folder, where it was unpacked from a .zip or lies elsewhere. */
async function sbomOf(program: string | null): Promise<string> {
  const inside = (folder: string): string[] =>
    ['resources', 'Resources'].map((name) => path.join(folder, name, 'sbom.cdx.json'));
  const files = (program === null ? installed : [program, path.join(program, 'Contents')]).flatMap(inside);
  for (const file of files)
    if (
      await access(file).then(
        () => true,
        () => false,
      )
    )
      return file;
  return files[0]!;
}

/** The bundle for whoever helps from afar: on standard output to be read, or in a file to be sent. */
export const diagnostics = defineCommand('diagnostics', {
  options: {
    config: { type: 'string' },
    'store-key-file': { type: 'string' },
    'user-data': { type: 'string' },
    program: { type: 'string' },
    save: { type: 'string' },
  },
  values: z.object({
    config: z.string().min(1).optional(),
    'store-key-file': z.string().min(1).optional(),
    'user-data': z.string().min(1).optional(),
    program: z.string().min(1).optional(),
    save: z.string().min(1).optional(),
  }),
  async run(values, _files, ui) {
    const folder = values['user-data'] ?? userData();
    const text = await composeBundle({
      ...{ now: new Date(), version: programVersion(), updates: null, policy: await policyAlone() },
      ...{ diaryFolder: path.join(folder, 'diary'), crashFolder: path.join(folder, 'crashes') },
      sbomFile: await sbomOf(values.program ?? null),
      office: await officePart(values.config, values['store-key-file']),
    });
    if (values.save === undefined) {
      ui.answer(JSON.parse(text));
      for (const line of text.trimEnd().split('\n')) ui.print(line);
      return exitCodes.ok;
    }
    try {
      await writeFile(values.save, text, { flag: 'wx', mode: 0o600 });
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
        return ui.fail({ kind: 'fileExists', file: values.save });
      const failure = failureOfSystem(error, values.save);
      if (failure === null) throw error;
      return ui.fail(failure);
    }
    ui.answer({ path: path.resolve(values.save) });
    ui.print(healthSayings[ui.locale].saved(path.resolve(values.save)));
    return exitCodes.ok;
  },
});

async function officePart(
  config: string | undefined,
  keyFile: string | undefined,
): Promise<OfficeDiagnostics | Failure> {
  if (config === undefined || keyFile === undefined) return { kind: 'badInput', detail: 'no office named' };
  const read = await readOfficeConfig(config);
  if (!read.ok) return read.failure;
  const storeKey = await readStoreKey(keyFile);
  if (!storeKey.ok) return storeKey.failure;
  const version = programVersion();
  const office = await startOffice({ config: read.value, storeKey: storeKey.value, version, hosts: [] });
  if (!office.ok) return office.failure;
  try {
    const told = await office.value.client.call('diagnostics.office', {});
    return told.ok ? told.value : told.failure;
  } finally {
    await office.value.close();
  }
}
