import type { Browser, BrowserContext, Page } from '@playwright/test';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openBrowser } from './browser.ts';
import { openHost, type Host } from './host.ts';

// The window by keyboard alone, on the fake office. (The mouse has its own, at the end.)

let host: Host;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let complaints: string[];
beforeAll(async () => {
  [host, browser] = await Promise.all([openHost(), openBrowser()]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await host?.close();
});
beforeEach(async () => {
  context = await browser.newContext({ viewport: { width: 1366, height: 768 }, reducedMotion: 'reduce' });
  page = await context.newPage();
  page.setDefaultTimeout(15_000);
  complaints = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
});
afterEach(async () => {
  await context.close();
  expect(complaints).toEqual([]);
});

const open = async (world: Parameters<Host['windowUrl']>[0] = {}): Promise<void> => {
  await page.goto(host.windowUrl(world));
  await page.locator('.rows .row[data-active]').waitFor();
};
/** The keys, one after the other, as Playwright names them. */
const press = async (...keys: string[]): Promise<void> => {
  for (const key of keys) await page.keyboard.press(key);
};
const calls = (name: string): Promise<unknown[]> =>
  page.evaluate((wanted) => window.world!.log.filter(([call]) => call === wanted).map(([, input]) => input), name);
const focused = (): Promise<string> =>
  page.evaluate(() => {
    const { activeElement: at } = document;
    return at?.closest('[data-pane]')?.getAttribute('data-pane') ?? at?.tagName ?? '';
  });
const heading = (text: string | RegExp): Promise<void> => page.getByRole('heading', { name: text }).waitFor();
const drawn = (): Promise<unknown> =>
  page.waitForFunction(() => (document.querySelector<HTMLCanvasElement>('.page-drawing')?.width ?? 300) !== 300);

describe('reading', () => {
  it('opens the act one rests on, says it was shown, and only then lets it be signed', async () => {
    await open();
    await press('F8', 'F6');
    expect(await focused()).toBe('list');
    // The first act is unread, and nobody vouched for it.
    await press('Home');
    await drawn();
    await expect.poll(() => calls('acts.markShown')).toHaveLength(1);
    const [marked] = (await calls('acts.markShown')) as { documentSha256: string; via: string }[];
    expect(marked).toMatchObject({ documentSha256: host.papers[0]!.sha256, via: 'window' });
    await expect.poll(() => page.locator('#row-0[data-unread]').count()).toBe(0);
    await press('Enter');
    await expect.poll(() => page.evaluate(() => document.activeElement?.className)).toBe('leaves');
  });

  it('walks through the acts from anywhere, and through the pages of one', async () => {
    await open();
    await press('Alt+ArrowRight', 'Alt+ArrowRight');
    await drawn();
    await page.locator('.page-total', { hasText: 'de 4' }).waitFor();
    await press('F6', 'F6');
    await page.locator('.leaves').focus();
    await press('PageDown', 'PageDown');
    await expect.poll(() => page.locator('.page-number input').inputValue()).toBe('3');
    await press('End');
    await expect.poll(() => page.locator('.page-number input').inputValue()).toBe('4');
    const before = await page.locator('.zoom').textContent();
    await press('+');
    expect(await page.locator('.zoom').textContent()).not.toBe(before);
    await press('0', 'Alt+ArrowLeft');
    await page.locator('.page-total', { hasText: 'de 1' }).waitFor();
  });

  it('gives the words of the page to those who cannot see it, and says where there are none', async () => {
    await open();
    await press('Alt+ArrowRight');
    await page.locator('.page-text').getByText('PROVIDENCIA').waitFor();
    await press('Alt+ArrowRight', 'Alt+ArrowRight', 'Alt+ArrowRight');
    await page.getByText('lector de pantalla no puede leerla').waitFor({ state: 'attached' });
  });

  it('draws nothing, and marks nothing as shown, when the bytes are not those of the hash', async () => {
    await open();
    await page.evaluate(() => {
      const { handlers } = window.world!;
      const right = handlers['documents.read'];
      (handlers as { 'documents.read': typeof right })['documents.read'] = async (input) => {
        const read = await right(input);
        if (read.ok) read.value.bytes[500] = (read.value.bytes[500] ?? 0) ^ 1;
        return read;
      };
    });
    await press('Alt+ArrowRight');
    await page.getByText('El documento guardado no coincide con su huella digital.').waitFor();
    expect(await page.locator('.page-drawing').count()).toBe(0);
    expect(await calls('acts.markShown')).toEqual([]);
  });

  it('draws the pictures that need a decoder of their own', async () => {
    await open({ toSign: 1, others: 0, paper: 'fotografia' });
    await press('Alt+ArrowRight');
    await drawn();
    const colours = await page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('.page-drawing')!;
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      const at = (x: number, y: number): number[] => [
        ...data.slice((y * canvas.width + x) * 4, (y * canvas.width + x) * 4 + 3),
      ];
      const eighth = Math.floor(canvas.width / 8);
      return [at(eighth, eighth), at(eighth * 3, eighth)];
    });
    const [blue, red] = colours as [number[], number[]];
    expect(blue[2]! - blue[0]!).toBeGreaterThan(60);
    expect(red[0]! - red[2]!).toBeGreaterThan(60);
  });

  it('does not count as shown what could not be drawn whole, and does not let it be signed', async () => {
    await page.route('**/openjpeg*.wasm', (route) => route.fulfill({ contentType: 'application/wasm', body: 'no' }));
    await open({ toSign: 1, others: 0, paper: 'fotografia' });
    await page.evaluate(() => {
      for (const [id, row] of window.world!.rows) window.world!.rows.set(id, { ...row, shown: false, vouchedBy: null });
    });
    await press('Alt+ArrowRight');
    await page.getByRole('alert').getByText('No se pudo mostrar entero').waitFor();
    await page.waitForTimeout(300);
    expect(await calls('acts.markShown')).toEqual([]);
    expect(await page.getByRole('button', { name: 'Firmar el acto' }).isDisabled()).toBe(true);
    await press('F9', 'Control+Shift+F');
    expect(await page.locator('.signing').count()).toBe(0);
  });

  it('reads a document above 32 MB by ranges and not whole', async () => {
    await open({ toSign: 3, others: 0, paper: 'anexo' });
    await press('Alt+ArrowRight');
    await drawn();
    await page.locator('.page-total', { hasText: 'de 3' }).waitFor();
    const read = ((await calls('documents.read')) as { length: number }[]).reduce((sum, { length }) => sum + length, 0);
    expect(read).toBeLessThan(8_000_000);
    await expect.poll(() => calls('acts.markShown')).toHaveLength(1);
  }, 60_000);
});

