/** A real nginx on loopback with TLS, with the file that we ship for it. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findCommand } from '../../tools/machine.ts';
import { freePort } from './s3-server.ts';

export interface TestNginx {
  readonly url: string;
  /** What its certificate leads to (PEM): its own. */
  readonly ca: string;
  stop(): Promise<void>;
}

const shipped = join(import.meta.dirname, '..', '..', 'resources', 'repository', 'nginx.conf');

/** @param ports of the two nodes. @param change what is to be tried instead of what we ship. */
export async function startNginx(
  ports: readonly [number, number],
  change: (text: string) => string = (text) => text,
): Promise<TestNginx> {
  const program = findCommand('nginx');
  if (program === null) throw new Error('nginx is not here: apt-get install nginx');
  const root = mkdtempSync(join(tmpdir(), 'fojas-nginx-'));
  const port = await freePort();
  const [key, certificate] = [join(root, 'key.pem'), join(root, 'certificate.pem')];
  const made = spawnSync('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
    ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', certificate],
  ]);
  if (made.status !== 0) throw new Error(`openssl: ${String(made.stderr)}`);
  const changed = (text: string, from: string, to: string): string => {
    if (!text.includes(from)) throw new Error(`the file that is shipped has no ${from}`);
    return text.replace(from, to);
  };
  let text = readFileSync(shipped, 'utf8');
  text = changed(text, 'listen 443 ssl', `listen 127.0.0.1:${port} ssl`);
  text = changed(text, '/etc/nginx/fojas.pem', certificate);
  text = changed(text, '/etc/nginx/fojas.key', key);
  text = changed(text, '127.0.0.1:7440', `127.0.0.1:${ports[0]}`);
  text = changed(text, '127.0.0.1:7450', `127.0.0.1:${ports[1]}`);
  const file = join(root, 'nginx.conf');
  const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${join(root, name)};`)
    .join(' ');
  writeFileSync(
    file,
    `daemon off; pid ${join(root, 'pid')}; error_log stderr warn; events { worker_connections 256; }\n` +
      `http { access_log off; ${places}\n${change(text)}\n}\n`,
  );
  const judged = spawnSync(program, ['-t', '-c', file, '-e', 'stderr'], { encoding: 'utf8' });
  if (judged.status !== 0) throw new Error(`nginx -t: ${judged.stderr}`);
  const child: ChildProcess = spawn(program, ['-c', file, '-e', 'stderr'], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr?.on('data', (piece: Buffer) => (said = (said + piece.toString()).slice(-2_000)));
  const gone = new Promise((resolve) => child.once('exit', resolve));
  while (!(await answers(port))) {
    if (child.exitCode !== null) throw new Error(`nginx ended: ${said}`);
    await sleep(50);
  }
  return {
    url: `https://127.0.0.1:${port}`,
    ca: readFileSync(certificate, 'utf8'),
    async stop() {
      child.kill('SIGTERM');
      await gone;
      rmSync(root, { recursive: true, force: true });
    },
  };
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
