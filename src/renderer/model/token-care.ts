import type { Failure, Outcome } from '../../contract/failures.ts';
import type { Answer, Desk } from '../desk.ts';
import type { Choice } from './signing.ts';
import { createStore, type Store } from './store.ts';

/** What a person does for a token itself; PINs and PUKs are typed in the PIN window and never come here. */
export type CareErrand = 'changePin' | 'unblockPin' | 'makeKey' | 'retry' | 'doctor' | 'trial' | 'save';

export interface TokenCareView {
  /** What is under way; one errand at a time. */
  readonly errand: CareErrand | null;
  /** The errand that went well last. */
  readonly done: CareErrand | null;
  readonly failure: Failure | null;
  /** What the doctor found; null before it looked. */
  readonly examined: Answer<'doctor.run'> | null;
  /** Where the doctor's report was written. */
  readonly path: string | null;
  /** This person's electronic signature; null before it was asked for. */
  readonly electronic: Answer<'electronic.read'> | null;
}

export interface TokenCare {
  readonly view: Store<TokenCareView>;
  changePin(token: { readonly libraryId: string; readonly serial: string }): Promise<void>;
  unblockPin(token: { readonly libraryId: string; readonly serial: string }): Promise<void>;
  /** Asks how this person's electronic signature stands here. */
  readElectronic(): Promise<void>;
  /** Makes one: the passphrase is typed in the PIN window. */
  makeElectronic(): Promise<void>;
  /** Tries a parked driver again. */
  retry(libraryId: string): Promise<void>;
  /** Looks at everything; with a choice, also signs random bytes with it, which asks for the PIN. */
  examine(trial: Choice | null): Promise<void>;
  save(): Promise<void>;
}

export function createTokenCare(desk: Desk, onTokens: () => void): TokenCare {
  const view = createStore<TokenCareView>({
    ...{ errand: null, done: null, failure: null, examined: null, path: null, electronic: null },
  });

  /** One errand at a time; whoever asks for a second waits for the first to end. */
  const run = async <T>(errand: CareErrand, ask: () => Promise<Outcome<T>>): Promise<T | null> => {
    if (view.get().errand !== null) return null;
    view.set((now) => ({ ...now, errand, done: null, failure: null }));
    const outcome = await ask();
    view.set((now) => ({
      ...now,
      errand: null,
      done: outcome.ok ? errand : null,
      failure: outcome.ok ? null : outcome.failure,
    }));
    return outcome.ok ? outcome.value : null;
  };

  return {
    view,
    async changePin({ libraryId, serial: tokenSerial }) {
      await run('changePin', () => desk.call('tokens.changePin', { libraryId, tokenSerial }));
      onTokens();
    },
    async unblockPin({ libraryId, serial: tokenSerial }) {
      await run('unblockPin', () => desk.call('tokens.unblockPin', { libraryId, tokenSerial }));
      onTokens();
    },
    async readElectronic() {
      const electronic = await desk.call('electronic.read', {});
      if (electronic.ok) view.set((now) => ({ ...now, electronic: electronic.value }));
    },
    async makeElectronic() {
      const electronic = await run('makeKey', () => desk.call('electronic.make', {}));
      if (electronic) view.set((now) => ({ ...now, electronic }));
      onTokens();
    },
    async retry(libraryId) {
      await run('retry', () => desk.call('tokens.retry', { libraryId }));
      onTokens();
    },
    async examine(choice) {
      const trial = choice && {
        libraryId: choice.libraryId,
        tokenSerial: choice.token.serial,
        certificateSha256: choice.certificate.certificateSha256,
      };
      const examined = await run(trial ? 'trial' : 'doctor', () => desk.call('doctor.run', { trial }));
      if (examined) view.set((now) => ({ ...now, examined, path: null }));
    },
    async save() {
      const { examined } = view.get();
      if (!examined) return;
      const saved = await run('save', () => desk.call('doctor.save', { report: examined.report }));
      if (saved) view.set((now) => ({ ...now, path: saved.path }));
    },
  };
}
