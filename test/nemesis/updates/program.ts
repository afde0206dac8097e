/**
 * Stands where Electron's executable would in the packages of `updates.ts`: answers `--self-test` by starting the package's own office
 * process and asking it, as the program's main does. `program.ts FOLDER-OF-THE-PROGRAM --self-test [OFFICE-CONFIG STORE-KEY]`.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { launchUnpacked } from './launch.ts';
import { selfTest } from '../../../src/main/updates/self-test.ts';

const [folder = '', errand, configFile, storeKey] = process.argv.slice(2);
if (errand !== '--self-test') process.exit(2);
const app = path.join(folder, 'resources', 'app');
const { version } = JSON.parse(readFileSync(path.join(app, 'package.json'), 'utf8')) as { version: string };
const config = configFile === undefined ? null : JSON.parse(readFileSync(configFile, 'utf8'));
const report = await selfTest({
  ...{ version, config, storeKey: storeKey ?? null, readers: null, patienceMs: 60_000 },
  launchOffice: () => launchUnpacked(path.join(app, '.vite', 'build', 'office.mjs')),
  launchHost: () => launchUnpacked(path.join(app, '.vite', 'build', 'token-host.mjs')),
});
process.stdout.write(`${JSON.stringify(report)}\n`);
process.exit(report.ok ? 0 : 1);
