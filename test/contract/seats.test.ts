import { describe, expect, it } from 'vitest';
import { OfficeConfig } from '../../src/contract/config.ts';
import { atSeat, seatsOf } from '../../src/contract/seats.ts';

const person = (personId: string, role: string) => ({ personId, name: personId, role, capacity: 'x', cuil: null });
const base = {
  ...{ version: 1, mode: 'normal', dataDir: '/d', deviceId: 'pc-1', office: { officeId: 'o-1', name: 'UFI 1' } },
  person: person('ana', 'clerk'),
  repository: {
    url: 'https://r.example',
    accessKey: 'k'.repeat(20),
    pinnedKeys: [{ kid: 'k', kty: 'OKP', crv: 'Ed25519', x: 'A'.repeat(43) }],
  },
  ...{ tokenLibraries: [], trustAnchors: [] },
};
const seats = [
  // The same person and office: another role on the same folder.
  { seatId: 'sec', person: person('ana', 'secretary') },
  {
    ...{ seatId: 'other', office: { officeId: 'o-2', name: 'UFI 2' }, person: person('ana', 'clerk') },
    ...{ dataDir: '/d2', deviceId: 'pc-1-o2', accessKey: 'm'.repeat(20) },
  },
];
const parse = (given: object) => OfficeConfig.safeParse({ ...base, ...given });

describe('the seats of a desk', () => {
  it('are those that were granted, whichever is taken; the way back is always there', () => {
    const config = parse({ seats }).data!;
    expect(seatsOf(config).map(({ seatId, office, person: { role } }) => [seatId, office.name, role])).toEqual([
      ['first', 'UFI 1', 'clerk'],
      ['sec', 'UFI 1', 'secretary'],
      ['other', 'UFI 2', 'clerk'],
    ]);
    for (const { seatId } of seatsOf(config)) {
      const there = atSeat(config, seatId);
      expect(seatsOf(there), seatId).toEqual(seatsOf(config));
      // What is posted to the office's process parses there.
      expect(OfficeConfig.safeParse(there).success, seatId).toBe(true);
      expect(atSeat(there, 'first').office.officeId).toBe('o-1');
    }
  });

  it('take office, person, folder, device and key together', () => {
    const config = parse({ seats, secondCopy: undefined }).data!;
    expect(atSeat(config, 'other')).toMatchObject({
      ...{ dataDir: '/d2', deviceId: 'pc-1-o2', office: { officeId: 'o-2' }, seat: 'other' },
      repository: { accessKey: 'm'.repeat(20), url: 'https://r.example' },
    });
    expect(atSeat(config, 'sec')).toMatchObject({ dataDir: '/d', person: { role: 'secretary' } });
    expect(atSeat(config, 'king')).toEqual(config);
  });

  it('never mix what two persons or offices keep', () => {
    const [, other] = seats;
    expect(parse({ seats: [{ ...other, dataDir: '/d' }] }).success).toBe(false);
    expect(parse({ seats: [{ ...other, deviceId: 'pc-1' }] }).success).toBe(false);
    expect(parse({ seats: [{ seatId: 'x', person: person('eva', 'clerk') }] }).success).toBe(false);
    expect(parse({ seats: [seats[0], seats[0]] }).success).toBe(false);
  });
});
