/** What the independent programs say of produced files, read from their lines of JSON. */
import { mkdtempSync, mkdirSync, copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { installDss, installPyhanko, installVerapdf, must } from './install.ts';
import type { Manifest, ProducedFile } from './manifest.ts';

/** What one program says of one file; empty when it is content. */
export type Complaints = ReadonlyMap<string, readonly string[]>;

interface DssLine {
  readonly file: string;
  readonly error?: string;
  readonly kind?: 'signature' | 'timestamp';
  readonly indication?: string;
  readonly subIndication?: string | null;
  readonly level?: string | null;
  readonly reasons?: readonly string[];
}

/** EU DSS: each signature TOTAL_PASSED and of the very level we claim, each time-stamp PASSED. */
export function askDss(folder: string, manifest: Manifest): Complaints {
  const lines = ask<DssLine>(folder, manifest, (args) => must('java', ['-cp', installDss(), 'Judge', ...args]));
  return complaints(folder, manifest, lines, (line, { level, content }) => {
    if (line.kind === 'timestamp')
      return line.indication === 'PASSED' ? [] : [`time-stamp ${line.indication ?? ''}: ${said(line)}`];
    const name = `${content === undefined ? 'PAdES' : 'CAdES'}-BASELINE-${level.slice(2)}`;
    return [
      ...(line.indication === 'TOTAL_PASSED'
        ? []
        : [`${line.indication ?? ''} ${line.subIndication ?? ''}: ${said(line)}`]),
      ...(line.level === name ? [] : [`takes it for ${line.level ?? 'no level'}, not ${name}`]),
    ];
  });
}

function said({ reasons }: DssLine): string {
  return (reasons ?? []).slice(0, 3).join(' / ');
}

interface PyhankoLine {
  readonly file: string;
  readonly error?: string;
  readonly kind?: 'signature' | 'timestamp';
  readonly ok?: boolean;
  readonly coverage?: string | null;
  readonly modification_level?: string | null;
}

/** pyHanko: each signature and time-stamp judged valid, trusted, and covering its revision. */
export function askPyhanko(folder: string, manifest: Manifest): Complaints {
  const script = join(import.meta.dirname, 'pyhanko', 'judge.py');
  const lines = ask<PyhankoLine>(folder, manifest, (args) => must(installPyhanko(), [script, ...args]));
  return complaints(folder, manifest, lines, (line, { content }) => {
    const covers = content !== undefined || /^ENTIRE_(FILE|REVISION)$/.test(line.coverage ?? '');
    return [
      ...(line.ok === true
        ? []
        : [`does not accept a ${line.kind ?? ''} (changes: ${line.modification_level ?? 'unknown'})`]),
      ...(covers ? [] : [`coverage ${line.coverage ?? 'unknown'}`]),
    ];
  });
}

/** veraPDF: what came in as PDF/A leaves as the same. */
export function askVerapdf(folder: string, manifest: Manifest): Complaints {
  const found = new Map<string, string[]>();
  const flavours = new Set(manifest.files.flatMap(({ pdfa }) => (pdfa === undefined ? [] : [pdfa.flavour])));
  for (const flavour of flavours) {
    const files = manifest.files.filter(({ pdfa }) => pdfa?.flavour === flavour);
    const inputs = [...new Set(files.map(({ pdfa }) => pdfa!.input))];
    const good = conforming(
      flavour,
      [...inputs, ...files.map(({ file }) => file)].map((name) => join(folder, name)),
    );
    for (const { file, pdfa } of files) {
      found.set(file, [
        ...(good.has(pdfa!.input) ? [] : [`the input is no PDF/A-${flavour} itself`]),
        ...(good.has(file) ? [] : [`is no PDF/A-${flavour} any more`]),
      ]);
    }
  }
  return found;
}

function conforming(flavour: string, paths: readonly string[]): ReadonlySet<string> {
  // veraPDF exits with 1 when a file does not conform; its text is what counts.
  const args = ['-cp', installVerapdf(), 'org.verapdf.apps.GreenfieldCliWrapper', '-f', flavour, '--format', 'text'];
  const text = must('sh', ['-c', '"$@"; code=$?; [ $code -le 1 ]', 'sh', 'java', ...args, ...paths]);
  const verdicts = [...text.matchAll(/^(PASS|FAIL) (\S+)/gm)];
  if (verdicts.length !== paths.length) throw new Error(`veraPDF did not judge every file:\n${text}`);
  return new Set(verdicts.filter(([, verdict]) => verdict === 'PASS').map(([, , path]) => basename(path!)));
}

/** Lays out what the judges take as arguments, and reads their lines. */
function ask<T>(folder: string, manifest: Manifest, run: (args: readonly string[]) => string): T[] {
  const place = mkdtempSync(join(tmpdir(), 'fojas-oracles-'));
  try {
    const put = (names: readonly string[], kind: string): string => {
      const target = join(place, kind);
      mkdirSync(target);
      for (const name of names) copyFileSync(join(folder, name), join(target, basename(name)));
      return target;
    };
    const list = join(place, 'list');
    const rows = manifest.files.map(({ file, content, password, loose }) =>
      [
        join(folder, file),
        content === undefined ? '-' : join(folder, content),
        password ?? '-',
        loose ? 'loose' : 'strict',
      ].join('\t'),
    );
    writeFileSync(list, rows.join('\n') + '\n');
    const output = run([put(manifest.trusted, 'trusted'), put(manifest.crls, 'crls'), list]);
    return output
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as T);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

function complaints<T extends { readonly file: string; readonly error?: string; readonly kind?: string }>(
  folder: string,
  manifest: Manifest,
  lines: readonly T[],
  judge: (line: T, file: ProducedFile) => readonly string[],
): Complaints {
  return new Map(
    manifest.files.map((file) => {
      const own = lines.filter((line) => line.file === join(folder, file.file));
      const signatures = own.filter(({ kind }) => kind === 'signature').length;
      const wanted = file.signatures ?? 1;
      const list = own.flatMap((line) => (line.error === undefined ? judge(line, file) : [line.error]));
      if (file.spoilt) return [file.file, list.length > 0 ? [] : ['accepts what was spoilt']];
      return [file.file, signatures === wanted ? list : [...list, `finds ${signatures} signatures, not ${wanted}`]];
    }),
  );
}
