import { expect, it } from 'vitest';
import { useDesk } from './desk.ts';

const desk = useDesk();

it('heads what was signed with how much of it was signed today, and no other tray', async () => {
  await desk.open();
  const heading = desk.page.getByRole('heading', { name: /^Firmados? hoy: \d+, primero$/ });
  expect(await heading.count()).toBe(0);
  await desk.press('Alt+2');
  await heading.waitFor();
  await desk.press('Alt+3');
  await desk.heading('Cola de envío');
  await heading.waitFor({ state: 'detached' });
});
