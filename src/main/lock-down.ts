import type { App, Session, WebContents } from 'electron';
import { ORIGIN, PAPER_ORIGIN, PAPER_PAGE } from './scheme.ts';

/** What a page of ours may ask of the browser; everything else is refused. */
const allowedPermissions: ReadonlySet<string> = new Set(['clipboard-sanitized-write', 'fullscreen']);

/** Closes what Electron leaves open by default: the network, permissions, devices, certificates of the system's store. */
export function lockDownSession(session: Session, packaged: boolean): void {
  const allowed = (permission: string, origin: string): boolean => allowedPermissions.has(permission) && isOwn(origin);
  session.setPermissionRequestHandler((_contents, permission, callback, details) =>
    callback(allowed(permission, details.requestingUrl)),
  );
  session.setPermissionCheckHandler((_contents, permission, origin) => allowed(permission, origin));
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest((details, callback) => {
    const developer = !packaged && /^(devtools|chrome-extension):/.test(details.url);
    callback({ cancel: !(isOwn(details.url) || isOfPaper(details.url) || isOwnBlob(details.url) || developer) });
  });
}

/** No page of ours goes anywhere, opens anything or embeds anything but what draws documents. */
export function lockDownContents(contents: WebContents): void {
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => {
    if (event.isMainFrame || event.url !== PAPER_PAGE) event.preventDefault();
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

export function lockDownApp(app: App): void {
  app.on('web-contents-created', (_event, contents) => lockDownContents(contents));
  // Unanswered, Electron offers the first fitting certificate of the system's store to whoever asks: a magistrate's own, perhaps.
  app.on('select-client-certificate', (event, _contents, _url, _list, callback) => {
    event.preventDefault();
    callback();
  });
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, callback) => {
    event.preventDefault();
    callback(false);
  });
}

/** Whether an address is of our one origin: parsed, since a prefix would let `app://fojas.example` through. */
export function isOwn(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed !== null && `${parsed.protocol}//${parsed.host}` === ORIGIN;
}

/** Files for what draws documents, which has no origin of its own: the worker there starts from a blob of nobody's. */
const isOfPaper = (url: string): boolean => {
  const parsed = URL.parse(url);
  return parsed !== null && `${parsed.protocol}//${parsed.host}` === PAPER_ORIGIN;
};
const isOwnBlob = (url: string): boolean => url.startsWith(`blob:${ORIGIN}/`) || url.startsWith('blob:null/');
