import { describe, expect, it } from 'vitest';
import type { DeskEvidence, Entry, History, LossEvidence, RegisterEvidence } from '../../nemesis/sync/history.ts';
import { violationsOf } from '../../nemesis/sync/invariants.ts';

const [act, other] = ['act-1', 'act-2'] as const;

const row = (actId: string, number: number): RegisterEvidence['registrations'][number] => ({
  ...{ actId, caseId: 'c', number, folioFrom: number, folioTo: number, sha256: `s-${actId}` },
  ...{ jws: `r-${actId}`, verified: true, served: `r-${actId}` },
});
const desk: DeskEvidence = {
  ...{ desk: 0, journalWhole: true, damagedFiles: [], missingFiles: [], requests: [], plaintext: [], draftsWaiting: 0 },
  signed: [act, other].map((actId) => ({ actId, caseId: 'c', sha256: `s-${actId}` })),
  halves: [{ actId: other, sha256: 'half', state: 'received' }],
  receipts: [act, other].map((actId) => ({ actId, jws: `r-${actId}`, verified: true })),
  outbox: [act, other].map((actId) => ({ actId, state: 'registered', trouble: null })),
  renditions: [{ actId: act, n: 1, sha256: 'longer', state: 'registered' }],
  texts: [{ versionId: 'v', text: 't', sent: true }],
};
const register: RegisterEvidence = {
  registrations: [row(act, 1), row(other, 2)],
  renditions: [{ actId: act, n: 1, sha256: 'longer', prefixSha256: `s-${act}`, verified: true, sound: true }],
  blobs: [act, other].map((actId) => ({ sha256: `s-${actId}`, sound: true })),
  feeds: ['whole', 'in pieces'].map((how) => ({ how, text: '[]' })),
  halves: [{ actId: other, n: 1, sha256: 'half', verified: true, sound: true }],
  replays: [{ actId: act, same: true, told: '200' }],
  texts: [{ versionId: 'v', text: 't' }],
};
const seen = (...list: Entry['seen'][]): Entry[] => list.map((one, at) => ({ at, seen: one }));
const line = { state: 'online', lastContactAt: null, lastFailure: null, refused: 0, syncing: false, clockOffsetMs: 0 };
const loss: LossEvidence = {
  ...{ desk: 0, left: [], oldCopyOpens: false, answers: [{ asked: 'the feed', status: 403 }] },
  unsent: [{ actId: act, sha256: `s-${act}`, recovered: 'good' }],
};
const withLoss = (change: Partial<LossEvidence>): History => ({ ...good, loss: { ...loss, ...change } });
const good: History = {
  ...{
    seed: 1,
    desks: [desk],
    register,
    contested: [],
    joint: [other],
    loss,
    canaries: 1,
    drain: { tookMs: 70_000, lineMs: 20_000 },
  },
  entries: seen(
    { kind: 'kept', desk: 0, actId: act },
    { kind: 'shownRegistered', desk: 0, actId: act },
    { kind: 'saved', desk: 0, versionId: 'v', text: 't' },
    { kind: 'line', desk: 0, line: { ...line, waiting: 0 } as never },
  ),
};
const withDesk = (change: Partial<DeskEvidence>): History => ({ ...good, desks: [{ ...desk, ...change }] });
const withRegister = (change: Partial<RegisterEvidence>): History => ({
  ...good,
  register: { ...register, ...change },
});

