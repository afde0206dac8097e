import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  DraftId,
  DraftState,
  DraftVersion,
  type DraftText,
  type DraftVersionId,
} from '../../src/contract/wire-drafts.ts';
import { FeedPage } from '../../src/contract/wire.ts';
import type { AccessKey } from '../../src/repository/access.ts';
import {
  type TestRepository,
  makeCase,
  repositoryFolder,
  send,
  startRepository,
  testOffice,
} from '../helpers/repository.ts';

const other: AccessKey = { key: 'another office, sixteen and more', officeId: 'ufi-9' };
let folder: ReturnType<typeof repositoryFolder>;
let repository: TestRepository;
const record = makeCase();

beforeAll(async () => {
  folder = repositoryFolder();
  repository = await startRepository(folder.dir, { accessKeys: [testOffice2(), other] });
  expect((await send(repository, 'PUT', `/v1/cases/${record.caseId}`, record)).status).toBe(201);
});
afterAll(async () => {
  await repository?.close();
  folder?.remove();
});

function testOffice2(): AccessKey {
  return { key: testOffice.accessKey, officeId: testOffice.officeId };
}

const text = (...paragraphs: string[]): DraftText => ({
  ...{ format: 1 as const, actType: 'providencia', title: 'Providencia', archived: false },
  paragraphs: paragraphs.map((line, index) => ({ id: `p${index}`, text: line })),
});

function version(draftId: DraftId, words: string, parents: readonly DraftVersionId[] = []): DraftVersion {
  return DraftVersion.parse({
    ...{ draftId, versionId: randomUUID(), caseId: record.caseId, officeId: testOffice.officeId, parents },
    ...{ text: text(words), author: { personId: 'p-1', name: 'Ana Auxiliar' }, deviceId: 'pc-1' },
    savedAt: new Date().toISOString(),
  });
}
const newDraft = (): DraftId => DraftId.parse(randomUUID());
const put = (body: DraftVersion, grewFrom: DraftVersionId | null): Promise<Response> =>
  send(
    repository,
    'PUT',
    `/v1/drafts/${body.draftId}`,
    body,
    grewFrom === null ? { 'if-none-match': '*' } : { 'if-match': `"${grewFrom}"` },
  );
const read = async (draftId: DraftId, versionId: DraftVersionId): Promise<unknown> =>
  (await send(repository, 'GET', `/v1/drafts/${draftId}/versions/${versionId}`)).json();

