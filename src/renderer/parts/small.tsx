import type { ReactNode } from 'react';
import { Button as AriaButton, Tooltip, TooltipTrigger, type ButtonProps } from 'react-aria-components';
import { shortHash } from '../../contract/words/formats.ts';
import { keysOf } from '../app/commands.ts';
import { useNow, useWords } from '../app/context.tsx';

/** A verb with its object. `main`: the one action of the screen. `command`: whose key is shown beside it. */
export function Button({
  look = 'plain',
  command,
  children,
  ...rest
}: Omit<ButtonProps, 'children' | 'className'> & {
  look?: 'main' | 'plain' | 'quiet';
  command?: string;
  children: ReactNode;
}) {
  const keys = command === undefined ? null : keysOf(command);
  return (
    <AriaButton {...rest} className="button" data-look={look} ref={hearKeys(keys)}>
      {children}
      {keys ? <Keys keys={keys} /> : null}
    </AriaButton>
  );
}

/** A button that is a picture: its words are its name and its tooltip. */
export function IconButton({
  label,
  command,
  children,
  ...rest
}: Omit<ButtonProps, 'children' | 'className'> & { label: string; command?: string; children: ReactNode }) {
  const keys = command === undefined ? null : keysOf(command);
  return (
    <TooltipTrigger delay={400}>
      <AriaButton {...rest} aria-label={label} className="icon-button" ref={hearKeys(keys)}>
        {children}
      </AriaButton>
      <Tip>
        {label}
        {keys ? <Keys keys={keys} /> : null}
      </Tip>
    </TooltipTrigger>
  );
}

export function Tip({ children }: { children: ReactNode }) {
  return (
    <Tooltip className="tip" offset={4}>
      {children}
    </Tooltip>
  );
}

/** A key as it is printed on the keyboard. Heard through `aria-keyshortcuts`, so silent itself. */
export function Keys({ keys }: { keys: string }) {
  return (
    <kbd className="keys" aria-hidden>
      {keys.replace('Escape', 'Esc')}
    </kbd>
  );
}

/** As a button's `ref`: its key is heard with its name. The components let no `aria-keyshortcuts` through to the element. */
export const hearKeys =
  (keys: string | null) =>
  (button: HTMLElement | null): void => {
    if (keys === null) button?.removeAttribute('aria-keyshortcuts');
    else button?.setAttribute('aria-keyshortcuts', ariaKeys(keys));
  };

const ariaKeys = (keys: string): string =>
  keys
    .replace('Ctrl', 'Control')
    .replace('←', 'ArrowLeft')
    .replace('→', 'ArrowRight')
    .replace('↑', 'ArrowUp')
    .replace('↓', 'ArrowDown');

/** How long ago; the exact time on pointing and for those who hear it. */
export function Ago({ at }: { at: string }) {
  const { formats } = useWords();
  const now = useNow(20_000);
  const exact = formats.dateTime(at);
  return (
    <time dateTime={at} title={exact} aria-label={`${formats.relative(at, now)}, ${exact}`}>
      {formats.relative(at, now)}
    </time>
  );
}

/** The first sixteen digits of a hash, in fours; all of it on pointing. */
export function Hash({ sha256 }: { sha256: string }) {
  return (
    <code className="hash" title={sha256}>
      {shortHash(sha256)}
    </code>
  );
}

/** An empty screen: what will appear here, and the key that makes it. */
export function Empty({ children, keys }: { children: ReactNode; keys?: string | null }) {
  return (
    <div className="empty">
      <p>{children}</p>
      {keys ? <Keys keys={keys} /> : null}
    </div>
  );
}
