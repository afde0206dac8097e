import type { Locator, Page } from '@playwright/test';
import { expect, type Desk } from './fixtures.ts';

// What every journey by keyboard alone does: no pointer, and no waiting but for what a person would see.

export const press = async (page: Page, ...keys: string[]): Promise<void> => {
  for (const key of keys) await page.keyboard.press(key);
};

/** Goes there by Tab, as a person does who sees where the focus is. Asked of the page: the focus is the page's own to tell. */
export async function reach(page: Page, wanted: Locator): Promise<void> {
  await expect(wanted).toBeVisible();
  for (let n = 0; n < 120; n += 1) {
    if (await wanted.evaluate((element) => element === element.ownerDocument.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('no Tab leads there');
}

/** Goes there and presses Enter. */
export async function choose(page: Page, name: string | RegExp): Promise<void> {
  const button = page.getByRole('button', { name }).first();
  await expect(button).toBeEnabled();
  await reach(page, button);
  await page.keyboard.press('Enter');
}

/** Goes to the field and writes. */
export async function write(page: Page, label: string | RegExp, text: string): Promise<void> {
  await reach(page, page.getByRole('textbox', { name: label }).first());
  await page.keyboard.type(text);
}

/** Finds a command by its words and runs it: the field takes what is typed, and one command is left in hand, before Enter. */
export async function command(page: Page, name: string): Promise<void> {
  await press(page, 'Control+k');
  const field = page.getByRole('dialog').locator('input');
  await expect(field).toBeFocused();
  await page.keyboard.type(name);
  await expect(page.getByRole('dialog').getByRole('menuitem')).toHaveCount(1);
  await expect(field).toHaveAttribute('aria-activedescendant', /./);
  await press(page, 'Enter');
}

/** The list has the keyboard. */
export const inList = (page: Page): Promise<void> =>
  expect.poll(() => page.evaluate("document.activeElement?.getAttribute('role')")).toBe('grid');

/** The act in hand is drawn, and the office knows that it was read. */
export async function readsAct(page: Page): Promise<void> {
  await expect(page.locator('.page-drawing').first()).toBeVisible();
  await expect(page.locator('.row[data-open][data-unread]')).toHaveCount(0);
}

/** A tray's count, as its button says it. */
export const count = (page: Page, tray: string): Locator =>
  page
    .getByRole('navigation')
    .getByRole('button', { name: new RegExp(`^${tray}`) })
    .locator('.trays-count');

/** Types the PIN into its window, which closes when the token has accepted it. */
export async function enterPin(desk: Desk, pin: Page): Promise<void> {
  await expect(pin.getByRole('textbox', { name: 'PIN' })).toBeFocused();
  await pin.keyboard.type(desk.world.pin);
  // The window may be gone before the key is let go.
  await Promise.all([pin.waitForEvent('close'), pin.keyboard.press('Enter').catch(() => undefined)]);
}

/** Sits down at another of the seats, found by the person's name. */
export async function sitAs(page: Page, name: RegExp): Promise<void> {
  const sits = page.locator('.trays-person-name');
  await expect(sits).toBeVisible();
  // The seat that was taken last is taken again at the next start.
  if (name.test((await sits.textContent()) ?? '')) return;
  await press(page, 'Alt+o');
  const seat = page.getByRole('radio', { name });
  await expect(seat).toBeVisible();
  await reach(page, page.getByRole('radio', { checked: true }));
  for (let n = 0; n < 10 && !(await seat.isChecked()); n += 1) await page.keyboard.press('ArrowDown');
  await choose(page, 'Trabajar acá');
  await expect(sits).toHaveText(name);
}
