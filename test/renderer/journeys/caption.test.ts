import { expect, it } from 'vitest';
import { useDesk } from './desk.ts';

const desk = useDesk();
const { open, press, calls } = desk;

it('corrects the caption and the parties of a case, by their reason, and says from what to what', async () => {
  await open();
  const { page } = desk;
  await press('Alt+e');
  await page.getByRole('button', { name: /^Abrir una causa/ }).click();
  await page.getByLabel('Carátula', { exact: true }).fill('PERES, Juan s/ hurto');
  await page.getByLabel('Nombre', { exact: true }).fill('Juan Peres');
  await page.getByRole('button', { name: 'Agregar una parte' }).click();
  await press('F9');
  await page.getByRole('heading', { name: 'PERES, Juan s/ hurto' }).waitFor();
  const section = page.getByRole('region', { name: 'Carátula y partes' });
  await section.getByRole('button', { name: 'Corregir la carátula o las partes' }).click();
  const save = section.getByRole('button', { name: 'Corregir', exact: true });
  await section.getByText('Cambie la carátula o las partes.').waitFor();
  expect(await save.isDisabled()).toBe(true);
  await section.getByLabel('Carátula', { exact: true }).fill('PÉREZ, Juan s/ hurto');
  await section.getByText('Falta el motivo.').waitFor();
  await section.getByRole('button', { name: 'Quitar a Juan Peres' }).click();
  await section.getByLabel('Nombre', { exact: true }).fill('Juan Pérez');
  await section.getByRole('button', { name: 'Agregar una parte' }).click();
  // What is half written stays, wherever one looks meanwhile.
  await press('Escape', 'Alt+1', 'Alt+e');
  await page.getByText('PERES, Juan s/ hurto').first().click();
  await section.getByRole('button', { name: 'Corregir la carátula o las partes' }).click();
  await section.getByLabel('Motivo de la corrección').fill('Error en el apellido');
  await save.click();
  await page.getByRole('heading', { name: 'PÉREZ, Juan s/ hurto' }).waitFor();
  await page.getByText('Carátula corregida: de «PERES, Juan s/ hurto» a «PÉREZ, Juan s/ hurto».').waitFor();
  await page.getByText(/Partes corregidas: antes Juan Peres \(.*\); ahora Juan Pérez \(.*\)\./).waitFor();
  expect(await calls('cases.setCaption')).toMatchObject([
    { caption: 'PÉREZ, Juan s/ hurto', parties: [{ name: 'Juan Pérez' }], reason: 'Error en el apellido' },
  ]);
});
