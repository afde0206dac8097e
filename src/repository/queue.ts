/** Runs errands one after the other, in the order in which they came. An errand that fails does not hold up the next. */
export function createQueue(): <T>(errand: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (errand) => {
    const mine = last.then(errand, errand);
    last = mine.catch(() => undefined);
    return mine;
  };
}
