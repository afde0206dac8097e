import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { app, BrowserWindow, MessageChannelMain, powerMonitor, protocol, safeStorage, session } from 'electron';
import { catalogueFiles } from '../contract/catalogue-files.ts';
import type { OfficeConfig } from '../contract/config.ts';
import { failed, type Failure, type Outcome } from '../contract/failures.ts';
import { readWishes } from './command-line.ts';
import { openDoorway, type Ask, type Doorway } from './doorway.ts';
import { adoptStoreKey, readPracticeKey, readStoreKey } from './keychain.ts';
import { lockDownApp, lockDownSession } from './lock-down.ts';
import { setMenu } from './menu.ts';
import { memoryOf } from './memory.ts';
import { readOfficeConfig } from './office-config.ts';
import { startOfficeRepository } from './office-repository-process.ts';
import { startOfficeProcess, type OfficeProcess } from './office-process.ts';
import { openPinWindow, PIN_PARTITION, type PinLook } from './pin-window.ts';
import { startReadersProcess } from './readers-process.ts';
import { answerFile, privileges, SCHEME } from './scheme.ts';
import { startTokenProcesses, type TokenProcesses } from './token-processes.ts';
import { launchUtility } from './utility-child.ts';
import { openCaseWindow } from './windows.ts';

const log = (line: string): void => void process.stderr.write(`${line}\n`);
const built = import.meta.dirname;

/** The running parts, once the office is known and its key is at hand. */
interface Running {
  readonly office: OfficeProcess<Electron.MessagePortMain>;
  readonly tokens: TokenProcesses;
  /** The watcher of readers; null where only what is configured is looked at. */
  readonly readers: { stop(): Promise<void> } | null;
  /** The office's own repository, where this PC serves it; null where it does not. */
  readonly officeRepository: { stop(): Promise<void> } | null;
}

app.enableSandbox();
protocol.registerSchemesAsPrivileged([privileges]);
lockDownApp(app);

if (app.requestSingleInstanceLock()) {
  app.on('second-instance', () => showAWindow());
  void app.whenReady().then(main);
} else {
  app.quit();
}

let showAWindow = (): void => undefined;

async function main(): Promise<void> {
  setMenu(process.platform);
  for (const each of [session.defaultSession, session.fromPartition(PIN_PARTITION, { cache: false })]) {
    lockDownSession(each, app.isPackaged);
    each.protocol.handle(SCHEME, (request) => answerFile(path.join(built, '..', 'renderer'), request.url));
  }

  const starting = start();
  const ask: Ask = async (name, input) => {
    const started = await starting;
    return started.ok ? started.value.office.call(name, input) : started;
  };
  const doorway = openDoorway(ask, (incident, error) => log(`incident ${incident}: ${stackOf(error)}`));
  openDesk(doorway);
  void starting.then((started) => {
    if (started.ok) started.value.office.onEvent((event, data) => doorway.tellAll(event, data));
    else log(`the office cannot be opened: ${JSON.stringify(started.failure)}`);
  });

  showAWindow = () => {
    const [window] = BrowserWindow.getAllWindows();
    if (!window) return openDesk(doorway);
    if (window.isMinimized()) window.restore();
    window.focus();
  };
  app.on('activate', () => showAWindow());
  app.on('window-all-closed', () => app.quit());
  closeTidily(starting);
}

function openDesk(doorway: Doorway): void {
  doorway.admit(openCaseWindow().webContents);
}

/** Reads the office's file and key, and starts its processes. A refusal is kept and told to whoever asks. */
async function start(): Promise<Outcome<Running>> {
  const wishes = readWishes(process.argv);
  const file = path.resolve(wishes.officeConfig ?? path.join(app.getPath('userData'), 'office.json'));
  const config = await readOfficeConfig(file);
  if (!config.ok) return config;
  const key = await keyOf(config.value, wishes.storeKeyFile, path.join(path.dirname(file), 'store-key'));
  return key.ok ? { ok: true, value: startProcesses(config.value, key.value) } : key;
}

