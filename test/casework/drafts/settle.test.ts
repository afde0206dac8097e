import Database from 'better-sqlite3-multiple-ciphers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Standing, isSent, saved, sent, settle } from '../../../src/casework/drafts/settle.ts';
import { DraftVersion } from '../../../src/contract/wire-drafts.ts';
import type { DraftState } from '../../../src/contract/wire-drafts.ts';
import { draftBook } from '../../../src/repository/drafts/book.ts';
import { defineLogFunctions } from '../../../src/repository/log/book.ts';
import { migrations } from '../../../src/repository/register/migrations.ts';

const standing: Standing = { version: 'v1', base: 'v1', others: [], merged: [], revision: 1 };
const all = (): boolean => true;
const only =
  (...there: string[]) =>
  (id: string): boolean =>
    there.includes(id);

describe('where a draft stands', () => {
  it('follows what took the place of a text that was sent', () => {
    expect(settle(standing, { revision: 2, open: ['v2'] }, all)).toEqual({
      ...standing,
      version: 'v2',
      base: 'v2',
      revision: 2,
    });
  });

  it('does not leave a text that nobody else has', () => {
    const writing = { ...standing, version: 'mine' };
    const now = settle(writing, { revision: 2, open: ['v2'] }, only('v1', 'v2'));
    expect(now).toEqual({ ...writing, others: ['v2'], revision: 2 });
  });

  it('says what stands beside a text that came second, and leaves it when it was brought together', () => {
    const beside = settle(
      sent({ ...standing, version: 'mine' }, 'mine', ['v1']),
      { revision: 3, open: ['v2', 'mine'] },
      all,
    );
    expect(beside).toEqual({ version: 'mine', base: 'mine', others: ['v2'], merged: [], revision: 3 });
    expect(settle(beside, { revision: 4, open: ['both'] }, all)).toEqual({
      ...standing,
      version: 'both',
      base: 'both',
      revision: 4,
    });
  });

  it('puts beside what was typed a text that came into hand meanwhile', () => {
    const followed: Standing = { ...standing, version: 'v2', base: 'v2', revision: 2 };
    const now = saved(followed, { version: 'typed', grewFrom: 'v1', merges: [], nearestThere: 'v1', isThere: all });
    expect(now).toEqual({ version: 'typed', base: 'v1', others: ['v2'], merged: [], revision: 2 });
  });

  it('keeps a text that exists here alone among those to be brought together', () => {
    const two = saved(
      { ...standing, version: 'window1' },
      { version: 'window2', grewFrom: 'v1', merges: [], nearestThere: 'v1', isThere: only('v1') },
    );
    expect(two.others).toEqual(['window1']);
    const later = settle(two, { revision: 5, open: ['v1'] }, only('v1'));
    expect(later.others).toEqual(['window1']);
  });
});

/** One desk in the small: what it stands on, and every version it has with its parents. */
interface Desk {
  at: Standing;
  readonly parents: Map<string, readonly string[]>;
  readonly there: Set<string>;
}

const draftId = '0b54bd22-9c1a-4f7a-8f62-6a3bd9a1f001' as DraftVersion['draftId'];
const caseId = '0b54bd22-9c1a-4f7a-8f62-6a3bd9a1f002';
const idOf = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** Desks that never saw each other, at a real repository's book: each step is a person's or the line's. */
async function play(steps: readonly { readonly desk: number; readonly kind: 'type' | 'merge' | 'send' | 'hear' }[]) {
  const db = new Database(':memory:');
  defineLogFunctions(db);
  for (const { sql } of migrations) db.exec(sql);
  const book = draftBook(db, () => undefined);
  let made = 0;
  const versionOf = (versionId: string, parents: readonly string[]): DraftVersion =>
    DraftVersion.parse({
      ...{ draftId, versionId, caseId, officeId: 'ufi-3', parents, deviceId: 'pc', savedAt: new Date(0).toISOString() },
      text: { format: 1, actType: 'providencia', title: versionId, paragraphs: [], archived: false },
      author: { personId: 'p', name: 'P' },
    });
  const first = idOf((made += 1));
  let state: DraftState = ((await book.put(versionOf(first, []), null)) as { state: DraftState }).state;
  const desks: Desk[] = [0, 1, 2].map(() => ({
    at: { version: first, base: first, others: [], merged: [], revision: 1 },
    parents: new Map([[first, []]]),
    there: new Set([first]),
  }));
  const everSaved = new Map<string, readonly string[]>([[first, []]]);
  const isThere = (desk: Desk) => (id: string) => desk.there.has(id);
  const take = (desk: Desk, news: DraftState): void => {
    for (const id of news.open) {
      desk.there.add(id);
      desk.parents.set(id, everSaved.get(id) ?? []);
    }
    desk.at = settle(desk.at, news, isThere(desk));
  };
  const nearest = (desk: Desk, id: string): string | null => {
    for (let one: string | undefined = id; one !== undefined; one = desk.parents.get(one)?.[0])
      if (desk.there.has(one)) return one;
    return null;
  };
  const save = (desk: Desk, merges: readonly string[]): void => {
    const version = idOf((made += 1));
    const grewFrom = desk.at.version;
    desk.parents.set(version, [grewFrom, ...merges]);
    everSaved.set(version, [grewFrom, ...merges]);
    desk.at = saved(desk.at, {
      version,
      grewFrom,
      merges,
      nearestThere: nearest(desk, grewFrom),
      isThere: isThere(desk),
    });
  };
  const send = async (desk: Desk): Promise<void> => {
    if (isSent(desk.at)) return;
    const { version, base, merged } = desk.at;
    const parents = [...(base === null ? [] : [base]), ...merged];
    const kept = await book.put(versionOf(version, parents), base as never);
    if (kept.kind === 'reused') throw new Error('a version was reused');
    state = kept.state;
    desk.there.add(version);
    desk.at = sent(desk.at, version, parents);
    take(desk, state);
  };
  const hear = (desk: Desk): void => {
    if (state.revision > desk.at.revision) take(desk, state);
  };
  for (const { desk: index, kind } of steps) {
    const desk = desks[index]!;
    if (kind === 'type') save(desk, []);
    if (kind === 'merge' && desk.at.others.length > 0) save(desk, desk.at.others);
    if (kind === 'send') await send(desk);
    if (kind === 'hear') hear(desk);
  }
  // The line heals: all send and hear until nothing is new.
  for (let round = 0; round < 4; round += 1) {
    for (const desk of desks) {
      hear(desk);
      await send(desk);
      hear(desk);
    }
  }
  db.close();
  return { desks, state, everSaved };
}

const step = fc.record({
  desk: fc.nat({ max: 2 }),
  kind: fc.constantFrom('type' as const, 'type' as const, 'merge' as const, 'send' as const, 'hear' as const),
});

describe('any desks, any order, any line', () => {
  it('loses no text: what nothing took the place of is open at the repository, and every desk sees the same', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const { desks, state, everSaved } = await play(steps);
        const superseded = new Set([...everSaved.values()].flat());
        const leaves = [...everSaved.keys()].filter((id) => !superseded.has(id));
        expect([...state.open].sort()).toEqual(leaves.sort());
        for (const { at } of desks) {
          expect(isSent(at)).toBe(true);
          expect([at.version, ...at.others].sort()).toEqual(leaves);
        }
      }),
      { numRuns: 400 },
    );
  });
});
