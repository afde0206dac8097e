/** Keeps the log that the office writes for machines off the terminal of a person. */
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';

/** A line of a process's log: JSON that says since when and from where. */
export function isLogLine(line: string): boolean {
  if (!line.startsWith('{')) return false;
  try {
    const entry: unknown = JSON.parse(line);
    return typeof entry === 'object' && entry !== null && 'at' in entry && 'from' in entry;
  } catch {
    return false;
  }
}

/** Appends a stream's log lines to `file` and hands every other line to `say`. Resolves when the stream has ended. */
export async function divertLog(
  stream: NodeJS.ReadableStream,
  file: string,
  say: (line: string) => void,
): Promise<void> {
  const log = createWriteStream(file, { flags: 'a', mode: 0o600 });
  let writable = true;
  log.on('error', (error) => {
    writable = false;
    say(`the log cannot be written to ${file}: ${error.message}`);
  });
  for await (const line of createInterface({ input: stream, crlfDelay: Infinity })) {
    if (writable && isLogLine(line)) log.write(`${line}\n`);
    else say(line);
  }
  log.end();
  await finished(log).catch(() => undefined);
}
