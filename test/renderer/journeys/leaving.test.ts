import { expect, it } from 'vitest';
import { useDesk } from './desk.ts';

const desk = useDesk();
const { open, press, calls, heading } = desk;

it('says what only exists on this PC before it empties the desk, and what it did when it could not', async () => {
  await open();
  await desk.page.evaluate(() => {
    const { home } = window.world!;
    home.status = { ...home.status, uncovered: 3 };
  });
  await press('Control+K');
  await desk.page.keyboard.type('Copias y pendrive');
  await press('Enter');
  await heading('Copias y pendrive');
  const leave = desk.page.getByRole('region', { name: 'Dejar esta PC' });
  const ask = leave.getByRole('button', { name: 'Ver qué quedaría y vaciar el puesto…' });
  await ask.focus();
  await press('Enter');
  await leave.getByText('Falta registrar 3 archivos · 0 borradores sin enviar. No está en ninguna copia').waitFor();
  expect(await calls('home.leave')).toEqual([{ really: false }]);
  // The way back has the focus: a second Enter empties nothing.
  const back = leave.getByRole('button', { name: 'No vaciar nada' });
  await expect.poll(() => back.evaluate((button) => button === document.activeElement)).toBe(true);
  // And it is seen, at the end of a long page.
  const within = () =>
    back.evaluate((button) => {
      const pane = button.closest('.place-body')!.getBoundingClientRect();
      return button.getBoundingClientRect().bottom <= pane.bottom;
    });
  await expect.poll(within).toBe(true);
  await press('Tab', 'Enter');
  await leave.getByText('Este puesto no se vació').waitFor();
  expect(await calls('home.leave')).toEqual([{ really: false }, { really: true }]);
  await ask.focus();
  await press('Enter');
  await back.waitFor();
  await press('Enter');
  await ask.waitFor();
});

it('says that a desk is empty, and offers no way to try again', async () => {
  await open();
  await desk.page.evaluate(() => {
    window.world!.bends.dead = { kind: 'deskEmptied' };
    window.world!.emit('office.restarted', {});
  });
  await desk.page.getByText('Este puesto se vació.').waitFor();
  expect(await desk.page.getByRole('button').count()).toBe(0);
});
