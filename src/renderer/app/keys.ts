/** A key with its modifiers, as shown: `Ctrl+Shift+F`, `Alt+←`, `F5`. */
export type Keys = string;

const arrows: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
};

/** The parts of a keyboard event that are used. */
export interface Pressed {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** The combination as it is written in the tables. The Mac's command key counts as Ctrl; digits go by their place on the keyboard. */
export function combination(event: Pressed): Keys {
  const digit = /^Digit(\d)$/.exec(event.code)?.[1];
  const key = arrows[event.key] ?? (event.altKey && digit !== undefined ? digit : event.key);
  const parts = [
    event.ctrlKey || event.metaKey ? 'Ctrl' : '',
    event.altKey ? 'Alt' : '',
    event.shiftKey ? 'Shift' : '',
    key.length === 1 ? key.toUpperCase() : key,
  ];
  return parts.filter(Boolean).join('+');
}
