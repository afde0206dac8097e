import { spawn, type ChildProcess } from 'node:child_process';
import { accessSync, constants, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Readable, Writable } from 'node:stream';
import { Cdp } from './cdp.ts';
import type { Warden } from './warden.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge'];
const places = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The system's Chromium (or `FOJAS_CHROMIUM`); null where there is none. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | null {
  const folders = (env['PATH'] ?? '').split(path.delimiter).filter(Boolean);
  const candidates = env['FOJAS_CHROMIUM']
    ? [env['FOJAS_CHROMIUM']]
    : [...names.flatMap((name) => folders.map((folder) => path.join(folder, name))), ...places];
  return candidates.find(isExecutable) ?? null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export interface ChromiumOptions {
  readonly executable: string;
  readonly headless: boolean;
  /** Also listen on a loopback port for a debugger (Playwright), chosen by Chromium. */
  readonly debuggingPort: boolean;
}

export interface Chromium {
  readonly cdp: Cdp;
  readonly headless: boolean;
  readonly pid: number;
  /** Resolves to the debugger's address once Chromium prints it. */
  readonly devToolsUrl: Promise<string>;
  /** Opens a window without tabs and address bar on this address (visible runs only). */
  openAppWindow(url: string): void;
  onExit(listener: (lastWords: string) => void): void;
  /** Ends it and all its processes; resolves when it is gone. */
  kill(): Promise<void>;
}

/**
 * Starts Chromium on a fresh profile. It is spoken to over a pipe, so it ends with this process; only a debugger gets a port.
 */
export function launchChromium(options: ChromiumOptions, warden: Warden): Chromium {
  const profile = mkdtempSync(path.join(os.tmpdir(), 'fojas-chromium-'));
  warden.sweep(profile);
  writePreferences(profile);
  const common = [
    `--user-data-dir=${profile}`,
    // Chromium refuses to sandbox itself for root.
    ...(process.getuid?.() === 0 ? ['--no-sandbox', '--test-type'] : []),
    ...(options.headless ? ['--headless=new'] : []),
  ];
  const flags = [
    ...common,
    '--disable-gpu',
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-default-apps',
    '--disable-features=Translate,MediaRouter,OptimizationHints',
    '--password-store=basic',
    '--use-mock-keychain',
    // Windows in the background keep working, as Electron's do with backgroundThrottling off under test.
    '--disable-background-timer-throttling',
    '--disable-renderer-backgrounding',
    '--disable-backgrounding-occluded-windows',
    '--no-startup-window',
    '--remote-debugging-pipe',
    ...(options.debuggingPort ? ['--remote-debugging-port=0'] : []),
  ];
  const child = spawn(options.executable, flags, {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
    detached: true,
  });
  const lastWords: string[] = [];
  const devToolsUrl = watchStderr(child, lastWords);
  const exits = new Set<(words: string) => void>();
  let over = false;
  const ended = (words: string): void => {
    if (over) return;
    over = true;
    for (const listener of exits) listener(words);
  };
  child.on('error', (error) => ended(String(error)));
  let exited = child.pid === undefined;
  const gone = new Promise<void>((resolve) => {
    if (exited) resolve();
    child.on('exit', () => {
      exited = true;
      ended(lastWords.join('\n'));
      resolve();
    });
  });
  if (child.pid !== undefined) child.on('exit', warden.watch('group', child.pid));

  const [, , , toChromium, fromChromium] = child.stdio;
  const cdp = new Cdp(toChromium as Writable, fromChromium as Readable);
  cdp.onClose(() => ended(lastWords.join('\n')));
  return {
    cdp,
    headless: options.headless,
    pid: child.pid ?? 0,
    devToolsUrl,
    openAppWindow(url) {
      // A second start on the same profile hands its wish to the first and ends.
      spawn(options.executable, [...common, `--app=${url}`], { stdio: 'ignore' }).on('error', () => undefined);
    },
    onExit: (listener) => {
      if (over) listener(lastWords.join('\n'));
      else exits.add(listener);
    },
    kill() {
      try {
        if (child.pid !== undefined && !exited) process.kill(-child.pid, 'SIGKILL');
      } catch {
        // It went by itself meanwhile.
      }
      return Promise.race([gone, setTimeout(2_000)]);
    },
  };
}

/** What a browser offers of its own accord and an app's window must not: to translate, to keep passwords, to fill forms. */
function writePreferences(profile: string): void {
  const preferences = {
    translate: { enabled: false },
    credentials_enable_service: false,
    profile: { password_manager_enabled: false },
    autofill: { profile_enabled: false, credit_card_enabled: false },
    browser: { enable_spellchecking: false },
    payments: { can_make_payment_enabled: false },
  };
  mkdirSync(path.join(profile, 'Default'));
  writeFileSync(path.join(profile, 'Default', 'Preferences'), JSON.stringify(preferences));
}

function watchStderr(child: ChildProcess, lastWords: string[]): Promise<string> {
  return new Promise((resolve) => {
    let pending = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      const lines = (pending + text).split('\n');
      pending = lines.pop() ?? '';
      for (const line of lines) {
        const match = /^DevTools listening on (ws:\/\/.*)$/.exec(line);
        if (match?.[1]) resolve(match[1]);
        else lastWords.push(line);
        if (lastWords.length > 20) lastWords.shift();
        if (process.env['FOJAS_RUNTIME_DEBUG']) process.stderr.write(`[chromium] ${line}\n`);
      }
    });
  });
}
