/**
 * Runs an Electron app's main process on plain Node and the system's Chromium: `electron.sh [switches] APP-FOLDER [arguments]`,
 * the command line of Electron itself. See README.md for what this is not.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { App } from './api/app.ts';
import { browserWindowClass } from './api/browser-window.ts';
import { IpcMain } from './api/ipc-main.ts';
import { Session } from './api/session.ts';
import { smallModules } from './api/small.ts';
import { UtilityProcess } from './api/utility-process.ts';
import type { WebContents } from './api/web-contents.ts';
import { findChromium, launchChromium, type Chromium } from './chromium.ts';
import { parseCommandLine } from './command-line.ts';
import { provideElectron } from './electron-module.ts';
import { MessageChannelMain, MessagePortMain } from './message-ports.ts';
import type { Runtime } from './runtime.ts';
import { Schemes } from './schemes.ts';
import { Targets } from './targets.ts';
import { startWarden } from './warden.ts';

/** Read before anything is started: on a busy machine whoever started this may be gone by the time all else is up. */
const parent = process.ppid;
const { switches, appDir, rest } = parseCommandLine(process.argv.slice(2), process.cwd());
const manifest = JSON.parse(readFileSync(path.join(appDir, 'package.json'), 'utf8')) as Runtime['manifest'];

const executable = findChromium();
if (!executable) {
  process.stderr.write(
    'No Chromium was found: install it (Debian: apt-get install chromium), or name it in FOJAS_CHROMIUM.\n',
  );
  process.exit(1);
}
const debugged = switches.has('remote-debugging-port');
const hasDisplay = Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']) || process.platform !== 'linux';
const headless = switches.has('headless') || !hasDisplay || (debugged && !process.env['FOJAS_HEADED']);

Object.assign(process.versions, electronVersions());
Object.assign(process, { type: 'browser', defaultApp: true, resourcesPath: path.join(appDir, 'resources') });
process.argv = [process.execPath, appDir, ...rest];

const warden = startWarden();
const chromium = launchChromium({ executable, headless, debuggingPort: debugged }, warden);
process.on('exit', () => void chromium.kill());

const schemes = new Schemes();
const targets = new Targets(chromium);
const ipcMain = new IpcMain();
const app = new App(manifest, switches, () => runtime, begin(chromium));
const defaultSession = new Session(chromium.cdp, schemes);
const runtime: Runtime = {
  appDir,
  manifest,
  switches,
  chromium,
  targets,
  schemes,
  warden,
  app,
  ipcMain,
  defaultSession,
  windows: new Set(),
  contents: new Set(),
};
chromium.onExit((lastWords) => app.browserLost(lastWords));
schemes.setNavigationGuard(({ frameId, url, redirected }) => {
  const owner = [...runtime.contents].find((contents) => contents.ownsFrame(frameId));
  return owner?.mayNavigate(frameId, url, redirected) ?? true;
});
targets.onPopup((openerId, url) => find((contents) => contents.ownsFrame(openerId))?.opened(url));
endWithParent(() => {
  app.quit();
  // A window that is only being made may never answer that it closed.
  setTimeout(() => app.exit(0), 10_000).unref();
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());

const find = (wanted: (contents: WebContents) => boolean): WebContents | undefined =>
  [...runtime.contents].find(wanted);

provideElectron({
  app,
  BrowserWindow: browserWindowClass(runtime),
  ipcMain,
  protocol: defaultSession.protocol,
  session: { defaultSession, fromPartition: () => new Session(chromium.cdp, schemes) },
  webContents: {
    getAllWebContents: () => [...runtime.contents],
    fromId: (id: number) => find((contents) => contents.id === id),
    fromDevToolsTargetId: (targetId: string) => find((contents) => contents.targetId === targetId),
  },
  utilityProcess: {
    fork: (modulePath: string, args: string[] = [], options: object = {}) =>
      new UtilityProcess(modulePath, args, options, warden, (gone) => app.emit('child-process-gone', {}, gone)),
  },
  MessageChannelMain,
  MessagePortMain,
  net: { fetch: globalThis.fetch },
  ...smallModules(),
});

createRequire(import.meta.url)(path.join(appDir, manifest.main));

/** Resolves when windows can be opened. A debugger is waited for, so that it sees everything from the first window on. */
async function begin(browser: Chromium): Promise<void> {
  const debuggerReady = new Promise<void>((resolve) => {
    Object.assign(globalThis, { __playwright_run: () => Promise.resolve(resolve()) });
  });
  await browser.cdp.send('Browser.getVersion');
  await targets.attach();
  await schemes.attach(browser.cdp);
  if (!debugged) return;
  process.stderr.write(`DevTools listening on ${await browser.devToolsUrl}\n`);
  const patience = new Promise<void>((resolve) => setTimeout(resolve, 5_000).unref());
  await Promise.race([debuggerReady, patience]);
}

/** Whoever started this may be killed without a word: then it ends too, and leaves no windows behind. */
function endWithParent(quit: () => void): void {
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    quit();
  }, 500);
  timer.unref();
}

/** The versions whose interface is stood in for; `-chromium` says that it is not the real one. */
function electronVersions(): Record<string, string> {
  const { version } = JSON.parse(
    readFileSync(createRequire(import.meta.url).resolve('electron/package.json'), 'utf8'),
  ) as { version: string };
  return { electron: `${version}-chromium` };
}
