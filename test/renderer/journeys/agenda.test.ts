import { expect, it } from 'vitest';
import { useDesk } from './desk.ts';

const desk = useDesk();
const { open, press, calls, drawn } = desk;

it('sets the hearing of a case and finds it in the agenda, by keyboard alone, and prints that', async () => {
  await open();
  await press('Alt+Shift+A');
  await desk.page.getByText('No hay audiencias en esos días.').waitFor();
  // Nothing to print: the main key says so and prints nothing.
  expect(await desk.page.getByRole('button', { name: 'Imprimir la agenda' }).isDisabled()).toBe(true);
  await press('Alt+4');
  await desk.page.locator('#row-0').click();
  await drawn();
  await press('Alt+Shift+H');
  const active = () => desk.page.evaluate(() => document.activeElement?.closest('.set-hearing') !== null);
  await expect.poll(active).toBe(true);
  const tomorrow = new Date();
  tomorrow.setDate(tomorrow.getDate() + 1);
  const typed = `${String(tomorrow.getDate()).padStart(2, '0')}${String(tomorrow.getMonth() + 1).padStart(2, '0')}`;
  const set = desk.page.getByRole('button', { name: 'Fijar', exact: true });
  await desk.page.keyboard.type(typed);
  expect(await set.isDisabled()).toBe(true);
  // What is half written stays, wherever one looks meanwhile.
  await press('Escape', 'Alt+Shift+H');
  await expect.poll(() => desk.page.getByLabel('Día de la audiencia').inputValue()).toBe(typed);
  await expect.poll(active).toBe(true);
  await press('Tab');
  await desk.page.keyboard.type('2460');
  expect(await set.isDisabled()).toBe(true);
  for (let n = 0; n < 4; n += 1) await press('Backspace');
  await desk.page.keyboard.type('930');
  await press('Tab');
  await desk.page.keyboard.type('Prisión preventiva, sala 2');
  await press('Tab', 'Enter');
  await desk.page.getByText(/^Audiencia: .* 09:30 · Prisión preventiva, sala 2$/).waitFor();
  tomorrow.setHours(9, 30, 0, 0);
  expect(await calls('cases.setHearing')).toEqual([
    { caseId: expect.any(String) as string, hearingAt: tomorrow.toISOString(), what: 'Prisión preventiva, sala 2' },
  ]);
  await desk.page.getByText('Audiencia fijada:').waitFor();

  await press('Alt+Shift+A');
  const row = desk.page.locator('.agenda-row');
  await row.waitFor();
  expect(await row.innerText()).toMatch(/09:30[\s\S]*Prisión preventiva, sala 2[\s\S]*en esta PC/);
  // It was not sent yet, and says so.
  expect(await row.innerText()).toContain('solo en esta PC: se envía cuando haya línea');
  await desk.page.getByRole('radio', { name: 'Hoy' }).focus();
  await press('Enter');
  await desk.page.getByText('No hay audiencias en esos días.').waitFor();
  await press('ArrowRight', 'Enter');
  await row.waitFor();
  await desk.page.evaluate(() => {
    window.print = () => {
      document.body.dataset['printed'] = document.querySelector('.print-sheet')?.textContent ?? '';
      window.dispatchEvent(new Event('afterprint'));
    };
  });
  await press('F9');
  await expect.poll(() => desk.page.evaluate(() => document.body.dataset['printed'])).toMatch(/Mañana.*09:30.*sala 2/);
  await row.focus();
  await press('Enter');
  const clear = desk.page.getByRole('button', { name: 'Quitar la audiencia' });
  await clear.focus();
  await press('Enter');
  await desk.page.getByText('Sin audiencia fijada').first().waitFor();
  expect((await calls('cases.setHearing')).at(-1)).toMatchObject({ hearingAt: null, what: '' });
});

it('says why the day of a hearing is no business day, and finds it in the agenda however far away it is', async () => {
  await open();
  await press('Alt+4');
  await desk.page.locator('#row-0').click();
  await drawn();
  await press('Alt+Shift+H');
  const active = () => desk.page.evaluate(() => document.activeElement?.closest('.set-hearing') !== null);
  await expect.poll(active).toBe(true);
  const year = new Date().getFullYear() + 1;
  await desk.page.keyboard.type(`08/12/${year}`);
  await desk.page.getByText(`8 de diciembre de ${year}: inhábil, Inmaculada Concepción de María`).waitFor();
  await press('Tab');
  await desk.page.keyboard.type('1000');
  await press('Tab', 'Tab', 'Enter');
  await desk.page.getByText('Audiencia fijada:').waitFor();

  await press('Alt+Shift+A');
  await desk.page.getByText('No hay audiencias en esos días.').waitFor();
  await desk.page.getByRole('radio', { name: 'Todas' }).focus();
  await press('Enter');
  await desk.page.locator('.agenda-row').waitFor();
  expect(await desk.page.locator('.agenda-row').innerText()).toContain(`8 de diciembre de ${year}, 10:00`);
});
