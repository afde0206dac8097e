/** How a window's own clock is asked: what runs in the page is written as text, since this folder's programs know nothing of a window. */
import { readFileSync, readdirSync } from 'node:fs';
import type { Page } from '@playwright/test';

/** How long something took to stand on the screen, and in which frame after the key it did: load moves the first and hardly the second. */
export interface Taken {
  readonly ms: number;
  readonly frames: number;
}

/** Milliseconds from a key's arrival in the page to the frame after `condition` holds: see `takenFromKey`. */
export const fromKey = async (page: Page, key: string, condition: string, before?: string): Promise<number> =>
  (await takenFromKey(page, key, condition, before)).ms;

/**
 * From a key's arrival in the page to the frame after `condition` (an expression) holds. `before` runs first and may leave names in `was`
 * for the condition.
 */
export async function takenFromKey(page: Page, key: string, condition: string, before = '({})'): Promise<Taken> {
  // Listened for before the key is pressed, and asked after: an evaluation alone may come later than the key.
  await page.evaluate(`window.measured = new Promise((resolve, reject) => {
    const was = ${before};
    const late = setTimeout(() => reject(new Error('nothing came in 60 s')), 60000);
    const pressed = (event) => {
      // Alt alone is not the key yet.
      if (['Alt', 'Control', 'Shift', 'Meta'].includes(event.key)) return;
      removeEventListener('keydown', pressed, { capture: true });
      const start = performance.now();
      let frames = 0;
      const look = () => {
        frames += 1;
        if (!(${condition})) return requestAnimationFrame(look);
        requestAnimationFrame(() => { clearTimeout(late); resolve({ ms: performance.now() - start, frames }); });
      };
      requestAnimationFrame(look);
    };
    addEventListener('keydown', pressed, { capture: true });
  }); 0`);
  await page.keyboard.press(key);
  return page.evaluate<Taken>('window.measured');
}

/** The gaps between frames, in milliseconds, while a list is scrolled through by `step` pixels a frame for `forMs`. */
export function scrolling(page: Page, selector: string, step: number, forMs: number): Promise<number[]> {
  return page.evaluate<number[]>(`new Promise((resolve) => {
    const list = document.querySelector(${JSON.stringify(selector)});
    const gaps = [];
    const start = performance.now();
    let last = start;
    const frame = (now) => {
      gaps.push(now - last);
      last = now;
      list.scrollTop += ${step};
      if (now - start < ${forMs}) requestAnimationFrame(frame);
      else resolve(gaps.slice(1));
    };
    requestAnimationFrame(frame);
  })`);
}

/** What the window's own thread worked for one frame on the average, in milliseconds of processor time. */
export interface Work {
  readonly all: number;
  readonly script: number;
  /** Style and layout. */
  readonly layout: number;
}

/**
 * The work for each frame of `scrolling`. Time of the thread and not of the clock: a window that is drawn without a graphics card has long
 * frames at rest, and so has a busy machine.
 */
export async function workOfScrolling(
  page: Page,
  ...how: Parameters<typeof scrolling> extends [Page, ...infer Rest] ? Rest : never
): Promise<Work> {
  const client = await page.context().newCDPSession(page);
  await client.send('Performance.enable', { timeDomain: 'threadTicks' });
  const read = async (): Promise<(name: string) => number> => {
    const { metrics } = await client.send('Performance.getMetrics');
    return (name) => (metrics.find((one) => one.name === name)?.value ?? Number.NaN) * 1000;
  };
  const before = await read();
  const frames = (await scrolling(page, ...how)).length;
  const after = await read();
  await client.detach();
  const took = (name: string): number => (after(name) - before(name)) / frames;
  return {
    ...{ all: took('TaskDuration'), script: took('ScriptDuration') },
    layout: took('LayoutDuration') + took('RecalcStyleDuration'),
  };
}

/** Megabytes that a process and all that it started take, shared pages in parts (Linux: smaps_rollup). */
export function memoryOf(root: number): number {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      parents.set(pid, Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // It ended meanwhile.
    }
  }
  const isOurs = (pid: number): boolean => {
    for (let at: number | undefined = pid; at !== undefined && at > 1; at = parents.get(at))
      if (at === root) return true;
    return false;
  };
  let kilobytes = 0;
  for (const pid of parents.keys()) {
    if (!isOurs(pid)) continue;
    try {
      kilobytes += Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
    } catch {
      // It ended meanwhile.
    }
  }
  return kilobytes / 1024;
}