describe('signing', () => {
  it('signs what was marked and read with one PIN, follows each fate, and comes back to the list', async () => {
    await open();
    await page.locator('.rows').focus();
    await press('Home', 'Space');
    for (let index = 0; index < 7; index++) await press('Shift+ArrowDown');
    await page.getByText('8 marcados', { exact: true }).waitFor();
    await press('F9');
    await heading(/^Firmar \d actos$/);
    await expect.poll(focused).toBe('work');
    const unread = await page.getByText('sin leer: queda afuera').count();
    expect(unread).toBeGreaterThan(0);
    await page.getByText(`${unread} actos marcados están sin leer y quedan afuera`).waitFor();
    await page.getByText(`Se firmarán digitalmente ${8 - unread} actos como Ofelia Quirós Balmaceda`).waitFor();
    await press('F9');
    await heading(`${8 - unread} actos firmados`);
    const [started] = (await calls('signing.start')) as { items: unknown[] }[];
    expect(started!.items).toHaveLength(8 - unread);
    await expect.poll(() => page.getByText('firmado y guardado', { exact: true }).count()).toBe(8 - unread);
    await page.getByText(`${unread} quedaron afuera por estar sin leer`).waitFor();
    await press('Escape');
    await expect.poll(focused).toBe('list');
    await page.getByText(`${unread} marcados`, { exact: true }).waitFor();
  });

  it('goes on with the rest after the token was pulled out', async () => {
    await open();
    await page.evaluate(() => {
      window.world!.bends.stopAt = { item: 4, failure: { kind: 'tokenRemoved', token: 'Fojas Practica' } };
    });
    await page.locator('.rows').focus();
    await press('Control+a');
    await page.getByText('46 marcados', { exact: true }).waitFor();
    await press('Control+Shift+F');
    await page.locator('.certificate[data-selected]').waitFor();
    await press('Control+Enter');
    await page.getByText('El token «Fojas Practica» se retiró.').waitFor();
    await page.evaluate(() => void (window.world!.bends.stopAt = null));
    const rest = await page.getByRole('button', { name: /^Continuar con los \d+ que faltan/ }).textContent();
    const n = Number(/\d+/.exec(rest ?? '')![0]);
    await press('F9');
    await heading(`Firmar ${n} actos`);
    await press('F9');
    await heading(`${n} actos firmados`);
  });

  it('can be watched from elsewhere while one goes on working, and stopped', async () => {
    await open();
    await page.evaluate(() => void (window.world!.bends.signMs = 150));
    await page.locator('.rows').focus();
    await press('Control+a', 'Control+Shift+F');
    await page.locator('.certificate[data-selected]').waitFor();
    await press('F9');
    await heading(/^Firmando \d+ actos$/);
    await press('Alt+4');
    await page.getByRole('button', { name: /^Firmando \d+ de \d+/ }).waitFor();
    await press('Alt+b');
    await page.getByRole('button', { name: 'Detener después del acto en curso' }).focus();
    await press('Enter');
    await page.getByRole('button', { name: /^Continuar con los/ }).waitFor();
  });

  it('is told to screen readers a quarter at a time', async () => {
    await open();
    await page.locator('.rows').focus();
    await press('Control+a', 'Control+Shift+F');
    await page.locator('.certificate[data-selected]').waitFor();
    await page.evaluate(() => {
      const said: string[] = [];
      const region = document.querySelectorAll('[role="status"].heard')[1]!;
      new MutationObserver(() => said.push(region.textContent ?? '')).observe(region, {
        childList: true,
        characterData: true,
        subtree: true,
      });
      (window as unknown as { said: string[] }).said = said;
    });
    await press('F9');
    await heading(/actos firmados$/);
    const said = await page.evaluate(() => (window as unknown as { said: string[] }).said);
    expect(said).toContain('Ingrese el PIN en la ventana aparte');
    expect(said).toContain('Firmado el 50 %');
    expect(said.at(-1)).toMatch(/^\d+ actos firmados$/);
    expect(said.length).toBeLessThan(9);
  });

  it('says in words why it cannot, and looks again when asked', async () => {
    await open();
    await page.evaluate(() => window.world!.tokens('none'));
    await press('Alt+ArrowRight', 'Alt+ArrowRight', 'Control+Shift+F');
    await page.getByText('No hay ningún token conectado.').waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Buscar de nuevo');
    await page.evaluate(() => window.world!.tokens('last'));
    await page.getByText('queda un solo intento de PIN').first().waitFor();
    await page.evaluate(() => window.world!.tokens('locked'));
    await page.getByText('PIN bloqueado').first().waitFor();
    expect(await page.getByRole('button', { name: /^Firmar \d acto/ }).isDisabled()).toBe(true);
  });
});

