import { randomUUID } from 'node:crypto';
import type { Chromium } from './chromium.ts';
import type { CdpSession } from './cdp.ts';

export interface Target {
  readonly targetId: string;
  readonly session: CdpSession;
}

interface TargetInfo {
  targetId: string;
  type: string;
  url: string;
  openerId?: string;
}
interface Attached {
  sessionId: string;
  targetInfo: TargetInfo;
  waitingForDebugger: boolean;
}

/** Hosts of the blank first document of visible windows, see schemes of `openAppWindow`. */
export const BLANK_HOST = '.window.localhost';

/**
 * The tabs and windows of Chromium. Each new one is stopped before its first script until somebody here has taken it: windows
 * that the app asked for go to it, windows that a page opened are asked about, all others are closed.
 */
export class Targets {
  readonly #chromium: Chromium;
  readonly #free = new Map<string, Target>();
  readonly #awaited = new Map<string, (target: Target) => void>();
  readonly #closes = new Map<string, () => void>();
  #onPopup: (openerId: string, url: string) => void = () => undefined;

  constructor(chromium: Chromium) {
    this.#chromium = chromium;
  }

  async attach(): Promise<void> {
    const { cdp } = this.#chromium;
    cdp.on<Attached>('Target.attachedToTarget', (attached) => this.#attached(attached));
    cdp.on<{ targetId: string }>('Target.targetDestroyed', ({ targetId }) => this.#closes.get(targetId)?.());
    await cdp.send('Target.setDiscoverTargets', { discover: true });
    await cdp.send('Target.setAutoAttach', {
      autoAttach: true,
      waitForDebuggerOnStart: true,
      flatten: true,
      filter: [{ type: 'page' }, { exclude: true }],
    });
  }

  /** Asked when a page opened a window; that window is closed whatever the answer. */
  onPopup(listener: (openerId: string, url: string) => void): void {
    this.#onPopup = listener;
  }

  /** Opens a window, stopped before its first script: `Runtime.runIfWaitingForDebugger` lets it go. Size in pixels. */
  async open(width: number, height: number): Promise<Target> {
    if (this.#chromium.headless) {
      const { targetId } = await this.#chromium.cdp.send<{ targetId: string }>('Target.createTarget', {
        url: 'about:blank',
        newWindow: true,
        width,
        height,
      });
      const free = this.#free.get(targetId);
      if (free) return free;
      return new Promise((resolve) => this.#awaited.set(targetId, resolve));
    }
    const url = `https://${randomUUID()}${BLANK_HOST}/`;
    const opened = new Promise<Target>((resolve) => this.#awaited.set(url, resolve));
    this.#chromium.openAppWindow(url);
    return opened;
  }

  onClosed(targetId: string, listener: () => void): void {
    this.#closes.set(targetId, () => {
      this.#closes.delete(targetId);
      listener();
    });
  }

  close(targetId: string): void {
    this.#chromium.cdp.send('Target.closeTarget', { targetId }).catch(() => undefined);
  }

  #attached({ sessionId, targetInfo }: Attached): void {
    const { targetId, url, openerId } = targetInfo;
    const target = { targetId, session: this.#chromium.cdp.session(sessionId) };
    if (openerId) {
      // As long as it is stopped, its opener is too.
      target.session.send('Runtime.runIfWaitingForDebugger').catch(() => undefined);
      this.close(targetId);
      this.#onPopup(openerId, url);
      return;
    }
    const awaited = this.#awaited.get(targetId) ?? this.#awaited.get(url);
    this.#awaited.delete(targetId);
    this.#awaited.delete(url);
    if (awaited) awaited(target);
    else if (this.#chromium.headless) this.#free.set(targetId, target);
    // A person pressed the browser's own key for a new tab or window: there are none in this app.
    else this.close(targetId);
  }
}
