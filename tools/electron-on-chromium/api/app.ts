import { EventEmitter } from 'node:events';
import { mkdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Runtime } from '../runtime.ts';
import { preventable } from './preventable.ts';
import { takeInstanceLock, type InstanceLock } from './single-instance.ts';

type PathName =
  | 'home'
  | 'appData'
  | 'userData'
  | 'sessionData'
  | 'temp'
  | 'exe'
  | 'logs'
  | 'crashDumps'
  | 'documents'
  | 'downloads'
  | 'desktop';

/** Electron's app. */
export class App extends EventEmitter {
  readonly isPackaged = false;
  readonly commandLine: {
    hasSwitch(name: string): boolean;
    getSwitchValue(name: string): string;
    appendSwitch(): void;
    appendArgument(): void;
  };
  readonly #runtime: () => Runtime;
  readonly #ready: Promise<void>;
  #isReady = false;
  #state: 'running' | 'quitting' | 'over' = 'running';
  #name: string;
  #code = 0;
  #paths = new Map<string, string>();
  #lock: InstanceLock | null = null;

  constructor(
    manifest: Runtime['manifest'],
    switches: Runtime['switches'],
    runtime: () => Runtime,
    ready: Promise<void>,
  ) {
    super();
    this.#runtime = runtime;
    this.#name = manifest.productName ?? manifest.name;
    this.commandLine = {
      hasSwitch: (name) => switches.has(name),
      getSwitchValue: (name) => switches.get(name) ?? '',
      appendSwitch: () => undefined,
      appendArgument: () => undefined,
    };
    const userData = switches.get('user-data-dir');
    if (userData) this.#paths.set('userData', path.resolve(userData));
    this.#ready = ready.then(() => {
      this.#isReady = true;
      this.emit('will-finish-launching');
      this.emit('ready', {}, {});
    });
  }

  whenReady(): Promise<void> {
    return this.#ready;
  }
  isReady(): boolean {
    return this.#isReady;
  }

  getName(): string {
    return this.#name;
  }
  get name(): string {
    return this.#name;
  }
  setName(name: string): void {
    this.#name = name;
  }
  getVersion(): string {
    return this.#runtime().manifest.version;
  }
  getAppPath(): string {
    return this.#runtime().appDir;
  }
  getLocale(): string {
    return Intl.DateTimeFormat().resolvedOptions().locale;
  }
  getSystemLocale(): string {
    return this.getLocale();
  }
  getPreferredSystemLanguages(): string[] {
    return [this.getLocale()];
  }

  getPath(name: PathName): string {
    const found = this.#paths.get(name) ?? this.#defaultPath(name);
    if (name === 'userData' || name === 'logs') mkdirSync(found, { recursive: true });
    return found;
  }
  setPath(name: string, to: string): void {
    this.#paths.set(name, to);
  }
  setAppLogsPath(to?: string): void {
    this.#paths.set('logs', to ?? path.join(this.getPath('userData'), 'logs'));
  }

  #defaultPath(name: PathName): string {
    const home = os.homedir();
    switch (name) {
      case 'home':
        return home;
      case 'appData':
        return process.env['XDG_CONFIG_HOME'] ?? path.join(home, '.config');
      case 'userData':
      case 'sessionData':
        return path.join(this.getPath('appData'), this.#name);
      case 'temp':
        return os.tmpdir();
      case 'exe':
        return process.execPath;
      case 'logs':
        return path.join(this.getPath('userData'), 'logs');
      case 'crashDumps':
        return path.join(this.getPath('userData'), 'Crashpad');
      case 'documents':
      case 'downloads':
      case 'desktop':
        return path.join(home, name.charAt(0).toUpperCase() + name.slice(1));
      default:
        throw new Error(`Failed to get '${String(name)}' path`);
    }
  }

  requestSingleInstanceLock(data: object = {}): boolean {
    this.#lock ??= takeInstanceLock(this.getPath('userData'), process.argv, data, (argv, cwd, theirs) =>
      this.emit('second-instance', {}, argv, cwd, theirs),
    );
    return this.#lock.held;
  }
  hasSingleInstanceLock(): boolean {
    return this.#lock?.held === true;
  }
  releaseSingleInstanceLock(): void {
    this.#lock?.release();
    this.#lock = null;
  }

  /** Asks before-quit, closes the windows (each may refuse), asks will-quit, and ends. */
  quit(): void {
    if (this.#state !== 'running') return;
    const before = preventable({});
    this.emit('before-quit', before);
    if (before.defaultPrevented) return;
    this.#state = 'quitting';
    const windows = [...this.#runtime().windows];
    if (windows.length === 0) return this.#finish();
    // A listener of `close` that refuses keeps everything as it is.
    if (!windows.every((window) => window.close())) this.#state = 'running';
  }

  /** A window is gone: with the last one the app ends, unless somebody listens for that. */
  windowClosed(): void {
    if (this.#runtime().windows.size > 0 || this.#state === 'over') return;
    if (this.#state === 'quitting') return this.#finish();
    if (this.listenerCount('window-all-closed') > 0) this.emit('window-all-closed');
    else this.quit();
  }

  #finish(): void {
    const will = preventable({});
    this.emit('will-quit', will);
    if (will.defaultPrevented) {
      this.#state = 'running';
      return;
    }
    this.exit(this.#code);
  }

  /** Chromium died: the windows are gone with it, and there is nothing left to show anything in. */
  browserLost(lastWords: string): void {
    if (this.#state === 'over') return;
    process.stderr.write(`Chromium ended unexpectedly.\n${lastWords}\n`);
    this.#code = 1;
    for (const contents of this.#runtime().contents) contents.lost();
    this.quit();
    // Whoever prevents quitting cannot do so for ever without windows.
    setTimeout(() => this.exit(1), 10_000).unref();
  }

  exit(code = 0): void {
    if (this.#state === 'over') return;
    this.#state = 'over';
    this.emit('quit', {}, code);
    this.#lock?.release();
    void this.#runtime()
      .chromium.kill()
      .then(() => process.exit(code));
  }

  relaunch(): void {}
  focus(): void {
    [...this.#runtime().windows].at(-1)?.focus();
  }
  hide(): void {}
  enableSandbox(): void {}
  disableHardwareAcceleration(): void {}
  setAppUserModelId(): void {}
  setAboutPanelOptions(): void {}
  setAsDefaultProtocolClient(): boolean {
    return false;
  }
  setClientCertRequestPasswordHandler(): void {}
  isAccessibilitySupportEnabled(): boolean {
    return true;
  }
  getAppMetrics(): object[] {
    return [
      { pid: process.pid, type: 'Browser', memory: { workingSetSize: Math.round(process.memoryUsage.rss() / 1024) } },
    ];
  }
  getGPUFeatureStatus(): object {
    return {};
  }
}
