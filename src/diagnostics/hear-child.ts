import type { Readable } from 'node:stream';
import { type DiaryLine, type DiaryVoice, readDiaryLine, teller } from '../contract/diary.ts';

/** Longer than any line there can be. */
const longest = 16 * 1024;
const foreignEveryMs = 60_000;

/**
 * Takes the lines that a process wrote for the diary and hands them on. Everything else it prints (a driver's trace may hold a PIN) is
 * counted and dropped; `onForeign` gets it where a developer watches.
 */
export function hearChild(
  stream: Readable,
  voice: DiaryVoice,
  write: (line: DiaryLine) => void,
  onForeign: (text: string) => void = () => undefined,
): void {
  const tell = teller(voice, write);
  let rest = '';
  let overlong = false;
  let foreign = 0;
  let timer: NodeJS.Timeout | null = null;

  const report = (): void => {
    timer = null;
    if (foreign > 0) tell('foreign', { voice, lines: foreign });
    foreign = 0;
  };
  const take = (text: string): void => {
    if (text === '') return;
    const line = readDiaryLine(text);
    // A process speaks in its own voice alone.
    if (line?.from === voice) return write(line);
    foreign += 1;
    onForeign(text);
    timer ??= setTimeout(report, foreignEveryMs).unref();
  };
  const end = (): void => {
    if (timer !== null) clearTimeout(timer);
    if (rest !== '') take(rest);
    rest = '';
    report();
  };

  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (!overlong) take(line);
      overlong = false;
    }
    if (rest.length <= longest) return;
    if (!overlong) foreign += 1;
    overlong = true;
    rest = '';
  });
  stream.on('end', end);
  stream.on('error', end);
}
