import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { OfficeConfig } from '../../contract/config.ts';
import { done, failed, type Failure, type Outcome } from '../../contract/failures.ts';
import type { PolicyName, PolicyValue } from '../../contract/policy.ts';
import { type SetupAnswers, type SetupEnd } from '../../contract/setup.ts';
import { Capabilities } from '../../contract/wire.ts';
import { lay } from '../places.ts';
import { decide, type Heard } from '../resolve.ts';
import { codeOf, writeWhole } from '../write-whole.ts';

export interface SetUpOptions {
  /** The office's file to be. */
  readonly file: string;
  readonly heard: Heard;
  /** Asks the repository whether it knows this key; null: nobody is asked (a PC that is prepared without a line). */
  readonly fetch: typeof fetch | null;
  /** What is there already, and otherwise, is replaced; without it, it is left alone and told. */
  readonly replace: boolean;
}

const askMs = 15_000;

/**
 * Sets a desk up: puts its configuration together, asks the repository whether it holds, and writes it, whole or not at all. The same answers a
 * second time change nothing. Failures: `badInput` (what is missing, by its name), `fileUnreadable`, `fileExists` (another desk is there),
 * `repositoryUnreachable`, `repositoryDenied`, `repositoryGarbage`, `lineUntrusted` (it has none of the keys that receipts are believed from).
 */
export async function setUp(answers: SetupAnswers, options: SetUpOptions): Promise<Outcome<SetupEnd>> {
  const before = await readText(options.file);
  const there = before.ok ? OfficeConfig.safeParse(parseJson(before.value)).data : undefined;
  const made = await configOf(answers, options, there);
  if (!made.ok) return made;
  const config = made.value;
  const end = { file: options.file, deviceId: config.deviceId };
  if (there !== undefined && isDeepStrictEqual(there, config)) return done({ state: 'same', ...end });
  const none = !before.ok && before.failure.kind === 'fileUnreadable' && before.failure.code === 'ENOENT';
  if (!none && !options.replace) return failed({ kind: 'fileExists', file: options.file });
  const refused = options.fetch === null ? null : await askRepository(config, options.fetch);
  if (refused !== null) return failed(refused);
  const written = await writeWhole(options.file, `${JSON.stringify(config, null, 2)}\n`);
  return written === null ? done({ state: 'written', ...end }) : failed(written);
}

/** The office's file as the answers and policy make it; device and data stay those of a desk that is there. */
async function configOf(
  answers: SetupAnswers,
  { file, heard }: SetUpOptions,
  there: OfficeConfig | undefined,
): Promise<Outcome<OfficeConfig>> {
  const { decisions } = decide(heard);
  const policy = (name: PolicyName): PolicyValue | undefined => decisions.get(name)?.value;
  const url = policy('repository.url') ?? answers.repository;
  const keys = policy('repository.keys') ?? answers.repositoryKeys;
  if (url === undefined) return missing('repository');
  if (keys === undefined) return missing('repositoryKeys');
  const access = answers.accessKeyFile === undefined ? null : await readText(answers.accessKeyFile);
  if (access?.ok === false) return access;
  const accessKey = access?.value.trim() ?? answers.accessKey;
  const trustAnchors: string[] = [];
  for (const anchor of answers.trustAnchorFiles ?? []) {
    const text = await readText(anchor);
    if (!text.ok) return text;
    trustAnchors.push(...(text.value.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? []));
  }
  const draft: Record<string, unknown> = {
    version: 1,
    mode: 'normal',
    dataDir: answers.dataDir ?? there?.dataDir ?? path.join(path.dirname(file), 'data'),
    deviceId: answers.deviceId ?? there?.deviceId ?? `pc-${randomBytes(6).toString('hex')}`,
    office: answers.office,
    person: answers.person,
    repository: { url, pinnedKeys: [], ...(accessKey === undefined ? {} : { accessKey }) },
    ...{ tokenLibraries: [], trustAnchors },
  };
  lay(draft, 'repository.keys', keys, false);
  if (answers.tokenLibraries) lay(draft, 'drivers.libraries', answers.tokenLibraries, false);
  const config = OfficeConfig.safeParse(draft);
  return config.success
    ? done(config.data)
    : failed({ kind: 'badInput', detail: z.prettifyError(config.error).slice(0, 400) });
}

const missing = (name: keyof SetupAnswers): Outcome<never> => failed({ kind: 'badInput', detail: name });

/**
 * Whether the repository takes this for the key of the whole of this office: another office's would forward everything as its own, a person's
 * what that person may.
 */
export async function tryOfficeKey(
  { office, repository }: OfficeConfig,
  accessKey: string,
  ask: typeof fetch,
): Promise<Failure | null> {
  if (repository === null) return { kind: 'repositoryNotConfigured' };
  const asked = (path: string, more: RequestInit = {}): Promise<Response> =>
    ask(new URL(path, repository.url), {
      ...more,
      headers: { authorization: `Bearer ${accessKey}`, 'content-type': 'application/json' },
      signal: AbortSignal.timeout(askMs),
    });
  try {
    // No person's key makes a seed, whatever the role, and a wish for nothing makes none: who may ask is asked first.
    const wish = await asked('/v1/parcels/seed', { method: 'POST', body: '{}' });
    if (wish.status === 403) return { kind: 'repositoryDenied', reason: 'personsKey' };
    const response = await asked(`/v1/feed?office=${encodeURIComponent(office.officeId)}&cursor=&limit=1`);
    if (response.status === 401 || response.status === 403) return { kind: 'repositoryDenied' };
    return response.ok ? null : { kind: 'repositoryGarbage', detail: `HTTP ${response.status}` };
  } catch (error) {
    return { kind: 'repositoryUnreachable', detail: error instanceof Error ? error.name : 'unknown' };
  }
}

async function askRepository({ repository }: OfficeConfig, ask: typeof fetch): Promise<Failure | null> {
  if (repository === null) return { kind: 'repositoryNotConfigured' };
  const { accessKey } = repository;
  let response: Response;
  try {
    response = await ask(new URL('/v1/capabilities', repository.url), {
      ...(accessKey === undefined ? {} : { headers: { authorization: `Bearer ${accessKey}` } }),
      signal: AbortSignal.timeout(askMs),
    });
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    return { kind: 'repositoryUnreachable', detail: cause };
  }
  // A desk without a key is enrolled by its person afterwards: that somebody answers is all that can be asked now.
  if (accessKey === undefined && response.status === 401) return null;
  if (response.status === 401 || response.status === 403) return { kind: 'repositoryDenied' };
  const said = Capabilities.safeParse(await response.json().catch(() => null));
  if (!response.ok || !said.success) return { kind: 'repositoryGarbage', detail: `HTTP ${response.status}` };
  const known = said.data.receiptKeys.some((key) =>
    repository.pinnedKeys.some(({ kid, x }) => kid === key.kid && x === key.x),
  );
  return known ? null : { kind: 'lineUntrusted', detail: said.data.receiptKeys.map(({ kid }) => kid).join(' ') };
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

export async function readText(file: string): Promise<Outcome<string>> {
  try {
    return done(await readFile(file, 'utf8'));
  } catch (error) {
    return failed({ kind: 'fileUnreadable', file, code: codeOf(error) });
  }
}
