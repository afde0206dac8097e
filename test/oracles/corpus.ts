/**
 * Runs the program over the corpus of other programs' test files and compares with what each must do.
 *
 *   node test/oracles/corpus.ts [PART-OF-A-NAME]
 *
 * The corpus is read from FOJAS_CORPUS, or from ../shared/corpus beside the checkout; its README says what each `must` means.
 * The exit code is 0 when nothing failed but what is listed in corpus-exceptions.ts, and those are printed as such.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { exceptionFor } from './corpus-exceptions.ts';
import { judgeRow } from './corpus-musts.ts';

/** One line of expectations.tsv. */
export interface CorpusRow {
  readonly file: string;
  readonly path: string;
  readonly must: string;
  readonly expected: string;
}

const folder = resolve(process.env['FOJAS_CORPUS'] ?? join(import.meta.dirname, '../../../shared/corpus'));
const wanted = process.argv[2] ?? '';

function readRows(): CorpusRow[] {
  const list = join(folder, 'expectations.tsv');
  if (!existsSync(list)) throw new Error(`no corpus: ${list} is missing (set FOJAS_CORPUS)`);
  const [head = '', ...lines] = readFileSync(list, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  const columns = head.split('\t');
  const cell = (line: string, name: string) => line.split('\t')[columns.indexOf(name)] ?? '';
  return lines.map((line) => {
    const file = cell(line, 'file');
    return { file, path: join(folder, file), must: cell(line, 'must'), expected: cell(line, 'expected') };
  });
}

let passed = 0;
const failed: string[] = [];
const excepted: string[] = [];
for (const row of readRows().filter(({ file }) => file.includes(wanted))) {
  if (!statSync(row.path).isFile()) throw new Error(`not a file: ${row.path}`);
  const start = performance.now();
  const outcome = await judgeRow(row);
  const time = `${Math.round(performance.now() - start)} ms`;
  const exception = outcome.ok ? null : exceptionFor(row);
  const mark = outcome.ok ? 'pass ' : exception === null ? 'FAIL ' : 'later';
  console.log(`${mark} ${row.must.padEnd(16)} ${time.padStart(8)}  ${row.file}\n        ${outcome.saw}`);
  if (outcome.ok) passed++;
  else if (exception === null) failed.push(row.file);
  else excepted.push(`${row.file}: ${exception}`);
}

if (excepted.length > 0) console.log(`\nNot passed, and known:\n${excepted.map((line) => `  ${line}`).join('\n')}`);
if (failed.length > 0) console.log(`\nFailed:\n${failed.map((line) => `  ${line}`).join('\n')}`);
console.log(`\n${passed} passed, ${failed.length} failed, ${excepted.length} not passed and known`);
process.exitCode = failed.length === 0 && passed > 0 ? 0 : 1;
