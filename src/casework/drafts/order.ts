/** A saved text, and those that it takes the place of. */
export interface Grown {
  readonly id: string;
  readonly parents: readonly string[];
  /** When it was saved, by the clock of whoever saved it. */
  readonly at: string;
}

/**
 * Puts texts in the order of their growth, the newest first, whatever order they came here in: none stands before one that took its place.
 * Of two that say nothing of each other the one that was saved later stands first, then the one that came later. Pure.
 */
export function newestFirst(versions: readonly Grown[]): string[] {
  const known = new Map(versions.map((version, came) => [version.id, { ...version, came, children: 0 }]));
  type Known = NonNullable<ReturnType<typeof known.get>>;
  const parentsIn = ({ parents }: Grown): Known[] => [...new Set(parents)].flatMap((id) => known.get(id) ?? []);
  for (const version of versions) for (const parent of parentsIn(version)) parent.children += 1;
  const isOlder = (one: Known, other: Known): boolean =>
    one.at < other.at || (one.at === other.at && one.came < other.came);
  // The newest last: few wait at once, and one is taken from the end.
  const ready = [...known.values()]
    .filter(({ children }) => children === 0)
    .sort((one, other) => (isOlder(one, other) ? -1 : 1));
  const order: string[] = [];
  for (let next = ready.pop(); next !== undefined; next = ready.pop()) {
    order.push(next.id);
    for (const parent of parentsIn(next)) {
      parent.children -= 1;
      if (parent.children > 0) continue;
      const place = ready.findLastIndex((one) => isOlder(one, parent)) + 1;
      ready.splice(place, 0, parent);
    }
  }
  return order;
}
