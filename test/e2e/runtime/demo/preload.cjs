/* eslint-disable @typescript-eslint/no-require-imports -- a sandboxed preload can only be CommonJS */
const { contextBridge, ipcRenderer } = require('electron');

contextBridge.exposeInMainWorld('demo', {
  invoke: (...args) => ipcRenderer.invoke('demo:echo', ...args),
  throwing: () => ipcRenderer.invoke('demo:throw'),
  sender: () => ipcRenderer.invoke('demo:sender'),
  fork: (task) => ipcRenderer.invoke('demo:fork', task),
  sum: (a, b) => a + b,
  on(name, listener) {
    const heard = (_event, ...args) => listener(...args);
    ipcRenderer.on(name, heard);
    return () => ipcRenderer.off(name, heard);
  },
  /** Joins the port that main sends next: answers {send, onMessage}. */
  onPort(listener) {
    ipcRenderer.on('demo:port', ({ ports: [port] }) => {
      listener({
        send: (data) => port.postMessage(data),
        onMessage: (run) => {
          port.onmessage = ({ data }) => run(data);
        },
      });
    });
  },
  wantPort: () => ipcRenderer.send('demo:want-port'),
});
