import { expect, it } from 'vitest';
import { decidedPolicy } from '../world/policy.ts';
import { useDesk } from './desk.ts';

const desk = useDesk();
const { open, press, calls, heading } = desk;

const decide = (): Promise<void> =>
  desk.page.evaluate((policy) => {
    window.world!.program.policy = policy;
    window.world!.emit('office.restarted', {});
  }, decidedPolicy);

it('says who locked a setting and in which file, and lets nobody choose another language', async () => {
  await open();
  await decide();
  await press('Control+,');
  await heading('Configuración');
  const language = desk.page.getByRole('radiogroup', { name: 'Idioma' });
  await language.getByText('Fijado por la institución').waitFor();
  expect(await language.locator('code').textContent()).toBe('/etc/fojas/policies.d/10-institucion.json');
  expect(await language.getByRole('radio', { name: 'English' }).isDisabled()).toBe(true);
  // Nor by the palette, which offers what can be done.
  await press('Control+K');
  await desk.page.keyboard.type('English');
  await press('Enter', 'Escape');
  expect(await calls('settings.write')).toEqual([]);
});

it('shows what was decided, all the rest on demand, and what of it does not hold', async () => {
  await open();
  await decide();
  await press('Control+,');
  const policy = desk.page.getByRole('region', { name: 'Institución' });
  await policy.getByText('Recomendado por la institución').waitFor();
  expect(await policy.locator('dt').allTextContents()).toEqual([
    'Repositorio',
    'Solo las bibliotecas indicadas',
    'Topes por horario',
    'Nivel de las firmas',
    'Idioma',
  ]);
  await policy.getByText('updates.rings (/etc/fojas/policies.d/10-institucion.json): no hay una opción').waitFor();
  await policy.getByRole('button', { name: 'Mostrar todas las opciones' }).focus();
  await press('Enter');
  await policy.getByText('Días que se guardan los registros').waitFor();
  expect(await policy.locator('dt').count()).toBe(decidedPolicy.settings.length);
});

it('leaves a PC for which nobody decided anything to its person', async () => {
  await open();
  await press('Control+,');
  await desk.page.getByText('Nadie decidió nada para esta PC').waitFor();
  await desk.page.getByRole('radio', { name: 'English' }).focus();
  await press('Space');
  await expect.poll(() => calls('settings.write')).toEqual([{ locale: 'en' }]);
});
