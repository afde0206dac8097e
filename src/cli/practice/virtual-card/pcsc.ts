/**
 * A PC/SC service of our own with vpcd's reader in it. It runs in a mount namespace of its own, with its own /run: the machine's
 * service, if there is one, is neither seen nor disturbed, and several of ours may run at once. Linux only.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

export interface PcscService {
  /** Where a card is put in: a port of the loopback. */
  readonly port: number;
  /** For every process that shall see this service instead of the machine's. */
  readonly env: { readonly PCSCLITE_CSOCK_NAME: string };
  readonly pid: number;
  stop(): Promise<void>;
}

/** Where the parts lie on this machine. */
export interface PcscPaths {
  readonly daemon: string;
  readonly driver: string;
}

const daemons = ['/usr/sbin/pcscd', '/usr/local/sbin/pcscd'];
const drivers = [
  '/usr/lib/pcsc/drivers/serial/libifdvpcd.so',
  '/usr/lib64/pcsc/drivers/serial/libifdvpcd.so',
  '/usr/local/lib/pcsc/drivers/serial/libifdvpcd.so',
];

/** The service and vpcd's driver on this machine, or the names of Debian's packages that bring what is not there. */
export function findPcsc(): PcscPaths | { readonly missing: readonly string[] } {
  const daemon = daemons.find((path) => existsSync(path));
  const driver = drivers.find((path) => existsSync(path));
  if (daemon !== undefined && driver !== undefined) return { daemon, driver };
  return {
    missing: [...(daemon === undefined ? ['pcscd'] : []), ...(driver === undefined ? ['vsmartcard-vpcd'] : [])],
  };
}

/**
 * Starts the service. Throws, with what it wrote, when it does not come up within the given time: because a mount namespace is
 * forbidden here, for one.
 */
export async function startPcsc(
  { daemon, driver }: PcscPaths,
  { patienceMs = 15_000, env = {} }: { patienceMs?: number; env?: Readonly<Record<string, string>> } = {},
): Promise<PcscService> {
  const folder = await mkdtemp(join(tmpdir(), 'fojas-pcsc-'));
  const port = await twoFreePorts();
  await mkdir(join(folder, 'readers'));
  const lines = ['FRIENDLYNAME "Fojas"', `DEVICENAME /dev/null:0x${port.toString(16)}`, `LIBPATH ${driver}`];
  await writeFile(join(folder, 'readers', 'vpcd'), [...lines, `CHANNELID 0x${port.toString(16)}`, ''].join('\n'));
  // Not root: as root of a user namespace of our own, which may mount.
  const namespaces = process.getuid?.() === 0 ? ['--mount'] : ['--mount', '--map-root-user'];
  // Ends with whoever started it, also when that one was killed.
  const service = 'exec setpriv --pdeathsig TERM "$0" --foreground --config "$1"';
  const script = `mount -t tmpfs none /run && mkdir /run/pcscd && ${service}`;
  const child = spawn('unshare', [...namespaces, 'sh', '-c', script, daemon, join(folder, 'readers')], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  let written = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (written += text));
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', (error) => {
      written += error.message;
      resolve();
    });
  });
  const socket = `/proc/${child.pid}/root/run/pcscd/pcscd.comm`;
  const stop = async (): Promise<void> => {
    if (isRunning(child)) child.kill('SIGTERM');
    const kill = setTimeout(() => child.kill('SIGKILL'), 3000);
    await ended;
    clearTimeout(kill);
    await rm(folder, { recursive: true, force: true });
  };
  const end = Date.now() + patienceMs;
  while (!existsSync(socket)) {
    if (!isRunning(child) || Date.now() > end) {
      await stop();
      throw new Error(`pcscd does not start: ${written.trim() || 'it says nothing'}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return { port, env: { PCSCLITE_CSOCK_NAME: socket }, pid: child.pid!, stop };
}

const isRunning = (child: ChildProcess): boolean =>
  child.pid !== undefined && child.exitCode === null && child.signalCode === null;

/** vpcd listens on the port it is given and on the next one, for its second slot. */
async function twoFreePorts(): Promise<number> {
  for (let look = 0; look < 50; look += 1) {
    const first = await listen(0);
    const second = await listen(first.port + 1).catch(() => null);
    await Promise.all([first.close(), second?.close()]);
    if (second !== null) return first.port;
  }
  throw new Error('no two ports beside each other are free');
}

function listen(wanted: number): Promise<{ port: number; close: () => Promise<void> }> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(wanted, () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      resolve({ port, close: () => new Promise((closed) => server.close(() => closed())) });
    });
  });
}
