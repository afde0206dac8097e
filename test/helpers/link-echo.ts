/** A server at the far end of a line, for its calibration: `sink` counts what comes and answers the number, `source?N` sends N bytes. */
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import process from 'node:process';

const server = createServer((request, response) => {
  const wanted = Number(new URL(request.url ?? '/', 'http://far').searchParams.get('bytes') ?? 0);
  let got = 0;
  request.on('data', (piece: Buffer) => (got += piece.length));
  request.on('end', () => {
    if (wanted > 0) response.end(Buffer.alloc(wanted, 1));
    else response.end(String(got));
  });
  request.on('error', () => undefined);
});
server.listen(0, process.argv[2], () => {
  process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
});
process.once('disconnect', () => process.exit(0));
