import { describe, expect, it } from 'vitest';
import { useDesk } from './desk.ts';

declare global {
  interface Window {
    inFirstFrame?: Promise<boolean>;
  }
}

const desk = useDesk();
const { open, press, calls, focused, drawn } = desk;

describe('reading', () => {
  it('opens the act one rests on, says it was shown, and only then lets it be signed', async () => {
    await open();
    await press('F8', 'F6');
    expect(await focused()).toBe('list');
    // The first act is unread, and nobody vouched for it.
    await press('Home');
    await drawn();
    await expect.poll(() => calls('acts.markShown')).toHaveLength(1);
    const [marked] = (await calls('acts.markShown')) as { documentSha256: string; via: string }[];
    expect(marked).toMatchObject({ documentSha256: desk.host.papers[0]!.sha256, via: 'window' });
    await expect.poll(() => desk.page.locator('#row-0[data-unread]').count()).toBe(0);
    await press('Enter');
    await expect.poll(() => desk.page.evaluate(() => document.activeElement?.className)).toBe('leaves');
  });

  it('keeps a person’s own notes beside the act, and loses none that is half written', async () => {
    await open();
    await press('Alt+ArrowRight');
    await drawn();
    await press('Alt+Shift+N');
    await desk.page.keyboard.type('Cotejar con la pericia');
    // Escape closes the panel, not the thought.
    await press('Escape');
    await desk.page.locator('.own-notes').waitFor({ state: 'detached' });
    await press('Alt+ArrowRight', 'Alt+ArrowLeft', 'Alt+Shift+N');
    await expect.poll(() => desk.page.locator('.own-notes textarea').inputValue()).toBe('Cotejar con la pericia');
    await press('Control+Enter');
    await desk.page.locator('.own-notes-list li').waitFor();
    expect(await desk.page.locator('.own-notes textarea').inputValue()).toBe('');
    const [written] = (await calls('ownNotes.write')) as { text: string; page: number | null }[];
    expect(written).toMatchObject({ text: 'Cotejar con la pericia', page: null });
  });

  it('loses nothing that is half written in the forms of a case and of an act, when Escape closes them', async () => {
    await open();
    await press('Alt+e');
    await desk.page.locator('.case-row').first().click();
    await desk.page.getByRole('button', { name: 'Agregar una pieza' }).click();
    await desk.page.getByLabel('Quién lo trajo').fill('Comisaría 1.ª');
    await press('Escape');
    await desk.page.getByRole('button', { name: 'Agregar una pieza' }).click();
    expect(await desk.page.getByLabel('Quién lo trajo').inputValue()).toBe('Comisaría 1.ª');
    await press('Escape', 'Escape', 'Escape', 'Alt+4');
    await desk.page.locator('#row-0').click();
    await drawn();
    await press('Alt+n');
    await desk.page.getByLabel('A quién').fill('Defensoría N.º 4');
    await press('Escape');
    await desk.page.locator('.leaves').waitFor();
    await press('Alt+n');
    expect(await desk.page.getByLabel('A quién').inputValue()).toBe('Defensoría N.º 4');
  });

  it('names who is to be notified and notes a notice of each, by keys, until all are', async () => {
    await open();
    await press('Alt+4');
    await desk.page.locator('#row-0').click();
    await drawn();
    await press('Alt+n');
    const other = desk.page.getByLabel('Otro destinatario');
    for (const name of ['Rita Arístegui', 'Juzgado de Paz']) {
      await other.focus();
      await desk.page.keyboard.type(name);
      await press('Tab', 'Enter');
      await desk.page.locator('.addressee', { hasText: name }).waitFor();
    }
    await desk.page.getByRole('button', { name: 'Anotar la de Rita Arístegui' }).focus();
    await press('Enter');
    expect(await desk.page.getByLabel('A quién').inputValue()).toBe('Rita Arístegui');
    await desk.page.getByRole('button', { name: 'Anotar la notificación' }).focus();
    await press('Enter');
    await desk.page.locator('.addressee', { hasText: 'Rita Arístegui' }).locator('[data-tone="ok"]').waitFor();
    expect((await calls('acts.setAddressees')).at(-1)).toMatchObject({
      addressees: [{ name: 'Rita Arístegui' }, { name: 'Juzgado de Paz', pole: null }],
    });
    // A notice that was not given needs its reason.
    await desk.page.getByLabel('A quién').fill('Juzgado de Paz');
    await desk.page.getByRole('button', { name: /Resultado/ }).click();
    await desk.page.getByRole('option', { name: 'no se pudo' }).click();
    const note = desk.page.getByRole('button', { name: 'Anotar la notificación' });
    expect(await note.isDisabled()).toBe(true);
    await desk.page.getByLabel('Motivo').first().fill('Cerrado.');
    await desk.page.getByLabel('Cuándo').fill('14/04/2999 09:10');
    expect(await note.isDisabled()).toBe(true);
    await desk.page.getByLabel('Cuándo').fill('14/04/2026 09:10');
    await note.click();
    await desk.page.locator('.addressee', { hasText: 'Juzgado de Paz' }).locator('[data-tone="bad"]').waitFor();
    expect((await calls('acts.notify')).at(-1)).toMatchObject({
      ...{ addressee: 'Juzgado de Paz', trouble: { kind: 'failed', reason: 'Cerrado.' } },
    });
  });

  it('sends a case to another office by keys, and then only reads it', async () => {
    await open();
    await press('Alt+4');
    await desk.page.locator('#row-0').click();
    await drawn();
    await press('Alt+Shift+E');
    await desk.page.locator('.move-case input').first().waitFor();
    await expect
      .poll(() => desk.page.evaluate(() => document.activeElement?.closest('.move-case') !== null))
      .toBe(true);
    await desk.page.keyboard.type('97-tc-9');
    await desk.page.getByText('El repositorio no informó ninguna dependencia así.').waitFor();
    await desk.page.keyboard.press('Backspace');
    await desk.page.keyboard.type('1');
    expect(await desk.page.getByText('El repositorio no informó').count()).toBe(0);
    // What is half written stays, wherever one looks meanwhile.
    await press('Escape', 'Alt+Shift+E');
    await expect.poll(() => desk.page.getByLabel('Dependencia de destino').inputValue()).toBe('97-tc-1');
    await desk.page.getByLabel('Motivo', { exact: true }).focus();
    await desk.page.keyboard.type('Elevación a juicio');
    // No act is taken for the order because it is the newest.
    const send = desk.page.getByRole('button', { name: 'Pasar la causa', exact: true });
    const order = desk.page.getByRole('button', { name: /Acto registrado que lo dispone/ });
    expect(await order.innerText()).toContain('Elija el acto');
    expect(await send.isDisabled()).toBe(true);
    await order.focus();
    await press('Enter');
    const named = await desk.page.getByRole('option').first().innerText();
    await press('Home', 'Enter');
    await expect.poll(() => order.innerText()).toContain(named);
    await press('Tab', 'Tab', 'Enter');
    await desk.page.getByText('Acá queda solo para lectura').waitFor();
    const [asked] = (await calls('cases.move')) as { move: Record<string, unknown> }[];
    expect(asked!.move).toMatchObject({
      to: '97-tc-1',
      how: 'remission',
      joinedTo: null,
      reason: 'Elevación a juicio',
      actId: expect.any(String) as string,
    });
    expect(await desk.page.getByRole('button', { name: 'Agregar una pieza' }).count()).toBe(0);
    expect(await desk.page.getByText('borradores (1) y actos (0)').count()).toBe(1);
  });

  it('calls a reserved act so where one chooses which of them sends the case away', async () => {
    await open();
    await press('Alt+4');
    await desk.page.locator('#row-0').click();
    await drawn();
    const number = await desk.page.evaluate(() => {
      const rows = window.world!.rows;
      const { caseId } = [...rows.values()].find(({ registration }) => registration)!;
      const act = [...rows.values()].findLast((row) => row.registration && row.caseId === caseId)!;
      rows.set(act.actId, { ...act, title: '', sealedFor: true });
      return act.registration!.number;
    });
    await press('Alt+Shift+E');
    const order = desk.page.getByRole('button', { name: /Acto registrado que lo dispone/ });
    await order.focus();
    await press('Enter');
    await desk.page.getByRole('option', { name: `${number}. Pieza reservada`, exact: true }).waitFor();
  });

  it('says why its main key does nothing: no act, one that is not to be signed, one not shown yet, no such action', async () => {
    const said = (words: string) => desk.page.locator('.strip-notice', { hasText: words }).waitFor();
    await open();
    await press('F9');
    await said('Elija un acto de la lista para firmarlo.');
    await press('Alt+4');
    await desk.page.locator('#row-0').click();
    await drawn();
    await press('F9');
    await said('Lo que está abierto no está para firmar.');
    await press('F1', 'F9');
    await said('Esa tecla no tiene nada que hacer aquí.');
    await press('Escape', 'Alt+d');
    await desk.page.locator('.draft-row').first().waitFor();
    await press('F9');
    await desk.page.getByLabel('Modelo: buscar por nombre').fill('providencia simple');
    await desk.page.getByLabel('Causa: buscar por número o carátula').fill('97');
    await press('F9');
    await said('Elija la causa.');
    expect(await calls('drafts.beginFrom')).toEqual([]);
  });

  it('presses with its main key the button that shows it, whatever the place, and says when that is still shut', async () => {
    // Choosers are caught from the beginning: begun with the first one waited for, that may come before they are.
    desk.page.on('filechooser', () => undefined);
    const said = (words: string) => desk.page.locator('.strip-notice', { hasText: words }).waitFor();
    await open();
    await press('Alt+e');
    await desk.page.getByRole('button', { name: 'Abrir una causa' }).waitFor();
    await press('F9');
    await desk.heading('Abrir una causa');
    await press('F9');
    await said('Falta completar: Carátula.');
    await desk.page.getByRole('textbox', { name: 'Carátula' }).fill('Averiguación de robo');
    await press('F9');
    await desk.heading('Averiguación de robo');
    await press('F9');
    await desk.heading('Agregar una pieza');
    const files = desk.page.waitForEvent('filechooser');
    await press('F9');
    await (await files).setFiles({ name: 'vacio.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(0) });
    await desk.page.getByText('El archivo está vacío: no hay nada que incorporar. Elija otro.').waitFor();
    const others = desk.page.waitForEvent('filechooser');
    await press('F9');
    const scan = { name: 'porton.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') };
    await (await others).setFiles(scan);
    await desk.page.getByLabel('Qué es').fill('Fotografía del portón');
    await desk.page.getByText('Es un acto hecho en papel por contingencia.').click();
    await desk.page.getByText(/^Falta completar: Dónde se recibió, Quién lo trajo, /).waitFor();
    await press('F9');
    await said('Falta completar: Dónde se recibió, Quién lo trajo, ');
    await press('Alt+d');
    await desk.page.locator('.draft-row').first().click();
    await desk.page.getByRole('button', { name: 'Historia del borrador' }).click();
    await desk.heading('Historia del borrador');
    // No text was chosen to go back to, and the foot says nothing of that.
    await press('F9');
    await said('La acción principal de esta pantalla todavía no se puede hacer.');
    await press('Control+o');
    await desk.heading('Verificar un archivo');
    // What the key lacked elsewhere is not said of this place.
    expect(await desk.page.locator('.strip-notice').innerText()).toBe('');
    const picks = desk.page.getByRole('button', { name: 'Elegir un archivo' });
    await desk.page.waitForFunction(() => document.activeElement?.matches('.verify-drop button'));
    expect(await picks.getAttribute('aria-keyshortcuts')).toBe('F9');
    const chooser = desk.page.waitForEvent('filechooser');
    await press('F9');
    await chooser;
  });

  it('names the sheets of a registered act: from and to, or the only one', async () => {
    await open();
    await desk.page.getByRole('button', { name: /Registrados/ }).click();
    await expect.poll(() => desk.page.locator('.row-folios').allTextContents()).toContain('N.º 1200 fs. 310–313');
    expect(await desk.page.locator('.row-folios').allTextContents()).toContain('N.º 1202 fs. 318');
  });

  it('walks through the acts from anywhere, and through the pages of one', async () => {
    await open();
    await press('Alt+ArrowRight', 'Alt+ArrowRight');
    await drawn();
    await desk.page.locator('.page-total', { hasText: 'de 4' }).waitFor();
    await press('F6', 'F6');
    await desk.page.locator('.leaves').focus();
    await press('PageDown', 'PageDown');
    await expect.poll(() => desk.page.locator('.page-number input').inputValue()).toBe('3');
    await press('End');
    await expect.poll(() => desk.page.locator('.page-number input').inputValue()).toBe('4');
    const before = await desk.page.locator('.zoom').textContent();
    await press('+');
    expect(await desk.page.locator('.zoom').textContent()).not.toBe(before);
    await press('0', 'Alt+ArrowLeft');
    await desk.page.locator('.page-total', { hasText: 'de 1' }).waitFor();
  });

  it('has the next act’s page in the first frame after the key, once it was made ready', async () => {
    await open();
    await press('Alt+ArrowRight');
    // To and fro: on whichever machine, it is ready at some coming.
    await expect
      .poll(
        async () => {
          await drawn();
          await desk.page.evaluate(() => {
            const before = document.querySelector('.page-drawing');
            window.inFirstFrame = new Promise((resolve) => {
              const onKey = ({ key }: KeyboardEvent): void => {
                if (key !== 'ArrowRight') return;
                removeEventListener('keydown', onKey, { capture: true });
                requestAnimationFrame(() => {
                  const now = document.querySelector<HTMLCanvasElement>('.page-drawing');
                  const ink = now?.getContext('2d')?.getImageData(0, 0, now.width, now.height).data;
                  resolve(now !== before && ink?.some((value, n) => n % 4 < 3 && value < 128) === true);
                });
              };
              addEventListener('keydown', onKey, { capture: true });
            });
          });
          await press('Alt+ArrowRight');
          const isThere = await desk.page.evaluate(() => window.inFirstFrame);
          await press('Alt+ArrowLeft');
          return isThere;
        },
        { interval: 500 },
      )
      .toBe(true);
  });

  it('makes no layer of a row’s cells: each would cost every frame that the list is scrolled by', async () => {
    await open();
    for (const width of [1366, 1920]) {
      await desk.page.setViewportSize({ width, height: 768 });
      const scrollers = await desk.page.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>('.rows-body .row, .rows-body .row :not(svg, svg *)')]
          .filter((one) => getComputedStyle(one).overflow === 'hidden')
          .map((one) => one.className),
      );
      expect(scrollers).toEqual([]);
    }
    expect(await desk.page.locator('.rows-body .row').count()).toBeGreaterThan(0);
  });

  it('gives the words of the page to those who cannot see it, and says where there are none', async () => {
    await open();
    await press('Alt+ArrowRight');
    await desk.page.locator('.page-text').getByText('PROVIDENCIA').waitFor();
    await press('Alt+ArrowRight', 'Alt+ArrowRight', 'Alt+ArrowRight');
    await desk.page.getByText('lector de pantalla no puede leerla').waitFor({ state: 'attached' });
  });

  it('draws nothing, and marks nothing as shown, when the bytes are not those of the hash', async () => {
    await open();
    await desk.page.evaluate(() => {
      const { handlers } = window.world!;
      const right = handlers['documents.read'];
      (handlers as { 'documents.read': typeof right })['documents.read'] = async (input) => {
        const read = await right(input);
        if (read.ok) read.value.bytes[500] = (read.value.bytes[500] ?? 0) ^ 1;
        return read;
      };
    });
    await press('Alt+ArrowRight');
    await desk.page.getByText('El documento guardado no coincide con su huella digital.').waitFor();
    expect(await desk.page.locator('.page-drawing').count()).toBe(0);
    expect(await calls('acts.markShown')).toEqual([]);
  });

  it('draws the pictures that need a decoder of their own', async () => {
    await open({ toSign: 1, others: 0, paper: 'fotografia' });
    await press('Alt+ArrowRight');
    await drawn();
    const colours = await desk.page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('.page-drawing')!;
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      const at = (x: number, y: number): number[] => [
        ...data.slice((y * canvas.width + x) * 4, (y * canvas.width + x) * 4 + 3),
      ];
      const eighth = Math.floor(canvas.width / 8);
      return [at(eighth, eighth), at(eighth * 3, eighth)];
    });
    const [blue, red] = colours as [number[], number[]];
    expect(blue[2]! - blue[0]!).toBeGreaterThan(60);
    expect(red[0]! - red[2]!).toBeGreaterThan(60);
  });

  it('does not count as shown what could not be drawn whole, and does not let it be signed', async () => {
    await desk.page.route('**/openjpeg*.wasm', (route) =>
      route.fulfill({ contentType: 'application/wasm', body: 'no' }),
    );
    await open({ toSign: 1, others: 0, paper: 'fotografia' });
    await desk.page.evaluate(() => {
      for (const [id, row] of window.world!.rows) window.world!.rows.set(id, { ...row, shown: false, vouchedBy: null });
    });
    await press('Alt+ArrowRight');
    await desk.page.getByRole('alert').getByText('No se pudo mostrar entero').waitFor();
    await desk.page.waitForTimeout(300);
    expect(await calls('acts.markShown')).toEqual([]);
    expect(await desk.page.getByRole('button', { name: 'Firmar el acto' }).isDisabled()).toBe(true);
    await press('F9', 'Control+Shift+F');
    expect(await desk.page.locator('.signing').count()).toBe(0);
  });

  it('reads a document above 32 MB by ranges and not whole', async () => {
    await open({ toSign: 3, others: 0, paper: 'anexo' });
    await press('Alt+ArrowRight');
    await drawn();
    await desk.page.locator('.page-total', { hasText: 'de 3' }).waitFor();
    const read = ((await calls('documents.read')) as { length: number }[]).reduce((sum, { length }) => sum + length, 0);
    expect(read).toBeLessThan(8_000_000);
    await expect.poll(() => calls('acts.markShown')).toHaveLength(1);
  }, 60_000);
});

describe('a narrow window', () => {
  it('never counts as shown what lies hidden under the list', async () => {
    await desk.page.setViewportSize({ width: 683, height: 384 });
    await open();
    await desk.page.locator('.rows').focus();
    await press('ArrowDown', 'ArrowDown', 'ArrowDown');
    await desk.page.waitForTimeout(800);
    expect(await calls('acts.markShown')).toEqual([]);
    await press('Enter');
    await drawn();
    await expect.poll(() => calls('acts.markShown')).toHaveLength(1);
  });
});
