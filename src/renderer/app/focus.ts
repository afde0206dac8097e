/** The places F6 walks through, in order. */
export const paneNames = ['trays', 'list', 'work', 'coach', 'strip'] as const;
export type PaneName = (typeof paneNames)[number];

const pane = (name: PaneName): HTMLElement | null => document.querySelector(`[data-pane="${name}"]`);
/** Of a choice among several, the one that is chosen: the others can be reached by arrows only. */
const reachable =
  'button:not([disabled]), a[href], input:not([disabled]):not([tabindex="-1"]), textarea, [tabindex="0"]';

/** Puts the focus into a pane: on what it marks as its own (`data-focus`), or on the first thing that takes it. */
export function focusPane(name: PaneName): boolean {
  const found = pane(name);
  if (!found || found.getClientRects().length === 0) return false;
  const candidates = [
    ...found.querySelectorAll<HTMLElement>('[data-focus], [data-focus] input'),
    ...found.querySelectorAll<HTMLElement>(reachable),
  ];
  for (const candidate of candidates) {
    if (candidate.getClientRects().length === 0) continue;
    candidate.focus();
    if (document.activeElement === candidate) return true;
  }
  return false;
}

/** The next pane (+1) or the one before (-1), around; panes that are not drawn are passed over. */
export function stepPane(by: 1 | -1): void {
  const at = paneNames.findIndex((name) => pane(name)?.contains(document.activeElement));
  for (let tried = 1; tried <= paneNames.length; tried++) {
    const from = at < 0 && by < 0 ? 0 : at;
    const index = (from + by * tried + paneNames.length * 2) % paneNames.length;
    if (focusPane(paneNames[index]!)) return;
  }
}

/**
 * Focuses a pane whose insides are about to change: after React and the browser had their turn. Who has gone on to something in it by then
 * is left there: on a busy machine that turn comes late, and the next key would go elsewhere.
 */
export function focusPaneSoon(name: PaneName): void {
  const from = document.activeElement;
  const hasGoneOn = (): boolean => document.activeElement !== from && !!pane(name)?.contains(document.activeElement);
  requestAnimationFrame(() => requestAnimationFrame(() => hasGoneOn() || focusPane(name)));
}

/** Focuses something as soon as it is drawn, within three seconds, unless the person has moved the focus elsewhere meanwhile. */
export function focusWhenThere(selector: string): void {
  const from = document.activeElement;
  const until = performance.now() + 3000;
  const look = (): void => {
    const found = document.querySelector<HTMLElement>(selector);
    if (document.activeElement !== from || performance.now() > until) return;
    if (found) found.focus();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** Focuses what is there now, or what is about to be drawn: after React and the browser had their turn. */
export function focusSoon(selector: string): void {
  const found = document.querySelector<HTMLElement>(selector);
  // At once where it can be: what is typed next belongs to it.
  if (found && found.getClientRects().length > 0) return focusOn(found);
  requestAnimationFrame(() => requestAnimationFrame(() => focusOn(document.querySelector<HTMLElement>(selector))));
}

function focusOn(found: HTMLElement | null): void {
  found?.focus();
  // What stands in a line (the sheet one is on, the words searched last) gives way to what is typed now; a text is gone on with.
  if (found instanceof HTMLInputElement) found.select();
}
