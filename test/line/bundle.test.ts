import { describe, expect, it } from 'vitest';
import { itemOf, proposedActs, repositoryHere, statementOf, transportTo } from './line.ts';

describe('a bundle', () => {
  it('registers acts in the order in which they were sent, each answered while the stream is open', async () => {
    const repository = await repositoryHere();
    const acts = await proposedActs(repository, 4);
    const bundle = transportTo(repository.url).openBundle();
    const receipts: string[] = [];
    for (const act of acts) {
      const { answer } = await bundle.send(itemOf(act, acts.indexOf(act) % 2 === 1));
      const said = await answer;
      expect(said).toMatchObject({ kind: 'registered' });
      if (said.kind === 'registered') receipts.push(said.receipt);
    }
    expect(await bundle.close()).toEqual({ ok: true, value: undefined });
    expect(receipts.map((receipt) => statementOf(receipt).number)).toEqual([1, 2, 3, 4]);
    expect(receipts.map((receipt) => statementOf(receipt).sha256)).toEqual(acts.map(({ request }) => request.sha256));
  });
});
