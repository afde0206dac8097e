import { useEffect, useLayoutEffect } from 'react';
import { I18nProvider } from 'react-aria-components';
import { LiveRegion } from '../panes/NoticeWords.tsx';
import { Coach } from '../panes/Coach.tsx';
import { ListPane } from '../panes/ListPane.tsx';
import { PracticeBanner } from '../panes/PracticeBanner.tsx';
import { StatusStrip } from '../panes/StatusStrip.tsx';
import { TraysPane } from '../panes/TraysPane.tsx';
import { WorkPane } from '../panes/WorkPane.tsx';
import { Palette } from '../palette/Palette.tsx';
import { Closed } from './Closed.tsx';
import { Holding } from './Fallen.tsx';
import { commands } from './commands.ts';
import { HouseContext, useModel, useSource, useStore, useWordsOf, WordsContext, type House } from './context.tsx';
import { focusPane } from './focus.ts';
import { combination } from './keys.ts';
import { LockScreen, useLock } from './LockScreen.tsx';

/** The whole window. */
export function App({ house }: { house: House }) {
  return (
    <HouseContext value={house}>
      <Window />
    </HouseContext>
  );
}

function Window() {
  const model = useModel();
  const { phase, failure, settings, status } = useStore(model.office.view);
  const { listOver, trayFolded, indexWide, work } = useStore(model.places);
  const source = useSource();
  const isWide = indexWide && work === 'paper' && source.kind === 'case';
  const words = useWordsOf(settings.locale);
  const lock = useLock();
  const shut = lock && lock.wants !== 'nothing' ? { ...lock, wants: lock.wants } : null;
  useKeys(shut !== null);

  useEffect(() => {
    const { documentElement: root } = document;
    root.lang = settings.locale;
    root.dataset['theme'] = settings.theme;
    root.dataset['density'] = settings.density;
  }, [settings.locale, settings.theme, settings.density]);

  return (
    <I18nProvider locale={settings.locale === 'en' ? 'en-GB' : settings.locale}>
      <WordsContext value={words}>
        <Holding part="window">
          {shut ? (
            <LockScreen state={shut} />
          ) : phase === 'failed' && failure ? (
            <Closed failure={failure} />
          ) : (
            <div
              className="desk"
              data-list-over={listOver || undefined}
              data-folded={trayFolded || undefined}
              data-index-wide={isWide || undefined}
              data-practice={status?.mode === 'practice' ? words.say('practice.watermark') : undefined}
            >
              <PracticeBanner />
              <div className="panes">
                <Holding part="trays">
                  <TraysPane />
                </Holding>
                <Holding part="list">
                  <ListPane />
                </Holding>
                <WorkPane />
              </div>
              <Coach />
              <StatusStrip />
              <LiveRegion />
            </div>
          )}
          {shut ? null : <Palette />}
        </Holding>
      </WordsContext>
    </I18nProvider>
  );
}

/** Whether what has the focus keeps this key for itself: while one writes, Ctrl+B is bold. */
const isOwn = (target: EventTarget | null, pressed: string): boolean =>
  target instanceof HTMLElement && (target.dataset['ownKeys'] ?? '').split(' ').includes(pressed);

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea'));

/**
 * All keys of the table, wherever the focus is: they come first, so that no control can take one of them for itself. Escape comes
 * last: a field that empties itself with it, or a menu that closes, has done what was meant.
 */
function useKeys(isShut: boolean): void {
  const model = useModel();
  // Before the first paint: what is seen can be used, and no key of whoever was quick falls to the browser.
  useLayoutEffect(() => {
    // Behind the lock screen nothing is done, and nothing is opened that would be there when it goes.
    if (isShut) return;
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return;
      const pressed = combination(event);
      const last = event.eventPhase !== Event.CAPTURING_PHASE && event.currentTarget === window;
      // Whoever selects everything beside a list or a field means none of the window's own words.
      if (last && pressed === 'Ctrl+A' && !isWriting(event.target)) return event.preventDefault();
      if ((pressed === 'Escape') !== last) return;
      if (isOwn(event.target, pressed)) return;
      // A click beside everything leaves the focus nowhere: the arrows find the list again.
      if ((pressed === '↓' || pressed === '↑') && document.activeElement === document.body)
        return void focusPane('list');
      const command = commands.find(({ keys }) => keys.includes(pressed));
      if (!command || (model.places.get().palette && command.id !== 'palette')) return;
      // Alt and an arrow move by words while one writes (macOS).
      if (/^Alt\+[←→]$/.test(pressed) && event.target instanceof HTMLTextAreaElement) return;
      event.preventDefault();
      event.stopPropagation();
      if (command.enabled?.(model) ?? true) command.run(model);
    };
    window.addEventListener('keydown', onKey, { capture: true });
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey, { capture: true });
      window.removeEventListener('keydown', onKey);
    };
  }, [model, isShut]);
}
