import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchScreenLock } from '../../src/main/screen-lock.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watching(platform: NodeJS.Platform) {
  const seen: string[] = [];
  const monitor = Object.assign(new EventEmitter(), { state: 'active', getSystemIdleState: () => monitor.state });
  watchScreenLock({
    ...{ platform, monitor, everyMs: 1000 },
    onLocked: () => seen.push('locked'),
    onUnlocked: () => seen.push('unlocked'),
  });
  return { seen, monitor };
}

describe('a screen that is locked', () => {
  it('is seen on Linux, where nobody tells, once each time', () => {
    const { seen, monitor } = watching('linux');
    for (const state of ['idle', 'locked', 'locked', 'active', 'unknown', 'locked']) {
      monitor.state = state;
      vi.advanceTimersByTime(1000);
    }
    expect(seen).toEqual(['locked', 'unlocked', 'locked']);
  });

  it.each(['win32', 'darwin'] as const)('is told on %s', (platform) => {
    const { seen, monitor } = watching(platform);
    monitor.state = 'locked';
    vi.advanceTimersByTime(5000);
    expect(seen).toEqual([]);
    monitor.emit('lock-screen');
    monitor.emit('unlock-screen');
    expect(seen).toEqual(['locked', 'unlocked']);
  });
});
