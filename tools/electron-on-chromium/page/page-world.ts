import type { Bridge } from './bridge.ts';

declare const window: object;

/** Runs in the page's own world before its scripts: puts there what the preload exposes, and nothing else. */
export function pageWorld(bridge: Bridge): void {
  const freeze = (value: unknown): unknown => {
    if (value !== null && (typeof value === 'object' || typeof value === 'function') && !ArrayBuffer.isView(value)) {
      for (const item of Object.values(value)) freeze(item);
      Object.freeze(value);
    }
    return value;
  };
  bridge.onExpose((name, api) => {
    Object.defineProperty(window, name, { value: freeze(api), enumerable: true });
  });
}
