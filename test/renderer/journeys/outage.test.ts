import { expect, it } from 'vitest';
import { useDesk } from './desk.ts';

const desk = useDesk();
const { open, press, calls, drawn } = desk;

it('drafts the minutes of the outage that was chosen, not only of the last one', async () => {
  await open();
  await press('Alt+ArrowRight');
  await drawn();
  await press('Alt+l');
  const begin = desk.page.getByRole('button', { name: 'Redactar el acta de contingencia' });
  await begin.focus();
  await press('Shift+Tab', 'ArrowDown', 'ArrowDown', 'Enter');
  await begin.focus();
  await press('Enter');
  await desk.page.locator('.prose').first().waitFor();
  expect(await calls('cases.contingency')).toMatchObject([{ from: '2026-11-19T11:12:00.000Z' }]);
});
