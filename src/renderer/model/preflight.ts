import type { ActRow } from '../../contract/acts.ts';
import type { Failure } from '../../contract/failures.ts';
import type { Preflight } from '../../contract/levels.ts';
import type { VisibleChoice } from '../../contract/visible.ts';
import type { Desk } from '../desk.ts';
import { isRead } from './marks.ts';
import type { Passwords } from './passwords.ts';
import type { Choice } from './signing.ts';
import { createStore, type Store } from './store.ts';

export type PreflightView =
  | { readonly kind: 'none' }
  | { readonly kind: 'asking'; readonly about: string }
  | { readonly kind: 'told'; readonly about: string; readonly preflight: Preflight }
  | { readonly kind: 'failed'; readonly about: string; readonly failure: Failure };

/** Whether what is put up would be accepted: asked once for each certificate and set of acts, before the PIN. */
export interface PreflightDesk {
  readonly view: Store<PreflightView>;
  look(wish: ToTry): Promise<void>;
  /** It would surely be refused: the office says so of exactly this certificate and these acts. */
  blocks(wish: ToTry): boolean;
}

/** What is put up to be signed, and how. */
export interface ToTry {
  readonly rows: readonly ActRow[];
  readonly choice: Choice;
  readonly visible: VisibleChoice | null;
}

/** What an answer is about; an answer about something else is none. */
export function aboutOf(
  { rows, choice: { libraryId, token, certificate }, visible }: ToTry,
  passwords: number,
): string {
  const acts = rows.filter(isRead).map(({ actId, documentSha256 }) => `${actId} ${documentSha256}`);
  return [libraryId, token.serial, certificate.certificateSha256, JSON.stringify(visible), passwords, ...acts].join(
    '\n',
  );
}

export function createPreflight(desk: Desk, passwords: Passwords): PreflightDesk {
  const view = createStore<PreflightView>({ kind: 'none' });
  return {
    view,
    async look(wish) {
      const { rows, choice, visible } = wish;
      const ready = rows.filter(isRead);
      const about = aboutOf(wish, passwords.view.get());
      const now = view.get();
      if (ready.length === 0 || (now.kind !== 'none' && now.about === about)) return;
      view.set({ kind: 'asking', about });
      const told = await desk.call('signing.preflight', {
        items: ready.map((row) => passwords.toSign(row)),
        libraryId: choice.libraryId,
        tokenSerial: choice.token.serial,
        certificateSha256: choice.certificate.certificateSha256,
        visible,
      });
      view.set((then) => {
        if (then.kind === 'none' || then.about !== about) return then;
        return told.ok
          ? { kind: 'told', about, preflight: told.value }
          : { kind: 'failed', about, failure: told.failure };
      });
    },
    blocks(wish) {
      const now = view.get();
      return now.kind === 'told' && now.preflight.blocked && now.about === aboutOf(wish, passwords.view.get());
    },
  };
}
