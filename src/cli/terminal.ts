/** What the command line needs of a terminal: progress bars, and a PIN typed without being shown. */
import process from 'node:process';
import { createInterface } from 'node:readline';
import type { ReadStream, WriteStream } from 'node:tty';
import { visible } from './visible.ts';

export interface Progress {
  /** `done` of `total`, in any unit; `note` says what is in hand. */
  update(done: number, total: number, note?: string): void;
  /** Ends the bar with its last state on the screen. */
  finish(): void;
}

/** A progress bar on standard error, where that is a terminal; elsewhere nothing, so that logs stay readable. */
export function progressBar(
  label: string,
  say: (value: number) => string = String,
  stream: WriteStream = process.stderr,
): Progress {
  if (!stream.isTTY) return { update: () => undefined, finish: () => undefined };
  let drawn = '';
  let last = 0;
  const draw = (line: string): void => {
    if (line === drawn) return;
    drawn = line;
    stream.write(`\r\u001b[K${line}`);
  };
  return {
    update(done, total, note = '') {
      const now = performance.now();
      // Twenty times a second is as fast as an eye reads; the last step is always drawn.
      if (done < total && now - last < 50) return;
      last = now;
      draw(barLine(label, done / total, `${say(done)}/${say(total)}`, note, stream.columns));
    },
    finish() {
      if (drawn !== '') stream.write('\n');
      drawn = '';
    },
  };
}

/** One line no longer than the terminal is wide, e.g. `Firmando  [#####-----] 10/20  acta.pdf`. */
export function barLine(label: string, fraction: number, count: string, note: string, columns: number): string {
  const width = 24;
  const filled = Math.round(Math.min(1, Math.max(0, fraction || 0)) * width);
  const bar = `[${'#'.repeat(filled)}${'-'.repeat(width - filled)}]`;
  return `${label.padEnd(12)} ${bar} ${count}  ${visible(note)}`.trimEnd().slice(0, (columns > 0 ? columns : 80) - 1);
}

/** Removes what a progress bar left on the cursor's line, where standard error is a terminal. */
export function eraseLine(stream: WriteStream = process.stderr): void {
  if (stream.isTTY) stream.write('\r\u001b[K');
}

export interface LineReader {
  /** The next line without its line break; null when there is none. */
  next(): Promise<string | null>;
}

/** Lines of a stream, each handed out once. What came after a line waits for the next call. */
export function lineReader(input: NodeJS.ReadableStream): LineReader {
  const lines = createInterface({ input, terminal: false, crlfDelay: Infinity })[Symbol.asyncIterator]();
  return {
    async next() {
      const line = await lines.next();
      return line.done === true ? null : line.value;
    },
  };
}

/** Asks on the terminal and reads a line that is shown. */
export async function readAnswer(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await new Promise<string>((resolve) => {
    lines.question(visible(question), resolve);
    lines.once('close', () => resolve(''));
  });
  lines.close();
  return answer.trim();
}

/** Asks on the terminal and reads a line that is not shown; null when the person gives up (Ctrl-C, Ctrl-D, nothing typed). */
export function readSecret(
  question: string,
  input: ReadStream = process.stdin,
  output = process.stderr,
): Promise<string | null> {
  // The echo goes off before the question stands there: who answers at once must not see the PIN on the screen.
  input.setRawMode(true);
  output.write(visible(question));
  input.setEncoding('utf8');
  input.resume();
  return new Promise((resolve) => {
    let typed = '';
    const end = (answer: string | null): void => {
      input.off('data', onData);
      input.setRawMode(false);
      input.pause();
      output.write('\n');
      resolve(answer === '' ? null : answer);
    };
    const onData = (text: string): void => {
      for (const key of text) {
        if (key === '\r' || key === '\n') return end(typed);
        if (key === '\u0003' || key === '\u0004') return end(null);
        if (key === '\u007f' || key === '\b') typed = [...typed].slice(0, -1).join('');
        else if (key >= ' ') typed += key;
      }
    };
    input.on('data', onData);
  });
}
