/** Where a draft stands at this desk. Ids of versions throughout. */
export interface Standing {
  /** The text in hand. */
  readonly version: string;
  /** The version at the repository that it grew from, or is; null: the repository knows nothing of the draft yet. */
  readonly base: string | null;
  /** Texts beside it, which a person has to bring together with it. */
  readonly others: readonly string[];
  /** Texts at the repository that the one in hand has brought together and the repository does not know of yet. */
  readonly merged: readonly string[];
  /** The newest of the repository's states that this took in. */
  readonly revision: number;
}

/** What the repository says: which versions nothing took the place of. */
export interface Open {
  readonly revision: number;
  readonly open: readonly string[];
}

export const isSent = ({ version, base }: Pick<Standing, 'version' | 'base'>): boolean => version === base;

/**
 * Takes in what the repository says. A text that is there is left for the one that took its place; a text that is not there yet is never
 * left, whatever the others did: it stands beside theirs until a person brings them together. Pure.
 * @param isThere whether the repository is known to have a version.
 */
export function settle(standing: Standing, { open, revision }: Open, isThere: (id: string) => boolean): Standing {
  const { version, base, merged } = standing;
  // Texts that exist here alone are nobody's to drop.
  const onlyHere = standing.others.filter((id) => !isThere(id));
  const beside = (except: readonly string[]): string[] => [
    ...open.filter((id) => !except.includes(id)),
    ...onlyHere.filter((id) => !except.includes(id) && !open.includes(id)),
  ];
  if (base !== null && open.includes(base))
    return { ...standing, others: beside([base, version, ...merged]), revision };
  const first = open[0];
  if (isSent(standing) && first !== undefined) {
    return { version: first, base: first, others: beside([first]), merged: [], revision };
  }
  return { ...standing, others: beside([version, ...merged]), revision };
}

/** The repository has `sent` now, as one of its open versions, and with it what it brought together. */
export function sent(standing: Standing, version: string, parents: readonly string[]): Standing {
  return { ...standing, base: version, merged: standing.merged.filter((id) => !parents.includes(id)) };
}

/** A person saved a text that grew from `grewFrom` and brings `merges` together. Nothing that stood beside it is forgotten. */
export function saved(
  standing: Standing,
  given: {
    readonly version: string;
    readonly grewFrom: string;
    readonly merges: readonly string[];
    /** The nearest version that `grewFrom` is or grew from and the repository has; null: none. */
    readonly nearestThere: string | null;
    readonly isThere: (id: string) => boolean;
  },
): Standing {
  const { version, grewFrom, merges, nearestThere, isThere } = given;
  // While the person typed, another text came into hand: it stands beside what was typed.
  const overtaken = grewFrom !== standing.version && !merges.includes(standing.version) ? [standing.version] : [];
  const others = [...new Set([...standing.others, ...overtaken])].filter(
    (id) => !merges.includes(id) && id !== grewFrom,
  );
  const merged = [...new Set([...standing.merged, ...merges.filter(isThere)])];
  const base = grewFrom === standing.version ? standing.base : nearestThere;
  return { ...standing, version, base, others, merged: merged.filter((id) => id !== base) };
}
