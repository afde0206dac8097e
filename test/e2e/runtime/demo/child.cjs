process.parentPort.on('message', ({ data: { task }, ports: [port] }) => {
  port.on('message', ({ data }) => port.postMessage({ heard: data, bytes: data instanceof Uint8Array }));
  port.start();
  if (task === 'pid') port.postMessage({ pid: process.pid, argument: process.argv[2] });
  if (task === 'crash') process.abort();
  if (task === 'hang') {
    port.postMessage({ pid: process.pid });
    setTimeout(() => {
      for (;;);
    }, 100);
  }
});
