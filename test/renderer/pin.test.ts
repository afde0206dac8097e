import type { Browser, Page } from '@playwright/test';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Locale } from '../../src/contract/config.ts';
import type { Failure, PinState } from '../../src/contract/failures.ts';
import { PinAnswer, PinQuestion } from '../../src/contract/token.ts';
import { openBrowser } from './browser.ts';
import { openHost, type Host } from './host.ts';

const sessionId = '0b54bd22-9c1a-4f7a-8f62-6a3bd9a1f001';

let host: Host;
let browser: Browser;
let page: Page;
const complaints: string[] = [];
beforeAll(async () => {
  [host, browser] = await Promise.all([openHost(), openBrowser()]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await host?.close();
});
beforeEach(async () => {
  page = await browser.newPage({ viewport: { width: 480, height: 560 } });
  page.setDefaultTimeout(10_000);
  complaints.splice(0);
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
});
afterEach(async () => {
  await page.close();
  expect(complaints).toEqual([]);
});

async function ask(
  part: { pinState?: PinState; protectedPath?: boolean; pinMin?: number; pinMax?: number; unlock?: true } = {},
  locale: Locale = 'es-AR',
): Promise<void> {
  const { unlock, ...rest } = part;
  const question = PinQuestion.parse({
    kind: 'pinWanted',
    sessionId,
    tokenLabel: 'Fojas Practica',
    pinState: 'normal',
    triesLeft: null,
    pinMin: 4,
    pinMax: 8,
    protectedPath: false,
    purpose: {
      person: 'Ofelia Quirós Balmaceda',
      capacity: 'Agente Fiscal',
      count: 30,
      items: [{ caption: 'SOSA FERREYRA, Nahuel s/ robo', documentPrefix: 'e3b0c44298fc1c14' }],
      practice: true,
      ...(unlock ? { unlock } : {}),
    },
    ...rest,
  });
  await page.goto(host.pinUrl({ locale, theme: 'light' }));
  await page.evaluate((asked) => window.host!.ask(asked), question);
  await page.locator('.pin-foot').waitFor();
}
/** What went out through the port, every message judged by the contract. */
const answers = async (): Promise<PinAnswer[]> =>
  (await page.evaluate(() => window.host!.answers)).map((answer) => PinAnswer.parse(answer));
const closed = (): Promise<boolean> => page.evaluate(() => window.host!.closed);

describe('the PIN window', () => {
  it('says what the PIN is for and sends it once, to the port and nowhere else', async () => {
    const requests: string[] = [];
    await ask();
    page.on('request', (request) => requests.push(request.url()));
    await page.getByText('Para firmar 30 actos con «Fojas Practica»').waitFor();
    await page.getByText('Firma Ofelia Quirós Balmaceda, Agente Fiscal.').waitFor();
    await page.getByText('e3b0 c442 98fc 1c14').waitFor();
    await page.getByText('y 29 actos más').waitFor();
    // The field has the focus from the start, and Enter is enough.
    await page.keyboard.type('123456');
    await page.keyboard.press('Enter');
    await page.getByText('El token está comprobando el PIN…').waitFor();
    expect(await answers()).toEqual([{ kind: 'pinEntered', sessionId, pin: '123456', lastTryConfirmed: false }]);
    await page.keyboard.press('Enter');
    expect(await answers()).toHaveLength(1);
    expect(requests).toEqual([]);
    const left = await page.evaluate(() => [
      document.documentElement.outerHTML,
      JSON.stringify({ ...localStorage }),
      location.href,
    ]);
    expect(left.join()).not.toContain('123456');
  });

  it('closes when the token accepted, and says why when it did not', async () => {
    await ask();
    await page.evaluate(
      (id) => window.host!.ask({ kind: 'pinSettled', sessionId: id as never, failure: null }),
      sessionId,
    );
    expect(await closed()).toBe(true);
    await ask();
    await page.evaluate(
      (id) =>
        window.host!.ask({
          kind: 'pinSettled',
          sessionId: id as never,
          failure: { kind: 'pinWrong', pinState: 'finalTry' },
        }),
      sessionId,
    );
    await page.getByRole('alert').getByText('El PIN no es correcto. Queda un solo intento.').waitFor();
    expect(await closed()).toBe(false);
    await page.keyboard.press('Enter');
    expect(await closed()).toBe(true);
  });

  it.each([
    ['es-AR', 'PIN para abrir el puesto', 'El puesto sigue bloqueado', 'Vuelva a abrir con el token', /\bfirm/i],
    ['en', 'PIN to open the desk', 'The desk is still locked', 'Open with the token again', /\bsign/i],
    ['pt-BR', 'PIN para abrir o posto', 'O posto continua bloqueado', 'Abra de novo com o token', /assin/i],
  ] as const)('says in %s what became of a PIN that was to open the desk, and nothing of signing', async (...said) => {
    const [locale, title, still, again, ofSigning] = said;
    const settled: readonly (readonly [Failure, boolean])[] = [
      [{ kind: 'pinWrong', pinState: 'normal' }, true],
      [{ kind: 'pinWrong', pinState: 'countLow' }, false],
      [{ kind: 'pinWrong', pinState: 'finalTry' }, false],
      [{ kind: 'pinWrong', pinState: 'locked' }, false],
      [{ kind: 'pinNotConfirmed' }, true],
      [{ kind: 'driverHung', library: 'libuno.so' }, false],
    ];
    for (const [failure, asksAgain] of settled) {
      await ask({ unlock: true }, locale);
      await page.evaluate(
        ([id, became]) => window.host!.ask({ kind: 'pinSettled', sessionId: id as never, failure: became }),
        [sessionId, failure] as const,
      );
      await page.getByRole('heading', { name: title, exact: true }).waitFor();
      const text = await page.getByRole('alert').innerText();
      expect(text).toContain(still);
      expect(text.includes(again)).toBe(asksAgain);
      expect(text).not.toMatch(ofSigning);
    }
    // A token that was locked before has nothing typed into it.
    await ask({ unlock: true, pinState: 'locked' }, locale);
    const blocked = await page.getByRole('alert').innerText();
    expect(blocked).toContain(still);
    expect(blocked).not.toMatch(ofSigning);
  });

  it('sends no PIN that cannot be right: its length is counted as the token counts it', async () => {
    await ask();
    for (const wrong of ['123', '123456789', 'ñandú€€']) {
      await page.getByRole('textbox', { name: 'PIN' }).fill(wrong);
      await page.keyboard.press('Enter');
      await page.getByRole('alert').getByText('Entre 4 y 8 caracteres.').waitFor();
    }
    expect(await answers()).toEqual([]);
  });

  it('never sends the last try without its own yes', async () => {
    await ask({ pinState: 'finalTry' });
    await page.getByText('Queda un solo intento de PIN', { exact: false }).first().waitFor();
    await page.keyboard.type('123456');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('Marque que está seguro').waitFor();
    expect(await answers()).toEqual([]);
    await page.getByRole('checkbox', { name: /^Estoy seguro del PIN/ }).focus();
    await page.keyboard.press('Space');
    await page.getByRole('textbox', { name: 'PIN' }).focus();
    await page.keyboard.press('Enter');
    expect(await answers()).toEqual([{ kind: 'pinEntered', sessionId, pin: '123456', lastTryConfirmed: true }]);
  });

  it('shows and hides the PIN, and takes it from the clipboard', async () => {
    await ask();
    const field = page.getByRole('textbox', { name: 'PIN' });
    expect(await field.getAttribute('type')).toBe('password');
    expect(await field.getAttribute('autocomplete')).toBe('off');
    await page.evaluate(() => {
      const data = new DataTransfer();
      data.setData('text/plain', '4321');
      const target = document.activeElement!;
      const pasted = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
      if (target.dispatchEvent(pasted)) document.execCommand('insertText', false, '4321');
    });
    expect(await field.inputValue()).toBe('4321');
    await page.getByRole('button', { name: 'Mostrar el PIN' }).focus();
    await page.keyboard.press('Space');
    expect(await field.getAttribute('type')).toBe('text');
  });

  it.each(['locked', 'notInitialized'] as const)('asks for nothing when the PIN is %s', async (pinState) => {
    await ask({ pinState });
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('textbox').count()).toBe(0);
    await page.keyboard.press('Enter');
    expect(await answers()).toEqual([{ kind: 'pinCancelled', sessionId }]);
    expect(await closed()).toBe(true);
  });

  it('waits for the reader where the PIN is typed there', async () => {
    await ask({ protectedPath: true });
    await page.getByText('Ingrese el PIN en el teclado del lector.').waitFor();
    expect(await page.getByRole('textbox').count()).toBe(0);
  });

  it.each(['Escape', 'the button'])('takes %s for a no', async (way) => {
    await ask();
    await page.keyboard.type('1234');
    if (way === 'Escape') await page.keyboard.press('Escape');
    else await page.getByRole('button', { name: 'Cancelar' }).click();
    expect(await answers()).toEqual([{ kind: 'pinCancelled', sessionId }]);
    expect(await closed()).toBe(true);
  });

  it('speaks the language it was told, or Spanish', async () => {
    await page.goto(host.pinUrl({ locale: 'pt-BR', theme: 'dark' }));
    expect(await page.getAttribute('html', 'lang')).toBe('pt-BR');
    expect(await page.title()).toContain('Digite o seu PIN');
    await page.goto(host.pinUrl({ locale: '../../x', theme: 'javascript:' }));
    expect(await page.getAttribute('html', 'lang')).toBe('es-AR');
  });
});

