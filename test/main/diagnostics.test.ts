import { expect, it } from 'vitest';
import type { Tell } from '../../src/contract/diary.ts';
import { diagnosticsHandlers } from '../../src/main/diagnostics.ts';

it('tells the diary which part of the window fell, and of the fault a name that it knows', async () => {
  const told: unknown[] = [];
  const tell: Tell = (event, ...facts) => void told.push([event, ...facts]);
  const unused = (): never => {
    throw new Error('not asked for');
  };
  const handlers = diagnosticsHandlers({ parts: unused, office: unused, folder: '/nowhere', tell });
  await handlers['diagnostics.fell']({ part: 'work', error: 'TypeError' });
  await handlers['diagnostics.fell']({ part: 'list', error: 'Sosa Ferreyra, Nahuel' });
  expect(told).toEqual([
    ['partFell', { part: 'work', error: 'TypeError' }],
    ['partFell', { part: 'list', error: 'other' }],
  ]);
});
