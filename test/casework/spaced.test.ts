import { describe, expect, it, vi } from 'vitest';
import { spaced } from '../../src/casework/spaced.ts';

describe('spaced work', () => {
  it('is done once for all that asked, within the time, and at once when told', () => {
    vi.useFakeTimers();
    try {
      const work = vi.fn();
      const { soon, now, stop } = spaced(work, 1000);
      for (let i = 0; i < 5; i += 1) soon();
      vi.advanceTimersByTime(999);
      expect(work).not.toHaveBeenCalled();
      vi.advanceTimersByTime(1);
      expect(work).toHaveBeenCalledTimes(1);
      soon();
      now();
      expect(work).toHaveBeenCalledTimes(2);
      // What was asked for before is made good by it.
      vi.advanceTimersByTime(5000);
      expect(work).toHaveBeenCalledTimes(2);
      soon();
      stop();
      vi.advanceTimersByTime(5000);
      expect(work).toHaveBeenCalledTimes(2);
    } finally {
      vi.useRealTimers();
    }
  });
});
