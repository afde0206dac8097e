import { expect, openDesk, test, type Desk } from './fixtures.ts';
import { choose, count, enterPin, inList, press, reach, readsAct, sitAs, write } from './keyboard.ts';
import { startPracticeWorld } from '../../tools/practice-world.ts';

// Days of those who work here, from their first key to their last, by keyboard alone and on every real part.

const sync = (desk: Desk): Promise<unknown> => desk.window.evaluate("window.fojas.call('sync.now', {})");

test.describe('a magistrate’s day', () => {
  test.use({ deskOptions: { count: 12, softwareKey: false } });

  test('what is urgent alone, what a colleague looked over together, what is wrong back with remarks', async ({
    desk,
  }) => {
    const { window } = desk;
    await sync(desk);
    await expect(count(window, 'A firmar')).toHaveText('12');

    // Half past seven: the detained person's act, read beside its case, is signed by itself.
    await press(window, 'Alt+1');
    await inList(window);
    await press(window, 'Home', 'Enter');
    await readsAct(window);
    const urgent = (await window.locator('.act-title').textContent()) ?? '';
    await press(window, 'Alt+i');
    await expect(window.getByRole('heading', { name: 'Índice de la causa' })).toBeVisible();
    await press(window, 'Alt+1');
    await inList(window);
    await press(window, 'Home', 'Enter');
    await readsAct(window);
    await press(window, 'Control+Shift+F');
    await expect(window.getByRole('heading', { name: 'Firmar 1 acto' })).toBeVisible();
    await expect(window.getByText(urgent).first()).toBeVisible();
    await expect(window.getByRole('radio', { checked: true }).first()).toBeFocused();
    await enterPin(desk, await desk.pinWindow(() => press(window, 'F9')));
    await expect(window.getByRole('heading', { name: '1 acto firmado' })).toBeVisible();
    await press(window, 'Escape');

    // Eleven: what the secretary vouched for, in one batch.
    await press(window, 'Alt+1');
    await inList(window);
    await press(window, 'Alt+c');
    const vouched = window.locator('.list-total');
    await expect(window.getByRole('button', { name: /visado/i, pressed: true })).toBeVisible();
    await inList(window);
    await expect.poll(async () => Number(await vouched.textContent())).toBeLessThan(11);
    const together = Number(await vouched.textContent());
    expect(together).toBeGreaterThan(1);
    await press(window, 'Control+Shift+A');
    await expect(window.getByText(`${together} marcados`, { exact: true })).toBeVisible();
    await press(window, 'Control+Shift+F');
    await expect(window.getByRole('heading', { name: `Firmar ${together} actos` })).toBeVisible();
    await expect(window.getByRole('radio', { checked: true }).first()).toBeFocused();
    await enterPin(desk, await desk.pinWindow(() => press(window, 'F9')));
    await expect(window.getByRole('heading', { name: `${together} actos firmados` })).toBeVisible();
    await press(window, 'Escape');

    // Noon: one goes back with remarks.
    await press(window, 'Alt+1');
    await inList(window);
    const left = 11 - together;
    await expect(count(window, 'A firmar')).toHaveText(String(left));
    await press(window, 'Home', 'Enter');
    await readsAct(window);
    await press(window, 'Control+Shift+D');
    await expect(window.getByRole('textbox', { name: /^Observaciones para/ })).toBeFocused();
    await window.keyboard.type('Cite la foja del informe y vuelva a remitirlo.');
    await press(window, 'Control+Enter');
    await expect(count(window, 'Devueltos')).toHaveText('1');

    // In the evening everything has its receipt.
    await expect(count(window, 'Cola de envío')).toHaveText('0', { timeout: 60_000 });
    await press(window, 'Alt+4');
    await inList(window);
    await press(window, 'Home', 'Enter');
    await expect(window.locator('.page-drawing').first()).toBeVisible();
    await press(window, 'Alt+r');
    await expect(window.getByText('Verificado contra el archivo firmado y la clave del repositorio')).toBeVisible();
  });
});

