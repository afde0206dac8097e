import { expect, it } from 'vitest';
import { commands } from '../../../src/renderer/app/commands.ts';
import { useDesk } from './desk.ts';

const desk = useDesk();

/** `Alt+Shift+→` as Playwright names it. */
const named = (keys: string): string => {
  const arrows: Record<string, string> = { '→': 'ArrowRight', '←': 'ArrowLeft', '↑': 'ArrowUp', '↓': 'ArrowDown' };
  const [key = '', ...modifiers] = keys.split('+').toReversed();
  const plain = arrows[key] ?? (modifiers.includes('Shift') || key.length > 1 ? key : key.toLowerCase());
  return [...modifiers.toReversed().map((one) => (one === 'Ctrl' ? 'Control' : one)), plain].join('+');
};

// What a command leaves open, holds or counts shows its fault where the command is given again.
it('every command holds when it is given twice, and typed into', async () => {
  const { page, open, press, calls } = desk;
  let faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  const broken: Record<string, string[]> = {};
  for (const { id, keys } of commands) {
    if (keys[0] === undefined) continue;
    await open();
    // An act of four sheets: on one of a single sheet there is nowhere to go.
    await press('Alt+ArrowRight', 'Alt+ArrowRight');
    await page.locator('.page-total', { hasText: 'de 4' }).waitFor();
    for (const typed of ['2', '1', '2']) {
      await press(named(keys[0]));
      await page.keyboard.type(typed);
      await press('Enter', 'ArrowDown', 'Tab');
    }
    await press('Escape', 'Escape');
    if ((await page.locator('#desk > *').count()) === 0) faults.push('the window is empty');
    const fell = await calls('diagnostics.fell');
    if (faults.length + fell.length > 0) broken[id] = [...faults, ...fell.map((one) => JSON.stringify(one))];
    faults = [];
  }
  expect(broken).toEqual({});
}, 600_000);
