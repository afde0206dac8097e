import { readFile } from 'node:fs/promises';
import { OfficeConfig } from '../contract/config.ts';
import { type Outcome, done, failed } from '../contract/failures.ts';
import type { OfficeInvitation } from '../contract/office-repository.ts';
import { codeOf, writeWhole } from './write-whole.ts';
import { readObject } from './sources/index.ts';

/**
 * Changes an office's JSON file, whole or not at all. What would not parse afterwards is not written.
 * @param change gets the file as it stands, parsed; answers what takes the place of some of its members (undefined: gone)
 */
export async function editOfficeFile(
  file: string,
  change: (config: OfficeConfig) => Partial<OfficeConfig>,
): Promise<Outcome<OfficeConfig>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    return failed({ kind: 'fileUnreadable', file, code: codeOf(error) });
  }
  const value = readObject(text);
  const before = OfficeConfig.safeParse(value);
  if (value === null || !before.success) return failed({ kind: 'badInput', detail: `${file}: no office` });
  // What the program fills in by itself is not written down: the next version may fill in something else.
  const changed = JSON.parse(JSON.stringify({ ...value, ...change(before.data) })) as unknown;
  const after = OfficeConfig.safeParse(changed);
  if (!after.success) return failed({ kind: 'badInput', detail: `${file}: would not be an office any more` });
  const next = `${JSON.stringify(changed, null, 2)}\n`;
  const failure = next === text ? null : await writeWhole(file, next);
  return failure ? failed(failure) : done(after.data);
}

/** What an invitation changes in the file of a desk that takes it: its key is pinned, its addresses are tried. */
export function joined(config: OfficeConfig, { key, addresses }: OfficeInvitation): Partial<OfficeConfig> {
  const { repository } = config;
  if (!repository) return {};
  const known = repository.office;
  const keys = [...(known?.keys ?? []).filter(({ kid }) => kid !== key.kid), key];
  // The newest first: what answers at an older one has to prove a key as well.
  const tried = [...new Set([...addresses, ...(known?.addresses ?? [])])].slice(0, 20);
  return { repository: { ...repository, office: { ...known, keys, discover: true, addresses: tried } } };
}