test.describe('a hearing without a line', () => {
  test('its minutes are taken in the case in hand by one key, signed on the spot, and registered afterwards', async ({
    desk,
  }) => {
    test.setTimeout(240_000);
    const { window } = desk;
    await sync(desk);
    await press(window, 'Alt+1');
    await inList(window);
    await press(window, 'Home', 'Enter');
    await readsAct(window);
    const registered = Number(await count(window, 'Registrados').textContent());
    const cut = (isCut: boolean): Promise<unknown> =>
      window.evaluate(`window.fojas.call('practice.cutLine', { isCut: ${isCut} })`);
    await cut(true);
    await expect(window.locator('.strip').getByText('Sin conexión')).toBeVisible({ timeout: 60_000 });

    // Nine o'clock: who is there and what is said, from one blank of the model to the next.
    await press(window, 'Alt+a');
    await expect(window.locator('.prose')).toBeFocused();
    for (const words of [
      'Laguna Clara',
      'la fiscal, el imputado y su defensora',
      'excarcelación',
      'Se oyó a las partes.',
      'No se hace lugar.',
      'No se grabó.',
    ]) {
      await press(window, 'F4');
      await window.keyboard.type(words);
    }
    await expect(window.getByText('Guardado en esta PC. Se envía cuando haya línea.')).toBeVisible();
    await press(window, 'F9');
    await expect(window.locator('.draft-propose .page-drawing').first()).toBeVisible();
    await expect(window.getByRole('button', { name: /^Pasar a la firma/ })).toBeEnabled();
    await press(window, 'F9');
    await expect(window.getByText('Está en la bandeja de esta PC; se envía cuando haya línea.')).toBeVisible();

    // Signed in the room, before everybody leaves.
    await press(window, 'Alt+1');
    await inList(window);
    await expect(count(window, 'A firmar')).toHaveText('4');
    await press(window, 'Alt+f');
    await expect(window.locator('[data-pane="list"] input').first()).toBeFocused();
    await window.keyboard.type('acta de audiencia');
    await expect(window.locator('.list-total')).toHaveText('1');
    await press(window, 'Alt+ArrowRight');
    await readsAct(window);
    await expect(window.locator('.act-title')).toContainText('Acta de audiencia');
    await press(window, 'Control+Shift+F');
    await expect(window.getByRole('heading', { name: 'Firmar 1 acto' })).toBeVisible();
    await expect(window.getByRole('radio', { checked: true }).first()).toBeFocused();
    await enterPin(desk, await desk.pinWindow(() => press(window, 'F9')));
    await expect(window.getByRole('heading', { name: '1 acto firmado' })).toBeVisible();
    await press(window, 'Escape');
    await expect(count(window, 'Cola de envío')).toHaveText('1');

    // Back at the office there is a line: the text, the act and its signature go by themselves.
    await cut(false);
    await expect(count(window, 'Cola de envío')).toHaveText('0', { timeout: 60_000 });
    await expect(count(window, 'Registrados')).toHaveText(String(registered + 1));
  });
});

