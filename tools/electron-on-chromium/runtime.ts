import type { App } from './api/app.ts';
import type { BrowserWindow } from './api/browser-window.ts';
import type { IpcMain } from './api/ipc-main.ts';
import type { Session } from './api/session.ts';
import type { WebContents } from './api/web-contents.ts';
import type { Chromium } from './chromium.ts';
import type { Schemes } from './schemes.ts';
import type { Targets } from './targets.ts';
import type { Warden } from './warden.ts';

/** What the parts of the runtime share; made once in start.ts. */
export interface Runtime {
  readonly appDir: string;
  readonly manifest: {
    readonly name: string;
    readonly productName?: string;
    readonly version: string;
    readonly main: string;
  };
  /** Switches of the command line, without their dashes. */
  readonly switches: ReadonlyMap<string, string>;
  readonly chromium: Chromium;
  readonly targets: Targets;
  readonly schemes: Schemes;
  readonly warden: Warden;
  readonly app: App;
  readonly ipcMain: IpcMain;
  readonly defaultSession: Session;
  readonly windows: Set<BrowserWindow>;
  readonly contents: Set<WebContents>;
}
