import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type { CdpSession } from '../cdp.ts';
import type { MessagePortMain } from '../message-ports.ts';
import { BINDING, WORLD, pageWorldSource, preloadWorldSource } from '../page/source.ts';
import type { Runtime } from '../runtime.ts';
import { BLANK_HOST, type Target } from '../targets.ts';
import { FrameLine } from './frame.ts';
import { preventable } from './preventable.ts';
import type { Session } from './session.ts';

export interface WebPreferences {
  preload?: string;
  session?: Session;
  partition?: string;
  [other: string]: unknown;
}

/** Electron's WebFrameMain, as far as a sender can be told by it. */
export interface WebFrame {
  readonly url: string;
  readonly origin: string;
  readonly parent: WebFrame | null;
  readonly top: WebFrame;
  readonly frameTreeNodeId: number;
  readonly processId: number;
  readonly routingId: number;
}

type WindowOpenHandler = (details: {
  url: string;
  frameName: string;
  features: string;
  disposition: string;
}) => unknown;

/** Electron's webContents over one DevTools session. */
export class WebContents extends EventEmitter {
  readonly id: number;
  readonly session: Session;
  readonly mainFrame: WebFrame;
  readonly #runtime: Runtime;
  readonly #preferences: WebPreferences;
  readonly #ready: Promise<CdpSession>;
  readonly #frames = new Set<string>();
  #targetId: string | null = null;
  #line: FrameLine | null = null;
  #url = '';
  #title = '';
  #asked: string | null = null;
  #loading = false;
  #crashed = false;
  #destroyed = false;
  #openHandler: WindowOpenHandler | null = null;

  constructor(runtime: Runtime, id: number, preferences: WebPreferences, target: Promise<Target>) {
    super();
    this.#runtime = runtime;
    this.id = id;
    this.#preferences = preferences;
    this.session = preferences.session ?? runtime.defaultSession;
    const urlNow = (): string => this.#url;
    this.mainFrame = {
      get url() {
        return urlNow();
      },
      get origin() {
        const parsed = URL.parse(urlNow());
        return parsed ? `${parsed.protocol}//${parsed.host}` : 'null';
      },
      parent: null,
      get top() {
        return this;
      },
      frameTreeNodeId: id,
      processId: id,
      routingId: 1,
    };
    this.#ready = target.then((opened) => this.#begin(opened));
    // Whoever loads a page is told; a window that closes first has nobody to tell.
    this.#ready.catch(() => undefined);
    runtime.contents.add(this);
  }

  get targetId(): string | null {
    return this.#targetId;
  }