describe('returning', () => {
  it('asks for a remark, keeps it when left for later, and moves on to the next act', async () => {
    await open();
    await press('Alt+ArrowRight', 'Alt+ArrowRight', 'Control+Shift+D');
    await page.getByRole('textbox', { name: /^Observaciones para/ }).waitFor();
    await press('F9');
    await page.getByText('Escriba al menos una observación').waitFor();
    await page.keyboard.type('Aclare el domicilio.');
    await press('Escape');
    await press('Alt+ArrowRight', 'Alt+ArrowLeft');
    await drawn();
    await press('Control+Shift+D');
    const field = page.getByRole('textbox', { name: /^Observaciones para/ });
    expect(await field.inputValue()).toBe('Aclare el domicilio.');
    await press('Control+Enter');
    await expect.poll(() => calls('acts.return')).toHaveLength(1);
    expect((await calls('acts.return'))[0]).toMatchObject({ remark: 'Aclare el domicilio.' });
    await page
      .locator('.strip-notice')
      .getByText(/se devolvió a/)
      .waitFor();
    await field.waitFor({ state: 'detached' });
    await press('Alt+5');
    await page.locator('.rows .row-state').first().waitFor();
    await page.getByText('13', { exact: true }).first().waitFor();
  });

  it('keeps the remark and says what happened when it fails', async () => {
    await open();
    await page.evaluate(() => window.world!.bends.failing.set('acts.return', { kind: 'diskFull' }));
    await press('Alt+ArrowRight', 'Control+Shift+D');
    await page.keyboard.type('Falta la firma.');
    await press('F9');
    await page.getByText('No queda espacio en el disco.').waitFor();
    expect(await page.getByRole('textbox', { name: /^Observaciones/ }).inputValue()).toBe('Falta la firma.');
  });
});

