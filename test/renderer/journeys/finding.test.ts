import { describe, expect, it } from 'vitest';
import { useDesk } from './desk.ts';

const desk = useDesk();
const { open, press, calls, focused, heading, drawn } = desk;

describe('finding one’s way', () => {
  it('goes round the panes with F6 and back with Shift+F6', async () => {
    await open();
    await press('F8');
    const seen: string[] = [await focused()];
    for (let index = 0; index < 4; index++) {
      await press('F6');
      seen.push(await focused());
    }
    expect(seen).toEqual(['trays', 'list', 'strip', 'trays', 'list']);
    await press('Shift+F6');
    expect(await focused()).toBe('trays');
    await press('Alt+ArrowRight');
    await drawn();
    await press('F6', 'F6');
    expect(await focused()).toBe('work');
  });

  it('gives the arrows to the list once a button that was pressed is gone, or a click went beside everything', async () => {
    await open();
    const { page } = desk;
    await press('Control+k');
    await page.locator('input:focus').waitFor();
    await page.keyboard.type('recorrido');
    await press('ArrowDown', 'Enter');
    await page.getByRole('button', { name: /Recorrido$/ }).click();
    await page.locator('.coach').getByRole('button', { name: 'Dejar' }).click();
    await expect.poll(focused).toBe('list');
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await press('ArrowDown');
    expect(await focused()).toBe('list');
  });

  it('finds a command by its words and runs it', async () => {
    await open();
    await press('Control+k');
    await desk.page.locator('input:focus').waitFor();
    await desk.page.keyboard.type('registrados');
    await press('ArrowDown', 'Enter');
    await heading('Registrados');
    await press('Control+k');
    await desk.page.locator('input:focus').waitFor();
    await desk.page.keyboard.type('xyzzy');
    await desk.page.getByText('Ninguna orden coincide.').waitFor();
    await press('Escape', 'Escape');
    await desk.page.locator('.palette').waitFor({ state: 'detached' });
  });

  it('searches, keeps the marks of what it hides, and marks what it found', async () => {
    await open();
    await desk.page.locator('.rows').focus();
    await press('Home', 'Space', 'Alt+f');
    await desk.page.keyboard.type('estafas');
    await expect.poll(() => desk.page.locator('.list-total').textContent(), { timeout: 15_000 }).not.toBe('46');
    const found = Number(await desk.page.locator('.list-total').textContent());
    await desk.page.getByRole('button', { name: new RegExp(`^Marcar los ${found} encontrados`) }).focus();
    await press('Enter');
    await expect
      .poll(async () => Number.parseInt((await desk.page.locator('.list-marks').textContent()) ?? ''))
      .toBeGreaterThanOrEqual(found);
    await press('Alt+f');
    await press('Escape');
    await expect.poll(() => desk.page.locator('.list-total').textContent()).toBe('46');
  });

  it('finds by the words of a sheet, opens there, and goes from one place to the next', async () => {
    await open();
    await press('F3');
    await heading('Buscar');
    await desk.page.keyboard.type('ficticios');
    await desk.page.locator('.found-row').first().waitFor();
    expect(await desk.page.locator('.found-row mark').first().textContent()).toBe('FICTICIOS');
    await press('ArrowDown');
    await desk.page.locator('.found-row:focus').waitFor();
    await press('ArrowDown', 'Enter');
    await drawn();
    await desk.page.locator('.find-bar').waitFor();
    const count = desk.page.locator('.find-count');
    await expect.poll(() => count.textContent(), { timeout: 15_000 }).toMatch(/^2 de [1-9]/);
    await press('Control+f');
    await expect.poll(() => desk.page.locator('.find-bar input:focus').count()).toBe(1);
    await press('Enter');
    await expect.poll(() => count.textContent()).toMatch(/^3 de /);
    await press('Shift+Enter');
    await expect.poll(() => count.textContent()).toMatch(/^2 de /);
    await desk.page.keyboard.type('xyzzy');
    await expect.poll(() => count.textContent()).toBe('no está');
    await press('Escape');
    await expect.poll(() => desk.page.locator('.leaves:focus').count()).toBe(1);
    // What was found is still there.
    await press('F3');
    await desk.page.locator('.found-row').nth(1).waitFor();
    await press('Escape');
    await expect.poll(focused).toBe('list');
    // Going to a page is offered where there is paper: the act's is put up again.
    await desk.page.locator('.leaves').waitFor();
    await press('Control+g');
    await expect.poll(() => desk.page.locator('.page-number input:focus').count()).toBe(1);
  });

  it('offers in menu and palette what the screen in hand can do, and presses it there', async () => {
    await open();
    await press('Alt+d');
    await desk.page.locator('.draft-row').first().waitFor();
    await press('Control+k');
    await desk.page.keyboard.type('abreviat');
    await desk.page.locator('.palette-item', { hasText: 'Abreviaturas' }).waitFor();
    await press('Enter');
    await heading('Abreviaturas');
    await press('F10');
    await desk.page.locator('.menu-item').first().waitFor();
    await press('ArrowDown', 'Home', 'ArrowRight');
    await desk.page.getByRole('menuitem', { name: 'Volver a los borradores' }).waitFor();
    await desk.page.keyboard.type('Volver a los');
    await press('Enter');
    await heading('Borradores');
  });

  it('offers every command in the menu, by its subject, and runs it', async () => {
    await open();
    await press('F10');
    await desk.page.locator('.menu-item').first().waitFor();
    await press('ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowRight');
    await desk.page.getByRole('menuitem', { name: 'Bandeja: Registrados' }).waitFor();
    await desk.page.keyboard.type('Bandeja: Reg');
    await press('Enter');
    await heading('Registrados');
    await desk.page.locator('.menu-sheet').first().waitFor({ state: 'detached' });
    await press('F10', 'Escape');
    await desk.page.locator('.menu-sheet').first().waitFor({ state: 'detached' });
  });

  it('opens the index of a case and comes back to the tray', async () => {
    await open();
    await press('Alt+ArrowRight');
    await drawn();
    await press('Alt+i');
    await heading('Índice de la causa');
    await expect.poll(focused).toBe('list');
    await press('Escape');
    await heading('A firmar');
  });

  it('shows the receipt of a registered act with what our own check says', async () => {
    await open();
    await press('Alt+4');
    await heading('Registrados');
    await press('Alt+ArrowRight');
    await drawn();
    await press('Alt+r');
    await desk.page.getByText('Verificado contra el archivo firmado').waitFor();
    await press('Alt+r');
    await desk.page.evaluate(() => void (window.world!.bends.receipts = 'invalid'));
    await press('Alt+ArrowRight', 'Alt+r');
    await desk.page.getByText('El recibo no pasó la verificación').waitFor();
  });

  it('changes language where it stands, without losing anything', async () => {
    await open();
    await press('Alt+ArrowRight', 'Control+Shift+D');
    await desk.page.locator('textarea:focus').waitFor();
    await desk.page.keyboard.type('Nota');
    await press('Control+k');
    await desk.page.locator('input:focus').waitFor();
    await desk.page.keyboard.type('português');
    await press('ArrowDown', 'Enter');
    await heading('A assinar');
    expect(await desk.page.getByRole('textbox', { name: /^Ressalvas para/ }).inputValue()).toBe('Nota');
    expect(await desk.page.getAttribute('html', 'lang')).toBe('pt-BR');
    await press('Control+k');
    await desk.page.locator('input:focus').waitFor();
    await desk.page.keyboard.type('english');
    await press('ArrowDown', 'Enter');
    await heading('To sign');
  });

  it('shows every key on F1 and goes back where one was', async () => {
    await open();
    await press('F1');
    await heading('Ayuda: Acto');
    await desk.page.getByText('Ctrl+Shift+F').first().waitFor();
    await press('Escape');
    await expect.poll(focused).toBe('list');
  });

  it('says that the office is gone and lets one try again', async () => {
    await open();
    await desk.page.evaluate(() => {
      window.world!.bends.dead = { kind: 'officeGone' };
      window.world!.emit('office.restarted', {});
    });
    await desk.page.getByText('El motor de Fojas se cerró').waitFor();
    await desk.page.evaluate(() => void (window.world!.bends.dead = null));
    await desk.page.getByRole('button', { name: 'Reintentar' }).focus();
    await press('Enter');
    await heading('A firmar');
  });
});

