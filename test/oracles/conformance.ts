/**
 * Lets independent programs judge everything this program produces, and this program judge published vectors.
 *
 *   node test/oracles/conformance.ts [--only dss|pyhanko|verapdf|wycheproof] [--keep FOLDER]
 *
 * pyHanko must accept each signature; EU DSS must name the level that we claim and, with the test root trusted and everything it
 * usually only warns of decisive, say TOTAL_PASSED; veraPDF must find that PDF/A stayed PDF/A. The programs are installed first
 * (install.ts). Each file and program is one check; the last line is `N passed, N failed`.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { ensurePackages, jobs } from '../../tools/machine.ts';
import { must } from './install.ts';
import { askDss, askPyhanko, askVerapdf } from './judges.ts';
import type { Complaints } from './judges.ts';
import { readManifest } from './manifest.ts';
import type { Manifest } from './manifest.ts';
import { checkVectors } from './wycheproof.ts';

const programs: Readonly<Record<string, (folder: string, manifest: Manifest) => Complaints>> = {
  pyhanko: askPyhanko,
  dss: askDss,
  verapdf: askVerapdf,
};
/** Scripts that fill a folder with signed files and their manifest. */
const makers: readonly string[] = ['make-basic.ts', 'make-signatures.ts'];

const { values } = parseArgs({ options: { only: { type: 'string' }, keep: { type: 'string' } } });
const wanted = (name: string): boolean => values.only === undefined || values.only === name;

const readiness = ensurePackages(jobs.oracles);
if (readiness.kind === 'missing') {
  console.error(readiness.message);
  console.log('0 passed, 1 failed');
  process.exit(1);
}

let passed = 0;
let failed = 0;
function tell(check: string, complaints: readonly string[]): void {
  if (complaints.length === 0) passed++;
  else failed++;
  if (complaints.length > 0) console.log(`FAIL  ${check}\n        ${complaints.join('\n        ')}`);
}

const folder = values.keep === undefined ? mkdtempSync(join(tmpdir(), 'fojas-conformance-')) : resolve(values.keep);
try {
  for (const maker of makers) {
    const place = join(folder, maker.replace('.ts', ''));
    mkdirSync(place, { recursive: true });
    must(process.execPath, [join(import.meta.dirname, maker), place]);
    const manifest = readManifest(place);
    console.log(`${maker}: ${manifest.files.length} files`);
    for (const [name, ask] of Object.entries(programs).filter(([each]) => wanted(each))) {
      const start = performance.now();
      const found = ask(place, manifest);
      for (const [file, complaints] of found) tell(`${name}: ${file}`, complaints);
      console.log(`${name}: ${found.size} files in ${((performance.now() - start) / 1000).toFixed(1)} s`);
    }
  }
  if (wanted('wycheproof')) {
    for (const { name, count, complaints } of checkVectors()) {
      tell(`wycheproof: ${name}`, complaints);
      console.log(`wycheproof: ${name}: ${count} vectors`);
    }
  }
} finally {
  if (values.keep === undefined) rmSync(folder, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
