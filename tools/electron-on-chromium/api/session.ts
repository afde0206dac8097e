import { EventEmitter } from 'node:events';
import type { Cdp } from '../cdp.ts';
import type { BeforeRequest, Schemes } from '../schemes.ts';
import type { WebContents } from './web-contents.ts';

type PermissionCheck = (contents: WebContents | null, permission: string, origin: string, details: object) => boolean;
type PermissionRequest = (
  contents: WebContents,
  permission: string,
  callback: (granted: boolean) => void,
  details: object,
) => void;

/** Electron's permissions and the names the browser has for them. */
const permissions: Record<string, string> = {
  media: 'camera',
  geolocation: 'geolocation',
  notifications: 'notifications',
  midi: 'midi',
  'clipboard-read': 'clipboard-read',
  'clipboard-sanitized-write': 'clipboard-write',
  'display-capture': 'display-capture',
  'window-management': 'window-management',
  'local-fonts': 'local-fonts',
  'storage-access': 'storage-access',
  'idle-detection': 'idle-detection',
  'screen-wake-lock': 'screen-wake-lock',
};

/** Electron's session. Partitions share one profile here, which is thrown away at the end. */
export class Session extends EventEmitter {
  readonly protocol: Protocol;
  readonly webRequest: { onBeforeRequest(...args: unknown[]): void; onHeadersReceived(): void };
  readonly #cdp: Cdp;
  readonly #schemes: Schemes;
  #check: PermissionCheck | null = null;
  #request: PermissionRequest | null = null;

  constructor(cdp: Cdp, schemes: Schemes) {
    super();
    this.#cdp = cdp;
    this.#schemes = schemes;
    this.protocol = new Protocol(schemes);
    this.webRequest = {
      onBeforeRequest: (...args) => schemes.setBeforeRequest((args.at(-1) as BeforeRequest | null) ?? null),
      onHeadersReceived: () => undefined,
    };
  }

  setPermissionCheckHandler(handler: PermissionCheck | null): void {
    this.#check = handler;
  }

  /** The stand-in knows no system settings: every address is reached straight. */
  async resolveProxy(_url: string): Promise<string> {
    return 'DIRECT';
  }

  setPermissionRequestHandler(handler: PermissionRequest | null): void {
    this.#request = handler;
  }

  /** The browser asks nobody while a page runs: the handlers are asked beforehand, for each permission, when a page is opened. */
  async applyPermissions(contents: WebContents): Promise<void> {
    for (const [permission, name] of Object.entries(permissions)) {
      const setting = this.#mayUse(contents, permission) ? 'granted' : 'denied';
      await this.#cdp.send('Browser.setPermission', { permission: { name }, setting }).catch(() => undefined);
    }
  }

  #mayUse(contents: WebContents, permission: string): boolean {
    const details = { isMainFrame: true, requestingUrl: contents.getURL() };
    if (this.#check && !this.#check(contents, permission, contents.mainFrame.origin, details)) return false;
    // An answer that comes later than at once is taken for no.
    let granted = this.#request === null;
    this.#request?.(contents, permission, (answer) => (granted = answer), details);
    return granted;
  }

  setDevicePermissionHandler(): void {}
  setBluetoothPairingHandler(): void {}
  setDisplayMediaRequestHandler(): void {}
  setUSBProtectedClassesHandler(): void {}
  setCertificateVerifyProc(): void {}
  setSpellCheckerEnabled(): void {}
  setSpellCheckerLanguages(): void {}
  setPreloads(): void {}
  setProxy(): Promise<void> {
    return Promise.resolve();
  }
  clearStorageData(): Promise<void> {
    return this.#cdp.send('Storage.clearDataForOrigin', { origin: '*', storageTypes: 'all' }).then(
      () => undefined,
      () => undefined,
    );
  }
  clearCache(): Promise<void> {
    return Promise.resolve();
  }
  isPersistent(): boolean {
    return false;
  }
  get schemes(): Schemes {
    return this.#schemes;
  }
}

/** Electron's protocol module: the privileges asked for are those that https pages have anyway. */
export class Protocol {
  readonly #schemes: Schemes;

  constructor(schemes: Schemes) {
    this.#schemes = schemes;
  }
  registerSchemesAsPrivileged(): void {}
  handle(scheme: string, handler: (request: Request) => Response | Promise<Response>): void {
    this.#schemes.handle(scheme, handler);
  }
  unhandle(scheme: string): void {
    this.#schemes.unhandle(scheme);
  }
  isProtocolHandled(scheme: string): boolean {
    return this.#schemes.isHandled(scheme);
  }
}
