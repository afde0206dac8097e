import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { OfficeConfig } from '../contract/config.ts';
import { electronicLibrary } from '../contract/token.ts';
import { done, failed, type Outcome } from '../contract/failures.ts';
import type { PolicyReport } from '../contract/policy.ts';
import { ReceiptKey } from '../contract/receipts.ts';
import { hearChoices } from './choices.ts';
import { type Draft, lay } from './places.ts';
import { decide, type Heard, reportOf, underPolicy } from './resolve.ts';
import { hearPolicy, readObject } from './sources/index.ts';

export interface OpenedOffice {
  /** As it holds on this PC: the file, and what the institution decided, and who sits here chose, over it. */
  readonly config: OfficeConfig;
  readonly policy: PolicyReport;
}

/**
 * Opens an office's JSON file under the policy of this PC: the only way to a configuration, for windows and for the command line. What does
 * not parse in the file is refused with the place that is wrong; what does not hold in policy is told in its report.
 */
export async function openOfficeConfig(
  file: string,
  hear: () => Promise<Heard> = hearPolicy,
): Promise<Outcome<OpenedOffice>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'EIO';
    return failed({ kind: 'fileUnreadable', file, code });
  }
  const value = readObject(text);
  if (value === null) return failed({ kind: 'officeFileBroken', file, places: [] });
  const parsed = OfficeConfig.safeParse(value);
  if (!parsed.success) return failed({ kind: 'officeFileBroken', file, places: placesIn(parsed.error) });
  const [heard, chosen] = [await hear(), await hearChoices(file)];
  const { config, report } = underPolicy(parsed.data, {
    voices: [...heard.voices, ...chosen.voices],
    troubles: [...heard.troubles, ...chosen.troubles],
  });
  return done({ config: withElectronic(config), policy: report });
}

/** Where a file does not hold, each place once and as it is written there; a name that belongs nowhere with its own. */
export function placesIn({ issues }: z.ZodError): string[] {
  const places = issues.flatMap((issue) => {
    const at = issue.path.map(String);
    return issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...at, key].join('.')) : [at.join('.')];
  });
  return [...new Set(places.map((place) => place || '{}'))].slice(0, 20);
}

/** Where people may sign electronically, their keys are a library of this PC, whoever of its seats is taken. */
function withElectronic(config: OfficeConfig): OfficeConfig {
  const { signing, tokenLibraries, dataDir } = config;
  if (!signing?.electronic || tokenLibraries.some(({ id }) => id === electronicLibrary)) return config;
  const library = { kind: 'electronic', id: electronicLibrary, path: join(dataDir, 'electronic') } as const;
  return { ...config, tokenLibraries: [...tokenLibraries, library] };
}

/** The repository's keys that the institution pins on this PC, with or without an office. */
export async function keysAlone(hear: () => Promise<Heard> = hearPolicy): Promise<readonly ReceiptKey[]> {
  const draft: Draft = { repository: {} };
  const decided = decide(await hear()).decisions.get('repository.keys');
  if (decided !== undefined) lay(draft, 'repository.keys', decided.value, false);
  return z.object({ pinnedKeys: z.array(ReceiptKey).default([]) }).parse(draft['repository']).pinnedKeys;
}

/** What the institution says where there is no office yet, or none that reads. */
export async function policyAlone(hear: () => Promise<Heard> = hearPolicy): Promise<PolicyReport> {
  const { decisions, troubles } = decide(await hear());
  return reportOf(null, decisions, troubles);
}
