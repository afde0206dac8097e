/** Many offices at once, in a process of their own: what they ask is sent here, and how long each answer took goes back. */
import { Agent, request } from 'node:http';
import process, { cpuUsage } from 'node:process';

export interface Errand {
  /** Node of the repository, from 0. */
  readonly node: number;
  readonly key: string;
  readonly method: string;
  readonly path: string;
  /** Base64; '' for none. */
  readonly body: string;
  readonly json: boolean;
}

/** Errands that belong together are done one after the other; only the last one of each counts. */
export interface Errands {
  readonly urls: readonly string[];
  readonly width: number;
  readonly chains: readonly (readonly Errand[])[];
}

export interface Answers {
  readonly seconds: number;
  /** Of the last errand of each chain, milliseconds. */
  readonly ms: readonly number[];
  /** By status; those that were told to come back later did. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly bodies: readonly string[];
  /** What asking cost this process, milliseconds of computing: it takes its part of the machine. */
  readonly cpuMs: number;
}

/** An errand with its bytes and headers ready, so that nothing is made while the clock runs. */
interface Ready {
  readonly node: number;
  readonly path: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly bytes: Buffer;
}

function ready({ node, path, method, key, body, json }: Errand): Ready {
  const bytes = Buffer.from(body, 'base64');
  const type = json ? 'application/json' : 'application/octet-stream';
  const ofBody = bytes.length === 0 ? {} : { 'content-type': type, 'content-length': bytes.length };
  return { node, path, method, bytes, headers: { authorization: `Bearer ${key}`, ...ofBody } };
}

const agent = new Agent({ keepAlive: true, maxSockets: 400 });

function ask(
  url: string,
  { method, path, headers, bytes }: Ready,
): Promise<{ status: number; retryAfter: number; body: string }> {
  return new Promise((resolve, reject) => {
    const asked = request(`${url}${path}`, { method, agent, headers });
    asked.on('error', reject);
    asked.on('response', (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (piece: string) => (body += piece));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, retryAfter: Number(response.headers['retry-after'] ?? 0), body });
      });
    });
    asked.end(bytes);
  });
}

async function run({ urls, width, chains }: Errands): Promise<Answers> {
  const ms: number[] = [];
  const bodies: string[] = [];
  const statuses: Record<string, number> = {};
  const queue = chains.map((chain) => chain.map(ready));
  const before = cpuUsage();
  const begun = performance.now();
  const work = async (): Promise<void> => {
    for (let chain = queue.shift(); chain; chain = queue.shift()) {
      for (const [nth, errand] of chain.entries()) {
        for (;;) {
          const at = performance.now();
          const { status, retryAfter, body } = await ask(urls[errand.node % urls.length]!, errand);
          statuses[status] = (statuses[status] ?? 0) + 1;
          if (status === 503) {
            await new Promise((resolve) => setTimeout(resolve, retryAfter * 1000));
            continue;
          }
          if (nth === chain.length - 1) {
            ms.push(performance.now() - at);
            bodies.push(body);
          }
          break;
        }
      }
    }
  };
  await Promise.all(Array.from({ length: width }, work));
  const seconds = (performance.now() - begun) / 1000;
  const { user, system } = cpuUsage(before);
  return { seconds, ms, statuses, bodies, cpuMs: (user + system) / 1000 };
}

process.on('message', (errands: Errands) => {
  void run(errands).then((answers) => process.send?.(answers));
});
process.once('disconnect', () => process.exit(0));
