import { describe, expect, it } from 'vitest';
import type { ActRow } from '../../../src/contract/acts.ts';
import type { PieceGiven } from '../../../src/renderer/model/cases.ts';
import { useDesk } from './desk.ts';

const desk = useDesk();
const { open, press, drawn } = desk;

/** Takes these bytes in as a piece of the case of the first registered act, as a colleague would. */
async function takeIn(bytes: readonly number[], about: Pick<PieceGiven, 'mediaType' | 'title'>): Promise<void> {
  await press('Alt+4');
  await desk.page.locator('.rows .row[data-active]').waitFor();
  await press('Home', 'Enter');
  await drawn();
  await press('Alt+i');
  await desk.page.locator('.rows[data-source="case"]').waitFor();
  await desk.page.evaluate(
    async ([given, told]) => {
      const { handlers, log, rows } = window.world!;
      const { caseId } = log.filter(([name]) => name === 'cases.index').at(-1)![1] as { caseId: never };
      if (rows.size === 0) throw new Error('no acts');
      await handlers['pieces.add']({
        ...{ caseId, fileName: 'pieza', origin: 'paper', place: 'Mesa', broughtBy: 'Lorenzo', ...told },
        ...{ confidentialityLevel: 1, expectedSha256: null, bytes: Uint8Array.from(given) },
      });
    },
    [bytes, about] as const,
  );
}

/** A TIFF of two pages of eight by eight dots, little end first; `compression` 1 is none. */
function scan(compression: number): number[] {
  const fields: readonly (readonly [tag: number, value: number])[] = [
    [256, 8],
    [257, 8],
    [258, 8],
    [259, compression],
    [262, 1],
    [273, 8],
    [278, 8],
    [279, 64],
    [282, 72],
  ];
  const long = (value: number): number[] => [value & 255, (value >> 8) & 255, 0, 0];
  const directory = (next: number): number[] => [
    ...[fields.length, 0],
    ...fields.flatMap(([tag, value]) => [tag & 255, tag >> 8, 3, 0, 1, 0, 0, 0, ...long(value)]),
    ...long(next),
  ];
  const second = 8 + 64 + directory(0).length;
  const dots = Array.from({ length: 64 }, (_, at) => (at % 8) * 30);
  return [0x49, 0x49, 0x2a, 0, ...long(72), ...dots, ...directory(second), ...directory(0)];
}

describe('pieces of evidence', () => {
  it('stand in the index of their case with their hash, and a scan opens from there, page by page', async () => {
    const { page } = desk;
    await open();
    await takeIn(scan(1), { mediaType: 'image/tiff', title: 'Escaneo de la denuncia' });
    await press('Alt+Shift+I');
    const line = page.locator('.case-piece', { hasText: 'Escaneo de la denuncia' });
    await line.waitFor();
    await line.locator('.hash').waitFor();
    await line.getByRole('button').focus();
    await press('Enter');
    await page.getByRole('heading', { name: 'Escaneo de la denuncia' }).waitFor();
    await drawn();
    expect(await page.locator('.page-total').textContent()).toContain('2');
  });

  it('say what to do with a scan that cannot be shown, and keep its hash in sight', async () => {
    const { page } = desk;
    await open();
    await takeIn(scan(34_712), { mediaType: 'image/tiff', title: 'Escaneo raro' });
    await press('Alt+Shift+I');
    await page.locator('.case-piece', { hasText: 'Escaneo raro' }).getByRole('button').focus();
    await press('Enter');
    const said = page.locator('.place-body [role="alert"]');
    await said.waitFor();
    expect(await said.textContent()).toMatch(/TIFF no se puede mostrar.*PDF.*SHA-256 [0-9a-f]{64}$/);
  });
});

describe('a case is leafed through by its numbers', () => {
  const goTo = async (text: string): Promise<void> => {
    await press('Control+Shift+G');
    await desk.page.locator('.go-to-leaf input:focus').waitFor();
    await press('Control+a');
    await desk.page.keyboard.type(text);
    await press('Enter');
  };

  it('to a sheet and to an act, and it says where there is none, with the line cut', async () => {
    const { page } = desk;
    await open();
    await page.evaluate(() => {
      const { rows, setLine } = window.world!;
      setLine({ state: 'offline' });
      // A document of several sheets for each.
      const [{ documentSha256, size }] = [...rows.values()].sort((a, b) => b.size - a.size) as [ActRow];
      for (const row of [...rows.values()])
        if (row.registration) rows.set(row.actId, { ...row, documentSha256, signedSha256: documentSha256, size });
    });
    await press('Alt+4');
    await page.locator('.rows .row[data-active]').waitFor();
    await press('Home', 'Enter');
    await drawn();
    const acts = await page.evaluate(() => {
      const { rows } = window.world!;
      const all = [...rows.values()].filter(({ registration }) => registration !== null);
      const cases = Map.groupBy(all, ({ caseId }) => caseId);
      return [...cases].map(([caseId, of]) => ({
        caseId,
        of: of.map(({ title, size, registration }) => ({ title, size, ...registration! })),
      }));
    });
    await goTo('x');
    const said = page.locator('.go-to-leaf [role="status"]');
    await expect.poll(() => said.textContent()).toBe('Escriba un número de foja (12), o de acto (acto 5).');
    await goTo('999999');
    await expect.poll(() => said.textContent()).toMatch(/^No hay foja 999\.999 en esta causa, .* la última es la \d/);
    await goTo('acto 999999');
    await expect.poll(() => said.textContent()).toMatch(/^No hay acto N\.º 999\.999/);
    const [asked] = (await desk.calls('cases.leaf')) as { caseId: string }[];
    const { of } = acts.find(({ caseId }) => caseId === asked!.caseId)!;
    const long = of.filter(({ folioFrom, folioTo }) => folioTo > folioFrom).toSorted((a, b) => b.size - a.size)[0]!;
    await goTo(`fs. ${long.folioTo}`);
    await expect.poll(() => page.locator('.go-to-leaf').count()).toBe(0);
    await page.locator('.act-head', { hasText: long.title }).waitFor();
    await drawn();
    const pages = async (): Promise<number> =>
      Number(/\d+/.exec((await page.locator('.page-total').textContent()) ?? '0')![0]);
    await expect.poll(pages).toBeGreaterThan(1);
    const sheet = Math.min(await pages(), long.folioTo - long.folioFrom + 1);
    await expect.poll(() => page.locator('.page-number input').inputValue()).toBe(String(sheet));
    const last = of.find(({ number }) => number !== long.number)!;
    await goTo(`acto ${last.number}`);
    await expect.poll(() => page.locator('.go-to-leaf').count()).toBe(0);
    await page.locator('.act-head', { hasText: last.title }).waitFor();
    await press('Control+Shift+G');
    await page.locator('.go-to-leaf input:focus').waitFor();
    await press('Escape');
    await expect.poll(() => page.locator('.go-to-leaf').count()).toBe(0);
  });
});