describe('finding one’s way', () => {
  it('goes round the panes with F6 and back with Shift+F6', async () => {
    await open();
    await press('F8');
    const seen: string[] = [await focused()];
    for (let index = 0; index < 4; index++) {
      await press('F6');
      seen.push(await focused());
    }
    expect(seen).toEqual(['trays', 'list', 'strip', 'trays', 'list']);
    await press('Shift+F6');
    expect(await focused()).toBe('trays');
    await press('Alt+ArrowRight');
    await drawn();
    await press('F6', 'F6');
    expect(await focused()).toBe('work');
  });

  it('finds a command by its words and runs it', async () => {
    await open();
    await press('Control+k');
    await page.keyboard.type('registrados');
    await press('ArrowDown', 'Enter');
    await heading('Registrados');
    await press('Control+k');
    await page.keyboard.type('xyzzy');
    await page.getByText('Ninguna orden coincide.').waitFor();
    await press('Escape', 'Escape');
    await page.locator('.palette').waitFor({ state: 'detached' });
  });

  it('searches, keeps the marks of what it hides, and marks what it found', async () => {
    await open();
    await page.locator('.rows').focus();
    await press('Home', 'Space', 'F3');
    await page.keyboard.type('estafas');
    await expect.poll(() => page.locator('.list-total').textContent()).not.toBe('46');
    const found = Number(await page.locator('.list-total').textContent());
    await page.getByRole('button', { name: new RegExp(`^Marcar los ${found} encontrados`) }).focus();
    await press('Enter');
    await expect
      .poll(async () => Number.parseInt((await page.locator('.list-marks').textContent()) ?? ''))
      .toBeGreaterThanOrEqual(found);
    await press('F3');
    await page.locator('.search input:focus').waitFor();
    await press('Escape');
    await expect.poll(() => page.locator('.list-total').textContent()).toBe('46');
  });

  it('opens the index of a case and comes back to the tray', async () => {
    await open();
    await press('Alt+ArrowRight');
    await drawn();
    await press('Alt+i');
    await heading('Índice de la causa');
    await expect.poll(focused).toBe('list');
    await press('Escape');
    await heading('A firmar');
  });

  it('shows the receipt of a registered act with what our own check says', async () => {
    await open();
    await press('Alt+4');
    await heading('Registrados');
    await press('Alt+ArrowRight');
    await drawn();
    await press('Alt+r');
    await page.getByText('Verificado contra el archivo firmado').waitFor();
    await press('Alt+r');
    await page.evaluate(() => void (window.world!.bends.receipts = 'invalid'));
    await press('Alt+ArrowRight', 'Alt+r');
    await page.getByText('El recibo no pasó la verificación').waitFor();
  });

  it('changes language where it stands, without losing anything', async () => {
    await open();
    await press('Alt+ArrowRight', 'Control+Shift+D');
    await page.keyboard.type('Nota');
    await press('Control+k');
    await page.keyboard.type('português');
    await press('ArrowDown', 'Enter');
    await heading('A assinar');
    expect(await page.getByRole('textbox', { name: /^Ressalvas para/ }).inputValue()).toBe('Nota');
    expect(await page.getAttribute('html', 'lang')).toBe('pt-BR');
    await press('Control+k');
    await page.keyboard.type('english');
    await press('ArrowDown', 'Enter');
    await heading('To sign');
  });

  it('shows every key on F1 and goes back where one was', async () => {
    await open();
    await press('F1');
    await heading('Teclas');
    await page.getByText('Ctrl+Shift+F').first().waitFor();
    await press('Escape');
    await expect.poll(focused).toBe('list');
  });

  it('says that the office is gone and lets one try again', async () => {
    await open();
    await page.evaluate(() => {
      window.world!.bends.dead = { kind: 'officeGone' };
      window.world!.emit('office.restarted', {});
    });
    await page.getByText('El motor de Fojas se cerró').waitFor();
    await page.evaluate(() => void (window.world!.bends.dead = null));
    await page.getByRole('button', { name: 'Reintentar' }).focus();
    await press('Enter');
    await heading('A firmar');
  });
});

