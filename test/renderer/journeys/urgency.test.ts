import { expect, it } from 'vitest';
import { useDesk } from './desk.ts';

const desk = useDesk();

it('marks what makes the case of an act urgent, each with a shape and a word, in trays, in the index and beside the act', async () => {
  await desk.open();
  const { page } = desk;
  const marked = async (caption: string) => {
    const row = page.locator('.rows .row', { hasText: caption }).first();
    await row.waitFor();
    const marks = await row
      .locator('.row-marks .mark')
      .evaluateAll((all) => all.map((one) => one.getAttribute('title')));
    const shapes = await row.locator('.row-marks .mark svg').evaluateAll((all) => all.map((one) => one.outerHTML));
    return { marks, isTold: new Set(shapes).size === shapes.length };
  };
  const fatal = await marked('SOSA FERREYRA');
  expect(fatal.marks).toEqual(expect.arrayContaining(['con persona detenida', 'con plazo fatal']));
  expect([fatal.isTold, fatal.marks.includes('con víctima vulnerable')]).toEqual([true, false]);
  expect((await marked('V., M. (víctima)')).marks).toContain('con víctima vulnerable');
  // By its word, for whoever hears the row.
  await page
    .locator('.rows')
    .getByRole('gridcell', { name: /con plazo fatal/ })
    .first()
    .waitFor();

  await page
    .locator('.rows .row', { hasText: 'SOSA FERREYRA' })
    .first()
    .click({ position: { x: 120, y: 10 } });
  await desk.drawn();
  await desk.press('Alt+i');
  await page.locator('.list-case').waitFor();
  await page
    .locator('.rows')
    .getByRole('gridcell', { name: /con plazo fatal/ })
    .first()
    .waitFor();
});
