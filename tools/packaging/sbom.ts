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
 * What the program is made of, as CycloneDX 1.5, by npm itself from the lock file. npm adds a moment and a random number, which would make
 * every package another one; they are left out.
 */
export function makeSbom(): string {
  const printed = execFileSync(npm(), ['sbom', '--sbom-format', 'cyclonedx', '--omit', 'dev', '--package-lock-only'], {
    ...{ cwd: root, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024, stdio: ['ignore', 'pipe', 'inherit'] },
  });
  const { serialNumber: _number, ...bom } = JSON.parse(printed) as Record<string, unknown> & { metadata?: object };
  const { timestamp: _moment, ...metadata } = (bom.metadata ?? {}) as Record<string, unknown>;
  return `${JSON.stringify({ ...bom, metadata }, null, 1)}\n`;
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
