import { describe, expect, it } from 'vitest';
import { useDesk } from './desk.ts';

const desk = useDesk();
const { open, press } = desk;

/** What an act of the list says of itself, by the row that shows it. */
const shown = (row: number) =>
  desk.page.evaluate((at) => {
    const text = document.querySelectorAll('.rows-body .row')[at]?.textContent ?? '';
    const act = [...window.world!.rows.values()].find(({ title, author, caption }) =>
      [title, author, caption].every((part) => text.includes(part)),
    );
    if (!act) throw new Error(`no act for row ${at}`);
    return { caption: act.caption, caseNumber: act.caseNumber, author: act.author, title: act.title };
  }, row);
const cellsOf = (row: number) => desk.page.locator('.rows-body .row').nth(row).locator('> [role=gridcell]');

describe('a row of the list', () => {
  it('is few elements where there is little room, and is heard whole all the same', async () => {
    await open({ toSign: 60 });
    const act = await shown(0);
    const row = desk.page.locator('.rows-body .row').first();
    // Row, five cells, caption, title, and a mark of two or three shapes: each one more is laid out and painted for every row that comes.
    const counts = await desk.page
      .locator('.rows-body .row')
      .evaluateAll((rows) =>
        rows.filter((one) => !one.querySelector('.row-marks *')).map((one) => one.querySelectorAll('*').length),
      );
    expect(counts.length).toBeGreaterThan(5);
    expect(Math.max(...counts)).toBeLessThanOrEqual(10);
    expect(await desk.page.locator('.row-case, .row-author').count()).toBe(0);
    const heard = await row.ariaSnapshot();
    for (const said of [act.caption, act.caseNumber, act.author, act.title]) expect(heard).toContain(said);
    const columns = await cellsOf(0).evaluateAll((cells) =>
      cells.reduce((sum, cell) => sum + Number(cell.getAttribute('aria-colspan') ?? 1), 0),
    );
    expect(columns).toBe(Number(await desk.page.locator('.rows').getAttribute('aria-colcount')));
  });

  it('says that it is unread and that it is marked', async () => {
    await open({ toSign: 60 });
    const row = desk.page.locator('.rows-body .row[data-unread]').first();
    await row.getByRole('img', { name: 'sin leer', exact: true }).waitFor();
    await row.locator('[data-mark]').click();
    await desk.page.locator('.row[aria-selected=true]').getByRole('img', { name: 'marcado', exact: true }).waitFor();
  });

  it('has case and author in cells of their own where the list has the place of the paper', async () => {
    await open({ toSign: 60 });
    await desk.page.setViewportSize({ width: 1050, height: 768 });
    await desk.page.locator('.rows[data-roomy]').waitFor();
    const heads = await desk.page.getByRole('columnheader').allTextContents();
    await expect.poll(() => cellsOf(0).count()).toBe(heads.length);
    const act = await shown(0);
    const texts = await cellsOf(0).allTextContents();
    expect(texts[heads.indexOf('Causa')]).toBe(act.caseNumber);
    expect(texts[heads.indexOf('Autor')]).toBe(act.author);
    expect(texts[heads.indexOf('Acto y carátula')]).toContain(`${act.caption} ${act.title}`);
    expect(await desk.page.locator('.row-rest').count()).toBe(0);
    expect(await desk.page.locator('.rows-head').evaluate((head) => head.clientHeight)).toBeGreaterThan(20);
  });

  it('has a cell for each column of the index over the whole window', async () => {
    await open();
    await press('Alt+4');
    await desk.heading('Registrados');
    await desk.page.locator('.rows').focus();
    await press('Enter');
    await desk.page.locator('.act-head').waitFor();
    await press('Alt+i');
    await desk.page.locator('.rows[data-source=case]').waitFor();
    await press('Alt+Shift+I');
    await desk.page.locator('.rows[data-wide] .row-author').first().waitFor();
    const heads = await desk.page.getByRole('columnheader').allTextContents();
    expect(await cellsOf(0).count()).toBe(heads.length);
    expect(await desk.page.locator('.rows').getAttribute('aria-colcount')).toBe(String(heads.length));
    const act = await shown(0);
    const texts = await cellsOf(0).allTextContents();
    expect(texts[heads.indexOf('Autor')]).toBe(act.author);
    expect(texts[heads.indexOf('Acto y carátula')]).toBe(`${act.caption} ${act.title}`);
    // Each head stands over its column.
    const lefts = async (cells: string) =>
      desk.page.locator(cells).evaluateAll((all) => all.map((one) => Math.round(one.getBoundingClientRect().left)));
    expect(await lefts('.rows-head [role=columnheader]')).toEqual(
      (await lefts('.rows-body .row [role=gridcell]')).slice(0, heads.length),
    );
    expect(await desk.page.locator('.rows-head').evaluate((head) => head.clientHeight)).toBeGreaterThan(20);
  });

  it('names in the index who signed what was registered elsewhere', async () => {
    await open();
    await desk.page.evaluate(() => {
      const { rows } = window.world!;
      for (const [actId, row] of rows)
        if (row.registration)
          rows.set(actId, { ...row, signer: null, signedAt: null, signers: ['ROLDÁN Eva', 'PAZ Ema'] });
    });
    await press('Alt+4');
    await desk.heading('Registrados');
    await desk.page.locator('.rows').focus();
    await press('Enter');
    await desk.page.locator('.act-head').waitFor();
    await press('Alt+i');
    await desk.page.locator('.rows[data-source=case]').waitFor();
    await press('Alt+Shift+I');
    await desk.page.locator('.row-signers').first().waitFor();
    await expect.poll(() => desk.page.locator('.row-signers').first().innerText()).toBe('ROLDÁN Eva, PAZ Ema');
  });

  it('is laid out with the list alone, which no row can make larger', async () => {
    await open({ toSign: 60 });
    const list = desk.page.locator('.rows');
    const before = await list.boundingBox();
    expect(await list.evaluate((element) => getComputedStyle(element).contain)).toBe('strict');
    await list.evaluate((element) => element.firstElementChild!.append(document.createTextNode('x '.repeat(5000))));
    expect(await list.boundingBox()).toEqual(before);
  });
});

it('selects none of the window with Ctrl+A, and all of a field', async () => {
  await open();
  const selected = () => desk.page.evaluate(() => window.getSelection()?.toString() ?? '');
  await press('Alt+l');
  await desk.heading(/^Línea$/);
  await press('Control+a');
  expect(await selected()).toBe('');
  await press('Alt+f');
  await desk.page.keyboard.type('robo');
  await press('Control+a');
  await expect.poll(selected).toBe('robo');
});
