/**
 * Makes one errand of many: what is asked for while others are under way waits and goes with the next ones, so that a busy node speaks to
 * its database as often as there is time for, and not as often as it is asked.
 */
export interface GatherOptions<Key, Answer> {
  /** Answers in the order of the keys. */
  readonly load: (keys: readonly Key[]) => Promise<readonly Answer[]>;
  /** Keys of one errand at most. */
  readonly most?: number;
  /** Errands under way at the same time at most. Beside the first, one begins only when it is full or the others take long. */
  readonly lanes?: number;
  /** Milliseconds after which what waits behind an errand goes in one of its own. */
  readonly slowMs?: number;
  /** Keys of the same name never go together. */
  readonly nameOf?: (key: Key) => string;
}

interface Waiting<Key, Answer> {
  readonly key: Key;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * What one asks is answered as of a moment after it asked. An errand that fails is done again key by key: whoever is to blame hears so, and
 * nobody else.
 */
export function gathered<Key, Answer>(options: GatherOptions<Key, Answer>): (key: Key) => Promise<Answer> {
  const { load, most = 64, lanes = 2, slowMs = 25, nameOf } = options;
  let waiting: Waiting<Key, Answer>[] = [];
  let underWay = 0;
  let planned = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const answer = async (some: readonly Waiting<Key, Answer>[]): Promise<void> => {
    try {
      const answers = await load(some.map(({ key }) => key));
      some.forEach(({ resolve }, nth) => resolve(answers[nth]!));
    } catch (error) {
      if (some.length === 1) some[0]!.reject(error);
      else for (const one of some) await answer([one]);
    }
  };
  const take = (): Waiting<Key, Answer>[] => {
    const names = new Set<string>();
    const mine: Waiting<Key, Answer>[] = [];
    const left: Waiting<Key, Answer>[] = [];
    for (const one of waiting) {
      const name = nameOf?.(one.key);
      const goes = mine.length < most && (name === undefined || !names.has(name));
      (goes ? mine : left).push(one);
      if (goes && name !== undefined) names.add(name);
    }
    waiting = left;
    return mine;
  };
  const begin = (isLate = false): void => {
    planned = false;
    clearTimeout(timer);
    timer = undefined;
    let mayGo = isLate;
    while (waiting.length > 0 && underWay < lanes) {
      // Another half-empty errand costs the database as much as a full one; behind one that waits for a lock nobody is to wait long.
      if (underWay > 0 && waiting.length < most && !mayGo) return void (timer = setTimeout(begin, slowMs, true));
      mayGo = false;
      underWay += 1;
      void answer(take()).finally(() => {
        underWay -= 1;
        begin();
      });
    }
  };
  return (key) =>
    new Promise((resolve, reject) => {
      waiting.push({ key, resolve, reject });
      // After everything that is there to be read: its questions come along.
      if (planned || timer || underWay >= lanes) return;
      planned = true;
      setImmediate(begin, false);
    });
}
