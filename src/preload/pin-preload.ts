import { contextBridge, ipcRenderer } from 'electron';

/** The PIN's port as the page may use it; the port itself cannot cross into the page's world. */
interface PinPort {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  close(): void;
}

let port: PinPort | null = null;
let wanting: ((port: PinPort) => void) | null = null;

ipcRenderer.once('fojas:pin-port', ({ ports: [transferred] }) => {
  if (!transferred) return;
  port = {
    send: (message) => transferred.postMessage(message),
    onMessage: (listener) => {
      // Setting it also starts the port: what the host said before is heard now.
      transferred.onmessage = ({ data }) => listener(data);
    },
    close: () => transferred.close(),
  };
  wanting?.(port);
});

// All that the PIN window has: a line to the one token host that asked. No calls, no events.
contextBridge.exposeInMainWorld('fojasPin', {
  /** Hands over the port once it is there. Messages: contract's PinQuestion comes, PinAnswer goes. */
  onPort(listener: (port: PinPort) => void): void {
    if (port) listener(port);
    else wanting = listener;
  },
});
