import { expect, it } from 'vitest';
import { wayOf } from '../../src/renderer/model/line-words.ts';
import type { Line } from '../../src/contract/calls.ts';

const line: Line = {
  ...{ state: 'online', lastContactAt: null, lastFailure: null, waiting: 1, refused: 0 },
  ...{ aside: 0, syncing: false, clockOffsetMs: null },
};

it('calls what was signed on its way only where the central repository lets it in', () => {
  expect(wayOf(line)).toBe('batch.queued');
  expect(wayOf({ ...line, state: 'offline' })).toBe('batch.waits');
  expect(wayOf({ ...line, centre: { reached: false, lastContactAt: null } })).toBe('batch.waits');
  expect(wayOf({ ...line, lastFailure: { kind: 'repositoryDenied', reason: 'deviceRevoked' } })).toBe('batch.waits');
  expect(wayOf({ ...line, state: 'notConfigured' })).toBe('batch.keptHere');
});
