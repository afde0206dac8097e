import { expect, it } from 'vitest';
import type { Failure } from '../../../src/contract/failures.ts';
import type { LockState } from '../../../src/contract/lock.ts';
import { useDesk } from './desk.ts';

const desk = useDesk();
const { open, press, calls, heading } = desk;
const stand = (lock: LockState, failure: Failure | null = null): Promise<void> =>
  desk.page.evaluate(
    ([state, refusal]) => {
      const { world } = window;
      Object.assign(world!.program, { lock: state, lockFailure: refusal });
      // As the program does: what becomes of the lock is told to the window.
      for (const name of ['lock.now', 'lock.openByToken'] as const) {
        const answer = world!.handlers[name] as (input: unknown) => Promise<unknown>;
        Object.assign(world!.handlers, {
          [name]: async (input: unknown) => {
            const outcome = await answer(input);
            world!.emit('lock.changed', world!.program.lock);
            return outcome;
          },
        });
      }
      world!.emit('lock.changed', world!.program.lock);
    },
    [lock, failure] as const,
  );

it('locks by one key, does nothing behind the lock, and opens with the token by the keyboard alone', async () => {
  await open();
  const { page } = desk;
  await page.locator('.rows .row[data-active]').waitFor();
  await stand({ passphrase: false, token: true, wants: 'nothing' });
  await press('Control+Shift+L');
  await heading('El puesto está bloqueado');
  expect(await page.locator('.rows, .entry, .case-row').count()).toBe(0);
  const button = page.getByRole('button', { name: 'Abrir con mi token' });
  await expect.poll(() => button.evaluate((one) => one === document.activeElement)).toBe(true);
  const before = (await calls('trays.page')).length;
  await press('Control+k', 'F5', 'Control+,');
  expect(await page.getByRole('dialog').count()).toBe(0);
  expect([(await calls('sync.now')).length, (await calls('trays.page')).length]).toEqual([0, before]);
  await press('Enter');
  await page.locator('.rows .row[data-active]').waitFor();
  expect(await calls('lock.openByToken')).toHaveLength(1);
});

const refusals: readonly (readonly [Failure, string])[] = [
  [{ kind: 'pinWrong', pinState: 'countLow' }, 'El PIN no es correcto. El puesto sigue bloqueado y nada se perdió.'],
  [{ kind: 'pinWrong', pinState: 'finalTry' }, 'Queda un solo intento antes de que el token se bloquee'],
  [{ kind: 'pinWrong', pinState: 'locked' }, 'El token quedó bloqueado'],
  [{ kind: 'pinLocked', token: 'Uno' }, 'El token quedó bloqueado'],
  [{ kind: 'tokenAbsent', token: null }, 'No hay ningún token conectado'],
  [{ kind: 'certificateOfAnother', holder: 'Bruno', person: 'Ana' }, 'El certificado del token es de Bruno'],
];
it('says of each refusal what it was, and stays locked', async () => {
  await open();
  const { page } = desk;
  for (const [failure, text] of refusals) {
    await stand({ passphrase: false, token: true, wants: 'token' }, failure);
    await page.getByRole('button', { name: 'Abrir con mi token' }).focus();
    await press('Enter');
    await expect.poll(async () => (await page.getByRole('alert').innerText()).replace(/\s+/g, ' ')).toContain(text);
    await heading('El puesto está bloqueado');
  }
  // Who closed the window for the PIN needs not be told.
  await stand({ passphrase: false, token: true, wants: 'token' }, { kind: 'pinCancelled' });
  await press('Enter');
  await expect.poll(() => page.getByRole('alert').count()).toBe(0);
});

it('opens with either where both are there, and leads to choosing where nothing would open it', async () => {
  await open();
  const { page } = desk;
  await stand({ passphrase: true, token: true, wants: 'passphrase' });
  await page.getByLabel('Frase de paso').waitFor();
  await page.getByRole('button', { name: 'Abrir con mi token' }).focus();
  await press('Enter');
  await page.locator('.rows .row[data-active]').waitFor();
  await stand({ passphrase: false, token: false, wants: 'nothing' });
  await press('Control+Shift+L');
  await page.getByText('no se bloquea hasta que se elija').waitFor();
});
