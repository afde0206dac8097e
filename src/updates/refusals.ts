import type { UpdateRefusal } from '../contract/updates.ts';

// tuf-js wraps one error into the text of another, so its sentences are what tells them apart. The table of attacks in the tests
// walks each of them: a version that words them otherwise does not pass.
const sentences: readonly (readonly [RegExp, UpdateRefusal])[] = [
  [/root was signed by \d+\/\d+ keys/, 'rogueRoot'],
  [/was signed by \d+\/\d+ keys/, 'unsigned'],
  [/is expired/, 'expired'],
  [
    /does not match snapshot version|doesn't match timestamp|Missing file .* in new snapshot|Missing .* in snapshot/,
    'mixed',
  ],
  [/is less than current version|Expected version \d+, got \d+/, 'rollback'],
  [/Expected length|Max length reached/, 'wrongLength'],
  [/Expected hash/, 'wrongHash'],
];

/** Why the TUF client said no. What it did not say in one of its own sentences is damage. */
export function refusalOf(error: unknown): UpdateRefusal {
  const text = error instanceof Error ? error.message : String(error);
  return sentences.find(([sentence]) => sentence.test(text))?.[1] ?? 'damaged';
}
