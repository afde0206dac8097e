/**
 * The floor of a scrolled list: a page with nothing but plain rows of the same height, one line of text each, that come and go as those
 * of a list do, in the same browser. No program draws more text with less; what its frames take, this machine's drawing takes.
 */
import { openBrowser } from '../../test/renderer/browser.ts';
import { scrolling } from './measure.ts';

const rowHeight = 36;

/** The gaps between frames, in milliseconds, while a bare list of `count` rows is scrolled by `step` pixels a frame for `forMs`. */
export async function bareScrolling(count: number, step: number, forMs: number): Promise<number[]> {
  const browser = await openBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
    await page.setContent(`<style>
      body { margin: 0; font: 13px/${rowHeight}px sans-serif }
      .rows { position: absolute; inset: 130px auto 30px 220px; width: 410px; overflow: auto; contain: strict }
      .body { position: relative; height: ${count * rowHeight}px }
      .body div { position: absolute; inset-inline: 0; white-space: nowrap; overflow: clip }
    </style><div class="rows"><div class="body"></div></div>`);
    await page.evaluate(drawRows);
    await page.waitForTimeout(500);
    return await scrolling(page, '.rows', step, forMs);
  } finally {
    await browser.close();
  }
}

// What runs in the page is written as text: this folder's programs know nothing of a window.
const drawRows = `(() => {
  const list = document.querySelector('.rows');
  const body = document.querySelector('.body');
  const drawn = new Map();
  const draw = () => {
    const first = Math.max(0, Math.floor(list.scrollTop / ${rowHeight}) - 12);
    const end = Math.ceil((list.scrollTop + list.clientHeight) / ${rowHeight}) + 12;
    for (const [n, row] of drawn) if (n < first || n >= end) { row.remove(); drawn.delete(n); }
    for (let n = first; n < end; n += 1) {
      if (drawn.has(n)) continue;
      const row = document.createElement('div');
      row.style.top = n * ${rowHeight} + 'px';
      row.textContent = 'Providencia simple ' + n + ': agréguese y hágase saber';
      drawn.set(n, row);
      body.append(row);
    }
  };
  list.addEventListener('scroll', draw);
  draw();
})()`;
