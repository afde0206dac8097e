/**
 * `npm start`: Fojas in practice mode, in a window. Checks the machine, builds what changed, makes the practice office, and runs
 * it on a real Electron when its binary is here, else on this Node and the system's Chromium; says which.
 *
 * Exit codes: 0 closed by the person, 1 failed, 2 there is no display to open a window on.
 */
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { buildAll } from './build.ts';
import { chooseElectron, type ElectronChoice } from './electron-choice.ts';
import { divertLog } from './log-lines.ts';
import { ensurePackages, jobs } from './machine.ts';
import { startPracticeWorld } from './practice-world.ts';

const usage = `npm start [-- OPTIONS]      opens Fojas in practice mode (fictional data, nothing of value)
  --data-dir DIR   where the practice office is kept (default: ${defaultFolder()})
  --fresh          begin a new practice office there
  --headless       without a window, for tests and pictures
  --volume         of a new one: 5,000 acts to sign, a case of 40,000 lines and a document of 2,000 pages (some minutes)
  --software-key   practise with a key file even where a virtual card or SoftHSM2 is installed
The office’s log is in fojas.log in that folder; FOJAS_LOG=stderr shows it here instead.`;

const logName = 'fojas.log';

/** Only the first can be pulled out; of the others a removal is staged. */
const tokens = {
  card: 'a virtual card behind PC/SC and OpenSC: it can be pulled out',
  softhsm: 'SoftHSM2',
  pkcs12: 'a key file',
} as const;

function defaultFolder(): string {
  const data = process.env['XDG_DATA_HOME'] ?? path.join(os.homedir(), '.local', 'share');
  return path.join(data, 'fojas', 'practice');
}

function readArgs() {
  try {
    return parseArgs({
      options: {
        'data-dir': { type: 'string' },
        fresh: { type: 'boolean', default: false },
        volume: { type: 'boolean', default: false },
        headless: { type: 'boolean', default: false },
        'software-key': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    console.error(usage);
    process.exit(1);
  }
}

/** Removes a practice office, and by name: the folder given may hold other things too. */
function forget(dataDir: string): void {
  const parts = [
    'practice.json',
    'token',
    'repository',
    'office',
    'window',
    'office-config.json',
    'store.key',
    logName,
  ];
  for (const part of parts) rmSync(path.join(dataDir, part), { recursive: true, force: true });
}

function hasDisplay(): boolean {
  return process.platform !== 'linux' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
}

/**
 * Runs the windows until they are closed; answers the exit code. Where a person sits at the terminal, the office's log goes to
 * `logFile`, unless FOJAS_LOG asks for it here.
 */
function runWindows(
  choice: ElectronChoice,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  logFile: string,
): Promise<number> {
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0;
  const toFile = process.stderr.isTTY && !env['FOJAS_LOG'];
  const child = spawn(choice.executable, [...(asRoot ? ['--no-sandbox'] : []), ...args], {
    stdio: ['inherit', 'inherit', toFile ? 'pipe' : 'inherit'],
    env,
  });
  const logged = child.stderr ? divertLog(child.stderr, logFile, (line) => console.error(line)) : Promise.resolve();
  // A terminal's Ctrl-C reaches the windows by itself; they close tidily and this process after them.
  process.on('SIGINT', () => undefined);
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => {
    child.on('error', (error) => {
      console.error(`${choice.executable} could not be started: ${error.message}`);
      resolve(1);
    });
    child.on('exit', (code) => {
      // A process of the windows that outlives them would keep the stream open; the log's last lines are worth a moment only.
      void Promise.race([logged, sleep(1000)]).then(() => resolve(code ?? 1));
    });
  });
}

async function start(): Promise<number> {
  const options = readArgs();
  if (options.help) {
    console.log(usage);
    return 0;
  }
  const root = path.join(import.meta.dirname, '..');
  const choice = chooseElectron();
  if (!options.headless && !hasDisplay()) {
    console.error('There is no display here to open a window on (neither DISPLAY nor WAYLAND_DISPLAY is set).');
    console.error('The same work in the terminal: npm run practice');
    return 2;
  }
  if (choice.kind === 'chromium') {
    const readiness = ensurePackages(jobs.start);
    if (readiness.kind === 'missing') {
      console.error(readiness.message);
      return 1;
    }
  }
  await buildAll({ say: console.log });

  const dataDir = path.resolve(options['data-dir'] ?? defaultFolder());
  if (options.fresh) forget(dataDir);
  const world = await startPracticeWorld({
    dataDir,
    args: [options['software-key'] ? '--software-key' : '--virtual-card', ...(options.volume ? ['--volume'] : [])],
  }).catch((error: Error) => {
    // Why was said above, by the one that makes it.
    console.error(`${error.message}\nWith --fresh a new practice office is begun there.`);
    return null;
  });
  if (world === null) return 1;
  try {
    console.log(
      choice.kind === 'electron'
        ? `Practice mode on Electron (${choice.executable}).`
        : 'Practice mode on this Node and the system’s Chromium: Electron’s own binary is not here.',
    );
    console.log(
      `The PIN of the practice token is ${world.pin} (${tokens[world.token]}). Nothing signed with it has value.`,
    );
    const args = [
      ...(options.headless ? ['--headless'] : []),
      root,
      `--user-data-dir=${path.join(dataDir, 'window')}`,
      ...world.args,
    ];
    const env = { ...process.env, ...world.env };
    return await runWindows(choice, args, env, path.join(dataDir, logName));
  } finally {
    await world.stop();
  }
}

process.exitCode = await start();
