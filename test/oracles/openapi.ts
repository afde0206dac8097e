/**
 * The repository's own OpenAPI document against the repository: schemathesis makes thousands of requests out of it, good ones and bad ones,
 * and sends them to a central repository and to one inside an office, with an access key and without.
 *
 *   node test/oracles/openapi.ts [--examples N] [--seed S]
 *
 * No answer may be of the server's own fault (5xx), be of another shape than the document says, let in who shows no key, or tell how the
 * repository is made (`openapi/hooks.py`). Each operation of each repository counts once. The last line is `N passed, N failed`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { ensurePackages, jobs } from '../../tools/machine.ts';
import {
  makeSignedAct,
  makeTestSigner,
  register,
  repositoryFolder,
  send,
  sendUpToRegistration,
  startOfficeRepository,
  startRepository,
  testOffice,
} from '../helpers/repository.ts';
import { installSchemathesis } from './install.ts';

const { values } = parseArgs({
  options: { examples: { type: 'string', default: '25' }, seed: { type: 'string', default: '1' } },
});
const checks = [
  'not_a_server_error',
  'ignored_auth',
  'status_code_conformance',
  'content_type_conformance',
  'response_schema_conformance',
  'gives_nothing_away',
];

const readiness = ensurePackages(jobs.oracles);
if (readiness.kind === 'missing') {
  console.error(readiness.message);
  console.log('0 passed, 1 failed');
  process.exit(1);
}

interface Target {
  readonly url: string;
  readonly dir: string;
  readonly known: Readonly<Record<string, string>>;
}

/** Operations that were tried, and how many of them were answered wrongly. */
async function tryOut(name: string, { url, dir, known }: Target): Promise<{ passed: number; failed: number }> {
  const reports = join(dir, 'reports');
  const child = spawn(
    installSchemathesis(),
    [
      ...['run', `${url}/v1/openapi.json`, '--header', `Authorization: Bearer ${testOffice.accessKey}`],
      ...['--checks', checks.join(','), '--phases', 'examples,coverage,fuzzing', '--max-examples', values.examples],
      ...['--seed', values.seed, '--workers', '1', '--warnings', 'off', '--generation-database', 'none'],
      ...['--report', 'junit', '--report-junit-path', join(reports, 'report.xml')],
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        ...{
          SCHEMATHESIS_HOOKS: 'hooks',
          PYTHONPATH: join(import.meta.dirname, 'openapi'),
          PYTHONDONTWRITEBYTECODE: '1',
        },
        ...{ FOJAS_KNOWN: JSON.stringify(known), FOJAS_FOLDER: dir },
      },
    },
  );
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  }
  const [exitCode] = (await once(child, 'close')) as [number | null];
  const found = /<testsuites[^>]* tests="(\d+)"[^>]*/.exec(readReport(join(reports, 'report.xml')));
  const tests = Number(found?.[1] ?? 0);
  const wrong = ['errors', 'failures'].map((what) =>
    Number(new RegExp(` ${what}="(\\d+)"`).exec(found?.[0] ?? '')?.[1]),
  );
  const failed = wrong.reduce((sum, each) => sum + each, 0);
  // It says itself whether it found something; where that and its report differ, something is wrong with the trying.
  const isClean = exitCode === 0 && tests > 0 && failed === 0;
  if (!isClean) console.error(said);
  const cases = /(\d+) generated/.exec(said)?.[1] ?? '0';
  console.log(`${name}: ${tests} operations, ${cases} requests, ${isClean ? 0 : Math.max(1, failed)} wrong`);
  return isClean ? { passed: tests, failed: 0 } : { passed: Math.max(0, tests - failed), failed: Math.max(1, failed) };
}

function readReport(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

const [central, inOffice] = [repositoryFolder(), repositoryFolder()];
const centre = await startRepository(central.dir);
const act = await makeSignedAct(makeTestSigner());
await sendUpToRegistration(centre, act);
await (await register(centre, act)).arrayBuffer();
const office = await startOfficeRepository(inOffice.dir, centre);
// What it is tried with is in the office before it is tried.
while ((await send(office, 'GET', `/v1/cases/${act.record.caseId}/snapshot`)).status !== 200)
  await new Promise((resolve) => setTimeout(resolve, 100));

const known = {
  ...{ caseId: act.record.caseId, actId: act.request.actId, sha256: act.request.sha256, office: testOffice.officeId },
};
const totals = { passed: 0, failed: 0 };
try {
  for (const [name, target] of [
    ['central repository', centre],
    ['repository inside an office', office],
  ] as const) {
    const { passed, failed } = await tryOut(name, { url: target.url, dir: target.dir, known });
    totals.passed += passed;
    totals.failed += failed;
  }
} finally {
  await office.close();
  await centre.close();
  for (const { dir } of [central, inOffice]) rmSync(dir, { recursive: true, force: true });
}
console.log(`${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = totals.failed > 0 ? 1 : 0;
