import { expect, test, type Desk } from './fixtures.ts';

// The main job through every real part: window, main, office, token host, PIN window, repository.

interface KeysBack {
  keysBack?: boolean;
}

/** A tray's button; with a count, only when it says that count. */
const tray = ({ window }: Desk, name: string, count?: number) =>
  window
    .getByRole('navigation', { name: 'Bandejas' })
    .getByRole('button', { name: new RegExp(`^${name}${count === undefined ? '' : `\\D+${count}\\b`}`) });

/** Opens the first act of the tray and waits until its paper is on screen. */
async function readFirstAct({ window }: Desk): Promise<void> {
  await window.getByRole('grid').getByRole('row').nth(1).click();
  await expect(window.getByText(/^Página 1 de|de \d+/).first()).toBeVisible({ timeout: 20_000 });
  await expect(window.getByText('Se podrá firmar cuando se haya mostrado en esta PC.')).toBeHidden();
}

/** Chooses to sign the act at hand; answers the PIN window. */
async function askToSign(desk: Desk) {
  await desk.window.getByRole('button', { name: 'Firmar el acto' }).click();
  const sign = desk.window.getByRole('button', { name: 'Firmar 1 acto' });
  await expect(sign).toBeEnabled();
  return desk.pinWindow(() => sign.click());
}

test('an act is read, signed with one PIN, sent, and registered with a receipt', async ({ desk }) => {
  const { window } = desk;
  await expect(tray(desk, 'A firmar', 3)).toBeVisible();
  // Until the first pull is done, the counts still grow by themselves.
  await window.evaluate("window.fojas.call('sync.now', {})");
  const counts = await window.evaluate("window.fojas.call('trays.counts', {})");
  const { registered } = (counts as { value: { registered: number } }).value;
  await expect(tray(desk, 'Registrados', registered)).toBeVisible();
  await readFirstAct(desk);

  const pin = await askToSign(desk);
  await expect(pin.getByRole('heading', { name: 'Ingrese su PIN' })).toBeVisible();
  await expect(pin.getByText('Para firmar 1 acto')).toBeVisible();
  // The page that sees a PIN can speak with the token host alone.
  expect(await pin.evaluate('[typeof window.fojas, Object.keys(window.fojasPin).join()]')).toEqual([
    'undefined',
    'onPort',
  ]);
  await pin.getByLabel('PIN', { exact: true }).fill(desk.world.pin);
  await desk.app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.once('focus', () => ((globalThis as KeysBack).keysBack = true));
  });
  await Promise.all([pin.waitForEvent('close'), pin.getByRole('button', { name: 'Firmar 1 acto' }).click()]);
  // The keys go back to the window below: who works without a mouse could not fetch them.
  await expect.poll(() => desk.app.evaluate(() => (globalThis as KeysBack).keysBack)).toBe(true);

  await expect(window.getByRole('heading', { name: '1 acto firmado' })).toBeVisible({ timeout: 20_000 });
  await expect(tray(desk, 'A firmar', 2)).toBeVisible();
  // Registered only once the receipt was verified against our own bytes.
  await expect(tray(desk, 'Registrados', registered + 1)).toBeVisible({ timeout: 20_000 });
  await expect(tray(desk, 'Cola de envío', 0)).toBeVisible();
});

test('a wrong PIN signs nothing, and a closed PIN window is a no', async ({ desk }) => {
  const { window } = desk;
  await readFirstAct(desk);

  const wrong = await askToSign(desk);
  await wrong.getByLabel('PIN', { exact: true }).fill('000000');
  await wrong.getByRole('button', { name: 'Firmar 1 acto' }).click();
  await expect(wrong.getByRole('alert')).toContainText('El PIN no es correcto');
  await wrong.close();
  await expect(window.getByText('El PIN no es correcto').first()).toBeVisible();

  await window.getByRole('button', { name: /^Volver a la bandeja/ }).click();
  await readFirstAct(desk);
  const closed = await askToSign(desk);
  await closed.close();
  await expect(window.getByText('Se canceló el ingreso del PIN').first()).toBeVisible();
  await expect(tray(desk, 'A firmar', 3)).toBeVisible();
});
