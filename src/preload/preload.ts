import { contextBridge, ipcRenderer } from 'electron';

type Listener = (data: unknown) => void;

const listeners = new Map<string, Set<Listener>>();
ipcRenderer.on('fojas:event', (_event, name: string, data: unknown) => {
  for (const listener of [...(listeners.get(name) ?? [])]) listener(data);
});

// All that a case window has of the world outside its page.
contextBridge.exposeInMainWorld('fojas', {
  /** Asks the office; answers an outcome. The doorway judges name and input. */
  call: (name: string, input: unknown): Promise<unknown> => ipcRenderer.invoke('fojas:call', name, input),
  /** Hears an event; answers the function that stops hearing it. */
  on(event: string, listener: Listener): () => void {
    const heard = listeners.get(event) ?? new Set<Listener>();
    listeners.set(event, heard);
    heard.add(listener);
    return () => void heard.delete(listener);
  },
});