describe('five thousand acts', () => {
  it('are drawn a window at a time, and reached at the end by one key', async () => {
    await open({ toSign: 5000 });
    const grid = desk.page.locator('.rows');
    expect(await grid.getAttribute('aria-rowcount')).toBe('5001');
    await grid.focus();
    await press('End');
    await expect.poll(() => grid.getAttribute('aria-activedescendant')).toBe('row-4999');
    await desk.page.locator('#row-4999[aria-rowindex="5001"]').waitFor();
    const most = await desk.page.evaluate(async () => {
      const list = document.querySelector('.rows')!;
      let nodes = 0;
      for (let frame = 0; frame < 120; frame++) {
        list.scrollTop = ((frame * 977) % 4900) * 28;
        await new Promise(requestAnimationFrame);
        nodes = Math.max(nodes, list.querySelectorAll('*').length);
      }
      list.scrollTop = 2500 * 28;
      return nodes;
    });
    // Twenty-two rows in sight and twelve on either side: the page stays small however long the tray and fast the hand.
    expect(most).toBeLessThan(1500);
    await desk.page.locator('#row-2500').getByText('s/').waitFor();
  }, 60_000);

  it('are marked all by one key, with their number said', async () => {
    await open({ toSign: 5000 });
    await desk.page.locator('.rows').focus();
    await press('Control+a');
    await desk.page.getByText('5.000 marcados', { exact: true }).waitFor();
    await press('F9');
    await heading(/^Firmar [\d.]+ actos$/);
    expect(await desk.page.locator('.lines li').count()).toBeLessThan(60);
  }, 60_000);
});

describe('with the mouse', () => {
  it('marks with Ctrl and Shift as everybody expects', async () => {
    await open();
    const row = (index: number) => desk.page.locator(`#row-${index}`);
    await row(2).click({ modifiers: ['ControlOrMeta'], position: { x: 150, y: 10 } });
    await row(6).click({ modifiers: ['Shift'], position: { x: 150, y: 10 } });
    await desk.page.getByText('5 marcados', { exact: true }).waitFor();
    await row(4).locator('[data-mark]').click();
    await desk.page.getByText('4 marcados', { exact: true }).waitFor();
    expect(await row(4).getAttribute('aria-selected')).toBe('false');
    expect(await calls('acts.markShown')).toEqual([]);
  });
});
