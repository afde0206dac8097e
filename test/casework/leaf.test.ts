import { expect, it } from 'vitest';
import { createWorld } from './world.ts';

it('an act of a case is found by any of its sheets and by its number, and what is not there says how far the case goes', async () => {
  const world = await createWorld({ acts: 2 });
  const { caseId } = world.acts[0]!;
  const { office } = world;
  expect(await office.call('cases.leaf', { caseId, what: 'sheet', number: 1 })).toEqual({ act: null, last: 0 });
  await world.ended(await world.sign());
  const read = () => Promise.all(world.acts.map(({ actId }) => office.call('acts.read', { actId })));
  await office.until(async () => (await read()).every(({ registration }) => registration !== null));
  const acts = (await read()).filter((act) => act.caseId === caseId);
  const places = acts.map(({ registration }) => registration!);
  const lastSheet = Math.max(...places.map(({ folioTo }) => folioTo));
  const lastNumber = Math.max(...places.map(({ number }) => number));
  for (const { actId, registration } of acts) {
    const { folioFrom, folioTo, number } = registration!;
    for (const sheet of [folioFrom, folioTo]) {
      const at = await office.call('cases.leaf', { caseId, what: 'sheet', number: sheet });
      expect([at.act?.actId, at.last]).toEqual([actId, lastSheet]);
    }
    const by = await office.call('cases.leaf', { caseId, what: 'act', number });
    expect([by.act?.actId, by.last]).toEqual([actId, lastNumber]);
  }
  expect(await office.call('cases.leaf', { caseId, what: 'sheet', number: lastSheet + 1 })).toEqual({
    ...{ act: null, last: lastSheet },
  });
  expect(await office.call('cases.leaf', { caseId, what: 'act', number: lastNumber + 1 })).toEqual({
    ...{ act: null, last: lastNumber },
  });
});
