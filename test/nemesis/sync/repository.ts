/** `fojas repository serve` in a process of its own, that may be killed and comes back at the same address; and its HTTP, past the line. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { ReceiptKey } from '../../../src/contract/receipts.ts';
import type { NamedSigner } from '../../../src/contract/wire.ts';
import { CaseId } from '../../../src/contract/ids.ts';
import { atExit } from '../../helpers/at-exit.ts';
import type { Line } from '../../helpers/link/index.ts';
import { type SeededAct, officeId, sha256 } from '../../helpers/office.ts';
import { randomUUID } from 'node:crypto';
import { ActId } from '../../../src/contract/ids.ts';

export interface ServedRepository {
  /** Of the central one. */
  readonly receiptKeys: readonly ReceiptKey[];
  /** With which a repository inside an office says what it received; null where it is the central one. */
  readonly officeKey: ReceiptKey | null;
  readonly accessKey: string;
  /** For who stands at the near end: over the line, where it is at the far one. */
  readonly clientUrl: string;
  /** From this process, past the line. */
  readonly pastTheLine: string;
  readonly log: readonly string[];
  request(method: string, path: string, body?: unknown): Promise<Response>;
  putCase(n: number, caption: string, detained?: boolean): Promise<CaseId>;
  /** @param signers who have to sign it, in this order; none: whoever it is given to */
  propose(caseId: CaseId, title: string, bytes: Uint8Array, signers?: readonly NamedSigner[]): Promise<SeededAct>;
  kill(): Promise<void>;
  /** Comes back after `kill`. */
  start(): Promise<void>;
  signal(name: NodeJS.Signals): void;
}

const entry = join(import.meta.dirname, '..', '..', '..', 'src', 'cli', 'fojas.ts');

/** What it says of itself when it starts. */
interface Said {
  readonly url: string;
  readonly receiptKeys: ReceiptKey[];
  readonly officeKey?: ReceiptKey;
  readonly accessKeysFile?: string;
}

/** @param options.centre what an office's repository, at the near end, forwards to; without it, it is the central one, at the far end */
export async function serveRepository(options: {
  readonly line: Line;
  readonly dir: string;
  /** A folder with the anchors as PEM files. */
  readonly trust: string;
  readonly centre?: ServedRepository;
}): Promise<ServedRepository> {
  const { line, dir, trust, centre } = options;
  const end = centre ? 'client' : 'server';
  const log: string[] = [];
  let child: ChildProcess | null = null;
  let port = '0';

  const start = async (): Promise<Said> => {
    const { execPath, execArgv } = line.start(end);
    const served = [
      'repository',
      'serve',
      '--dir',
      dir,
      '--port',
      port,
      '--host',
      line.serverHost,
      '--office',
      officeId,
    ];
    const forwards = centre ? upstreamFlags(dir, centre) : [];
    const said = ['--trust', trust, '--log', '--json'];
    const args = [...(line.kind === 'network' ? execArgv : []), entry, ...served, ...forwards, ...said];
    const running = spawn(execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    child = running;
    running.once(
      'exit',
      atExit(() => running.kill('SIGKILL')),
    );
    running.stderr.on('data', (text: Buffer) => void log.push(String(text)));
    const answer = await new Promise<string>((resolve, reject) => {
      createInterface({ input: running.stdout }).once('line', resolve);
      running.once('exit', (code) => reject(new Error(`the repository ended (${code}): ${log.slice(-5).join('')}`)));
    });
    const told = JSON.parse(answer) as Said;
    port = new URL(told.url).port;
    return told;
  };
  const first = await start();
  const accessKey = centre?.accessKey ?? keyIn(first.accessKeysFile!);
  const clientUrl = centre ? `http://127.0.0.1:${port}` : await line.fromClient(first.url);
  const here = line.fromHere(first.url, end);
  const request: ServedRepository['request'] = async (method, path, body) => {
    const raw = body instanceof Uint8Array;
    return fetch(`${here}${path}`, {
      method,
      signal: AbortSignal.timeout(20_000),
      headers: {
        authorization: `Bearer ${accessKey}`,
        ...(body === undefined ? {} : { 'content-type': raw ? 'application/octet-stream' : 'application/json' }),
      },
      ...(body === undefined ? {} : { body: raw ? Buffer.from(body) : JSON.stringify(body) }),
    });
  };
  const put = async (path: string, body: unknown): Promise<void> => {
    const response = await request('PUT', path, body);
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    await response.arrayBuffer();
  };
  let proposed = 0;
  return {
    ...{ receiptKeys: centre?.receiptKeys ?? first.receiptKeys, officeKey: first.officeKey ?? null },
    ...{ accessKey, clientUrl, log, request, pastTheLine: here },
    async putCase(n, caption, detained = false) {
      const caseId = CaseId.parse(randomUUID());
      const caseNumber = `IPP 03-00-${String(n).padStart(6, '0')}-26/00`;
      await put(`/v1/cases/${caseId}`, {
        ...{ caseId, officeId, confidentialityLevel: 1, detained, caseNumber, caption },
      });
      return caseId;
    },
    async propose(caseId, title, bytes, signers = []) {
      const actId = ActId.parse(randomUUID());
      const documentSha256 = sha256(bytes);
      await put(`/v1/blobs/${documentSha256}`, bytes);
      await put(`/v1/acts/${actId}/proposal`, {
        ...{ actId, caseId, officeId, type: 'resolución', title, author: 'Ana Auxiliar', confidentialityLevel: 1 },
        ...{ dueAt: null, documentSha256, size: bytes.length, vouchedBy: null },
        ...(signers.length > 0 && { signers }),
        proposedAt: new Date(1_780_000_000_000 + (proposed += 1) * 1000).toISOString(),
      });
      return { actId, caseId, title, bytes, documentSha256, size: bytes.length };
    },
    async kill() {
      const dying = child;
      if (!dying || dying.exitCode !== null || dying.signalCode !== null) return;
      const gone = new Promise<void>((resolve) => dying.once('exit', () => resolve()));
      dying.kill('SIGKILL');
      await gone;
    },
    start: async () => void (await start()),
    signal: (name) => void child?.kill(name),
  };
}

function keyIn(accessKeysFile: string): string {
  const keys = JSON.parse(readFileSync(accessKeysFile, 'utf8')) as { officeId: string; key: string }[];
  return keys.find((one) => one.officeId === officeId)!.key;
}

/** What a repository inside an office is told of the central one, in files beside its folder. */
function upstreamFlags(dir: string, { clientUrl, accessKey, receiptKeys }: ServedRepository): string[] {
  const [keyFile, pinsFile] = [`${dir}.upstream-key`, `${dir}.upstream-pins`];
  writeFileSync(keyFile, accessKey, { mode: 0o600 });
  writeFileSync(pinsFile, JSON.stringify(receiptKeys));
  return ['--upstream', clientUrl, '--upstream-key-file', keyFile, '--upstream-pins', pinsFile];
}
