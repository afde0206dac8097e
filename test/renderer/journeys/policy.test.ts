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

it('lets whoever sits there change what nobody locked, by keyboard, and says from when it holds', async () => {
  await open();
  await decide();
  await press('Control+,');
  const policy = desk.page.getByRole('region', { name: 'Institución' });
  await policy.getByText('Valdrá desde el próximo inicio del programa.').waitFor();
  const change = (title: string) => policy.getByRole('button', { name: `Cambiar «${title}»` });
  // The place takes the focus when it opens.
  await desk.page.waitForFunction(() => document.querySelector('[data-pane="work"]')?.contains(document.activeElement));
  expect([await change('Repositorio').count(), await change('Nivel de las firmas').count()]).toEqual([0, 0]);
  await change('Topes por horario').focus();
  await press('Enter');
  const hours = policy.getByRole('textbox', { name: 'Topes por horario' });
  await expect.poll(() => hours.evaluate((box) => box === document.activeElement)).toBe(true);
  expect(await hours.inputValue()).toBe('08:00-14:00=256\n20:00-06:00=none');
  await hours.fill('07:00-13:00=128\n');
  await policy.getByRole('button', { name: 'Guardar' }).focus();
  await press('Enter');
  await policy.getByText('Elegido en esta PC').waitFor();
  expect(await calls('policy.choose')).toEqual([{ name: 'line.quiet', value: ['07:00-13:00=128'] }]);
  // The focus is where it was, and the choice may be taken back.
  await expect.poll(() => change('Topes por horario').evaluate((one) => one === document.activeElement)).toBe(true);
  await press('Enter');
  await policy.getByRole('button', { name: 'Quitar lo elegido' }).focus();
  await press('Enter');
  await policy.getByRole('button', { name: 'Mostrar todas las opciones' }).focus();
  await press('Enter');
  await change('Días que se guardan los registros').focus();
  await press('Enter');
  const days = policy.getByRole('textbox', { name: 'Días que se guardan los registros' });
  await expect.poll(() => days.evaluate((box) => box === document.activeElement)).toBe(true);
  await days.fill('0');
  await press('Enter');
  await policy.getByRole('alert').getByText('Ese valor no sirve').waitFor();
});

it('leaves a PC for which nobody decided anything to its person', async () => {
  await open();
  await press('Control+,');
  await desk.page.getByText('Nadie decidió nada para esta PC').waitFor();
  // The place takes the focus when it opens; a choice made before that would be taken from under the key.
  await desk.page.waitForFunction(() => document.querySelector('[data-pane="work"]')?.contains(document.activeElement));
  await desk.page.getByRole('radio', { name: 'English' }).focus();
  await press('Space');
  await expect.poll(() => calls('settings.write')).toEqual([{ locale: 'en' }]);
});

it('sets a PC up for the first time by keyboard, and works then', async () => {
  await open();
  await desk.page.evaluate(() => {
    const { bends, program, emit } = window.world!;
    program.setup = { ...program.setup, wanted: true };
    bends.failing.set('office.status', { kind: 'fileUnreadable', file: 'office.json', code: 'ENOENT' });
    emit('office.restarted', {});
  });
  await heading('Primera vez en esta PC');
  const apply = desk.page.getByRole('button', { name: 'Configurar este puesto' });
  expect(await apply.isDisabled()).toBe(true);
  const fill = (label: string, text: string): Promise<void> => desk.page.getByLabel(label, { exact: true }).fill(text);
  expect(await desk.page.getByLabel('Identificador de la persona').inputValue()).toBe('oquiros');
  await fill('Repositorio', 'no es una dirección');
  await fill('Claves del repositorio (NOMBRE=CLAVE)', `r1=${'A'.repeat(43)}`);
  await fill('Identificador de la oficina', 'ufi-3');
  await fill('Nombre de la oficina', 'UFI 3');
  await fill('Nombre y apellido', 'Ofelia Quirós');
  await fill('Cargo al pie de la firma', 'Agente Fiscal');
  await press('Enter');
  await desk.page.getByRole('alert').waitFor();
  expect(await desk.page.evaluate(() => window.world!.program.setUp)).toBeNull();
  await fill('Repositorio', 'https://repositorio.ejemplo.invalid/');
  await press('Enter');
  await expect
    .poll(() => desk.page.evaluate(() => window.world!.program.setUp))
    .toEqual({
      repository: 'https://repositorio.ejemplo.invalid/',
      repositoryKeys: [`r1=${'A'.repeat(43)}`],
      office: { officeId: 'ufi-3', name: 'UFI 3' },
      person: { personId: 'oquiros', name: 'Ofelia Quirós', role: 'magistrate', capacity: 'Agente Fiscal', cuil: null },
    });
  await desk.page.evaluate(() => {
    window.world!.bends.failing.delete('office.status');
    window.world!.emit('office.restarted', {});
  });
  await desk.page.locator('.rows .row[data-active]').waitFor();
});
