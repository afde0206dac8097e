import { execFileSync } from 'node:child_process';
import type { Browser } from '@playwright/test';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser } from './browser.ts';
import { openHost, type Host } from './host.ts';
import { openScene, openSigning, take } from './scenes.ts';

let host: Host;
let browser: Browser;
beforeAll(async () => {
  [host, browser] = await Promise.all([openHost(), openBrowser()]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await host?.close();
});

it('the report of a batch is printed whole, over as many pages as it takes, and nothing of the screen with it', async () => {
  const acts = 9;
  const scene = {
    name: 'print',
    go: async (page: Parameters<typeof openSigning>[0]) => {
      await openSigning(page, acts);
      await page.keyboard.press('F9');
      await page.locator('.summary').waitFor({ timeout: 60_000 });
      await page.getByRole('button', { name: 'Ver el informe' }).click();
      await page.locator('.report').waitFor();
    },
  };
  const { page, complaints, close } = await openScene(browser, host, scene, { name: 'light', theme: 'light' });
  const report = await page.locator('.report').innerText();
  expect(report.split('\n').length).toBeGreaterThanOrEqual(acts);
  // The system's own window cannot be opened here: what would be printed is taken while it is asked for.
  await page.evaluate(() => (window.print = () => undefined));
  const print = (): Promise<void> => page.getByRole('button', { name: 'Imprimir', exact: true }).click();
  await print();
  const printed = async (): Promise<string> =>
    execFileSync('pdftotext', ['-layout', '-', '-'], {
      ...{ input: await page.pdf({ preferCSSPageSize: true }), encoding: 'utf8' },
    });
  const words = (from: string): string[] => from.split(/\s+/).filter((word) => word !== '');
  const said = words(await printed());
  // Practice mode says so across every page.
  expect(said).toContain('PRÁCTICA');
  expect(said.filter((word) => word !== 'PRÁCTICA')).toEqual(words(`Informe de la firma ${report}`));
  // The sheet goes when the printing is over.
  expect(await page.locator('.print-sheet').count()).toBe(0);
  // As long as one of hundreds of acts.
  await print();
  const body = page.locator('.print-sheet pre');
  await body.evaluate((pre) => {
    pre.textContent = `${pre.textContent}\n`.repeat(20);
  });
  const long = await printed();
  expect(words(long).filter((word) => word !== 'PRÁCTICA')).toHaveLength(4 + 20 * words(report).length);
  expect(long.split('\f').length).toBeGreaterThan(2);
  expect(complaints).toEqual([]);
  await close();
}, 120_000);

/** How many dots of the first printed sheet are of the red of the practice mark, at 40 dots an inch, in its upper half below the letterhead. */
function redIn(pdf: Buffer): number {
  const drawn = execFileSync('pdftoppm', ['-r', '40', '-f', '1', '-l', '1', '-'], {
    input: pdf,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  // PPM (P6): width, height, largest value, then three bytes a dot.
  const [, width, height] = /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(drawn.toString('latin1', 0, 40))!.map(Number);
  const dots = drawn.subarray(drawn.length - width! * height! * 3);
  let red = 0;
  for (let at = Math.floor(height! * 0.15) * width! * 3; at + 2 < dots.length / 2; at += 3)
    if (dots[at]! - dots[at + 1]! > 25 && dots[at]! - dots[at + 2]! > 25) red += 1;
  return red;
}

it('a copy of an act is printed page by page, each saying what it is and of which act', async () => {
  const scene = {
    name: 'copy',
    go: async (page: Parameters<typeof openSigning>[0]) => {
      await page.locator('.rows .row[data-active]').first().waitFor();
      // Signed electronically, as a person without a token does.
      await page.evaluate(() => {
        const { rows } = window.world!;
        for (const row of [...rows.values()])
          if (row.state === 'registered') rows.set(row.actId, { ...row, electronic: true });
      });
      await page.keyboard.press('Alt+4');
      await take(page, 0);
      await page.keyboard.press('Control+p');
      await page.getByRole('button', { name: 'Imprimir la copia simple' }).waitFor();
    },
  };
  const { page, close } = await openScene(browser, host, scene, { name: 'light', theme: 'light' });
  await page.evaluate(() => (window.print = () => undefined));
  await page.getByRole('button', { name: 'Imprimir la copia simple' }).click();
  await page.locator('.copy-page').first().waitFor({ state: 'attached' });
  const legends = await page.locator('.copy-page figcaption').allTextContents();
  expect(legends[0]).toMatch(/^Copia simple · Verificación ABCDE-FGHJK-MNPQR-STVWX · foja 1 de \d/);
  for (const legend of legends) expect(legend).toMatch(/ · Firma electrónica, no digital \(Ley 25\.506, art\. 5\)$/);
  await expect.poll(() => page.locator('.place-head .electronic-mark').count()).toBe(1);
  // Once: what is printed is taken away with it.
  const pdf = await page.pdf({ preferCSSPageSize: true });
  const text = execFileSync('pdftotext', ['-layout', '-', '-'], { input: pdf, encoding: 'utf8' });
  expect(text).toMatch(/COPIA\s+SIMPLE/);
  expect(text.match(/Verificación ABCDE/g)).toHaveLength(legends.length);
  // No sheet of paper beside the copied ones, and on each of them that it is practice.
  expect(text.split('\f').filter((sheet) => sheet.trim() !== '')).toHaveLength(legends.length);
  expect(text.match(/PRÁCTICA/g)).toHaveLength(legends.length);
  expect(redIn(pdf)).toBeGreaterThan(1000);
  expect(await page.locator('.print-sheet').count()).toBe(0);
  await close();
});

it('a piece of evidence is printed, document or picture, each page saying of which file it is a copy', async () => {
  const scene = {
    name: 'piece-copy',
    go: async (page: Parameters<typeof openSigning>[0]) => {
      await page.locator('.rows .row[data-active]').first().waitFor();
      // A picture beside the document that the first case has.
      await page.evaluate(async () => {
        const { handlers } = window.world!;
        const listed = await handlers['cases.list']({ search: 'C0417', series: 'case', after: null, limit: 10 });
        const canvas = new OffscreenCanvas(300, 200);
        canvas.getContext('2d')!.fillRect(0, 0, 300, 200);
        await handlers['pieces.add']({
          ...{ caseId: listed.ok ? listed.value.rows[0]!.caseId : ('' as never), origin: 'device', place: 'Mesa' },
          ...{ broughtBy: 'Lorenzo', confidentialityLevel: 1, expectedSha256: null, mediaType: 'image/png' },
          ...{
            fileName: 'a.png',
            title: 'Captura',
            bytes: new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer()),
          },
        });
      });
      await page.keyboard.press('Alt+e');
      await page.locator('.case-row', { hasText: 'C0417' }).click();
    },
  };
  const { page, close } = await openScene(browser, host, scene, { name: 'light', theme: 'light' });
  await page.evaluate(() => (window.print = () => undefined));
  const printed = async (title: string, shown: string): Promise<void> => {
    await page.getByRole('button', { name: `Ver la pieza: ${title}`, exact: true }).click();
    await page.locator(shown).first().waitFor();
    const total = page.locator('.page-total');
    const pages = (await total.count()) > 0 ? Number(/\d+/.exec((await total.textContent())!)![0]) : 1;
    await page.keyboard.press('Control+p');
    await page.locator('.copy-page').first().waitFor({ state: 'attached' });
    const legends = await page.locator('.copy-page figcaption').allTextContents();
    expect(legends[0]).toMatch(/^Copia simple de pieza · SHA-256 ABCD-EF01-2345-6789… · página 1 de \d/);
    const pdf = await page.pdf({ preferCSSPageSize: true });
    const text = execFileSync('pdftotext', ['-layout', '-', '-'], { input: pdf, encoding: 'utf8' });
    expect(text.match(/Copia simple de pieza/g)).toHaveLength(legends.length);
    expect(legends).toHaveLength(pages);
    await page.keyboard.press('Escape');
  };
  await printed('Denuncia firmada', '.leaf canvas');
  await printed('Captura', '.piece-picture');
  await close();
});
