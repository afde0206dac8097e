import type { ActRow, Batch, BatchItem, PinCustom } from '../../contract/acts.ts';
import { isUnreached, isWorthAnotherTry } from '../../contract/batch-rest.ts';
import type { CertificateOffer, LibraryState } from '../../contract/calls.ts';
import type { Failure } from '../../contract/failures.ts';
import type { Sha256 } from '../../contract/ids.ts';
import type { VisibleChoice } from '../../contract/visible.ts';
import type { Token, TokenCertificate } from '../../contract/token.ts';
import type { Answer, Desk } from '../desk.ts';
import { isRead } from './marks.ts';
import { createPasswords, type Passwords } from './passwords.ts';
import { createStore, type Store } from './store.ts';

export { isUnreached, isWorthAnotherTry };

/** A certificate on a connected token, as offered for signing. */
export interface Choice {
  readonly libraryId: string;
  readonly token: Token;
  readonly certificate: TokenCertificate;
  /** How the office judges it for this person and day; null where it said nothing. */
  readonly offer: CertificateOffer | null;
  /** It may sign and its token's PIN may be asked for. */
  readonly usable: boolean;
}

/** What the office says of a choice before the PIN, and of which certificate it says so. */
export type Preview = Answer<'signing.preview'> & { readonly certificateSha256: Sha256 };

export interface Choosing {
  readonly kind: 'choosing';
  readonly rows: readonly ActRow[];
  readonly chosen: Sha256 | null;
  /** How often the PIN is to be asked for, as the person wants it. */
  readonly pin: PinCustom;
  /** How the signatures are to be seen; null: not at all. */
  readonly visible: VisibleChoice | null;
  readonly preview: Preview | null;
  readonly starting: boolean;
  readonly failure: Failure | null;
}

export interface BatchView {
  readonly kind: 'batch';
  readonly batch: Batch;
  readonly items: readonly BatchItem[];
  readonly rows: readonly ActRow[];
  /** How its signatures are seen, to go on with alike; null: not at all. */
  readonly visible: VisibleChoice | null;
  readonly stopping: boolean;
  /** It was found at the start of the office: a crash or an earlier stop left it. */
  readonly found: boolean;
  /** The report, once asked for; where it was written, once saved. */
  readonly report: { readonly text: string; readonly path: string | null } | null;
  readonly failure: Failure | null;
}

export type Signing = { readonly kind: 'idle' } | Choosing | BatchView;

export interface SigningDesk {
  readonly view: Store<Signing>;
  /** The newest batch that left acts behind; null when there is none. */
  readonly unfinished: Store<Answer<'signing.unfinished'>>;
  /** Puts these acts up for signing; a batch that runs is shown instead. */
  prepare(rows: readonly ActRow[], visible?: VisibleChoice | null): void;
  choose(certificateSha256: Sha256): void;
  askPin(pin: PinCustom): void;
  see(visible: VisibleChoice | null): void;
  /** Asks the office what is worth knowing of this choice; the answer is in the view when it comes. */
  look(choice: Choice): Promise<void>;
  start(choice: Choice): Promise<void>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  stop(): Promise<void>;
  /** Puts up again what a stopped batch left, without what failed for reasons of its own. */
  continueWithRest(): void;
  leave(): void;
  /** After the office came back: what became of the batch. */
  reread(): Promise<void>;
  /** Asks whether a batch was left unfinished. */
  lookBack(): Promise<void>;
  /** Shows the unfinished batch, as it ended. */
  showUnfinished(): Promise<void>;
  /** Does not offer it any more; its acts stay to sign. */
  dismiss(): Promise<void>;
  readReport(): Promise<void>;
  saveReport(as: 'text' | 'pdf'): Promise<void>;
}

/** Every certificate of every token that answers: as the office ranks them, those that can sign first. */
export function choices(libraries: readonly LibraryState[], offers: readonly CertificateOffer[] = []): Choice[] {
  const all = libraries.flatMap(({ libraryId, listing }) =>
    (listing?.tokens ?? []).flatMap((token) =>
      token.certificates.map((certificate): Choice => {
        const offer = offers.find(
          (one) =>
            one.libraryId === libraryId &&
            one.tokenSerial === token.serial &&
            one.certificateSha256 === certificate.certificateSha256,
        );
        const pinOpen = token.pinState !== 'locked' && token.pinState !== 'notInitialized';
        const usable = (offer?.usable ?? true) && certificate.unsuitable === null && pinOpen;
        return { libraryId, token, certificate, offer: offer ?? null, usable };
      }),
    ),
  );
  const rank = ({ offer }: Choice): number => offer?.rank ?? Number.MAX_SAFE_INTEGER;
  return all.toSorted((a, b) => Number(b.usable) - Number(a.usable) || rank(a) - rank(b));
}

