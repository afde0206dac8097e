import { expect, it } from 'vitest';
import { judgeFleet } from '../../src/contract/fleet.ts';
import type { Sha256 } from '../../src/contract/ids.ts';
import type { DeskStanding, FleetRow } from '../../src/contract/wire-fleet.ts';

const now = new Date('2026-11-22T12:00:00.000Z');
const ago = (days: number): string => new Date(now.getTime() - days * 86_400_000).toISOString();
const policy = (digit: string): Sha256 => digit.repeat(64) as Sha256;

function desk(deviceId: string, change: Partial<DeskStanding> = {}, seenAt = ago(0.1)): FleetRow {
  const standing: DeskStanding = {
    ...{ version: '1.4.0', platform: 'linux', arch: 'x64', ring: 'general', policySha256: policy('a') },
    ...{ drivers: [], certificateEnds: ago(-200), selfTest: { at: ago(0.1), ok: true } },
    queue: { waiting: 0, refused: 0, aside: 0, oldest: null },
    ...change,
  };
  return { officeId: 'ufi-1', deviceId, seenAt, standing };
}
const queue = (change: Partial<DeskStanding['queue']>): Partial<DeskStanding> => ({
  queue: { waiting: 0, refused: 0, aside: 0, oldest: null, ...change },
});

it('puts first what needs a hand most, and says why', () => {
  const rows = [
    desk('well'),
    desk('well-2'),
    desk('long-way', queue({ waiting: 3, oldest: ago(0.5) })),
    desk('old', { version: '1.3.9' }),
    desk('pilot', { version: '1.5.0', ring: 'piloto', policySha256: policy('b') }),
    desk('policy', { policySha256: policy('c') }),
    desk('silent', {}, ago(8)),
    desk('ending', { certificateEnds: ago(-29) }),
    desk('refused', queue({ refused: 1 })),
    desk('stuck', queue({ waiting: 1, oldest: ago(1.1) })),
    desk('ended', { certificateEnds: ago(1) }),
    desk('sick', { selfTest: { at: ago(0.1), ok: false }, version: '1.3.0' }),
    desk('new', { certificateEnds: null, selfTest: null }),
  ];
  const judged = judgeFleet(rows, now).map(({ row, needs }) => [row.deviceId, ...needs]);
  expect(judged).toEqual([
    ['sick', 'selfTestFailed', 'oldVersion'],
    ['ended', 'certificateEnded'],
    ['stuck', 'queueStuck'],
    ['refused', 'refused'],
    ['ending', 'certificateEnding'],
    ['silent', 'notSeen'],
    ['old', 'oldVersion'],
    ['policy', 'otherPolicy'],
    ['long-way'],
    ['new'],
    ['well'],
    ['well-2'],
    ['pilot'],
  ]);
});

it('goes by the limits that it is given, and by numbers in versions, not by letters', () => {
  const limits = { notSeenDays: 1, certificateDays: 300, queueHours: 1 };
  const rows = [desk('a', { version: '1.10.0' }), desk('b', { version: '1.9.0', certificateEnds: null }, ago(2))];
  expect(judgeFleet(rows, now, limits).map(({ needs }) => needs)).toEqual([
    ['certificateEnding'],
    ['notSeen', 'oldVersion'],
  ]);
  // Of two desks neither is the usual one.
  expect(judgeFleet([desk('a'), desk('b', { policySha256: policy('d') })], now).flatMap(({ needs }) => needs)).toEqual(
    [],
  );
});
