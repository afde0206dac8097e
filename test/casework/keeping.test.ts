import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { wantedBlobs } from '../../src/casework/casefile/blobs.ts';
import { filesToLetGo, keptFiles, noteUse } from '../../src/casework/casefile/keeping.ts';
import { pinCase } from '../../src/casework/casefile/pins.ts';
import { keepRoom } from '../../src/casework/casefile/room-keeper.ts';
import { keepVersion, putDraft } from '../../src/casework/drafts/rows.ts';
import { type DocumentStore, documentStore } from '../../src/casework/documents/index.ts';
import { type Store, openStore, sql } from '../../src/casework/store/index.ts';
import { ActId, CaseId } from '../../src/contract/ids.ts';
import type { DraftText } from '../../src/contract/wire-drafts.ts';
import { storeKey } from '../helpers/office.ts';

const now = new Date('2026-11-22T12:00:00.000Z');
const caseOf = (n: number): CaseId => CaseId.parse(`00000000-0000-4000-8000-00000000000${n}`);
let folder: string;
let store: Store;
let fetched: DocumentStore;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fojas-keeping-'));
  const opened = openStore({ folder, storeKey, now: () => now });
  if (!opened.ok) throw new Error(opened.failure.kind);
  store = opened.value;
  fetched = documentStore(join(folder, 'fetched'), store.keys.fetched);
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A file of 1000 bytes that lies here and was looked at on that day. */
async function lies(name: string, day: number): Promise<string> {
  const bytes = Buffer.alloc(1000, name);
  const pending = await fetched.create();
  await pending.append(bytes);
  const { sha256 } = await pending.seal();
  await pending.keep();
  const used = `2026-11-${String(day).padStart(2, '0')}T00:00:00.000Z`;
  store.cache.write((tx) =>
    tx.run(sql`insert into blobs (sha256, size, state, used_at) values (${sha256}, 1000, 'here', ${used})`),
  );
  return sha256;
}

/** An act of a case: its document and its signed file lie here. */
async function act(n: number, caseN: number, state: 'registered' | 'toSign' | 'arriving', day: number) {
  const document = await lies(`document ${n}`, day);
  const signed = state === 'toSign' ? null : await lies(`signed ${n}`, day);
  store.cache.write((tx) =>
    tx.run(sql`insert into proposals (act_id, case_id, type, title, author, confidentiality_level, document_sha256, size,
        received_at, state, sort, search, mark, signed_sha256, proposed_sha256)
      values (${`act-${n}`}, ${caseOf(caseN)}, 't', 't', 'a', 1, ${document}, 1000, ${now.toISOString()}, ${state},
        ${String(n)}, '', ${String(n)}, ${signed}, ${document})`),
  );
  return [document, ...(signed === null ? [] : [signed])];
}
const gone = (mostBytes: number): string[] => filesToLetGo(store.reader, mostBytes, now).map(({ sha256 }) => sha256);

