import path from 'node:path';
import { BrowserWindow, type BrowserWindowConstructorOptions, type WebPreferences } from 'electron';
import type { Tell } from '../contract/diary.ts';
import { countCrashes } from './crashes.ts';
import { ORIGIN } from './scheme.ts';

/** Folder of the built main and preloads. */
const here = import.meta.dirname;

/** The preferences of every window there is: nothing of Node, a sandbox, a world of its own for the preload. */
export function webPreferences(preload: 'preload.cjs' | 'pin-preload.cjs'): WebPreferences {
  return {
    preload: path.join(here, preload),
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    contextIsolation: true,
    sandbox: true,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    plugins: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    safeDialogs: true,
  };
}

/** Shows a window once it has something to show. */
export function openWindow(options: BrowserWindowConstructorOptions, page: string, tell: Tell): BrowserWindow {
  const window = new BrowserWindow({ ...options, show: false });
  window.once('ready-to-show', () => window.show());
  // A page that cannot be loaded leaves an empty window, which can be closed.
  window.loadURL(`${ORIGIN}/${page}`).catch(() => tell('pageNotLoaded'));
  return window;
}

/** The desk: trays, list, paper. */
export function openCaseWindow(tell: Tell): BrowserWindow {
  const window = openWindow(
    {
      width: 1366,
      height: 768,
      minWidth: 960,
      minHeight: 600,
      title: 'Fojas',
      // The colour of the desk, so that nothing flashes before the first paint.
      backgroundColor: '#F4F3F0',
      autoHideMenuBar: true,
      webPreferences: webPreferences('preload.cjs'),
    },
    'index.html',
    tell,
  );
  // The office lives elsewhere: a page that crashed is loaded again and loses nothing, unless it crashes over and over.
  const crashes = countCrashes(10 * 60_000, () => performance.now());
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return;
    const reloaded = crashes.note() < 3;
    const why = reason === 'crashed' || reason === 'killed' || reason === 'oom' ? reason : 'other';
    tell('pageGone', { why, reloaded });
    if (reloaded) window.webContents.reload();
  });
  return window;
}
