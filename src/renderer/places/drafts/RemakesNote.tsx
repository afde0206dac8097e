import type { Draft } from '../../../contract/drafts.ts';
import { useWords } from '../../app/context.tsx';
import { FailureNote } from '../../parts/FailureNote.tsx';
import { Note } from '../../parts/Note.tsx';

/** Beside the text of a draft that makes a refused act anew: which act, and why the registry refused it. */
export function RemakesNote({ remakes }: { remakes: NonNullable<Draft['remakes']> }) {
  const { say, formats } = useWords();
  const { title, reason, at } = remakes;
  return (
    <section aria-label={say('remake.title')}>
      <Note tone="wait" what={say('remake.of', { title, when: formats.dateTime(at) })} />
      <FailureNote failure={reason} alert={false} />
    </section>
  );
}