describe('five thousand acts', () => {
  it('are drawn a window at a time, and reached at the end by one key', async () => {
    await open({ toSign: 5000 });
    const grid = page.locator('.rows');
    expect(await grid.getAttribute('aria-rowcount')).toBe('5001');
    await grid.focus();
    await press('End');
    await expect.poll(() => grid.getAttribute('aria-activedescendant')).toBe('row-4999');
    await page.locator('#row-4999[aria-rowindex="5001"]').waitFor();
    const most = await page.evaluate(async () => {
      const list = document.querySelector('.rows')!;
      let nodes = 0;
      for (let frame = 0; frame < 120; frame++) {
        list.scrollTop = ((frame * 977) % 4900) * 28;
        await new Promise(requestAnimationFrame);
        nodes = Math.max(nodes, list.querySelectorAll('*').length);
      }
      list.scrollTop = 2500 * 28;
      return nodes;
    });
    // Twenty-two rows in sight and twelve on either side: the page stays small however long the tray and fast the hand.
    expect(most).toBeLessThan(1500);
    await page.locator('#row-2500').getByText('s/').waitFor();
  }, 60_000);

  it('are marked all by one key, with their number said', async () => {
    await open({ toSign: 5000 });
    await page.locator('.rows').focus();
    await press('Control+a');
    await page.getByText('5.000 marcados', { exact: true }).waitFor();
    await press('F9');
    await heading(/^Firmar [\d.]+ actos$/);
    expect(await page.locator('.lines li').count()).toBeLessThan(60);
  }, 60_000);
});

describe('with the mouse', () => {
  it('marks with Ctrl and Shift as everybody expects', async () => {
    await open();
    const row = (index: number) => page.locator(`#row-${index}`);
    await row(2).click({ modifiers: ['ControlOrMeta'], position: { x: 150, y: 10 } });
    await row(6).click({ modifiers: ['Shift'], position: { x: 150, y: 10 } });
    await page.getByText('5 marcados', { exact: true }).waitFor();
    await row(4).locator('[data-mark]').click();
    await page.getByText('4 marcados', { exact: true }).waitFor();
    expect(await row(4).getAttribute('aria-selected')).toBe('false');
    expect(await calls('acts.markShown')).toEqual([]);
  });
});

describe('a narrow window', () => {
  it('never counts as shown what lies hidden under the list', async () => {
    await page.setViewportSize({ width: 683, height: 384 });
    await open();
    await page.locator('.rows').focus();
    await press('ArrowDown', 'ArrowDown', 'ArrowDown');
    await page.waitForTimeout(800);
    expect(await calls('acts.markShown')).toEqual([]);
    await press('Enter');
    await drawn();
    await expect.poll(() => calls('acts.markShown')).toHaveLength(1);
  });
});
