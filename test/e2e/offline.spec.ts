import { openScreen, screens } from '../../tools/screens/list.ts';
import { expect, test } from './fixtures.ts';

// Days without a line: each screen opens from what lies here, and says that there is none and how old its data is.

test('every screen opens without a line', async ({ desk }) => {
  test.setTimeout(300_000);
  const { window } = desk;
  await window.evaluate("window.fojas.call('sync.now', {})");
  await desk.world.stop();
  await window.keyboard.press('F5');
  const strip = window.locator('.strip');
  await expect(strip.getByText('Sin conexión')).toBeVisible({ timeout: 60_000 });
  for (const screen of screens) {
    await test.step(screen.title, async () => {
      await openScreen(window, screen);
      await expect(strip.getByText('Sin conexión')).toBeVisible();
      await expect(strip.getByText(/contacto/i)).toBeVisible();
      // Trouble that a person must act on is said aloud; being without a line is none.
      await expect(window.locator('.work [role="alert"]')).toHaveCount(0);
    });
  }
});
