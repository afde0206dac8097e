import { describe, expect, it } from 'vitest';
import { type Machine, type Need, ensurePackages, findCommand, jobs, needs } from '../../tools/machine.ts';

interface Staged extends Machine {
  readonly ran: string[][];
}

/** A machine where `has` is installed; apt-get installs whatever `mirror` holds, with exit codes taken from `codes` first. */
function staged(options: {
  has?: string[];
  mirror?: string[];
  isRoot?: boolean;
  system?: string;
  lists?: boolean;
  codes?: number[];
}): Staged {
  const has = new Set(options.has ?? []);
  const codes = [...(options.codes ?? [])];
  const ran: string[][] = [];
  return {
    ran,
    isRoot: options.isRoot ?? true,
    system: options.system ?? 'debian',
    hasPackageLists: () => options.lists ?? true,
    present: (need: Need) => has.has(need.package),
    run: (command, args) => {
      ran.push([command, ...args.filter((arg) => !arg.startsWith('-') && !arg.includes('::'))]);
      const code = codes.shift() ?? 0;
      if (code === 0) for (const name of args) if ((options.mirror ?? []).includes(name)) has.add(name);
      return code;
    },
    say: () => undefined,
  };
}

describe('ensurePackages', () => {
  it('runs nothing when nothing is missing', () => {
    const machine = staged({ has: ['qpdf', 'poppler-utils'] });
    expect(ensurePackages(['qpdf', 'poppler'], machine)).toEqual({ kind: 'ready', installed: [] });
    expect(machine.ran).toEqual([]);
  });

  it('installs only what is missing, as root on Debian', () => {
    const machine = staged({ has: ['qpdf'], mirror: ['poppler-utils'] });
    expect(ensurePackages(['qpdf', 'poppler'], machine)).toEqual({ kind: 'ready', installed: ['poppler-utils'] });
    expect(machine.ran).toEqual([['apt-get', 'install', 'poppler-utils']]);
  });

  it('fetches the package lists first where there are none', () => {
    const machine = staged({ mirror: ['qpdf'], lists: false });
    expect(ensurePackages(['qpdf'], machine).kind).toBe('ready');
    expect(machine.ran).toEqual([
      ['apt-get', 'update'],
      ['apt-get', 'install', 'qpdf'],
    ]);
  });

  it('fetches the lists once more when the ones it has are out of date', () => {
    const machine = staged({ mirror: ['qpdf'], codes: [100] });
    expect(ensurePackages(['qpdf'], machine)).toEqual({ kind: 'ready', installed: ['qpdf'] });
    expect(machine.ran.map((line) => line[1])).toEqual(['install', 'update', 'install']);
  });

  it('names what is missing, why, and the command, when it is not root', () => {
    const machine = staged({ isRoot: false });
    const readiness = ensurePackages(['qpdf', 'softhsm2'], machine);
    expect(readiness).toMatchObject({ kind: 'missing', packages: ['qpdf', 'softhsm2'] });
    expect(readiness.kind === 'missing' && readiness.message).toMatch(
      /qpdf: checks the structure[^]*sudo apt-get install --no-install-recommends qpdf softhsm2$/,
    );
    expect(machine.ran).toEqual([]);
  });

  it('runs no apt-get on a system that has none', () => {
    const machine = staged({ system: 'fedora' });
    const readiness = ensurePackages(['qpdf'], machine);
    expect(readiness.kind === 'missing' && readiness.message).toMatch(/package manager.*qpdf$/);
    expect(machine.ran).toEqual([]);
  });

  it('fails, naming the packages, when the mirror cannot be reached', () => {
    const machine = staged({ lists: false, codes: [100] });
    expect(ensurePackages(['qpdf'], machine)).toMatchObject({ kind: 'missing', packages: ['qpdf'] });
  });

  it('does not believe an installation that brought nothing', () => {
    const machine = staged({ mirror: [] });
    expect(ensurePackages(['qpdf'], machine)).toMatchObject({ kind: 'missing', packages: ['qpdf'] });
  });
});

describe('the lists', () => {
  it('know a reason and a way to be found for each need', () => {
    for (const need of Object.values(needs) as Need[]) {
      expect(need.why.length).toBeGreaterThan(10);
      expect(need.commands.length + need.files.length).toBeGreaterThan(0);
    }
    for (const names of Object.values(jobs)) for (const name of names) expect(needs).toHaveProperty(name);
  });
});

describe('findCommand', () => {
  it('finds a program on PATH and does not find one that is not there', () => {
    expect(findCommand('sh')).toMatch(/\/sh$/);
    expect(findCommand('no-such-program-here')).toBeNull();
  });
});
