import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { useEffect, useRef, type KeyboardEvent } from 'react';
import { Input, Label, TextField } from 'react-aria-components';
import { useWords } from '../app/context.tsx';
import { IconButton } from '../parts/small.tsx';
import type { Finding } from './useFinding.ts';

/** The search inside the open document: Enter goes on, Shift+Enter back, Escape closes it and leaves the words for the next time. */
export function FindBar({ finding, pages }: { finding: Finding; pages: number }) {
  const { say, formats } = useWords();
  const field = useRef<HTMLInputElement>(null);
  const { text, total, at, reading, step, close } = finding;
  // Whoever comes from the search over everything goes on reading; whoever asked for it here types.
  const isAsked = useRef(text === '');
  useEffect(() => {
    if (isAsked.current) field.current?.focus();
  }, []);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') step(event.shiftKey ? -1 : 1);
    else if (event.key === 'Escape') {
      close();
      document.querySelector<HTMLElement>('.leaves')?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const said =
    text.trim() === ''
      ? ''
      : total === 0
        ? reading === null
          ? say('inPaper.none')
          : say('inPaper.reading', { page: formats.number(reading), pages: formats.number(pages) })
        : say('inPaper.at', { at: formats.number(at), total: formats.number(total) });
  return (
    <div className="find-bar" role="search" aria-label={say('inPaper.label')} onKeyDown={onKeyDown}>
      <TextField value={text} onChange={finding.look}>
        <Label className="heard">{say('inPaper.label')}</Label>
        <Input ref={field} placeholder={say('inPaper.label')} />
      </TextField>
      <span className="find-count" role="status">
        {said}
      </span>
      <IconButton label={say('inPaper.previous')} isDisabled={total === 0} onPress={() => step(-1)}>
        <ChevronUp aria-hidden size={16} />
      </IconButton>
      <IconButton label={say('inPaper.next')} isDisabled={total === 0} onPress={() => step(1)}>
        <ChevronDown aria-hidden size={16} />
      </IconButton>
      <IconButton label={say('inPaper.close')} onPress={close}>
        <X aria-hidden size={16} />
      </IconButton>
    </div>
  );
}
