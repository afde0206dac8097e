import { GraduationCap } from 'lucide-react';
import type { LibraryState } from '../../contract/calls.ts';
import { place, rehearse } from '../app/commands.ts';
import { useModel, useStore, useWords } from '../app/context.tsx';
import { Button } from '../parts/small.tsx';

/** What kind of practice token is there: a software token behind PKCS#11, a key in a file, or none yet. */
function practiceToken(libraries: readonly LibraryState[]): { kind: 'pkcs11' | 'pkcs12'; label: string } | null {
  for (const { listing } of libraries) {
    const token = listing?.tokens.find(({ practice }) => practice);
    // The key of a person's own electronic signature is shown where it is used.
    if (listing && token && listing.library.kind !== 'electronic')
      return { kind: listing.library.kind, label: token.label };
  }
  return null;
}

/** Says on every screen that nothing signed here has value, and with which token. */
export function PracticeBanner() {
  const model = useModel();
  const { status, libraries } = useStore(model.office.view);
  const rehearsal = useStore(model.rehearsal.now);
  const { say } = useWords();
  if (status?.mode !== 'practice') return null;
  const token = practiceToken(libraries ?? []);
  return (
    <aside className="practice" aria-label={say('practice.label')}>
      <GraduationCap aria-hidden size={16} />
      <strong>{say('practice.title')}</strong>
      <span>{say('practice.worthless')}</span>
      {rehearsal.state === 'none' ? null : (
        <span className="practice-rehearsal" role="status">
          {say(`practice.removal.${rehearsal.how}.${rehearsal.state}`)}
        </span>
      )}
      {rehearsal.state === 'out' ? (
        <Button onPress={() => void rehearse(model, 'putBack')}>{say('practice.putBack')}</Button>
      ) : null}
      {(status.seats?.length ?? 0) > 1 ? (
        <Button look="quiet" command="seat" onPress={() => place('seat')(model)}>
          {say('seat.practice')}
        </Button>
      ) : null}
      {token ? <TokenWords words={say(`practice.${token.kind}`, { token: token.label })} /> : null}
    </aside>
  );
}

const TokenWords = ({ words }: { words: string }) => (
  <span className="practice-token" title={words}>
    {words}
  </span>
);