describe('a new PIN', () => {
  async function askNew(part: Partial<Extract<PinQuestion, { kind: 'newPinWanted' }>> = {}): Promise<void> {
    const question = PinQuestion.parse({
      ...{ kind: 'newPinWanted', sessionId, errand: 'changePin', tokenLabel: 'Fojas Practica', practice: false },
      ...{ pinState: 'normal', pukState: 'unknown', triesLeft: 3, pinMin: 4, pinMax: 8, protectedPath: false, ...part },
    });
    await page.goto(host.pinUrl({ locale: 'es-AR', theme: 'light' }));
    await page.evaluate((asked) => window.host!.ask(asked), question);
    await page.locator('.pin-foot').waitFor();
  }
  const type = async (...texts: readonly string[]): Promise<void> => {
    for (const [index, text] of texts.entries()) {
      await page.locator('.pin-field input').nth(index).fill(text);
    }
    await page.keyboard.press('Enter');
  };

  it('is sent once, with what allows it, and only when it can be right', async () => {
    await askNew();
    await page.getByText('Quedan 3 intentos.').waitFor();
    await type('1234', '4321', '4322');
    await page.getByText('Los dos PIN nuevos no coinciden.').waitFor();
    await type('1234', '432', '432');
    await page.getByText('Entre 4 y 8 caracteres.').waitFor();
    await type('1234', '1234', '1234');
    await page.getByText('El PIN nuevo es igual al anterior.').waitFor();
    await type('1234', '', '');
    await page.getByText('Complete los tres campos.').waitFor();
    expect(await answers()).toEqual([]);
    await type('1234', '98765', '98765');
    await page.getByText('El token está comprobando el PIN…').waitFor();
    expect(await answers()).toEqual([
      { kind: 'newPinEntered', sessionId, proof: '1234', newPin: '98765', lastTryConfirmed: false },
    ]);
  });

  it('never spends the last try of the PUK without its own yes', async () => {
    await askNew({ errand: 'unblockPin', pinState: 'locked', pukState: 'finalTry', triesLeft: 1 });
    await page.getByText('queda un solo intento de PUK. Queda 1 intento.').waitFor();
    await type('12345678', '4321', '4321');
    await page.getByText('Marque que está seguro, o cancele.').waitFor();
    expect(await answers()).toEqual([]);
    await page.getByText('Estoy seguro del PUK: usar el último intento').click();
    await page.getByRole('button', { name: 'Desbloquear' }).click();
    await expect.poll(answers).toMatchObject([{ kind: 'newPinEntered', proof: '12345678', lastTryConfirmed: true }]);
  });

  it('typed on the reader waits, and can be cancelled', async () => {
    await askNew({ protectedPath: true });
    await page.getByText('Ingrese lo que pida el teclado del lector.').waitFor();
    expect(await page.locator('input').count()).toBe(0);
    await page.keyboard.press('Enter');
    await expect.poll(answers).toEqual([{ kind: 'pinCancelled', sessionId }]);
  });
});
