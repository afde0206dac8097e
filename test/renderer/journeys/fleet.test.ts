import { expect, it } from 'vitest';
import { useDesk } from './desk.ts';

const desk = useDesk();

it('lists the desks of every office for IT, with their office, what needs a hand first', async () => {
  await desk.open();
  const { page } = desk;
  await page.evaluate(() => {
    const world = window.world!;
    const { person } = world.status;
    world.status = { ...world.status, person: { ...person, role: 'itAdmin', permits: ['configure'] } };
    world.emit('office.restarted', {});
  });
  await page.locator('.list .empty').waitFor();
  await desk.press('Control+,');
  const table = page.getByRole('region', { name: 'Puestos de todas las oficinas' }).locator('tbody tr');
  await expect.poll(() => table.count()).toBe(3);
  const rows = (await table.allInnerTexts()).map((text) => text.split('\t').slice(0, 2).join(' '));
  expect(rows).toEqual(['ufi-3 pc-02', 'fiscalia-2 pc-01', 'ufi-3 pc-01']);
});
