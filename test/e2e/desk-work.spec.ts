import { AxeBuilder } from '@axe-core/playwright';
import type { Page, TestInfo } from '@playwright/test';
import { expect, test, type Desk } from './fixtures.ts';

// A morning at the desk, by keyboard alone, on every real part: the practice office, its repository, its token, the PIN window.

/** No violation of WCAG 2.2 AA, and a picture among the test's results. */
async function holds(page: Page, info: TestInfo, name: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
  await page.screenshot({ path: info.outputPath(`${name}.png`) });
}

const press = async (page: Page, ...keys: string[]): Promise<void> => {
  for (const key of keys) await page.keyboard.press(key);
};

/** The paper in hand was drawn, and the office knows that it was shown. */
async function shown({ window }: Desk): Promise<void> {
  await expect(window.locator('.page-drawing').first()).toBeVisible();
  await expect(window.getByRole('button', { name: 'Firmar el acto' })).toBeEnabled();
}

/** The list has the keyboard. (Asked of the page: on some systems the window itself comes back to the front a moment later.) */
const inList = ({ window }: Desk): Promise<void> =>
  expect.poll(() => window.evaluate("document.activeElement?.getAttribute('role')")).toBe('grid');

/** Types the PIN into its window, which closes when the token has accepted it. */
async function enterPin(desk: Desk, pin: Page): Promise<void> {
  await expect(pin.getByRole('textbox', { name: 'PIN' })).toBeFocused();
  await pin.keyboard.type(desk.world.pin);
  // The window may be gone before the key is let go.
  await Promise.all([pin.waitForEvent('close'), pin.keyboard.press('Enter').catch(() => undefined)]);
}

const count = (desk: Desk, tray: string) =>
  desk.window
    .getByRole('navigation')
    .getByRole('button', { name: new RegExp(`^${tray}`) })
    .locator('.trays-count');

test.describe('twelve acts', () => {
  test.use({ deskOptions: { count: 12, softwareKey: false } });

  test('are read, marked, signed with one PIN, followed to their receipts', async ({ desk }, info) => {
    const { window } = desk;
    await expect(count(desk, 'A firmar')).toHaveText('12');
    await expect(window.getByText('MODO PRÁCTICA')).toBeVisible();
    await expect(window.getByText('nada de lo firmado tiene valor')).toBeVisible();
    // Until the first pull is done, the counts still grow by themselves.
    await window.evaluate("window.fojas.call('sync.now', {})");
    const counts = await window.evaluate("window.fojas.call('trays.counts', {})");
    const before = (counts as { value: { registered: number } }).value.registered;
    await expect(count(desk, 'Registrados')).toHaveText(String(before));

    // Read the first, which nobody vouched for: from then on it can be signed.
    await press(window, 'Alt+ArrowRight');
    await shown(desk);
    await holds(window, info, 'reading');

    // Mark everything; what nobody read stays out, and is counted.
    await window.getByRole('grid').focus();
    await press(window, 'Control+a');
    await expect(window.getByText('12 marcados', { exact: true })).toBeVisible();
    await press(window, 'Control+Shift+F');
    await expect(window.getByRole('radio', { checked: true }).first()).toBeFocused();
    // Not counted by their rows: the list draws those that are in sight.
    const leftOut = window.getByText(/^\d+ actos marcados están sin leer/);
    const unread = Number.parseInt((await leftOut.textContent()) ?? '', 10);
    const ready = 12 - unread;
    expect(unread).toBeGreaterThan(0);
    await expect(window.getByRole('heading', { name: `Firmar ${ready} actos` })).toBeVisible();
    await holds(window, info, 'before-the-pin');

    const pin = await desk.pinWindow(() => press(window, 'F9'));
    await expect(pin.getByText(`Para firmar ${ready} actos`)).toBeVisible();
    await holds(pin, info, 'pin');
    await enterPin(desk, pin);

    await expect(window.getByRole('heading', { name: `${ready} actos firmados` })).toBeVisible();
    await expect(window.getByText('firmado y guardado', { exact: true })).toHaveCount(ready);
    await expect(window.getByText(`${unread} quedaron afuera por estar sin leer`)).toBeVisible();
    await holds(window, info, 'fates');

    // They go by themselves; "registered" only once each receipt was verified against our own bytes.
    await press(window, 'Escape');
    await expect(count(desk, 'A firmar')).toHaveText(String(unread));
    await expect(count(desk, 'Cola de envío')).toHaveText('0', { timeout: 30_000 });
    await expect(count(desk, 'Registrados')).toHaveText(String(before + ready));
    await press(window, 'Alt+4');
    await expect(window.getByRole('heading', { name: 'Registrados' })).toBeVisible();
    await inList(desk);
    await press(window, 'Home', 'Enter');
    await expect(window.locator('.page-drawing').first()).toBeVisible();
    await press(window, 'Alt+r');
    await expect(window.getByText('Verificado contra el archivo firmado y la clave del repositorio')).toBeVisible();
    await expect(window.getByText('Registrado (cargo)')).toBeVisible();
    await holds(window, info, 'receipt');
    // Its place in the case.
    await press(window, 'Alt+i');
    await expect(window.getByRole('heading', { name: 'Índice de la causa' })).toBeVisible();
    await holds(window, info, 'case');
  });
});

