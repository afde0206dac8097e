import { readFile } from 'node:fs/promises';
import type { OfficeConfig } from '../contract/config.ts';
import { failed, type Failure, type Outcome, done } from '../contract/failures.ts';
import { mayChoose } from '../contract/policy-facts.ts';
import { Policy, type PolicyName, type PolicyReport, type PolicyValue } from '../contract/policy.ts';
import { places } from './places.ts';
import { type Heard, nobody } from './resolve.ts';
import { readObject } from './sources/index.ts';
import { codeOf, writeWhole } from './write-whole.ts';

/**
 * What was chosen on this PC's screen lies beside the office's file and in the form of policy: the office's own file stays as IT wrote it,
 * and what is taken back here leaves no trace there.
 */
export const choicesFile = (officeFile: string): string => officeFile.replace(/(\.json)?$/, '.choices.json');

/** What was chosen, as one more voice. No file is no choice; what does not read is told, and everything else holds. */
export async function hearChoices(officeFile: string): Promise<Heard> {
  const file = choicesFile(officeFile);
  const text = await readFile(file, 'utf8').catch((error: unknown) => codeOf(error));
  if (text === 'ENOENT') return nobody;
  const says = readObject(text);
  if (says !== null) return { voices: [{ level: 'person', place: file, says }], troubles: [] };
  const kind = /^E[A-Z]+$/.test(text) ? 'unreadable' : 'notJson';
  return { voices: [], troubles: [{ kind, place: file, name: null, detail: kind === 'unreadable' ? text : '' }] };
}

/** Whether this setting may be chosen at this PC: nobody locked it, it is this person's (`isIt`: who may configure), and leads not out of practice. */
export function isOpen(
  { settings }: PolicyReport,
  mode: OfficeConfig['mode'],
  name: PolicyName,
  isIt: boolean,
): boolean {
  const setting = settings.find((one) => one.name === name);
  return setting !== undefined && mayChoose(setting, isIt) && !(mode === 'practice' && places[name].institution);
}

/**
 * Keeps a choice, or with null takes it back. Whether it may be chosen here is the caller's to know. Refuses a value that the setting cannot
 * have, and a file of choices that does not read: nothing of what it may hold is lost.
 */
export async function keepChoice(
  officeFile: string,
  name: PolicyName,
  value: PolicyValue | null,
): Promise<Outcome<null>> {
  if (value !== null && !Policy.shape[name].safeParse(value).success) return failed({ kind: 'badInput', detail: name });
  const { voices, troubles } = await hearChoices(officeFile);
  if (troubles.length > 0) return failed({ kind: 'fileUnreadable', file: choicesFile(officeFile), code: 'EINVAL' });
  const { [name]: _before, ...others } = voices[0]?.says ?? {};
  const next = value === null ? others : { ...others, [name]: value };
  const failure: Failure | null = await writeWhole(choicesFile(officeFile), `${JSON.stringify(next, null, 2)}\n`);
  return failure === null ? done(null) : failed(failure);
}
