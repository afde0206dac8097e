import { expect, it } from 'vitest';
import { useDesk } from './desk.ts';

const desk = useDesk();
const { open, press, calls, focused, drawn } = desk;

it('makes a refused act anew by one key: its text with the reason beside it, and the queue without it', async () => {
  await open();
  await press('Alt+3');
  const { page } = desk;
  const refused = page.locator('.rows .row', { has: page.getByRole('img', { name: 'rechazado', exact: true }) });
  await refused.first().waitFor();
  const before = await refused.count();
  await refused.first().click({ position: { x: 120, y: 10 } });
  await drawn();
  await page.locator('.way .failure').getByText('la causa está cerrada').waitFor();
  await page.getByRole('button', { name: /^Rehacer el acto/ }).waitFor();
  await press('Alt+Shift+M');
  const beside = page.getByRole('region', { name: 'Acto que se rehace' });
  await beside.getByText(/^Rehace desde el .* el acto «.+», que el registro rechazó/).waitFor();
  await beside.getByText('la causa está cerrada').waitFor();
  await page.locator('.prose p').first().waitFor();
  await expect.poll(focused).toBe('work');

  // Back in the queue it is counted no more; among what was signed it stays, and leads to its draft.
  await press('Escape', 'Escape', 'Alt+3');
  await expect.poll(() => refused.count()).toBe(before - 1);
  await press('Alt+2');
  const remade = page.locator('.rows .row', { has: page.getByRole('img', { name: 'rechazado y rehecho' }) });
  await remade.first().click({ position: { x: 120, y: 10 } });
  await page.getByText(/^Se rehízo el .*: su texto sigue en un borrador/).waitFor();
  await page.getByRole('button', { name: /^Ver el borrador que lo rehace/ }).click();
  await beside.waitFor();
  const [first, second] = await calls('drafts.remake');
  expect(second).toEqual(first);
});

it('says why an act could not be made anew, and stays where it is', async () => {
  await open();
  await press('Alt+3');
  const { page } = desk;
  await page.evaluate(() => window.world!.bends.failing.set('drafts.remake', { kind: 'diskFull' }));
  const refused = page.locator('.rows .row', { has: page.getByRole('img', { name: 'rechazado', exact: true }) });
  await refused.first().click({ position: { x: 120, y: 10 } });
  await drawn();
  await press('Alt+Shift+M');
  await page.getByText('No queda espacio en el disco.').first().waitFor();
  await page.getByRole('button', { name: /^Rehacer el acto/ }).waitFor();
});

it('sets aside by one key a return that the registry refused: it says why and what to do, and the act is to be signed again', async () => {
  await open();
  const { page } = desk;
  await press('Alt+1');
  await page.evaluate(() => {
    const { rows } = window.world!;
    const row = [...rows.values()].find(({ state }) => state === 'toSign')!;
    const trouble = { kind: 'registrationRefused', problem: 'a-later-one', detail: 'el acto ya fue retirado' } as const;
    const refused = {
      sending: 'refused',
      remark: 'Aclare el domicilio.',
      title: 'Devolución rechazada',
      trouble,
    } as const;
    rows.set(row.actId, { ...row, state: 'returned', ...refused });
    window.world!.changed(['toSign', 'returned']);
  });
  await press('Alt+5');
  await page.locator('.rows .row', { hasText: 'Devolución rechazada' }).click({ position: { x: 120, y: 10 } });
  await drawn();
  await page.locator('.way').getByText('El repositorio no registró el acto: el acto ya fue retirado.').waitFor();
  await page.evaluate(() => window.world!.bends.failing.set('acts.setAside', { kind: 'diskFull' }));
  await press('Alt+Shift+S');
  await page.getByText('No queda espacio en el disco.').first().waitFor();
  await page.evaluate(() => window.world!.bends.failing.delete('acts.setAside'));
  await page.getByRole('button', { name: /^Apartar lo rechazado/ }).click();
  await page.getByText(/^La devolución que el registro no aceptó se apartó el/).waitFor();
  await page.locator('.way').getByText('El repositorio no registró el acto: el acto ya fue retirado.').waitFor();
  expect(await page.getByRole('button', { name: /^Apartar lo rechazado/ }).count()).toBe(0);
  await expect.poll(() => calls('acts.setAside')).toHaveLength(2);
});
