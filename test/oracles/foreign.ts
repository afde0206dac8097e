/**
 * Documents that other programs (pyHanko, PDFBox, EU DSS) signed and that somebody changed later, well or ill: what we say of them beside what the maker knows,
 * and beside what pyHanko and EU DSS say.
 *
 *   node test/oracles/foreign.ts [--keep FOLDER]
 *
 * A good file must be passed by us; a bad one never be passed without a reason; and where both others refuse, we do not accept. The last
 * line is `N passed, N failed`.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { openFileSource } from '../../src/signature/bytes.ts';
import { parseCertificate } from '../../src/signature/trust/certificate.ts';
import { verifyDocument } from '../../src/signature/validation/document.ts';
import type { FileVerdict } from '../../src/signature/validation/verdict.ts';
import { ensurePackages, jobs } from '../../tools/machine.ts';
import { compiledWithDss, installDss, installPyhanko, must } from './install.ts';

type Kind = 'good' | 'bad' | 'open';
type Verdict = 'accepts' | 'refuses';

const { values } = parseArgs({ options: { keep: { type: 'string' }, verbose: { type: 'boolean' } } });
const readiness = ensurePackages(jobs.oracles);
if (readiness.kind === 'missing') {
  console.error(readiness.message);
  console.log('0 passed, 1 failed');
  process.exit(1);
}

const folder = values.keep === undefined ? mkdtempSync(join(tmpdir(), 'fojas-foreign-')) : resolve(values.keep);
let passed = 0;
let failed = 0;
try {
  must(installPyhanko(), [join(import.meta.dirname, 'foreign', 'make.py'), folder]);
  const maker = compiledWithDss(join(import.meta.dirname, 'foreign', 'Make.java'));
  must('java', ['-cp', maker, 'Make', folder]);
  const files = readList();
  const others = { pyhanko: ask('pyhanko', files), dss: ask('dss', files) };
  const anchors = readdirSync(join(folder, 'trusted')).map((name) =>
    parseCertificate(readFileSync(join(folder, 'trusted', name))),
  );
  for (const { name, kind } of files) {
    const verdict = await verify(join(folder, `${name}.pdf`), anchors);
    const [ours, pyhanko, dss] = [judgement(verdict), others.pyhanko.get(name), others.dss.get(name)];
    const trouble = compare(kind, ours, pyhanko, dss);
    if (trouble === null) passed++;
    else failed++;
    const line = `${name}: we ${ours}, pyHanko ${pyhanko ?? 'gives no verdict'}, DSS ${dss ?? 'gives no verdict'}`;
    if (trouble !== null) console.log(`FAIL  ${line}: ${trouble}\n        ${reasonsOf(verdict)}`);
    else if (values.verbose === true) console.log(`pass  ${line}\n        ${reasonsOf(verdict)}`);
  }
} finally {
  if (values.keep === undefined) rmSync(folder, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

function readList(): { name: string; kind: Kind }[] {
  return readFileSync(join(folder, 'list.tsv'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => {
      const [name = '', kind = ''] = line.split('\t');
      return { name, kind: kind as Kind };
    });
}

async function verify(path: string, anchors: ReturnType<typeof parseCertificate>[]): Promise<FileVerdict> {
  const source = openFileSource(path);
  try {
    // What is asked here is what happened to the document; the authority's list lies beside the files, not in them.
    const crls = readdirSync(join(folder, 'crls')).map((name) => readFileSync(join(folder, 'crls', name)));
    return await verifyDocument(source, { anchors, revocation: () => Promise.resolve({ crls, ocsps: [] }) });
  } finally {
    source.close();
  }
}

/** Accepted: every signature holds, and nothing came later but what may. */
function judgement({ signatures, error }: FileVerdict): Verdict {
  const holds = signatures.every(
    ({ indication, modification }) =>
      indication === 'TOTAL_PASSED' && (modification === 'none' || modification === 'allowed'),
  );
  return error === null && signatures.length > 0 && holds ? 'accepts' : 'refuses';
}

function reasonsOf({ signatures, error }: FileVerdict): string {
  const lines = signatures.map(
    ({ field, indication, subIndication, modification, reasons }) =>
      `${field ?? ''} ${indication} ${subIndication ?? ''} ${modification}: ${reasons.slice(0, 3).join(' | ')}`,
  );
  return [...(error === null ? [] : [error]), ...lines].join('\n        ');
}

function compare(kind: Kind, ours: Verdict, pyhanko?: Verdict, dss?: Verdict): string | null {
  if (kind === 'good' && ours === 'refuses') return 'a good file is refused';
  if (kind === 'bad' && ours === 'accepts') return 'a bad file is accepted';
  if (ours === 'accepts' && pyhanko === 'refuses' && dss === 'refuses') return 'both others refuse it';
  return null;
}

interface Line {
  readonly file: string;
  readonly error?: string;
  readonly kind?: string;
  readonly ok?: boolean;
  readonly indication?: string;
}

/** What a program says of each file: accepted when every signature is, and there is one. */
function ask(program: 'pyhanko' | 'dss', files: readonly { name: string }[]): Map<string, Verdict> {
  const list = join(folder, 'judge.tsv');
  writeFileSync(list, files.map(({ name }) => `${join(folder, `${name}.pdf`)}\t-\t-\tstrict\n`).join(''));
  const args = [join(folder, 'trusted'), join(folder, 'crls'), list];
  const output =
    program === 'dss'
      ? must('java', ['-cp', installDss(), 'Judge', ...args])
      : must(installPyhanko(), [join(import.meta.dirname, 'pyhanko', 'judge.py'), ...args]);
  const lines = output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line);
  return new Map(
    files.map(({ name }) => {
      const own = lines.filter(({ file }) => basename(file, '.pdf') === name);
      const signatures = own.filter(({ kind }) => kind === 'signature');
      const holds = own.every(
        (line) =>
          line.error === undefined &&
          (line.kind !== 'signature' || line.ok === true || line.indication === 'TOTAL_PASSED'),
      );
      return [name, signatures.length > 0 && holds ? 'accepts' : 'refuses'] as const;
    }),
  );
}
