import { existsSync } from 'node:fs';
import { DriverCare } from '../../../contract/drivers.ts';
import type { FoundLibrary } from '../../../contract/readers.ts';
import type { TokenLibrary } from '../../../contract/token.ts';
import type { CatalogueEntry } from '../../../contract/catalogue.ts';

/** The machine on which libraries are looked for; tests stage another. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly exists: (path: string) => boolean;
}

export const thisMachine = (): Machine => ({
  ...{ platform: process.platform, arch: process.arch, env: process.env, exists: existsSync },
});

const multiarch: Readonly<Record<string, string>> = {
  x64: 'x86_64-linux-gnu',
  arm64: 'aarch64-linux-gnu',
  ia32: 'i386-linux-gnu',
};

/** Folders of libraries by distribution: Debian's multiarch, Fedora's lib64, what was compiled here. */
function linuxFolders(arch: string): string[] {
  const own = multiarch[arch];
  return [...(own ? [`/usr/lib/${own}`] : []), '/usr/lib64', '/usr/lib', '/usr/local/lib64', '/usr/local/lib'];
}

/** Every path that an entry's libraries may have on a machine, in the order in which they are tried. */
export function pathsOf({ libraries }: CatalogueEntry, { platform, arch, env }: Machine): string[] {
  const patterns = libraries[platform as 'linux'] ?? [];
  return patterns.flatMap((pattern) => {
    if (pattern.includes('{lib}')) return linuxFolders(arch).map((folder) => pattern.replace('{lib}', folder));
    const path = pattern.replaceAll(/%([^%]+)%/g, (_whole, name: string) => variable(env, name) ?? `%${name}%`);
    // A variable that does not exist names no path.
    return /%[^%]+%/.test(path) ? [] : [path];
  });
}

/** Names of the environment have no case on Windows. */
function variable(env: Machine['env'], name: string): string | undefined {
  return Object.entries(env).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
}

/** The first of an entry's libraries that is there. */
export function libraryOf(entry: CatalogueEntry, machine: Machine): string | null {
  return pathsOf(entry, machine).find((path) => machine.exists(path)) ?? null;
}

export const careOf = ({ care }: CatalogueEntry): DriverCare => DriverCare.parse(withoutHoles(care));

/**
 * What is to be served: every library of the configuration, handled as the entry that knows its path says, and every automatic entry's
 * library that is on this machine and is not configured already. One process must not serve what another serves.
 */
export function discover(
  entries: readonly CatalogueEntry[],
  known: readonly TokenLibrary[],
  machine: Machine,
): FoundLibrary[] {
  const same = (a: string, b: string): boolean =>
    machine.platform === 'win32' ? a.toLowerCase() === b.toLowerCase() : a === b;
  const configured = known.map((library): FoundLibrary => {
    const entry = entries.find((one) => pathsOf(one, machine).some((path) => same(path, library.path)));
    return { library, care: entry ? careOf(entry) : DriverCare.parse({}) };
  });
  const taken = new Set(known.map(({ id }) => id));
  const found = entries.flatMap((entry): FoundLibrary[] => {
    const path = entry.automatic ? libraryOf(entry, machine) : null;
    if (path === null || taken.has(entry.id) || known.some((library) => same(library.path, path))) return [];
    return [{ library: { kind: 'pkcs11', id: entry.id, path }, care: careOf(entry) }];
  });
  return [...configured, ...found];
}

function withoutHoles(care: CatalogueEntry['care']): Record<string, unknown> {
  return Object.fromEntries(Object.entries(care).filter(([, value]) => value !== undefined));
}
