/** Programs that are measured warm: started once, given one job after the other, they say how long each took. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { dssLibrary, must, oraclesFolder, pyhankoPython } from '../../test/oracles/install.ts';

export class WarmPeer {
  readonly name: string;
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  #words = '';

  private constructor(name: string, command: string, args: readonly string[]) {
    this.name = name;
    this.#child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    this.#child.stderr!.on('data', (piece: Buffer) => (this.#words = (this.#words + piece.toString()).slice(-2_000)));
    this.#lines = createInterface(this.#child.stdout!)[Symbol.asyncIterator]();
  }

  /** Starts a peer and waits until it is ready. */
  static async start(name: string, command: string, args: readonly string[]): Promise<WarmPeer> {
    const peer = new WarmPeer(name, command, args);
    await peer.#line();
    return peer;
  }

  /** Seconds that one job took, by the peer's own clock. */
  async do(...job: readonly string[]): Promise<number> {
    this.#child.stdin!.write(`${job.join('\t')}\n`);
    const seconds = Number(await this.#line());
    if (Number.isNaN(seconds)) throw new Error(`${this.name} answered no number`);
    return seconds;
  }

  /** The most memory it has held, in MB; null where the system does not tell. */
  get peakMb(): number | null {
    const path = `/proc/${this.#child.pid ?? 0}/status`;
    const match = existsSync(path) ? /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(path, 'utf8')) : null;
    return match === null ? null : Number(match[1]) / 1024;
  }

  end(): void {
    this.#child.kill('SIGKILL');
  }

  async #line(): Promise<string> {
    const { value, done } = await this.#lines.next();
    if (done === true) throw new Error(`${this.name} ended: ${this.#words}`);
    return value;
  }
}

/** pyHanko and PDFBox where the conformance run has brought them; else the reason why they are not measured. */
export async function startPeers(
  rootPem: string,
): Promise<{ readonly peers: readonly WarmPeer[]; readonly missing: readonly string[] }> {
  const peers: WarmPeer[] = [];
  const missing: string[] = [];
  const [python, lib] = [pyhankoPython(), dssLibrary()];
  if (existsSync(python)) {
    peers.push(
      await WarmPeer.start('pyHanko 0.38, warm', python, [join(import.meta.dirname, 'pyhanko_peer.py'), rootPem]),
    );
  } else missing.push('pyHanko');
  if (existsSync(lib)) {
    peers.push(
      await WarmPeer.start('PDFBox 3.0, warm', 'java', ['-cp', `${compiled(lib)}:${join(lib, '*')}`, 'PdfBoxPeer']),
    );
  } else missing.push('PDFBox');
  return { peers, missing };
}

function compiled(lib: string): string {
  const source = join(import.meta.dirname, 'PdfBoxPeer.java');
  const hash = createHash('sha256').update(readFileSync(source)).digest('hex').slice(0, 16);
  const out = join(oraclesFolder(), `pdfbox-peer-${hash}`);
  if (!existsSync(join(out, 'PdfBoxPeer.class'))) {
    mkdirSync(out, { recursive: true });
    must('javac', ['-cp', join(lib, '*'), '-d', out, source]);
  }
  return out;
}
