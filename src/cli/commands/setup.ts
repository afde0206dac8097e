import { existsSync } from 'node:fs';
import os from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { z } from 'zod';
import { Role } from '../../contract/config.ts';
import type { Failure, Outcome } from '../../contract/failures.ts';
import type { SetupAnswers } from '../../contract/setup.ts';
import { answersFrom, readAnswers, setUp, setupPlace } from '../../policy/setup/index.ts';
import { hearPolicy } from '../../policy/sources/index.ts';
import { defineCommand } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Ui } from '../ui.ts';
import { setupSayings } from '../words/policy-words.ts';

const text = z.string().min(1).optional();
const several = z.array(z.string().min(1)).optional();

/** Everything is given, nothing is asked: for scripts, images and hundreds of PCs. */
export const setup = defineCommand('setup', {
  options: {
    answers: { type: 'string' },
    account: { type: 'string' },
    repository: { type: 'string' },
    key: { type: 'string', multiple: true },
    'access-key-file': { type: 'string' },
    office: { type: 'string' },
    'office-name': { type: 'string' },
    person: { type: 'string' },
    name: { type: 'string' },
    role: { type: 'string' },
    capacity: { type: 'string' },
    cuil: { type: 'string' },
    library: { type: 'string', multiple: true },
    anchor: { type: 'string', multiple: true },
    device: { type: 'string' },
    'data-dir': { type: 'string' },
    out: { type: 'string' },
    offline: { type: 'boolean' },
    replace: { type: 'boolean' },
  },
  values: z.object({
    ...{ answers: text, account: text, repository: text, key: several, 'access-key-file': text },
    ...{
      office: text,
      'office-name': text,
      person: text,
      name: text,
      role: Role.optional(),
      capacity: text,
      cuil: text,
    },
    ...{ library: several, anchor: several, device: text, 'data-dir': text, out: text },
    ...{ offline: z.boolean().default(false), replace: z.boolean().default(false) },
  }),
  async run(values, _files, ui) {
    const file = resolve(values.out ?? join(userFolder(), 'office.json'));
    const given = await answersGiven(values);
    if (!given.ok) return refuse(given.failure, ui);
    const answers = answersFrom(...given.value);
    if (!answers.ok) return refuse(answers.failure, ui);
    const { offline, replace } = values;
    const end = await setUp(answers.value, {
      ...{ file, heard: await hearPolicy(), fetch: offline ? null : fetch, replace },
    });
    if (!end.ok) return refuse(end.failure, ui);
    ui.answer(end.value);
    ui.print(setupSayings[ui.locale][end.value.state](end.value.file));
    return exitCodes.ok;
  },
});

/** The options that give an answer, by its name in the file of answers. */
const optionsOf: Readonly<Record<string, string>> = {
  repositoryKeys: '--key',
  repository: '--repository',
  office: '--office --office-name',
  person: '--person --name --role --capacity',
};

/** What is missing or wrong is named, and the options for it: whoever reads this is a script's author. */
function refuse(failure: Failure, ui: Ui): ExitCode {
  if (failure.kind === 'badInput') {
    ui.note(setupSayings[ui.locale].lacks(failure.detail));
    const options = Object.keys(optionsOf).filter((name) => new RegExp(`(^|, )${name}\\b`).test(failure.detail));
    if (options.length > 0) ui.note(`  ${options.map((name) => optionsOf[name]).join(' ')}`);
  }
  return ui.fail(failure);
}

/** What a file says, and over it what the command line says. */
async function answersGiven(
  values: Readonly<Record<string, unknown>>,
): Promise<Outcome<readonly Partial<SetupAnswers>[]>> {
  const named = values['answers'] as string | undefined;
  const from = named ?? (existsSync(setupPlace) ? setupPlace : null);
  const account = (values['account'] as string | undefined) ?? os.userInfo().username;
  const file = from === null ? null : await readAnswers(resolve(from), account);
  if (file?.ok === false) return file;
  const base = file?.value ?? {};
  const office = filled({ officeId: values['office'], name: values['office-name'] });
  const { person: personId, name, role, capacity, cuil } = values;
  const person = filled({ personId, name, role, capacity, cuil });
  const own = filled({
    ...{ repository: values['repository'], repositoryKeys: values['key'], accessKeyFile: values['access-key-file'] },
    ...{ tokenLibraries: values['library'], trustAnchorFiles: values['anchor'] },
    ...{ deviceId: values['device'], dataDir: values['data-dir'] },
  });
  const merged = {
    ...(Object.keys(office).length > 0 ? { office: { ...base.office, ...office } } : {}),
    ...(Object.keys(person).length > 0 ? { person: { cuil: null, ...base.person, ...person } } : {}),
  };
  return { ok: true, value: [base, own, merged as Partial<SetupAnswers>] };
}

const filled = (all: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));

/** Where the window keeps its files on this system, as Electron names it. */
function userFolder(): string {
  const { env, platform } = process;
  const home = os.homedir();
  if (platform === 'win32') return join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'Fojas');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Fojas');
  return join(env['XDG_CONFIG_HOME'] ?? join(home, '.config'), 'Fojas');
}
