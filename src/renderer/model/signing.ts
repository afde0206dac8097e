import type { ActRow, Batch, BatchItem } from '../../contract/acts.ts';
import type { LibraryState } from '../../contract/calls.ts';
import type { Failure } from '../../contract/failures.ts';
import type { Sha256 } from '../../contract/ids.ts';
import type { Token, TokenCertificate } from '../../contract/token.ts';
import type { Desk } from '../desk.ts';
import { isRead } from './marks.ts';
import { createStore, type Store } from './store.ts';

/** A certificate on a connected token, as offered for signing. */
export interface Choice {
  readonly libraryId: string;
  readonly token: Token;
  readonly certificate: TokenCertificate;
  /** It may sign and its token's PIN may be asked for. */
  readonly usable: boolean;
}

export type Signing =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'choosing';
      readonly rows: readonly ActRow[];
      readonly chosen: Sha256 | null;
      readonly starting: boolean;
      readonly failure: Failure | null;
    }
  | {
      readonly kind: 'batch';
      readonly batch: Batch;
      readonly items: readonly BatchItem[];
      readonly rows: readonly ActRow[];
      /** Marked but unread: never sent, counted to the end. */
      readonly unread: number;
      readonly chosen: Sha256;
      readonly stopping: boolean;
    };

export interface SigningDesk {
  readonly view: Store<Signing>;
  /** Puts these acts up for signing; a batch that runs is shown instead. */
  prepare(rows: readonly ActRow[]): void;
  choose(certificateSha256: Sha256): void;
  start(choice: Choice): Promise<void>;
  stop(): Promise<void>;
  /** Puts up again what a stopped batch left, without what failed for reasons of its own. */
  continueWithRest(): void;
  leave(): void;
  /** After the office came back: what became of the batch. */
  reread(): Promise<void>;
}

/** Every certificate of every token that answers, those that can sign first. */
export function choices(libraries: readonly LibraryState[]): Choice[] {
  const all = libraries.flatMap(({ libraryId, listing }) =>
    (listing?.tokens ?? []).flatMap((token) =>
      token.certificates.map((certificate) => ({
        libraryId,
        token,
        certificate,
        usable: certificate.unsuitable === null && token.pinState !== 'locked' && token.pinState !== 'notInitialized',
      })),
    ),
  );
  return [...all.filter(({ usable }) => usable), ...all.filter(({ usable }) => !usable)];
}

/** The choice offered first: the one chosen last time where it is there, or the only usable one. Never a guess among several. */
export function offered(all: readonly Choice[], last: Sha256 | null): Choice | null {
  const usable = all.filter((choice) => choice.usable);
  return (
    usable.find(({ certificate }) => certificate.certificateSha256 === last) ??
    (usable.length === 1 ? usable[0]! : null)
  );
}

/** The item did not fail by its own fault: trying it again with the token back, or the disk freed, makes sense. */
export function isWorthAnotherTry(item: BatchItem): boolean {
  if (item.state === 'kept' || item.state === 'leftOut') return false;
  if (item.failure === null) return true;
  const { kind } = item.failure;
  return /^(token|pin|driver|disk|store|officeGone|deadline)/.test(kind);
}

export const isRunning = (batch: Batch): boolean => batch.state !== 'finished' && batch.state !== 'stopped';

/** One batch at a time, from the choice of a certificate to the last item's fate. */
export function createSigning(desk: Desk): SigningDesk {
  const view = createStore<Signing>({ kind: 'idle' });
  const pending = new Map<number, BatchItem>();
  let flushing = false;

  // A batch of hundreds tells a fate every few milliseconds: they are taken up together, sixteen times a second.
  const flush = (): void => {
    flushing = false;
    const fresh = new Map(pending);
    pending.clear();
    view.set((now) =>
      now.kind === 'batch' ? { ...now, items: now.items.map((item, index) => fresh.get(index) ?? item) } : now,
    );
  };
  desk.on('batch.item', ({ batchId, index, item }) => {
    const now = view.get();
    if (now.kind !== 'batch' || now.batch.batchId !== batchId) return;
    pending.set(index, item);
    if (!flushing) setTimeout(flush, 60);
    flushing = true;
  });
  desk.on('batch.changed', (batch) => {
    view.set((now) =>
      now.kind === 'batch' && now.batch.batchId === batch.batchId
        ? { ...now, batch, stopping: now.stopping && isRunning(batch) }
        : now,
    );
  });

  const reread = async (): Promise<void> => {
    const now = view.get();
    if (now.kind !== 'batch') return;
    const read = await desk.call('signing.batch', { batchId: now.batch.batchId });
    if (!read.ok) {
      // The office no longer knows the batch: what was kept is in the trays; this one counts as stopped.
      const gone: Batch = { ...now.batch, state: 'stopped', stoppedBy: now.batch.stoppedBy ?? read.failure };
      view.set((then) => (then.kind === 'batch' && isRunning(then.batch) ? { ...then, batch: gone } : then));
      return;
    }
    view.set((then) => (then.kind === 'batch' ? { ...then, batch: read.value.batch, items: read.value.items } : then));
  };

  return {
    view,
    reread,
    prepare(rows) {
      const now = view.get();
      if (now.kind === 'batch' && isRunning(now.batch)) return;
      view.set({ kind: 'choosing', rows, chosen: null, starting: false, failure: null });
    },
    choose(chosen) {
      view.set((now) => (now.kind === 'choosing' ? { ...now, chosen } : now));
    },
    async start({ libraryId, token, certificate }) {
      const now = view.get();
      if (now.kind !== 'choosing' || now.starting) return;
      const ready = now.rows.filter(isRead);
      if (ready.length === 0) return;
      view.set({ ...now, chosen: certificate.certificateSha256, starting: true, failure: null });
      const started = await desk.call('signing.start', {
        items: ready.map(({ actId, documentSha256 }) => ({ actId, documentSha256 })),
        libraryId,
        tokenSerial: token.serial,
        certificateSha256: certificate.certificateSha256,
      });
      if (!started.ok) {
        view.set((then) => (then.kind === 'choosing' ? { ...then, starting: false, failure: started.failure } : then));
        return;
      }
      view.set({
        kind: 'batch',
        batch: started.value,
        items: ready.map(({ actId, title, caption }) => ({
          actId,
          title,
          caption,
          state: 'waiting',
          failure: null,
          signedSha256: null,
        })),
        rows: now.rows,
        unread: now.rows.length - ready.length,
        chosen: certificate.certificateSha256,
        stopping: false,
      });
      // Events told before the answer came are in the batch as it stands now.
      await reread();
    },
    async stop() {
      const now = view.get();
      if (now.kind !== 'batch' || !isRunning(now.batch)) return;
      view.set({ ...now, stopping: true });
      const stopped = await desk.call('signing.stop', { batchId: now.batch.batchId });
      if (stopped.ok) view.set((then) => (then.kind === 'batch' ? { ...then, batch: stopped.value } : then));
      else view.set((then) => (then.kind === 'batch' ? { ...then, stopping: false } : then));
    },
    continueWithRest() {
      const now = view.get();
      if (now.kind !== 'batch' || isRunning(now.batch)) return;
      const left = new Set(now.items.filter(isWorthAnotherTry).map(({ actId }) => actId));
      const rows = now.rows.filter(({ actId }) => left.has(actId));
      view.set({ kind: 'choosing', rows, chosen: now.chosen, starting: false, failure: null });
    },
    leave() {
      const now = view.get();
      if (now.kind === 'batch' && isRunning(now.batch)) return;
      view.set({ kind: 'idle' });
    },
  };
}
