import Database from 'better-sqlite3-multiple-ciphers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newestFirst } from '../../src/casework/drafts/order.ts';
import { DraftVersion } from '../../src/contract/wire-drafts.ts';
import { draftBook } from '../../src/repository/drafts/book.ts';
import { defineLogFunctions } from '../../src/repository/log/book.ts';
import { migrations } from '../../src/repository/register/migrations.ts';

const idOf = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const draftId = '0b54bd22-9c1a-4f7a-8f62-6a3bd9a1f001' as DraftVersion['draftId'];

const versionOf = (n: number, parents: readonly number[]): DraftVersion =>
  DraftVersion.parse({
    ...{ draftId, versionId: idOf(n), caseId: '0b54bd22-9c1a-4f7a-8f62-6a3bd9a1f002', officeId: 'ufi-3' },
    ...{ parents: parents.map(idOf), deviceId: 'pc', savedAt: new Date(n * 1000).toISOString() },
    text: { format: 1, actType: 'providencia', title: `Texto ${n}`, paragraphs: [], archived: false },
    author: { personId: 'p', name: 'P' },
  });

/** A history as it grows: each text from one or more before it, some from none. */
const histories = fc
  .array(fc.array(fc.nat({ max: 30 }), { maxLength: 3 }), { minLength: 1, maxLength: 14 })
  .map((grown) => grown.map((from, n) => versionOf(n, n === 0 ? [] : [...new Set(from.map((one) => one % n))])));

/** The same in the order in which sticks and lines happen to bring it, some of it twice. */
const arrivals = histories.chain((history) =>
  fc.tuple(
    fc.constant(history),
    fc
      .tuple(
        fc.shuffledSubarray([...history.keys()], { minLength: history.length }),
        fc.array(fc.nat({ max: history.length - 1 }), { maxLength: 6 }),
      )
      .map(([once, again]) => [...once, ...again]),
  ),
);

function newBook(): { readonly book: ReturnType<typeof draftBook>; readonly close: () => void } {
  const db = new Database(':memory:');
  defineLogFunctions(db);
  for (const { sql } of migrations) db.exec(sql);
  return { book: draftBook(db, () => undefined), close: () => db.close() };
}

describe('the history of a draft, in whatever order it comes', () => {
  it('is kept whole, each text once, and open is what nothing that is known took the place of', async () => {
    await fc.assert(
      fc.asyncProperty(arrivals, async ([history, order]) => {
        const { book, close } = newBook();
        const known = new Set<number>();
        for (const n of order) {
          const version = history[n]!;
          const kept = await book.put(version, version.parents[0] ?? null);
          known.add(n);
          const followed = new Set([...known].flatMap((one) => history[one]!.parents));
          const leaves = [...known].map((one) => history[one]!.versionId).filter((id) => !followed.has(id));
          expect(kept.kind).not.toBe('reused');
          expect([...(await book.stateOf(draftId))!.open].sort()).toEqual(leaves.sort());
        }
        const all = (await book.versionsOf(draftId)).toSorted((a, b) => a.versionId.localeCompare(b.versionId));
        expect(all).toEqual(history);
        close();
      }),
      { numRuns: 150 },
    );
  });

  it('knows a text again by what it says, whatever it is said to take the place of, and another text by its words', async () => {
    const { book, close } = newBook();
    const first = versionOf(1, []);
    await book.put(first, null);
    const { versionId } = versionOf(2, []);
    expect(await book.put(versionOf(2, [1]), first.versionId)).toMatchObject({ kind: 'taken' });
    expect(await book.put(versionOf(2, [1, 7]), first.versionId)).toMatchObject({
      kind: 'same',
      state: { revision: 2 },
    });
    expect(await book.put({ ...versionOf(3, [1]), versionId }, first.versionId)).toEqual({ kind: 'reused' });
    close();
  });

  it('is shown in the order in which it grew, by any clock', () => {
    fc.assert(
      fc.property(
        arrivals,
        fc.array(fc.nat({ max: 5 }), { minLength: 14, maxLength: 14 }),
        ([history, order], clock) => {
          const came = [...new Set(order)];
          const shown = newestFirst(
            came.map((n) => ({ id: idOf(n), parents: history[n]!.parents, at: String(clock[n]) })),
          );
          expect([...shown].sort()).toEqual(history.map(({ versionId }) => versionId as string).sort());
          for (const { versionId, parents } of history)
            for (const parent of parents) expect(shown.indexOf(versionId)).toBeLessThan(shown.indexOf(parent));
        },
      ),
    );
    const beside = [
      { id: 'a', parents: [], at: '1' },
      { id: 'b', parents: ['a'], at: '3' },
      { id: 'c', parents: ['a'], at: '2' },
      { id: 'd', parents: ['gone'], at: '2' },
    ];
    expect(newestFirst(beside)).toEqual(['b', 'd', 'c', 'a']);
  });
});
