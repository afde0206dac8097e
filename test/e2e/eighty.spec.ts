import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { count, enterPin, inList, press } from './keyboard.ts';

// Eighty before noon: eighty acts read and seventy-four of them signed with one PIN, by keyboard alone, on every real part.

const all = 80;
/** These are left for later: every thirteenth. */
const isLeft = (n: number): boolean => n % 13 === 12;

/** Whether each act of the tray was shown, as the office says. */
async function shownRows(window: Page): Promise<boolean[]> {
  const page = (await window.evaluate(
    "window.fojas.call('trays.page', { tray: 'toSign', after: null, limit: 100, search: '', vouched: false })",
  )) as { value: { rows: { shown: boolean }[] } };
  return page.value.rows.map(({ shown }) => shown);
}

test.use({ deskOptions: { count: all, softwareKey: false } });

test('eighty acts are read one after the other, and seventy-four signed with one PIN', async ({ desk }) => {
  test.setTimeout(300_000);
  const { window } = desk;
  await expect(count(window, 'A firmar')).toHaveText(String(all));
  await window.evaluate("window.fojas.call('sync.now', {})");
  await press(window, 'Alt+1');
  await inList(window);
  await press(window, 'Home', 'Enter');

  const open = window.locator('.row[data-open]');
  for (let n = 0; n < all; n += 1) {
    await expect(open).toHaveAttribute('aria-rowindex', String(n + 2));
    await expect(window.locator('.page-drawing').first()).toBeVisible();
    await expect(window.locator('.row[data-open][data-unread]')).toHaveCount(0);
    // What a colleague vouched for counts as read before it is drawn; of what is left, its own drawing is waited for.
    if (isLeft(n)) await expect.poll(async () => (await shownRows(window))[n]).toBe(true);
    await press(window, isLeft(n) ? 'Alt+ArrowRight' : 'Alt+m');
  }
  const signed = all - 6;
  await expect(window.getByText(`${signed} marcados`, { exact: true })).toBeVisible();

  await press(window, 'Control+Shift+F');
  await expect(window.getByRole('heading', { name: `Firmar ${signed} actos` })).toBeVisible();
  await expect(window.getByText('sin leer: queda afuera')).toHaveCount(0);
  await expect(window.getByRole('radio', { checked: true }).first()).toBeFocused();
  const pin = await desk.pinWindow(() => press(window, 'F9'));
  await expect(pin.getByText(`Para firmar ${signed} actos`)).toBeVisible();
  await enterPin(desk, pin);
  await expect(window.getByRole('heading', { name: `${signed} actos firmados` })).toBeVisible({ timeout: 120_000 });
  await press(window, 'Escape');
  await expect(count(window, 'A firmar')).toHaveText('6');
  await expect(count(window, 'Cola de envío')).toHaveText('0', { timeout: 120_000 });

  // Those that were left were read all the same, and that is kept.
  expect(await shownRows(window)).toEqual(Array(6).fill(true));
});