test.describe('a clerk’s day without a line', () => {
  test('a case is opened, its receipt printed, a text written; the line comes back and takes it all', async ({
    desk,
  }) => {
    test.setTimeout(240_000);
    const { window } = desk;
    await sync(desk);
    await sitAs(window, /Cáceres/);
    await sync(desk);

    // The link drops, and stays away.
    await desk.world.stop();
    await press(window, 'F5');
    await expect(window.locator('.strip').getByText('Sin conexión')).toBeVisible({ timeout: 60_000 });

    // At the counter: a complaint becomes a case, and the citizen goes with its code.
    await press(window, 'Alt+e');
    await choose(window, 'Abrir una causa');
    await write(window, 'Carátula', 'Bengochea, Saúl s/ denuncia por estafa');
    await choose(window, 'Abrir la causa');
    await expect(window.getByRole('heading', { name: 'Bengochea, Saúl s/ denuncia por estafa' })).toBeVisible();
    await expect(window.getByText(/^P-[A-Z0-9]+-C0001$/).first()).toBeVisible();
    await expect(window.getByText('solo en esta PC: se envía cuando haya línea').first()).toBeVisible();
    await choose(window, 'Constancia para el ciudadano');
    await expect(window.locator('.page-drawing').first()).toBeVisible();
    await press(window, 'Escape');

    // A text for it, from a model; kept by itself.
    await press(window, 'Alt+d');
    await choose(window, 'Empezar un borrador');
    await expect(window.locator('input:focus')).toBeVisible();
    await window.keyboard.type('oficio');
    await press(window, 'Tab', 'Enter');
    await reach(window, window.getByRole('textbox', { name: /^Causa/ }));
    await window.keyboard.type('Bengochea');
    await expect(window.getByRole('option', { name: /Bengochea/ })).toHaveCount(1);
    await press(window, 'Tab', 'ArrowDown', 'Space');
    await choose(window, 'Empezar a escribir');
    await expect(window.locator('.prose')).toBeFocused();
    await press(window, 'Control+End');
    await window.keyboard.type(' Informe los movimientos de la cuenta.');
    await expect(window.getByText('Guardado en esta PC. Se envía cuando haya línea.')).toBeVisible();

    // The next morning there is a line again: the case has its number, and the text is sent.
    await desk.app.close();
    const world = await startPracticeWorld({ dataDir: desk.dataDir, args: ['--count', '3'] });
    try {
      const next = await openDesk(world, desk.dataDir);
      try {
        await sitAs(next.window, /Cáceres/);
        await sync(next);
        await press(next.window, 'Alt+e');
        await reach(next.window, next.window.getByRole('searchbox', { name: /Número, carátula/ }));
        await next.window.keyboard.type('Bengochea');
        await expect(next.window.getByText(/^97-ufij-3-\d{6}-26$/)).toBeVisible({ timeout: 60_000 });
        await press(next.window, 'Alt+d');
        await expect(next.window.locator('.draft-row')).toHaveCount(1);
        expect(next.complaints).toEqual([]);
      } finally {
        await next.app.close();
      }
    } finally {
      await world.stop();
    }
  });
});

test.describe('a secretary’s day', () => {
  test.use({ deskOptions: { count: 6, softwareKey: true } });

  test('acts are looked over and vouched for, one is noted as told of, and the magistrate sees it', async ({
    desk,
  }) => {
    const { window } = desk;
    await sync(desk);
    await sitAs(window, /Lapacó/);
    await sync(desk);
    await press(window, 'Alt+1');
    await inList(window);
    await expect.poll(async () => Number(await count(window, 'A firmar').textContent())).toBeGreaterThan(3);

    // What nobody vouched for yet is read and gets the visado.
    await press(window, 'Home', 'Enter');
    await expect(window.locator('.page-drawing').first()).toBeVisible();
    const title = (await window.locator('.act-title').textContent()) ?? '';
    await press(window, 'Control+Shift+B');
    await expect(window.locator('.strip-notice')).toContainText(`«${title}» quedó con su visado.`);

    // A registered act: somebody was told of it.
    await press(window, 'Alt+7');
    await inList(window);
    const before = Number(await count(window, 'Por notificar').textContent());
    await press(window, 'Home', 'Enter');
    await press(window, 'Alt+n');
    await write(window, 'A quién', 'Defensoría Oficial N.º 4');
    await choose(window, 'Anotar la notificación');
    await expect(window.getByText(/Defensoría Oficial N\.º 4/).first()).toBeVisible();
    await expect(count(window, 'Por notificar')).toHaveText(String(before - 1));
    await press(window, 'Escape');
    await sync(desk);

    // The magistrate finds the visado on the act.
    await sitAs(window, /Quirós/);
    await sync(desk);
    await press(window, 'Alt+1');
    await inList(window);
    await press(window, 'Alt+c');
    await expect(
      window.getByRole('row', { name: new RegExp(title.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&')) }),
    ).toBeVisible();
  });
});
