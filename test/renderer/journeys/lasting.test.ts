import type { Browser, Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '../browser.ts';
import { openHost, type Host } from '../host.ts';
import { openScene } from '../scenes.ts';

let host: Host;
let browser: Browser;
beforeAll(async () => {
  [host, browser] = await Promise.all([openHost(), openBrowser()]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await host?.close();
});

/** Opens the registered tray and takes its second act in hand, by keys alone. */
const open = async (go: (page: Page) => Promise<void>) => {
  const scene = {
    name: 'journey',
    go: async (page: Page) => {
      await page.locator('.rows .row[data-active]').first().waitFor();
      await page.keyboard.press('Alt+4');
      await page.locator('.rows .row .row-age', { hasText: '1201' }).waitFor();
      await page.locator('.rows').focus();
      await page.keyboard.press('Home');
      await page.keyboard.press('ArrowDown');
      await page.locator('.act-head').waitFor();
      await go(page);
    },
  };
  return openScene(browser, host, scene, { name: 'light', theme: 'light' });
};

describe('by keyboard alone', () => {
  it('one reads the report of an act, saves it, and comes back', async () => {
    const { page, complaints, close } = await open(async (window) => {
      await window.keyboard.press('Alt+v');
      await window.locator('.report-verdict').waitFor();
    });
    expect(await page.locator('.report-verdict').innerText()).toMatch(/Válida/);
    const save = page.getByRole('button', { name: 'Guardar el informe (JSON)' });
    await save.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('status').filter({ hasText: 'Guardado en' }).waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.act-head').waitFor();
    expect(complaints).toEqual([]);
    await close();
  }, 60_000);

  it('one verifies a file from outside, with its password, and then another one', async () => {
    const { page, complaints, close } = await open(async (window) => {
      await window.keyboard.press('Control+o');
      await window.getByRole('heading', { name: 'Verificar un archivo' }).waitFor();
    });
    const pick = async (button: string, name: string, content: string): Promise<void> => {
      const chooser = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: button }).focus();
      await page.keyboard.press('Enter');
      await (await chooser).setFiles({ name, mimeType: 'application/pdf', buffer: Buffer.from(content) });
    };
    await pick('Elegir un archivo', 'contestacion.pdf', 'cerrado');
    await page.getByLabel('Contraseña del documento').waitFor();
    await page.keyboard.type('otra');
    await page.keyboard.press('Enter');
    await page.getByText('La contraseña no abre este PDF.').waitFor();
    await page.getByLabel('Contraseña del documento').fill('clave');
    await page.keyboard.press('Enter');
    await page.locator('.report-verdict').waitFor();
    expect(await page.locator('.report-paper').innerText()).toContain('contestacion.pdf');
    await pick('Elegir otro archivo', 'volante.pdf', 'llano');
    // Nobody signed it, which is not that a signature of it is bad.
    const unsigned = page.locator('.report-verdict[data-tone="info"]');
    await unsigned.filter({ hasText: 'Sin firma.' }).waitFor();
    await pick('Elegir otro archivo', 'oficio.pdf', '');
    await page.getByText('oficio.pdf está vacío: no hay nada que verificar.').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.act-head').waitFor();
    expect(complaints).toEqual([]);
    await close();
  }, 60_000);

  it('one sees the health of a case and renews what is weak', async () => {
    const { page, complaints, close } = await open(async (window) => {
      await window.keyboard.press('Alt+h');
      await window.locator('.health-sum').waitFor();
    });
    const renew = page.getByRole('button', { name: /^Renovar ahora/ });
    await renew.focus();
    await page.keyboard.press('Enter');
    await page
      .getByRole('status')
      .filter({ hasText: /en renovación/ })
      .waitFor();
    expect(await page.locator('.line-caption').first().innerText()).toMatch(/renovación en marcha/);
    expect(await renew.isDisabled()).toBe(true);
    await page.keyboard.press('Escape');
    await page.locator('.act-head').waitFor();
    expect(complaints).toEqual([]);
    await close();
  }, 60_000);

  it('one sees what the line does, tries again what was set aside, and answers the proxy', async () => {
    const { page, complaints, close } = await open(async (window) => {
      await window.keyboard.press('Alt+l');
      await window.locator('.line-aside').waitFor();
    });
    expect(await page.locator('.place-body').innerText()).toMatch(
      /Faltan 14,7 MB: 5 a enviar, 3 a traer\. 3 archivos diferidos\./,
    );
    expect(await page.locator('.line-aside > li').count()).toBe(2);
    await page
      .getByRole('button', { name: /^Reintentar/ })
      .first()
      .focus();
    await page.keyboard.press('Enter');
    await page.locator('.line-aside > li').nth(1).waitFor({ state: 'detached' });
    await page.getByLabel('Usuario de la red').fill('juana');
    await page.getByLabel('Contraseña de la red').fill('clave');
    await page.keyboard.press('Enter');
    await page.locator('.line-sign-in').waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await page.locator('.act-head, .work .hint').first().waitFor();
    expect(complaints).toEqual([]);
    await close();
  }, 60_000);
});
