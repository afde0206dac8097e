import type Database from 'better-sqlite3-multiple-ciphers';

/** Commits for many: work that came while the process was busy is written with one wait for the disk. */
export interface Commits {
  /**
   * Does `work` alone and whole, and answers when it is on the disk. It is done once, or, where the commit of a group failed, again by
   * itself: it must keep nothing outside the database of a time that came to nothing.
   */
  atOnce<T>(work: () => T): Promise<T>;
  /** Commits what waits. */
  flush(): void;
}

interface Errand {
  readonly work: () => unknown;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

type Ended = { readonly kind: 'done'; readonly value: unknown } | { readonly kind: 'failed'; readonly error: unknown };

/**
 * Group commit on one connection. Each errand has a savepoint of its own: one that fails takes nobody with it, and each is answered only
 * after the commit of all. So many at most are in one transaction, lest the first waits for too many others.
 */
export function commitsTogether(db: Database.Database, most = 64): Commits {
  let waiting: Errand[] = [];
  const alone = (errand: Errand): void => {
    try {
      errand.resolve(db.transaction(errand.work).immediate());
    } catch (error) {
      errand.reject(error);
    }
  };
  const group = (errands: readonly Errand[]): void => {
    let ended: Ended[];
    try {
      ended = db
        .transaction(() =>
          errands.map(({ work }): Ended => {
            try {
              return { kind: 'done', value: db.transaction(work)() };
            } catch (error) {
              // A full disk ends the whole transaction by itself: nothing of the others is there any more.
              if (!db.inTransaction) throw error;
              return { kind: 'failed', error };
            }
          }),
        )
        .immediate();
    } catch {
      // Nothing of it was kept. Alone, those succeed for whom there is room, and the others hear why not.
      errands.forEach(alone);
      return;
    }
    errands.forEach(({ resolve, reject }, nth) => {
      const end = ended[nth]!;
      if (end.kind === 'done') resolve(end.value);
      else reject(end.error);
    });
  };
  const flush = (): void => {
    const errands = waiting;
    waiting = [];
    for (let at = 0; at < errands.length; at += most) {
      const some = errands.slice(at, at + most);
      if (some.length === 1) alone(some[0]!);
      else group(some);
    }
  };
  return {
    flush,
    atOnce: <T>(work: () => T) =>
      new Promise<T>((resolve, reject) => {
        // After everything that is there to be read: its errands come along.
        if (waiting.length === 0) setImmediate(flush);
        waiting.push({ work, resolve: resolve as (value: unknown) => void, reject });
      }),
  };
}

/** Each errand its own transaction, done before the call returns. */
export function commitsAlone(db: Database.Database): Commits {
  return { atOnce: async (work) => db.transaction(work).immediate(), flush: () => undefined };
}