async function keyOf(config: OfficeConfig, keyFile: string | null, practiceFile: string): Promise<Outcome<string>> {
  const { dataDir } = config;
  const keychain = { safeStorage, userData: app.getPath('userData'), dataDir };
  try {
    if (config.mode === 'practice') return await readPracticeKey(keyFile ?? practiceFile, dataDir);
    return keyFile === null ? await readStoreKey(keychain) : await adoptStoreKey(keychain, keyFile);
  } catch (error) {
    log(`keychain: ${stackOf(error)}`);
    const failure: Failure = { kind: 'keychainMissing' };
    return failed(failure);
  }
}

function startProcesses(config: OfficeConfig, storeKey: string): Running {
  const makeChannel = (): Electron.MessageChannelMain => new MessageChannelMain();
  const office = startOfficeProcess({
    config,
    storeKey,
    version: app.getVersion(),
    launch: () => launchUtility(path.join(built, 'office.mjs'), `fojas-office-${randomUUID()}`),
    makeChannel,
    log,
    // The system's settings and its automatic configuration (PAC), which only Chromium can run.
    findProxy: (url) => session.defaultSession.resolveProxy(url),
  });
  const look = pinLook(office);
  const tokens = startTokenProcesses({
    libraries: config.tokenLibraries,
    launch: ({ id }) =>
      launchUtility(path.join(built, 'token-host.mjs'), `fojas-token-host-${id}-${randomUUID()}`, {
        foreignLibraries: true,
      }),
    makeChannel,
    office,
    askPin: (_sessionId, onClosed) =>
      openPinWindow(BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0] ?? null, look(), onClosed),
    memoryOf: memoryOf(process.platform, () => app.getAppMetrics()),
    log,
  });
  powerMonitor.on('lock-screen', () => tokens.logOut('screenLocked'));
  powerMonitor.on('resume', () => void office.call('line.networkChanged', {}));
  powerMonitor.on('unlock-screen', () => void office.call('line.networkChanged', {}));
  powerMonitor.on('suspend', () => tokens.logOut('suspended'));
  const officeRepository = startOfficeRepository({
    ...{ config, log },
    launch: () => launchUtility(path.join(built, 'office-repository.mjs'), `fojas-office-repository-${randomUUID()}`),
  });
  return {
    officeRepository,
    office,
    tokens,
    readers: config.mode === 'practice' ? null : startReaders(config, office, tokens),
  };
}

/** Practice looks at nothing but its own token: a real one that is plugged in is nobody's business there. */
function startReaders(
  config: OfficeConfig,
  office: OfficeProcess<Electron.MessagePortMain>,
  tokens: TokenProcesses,
): { stop(): Promise<void> } {
  return startReadersProcess({
    files: catalogueFiles({
      platform: process.platform,
      resources: app.isPackaged ? process.resourcesPath : path.join(built, '..', '..', 'resources'),
      userData: app.getPath('userData'),
      env: process.env,
    }),
    known: config.tokenLibraries,
    launch: () => launchUtility(path.join(built, 'readers.mjs'), `fojas-readers-${randomUUID()}`),
    makeChannel: () => new MessageChannelMain(),
    office,
    onLibraries: (libraries) => libraries.forEach(({ library, care }) => tokens.found(library, care)),
    onCards: () => tokens.cardsChanged(),
    log,
  });
}

/** Follows the settings, so that the PIN window can be opened at once and in the right language. */
function pinLook(office: OfficeProcess<Electron.MessagePortMain>): () => PinLook {
  let look: PinLook = { locale: 'es-AR', theme: 'system' };
  const keep = (settings: unknown): void => {
    look = settings as PinLook;
  };
  office.onEvent((event, data) => {
    if (event === 'settings.changed') keep(data);
  });
  void office.call('settings.read', {}).then((settings) => {
    if (settings.ok) keep(settings.value);
  });
  return () => look;
}

/** The office finishes what it has in hand before the program ends. */
function closeTidily(starting: Promise<Outcome<Running>>): void {
  let state: 'open' | 'closing' | 'closed' = 'open';
  app.on('will-quit', (event) => {
    if (state === 'closed') return;
    event.preventDefault();
    if (state === 'closing') return;
    state = 'closing';
    void starting
      .then(async (started) => {
        if (!started.ok) return;
        await started.value.office.close();
        const { tokens, readers, officeRepository } = started.value;
        await Promise.all([tokens.stop(), readers?.stop(), officeRepository?.stop()]);
      })
      .finally(() => {
        state = 'closed';
        app.quit();
      });
  });
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
