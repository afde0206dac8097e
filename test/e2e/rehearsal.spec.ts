import { type Desk, expect, test } from './fixtures.ts';
import { command } from './keyboard.ts';

// "I pulled it out in the middle", rehearsed in the window with a card that really leaves its reader.

/** Opens every act of the tray until its paper is on screen: what nobody read stays out of a batch. */
async function readAll({ window }: Desk, count: number): Promise<void> {
  for (let row = 1; row <= count; row += 1) {
    await window.getByRole('grid').getByRole('row').nth(row).click();
    await expect(window.locator('.page-drawing').first()).toBeVisible();
    await expect(window.getByRole('button', { name: 'Firmar el acto' })).toBeEnabled();
  }
}

/** Types the PIN into its window, which closes when the token has accepted it. */
async function enterPin(desk: Desk, pin: Awaited<ReturnType<Desk['pinWindow']>>): Promise<void> {
  await expect(pin.getByRole('textbox', { name: 'PIN' })).toBeFocused();
  await pin.keyboard.type(desk.world.pin);
  await Promise.all([
    pin.waitForEvent('close', { timeout: 60_000 }),
    pin.keyboard.press('Enter').catch(() => undefined),
  ]);
}

test.use({ deskOptions: { count: 4, softwareKey: false, virtualCard: true } });

test('a card pulled out in the middle keeps half, and one key press goes on when it is back', async ({
  desk,
}, info) => {
  const { window } = desk;
  expect(desk.world.token).toBe('card');
  await expect(window.getByRole('grid').getByRole('row')).toHaveCount(5);
  await readAll(desk, 4);
  await command(window, 'Ensayar: retirar');
  await expect(window.getByText('la tarjeta virtual saldrá de su lector')).toBeVisible();

  await window.getByRole('grid').focus();
  await window.keyboard.press('Control+a');
  await window.keyboard.press('Control+Shift+F');
  await expect(window.getByRole('heading', { name: 'Firmar 4 actos' })).toBeVisible({ timeout: 60_000 });
  await expect(window.getByRole('radio', { checked: true }).first()).toBeFocused({ timeout: 60_000 });
  await enterPin(desk, await desk.pinWindow(() => window.keyboard.press('F9')));

  await expect(window.getByText('la tarjeta virtual está fuera de su lector')).toBeVisible({ timeout: 60_000 });
  await window.screenshot({ path: info.outputPath('out.png') });
  await window.getByRole('button', { name: 'Volver a poner el token' }).click();
  await expect(window.getByText('la tarjeta virtual está fuera de su lector')).toBeHidden();
  // The reader tells, and nobody has to ask again.
  await expect(window.getByText('Sin token')).toBeHidden({ timeout: 30_000 });
  await enterPin(desk, await desk.pinWindow(() => window.keyboard.press('F9')));
  await expect(window.getByRole('heading', { name: '2 actos firmados' })).toBeVisible({ timeout: 60_000 });
  await expect(window.getByText('Terminado')).toBeVisible({ timeout: 60_000 });
  await expect(window.getByRole('navigation').getByRole('button', { name: /^A firmar\D+0\b/ })).toBeVisible();
  await window.screenshot({ path: info.outputPath('done.png') });
});
