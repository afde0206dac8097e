import { describe, expect, it } from 'vitest';
import { useDesk } from './desk.ts';

const desk = useDesk();
const { open, press, calls } = desk;

/** The button of this name, pressed by keyboard. */
async function enter(name: string): Promise<void> {
  await desk.page.getByRole('button', { name, exact: true }).focus();
  await press('Enter');
}

/** A draft that was sent to be looked over, opened from its shelf. */
async function review(): Promise<void> {
  const { page } = desk;
  await open();
  await press('Alt+8');
  await page.locator('.draft-row').first().focus();
  await press('Enter');
  await page.locator('.prose').waitFor();
  await enter('Enviar a revisión');
  await page.getByText('Está en revisión desde el').waitFor();
  await press('Alt+9');
  await desk.heading('Por revisar');
  await page.locator('.draft-row').first().focus();
  await press('Enter');
  await page.locator('.review-paragraph').first().waitFor();
}

describe('looking a draft over, by keyboard alone', () => {
  it('remarks on words of a paragraph, gives the draft back, and answers the remark beside the text', async () => {
    const { page } = desk;
    await review();
    await page.getByRole('listbox', { name: 'Texto del borrador' }).focus();
    await press('ArrowDown', 'Enter');
    const words = page.getByLabel('Solo estas palabras (optativo)');
    await words.focus();
    await page.keyboard.type('dos semanas');
    await page.getByLabel('Observación', { exact: true }).focus();
    await page.keyboard.type('El plazo es otro.');
    await enter('Anotar la observación');
    await page.getByText('El párrafo no tiene esas palabras.').waitFor();
    await words.fill('cuarenta y ocho horas');
    await enter('Anotar la observación');
    await page.getByText('1 observación sin enviar').waitFor();
    // Leaving the screen loses nothing of it.
    await press('Escape');
    await desk.heading('Por revisar');
    await page.locator('.draft-row').first().focus();
    await press('Enter');
    await page.locator('.remark[data-pending]').waitFor();
    // With a remark that waits, nothing is let go.
    expect(await page.getByRole('button', { name: 'Visar y pasar a la firma…' }).isDisabled()).toBe(true);
    await enter('Devolver con observaciones');
    await press('Alt+0');
    await desk.heading('Borradores devueltos');
    const [given] = (await calls('review.giveBack')) as { remarks: object[] }[];
    expect(given!.remarks).toMatchObject([{ quote: 'cuarenta y ocho horas', text: 'El plazo es otro.' }]);

    await page.locator('.draft-row').first().focus();
    await press('Enter');
    await page.getByText('queda 1 sin resolver').waitFor();
    await page.locator('.prose:focus').waitFor();
    // The last look before it is frozen says so too, and so does the text beside its remarks, without a bar to move it sideways.
    await press('F9');
    await desk.heading('Pasar a la firma');
    await page.getByText('queda 1 sin resolver').waitFor();
    await press('Escape');
    await page.locator('.prose:focus').waitFor();
    const aside = page.locator('aside').filter({ has: page.locator('.remarks') });
    expect(await aside.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
    await enter('Ir al párrafo');
    // The editor takes the focus, and its selection with it, a moment after the key.
    await expect.poll(() => page.evaluate(() => window.getSelection()?.toString())).toBe('cuarenta y ocho horas');
    await enter('Marcar como resuelta');
    await page.locator('.remark[data-resolved]').waitFor();
    await enter('Enviar a revisión');
    expect((await calls('review.ask')).length).toBe(2);
  });

  it('leaves the focus where one has put it, however late the machine gets to move it', async () => {
    const { page } = desk;
    await review();
    await page.evaluate(() => {
      const soon = window.requestAnimationFrame.bind(window);
      window.requestAnimationFrame = (work) => window.setTimeout(() => soon(work), 200);
    });
    await press('Escape');
    await desk.heading('Por revisar');
    await page.locator('.draft-row').first().focus();
    // As late as the second of the two frames is here.
    await page.evaluate(() => new Promise((done) => setTimeout(done, 700)));
    await press('Enter');
    await page.locator('.review-paragraph').first().waitFor();
  });

  it('writes a remark right after a paragraph is chosen, and goes on from there, to the same one or the next', async () => {
    const { page } = desk;
    await review();
    await page.getByRole('listbox', { name: 'Texto del borrador' }).focus();
    for (const words of ['Falta la fecha.', 'Falta la hora.']) {
      await press('ArrowDown', 'ArrowUp', 'Enter');
      await page.locator('[data-remark]:focus').waitFor();
      await page.keyboard.type(words);
      await press('Tab', 'Enter');
      await page.locator('.review-paragraph:focus').waitFor();
    }
    await page.getByText('2 observaciones sin enviar').waitFor();
    await enter('Devolver con observaciones');
    await expect.poll(async () => (await calls('review.giveBack')).length).toBe(1);
    const [given] = (await calls('review.giveBack')) as { remarks: { paragraphId: string; text: string }[] }[];
    expect(given!.remarks.map(({ text }) => text)).toEqual(['Falta la fecha.', 'Falta la hora.']);
    expect(new Set(given!.remarks.map(({ paragraphId }) => paragraphId)).size).toBe(1);
    expect(given!.remarks[0]!.paragraphId).not.toBeNull();
  });

  it('takes a draft back that was sent, by its key, and sends it again', async () => {
    const { page } = desk;
    await open();
    await press('Alt+8');
    await page.locator('.draft-row').first().focus();
    await press('Enter');
    await page.locator('.prose').waitFor();
    await enter('Enviar a revisión');
    await page.getByRole('button', { name: 'Retirar de revisión' }).waitFor();
    await press('Alt+Shift+U');
    await page.getByRole('button', { name: 'Enviar a revisión', exact: true }).waitFor();
    expect((await calls('review.recall')).length).toBe(1);
    expect(await page.getByText('Está en revisión desde el').count()).toBe(0);
    await enter('Enviar a revisión');
    await page.getByText('Está en revisión desde el').waitFor();
  });

  it('lets a draft go with a visado over the sheets that were shown', async () => {
    const { page } = desk;
    await review();
    await press('F9');
    await page.locator('.draft-propose-paper canvas').first().waitFor();
    await press('Control+Enter');
    await expect.poll(async () => calls('drafts.propose')).toMatchObject([{ vouch: true }]);
  });
});
