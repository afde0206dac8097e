import type { Keys } from './keys.ts';

/** Something that can be pressed on the screen as it stands: the menu and the palette offer it by its own words. */
export interface HereAction {
  readonly id: string;
  readonly name: string;
  readonly keys: Keys | null;
  press(): void;
}

/** What is pressed in the panes of the work: the trays and the strip hold nothing but commands. */
const pressable = ['list', 'work', 'coach']
  .flatMap((pane) =>
    ['.button', '.icon-button', '.filter', '.link', '.search-clear'].map(
      (look) => `[data-pane="${pane}"] button${look}:not(:disabled)`,
    ),
  )
  .join(', ');

/**
 * Every button that can be pressed now, with what it belongs to where several say the same. They are read off the screen, so that no button
 * can be forgotten here; none is offered that the person does not see.
 */
export function actionsHere(): readonly HereAction[] {
  const buttons = [...document.querySelectorAll<HTMLElement>(pressable)].filter(
    (button) => button.getClientRects().length > 0 && nameOf(button) !== '',
  );
  const times = new Map<string, number>();
  for (const button of buttons) times.set(nameOf(button), (times.get(nameOf(button)) ?? 0) + 1);
  return buttons.map((button, index) => {
    const name = nameOf(button);
    const about = times.get(name) === 1 ? '' : aboutOf(button);
    return {
      id: `here.${index}`,
      name: about === '' ? name : `${name} — ${about}`,
      keys: button.querySelector('.keys')?.textContent ?? null,
      press: () => button.click(),
    };
  });
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** As it is heard; the key on it is not of its name. */
function nameOf(button: HTMLElement): string {
  const label = button.getAttribute('aria-label');
  if (label !== null) return oneLine(label);
  return oneLine([...button.childNodes].filter(isOfName).map(wordsOf).join(' '));
}

const isOfName = (node: ChildNode): boolean => !(node instanceof Element && node.matches('.keys, svg, [aria-hidden]'));
const wordsOf = (node: ChildNode): string => node.textContent ?? '';

/** The line or the section that a button stands in, as it is called there. */
function aboutOf(button: HTMLElement): string {
  const line = button.closest<HTMLElement>('li, tr, [role="row"]');
  if (line) {
    const copy = line.cloneNode(true) as HTMLElement;
    for (const other of copy.querySelectorAll('button')) other.remove();
    return oneLine(copy.textContent).slice(0, 80);
  }
  const section = button.closest('section, fieldset, [role="region"], [role="group"], form');
  return oneLine(section?.getAttribute('aria-label') ?? section?.querySelector('h2, h3, legend')?.textContent ?? '');
}
