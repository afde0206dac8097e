import { createReadStream, existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { type Failure, ParcelRefusal } from '../../contract/failures.ts';
import { parcelType } from '../../contract/stick.ts';
import { Problem } from '../../contract/wire.ts';
import { writeWhole } from '../../parcel/index.ts';
import { RegisterError } from '../../repository/refusal.ts';
import { createRepository } from '../../repository/repository.ts';
import { loadAnchors } from '../../signature/index.ts';
import { defineCommand } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { toPem } from '../pem.ts';
import { failureOfSystem } from '../refusals.ts';
import { accessKeysFile, readKeys } from '../repository/access-keys.ts';
import { refuseRegister } from '../repository/engines.ts';
import type { Ui } from '../ui.ts';

const where = {
  options: {
    dir: { type: 'string' },
    name: { type: 'string' },
    trust: { type: 'string' },
    out: { type: 'string' },
    url: { type: 'string' },
    'access-key-file': { type: 'string' },
  },
  values: {
    dir: z.string().min(1).optional(),
    name: z.string().min(1).default('Repositorio Fojas'),
    trust: z.string().min(1).optional(),
    url: z.url({ protocol: /^https?$/ }).optional(),
    'access-key-file': z.string().min(1).optional(),
    out: z.string().min(1),
  },
} as const;

export const repositoryStickImport = defineCommand('repository stick import', {
  options: { ...where.options, file: { type: 'string' } },
  values: z.object({ ...where.values, file: z.string().min(1) }),
  run: (values, _files, ui) =>
    atRepository(values, undefined, ui, async (door) => {
      const response = await door('/v1/parcels', {
        ...{ method: 'POST', duplex: 'half', headers: { 'content-type': parcelType } },
        body: Readable.toWeb(createReadStream(values.file)) as NonNullable<RequestInit['body']>,
      });
      if (!response.ok) return ui.fail(await failureOf(response));
      await keep(response, values.out);
      ui.answer({ answer: values.out });
      ui.print(ui.words.carried.answerIn(values.out));
      return exitCodes.ok;
    }),
});

const Seeded = z.object({ cases: z.int(), files: z.int(), left: z.int(), unknown: z.array(z.string()) });

export const repositoryStickSeed = defineCommand('repository stick seed', {
  options: {
    ...where.options,
    ...{ case: { type: 'string', multiple: true }, office: { type: 'string' }, 'max-mb': { type: 'string' } },
  },
  values: z.object({
    ...where.values,
    case: z.array(z.string().min(1)).min(1),
    office: z.string().min(1).optional(),
    'max-mb': z.coerce.number().int().min(0).max(16_000).default(2000),
  }),
  run: (values, _files, ui) =>
    atRepository(values, values.office, ui, async (door) => {
      const response = await door('/v1/parcels/seed', {
        ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
        body: JSON.stringify({ caseNumbers: values.case, maxBytes: values['max-mb'] * 1_000_000 }),
      });
      if (!response.ok) return ui.fail(await failureOf(response));
      const told = Seeded.parse(JSON.parse(decodeURIComponent(response.headers.get('fojas-seed') ?? 'null')));
      await keep(response, values.out);
      const words = ui.words.carried;
      ui.answer({ seed: values.out, ...told });
      ui.print(words.seedIn(values.out, told.cases, told.files, told.left));
      if (told.unknown.length > 0) ui.print(words.unknownCases(told.unknown.join(', ')));
      return told.unknown.length > 0 ? exitCodes.no : exitCodes.ok;
    }),
});

type Door = (path: string, init: RequestInit & { readonly duplex?: 'half' }) => Promise<Response>;
interface Where {
  readonly dir?: string | undefined;
  readonly name: string;
  readonly trust?: string | undefined;
  readonly url?: string | undefined;
  readonly 'access-key-file'?: string | undefined;
  readonly out: string;
}

/** Goes in by the door of a repository that serves, or opens one that is stopped for as long as it takes. */
async function atRepository(
  values: Where,
  office: string | undefined,
  ui: Ui,
  work: (door: Door) => Promise<ExitCode>,
): Promise<ExitCode> {
  if (existsSync(values.out)) return ui.fail({ kind: 'fileExists', file: values.out });
  const keyFile = values['access-key-file'];
  if (
    (values.dir === undefined) === (values.url === undefined) ||
    (values.url !== undefined && keyFile === undefined)
  ) {
    return ui.misuse(ui.words.carried.dirOrUrl);
  }
  try {
    if (values.url !== undefined && keyFile !== undefined) {
      return await work(doorOf(values.url, (await readFile(keyFile, 'utf8')).trim()));
    }
    return await atStopped(values, values.dir ?? '', office, ui, work);
  } catch (error) {
    if (error instanceof RegisterError) return refuseRegister(error, ui);
    // What fetch throws when nobody answers.
    if (error instanceof TypeError && values.url !== undefined) {
      return ui.fail({ kind: 'repositoryUnreachable', detail: error.message });
    }
    const failure = failureOfSystem(error, values.dir ?? values.out);
    if (failure === null) throw error;
    return ui.fail(failure);
  }
}

async function atStopped(
  values: Where,
  dir: string,
  office: string | undefined,
  ui: Ui,
  work: (door: Door) => Promise<ExitCode>,
): Promise<ExitCode> {
  const accessKeys = await readKeys(accessKeysFile(dir));
  const own = accessKeys.find(
    ({ officeId, holder }) => holder === undefined && (office === undefined || officeId === office),
  );
  if (!own) return ui.misuse(ui.words.repository.noOffices);
  const anchors = values.trust === undefined ? [] : loadAnchors(values.trust).anchors;
  const repository = await createRepository({
    ...{ dir, name: values.name, accessKeys, trustAnchors: anchors.map(({ der }) => toPem(der)) },
  });
  try {
    return await work(doorOf(repository.url, own.key));
  } finally {
    await repository.close();
  }
}

function doorOf(url: string, key: string): Door {
  return (path, init) =>
    fetch(new URL(path, url), { ...init, headers: { ...init.headers, authorization: `Bearer ${key}` } });
}

async function keep(response: Response, out: string): Promise<void> {
  if (!response.body) throw new Error('an answer without a body');
  await writeWhole(out, response.body as unknown as AsyncIterable<Uint8Array>);
}

async function failureOf(response: Response): Promise<Failure> {
  const problem = Problem.safeParse(await response.json().catch(() => null));
  if (!problem.success) return { kind: 'repositoryGarbage', detail: `HTTP ${response.status}` };
  const { type, detail } = problem.data;
  const reason = ParcelRefusal.safeParse(detail);
  if (type.endsWith(':parcel-refused') && reason.success) return { kind: 'parcelRefused', reason: reason.data };
  if (type.endsWith(':unauthorized')) return { kind: 'repositoryDenied' };
  return { kind: 'registrationRefused', problem: type.replace('urn:fojas:problem:', ''), detail };
}
