/** A client at the near end of a line: does one request and tells how long it took, or how it failed. */
import process from 'node:process';

process.once('message', ({ url, bytes }: { url: string; bytes: number }) => {
  const from = performance.now();
  fetch(url, bytes > 0 ? { method: 'PUT', body: new Uint8Array(bytes).fill(7) } : {})
    .then((response) => response.arrayBuffer())
    .then(
      (answer) => process.send?.({ ms: performance.now() - from, size: answer.byteLength, failure: null }),
      (error: Error & { cause?: { code?: string } }) =>
        process.send?.({ ms: performance.now() - from, size: 0, failure: error.cause?.code ?? error.message }),
    )
    .finally(() => process.disconnect());
});
