/** Runs `work` over `items`, at most `width` at a time, until all are done or `work` answers false. */
export async function inParallel<T>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<boolean>,
): Promise<void> {
  let next = 0;
  let going = true;
  const lane = async (): Promise<void> => {
    while (going && next < items.length) {
      const item = items[next] as T;
      next += 1;
      if (!(await work(item))) going = false;
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, lane));
}
