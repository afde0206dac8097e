import { describe, expect, it } from 'vitest';
import { readDay } from '../../../src/renderer/model/typed-day.ts';
import { useDesk } from './desk.ts';

const desk = useDesk();
const { open, press, calls } = desk;

describe('the day by which an act is due', () => {
  const propose = async (): Promise<void> => {
    await open();
    await press('Alt+d');
    await desk.page.locator('.draft-row').nth(1).click();
    await desk.page.getByRole('button', { name: 'Pasar a la firma…' }).click();
    await desk.page.locator('.draft-propose-paper canvas').first().waitFor();
    await desk.page.getByLabel('Vence').focus();
  };
  const go = () => desk.page.getByRole('button', { name: /^Pasar a la firma/ });
  const dueAsked = async (): Promise<string | null> => {
    await expect.poll(() => calls('drafts.propose')).toHaveLength(1);
    return ((await calls('drafts.propose')) as { dueAt: string | null }[])[0]!.dueAt;
  };

  it('is typed in four figures, and said in words', async () => {
    await propose();
    const day = new Date(Date.now() - 3 * 86_400_000);
    const typed = [day.getDate(), day.getMonth() + 1].map((n) => String(n).padStart(2, '0')).join('');
    await desk.page.keyboard.type(typed);
    const next = readDay(typed, new Date())!;
    const words = new Intl.DateTimeFormat('es-AR', { dateStyle: 'full' }).format(new Date(`${next}T12:00`));
    await desk.page.getByText(words, { exact: true }).waitFor();
    await go().click();
    expect(await dueAsked()).toBe(new Date(`${next}T23:59:59`).toISOString());
  });

  it('is asked for whole: half of one is neither a day nor none', async () => {
    await propose();
    await desk.page.keyboard.type('21');
    await desk.page.getByText('No es una fecha').waitFor();
    expect(await go().isDisabled()).toBe(true);
    await press('Control+Enter', 'Backspace', 'Backspace');
    await desk.page.getByText('Día y mes').waitFor();
    await go().click();
    expect(await dueAsked()).toBeNull();
  });
});

describe('the day of an act that waits', () => {
  it('is set and taken away', async () => {
    await open();
    await desk.page.locator('#row-0').click();
    await press('Alt+n');
    await desk.page.getByLabel(/^Vence/).fill('31/12/2031');
    await desk.page.getByRole('button', { name: 'Fijar' }).click();
    await expect
      .poll(() => calls('acts.setDue'))
      .toMatchObject([{ dueAt: new Date('2031-12-31T23:59:59').toISOString() }]);
  });
});
