/** The smaller modules of Electron: what the app asks of them here, and no more. */
import { spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';

export const safeStorage = {
  isEncryptionAvailable: () => false,
  isAsyncEncryptionAvailable: () => Promise.resolve(false),
  getSelectedStorageBackend: () => 'basic_text',
  setUsePlainTextEncryption: () => undefined,
  encryptStringAsync: () => Promise.reject(new Error('Encryption is not available.')),
  decryptStringAsync: () => Promise.reject(new Error('Decryption is not available.')),
};

/** Dialogs are told on the terminal and answered as if the person had closed them. */
export const dialog = {
  showErrorBox(title: string, content: string): void {
    process.stderr.write(`${title}\n${content}\n`);
  },
  showMessageBox(...args: unknown[]): Promise<{ response: number; checkboxChecked: boolean }> {
    const options = (args.at(-1) ?? {}) as { message?: string; detail?: string; cancelId?: number };
    process.stderr.write(`${options.message ?? ''}\n${options.detail ?? ''}\n`);
    return Promise.resolve({ response: options.cancelId ?? 0, checkboxChecked: false });
  },
  showOpenDialog: () => Promise.resolve({ canceled: true, filePaths: [] as string[] }),
  showSaveDialog: () => Promise.resolve({ canceled: true, filePath: '' }),
};

const open = (target: string): void => {
  spawn('xdg-open', [target], { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref();
};

export const shell = {
  openExternal(url: string): Promise<void> {
    open(url);
    return Promise.resolve();
  },
  openPath(file: string): Promise<string> {
    open(file);
    return Promise.resolve('');
  },
  showItemInFolder: () => undefined,
  beep: () => undefined,
};

class Menu {
  static #application: Menu | null = null;
  items: unknown[] = [];
  static buildFromTemplate(template: readonly unknown[]): Menu {
    const menu = new Menu();
    menu.items = [...template];
    return menu;
  }
  static setApplicationMenu(menu: Menu | null): void {
    Menu.#application = menu;
  }
  static getApplicationMenu(): Menu | null {
    return Menu.#application;
  }
  append(item: unknown): void {
    this.items.push(item);
  }
  popup(): void {}
}
class MenuItem {}

const display = {
  id: 1,
  scaleFactor: 1,
  bounds: { x: 0, y: 0, width: 1920, height: 1080 },
  workArea: { x: 0, y: 0, width: 1920, height: 1080 },
  workAreaSize: { width: 1920, height: 1080 },
  size: { width: 1920, height: 1080 },
};

class NativeTheme extends EventEmitter {
  themeSource: 'system' | 'light' | 'dark' = 'system';
  get shouldUseDarkColors(): boolean {
    return this.themeSource === 'dark';
  }
  readonly shouldUseHighContrastColors = false;
  readonly inForcedColorsMode = false;
}

/** Modules that only ever tell of the machine: here they tell nothing. */
export function smallModules(): Record<string, unknown> {
  return {
    safeStorage,
    dialog,
    shell,
    Menu,
    MenuItem,
    nativeTheme: new NativeTheme(),
    screen: Object.assign(new EventEmitter(), {
      getPrimaryDisplay: () => display,
      getAllDisplays: () => [display],
      getDisplayMatching: () => display,
      getDisplayNearestPoint: () => display,
    }),
    powerMonitor: Object.assign(new EventEmitter(), { getSystemIdleTime: () => 0, getSystemIdleState: () => 'active' }),
    powerSaveBlocker: { start: () => 1, stop: () => true, isStarted: () => false },
    globalShortcut: { register: () => false, unregister: () => undefined, unregisterAll: () => undefined },
    nativeImage: { createEmpty: () => ({ isEmpty: () => true }), createFromPath: () => ({ isEmpty: () => true }) },
    Notification: Object.assign(class extends EventEmitter {}, { isSupported: () => false }),
    crashReporter: { start: () => undefined },
  };
}
