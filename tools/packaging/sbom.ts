import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..', '..');

interface Component {
  readonly name: string;
  readonly version: string;
  readonly purl?: string;
  readonly 'bom-ref'?: string;
}

/**
 * What the program is made of, as CycloneDX 1.5, by npm itself from the lock file. `npm sbom --omit dev` leaves out what a development package
 * needs as well (react among them), so npm lists everything and the lock file says what is for development only. npm adds a moment
 * and a random number, which would make every package another one; they go.
 */
export function makeSbom(): string {
  const printed = execFileSync(npm(), ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'], {
    ...{ cwd: root, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024, stdio: ['ignore', 'pipe', 'inherit'] },
  });
  const { serialNumber: _number, ...bom } = JSON.parse(printed) as Bom;
  const { timestamp: _moment, ...metadata } = bom.metadata;
  const shipped = shippedPackages();
  const components = bom.components.filter(({ name, version }) => shipped.has(`${name}@${version}`));
  const missing = [...shipped].filter((one) => components.every(({ name, version }) => `${name}@${version}` !== one));
  if (missing.length > 0) throw new Error(`npm does not list ${missing.join(', ')}`);
  const refs = new Set([...components.map((one) => one['bom-ref']), metadata.component?.['bom-ref']]);
  const dependencies = bom.dependencies
    .filter(({ ref }) => refs.has(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((one) => refs.has(one)) }));
  return `${JSON.stringify({ ...bom, metadata, components, dependencies }, null, 1)}\n`;
}

interface Bom {
  readonly serialNumber: string;
  readonly metadata: { readonly timestamp: string; readonly component?: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

/** `name@version` of each package that the program runs with, those included that only this platform has. */
function shippedPackages(): Set<string> {
  const { packages } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<
      string,
      { version?: string; dev?: boolean; optional?: boolean; devOptional?: boolean; peer?: boolean }
    >;
  };
  return new Set(
    Object.entries(packages)
      .filter(
        ([name, { dev, optional, devOptional }]) =>
          name !== '' && !dev && !devOptional && (!optional || existsSync(path.join(root, name))),
      )
      .map(([name, { version }]) => `${name.replace(/.*node_modules\//, '')}@${version}`),
  );
}

/** The licences of what the program is made of: each package's own file, where it carries one; its licence's name, where it does not. */
export function makeNotices(sbom: string): string {
  const { components } = JSON.parse(sbom) as { components: readonly (Component & { licenses?: unknown })[] };
  const named = [...components].sort((a, b) => (`${a.name}@${a.version}` < `${b.name}@${b.version}` ? -1 : 1));
  const parts = named.map(({ name, version, licenses }) => {
    const folder = path.join(root, 'node_modules', name);
    const files = existsSync(folder)
      ? readdirSync(folder)
          .filter((file) => /^(licen[cs]e|copying|notice)/i.test(file))
          .sort()
      : [];
    const own = files.flatMap((file) => {
      try {
        return [readFileSync(path.join(folder, file), 'utf8').trim()];
      } catch {
        return [];
      }
    });
    return [`${name} ${version}`, ...(own.length > 0 ? own : [licenceOf(licenses)])].join('\n\n');
  });
  const line = `\n\n${'-'.repeat(80)}\n\n`;
  return `Fojas is made with the work of others. Each part has its own licence.${line}${parts.join(line)}\n`;
}

function licenceOf(licenses: unknown): string {
  const [first] = (licenses ?? []) as { license?: { id?: string; name?: string }; expression?: string }[];
  return first?.license?.id ?? first?.license?.name ?? first?.expression ?? 'see its package';
}

/** npm of this project's Node has no wrapper of its own. */
function npm(): string {
  return process.platform === 'win32' ? 'npm.cmd' : 'npm';
}
