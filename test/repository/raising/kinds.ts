import { expect } from 'vitest';
import type { NamedSigner, Proposal } from '../../../src/contract/wire.ts';
import type { RaisingRows } from '../../../src/repository/raising/rows.ts';
import type { Register } from '../../../src/repository/register/port.ts';
import { caseRecord, entryFor, hashOf, proposalFor } from '../conformance.ts';

const named = (personId: string): NamedSigner => ({ personId, name: personId, capacity: 'Jueza', cuil: null });

/**
 * Registers acts of two signers, of whom nobody, the first or the last signed electronically, and expects that only the first act is to be raised:
 * of an electronic signature no validation data can be had.
 * @param again the same engine's rows, opened anew over what is registered by then
 */
export async function expectDigitalOnesRaised(
  register: Register,
  rows: RaisingRows,
  again: () => Promise<RaisingRows>,
): Promise<void> {
  const record = caseRecord();
  await register.putCase(record);
  const acts: Proposal[] = [];
  for (const kinds of [[], ['first'], ['last']] as const) {
    const proposal = proposalFor(record, { signers: [named('a'), named('b')] });
    await register.putProposal(proposal);
    const { request } = entryFor(proposal, { sha256: hashOf(`half of ${proposal.actId}`) });
    const kindOf = (one: string) => ((kinds as readonly string[]).includes(one) ? { electronic: true as const } : {});
    const half = { ...request, n: 1, personId: 'a', ...kindOf('first') };
    expect(await register.signOn(half, () => `half of ${proposal.actId}`)).toMatchObject({ kind: 'signed' });
    const last = { documentSha256: half.sha256, documentSize: half.size, personId: 'b', ...kindOf('last') };
    expect(await register.register(entryFor(proposal, last), () => `of ${proposal.actId}`)).toMatchObject({
      kind: 'registered',
    });
    acts.push(proposal);
  }
  const digital = acts[0]!.actId;
  const later = new Date(Date.now() + 60_000);
  expect((await rows.open(later, 9)).map(({ actId }) => actId)).toEqual([digital]);
  expect(await (await again()).standing()).toMatchObject({ open: 1 });
}
