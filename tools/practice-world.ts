/** The practice world as a process of its own: a fictional office, its repository on loopback and its token. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';

const Ready = z.object({
  officeConfig: z.string(),
  storeKeyFile: z.string(),
  token: z.enum(['softhsm', 'pkcs12', 'card']),
  /** Shown on screen: nothing signed with a practice token has value. */
  pin: z.string(),
  env: z.record(z.string(), z.string()),
});

export interface PracticeWorldProcess extends z.infer<typeof Ready> {
  /** What main is told on its command line. */
  readonly args: readonly string[];
  stop(): Promise<void>;
}

export interface PracticeWorldOptions {
  readonly dataDir: string;
  /** Further arguments of `fojas practice`. */
  readonly args?: readonly string[];
}

/** Starts it and waits until it is ready. It ends when this process does, however that happens. */
export async function startPracticeWorld(options: PracticeWorldOptions): Promise<PracticeWorldProcess> {
  const cli = path.join(import.meta.dirname, '..', 'src', 'cli', 'fojas.ts');
  const args = [cli, 'practice', '--serve', '--data-dir', options.dataDir, ...(options.args ?? [])];
  const child = spawn(process.execPath, args, {
    stdio: ['pipe', 'pipe', 'inherit'],
    // A session of its own: Ctrl-C in a terminal must reach the windows first.
    detached: true,
  });
  child.stdin.on('error', () => undefined);
  const ended = new Promise<number | null>((resolve) => {
    child.on('error', () => resolve(null));
    child.on('exit', resolve);
  });
  const firstLine = new Promise<string>((resolve) => createInterface(child.stdout).once('line', resolve));
  const line = await Promise.race([
    firstLine,
    ended.then((code) => {
      throw new Error(`the practice office could not be made (fojas practice ended with ${code ?? 'an error'})`);
    }),
  ]);
  const ready = Ready.parse(JSON.parse(line));
  return {
    ...ready,
    args: ['--office-config', ready.officeConfig, '--store-key-file', ready.storeKeyFile],
    async stop() {
      child.stdin.end();
      const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await ended;
      clearTimeout(timer);
    },
  };
}
