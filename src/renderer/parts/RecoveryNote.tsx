import type { Failure } from '../../contract/failures.ts';
import { useWords } from '../app/context.tsx';

/** Where the data cannot be opened: what IT does next, in order, with the very commands. Not the end of the road. */
export function RecoveryNote({ failure }: { failure: Failure }) {
  const { say } = useWords();
  const keyIsLost = failure.kind === 'storeKeyWrong';
  if (!keyIsLost && failure.kind !== 'storeDamaged') return null;
  const store = keyIsLost ? 'fojas home store-key' : 'fojas home restore';
  return (
    <section className="recovery" aria-label={say('recovery.title')}>
      <h2>{say('recovery.title')}</h2>
      <p>{say(keyIsLost ? 'recovery.keyLost' : 'recovery.damaged')}</p>
      <ol>
        <li>{say('recovery.bring')}</li>
        <li>
          <code>
            {store} --config office.json{' '}
            {keyIsLost ? '--identity-file KEY --out FILE' : '--from FOLDER --identity-file KEY --store-key-file FILE'}
          </code>
        </li>
        {keyIsLost ? (
          <li>
            {say('recovery.else')}{' '}
            <code>fojas home restore --config office.json --from FOLDER --identity-file KEY --store-key-file FILE</code>
          </li>
        ) : null}
        <li>{say('recovery.again')}</li>
      </ol>
    </section>
  );
}
