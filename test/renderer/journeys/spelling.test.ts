import { expect, it } from 'vitest';
import { useDesk } from './desk.ts';

const desk = useDesk();
const { open, press } = desk;

it('shows in the text which word is looked up, the next one too, and lets no key reach it meanwhile', async () => {
  const { page } = desk;
  await open();
  await press('ArrowDown', 'Enter', 'Alt+d');
  await page.locator('.draft-row').first().waitFor();
  await page.getByRole('button', { name: 'Empezar un borrador' }).focus();
  await press('Enter');
  await page.locator('input:focus').waitFor();
  await page.keyboard.type('providencia simple');
  await page.getByRole('listbox', { name: 'Causas' }).locator('[aria-selected="true"]').waitFor();
  await press('Enter');
  await page.locator('.prose:focus').waitFor();
  await press('Control+Home');
  await page.keyboard.type('del requerimineto y otro requerimineto, ');
  await expect.poll(() => page.locator('.prose-wrong').count()).toBe(2);
  await press('Control+Home', 'Alt+F7');
  const chosen = () => page.evaluate(() => getSelection()!.toString());
  const beside = page.getByRole('group', { name: 'No está en el diccionario: requerimineto' });
  const first = beside.getByRole('button', { name: 'requerimiento', exact: true });
  await expect.poll(() => first.evaluate((one) => one === document.activeElement)).toBe(true);
  expect(await chosen()).toBe('requerimineto');
  await press('Enter');
  // A second Enter at once is no paragraph in the word's place.
  expect(await page.evaluate(() => document.activeElement!.closest('.prose'))).toBeNull();
  await expect.poll(() => page.locator('.prose p').first().textContent()).toContain('del requerimiento y otro requeri');
  await expect.poll(() => first.evaluate((one) => one === document.activeElement)).toBe(true);
  expect(await chosen()).toBe('requerimineto');
  await press('Enter');
  await expect
    .poll(() => page.locator('.prose p').first().textContent())
    .toContain('requerimiento y otro requerimiento,');
  await page.locator('.prose:focus').waitFor();
});
