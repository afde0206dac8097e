import '@fontsource-variable/inter/wght.css';
import { useSyncExternalStore } from 'react';
import { createRoot } from 'react-dom/client';
import type { Locale } from '../contract/config.ts';
import type { PinAnswer, PinQuestion } from '../contract/token.ts';
import { createStore } from './model/store.ts';
import { openPinDoor } from './pin/door.ts';
import { NewPinScreen } from './pin/NewPinScreen.tsx';
import { PinScreen, Trouble } from './pin/PinScreen.tsx';
import { PracticeStrip } from './pin/PracticeStrip.tsx';
import { pinWords } from './pin/words.ts';
import './styles/pin-all.css';

const locales: readonly Locale[] = ['es-AR', 'en', 'pt-BR'];
const asked = new URLSearchParams(location.search);
const locale = locales.find((one) => one === asked.get('locale')) ?? 'es-AR';
const theme = ['light', 'dark'].find((one) => one === asked.get('theme')) ?? 'system';

document.documentElement.lang = locale;
document.documentElement.dataset['theme'] = theme;
document.title = `${pinWords[locale].title} · Fojas`;

const place = document.getElementById('pin');
if (!place || !window.fojasPin) throw new Error('the PIN window was opened without its preload');

interface Asked {
  readonly now: PinQuestion | null;
  /** What became of the PIN does not say again that the token is for practice, nor what the PIN was for. */
  readonly practice: boolean;
  readonly unlocks: boolean;
}
const question = createStore<Asked>({ now: null, practice: false, unlocks: false });
const door = openPinDoor(window.fojasPin, (next) => {
  question.set(({ practice, unlocks }) => ({
    now: next,
    practice: practiceIn(next) ?? practice,
    unlocks: next.kind === 'pinWanted' ? next.purpose.unlock === true : unlocks,
  }));
  // Accepted: the case window shows the rest.
  if (next.kind === 'pinSettled' && next.failure === null) window.close();
});

function practiceIn(asked: PinQuestion): boolean | null {
  if (asked.kind === 'pinWanted') return asked.purpose.practice;
  return asked.kind === 'newPinWanted' ? asked.practice : null;
}

function Window() {
  const { now, practice, unlocks } = useSyncExternalStore(question.subscribe, question.get);
  const words = pinWords[locale];
  const answer = (given: PinAnswer): void => {
    door.answer(given);
    if (given.kind === 'pinCancelled') window.close();
  };
  if (now?.kind === 'pinWanted') {
    return <PinScreen key={now.sessionId} locale={locale} question={now} onAnswer={answer} />;
  }
  if (now?.kind === 'newPinWanted') {
    return <NewPinScreen key={now.sessionId} locale={locale} question={now} onAnswer={answer} />;
  }
  if (now?.kind === 'pinSettled' && now.failure)
    return (
      <main className="pin">
        {practice ? <PracticeStrip locale={locale} /> : null}
        <header className="pin-head">
          <h1>{unlocks ? words.unlockTitle : words.title}</h1>
        </header>
        <Trouble {...{ failure: now.failure, locale, unlocks, close: words.close }} onClose={() => window.close()} />
      </main>
    );
  return (
    <main className="pin">
      <p className="pin-pad" role="status">
        {words.waiting}
      </p>
    </main>
  );
}

createRoot(place).render(<Window />);
