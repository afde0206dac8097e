/** When the person's screen is locked, and unlocked again. */
export interface ScreenLockOptions {
  readonly platform: NodeJS.Platform;
  /** Electron's `powerMonitor`. */
  readonly monitor: {
    on(event: 'lock-screen' | 'unlock-screen', listener: () => void): unknown;
    getSystemIdleState(thresholdSeconds: number): string;
  };
  readonly onLocked: () => void;
  readonly onUnlocked: () => void;
  readonly everyMs?: number;
}

/**
 * Windows and macOS tell it. On Linux Electron has no such event (powerMonitor, "lock-screen"): there the state is looked at, which
 * Chromium learns from the desktop's screen saver over D-Bus.
 */
export function watchScreenLock({ platform, monitor, onLocked, onUnlocked, everyMs = 1000 }: ScreenLockOptions): void {
  if (platform !== 'linux') {
    monitor.on('lock-screen', onLocked);
    monitor.on('unlock-screen', onUnlocked);
    return;
  }
  let locked = false;
  setInterval(() => {
    // The threshold tells idle from active, which is nobody's business here.
    const now = monitor.getSystemIdleState(3600) === 'locked';
    if (now === locked) return;
    locked = now;
    if (now) onLocked();
    else onUnlocked();
  }, everyMs).unref();
}
