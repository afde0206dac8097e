import { expect, openDesk, test } from './fixtures.ts';

// A desk that its person leaves, with a token and no passphrase: closed by main, whatever a page asks, and opened by the PIN in its own window.

test('a desk locks by one key, answers nothing, also started anew, and opens with its token', async ({ desk }) => {
  const { window, world } = desk;
  await expect(window.getByRole('grid')).toBeVisible();
  await window.keyboard.press('Control+,');
  // The first time the token proves whose it is; from then on it opens this desk.
  const first = await desk.pinWindow(() => window.getByRole('button', { name: 'Abrir con mi token' }).press('Enter'));
  await expect(first.getByRole('heading', { name: 'PIN para abrir el puesto' })).toBeVisible();
  await first.getByRole('textbox', { name: 'PIN' }).fill(world.pin);
  await Promise.all([first.waitForEvent('close'), first.keyboard.press('Enter').catch(() => undefined)]);
  await expect(window.getByText('El puesto se bloquea y se abre con su token')).toBeVisible();

  await window.keyboard.press('Control+Shift+L');
  await expect(window.getByRole('heading', { name: 'El puesto está bloqueado' })).toBeVisible();
  const refused = { ok: false, failure: { kind: 'deskLocked' } };
  for (const name of ['trays.counts', 'office.status', 'links.take', 'policy.read', 'updates.status'])
    expect(await window.evaluate(`window.fojas.call('${name}', {})`)).toEqual(refused);
  await desk.app.close();

  const again = await openDesk(world, desk.dataDir);
  try {
    await expect(again.window.getByRole('heading', { name: 'El puesto está bloqueado' })).toBeVisible();
    expect(await again.window.evaluate("window.fojas.call('trays.counts', {})")).toEqual(refused);
    const open = () => again.window.getByRole('button', { name: 'Abrir con mi token' }).press('Enter');
    const wrong = await again.pinWindow(open);
    await wrong.getByRole('textbox', { name: 'PIN' }).fill('0000000');
    await wrong.keyboard.press('Enter');
    const closing = wrong.getByRole('button', { name: 'Cerrar' });
    await expect(closing).toBeVisible();
    await Promise.all([wrong.waitForEvent('close'), closing.press('Enter').catch(() => undefined)]);
    await expect(again.window.getByRole('alert')).toContainText('El puesto sigue bloqueado');
    const pin = await again.pinWindow(open);
    await pin.getByRole('textbox', { name: 'PIN' }).fill(world.pin);
    await Promise.all([pin.waitForEvent('close'), pin.keyboard.press('Enter').catch(() => undefined)]);
    await expect(again.window.getByRole('grid')).toBeVisible();
    expect(again.complaints).toEqual([]);
  } finally {
    await again.app.close();
  }
});
