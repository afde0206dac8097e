/** Runs errands one after the other, in the order in which they came. An errand that fails does not hold up the next. */
export function createQueue(): <T>(errand: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (errand) => {
    const mine = last.then(errand, errand);
    last = mine.catch(() => undefined);
    return mine;
  };
}

/** Runs errands of one name one after the other, and those of different names side by side. */
export function createTurns(): <T>(name: string, errand: () => Promise<T>) => Promise<T> {
  const lasts = new Map<string, Promise<unknown>>();
  return (name, errand) => {
    const before = lasts.get(name);
    const mine = before ? before.then(errand, errand) : errand();
    const ended = mine
      .catch(() => undefined)
      .finally(() => {
        if (lasts.get(name) === ended) lasts.delete(name);
      });
    lasts.set(name, ended);
    return mine;
  };
}
