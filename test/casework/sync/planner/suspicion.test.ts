import { describe, expect, it } from 'vitest';
import {
  type Memory,
  afterContact,
  afterFailure,
  afterLineFailure,
  afterProgress,
  freshMemory,
  isAside,
} from '../../../../src/casework/sync/planner/index.ts';
import { usualPace } from '../../../../src/casework/sync/backoff.ts';

const at = { now: 0, random: 0.5, pace: usualPace };
const repeated = (times: number, change: (memory: Memory) => Memory): Memory =>
  Array.from({ length: times }).reduce<Memory>((memory) => change(memory), freshMemory);
const broken = (memory: Memory): Memory => afterContact(afterLineFailure(memory, at, { suspect: 'a' }), at);
const stumbling = (memory: Memory): Memory =>
  afterContact(afterLineFailure(memory, at, { suspect: 'a', why: 'failed' }), at);

describe('who is to blame when something fails', () => {
  it('is the item after three failures of its own, or three times that the repository failed over it alone', () => {
    expect(isAside(repeated(2, stumbling), 'a')).toBe(false);
    expect(isAside(repeated(3, stumbling), 'a')).toBe(true);
    expect(
      isAside(
        repeated(3, (memory) => afterFailure(memory, 'a', at)),
        'a',
      ),
    ).toBe(true);
  });

  it('is nobody where the repository has no time for anything, or no room', () => {
    const told = (why: 'noTime' | 'full') => (memory: Memory) =>
      afterContact(afterLineFailure(memory, at, { suspect: 'a', why }), at);
    expect(repeated(50, told('noTime')).troubles.size).toBe(0);
    const full = repeated(50, told('full'));
    expect(isAside(full, 'a')).toBe(false);
    // It waits nevertheless, so that what needs less room goes meanwhile.
    expect(full.troubles.get('a')!.until).toBeGreaterThan(0);
    expect(
      isAside(
        repeated(50, (memory) => stumbling(told('full')(memory))),
        'a',
      ),
    ).toBe(true);
  });

  it('is the line, however often it broke under the item, until that is hardly chance', () => {
    expect(isAside(repeated(7, broken), 'a')).toBe(false);
    expect(isAside(repeated(8, broken), 'a')).toBe(true);
  });

  it('is the line where parts go over, and still the item where the repository stumbles over the whole', () => {
    const suspected = afterProgress(repeated(7, broken), 'a', at);
    expect(suspected.troubles.has('a')).toBe(false);
    expect(suspected.suspicions.has('a')).toBe(false);
    const stumbled = repeated(3, (memory) => afterProgress(stumbling(memory), 'a', at));
    expect(isAside(stumbled, 'a')).toBe(true);
    expect(
      isAside(
        afterProgress(
          repeated(3, (memory) => afterFailure(memory, 'a', at)),
          'a',
          at,
        ),
        'a',
      ),
    ).toBe(true);
  });
});
