import { describe, expect, it } from 'vitest';
import { exitCodes } from '../../src/cli/exit-codes.ts';
import { localeFrom } from '../../src/cli/ui.ts';
import { wordsFor } from '../../src/cli/words/index.ts';
import type { CommandName } from '../../src/cli/words/cli-words.ts';
import { fojas, json } from './harness.ts';

const names: CommandName[] = [
  'tokens',
  'sign',
  'verify',
  'trust-list make',
  'trust-list keep',
  'trust-list show',
  'practice',
  'repository serve',
  'sync',
  'case health',
  'case keep',
  'doctor',
  'setup',
  'policy show',
  'policy choose',
  'policy check',
  'policy template',
  'update share',
  'repository copies list',
  'repository copies fetch',
  'repository copies remove',
];
const locales = ['es-AR', 'en', 'pt-BR'] as const;

describe('help', () => {
  it('of the program names every command and every exit code', async () => {
    const { code, stdout } = await fojas(['--help']);
    expect(code).toBe(0);
    for (const name of names) expect(stdout).toContain(`  ${name}`);
    for (const number of Object.values(exitCodes)) expect(stdout).toMatch(new RegExp(`^  ${number} `, 'm'));
  });

  it.each(names)('of %s says usage, options and exit codes', async (name) => {
    const { code, stdout, stderr } = await fojas([...name.split(' '), '--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { commands, exitCodes: said } = wordsFor('es-AR');
    expect(stdout).toContain(`Uso: fojas ${name} ${commands[name].usage}`);
    for (const option of Object.keys(commands[name].options)) expect(stdout).toContain(`--${option}`);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(said.token);
    expect(stdout).toContain('--json');
  });

  it('is the same in every language: the same commands, options and examples', () => {
    for (const name of names) {
      const all = locales.map((locale) => Object.keys(wordsFor(locale).commands[name].options));
      expect(all[1]).toEqual(all[0]);
      expect(all[2]).toEqual(all[0]);
    }
  });

  it('of a word that several commands begin with names them', async () => {
    const asked = await fojas(['repository', 'people', '--help', '--lang', 'en']);
    expect([asked.code, asked.stderr]).toEqual([0, '']);
    expect(asked.stdout).toContain('repository people import');
    expect(asked.stdout).not.toContain('repository serve');
    expect(await fojas(['repository'])).toMatchObject({ code: exitCodes.usage, stdout: '' });
    expect((await fojas(['nada', '--help'])).stderr).toContain('nada');
  });

  it.each([
    [['setup'], ['--out FILE', '--answers FILE', '--library FILE', '--anchor FILE', '--key VALUE']],
    [['home', 'new-recovery-key'], ['--out FILE']],
    [
      ['repository', 'stick', 'import'],
      ['--out FILE', '--file FILE', '--dir DIR', '--access-key-file FILE'],
    ],
    [['sign'], ['--out DIR', '--revocation-cache DIR']],
    [
      ['home', 'errand'],
      ['--from DIR', '--to DIR'],
    ],
    [['case', 'move'], ['--to VALUE']],
    [
      ['trust-list', 'make'],
      ['--out FILE', '--key FILE'],
    ],
  ])('of %j says what is a file and what a folder', async (args, said) => {
    const { stdout } = await fojas([...args, '--help', '--lang', 'en']);
    for (const option of said) expect(stdout).toContain(`  ${option}`);
  });

  it('comes as JSON where that is asked for', async () => {
    const program = json<{ commands: { name: string }[]; exitCodes: object[] }>(await fojas(['--help', '--json']));
    expect(program.commands.map(({ name }) => name)).toEqual(expect.arrayContaining([...names]));
    expect(program.exitCodes).toHaveLength(Object.keys(exitCodes).length);
    expect(json(await fojas(['repository', 'people', '--json', '--help']))).toMatchObject({
      commands: expect.arrayContaining([expect.objectContaining({ name: 'repository people list' })]) as object,
    });
    expect(json(await fojas(['--json', 'sync', '--help', '--lang=en']))).toMatchObject({
      ...{ command: 'sync', usage: expect.stringMatching(/^fojas sync/) as string },
      options: expect.arrayContaining([
        expect.objectContaining({ name: '--config', value: 'FILE' }),
        expect.objectContaining({ name: '--json', value: null }),
      ]) as object,
    });
  });

  it('is found behind what every command understands', async () => {
    const program = await fojas(['--lang', 'en', '--help']);
    expect([program.code, program.stderr]).toEqual([0, '']);
    expect(program.stdout).toContain('Exit codes');
    expect((await fojas(['--lang=en', 'verify', '--help'])).stdout).toContain('Usage: fojas verify FILE...');
    expect((await fojas(['--lang', 'en', 'nada'])).stderr).toContain('no command "nada"');
    expect(await fojas(['--lang', 'xx', '--help'])).toMatchObject({ code: exitCodes.usage, stdout: '' });
    expect((await fojas(['--lang', 'en'])).code).toBe(exitCodes.usage);
  });

  it('comes in the language asked for', async () => {
    expect((await fojas(['verify', '--help', '--lang', 'en'])).stdout).toContain('Usage: fojas verify FILE...');
    expect((await fojas(['verify', '--help'], { env: { LANG: 'pt_BR.UTF-8' } })).stdout).toContain('ARQUIVO...');
    expect((await fojas(['--help', '--lang', 'en'])).stdout).toContain('Exit codes');
  });
});

describe('misuse', () => {
  it.each([
    [[], 2, /^fojas: puesto de trabajo/],
    [['nada'], 2, /no existe la orden «nada»/],
    [['repository', 'nada'], 2, /no existe la orden «repository nada»/],
    [['sign', '--quux'], 2, /no existe la opción --quux/],
    [['sign'], 2, /al menos un archivo/],
    [['verify'], 2, /al menos un archivo/],
    [['sync'], 2, /falta --config/],
    [['sync', 'palabra', '--config', 'a', '--store-key-file', 'b'], 2, /no se entiende «palabra»/],
    [['practice', '--count', '0'], 2, /el valor de --count no sirve/],
    [['practice', '--serve'], 2, /--serve necesita --data-dir/],
    [['repository', 'serve', '--dir', 'x', '--port', '70000'], 2, /el valor de --port no sirve/],
    [['verify', 'a.pdf', '--lang', 'xx'], 2, /el idioma de --lang/],
  ] as const)('%j ends with %i', async (args, code, said) => {
    const ran = await fojas(args);
    expect(ran.code).toBe(code);
    expect(ran.stdout + ran.stderr).toMatch(said);
  });

  it('is told in the language asked for', async () => {
    expect((await fojas(['sync', '--lang', 'en'])).stderr).toContain('--config is missing.');
  });
});

describe('localeFrom', () => {
  it.each([
    ['en', {}, 'en'],
    ['pt-BR', { LANG: 'en_US.UTF-8' }, 'pt-BR'],
    [undefined, { LANG: 'en_US.UTF-8' }, 'en'],
    [undefined, { LANG: 'en_US.UTF-8', LC_ALL: 'pt_PT' }, 'pt-BR'],
    [undefined, { LANG: 'C.UTF-8' }, 'es-AR'],
    [undefined, {}, 'es-AR'],
    ['fr', {}, null],
  ] as const)('%s in %j is %s', (lang, env, locale) => {
    expect(localeFrom(lang, env)).toBe(locale);
  });
});