/**
 * The choice offered first: the one chosen last time where it is there, or the only usable one, or the only one of this very person.
 * Never a guess among several.
 */
export function offered(all: readonly Choice[], last: Sha256 | null): Choice | null {
  const usable = all.filter((choice) => choice.usable);
  const own = usable.filter(({ offer }) => offer?.owner === 'self');
  return (
    usable.find(({ certificate }) => certificate.certificateSha256 === last) ??
    (usable.length === 1 ? usable[0]! : own.length === 1 ? own[0]! : null)
  );
}

export const isRunning = (batch: Batch): boolean => batch.state !== 'finished' && batch.state !== 'stopped';

/** One batch at a time, from the choice of a certificate to the last item's fate. */
export function createSigning(desk: Desk, passwords: Passwords = createPasswords()): SigningDesk {
  const view = createStore<Signing>({ kind: 'idle' });
  const unfinished = createStore<Answer<'signing.unfinished'>>(null);
  const pending = new Map<number, BatchItem>();
  let flushing = false;

  // A batch of hundreds tells a fate every few milliseconds: they are taken up together, sixteen times a second. What changes what the
  // person can do (it waits for the PIN, is held, has ended) is taken up at once.
  let latest: Batch | null = null;
  const flush = (): void => {
    flushing = false;
    const fresh = new Map(pending);
    pending.clear();
    const batch = latest;
    latest = null;
    view.set((now) => {
      if (now.kind !== 'batch') return now;
      const items = fresh.size === 0 ? now.items : now.items.map((item, index) => fresh.get(index) ?? item);
      if (batch?.batchId !== now.batch.batchId) return { ...now, items };
      return { ...now, items, batch, stopping: now.stopping && isRunning(batch) };
    });
  };
  const flushSoon = (): void => {
    if (!flushing) setTimeout(flush, 60);
    flushing = true;
  };
  const isShown = (batchId: string): boolean => {
    const now = view.get();
    return now.kind === 'batch' && now.batch.batchId === batchId;
  };
  desk.on('batch.item', ({ batchId, index, item }) => {
    if (!isShown(batchId)) return;
    pending.set(index, item);
    flushSoon();
  });
  desk.on('batch.changed', (batch) => {
    if (!isShown(batch.batchId)) return;
    const now = view.get();
    const before = now.kind === 'batch' ? now.batch : null;
    latest = batch;
    if (before?.state === batch.state && before.pauseAsked === batch.pauseAsked) flushSoon();
    else flush();
  });

  const changeBatch = (part: Partial<BatchView>): void =>
    view.set((now) => (now.kind === 'batch' ? { ...now, ...part } : now));
  const changeChoice = (part: Partial<Choosing>): void =>
    view.set((now) => (now.kind === 'choosing' ? { ...now, ...part } : now));
  const batchNow = (): BatchView | null => {
    const now = view.get();
    return now.kind === 'batch' ? now : null;
  };

  const lookBack = async (): Promise<void> => {
    const left = await desk.call('signing.unfinished', {});
    if (left.ok) unfinished.set(left.value);
  };

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

  /** Holds the batch, or lets it go on. */
  const hold = async (name: 'signing.pause' | 'signing.resume'): Promise<void> => {
    const now = batchNow();
    if (!now || !isRunning(now.batch)) return;
    const told = await desk.call(name, { batchId: now.batch.batchId });
    if (told.ok) changeBatch({ batch: told.value });
  };

  return {
    view,
    unfinished,
    reread,
    lookBack,
    prepare(rows, visible = null) {
      const now = batchNow();
      if (now && isRunning(now.batch)) return;
      view.set(choosing(rows, null, 'asCard', visible));
    },
    choose: (chosen) => changeChoice({ chosen, failure: null }),
    askPin: (pin) => changeChoice({ pin }),
    see: (visible) => changeChoice({ visible }),
    async look({ libraryId, token, certificate: { certificateSha256 } }) {
      const now = view.get();
      if (now.kind !== 'choosing' || now.preview?.certificateSha256 === certificateSha256) return;
      const items = now.rows.filter(isRead).map(({ actId }) => actId);
      const told = await desk.call('signing.preview', {
        items,
        libraryId,
        tokenSerial: token.serial,
        certificateSha256,
      });
      if (told.ok) changeChoice({ preview: { ...told.value, certificateSha256 } });
    },
    async start({ libraryId, token, certificate }) {
      const now = view.get();
      if (now.kind !== 'choosing' || now.starting) return;
      const ready = now.rows.filter(isRead);
      if (ready.length === 0) return;
      const unread = now.rows.filter((row) => !isRead(row));
      view.set({ ...now, chosen: certificate.certificateSha256, starting: true, failure: null });
      const started = await desk.call('signing.start', {
        items: ready.map((row) => passwords.toSign(row)),
        unread: unread.map(({ actId }) => actId),
        libraryId,
        tokenSerial: token.serial,
        certificateSha256: certificate.certificateSha256,
        pin: now.pin,
        visible: now.visible,
      });
      if (!started.ok) return changeChoice({ starting: false, failure: started.failure });
      const at = started.value.startedAt;
      view.set({
        ...shown(started.value, now.rows, now.visible),
        items: [...ready.map((row) => itemOf(row, null)), ...unread.map((row) => itemOf(row, at))],
      });
      // Events told before the answer came are in the batch as it stands now.
      await reread();
    },
    pause: () => hold('signing.pause'),
    resume: () => hold('signing.resume'),
    async stop() {
      const now = batchNow();
      if (!now || !isRunning(now.batch)) return;
      changeBatch({ stopping: true });
      const stopped = await desk.call('signing.stop', { batchId: now.batch.batchId });
      if (stopped.ok) changeBatch({ batch: stopped.value });
      else changeBatch({ stopping: false });
    },
    continueWithRest() {
      const now = batchNow();
      if (!now || isRunning(now.batch)) return;
      const left = new Set(now.items.filter(isWorthAnotherTry).map(({ actId }) => actId));
      const rows = now.rows.filter(({ actId }) => left.has(actId));
      view.set(choosing(rows, now.batch.certificateSha256, now.batch.pin, now.visible));
    },
    leave() {
      const now = batchNow();
      if (now && isRunning(now.batch)) return;
      view.set({ kind: 'idle' });
    },
    async showUnfinished() {
      const left = unfinished.get();
      const now = batchNow();
      if (!left || (now && isRunning(now.batch))) return;
      const read = await desk.call('signing.batch', { batchId: left.batch.batchId });
      if (read.ok) view.set({ ...shown(read.value.batch, left.rows, null), items: read.value.items, found: true });
    },
    async dismiss() {
      const left = unfinished.get();
      if (!left) return;
      const dismissed = await desk.call('signing.dismiss', { batchId: left.batch.batchId });
      if (dismissed.ok) unfinished.set(null);
    },
    async readReport() {
      const now = batchNow();
      if (!now) return;
      if (now.report) return changeBatch({ report: null });
      const read = await desk.call('signing.report', { batchId: now.batch.batchId });
      if (read.ok) changeBatch({ report: { text: read.value.text, path: null }, failure: null });
      else changeBatch({ failure: read.failure });
    },
    async saveReport(as) {
      const now = batchNow();
      if (!now?.report) return;
      const saved = await desk.call('signing.saveReport', { batchId: now.batch.batchId, as });
      if (saved.ok) changeBatch({ report: { ...now.report, path: saved.value.path }, failure: null });
      else changeBatch({ failure: saved.failure });
    },
  };
}

const choosing = (
  rows: readonly ActRow[],
  chosen: Sha256 | null,
  pin: PinCustom,
  visible: VisibleChoice | null,
): Choosing => ({
  ...{ kind: 'choosing', rows, chosen, pin, visible, preview: null, starting: false, failure: null },
});
const shown = (batch: Batch, rows: readonly ActRow[], visible: VisibleChoice | null): BatchView => ({
  ...{ kind: 'batch', batch, items: [], rows, visible, stopping: false, found: false, report: null, failure: null },
});

/** An item as it begins, before the office tells of it; `leftOutAt` for what nobody read. */
const itemOf = ({ actId, title, caption }: ActRow, leftOutAt: string | null): BatchItem => ({
  ...{ actId, title, caption, signedSha256: null, tokenMs: null, settledAt: leftOutAt },
  state: leftOutAt === null ? 'waiting' : 'leftOut',
  failure: leftOutAt === null ? null : { kind: 'actNotShown', actId },
});
