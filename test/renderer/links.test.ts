import { describe, expect, it } from 'vitest';
import type { ActId, CaseId } from '../../src/contract/ids.ts';
import { createModel } from '../../src/renderer/model/model.ts';
import { fakeDesk, until } from './fake-desk.ts';

describe('an address of ours that was clicked elsewhere', () => {
  it('opens the case and the act it names', async () => {
    const { desk, fake } = fakeDesk();
    const model = createModel(desk);
    const [row] = [...fake.rows.values()];
    fake.program.link = { kind: 'act', actId: row!.actId };
    await model.start();
    await until(() => model.places.get().current?.actId === row!.actId);
    expect(model.list.view.get().source).toMatchObject({ kind: 'case', caseId: row!.caseId });
    expect(fake.program.link).toBeNull();
  });

  it('opens a case alone, and nothing for an act that nobody knows', async () => {
    const { desk, fake } = fakeDesk();
    const model = createModel(desk);
    fake.program.link = { kind: 'act', actId: '0b54bb2b-9d9e-4bd9-b3c4-5a4d6c6f0a11' as ActId };
    await model.start();
    await until(() => fake.log.some(([name]) => name === 'acts.read'));
    expect(model.list.view.get().source).toEqual({ kind: 'tray', tray: 'toSign' });
    const { desk: other, fake: second } = fakeDesk();
    second.program.link = { kind: 'case', caseId: [...second.rows.values()][0]!.caseId as CaseId };
    const again = createModel(other);
    await again.start();
    await until(() => again.list.view.get().source.kind === 'case');
    expect(again.places.get().current).toBeNull();
  });
});
