/* eslint-disable @typescript-eslint/no-require-imports -- CommonJS, as the built main is */
// A small app that touches what Fojas touches of Electron, so that the same journeys can be walked on both runtimes.
const path = require('node:path');
const { app, BrowserWindow, ipcMain, protocol, session, utilityProcess, MessageChannelMain } = require('electron');

app.enableSandbox();
protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, corsEnabled: true } },
]);

const files = {
  '/index.html': [
    'text/html',
    '<!doctype html><html lang="es"><title>Demo</title><main><h1>Expediente</h1><a id="out" href="https://example.invalid/">out</a> <a id="new" target="_blank" href="/index.html">new</a></main><script src="/page.js"></script><script>document.title = "inline ran"</script></html>',
  ],
  '/page.js': [
    'text/javascript',
    'window.heard = []; window.demo.on("demo:news", (...args) => window.heard.push(args)); const policy = trustedTypes.createPolicy("demo", { createScriptURL: (url) => url }); const worker = new Worker(policy.createScriptURL("/worker.js"), { type: "module" }); worker.onmessage = ({ data }) => { window.fromWorker = data; };',
  ],
  '/worker.js': ['text/javascript', 'import { answer } from "/answer.js"; postMessage(answer);'],
  '/answer.js': ['text/javascript', 'export const answer = 42;'],
};
const policy =
  "default-src 'none'; script-src 'self'; connect-src 'self'; worker-src 'self'; require-trusted-types-for 'script'; trusted-types demo";

const state = { navigations: [], opened: [], blocked: [], gone: [] };
globalThis.demoState = state;

ipcMain.handle('demo:echo', (_event, ...args) => args);
ipcMain.handle('demo:throw', () => {
  throw new Error('said so');
});
ipcMain.handle('demo:sender', (event) => ({
  url: event.senderFrame.url,
  origin: event.senderFrame.origin,
  main: event.senderFrame === event.sender.mainFrame,
}));

app.on('child-process-gone', (_event, details) => state.gone.push(details.name));
app.on('window-all-closed', () => app.quit());

let child;
ipcMain.handle('demo:fork', async (_event, task) => {
  child ??= utilityProcess.fork(path.join(__dirname, 'child.cjs'), ['an argument'], { serviceName: 'demo-child' });
  const { port1, port2 } = new MessageChannelMain();
  const answered = new Promise((resolve) => {
    port1.on('message', ({ data }) => resolve(data));
    child.once('exit', (code) => {
      child = undefined;
      resolve({ exit: code !== 0 });
    });
  });
  port1.start();
  child.postMessage({ task }, [port2]);
  return answered;
});

app.whenReady().then(async () => {
  protocol.handle('app', (request) => {
    const [type, body] = files[new URL(request.url).pathname] ?? ['text/plain', null];
    return body === null
      ? new Response('no such file', { status: 404 })
      : new Response(body, { headers: { 'content-type': type, 'content-security-policy': policy } });
  });
  const allowed = (permission, address) =>
    permission === 'clipboard-sanitized-write' && address.startsWith('app://demo');
  session.defaultSession.setPermissionRequestHandler((_contents, permission, callback, details) =>
    callback(allowed(permission, details.requestingUrl)),
  );
  session.defaultSession.setPermissionCheckHandler((_contents, permission, origin) => allowed(permission, origin));
  session.defaultSession.webRequest.onBeforeRequest((details, callback) => {
    const own = details.url.startsWith('app://demo/') || details.url.startsWith('devtools:');
    if (!own) state.blocked.push(details.url);
    callback({ cancel: !own });
  });

  const window = new BrowserWindow({
    width: 1000,
    height: 700,
    webPreferences: { preload: path.join(__dirname, 'preload.cjs'), sandbox: true, contextIsolation: true },
  });
  window.webContents.on('will-navigate', (event, url) => {
    state.navigations.push(url);
    event.preventDefault();
  });
  window.webContents.setWindowOpenHandler(({ url }) => {
    state.opened.push(url);
    return { action: 'deny' };
  });
  ipcMain.on('demo:want-port', (event) => {
    const { port1, port2 } = new MessageChannelMain();
    event.sender.postMessage('demo:port', null, [port1]);
    // Main keeps neither end: the page speaks with the child.
    child ??= utilityProcess.fork(path.join(__dirname, 'child.cjs'), ['an argument'], { serviceName: 'demo-child' });
    child.postMessage({ task: 'serve' }, [port2]);
  });
  await window.loadURL('app://demo/index.html');
  window.webContents.send('demo:news', 'loaded', new Uint8Array([1, 2, 3]));
});
