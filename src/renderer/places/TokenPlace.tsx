import { KeyRound } from 'lucide-react';
import type { Token } from '../../contract/token.ts';
import { sayPinState, sayPukState } from '../../contract/words/states.ts';
import { leave } from '../app/commands.ts';
import { useModel, useStore, useWords } from '../app/context.tsx';
import { FailureNote } from '../parts/FailureNote.tsx';
import { Note } from '../parts/Note.tsx';
import { Button } from '../parts/small.tsx';
import { Doctor } from './Doctor.tsx';
import { ElectronicSection } from './ElectronicSection.tsx';
import { TokenTroubles } from './TokenTroubles.tsx';

/** The tokens as they are plugged in, what can be done for their PINs, what stands in the way, and the doctor. */
export function TokenPlace() {
  const model = useModel();
  const { libraries, tokensFailure } = useStore(model.office.view);
  const { say } = useWords();
  const tokens = (libraries ?? []).flatMap(({ listing }) => listing?.tokens ?? []);
  return (
    <>
      <header className="place-head">
        <h2>{say('token.title')}</h2>
        <p className="place-note">{say('token.note')}</p>
      </header>
      <div className="place-body signing" tabIndex={0} role="region" aria-label={say('token.title')}>
        <section className="tokens" aria-label={say('token.tokens')}>
          <h3>{say('token.tokens')}</h3>
          {tokensFailure ? <FailureNote failure={tokensFailure} tone="wait" alert={false} /> : null}
          {libraries === null && !tokensFailure ? <p className="hint">{say('signing.readingTokens')}</p> : null}
          {libraries !== null && tokens.length === 0 ? <p className="hint">{say('token.none')}</p> : null}
          {tokens.length > 0 ? (
            <ul>
              {tokens.map((token) => (
                <TokenCard key={`${token.libraryId} ${token.serial}`} token={token} />
              ))}
            </ul>
          ) : null}
          <TokenTroubles />
          <Outcome />
        </section>
        <ElectronicSection />
        <Doctor />
      </div>
      <footer className="decision" aria-label={say('decision.label')}>
        <p className="decision-about">{say('token.pinHere')}</p>
        <div className="decision-verbs">
          <Button onPress={() => void model.office.readTokens()}>{say('signing.lookAgain')}</Button>
          <Button command="back" onPress={() => leave(model)}>
            {say('action.back')}
          </Button>
        </div>
      </footer>
    </>
  );
}

function TokenCard({ token }: { token: Token }) {
  const model = useModel();
  const { errand } = useStore(model.care.view);
  const { say, locale } = useWords();
  const { pinState, pukState, triesLeft, canChangePin, canUnblockPin } = token;
  const alarm = pinState !== 'normal' && pinState !== 'unknown';
  const locked = pinState === 'locked';
  return (
    <li className="token-card">
      <KeyRound aria-hidden size={16} />
      <div className="token-words">
        <p className="token-name">
          {token.label}
          {token.practice ? <span className="quiet"> ({say('signing.practiceToken')})</span> : null}
        </p>
        <p className="quiet">
          {[token.manufacturer, token.model, say('token.serial', { serial: token.serial })].filter(Boolean).join(' · ')}
          {token.reader ? ` · ${say('token.reader', { reader: token.reader })}` : ''}
        </p>
        <p data-tone={alarm ? 'bad' : 'ok'}>
          {sayPinState(pinState, locale)}
          {triesLeft === null ? '' : ` · ${say('signing.triesLeft', { n: triesLeft })}`}
          {locked || pukState !== 'unknown' ? ` · ${sayPukState(pukState, locale)}` : ''}
        </p>
        {locked && !canUnblockPin ? <p>{say('token.askAuthority')}</p> : null}
      </div>
      <div className="token-verbs">
        {canUnblockPin ? (
          <Button
            look={locked ? 'main' : 'plain'}
            isDisabled={errand !== null}
            onPress={() => void model.care.unblockPin(token)}
          >
            {say('token.unblockPin')}
          </Button>
        ) : null}
        {canChangePin ? (
          <Button isDisabled={errand !== null || locked} onPress={() => void model.care.changePin(token)}>
            {say('token.changePin')}
          </Button>
        ) : null}
      </div>
    </li>
  );
}

/** What became of the last errand: one that waits for the PIN window says so. */
function Outcome() {
  const model = useModel();
  const { errand, done, failure } = useStore(model.care.view);
  const { say } = useWords();
  if (errand === 'changePin' || errand === 'unblockPin' || errand === 'makeKey')
    return <Note tone="info" what={say('token.waiting')} />;
  if (failure) return <FailureNote failure={failure} />;
  if (done === 'changePin' || done === 'unblockPin' || done === 'makeKey' || done === 'retry') {
    return (
      <div role="status">
        <Note tone="ok" what={say(`token.done.${done}`)} />
      </div>
    );
  }
  return null;
}
