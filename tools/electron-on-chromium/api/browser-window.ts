import { EventEmitter } from 'node:events';
import type { Runtime } from '../runtime.ts';
import { preventable } from './preventable.ts';
import { WebContents, type WebPreferences } from './web-contents.ts';

export interface WindowOptions {
  width?: number;
  height?: number;
  title?: string;
  show?: boolean;
  parent?: BrowserWindow;
  modal?: boolean;
  webPreferences?: WebPreferences;
  [other: string]: unknown;
}

interface Bounds {
  x?: number;
  y?: number;
  width: number;
  height: number;
}

/**
 * Electron's BrowserWindow: a window of the system's Chromium without tabs and address bar, or a headless one. It cannot be kept
 * hidden, and a person's click on its close button cannot be refused.
 */
export class BrowserWindow extends EventEmitter {
  readonly id: number;
  readonly webContents: WebContents;
  readonly #runtime: Runtime;
  readonly #options: WindowOptions;
  readonly #children = new Set<BrowserWindow>();
  #title: string;
  #visible = false;
  #bounds: Bounds;
  #gone = false;

  constructor(runtime: Runtime, id: number, options: WindowOptions) {
    super();
    this.id = id;
    this.#runtime = runtime;
    this.#options = options;
    this.#title = options.title ?? runtime.app.getName();
    this.#bounds = { width: options.width ?? 800, height: options.height ?? 600 };
    const { width, height } = this.#bounds;
    this.webContents = new WebContents(runtime, id, options.webPreferences ?? {}, runtime.targets.open(width, height));
    this.webContents.on('close-asked', () => this.close());
    this.webContents.once('destroyed', () => this.#closed());
    this.webContents.once('did-finish-load', () => {
      void this.#fit().then(() => {
        if (!this.#gone) this.emit('ready-to-show', {});
      });
    });
    this.webContents.on('page-title-updated', (event: { defaultPrevented: boolean }, title: string) => {
      this.emit('page-title-updated', event, title, true);
      if (!event.defaultPrevented) this.#title = title;
    });
    runtime.windows.add(this);
    options.parent?.adopt(this, options.modal === true);
    if (options.show !== false) this.#visible = true;
  }

  /** A modal child keeps the mouse and keys of its parent until it goes. */
  adopt(child: BrowserWindow, modal: boolean): void {
    this.#children.add(child);
    // Under a debugger the pages are driven from outside, and Electron would let that through.
    const block = modal && !this.#runtime.chromium.headless;
    const ignore = (on: boolean): void => {
      if (block && !this.#gone)
        this.webContents.command('Input.setIgnoreInputEvents', { ignore: on }).catch(() => undefined);
    };
    ignore(true);
    child.once('closed', () => {
      this.#children.delete(child);
      ignore(false);
    });
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url);
  }
  loadFile(file: string): Promise<void> {
    return this.webContents.loadFile(file);
  }

  /** Asks the listeners of `close`, then closes; false when one of them refused. */
  close(): boolean {
    if (this.#gone) return true;
    const event = preventable({});
    this.emit('close', event);
    if (!event.defaultPrevented) this.destroy();
    return !event.defaultPrevented;
  }

  destroy(): void {
    for (const child of this.#children) child.destroy();
    this.webContents.close();
  }

  show(): void {
    this.#visible = true;
    this.emit('show', {});
    this.focus();
  }
  showInactive(): void {
    this.#visible = true;
    this.emit('show', {});
  }
  hide(): void {
    this.#visible = false;
    this.emit('hide', {});
  }
  focus(): void {
    this.webContents.focus();
    this.emit('focus', {});
  }
  minimize(): void {
    void this.#setBounds({ windowState: 'minimized' });
  }
  maximize(): void {
    void this.#setBounds({ windowState: 'maximized' });
  }
  restore(): void {
    void this.#setBounds({ windowState: 'normal' });
  }
  setBounds(bounds: Partial<Bounds>): void {
    this.#bounds = { ...this.#bounds, ...bounds };
    void this.#fit();
  }
  setSize(width: number, height: number): void {
    this.setBounds({ width, height });
  }
  setTitle(title: string): void {
    this.#title = title;
  }

  getTitle(): string {
    return this.#title;
  }
  getBounds(): Bounds {
    return { x: 0, y: 0, ...this.#bounds };
  }
  getContentBounds(): Bounds {
    return this.getBounds();
  }
  getSize(): [number, number] {
    return [this.#bounds.width, this.#bounds.height];
  }
  getParentWindow(): BrowserWindow | null {
    return this.#options.parent ?? null;
  }
  getChildWindows(): BrowserWindow[] {
    return [...this.#children];
  }
  isVisible(): boolean {
    return this.#visible && !this.#gone;
  }
  isModal(): boolean {
    return this.#options.modal === true;
  }
  isDestroyed(): boolean {
    return this.#gone;
  }
  isMinimized(): boolean {
    return false;
  }
  isMaximized(): boolean {
    return false;
  }
  isFullScreen(): boolean {
    return false;
  }
  isFocused(): boolean {
    return !this.#gone;
  }
  setContentProtection(): void {}
  setMenu(): void {}
  removeMenu(): void {}
  setMenuBarVisibility(): void {}
  setAutoHideMenuBar(): void {}
  setMinimumSize(): void {}
  setBackgroundColor(): void {}
  setProgressBar(): void {}
  setIcon(): void {}
  flashFrame(): void {}
  center(): void {}
  moveTop(): void {}
  setAlwaysOnTop(): void {}

  /** Makes the page as large as the app asked, whatever the browser's own frame takes. */
  async #fit(): Promise<void> {
    const frame = (await this.webContents
      .executeJavaScript('({ width: outerWidth - innerWidth, height: outerHeight - innerHeight })')
      .catch(() => null)) as { width: number; height: number } | null;
    if (!frame) return;
    const { width, height, x, y } = this.#bounds;
    await this.#setBounds({
      width: width + frame.width,
      height: height + frame.height,
      ...(x === undefined ? {} : { left: x }),
      ...(y === undefined ? {} : { top: y }),
    });
  }

  async #setBounds(bounds: Record<string, unknown>): Promise<void> {
    const { cdp } = this.#runtime.chromium;
    const { targetId } = this.webContents;
    if (!targetId) return;
    // A window that closes meanwhile needs no size.
    await cdp
      .send<{ windowId: number }>('Browser.getWindowForTarget', { targetId })
      .then(({ windowId }) => cdp.send('Browser.setWindowBounds', { windowId, bounds }))
      .catch(() => undefined);
  }

  #closed(): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#visible = false;
    this.#runtime.windows.delete(this);
    for (const child of this.#children) child.destroy();
    this.emit('closed', {});
    this.#runtime.app.windowClosed();
  }
}

/** The constructor and its statics as `require('electron').BrowserWindow`. */
export function browserWindowClass(runtime: Runtime): unknown {
  let next = 1;
  return class extends BrowserWindow {
    constructor(options: WindowOptions = {}) {
      super(runtime, next++, options);
      runtime.app.emit('browser-window-created', {}, this);
      runtime.app.emit('web-contents-created', {}, this.webContents);
    }
    static getAllWindows(): BrowserWindow[] {
      return [...runtime.windows];
    }
    static getFocusedWindow(): BrowserWindow | null {
      return [...runtime.windows].at(-1) ?? null;
    }
    static fromWebContents(contents: WebContents): BrowserWindow | null {
      return [...runtime.windows].find((window) => window.webContents === contents) ?? null;
    }
    static fromId(id: number): BrowserWindow | null {
      return [...runtime.windows].find((window) => window.id === id) ?? null;
    }
  };
}