describe('the invariants of a history', () => {
  it('hold where nothing was broken', () => {
    expect(violationsOf(good)).toEqual([]);
  });

  it('let a desk that was lost and set up anew do without files that the repository has, and no other desk', () => {
    const without = withDesk({ missingFiles: [`s-${act}`, 'half'] });
    expect(violationsOf(without)).toEqual([]);
    expect(violationsOf({ ...without, loss: null })).toHaveLength(2);
  });

  it('let one of two desks lose a contested act, if it was told so', () => {
    const loser = {
      ...desk,
      desk: 1,
      receipts: [],
      renditions: [],
      signed: [{ actId: act, caseId: 'c', sha256: 'else' }],
      halves: [],
    };
    const told = { ...loser, outbox: [{ actId: act, state: 'refused', trouble: 'act-id-reused' }] };
    expect(violationsOf({ ...good, desks: [desk, told], contested: [act] })).toEqual([]);
    expect(violationsOf({ ...good, desks: [desk, told] })).toHaveLength(1);
    const silent = { ...loser, outbox: [{ actId: act, state: 'waiting', trouble: null }] };
    expect(violationsOf({ ...good, desks: [desk, silent], contested: [act] })).toHaveLength(1);
  });

  it.each<[string, History]>([
    ['I1', { ...good, entries: seen({ kind: 'kept', desk: 0, actId: 'lost' }) }],
    ['I1', withDesk({ journalWhole: false })],
    ['I1', withDesk({ missingFiles: ['x'] })],
    ['I1', withDesk({ damagedFiles: ['x'] })],
    ['I2', withDesk({ outbox: [{ actId: act, state: 'sent', trouble: null }, desk.outbox[1]!] })],
    ['I2', { ...withRegister({ registrations: [row(act, 1)] }), desks: [{ ...desk, receipts: [desk.receipts[0]!] }] }],
    ['I2', { ...good, drain: { tookMs: 80_001, lineMs: 20_000 } }],
    ['I3', withRegister({ registrations: [row(act, 1), row(other, 3)] })],
    ['I3', withRegister({ registrations: [row(act, 1), { ...row(other, 2), folioFrom: 1 }] })],
    ['I3', withRegister({ registrations: [row(act, 1), row(act, 2), row(other, 3)] })],
    ['I4', withDesk({ signed: [...desk.signed].reverse() })],
    ['I8', withDesk({ texts: [] })],
    ['I8', withDesk({ texts: [{ versionId: 'v', text: 'another', sent: true }] })],
    ['I8', withDesk({ draftsWaiting: 1 })],
    ['I8', withRegister({ texts: [{ versionId: 'v', text: null }] })],
    ['I5', withDesk({ receipts: [{ ...desk.receipts[0]!, verified: false }] })],
    ['I5', withDesk({ receipts: [{ ...desk.receipts[0]!, jws: 'r-else' }] })],
    ['I5', withRegister({ registrations: [{ ...row(act, 1), served: null }, row(other, 2)] })],
    ['I5', withRegister({ registrations: [{ ...row(act, 1), verified: false }, row(other, 2)] })],
    ['I5', withRegister({ replays: [{ actId: act, same: false, told: '409' }] })],
    ['I6', withRegister({ blobs: [{ sha256: `s-${act}`, sound: false }, register.blobs[1]!] })],
    ['I6', withRegister({ blobs: [register.blobs[0]!] })],
    ['I7', withRegister({ feeds: [register.feeds[0]!, { how: 'one by one', text: '[1]' }] })],
    ['I7', withRegister({ feeds: [] })],
    ['I10', withDesk({ plaintext: ['journal.db'] })],
    ['I10', { ...good, canaries: 0 }],
    ['I9', withLoss({ left: ['cache.db'] })],
    ['I9', withLoss({ oldCopyOpens: true })],
    ['I9', withLoss({ answers: [] })],
    ['I9', withLoss({ answers: [{ asked: 'a file', status: 200 }] })],
    ['I11', withLoss({ unsent: [{ actId: act, sha256: `s-${act}`, recovered: null }] })],
    ['I11', withLoss({ unsent: [{ actId: act, sha256: `s-${act}`, recovered: 'damaged' }] })],
    ['J', withRegister({ halves: [] })],
    ['J', withRegister({ halves: [register.halves[0]!, { ...register.halves[0]!, sha256: 'else' }] })],
    ['J', withRegister({ halves: [{ ...register.halves[0]!, verified: false }] })],
    ['J', withRegister({ halves: [{ ...register.halves[0]!, sound: false }] })],
    ['J', withDesk({ halves: [{ ...desk.halves[0]!, state: 'waiting' }] })],
    ['J', withDesk({ halves: [{ ...desk.halves[0]!, sha256: 'else' }] })],
    ['J', { ...good, joint: ['never'] }],
    ['R', withRegister({ renditions: [{ ...register.renditions[0]!, prefixSha256: 'else' }] })],
    ['R', withRegister({ renditions: [{ ...register.renditions[0]!, sound: false }] })],
    ['R', withRegister({ renditions: [{ ...register.renditions[0]!, n: 2 }] })],
    ['R', withDesk({ renditions: [{ actId: other, n: 1, sha256: 'y', state: 'waiting' }] })],
    ['law 7', { ...good, entries: seen({ kind: 'shownRegistered', desk: 0, actId: 'never' }) }],
    ['law 7', { ...good, entries: seen({ kind: 'line', desk: 0, line: { ...line, waiting: 2 } as never }) }],
  ])('are seen to break: %s', (name, history) => {
    const found = violationsOf(history);
    expect(found.length).toBeGreaterThan(0);
    expect(found.some((one) => one.startsWith(`${name}:`))).toBe(true);
  });
});