test('an act is returned with remarks, and the window changes its language where it stands', async ({ desk }, info) => {
  const { window } = desk;
  await expect(count(desk, 'A firmar')).toHaveText('3');
  await press(window, 'Alt+ArrowRight');
  await shown(desk);
  const title = (await window.locator('.act-title').textContent()) ?? '';
  await press(window, 'Control+Shift+D');
  await expect(window.getByRole('textbox', { name: /^Observaciones para/ })).toBeFocused();
  await window.keyboard.type('Corrija la fecha de la audiencia: es el 24.');
  await holds(window, info, 'returning');
  await press(window, 'Control+Enter');
  await expect(window.locator('.strip-notice')).toContainText(`«${title}» se devolvió a`);
  await expect(count(desk, 'A firmar')).toHaveText('2');
  await expect(count(desk, 'Devueltos')).toHaveText('1');
  await press(window, 'Alt+5');
  await expect(window.getByRole('heading', { name: 'Devueltos' })).toBeVisible();
  await inList(desk);
  await press(window, 'Home', 'Enter');
  await expect(window.getByText('Corrija la fecha de la audiencia: es el 24.')).toBeVisible();
  await holds(window, info, 'returned');

  for (const [word, heading, lang] of [
    ['português', 'Devolvidos', 'pt-BR'],
    ['english', 'Returned', 'en'],
    ['español', 'Devueltos', 'es-AR'],
  ] as const) {
    await press(window, 'Control+k');
    await expect(window.getByRole('dialog').locator('input')).toBeFocused();
    await window.keyboard.type(word);
    await press(window, 'ArrowDown', 'Enter');
    await expect(window.getByRole('heading', { name: heading })).toBeVisible();
    await expect(window.locator('html')).toHaveAttribute('lang', lang);
    await holds(window, info, `language-${lang}`);
  }

  // Dark, and kept: the office has it, not the window.
  await press(window, 'Control+,');
  await expect(window.getByRole('radio', { name: 'Español (Argentina)' })).toBeFocused();
  await press(window, 'Tab', 'ArrowRight');
  await expect(window.locator('html')).toHaveAttribute('data-theme', /light|dark/);
  const theme = await window.locator('html').getAttribute('data-theme');
  await expect
    .poll(() => window.evaluate("window.fojas.call('settings.read', {})"))
    .toMatchObject({ value: { theme, locale: 'es-AR' } });
});

test.describe('with a key in a file', () => {
  test.use({ deskOptions: { count: 3, softwareKey: true } });

  test('the banner says so, and the way is the same', async ({ desk }, info) => {
    const { window } = desk;
    await expect(window.getByText(/clave de práctica «.+» \(archivo, sin dispositivo\)/)).toBeVisible();
    await expect(window.getByRole('row').nth(1)).toBeVisible();
    await press(window, 'Alt+ArrowRight');
    await shown(desk);
    await press(window, 'F9');
    await expect(window.getByRole('radio', { checked: true })).toBeFocused();
    const pin = await desk.pinWindow(() => press(window, 'Control+Enter'));
    await enterPin(desk, pin);
    await expect(window.getByRole('heading', { name: '1 acto firmado' })).toBeVisible();
    await holds(window, info, 'signed-with-a-file');
  });
});