describe('what is let go', () => {
  it('is nothing while there is room, and then the longest unseen, until there is some', async () => {
    const old = await act(1, 1, 'registered', 1);
    const newer = await act(2, 2, 'registered', 2);
    expect(gone(4000)).toEqual([]);
    expect(gone(3999).sort()).toEqual([...old].sort().slice(0, 1));
    expect(gone(0).sort()).toEqual([...old, ...newer].sort());
    for (const sha256 of old) noteUse(store, sha256, now);
    expect(gone(2300).sort()).toEqual([...newer].sort());
  });

  it('is nothing of a case in the trays, pinned, on its way, being raised, or that waits for its file', async () => {
    const free = await act(1, 1, 'registered', 1);
    await act(2, 2, 'registered', 1);
    await act(3, 2, 'toSign', 1);
    await act(4, 3, 'registered', 1);
    store.journal.write((tx) => pinCase(tx, { caseId: caseOf(3), hearingAt: null }, now));
    await act(5, 4, 'registered', 1);
    store.journal.write((tx) =>
      tx.run(sql`insert into outbox (kind, act_id, document_sha256, case_id, payload, state, changed_at)
        values ('act', 'own', 'd', ${caseOf(4)}, '{}', 'waiting', ${now.toISOString()})`),
    );
    await act(6, 5, 'arriving', 1);
    expect(gone(0).sort()).toEqual([...free].sort());
  });

  it('is nothing of a case that is heard soon or was just heard, whose files come before those that a person keeps', async () => {
    const soon = await act(1, 1, 'registered', 1);
    const late = await act(2, 2, 'registered', 1);
    const past = await act(3, 3, 'registered', 1);
    const pinned = await act(4, 4, 'registered', 1);
    const heard = (n: number, at: string): unknown =>
      store.cache.write((tx) =>
        tx.run(sql`insert into hearings (case_id, hearing_at, what, entry_id) values (${caseOf(n)}, ${at}, '', 'e')`),
      );
    heard(1, '2026-11-23T23:00:00.000Z');
    heard(2, '2026-11-24T01:00:00.000Z');
    heard(3, '2026-11-21T11:00:00.000Z');
    store.journal.write((tx) => pinCase(tx, { caseId: caseOf(4), hearingAt: null }, now));
    // Scans and attachments of a case are heard and kept with it.
    for (const [n, files] of [soon, late, past, pinned].entries()) {
      const sha256 = await lies(`piece ${n}`, 1);
      store.cache.write((tx) =>
        tx.run(sql`insert into case_entries (entry_id, case_id, kind, entry)
          values (${`piece-${n}`}, ${caseOf(n + 1)}, 'piece', ${JSON.stringify({ sha256 })})`),
      );
      files.push(sha256);
    }
    expect(gone(0).sort()).toEqual([...late, ...past].sort());
    store.cache.write((tx) => tx.run(sql`update blobs set state = 'away'`));
    expect(keptFiles(store.reader, 0).pins).toMatchObject([{ caseId: caseOf(4), files: 3, lacking: 3 }]);
    const wanted = wantedBlobs(store.reader, 10, now);
    expect(wanted.map(({ want }) => want)).toEqual([...soon.map(() => 'hearing'), ...pinned.map(() => 'pinned')]);
    expect(wanted.map(({ sha256 }) => sha256).sort()).toEqual([...soon, ...pinned].sort());
  });

  it('leaves the disk, is called away, is removed after a crash in between, and comes back to a case that needs it', async () => {
    const files = await act(1, 1, 'registered', 1);
    const closing = new AbortController();
    const bugs: unknown[] = [];
    keepRoom({
      ...{ store, fetched, mostBytes: 1000, clock: () => now, closing: closing.signal, everyMs: 1 },
      onBug: (error) => void bugs.push(error),
    });
    await vi.waitFor(() => expect(keptFiles(store.reader, 1000)).toMatchObject({ items: 0, bytes: 0, away: 2 }), {
      timeout: 15_000,
    });
    await vi.waitFor(() => expect(files.filter((sha256) => fetched.has(sha256))).toEqual([]), { timeout: 15_000 });
    closing.abort();
    expect(bugs).toEqual([]);
    // Nobody fetches it for nothing; an act to sign in its case, whose text nobody knows, may mention it.
    expect(wantedBlobs(store.reader, 10, now)).toEqual([]);
    await act(2, 1, 'toSign', 2);
    expect(wantedBlobs(store.reader, 10, now)).toMatchObject([{ sha256: files[1], want: 'rest' }]);
  });

  it('is nothing that a draft mentions, which comes back for it, and first of what nobody reads now', async () => {
    const files = await act(1, 1, 'registered', 1);
    const other = await act(2, 2, 'registered', 2);
    const actId = ActId.parse('00000000-0000-4000-8000-0000000000c1');
    store.cache.write((tx) => {
      tx.run(sql`update blobs set state = 'away' where sha256 = ${files[1]!}`);
      tx.run(sql`update proposals set act_id = ${actId} where act_id = 'act-1'`);
    });
    expect(wantedBlobs(store.reader, 10, now)).toEqual([]);
    const cite = { kind: 'cite' as const, from: 0, to: 6, actId };
    const text = (archived: boolean): DraftText => ({
      ...{ format: 2, actType: 'nota', title: 'Nota', archived },
      paragraphs: [{ id: 'a', text: 'fs. 12', marks: [cite] }],
    });
    const put = (versionId: string, archived: boolean): void =>
      store.journal.write((tx) => {
        const about = {
          author: { personId: 'p', name: 'Ana' },
          savedAt: now.toISOString(),
          made: 'here',
          there: false,
        } as const;
        keepVersion(tx, { versionId, draftId: 'draft', parents: [], text: text(archived), ...about });
        const standing = { version: versionId, base: null, others: [], merged: [], revision: 0 };
        putDraft(tx, { draftId: 'draft', caseId: caseOf(1) }, standing);
      });
    put('00000000-0000-4000-8000-0000000000a1', false);
    expect(wantedBlobs(store.reader, 10, now)).toMatchObject([{ sha256: files[1], want: 'cited' }]);
    expect(gone(0).sort()).toEqual([...other].sort());
    put('00000000-0000-4000-8000-0000000000a2', true);
    expect(wantedBlobs(store.reader, 10, now)).toEqual([]);
  });

  it('comes first where an act to sign mentions it, act or piece, and nothing else of that case with it', async () => {
    const [draftId, piece] = ['00000000-0000-4000-8000-0000000000d1', '00000000-0000-4000-8000-0000000000e1'];
    const [other, cited] = [await act(1, 1, 'registered', 1), await act(2, 1, 'registered', 1)];
    await act(3, 1, 'toSign', 1);
    const cites = [ActId.parse('00000000-0000-4000-8000-0000000000c2'), ActId.parse(piece)];
    store.cache.write((tx) => {
      tx.run(sql`update blobs set state = 'away'`);
      tx.run(
        sql`update blobs set state = 'here' where sha256 = (select document_sha256 from proposals where act_id = 'act-3')`,
      );
      tx.run(sql`update proposals set act_id = ${cites[0]!} where act_id = 'act-2'`);
      for (const [entryId, sha256] of [
        [piece, 'p1'],
        ['00000000-0000-4000-8000-0000000000e2', 'p2'],
      ] as const) {
        tx.run(sql`insert into blobs (sha256, size, state) values (${sha256}, 10, 'wanted')`);
        tx.run(sql`insert into case_entries (entry_id, case_id, kind, entry)
          values (${entryId}, ${caseOf(1)}, 'piece', ${JSON.stringify({ sha256 })})`);
      }
    });
    // Nobody knows its text: any registered act of the case may be meant, and comes when all else has.
    expect(wantedBlobs(store.reader, 10, now).map(({ want }) => want)).toEqual(['rest', 'rest']);
    const text: DraftText = {
      ...{ format: 2, actType: 'nota', title: 'Nota', archived: false },
      paragraphs: [
        {
          ...{ id: 'a', text: 'fs. 12 y pieza' },
          marks: [
            { kind: 'cite', from: 0, to: 6, actId: cites[0]! },
            { kind: 'cite', from: 9, to: 14, actId: cites[1]! },
          ],
        },
      ],
    };
    store.journal.write((tx) => {
      const about = {
        author: { personId: 'p', name: 'Ana' },
        savedAt: now.toISOString(),
        made: 'elsewhere',
        there: true,
      } as const;
      keepVersion(tx, { versionId: '00000000-0000-4000-8000-0000000000a3', draftId, parents: [], text, ...about });
      const standing = {
        version: '00000000-0000-4000-8000-0000000000a3',
        base: null,
        others: [],
        merged: [],
        revision: 0,
      };
      putDraft(tx, { draftId, caseId: caseOf(1) }, standing);
    });
    store.cache.write((tx) =>
      tx.run(sql`insert into draft_reviews (draft_id, state, asked_by, asked_name, act_id, remarks)
        values (${draftId}, 'frozen', 'p', 'Ana', 'act-3', 0)`),
    );
    const wanted = wantedBlobs(store.reader, 10, now);
    expect(wanted.map(({ sha256, want }) => [sha256, want]).sort()).toEqual(
      [
        [cited[1], 'cited'],
        ['p1', 'cited'],
      ].sort(),
    );
    expect(wanted.some(({ sha256 }) => sha256 === other[1])).toBe(false);
    // Once it is registered, what it mentions is wanted no more than anything else.
    store.cache.write((tx) => tx.run(sql`update proposals set state = 'registered' where act_id = 'act-3'`));
    expect(wantedBlobs(store.reader, 10, now)).toEqual([]);
  });

  it('is here again where its file could not be removed', async () => {
    const files = await act(1, 1, 'registered', 1);
    const closing = new AbortController();
    const held = {
      pathOf: fetched.pathOf,
      removeFile: () => Promise.reject(Object.assign(new Error(), { code: 'EBUSY' })),
    };
    const work = { tries: 0 };
    keepRoom({
      ...{ store, mostBytes: 0, clock: () => now, closing: closing.signal, everyMs: 1, onBug: () => undefined },
      fetched: { ...held, removeFile: () => ((work.tries += 1), held.removeFile()) },
    });
    await vi.waitFor(() => expect(work.tries).toBe(2), { timeout: 15_000 });
    await vi.waitFor(() => expect(keptFiles(store.reader, 0)).toMatchObject({ items: files.length, away: 0 }), {
      timeout: 15_000,
    });
    closing.abort();
  });

  it('is told with the cases that are kept, and what of them is still to come', async () => {
    const [document] = await act(1, 1, 'registered', 1);
    store.cache.write((tx) => {
      tx.run(sql`insert into cases (case_id, case_number, caption, office_id, confidentiality_level, detained)
        values (${caseOf(1)}, 'IPP 1', 'A s/ B', 'o', 1, 0)`);
      tx.run(sql`update blobs set state = 'wanted' where sha256 = ${document!}`);
    });
    const hearingAt = '2026-11-26T12:00:00.000Z';
    store.journal.write((tx) => pinCase(tx, { caseId: caseOf(1), hearingAt }, now));
    expect(keptFiles(store.reader, 5)).toEqual({
      ...{ items: 1, bytes: 1000, away: 0, mostBytes: 5 },
      pins: [{ caseId: caseOf(1), caseNumber: 'IPP 1', caption: 'A s/ B', hearingAt, files: 2, lacking: 1 }],
    });
  });
});
