/** Which rows of the list are drawn again: those of which something changed, and no other. */
import { describe, expect, it } from 'vitest';
import { useDesk } from './desk.ts';

const desk = useDesk();
const { open, press } = desk;

/**
 * From now on each row on the screen says how often it is drawn: React lays the properties it drew an element with beside the element,
 * anew with each drawing, also where nothing of the element changes by it.
 */
const watchRows = () =>
  desk.page.evaluate(() => {
    const redrawn = new Map<string, number>();
    Object.assign(window, { redrawn });
    const rows = [...document.querySelectorAll('.rows-body .row')];
    for (const row of rows)
      for (const element of [row, ...row.querySelectorAll('*')]) {
        const key = Object.keys(element).find((name) => name.startsWith('__reactProps$'));
        if (key === undefined) throw new Error('an element that React did not draw');
        let drawn: unknown = (element as unknown as Record<string, unknown>)[key];
        Object.defineProperty(element, key, {
          get: () => drawn,
          set: (next: unknown) => {
            if (next !== drawn) redrawn.set(row.id, (redrawn.get(row.id) ?? 0) + 1);
            drawn = next;
          },
        });
      }
    return rows.map(({ id }) => id);
  });

const redrawn = () =>
  desk.page.evaluate(() => [...(window as unknown as { redrawn: Map<string, number> }).redrawn.keys()].toSorted());
/** Two frames: what was to be drawn has been. */
const settled = () =>
  desk.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
const pages = async () => (await desk.calls('trays.page')).length;

describe('a row of the list is drawn again', () => {
  it('when it is taken in hand, left or marked', async () => {
    await open({ toSign: 300 });
    await desk.page.locator('.rows').focus();
    await watchRows();
    await press('ArrowDown');
    await desk.page.locator('#row-1[data-active][data-open]').waitFor();
    expect(await redrawn()).toEqual(['row-0', 'row-1']);
    await desk.drawn();
    await watchRows();
    await press('Space');
    await desk.page.locator('#row-1[aria-selected=true]').waitFor();
    expect(await redrawn()).toEqual(['row-1']);
  });

  it('not while it is scrolled, nor when more of the list is read', async () => {
    await open({ toSign: 900 });
    await settled();
    const before = await pages();
    const watched = await watchRows();
    await desk.page.evaluate(async () => {
      for (let n = 0; n < 24; n += 1) {
        document.querySelector('.rows')!.scrollTop += 30;
        await new Promise(requestAnimationFrame);
      }
    });
    await expect.poll(pages).toBeGreaterThan(before + 1);
    await settled();
    // Those still there, and there are some.
    const there = await desk.page.locator('.rows-body .row').evaluateAll((rows) => rows.map(({ id }) => id));
    expect(watched.filter((id) => there.includes(id)).length).toBeGreaterThan(10);
    expect(await redrawn()).toEqual([]);
  });

  it('not when the office says how it is, nor when it reads the tray again and finds it as it was', async () => {
    await open({ toSign: 300 });
    await settled();
    await watchRows();
    await desk.page.evaluate(() => window.world!.emit('office.restarted', {}));
    const before = await pages();
    await desk.page.evaluate(() => {
      const world = window.world!;
      // Said again in other objects, as all is that comes from another process.
      for (const [id, row] of world.rows) world.rows.set(id, structuredClone(row));
      world.emit('trays.changed', { trays: ['toSign'] });
    });
    await expect.poll(pages).toBeGreaterThan(before);
    await desk.page.locator('.rows[aria-rowcount="301"]').waitFor();
    await settled();
    expect(await redrawn()).toEqual([]);
    // One of them changed: that one, and no other.
    await desk.page.evaluate(() => {
      const world = window.world!;
      const row = [...world.rows.values()].filter(({ state }) => state === 'toSign')[3]!;
      world.rows.set(row.actId, { ...row, title: 'Otro título' });
      world.emit('trays.changed', { trays: ['toSign'] });
    });
    await desk.page.locator('#row-3', { hasText: 'Otro título' }).waitFor();
    await settled();
    expect(await redrawn()).toEqual(['row-3']);
  });
});
