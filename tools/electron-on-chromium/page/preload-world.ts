import type { Codec } from '../codec.ts';
import type { FromPage, ToPage } from '../frame-messages.ts';
import type { Bridge } from './bridge.ts';

type Listener = (event: { sender: unknown; ports: readonly MessagePort[] }, ...args: unknown[]) => void;

/** What of a browser is used here; the ports are the browser's own. */
interface MessagePort {
  onmessage: ((event: { data: unknown; ports: readonly MessagePort[] }) => void) | null;
  postMessage(data: unknown, transfer?: readonly MessagePort[]): void;
  addEventListener(name: 'close', listener: () => void): void;
  start(): void;
  close(): void;
}
declare const MessageChannel: new () => { port1: MessagePort; port2: MessagePort };
declare const console: { error(...what: unknown[]): void };
declare const document: {
  readonly title: string;
  readonly baseURI: string;
  readonly head: object;
  addEventListener(name: string, listener: () => void): void;
};
declare const MutationObserver: new (run: () => void) => { observe(node: object, what: object): void };

/**
 * Runs in the isolated world of a window's page: gives the preload its `electron` (ipcRenderer, contextBridge) and carries what
 * they say to the main process over a DevTools binding. Sent as source text: names nothing outside itself.
 */
export function preloadWorld(
  preload: (require: (id: string) => unknown, module: { exports: unknown }, exports: unknown, process: unknown) => void,
  bridge: Bridge,
  codec: Codec,
  send: (text: string) => void,
  receiveAs: (receive: (text: string) => void) => void,
  process: Record<string, unknown>,
): void {
  const tell = (message: FromPage): void => send(codec.encode(message));
  const listeners = new Map<string, Listener[]>();
  const invoked = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  const ports = new Map<number, MessagePort>();
  // The page gives even numbers, the main process odd ones.
  let nextPort = 2;
  let nextCall = 1;

  const bind = (number: number, near: MessagePort): void => {
    ports.set(number, near);
    near.onmessage = ({ data, ports: given }) =>
      tell({ kind: 'port', message: { kind: 'letter', port: number, data, ports: given.map(givePort) } });
    near.addEventListener('close', () => {
      if (ports.delete(number)) tell({ kind: 'port', message: { kind: 'closed', port: number } });
    });
  };
  const givePort = (port: MessagePort): number => {
    const number = nextPort;
    nextPort += 2;
    bind(number, port);
    return number;
  };
  const takePort = (number: number): MessagePort => {
    const { port1, port2 } = new MessageChannel();
    bind(number, port1);
    // Said at once and not a turn later, so that a window may say its last word and close, as it may in Electron.
    port2.postMessage = (data, transfer = []) =>
      tell({ kind: 'port', message: { kind: 'letter', port: number, data, ports: transfer.map(givePort) } });
    return port2;
  };

  const hear = (message: ToPage): void => {
    switch (message.kind) {
      case 'reply': {
        const call = invoked.get(message.id);
        invoked.delete(message.id);
        if (message.ok) call?.resolve(message.value);
        else call?.reject(new Error(message.error));
        return;
      }
      case 'event': {
        const event = { sender: ipcRenderer, ports: message.ports.map(takePort) };
        for (const listener of [...(listeners.get(message.channel) ?? [])]) {
          try {
            listener(event, ...message.args);
          } catch (error) {
            console.error(error);
          }
        }
        return;
      }
      case 'port': {
        const port = ports.get(message.message.port);
        if (!port) return;
        if (message.message.kind === 'letter')
          port.postMessage(message.message.data, message.message.ports.map(takePort));
        else {
          ports.delete(message.message.port);
          port.close();
        }
      }
    }
  };
  receiveAs((text) => hear(codec.decode(text) as ToPage));

  const add = (channel: string, listener: Listener): void => {
    listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
  };
  const remove = (channel: string, listener: Listener): void => {
    listeners.set(
      channel,
      (listeners.get(channel) ?? []).filter((each) => each !== listener),
    );
  };
  const ipcRenderer = {
    invoke: (channel: string, ...args: unknown[]) =>
      new Promise((resolve, reject) => {
        const id = nextCall++;
        invoked.set(id, { resolve, reject });
        tell({ kind: 'invoke', id, channel, args });
      }),
    send: (channel: string, ...args: unknown[]) => tell({ kind: 'send', channel, args, ports: [] }),
    postMessage: (channel: string, message: unknown, transfer: readonly MessagePort[] = []) =>
      tell({ kind: 'send', channel, args: [message], ports: transfer.map(givePort) }),
    on: (channel: string, listener: Listener) => (add(channel, listener), ipcRenderer),
    once: (channel: string, listener: Listener) => {
      const once: Listener = (event, ...args) => {
        remove(channel, once);
        listener(event, ...args);
      };
      add(channel, once);
      return ipcRenderer;
    },
    off: (channel: string, listener: Listener) => (remove(channel, listener), ipcRenderer),
    removeListener: (channel: string, listener: Listener) => (remove(channel, listener), ipcRenderer),
    removeAllListeners: (channel: string) => (listeners.delete(channel), ipcRenderer),
  };
  const contextBridge = {
    exposeInMainWorld: (name: string, api: unknown) => bridge.say({ kind: 'expose', name, api: bridge.wrap(api) }),
  };

  // A browser lets no page close a window that the page did not open; Electron does.
  contextBridge.exposeInMainWorld('close', () => tell({ kind: 'close' }));
  // Said, and refused at once: a window that opened and was closed again would stop this page's scripts for a moment.
  contextBridge.exposeInMainWorld('open', (url: unknown = '') => {
    tell({ kind: 'open', url: new URL(String(url), document.baseURI).href });
    return null;
  });
  document.addEventListener('DOMContentLoaded', () => {
    const tellTitle = (): void => tell({ kind: 'title', title: document.title });
    new MutationObserver(tellTitle).observe(document.head, { childList: true, subtree: true, characterData: true });
    tellTitle();
  });

  const module = { exports: {} };
  const require = (id: string): unknown => {
    if (/^(node:)?electron(\/renderer)?$/.test(id)) return { ipcRenderer, contextBridge };
    throw new Error(`module not found: ${id}`);
  };
  try {
    preload(require, module, module.exports, process);
  } catch (error) {
    console.error(error);
    tell({ kind: 'preloadError', message: String(error) });
  }
}