describe('drafts at the repository', () => {
  it('takes a first version and the next, and the same again answers the same', async () => {
    const draftId = newDraft();
    const first = version(draftId, 'uno');
    const second = version(draftId, 'dos', [first.versionId]);
    expect((await put(first, null)).status).toBe(201);
    const taken = await put(second, first.versionId);
    expect([taken.status, taken.headers.get('etag')]).toEqual([201, `"${second.versionId}"`]);
    expect(DraftState.parse(await taken.json())).toMatchObject({ revision: 2, open: [second.versionId] });
    const again = await put(second, first.versionId);
    expect([again.status, DraftState.parse(await again.json()).revision]).toEqual([200, 2]);
    // What was written over is still there to be read.
    expect(await read(draftId, first.versionId)).toEqual(first);
  });

  it('keeps both texts where two grew from one, tells both, and closes both with the one that brings them together', async () => {
    const draftId = newDraft();
    const first = version(draftId, 'uno');
    await put(first, null);
    const [mine, theirs] = [version(draftId, 'mío', [first.versionId]), version(draftId, 'suyo', [first.versionId])];
    expect((await put(mine, first.versionId)).status).toBe(201);
    const refused = await put(theirs, first.versionId);
    expect(refused.status).toBe(412);
    const problem = (await refused.json()) as { type: string; draft: unknown };
    expect(problem.type).toBe('urn:fojas:problem:draft-conflict');
    expect(DraftState.parse(problem.draft).open).toEqual([mine.versionId, theirs.versionId]);
    expect(await read(draftId, theirs.versionId)).toEqual(theirs);
    // The answer that was lost on the way comes again as it was.
    expect((await put(theirs, first.versionId)).status).toBe(412);
    // Each text may go on beside the other.
    const further = version(draftId, 'suyo y más', [theirs.versionId]);
    const went = await put(further, theirs.versionId);
    expect([went.status, DraftState.parse(await went.json()).open]).toEqual([201, [mine.versionId, further.versionId]]);
    const merged = version(draftId, 'de los dos', [mine.versionId, further.versionId]);
    const one = await put(merged, mine.versionId);
    expect([one.status, DraftState.parse(await one.json()).open]).toEqual([201, [merged.versionId]]);
    for (const each of [first, mine, theirs, further]) expect(await read(draftId, each.versionId)).toEqual(each);
  });

  it('does not let a second merge take the place of the first one', async () => {
    const draftId = newDraft();
    const first = version(draftId, 'uno');
    await put(first, null);
    const [a, b] = [version(draftId, 'a', [first.versionId]), version(draftId, 'b', [first.versionId])];
    await put(a, first.versionId);
    await put(b, first.versionId);
    const [left, right] = [
      version(draftId, 'ab', [a.versionId, b.versionId]),
      version(draftId, 'ba', [a.versionId, b.versionId]),
    ];
    expect((await put(left, a.versionId)).status).toBe(201);
    const late = await put(right, a.versionId);
    expect(late.status).toBe(412);
    expect(DraftState.parse(((await late.json()) as { draft: unknown }).draft).open).toEqual([
      left.versionId,
      right.versionId,
    ]);
  });

  it('refuses a version that stands for another text, one without a condition, one of a case that is not known', async () => {
    const draftId = newDraft();
    const first = version(draftId, 'uno');
    await put(first, null);
    expect((await put({ ...first, text: text('otro') }, null)).status).toBe(409);
    expect((await send(repository, 'PUT', `/v1/drafts/${draftId}`, version(draftId, 'dos'))).status).toBe(400);
    const lost = { ...version(newDraft(), 'x'), caseId: randomUUID() as never };
    expect((await put(lost, null)).status).toBe(404);
    expect((await put({ ...version(draftId, 'x'), text: { ...text('x'), format: 99 as never } }, null)).status).toBe(
      400,
    );
  });

  it('hides an office’s drafts from another', async () => {
    const draftId = newDraft();
    const first = version(draftId, 'uno');
    await put(first, null);
    const asOther = { authorization: `Bearer ${other.key}` };
    const paths = [`/v1/drafts/${draftId}`, `/v1/drafts/${draftId}/versions/${first.versionId}`];
    for (const path of paths) expect((await send(repository, 'GET', path, undefined, asOther)).status).toBe(404);
    const theirs = { ...version(draftId, 'ajeno'), officeId: other.officeId };
    expect(
      (await send(repository, 'PUT', `/v1/drafts/${draftId}`, theirs, { ...asOther, 'if-none-match': '*' })).status,
    ).toBe(404);
  });

  it('tells the office of versions, and of who writes: the first keeps it until it is given back, and it locks nothing', async () => {
    const draftId = newDraft();
    const first = version(draftId, 'uno');
    await put(first, null);
    const lease = async (deviceId: string, seconds: number): Promise<unknown> =>
      (
        await send(repository, 'PUT', `/v1/drafts/${draftId}/lease`, {
          holder: deviceId.toUpperCase(),
          deviceId,
          seconds,
        })
      ).json();
    expect(await lease('pc-1', 600)).toMatchObject({ lease: { holder: 'PC-1' } });
    expect(await lease('pc-2', 600)).toMatchObject({ lease: { holder: 'PC-1' } });
    expect(
      (await put({ ...version(draftId, 'dos', [first.versionId]), deviceId: 'pc-2' }, first.versionId)).status,
    ).toBe(201);
    expect(await lease('pc-1', 0)).toEqual({ lease: null });
    expect(await lease('pc-2', 600)).toMatchObject({ lease: { holder: 'PC-2' } });
    const page = FeedPage.parse(
      await (await send(repository, 'GET', `/v1/feed?office=${testOffice.officeId}&limit=500`)).json(),
    );
    const told = page.events.flatMap((event): (string | number | null)[] => {
      if (event.kind === 'draft' && event.draft.draftId === draftId) return [event.draft.revision];
      return event.kind === 'draftLease' && event.draftId === draftId ? [event.lease?.holder ?? null] : [];
    });
    expect(told).toEqual([1, 'PC-1', 2, null, 'PC-2']);
  });
});