  /** Takes hold of a stopped target, prepares its worlds and lets it go. */
  async #begin({ targetId, session }: Target): Promise<CdpSession> {
    this.#targetId = targetId;
    this.#frames.add(targetId);
    this.#runtime.targets.onClosed(targetId, () => this.#gone());
    this.#line = new FrameLine(session, targetId, {
      onInvoke: (channel, args) => this.#runtime.ipcMain.invoked(channel, this.#event('frame', []), args),
      onSend: (channel, args, ports) => this.#sent(channel, args, ports),
      onClose: () => this.emit('close-asked'),
      onOpen: (url) => this.opened(url),
      onTitle: (title) => this.#titled(title),
      onPreloadError: (message) => this.emit('preload-error', {}, this.#preferences.preload ?? '', new Error(message)),
    });
    this.#listen(session, targetId);
    const token = randomUUID();
    const { preload } = this.#preferences;
    const told = [
      session.send('Page.enable'),
      session.send('Page.setLifecycleEventsEnabled', { enabled: true }),
      session.send('Runtime.enable'),
      session.send('Inspector.enable'),
      session.send('Runtime.addBinding', { name: BINDING, executionContextName: WORLD }),
      session.send('Page.addScriptToEvaluateOnNewDocument', { source: pageWorldSource(token) }),
      session.send('Page.addScriptToEvaluateOnNewDocument', {
        source: preloadWorldSource(token, preload ? readFileSync(preload, 'utf8') : ''),
        worldName: WORLD,
      }),
      session.send('Runtime.runIfWaitingForDebugger'),
    ];
    await Promise.all(told);
    await this.session.applyPermissions(this);
    return session;
  }

  #listen(session: CdpSession, targetId: string): void {
    session.on<{ frame: { id: string; url: string; parentId?: string } }>('Page.frameNavigated', ({ frame }) => {
      // The blank page that a visible window starts with is none of the app's.
      if (frame.id !== targetId || URL.parse(frame.url)?.hostname.endsWith(BLANK_HOST)) return;
      this.#url = this.#runtime.schemes.fromBrowser(frame.url);
      // What a page may do hangs on its address, which the blank page of the beginning does not have.
      void this.session.applyPermissions(this);
      this.emit('did-navigate', {}, this.#url, 200, 'OK');
    });
    session.on<{ frameId: string; url: string }>('Page.navigatedWithinDocument', ({ frameId, url }) => {
      if (frameId !== targetId) return;
      this.#url = this.#runtime.schemes.fromBrowser(url);
      this.emit('did-navigate-in-page', {}, this.#url, true);
    });
    session.on<{ frameId: string }>('Page.frameAttached', ({ frameId }) => this.#frames.add(frameId));
    session.on<{ frameId: string; reason: string }>('Page.frameDetached', ({ frameId, reason }) => {
      if (reason !== 'swap') this.#frames.delete(frameId);
    });
    session.on('Page.domContentEventFired', () => this.emit('dom-ready', {}));
    session.on('Page.loadEventFired', () => {
      if (this.#url.startsWith('about:') || this.#url === '') return;
      this.#loading = false;
      this.emit('did-finish-load', {});
      this.emit('did-stop-loading', {});
    });
    session.on('Inspector.targetCrashed', () => {
      this.#crashed = true;
      this.#line?.drop();
      const details = { reason: 'crashed', exitCode: 5 };
      this.emit('render-process-gone', {}, details);
      this.#runtime.app.emit('render-process-gone', {}, this, details);
    });
    // The app shows none; one that a page opens must not stop it.
    session.on('Page.javascriptDialogOpening', () => {
      session.send('Page.handleJavaScriptDialog', { accept: false }).catch(() => undefined);
    });
  }

  /** Loads an address; resolves when the page has loaded, rejects when it could not be had. */
  async loadURL(url: string): Promise<void> {
    const session = await this.#ready;
    const browserUrl = this.#runtime.schemes.toBrowser(url);
    this.#asked = url;
    this.#loading = true;
    this.emit('did-start-loading', {});
    const loaded = new Promise<void>((resolve) => this.once('did-finish-load', () => resolve()));
    const answer = await session.send<{ errorText?: string }>('Page.navigate', { url: browserUrl });
    this.#crashed = false;
    if (answer.errorText) {
      this.#loading = false;
      this.emit('did-fail-load', {}, -2, answer.errorText, url, true);
      throw new Error(`${answer.errorText} loading '${url}'`);
    }
    await loaded;
  }

  loadFile(file: string): Promise<void> {
    return this.loadURL(new URL(`file://${file}`).href);
  }

  reload(): void {
    this.#asked = this.#url;
    void this.#ready.then((session) => session.send('Page.reload')).catch(() => undefined);
  }

  send(channel: string, ...args: unknown[]): void {
    this.#line?.emit(channel, args, []);
  }

  postMessage(channel: string, message: unknown, transfer: readonly MessagePortMain[] = []): void {
    this.#line?.emit(channel, [message], transfer);
  }

  async executeJavaScript(expression: string): Promise<unknown> {
    const session = await this.#ready;
    const { result, exceptionDetails } = await session.send<{
      result: { value?: unknown };
      exceptionDetails?: { text: string };
    }>('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(exceptionDetails.text);
    return result.value;
  }

  /** Commands of the DevTools protocol for this page, for the window's own use. */
  command(method: string, params: Record<string, unknown> = {}): Promise<unknown> {
    return this.#ready.then((session) => session.send(method, params));
  }

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.#openHandler = handler;
  }

  /** A page of this window opened another: the app is asked and heard, but no such window ever stays. */
  opened(url: string): void {
    this.#openHandler?.({
      url: this.#runtime.schemes.fromBrowser(url),
      frameName: '',
      features: '',
      disposition: 'new-window',
    });
  }

  ownsFrame(frameId: string): boolean {
    return this.#frames.has(frameId);
  }

  /** Asks the app whether one of this window's frames may go to an address. */
  mayNavigate(frameId: string, url: string, redirected: boolean): boolean {
    const isMainFrame = frameId === this.#targetId;
    if (isMainFrame && !redirected && url === this.#asked) {
      this.#asked = null;
      return true;
    }
    const event = preventable({ url, isMainFrame, isSameDocument: false, frame: isMainFrame ? this.mainFrame : null });
    this.emit('will-frame-navigate', event);
    if (isMainFrame) this.emit(redirected ? 'will-redirect' : 'will-navigate', event, url);
    return !event.defaultPrevented;
  }

  close(): void {
    if (this.#targetId) this.#runtime.targets.close(this.#targetId);
  }

  getURL(): string {
    return this.#url;
  }
  getTitle(): string {
    return this.#title;
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }
  isLoading(): boolean {
    return this.#loading;
  }
  isCrashed(): boolean {
    return this.#crashed;
  }
  getLastWebPreferences(): WebPreferences {
    return { contextIsolation: true, sandbox: true, nodeIntegration: false, webSecurity: true, ...this.#preferences };
  }
  getType(): string {
    return 'window';
  }
  focus(): void {
    this.command('Page.bringToFront').catch(() => undefined);
  }
  forcefullyCrashRenderer(): void {
    this.command('Page.crash').catch(() => undefined);
  }
  setBackgroundThrottling(): void {}
  setIgnoreMenuShortcuts(): void {}
  setVisualZoomLevelLimits(): Promise<void> {
    return Promise.resolve();
  }
  setZoomFactor(): void {}
  openDevTools(): void {}
  isDevToolsOpened(): boolean {
    return false;
  }

  #sent(channel: string, args: readonly unknown[], ports: MessagePortMain[]): void {
    const event = this.#event('frame', ports);
    this.emit('ipc-message', event, channel, ...args);
    this.#runtime.ipcMain.emit(channel, event, ...args);
  }

  #event(type: 'frame', ports: MessagePortMain[]): object {
    return {
      type,
      sender: this,
      senderFrame: this.mainFrame,
      processId: this.mainFrame.processId,
      frameId: this.mainFrame.routingId,
      ports,
      reply: (channel: string, ...args: unknown[]) => this.send(channel, ...args),
    };
  }

  #titled(title: string): void {
    if (title === this.#title) return;
    this.#title = title;
    this.emit('page-title-updated', preventable({}), title, true);
  }

  #gone(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    this.#runtime.contents.delete(this);
    this.#line?.drop();
    this.emit('destroyed', {});
  }

  /** Chromium itself is gone. */
  lost(): void {
    this.#gone();
  }
}
