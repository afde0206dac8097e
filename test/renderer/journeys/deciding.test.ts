import { describe, expect, it } from 'vitest';
import { useDesk } from './desk.ts';

const desk = useDesk();
const { open, press, calls, focused, heading, drawn } = desk;

describe('signing', () => {
  it('signs what was marked and read with one PIN, follows each fate, and comes back to the list', async () => {
    await open();
    await desk.page.locator('.rows').focus();
    await press('Home', 'Space');
    for (let index = 0; index < 7; index++) await press('Shift+ArrowDown');
    await desk.page.getByText('8 marcados', { exact: true }).waitFor();
    await press('F9');
    await heading(/^Firmar \d actos$/);
    await expect.poll(focused).toBe('work');
    const unread = await desk.page.getByText('sin leer: queda afuera').count();
    expect(unread).toBeGreaterThan(0);
    await desk.page.getByText(`${unread} actos marcados están sin leer y quedan afuera`).waitFor();
    await desk.page.getByText(`Se firmarán digitalmente ${8 - unread} actos como Ofelia Quirós Balmaceda`).waitFor();
    await press('F9');
    await heading(`${8 - unread} actos firmados`);
    const [started] = (await calls('signing.start')) as { items: unknown[] }[];
    expect(started!.items).toHaveLength(8 - unread);
    await expect.poll(() => desk.page.getByText('firmado y guardado', { exact: true }).count()).toBe(8 - unread);
    await desk.page.getByText(`${unread} quedaron afuera por estar sin leer`).waitFor();
    await press('Escape');
    await expect.poll(focused).toBe('list');
    await desk.page.getByText(`${unread} marcados`, { exact: true }).waitFor();
  });

  it('goes on with the rest after the token was pulled out', async () => {
    await open();
    await desk.page.evaluate(() => {
      window.world!.bends.stopAt = { item: 4, failure: { kind: 'tokenRemoved', token: 'Fojas Practica' } };
    });
    await desk.page.locator('.rows').focus();
    await press('Control+a');
    await desk.page.getByText('46 marcados', { exact: true }).waitFor();
    await press('Control+Shift+F');
    await desk.page.locator('.certificate[data-selected]').waitFor();
    await press('Control+Enter');
    await desk.page.getByText('El token «Fojas Practica» se retiró.').waitFor();
    await desk.page.evaluate(() => void (window.world!.bends.stopAt = null));
    const rest = await desk.page.getByRole('button', { name: /^Continuar con los \d+ que faltan/ }).textContent();
    const n = Number(/\d+/.exec(rest ?? '')![0]);
    // The token is not back yet: the choice is shown and says so; nothing is lost by having tried.
    await desk.page.evaluate(() => window.world!.tokens('none'));
    await press('F9');
    await heading(`Firmar ${n} actos`);
    await desk.page.locator('.signing .failure').first().waitFor();
    await press('Escape');
    await desk.page.evaluate(() => window.world!.tokens('one'));
    // One key shows what was left, one more goes on with it: no choice is asked for again.
    await press('Alt+b');
    await desk.page.getByRole('button', { name: /^Continuar con los \d+ que faltan/ }).waitFor();
    await press('F9');
    await heading(`${n} actos firmados`);
    const pins = await desk.page.evaluate(() => window.world!.log.filter(([name]) => name === 'signing.start').length);
    expect(pins).toBe(2);
  });

  it('holds the batch and goes on, by keys alone', async () => {
    await open();
    await desk.page.evaluate(() => void (window.world!.bends.signMs = 120));
    await desk.page.locator('.rows').focus();
    await press('Control+a', 'Control+Shift+F');
    await desk.page.locator('.certificate[data-selected]').waitFor();
    await press('F9');
    await desk.page.locator('.line[data-tone="ok"]').first().waitFor();
    await press('Alt+p');
    await desk.page.getByRole('button', { name: /^Seguir firmando/ }).waitFor();
    await desk.page.getByText(/En pausa: faltan \d+/).waitFor();
    await press('Alt+p');
    await heading(/actos firmados$/);
    // Nothing is on its way while there is no line.
    const said = desk.page.locator('.decision-about');
    await expect.poll(() => said.innerText()).toContain('va camino al repositorio');
    await desk.page.evaluate(() => window.world!.setLine({ state: 'offline' }));
    await said.filter({ hasText: 'espera: sale solo hacia el repositorio cuando vuelva la línea' }).waitFor();
  });

  it('lets nobody sign with the certificate of another', async () => {
    await open();
    await desk.page.evaluate(() => {
      window.world!.bends.preview = {
        ...{ msPerAct: null, pinPerSignature: null },
        findings: [{ kind: 'certificateOfAnother', holder: 'LAPACÓ Nerea', person: 'Ofelia Quirós Balmaceda' }],
      };
    });
    await desk.page.locator('.rows').focus();
    await press('Control+a', 'Control+Shift+F');
    await desk.page.getByText(/No se puede firmar con este certificado/).waitFor();
    expect(await desk.page.getByRole('button', { name: /^Firmar \d+ actos/ }).isDisabled()).toBe(true);
    await press('F9');
    expect(await desk.page.evaluate(() => window.world!.log.some(([name]) => name === 'signing.start'))).toBe(false);
  });

  it('can be watched from elsewhere while one goes on working, and stopped', async () => {
    await open();
    await desk.page.evaluate(() => void (window.world!.bends.signMs = 150));
    await desk.page.locator('.rows').focus();
    await press('Control+a', 'Control+Shift+F');
    await desk.page.locator('.certificate[data-selected]').waitFor();
    await press('F9');
    await heading(/^Firmando \d+ actos$/);
    await press('Alt+4');
    await desk.page.getByRole('button', { name: /^Firmando \d+ de \d+/ }).waitFor();
    await press('Alt+b');
    await desk.page.getByRole('button', { name: 'Detener después del acto en curso' }).focus();
    await press('Enter');
    await desk.page.getByRole('button', { name: /^Continuar con los/ }).waitFor();
  });

  it('is told to screen readers a quarter at a time', async () => {
    await open();
    await desk.page.locator('.rows').focus();
    await press('Control+a', 'Control+Shift+F');
    await desk.page.locator('.certificate[data-selected]').waitFor();
    await desk.page.evaluate(() => {
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
    const said = await desk.page.evaluate(() => (window as unknown as { said: string[] }).said);
    expect(said).toContain('Ingrese el PIN en la ventana aparte');
    expect(said).toContain('Firmado el 50 %');
    expect(said.at(-1)).toMatch(/^\d+ actos firmados$/);
    expect(said.length).toBeLessThan(9);
  });

  it('says in words why it cannot, and looks again when asked', async () => {
    await open();
    await desk.page.evaluate(() => window.world!.tokens('none'));
    await press('Alt+ArrowRight', 'Alt+ArrowRight', 'Control+Shift+F');
    await desk.page.getByText('No hay ningún token conectado.').waitFor();
    await expect.poll(() => desk.page.evaluate(() => document.activeElement?.textContent)).toBe('Buscar de nuevo');
    await desk.page.evaluate(() => window.world!.tokens('last'));
    await desk.page.getByText('queda un solo intento de PIN').first().waitFor();
    await desk.page.evaluate(() => window.world!.tokens('locked'));
    await desk.page.getByText('PIN bloqueado').first().waitFor();
    expect(await desk.page.getByRole('button', { name: /^Firmar \d acto/ }).isDisabled()).toBe(true);
  });
});

describe('returning', () => {
  it('asks for a remark, keeps it when left for later, and moves on to the next act', async () => {
    await open();
    await press('Alt+ArrowRight', 'Alt+ArrowRight', 'Control+Shift+D');
    await desk.page.getByRole('textbox', { name: /^Observaciones para/ }).waitFor();
    await press('F9');
    await desk.page.getByText('Escriba al menos una observación').waitFor();
    await desk.page.keyboard.type('Aclare el domicilio.');
    await press('Escape');
    await press('Alt+ArrowRight', 'Alt+ArrowLeft');
    await drawn();
    await press('Control+Shift+D');
    const field = desk.page.getByRole('textbox', { name: /^Observaciones para/ });
    expect(await field.inputValue()).toBe('Aclare el domicilio.');
    await press('Control+Enter');
    await expect.poll(() => calls('acts.return')).toHaveLength(1);
    expect((await calls('acts.return'))[0]).toMatchObject({ remark: 'Aclare el domicilio.' });
    await desk.page
      .locator('.strip-notice')
      .getByText(/se devolvió a/)
      .waitFor();
    await field.waitFor({ state: 'detached' });
    await press('Alt+5');
    await desk.page.locator('.rows .row-state').first().waitFor();
    await desk.page.getByText('13', { exact: true }).first().waitFor();
  });

  it('says that the notes of an act could not be read, and not that there are none', async () => {
    await open();
    await desk.page.evaluate(() => window.world!.bends.failing.set('acts.notes', { kind: 'storeBusy' }));
    await press('Alt+ArrowRight', 'Alt+n');
    await desk.page.locator('.failure-what').first().waitFor();
    expect(await desk.page.getByText('Sin anotaciones').count()).toBe(0);
  });

  it('keeps the remark and says what happened when it fails', async () => {
    await open();
    await desk.page.evaluate(() => window.world!.bends.failing.set('acts.return', { kind: 'diskFull' }));
    await press('Alt+ArrowRight', 'Control+Shift+D');
    await desk.page.locator('textarea:focus').waitFor();
    await desk.page.keyboard.type('Falta la firma.');
    await press('F9');
    await desk.page.getByText('No queda espacio en el disco.').waitFor();
    expect(await desk.page.getByRole('textbox', { name: /^Observaciones/ }).inputValue()).toBe('Falta la firma.');
  });
});
