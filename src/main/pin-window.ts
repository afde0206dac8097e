import type { Tell } from '../contract/diary.ts';
import { MessageChannelMain, type BrowserWindow, type MessagePortMain } from 'electron';
import { openWindow, webPreferences } from './windows.ts';

/** How the PIN window looks: it can ask nobody, so it is told in its address. */
export interface PinLook {
  readonly locale: string;
  readonly theme: string;
}

/** Channel on which the PIN window's preload gets its port. */
const PORT = 'fojas:pin-port';

/**
 * Opens a PIN window for one session of a token host and answers the host's end of its port. The other end goes to the window:
 * main keeps neither and never sees what passes. When the window closes, the host's end closes, which it takes for "no"; a host that
 * waits at a reader's keypad hears nothing, and `onClosed` is for that.
 */
export function openPinWindow(
  parent: BrowserWindow | null,
  look: PinLook,
  onClosed: () => void,
  tell: Tell,
): MessagePortMain {
  const { port1, port2 } = new MessageChannelMain();
  const page = `pin.html?${new URLSearchParams({ locale: look.locale, theme: look.theme })}`;
  const window = openWindow(
    {
      width: 480,
      height: 560,
      resizable: false,
      minimizable: false,
      maximizable: false,
      title: 'PIN',
      autoHideMenuBar: true,
      ...(parent ? { parent, modal: true } : {}),
      webPreferences: { ...webPreferences('pin-preload.cjs'), partition: PIN_PARTITION },
    },
    page,
    tell,
  );
  let handed = false;
  window.webContents.once('did-finish-load', () => {
    handed = true;
    window.webContents.postMessage(PORT, null, [port1]);
  });
  // A window that never loaded leaves the port with nobody: closing it tells the host.
  window.once('closed', () => {
    if (!handed) port1.close();
    // Not every desktop gives the keys back to the page below, and a person without a mouse would be stuck there.
    if (parent && !parent.isDestroyed()) parent.focus();
    onClosed();
  });
  return port2;
}

/** A session of its own, in memory: nothing of the PIN window is cached or kept. */
export const PIN_PARTITION = 'pin';
