import { diffArrays, diffWordsWithSpace } from 'diff';
import type { DraftMark, DraftParagraph, DraftText } from '../../contract/wire-drafts.ts';

/** A paragraph as it stands in two texts; null where one of them has none in this place. */
export interface Pair {
  readonly left: DraftParagraph | null;
  readonly right: DraftParagraph | null;
  readonly same: boolean;
}

/** A stretch of words: in both texts, or in one of them. */
export interface Stretch {
  readonly text: string;
  readonly in: 'both' | 'left' | 'right';
}

type Text = Pick<DraftText, 'paragraphs'>;

/** Lays two texts beside each other, paragraph by paragraph. Paragraphs keep their names through versions: by these they are found. */
export function pairsOf(left: Text, right: Text): Pair[] {
  const lefts = new Map(left.paragraphs.map((one) => [one.id, one]));
  const rights = new Map(right.paragraphs.map((one) => [one.id, one]));
  const pairs: Pair[] = [];
  for (const part of diffArrays([...lefts.keys()], [...rights.keys()])) {
    for (const id of part.value) {
      const pair = { left: part.added ? null : lefts.get(id)!, right: part.removed ? null : rights.get(id)! };
      pairs.push({ ...pair, same: isSame(pair.left, pair.right) });
    }
  }
  return pairs;
}

const isSame = (left: DraftParagraph | null, right: DraftParagraph | null): boolean =>
  left !== null && right !== null && JSON.stringify(inKeyOrder(left)) === JSON.stringify(inKeyOrder(right));

const inKeyOrder = ({ id, text, style, depth, section, marks }: DraftParagraph) => [
  id,
  text,
  style,
  depth,
  section,
  marks,
];

/** The words are the same, and what they are is not: a heading, a list, what is bold or cited. */
export const differsInLook = ({ left, right, same }: Pair): boolean => !same && left?.text === right?.text;

/** The words that two paragraphs share, and those of one of them. */
export function wordsOf(left: string, right: string): Stretch[] {
  return diffWordsWithSpace(left, right).map(({ value, added, removed }) => ({
    text: value,
    in: added ? 'right' : removed ? 'left' : 'both',
  }));
}

export type Choice = 'left' | 'right' | 'both' | 'none';

/** Two texts being brought together by a person: what was chosen for each pair, and what was written over it. */
export interface Merging {
  readonly pairs: readonly Pair[];
  /** By the place of the pair; none for one that the person has not decided. */
  readonly choices: ReadonlyMap<number, Choice>;
  readonly edits: ReadonlyMap<number, string>;
}

export const beginMerge = (left: Text, right: Text): Merging => ({
  pairs: pairsOf(left, right),
  choices: new Map(),
  edits: new Map(),
});

export function choose(merging: Merging, at: number, choice: Choice): Merging {
  const edits = new Map(merging.edits);
  edits.delete(at);
  return { ...merging, choices: new Map(merging.choices).set(at, choice), edits };
}

export const edit = (merging: Merging, at: number, text: string): Merging => ({
  ...merging,
  edits: new Map(merging.edits).set(at, text),
});

/** How many pairs differ and were not decided: nothing is decided by the program. */
export const undecided = ({ pairs, choices }: Merging): number =>
  pairs.filter(({ same }, at) => !same && !choices.has(at)).length;

/** The text of a pair as it was decided; null where nothing of it stays, or nothing was decided. */
export function decided({ pairs, choices, edits }: Merging, at: number): string | null {
  const pair = pairs[at];
  if (!pair) return null;
  const { left, right } = pair;
  const edited = edits.get(at);
  if (edited !== undefined) return edited;
  if (pair.same) return left!.text;
  switch (choices.get(at)) {
    case 'left':
      return left?.text ?? null;
    case 'right':
      return right?.text ?? null;
    case 'both':
      return [left?.text, right?.text].filter((text) => text !== undefined).join('\n');
    case 'none':
    case undefined:
      return null;
  }
}

/** The paragraphs of the whole, as decided. A name that stood in two places stands in the first only. */
export function mergedParagraphs(merging: Merging): DraftParagraph[] {
  const used = new Set<string>();
  return merging.pairs.flatMap((pair, at) => {
    const one = decidedParagraph(merging, pair, at);
    if (one === null) return [];
    const id = used.has(one.id) ? `${one.id.slice(0, 30)}.${at}` : one.id;
    used.add(id);
    return [{ ...one, id }];
  });
}

/** What was chosen keeps what it is; written over, it keeps the marks of the words that were left as they were. */
function decidedParagraph(merging: Merging, { left, right, same }: Pair, at: number): DraftParagraph | null {
  const text = decided(merging, at);
  const choice = same ? 'left' : merging.choices.get(at);
  const base = choice === 'right' ? (right ?? left) : (left ?? right);
  if (text === null || base === null) return null;
  if (text === base.text) return base;
  const { marks, ...rest } = base;
  const kept = marksLeft(base.text, text, marks ?? []);
  return { ...rest, text, ...(kept.length > 0 ? { marks: kept } : {}) };
}

/** The marks that lie wholly in what two texts begin with, or end with, alike. */
function marksLeft(before: string, after: string, marks: readonly DraftMark[]): DraftMark[] {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const moved = after.length - before.length;
  return marks.flatMap((mark) => {
    if (mark.to <= head) return [mark];
    return mark.from >= before.length - tail ? [{ ...mark, from: mark.from + moved, to: mark.to + moved }] : [];
  });
}
