import { expect, it } from 'vitest';
import { useDesk } from './desk.ts';

const desk = useDesk();
const { open, press, calls } = desk;

it('opens a case by an exceptional access with its reason, by keyboard, and says until when and who did', async () => {
  await open();
  await desk.page.evaluate(() => {
    const world = window.world!;
    world.status = { ...world.status, person: { ...world.status.person, personId: 'oquiros' } };
    world.emit('office.restarted', {});
  });
  await press('Alt+e');
  await desk.page.locator('.case-row').first().waitFor();
  const number = (await desk.page.locator('.case-row-number').first().textContent()) ?? '';
  await desk.page.getByRole('button', { name: 'Entrar por urgencia en una causa reservada' }).focus();
  await press('Enter');
  const decide = desk.page.getByRole('button', { name: 'Abrir y dejar constancia' });
  await desk.page.getByLabel('Número de la causa, completo').fill('X-1');
  expect(await decide.isDisabled()).toBe(true);
  await desk.page.getByLabel('Motivo', { exact: true }).fill('Internación urgente.');
  await decide.focus();
  await press('Enter');
  await desk.page.getByText('Esa causa no está en esta PC').waitFor();
  // Nothing that was typed is lost by that.
  expect(await desk.page.getByLabel('Motivo', { exact: true }).inputValue()).toBe('Internación urgente.');
  await desk.page.getByLabel('Número de la causa, completo').fill(number);
  await decide.focus();
  await press('Enter');
  await desk.page.getByText('Acceso excepcional: usted puede leer esta causa hasta').waitFor();
  await desk.page.getByText('Acceso excepcional. Motivo: Internación urgente.').waitFor();
  expect((await calls('cases.breakGlass')).at(-1)).toEqual({ caseNumber: number, reason: 'Internación urgente.' });
  await desk.page.getByRole('button', { name: 'A la lista' }).click();
  await desk.page.getByText(`abrió la causa ${number}`).waitFor();
});
