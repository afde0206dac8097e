import { expect, it } from 'vitest';
import type { ActId } from '../../../src/contract/ids.ts';
import type { DraftText } from '../../../src/contract/wire-drafts.ts';
import { createWorld } from '../world.ts';

const nobody = '00000000-0000-4000-8000-000000000bad' as ActId;
const citing = (actId: ActId): DraftText => ({
  ...{ format: 2, actType: 'nota', title: 'Nota', archived: false },
  paragraphs: [{ id: 'a', text: 'pieza «Acta», pág. 1', marks: [{ kind: 'cite', from: 0, to: 20, actId }] }],
});

it('a piece of evidence that was taken in may be mentioned, and its pages are counted once its file was read', async () => {
  const { office } = await createWorld({ acts: 1 });
  const { cases } = await office.call('drafts.cases', {});
  const { caseId } = cases[0]!;
  const begun = await office.call('drafts.begin', { caseId, text: citing(nobody) });
  const { draftId } = begun.row;
  expect(await office.refusal('drafts.sheet', { draftId, signer: null })).toMatchObject({
    ...{ kind: 'draftIncomplete', citations: ['pieza «Acta», pág. 1'] },
  });

  const plain = { ...begun.hand.text, paragraphs: [{ id: 'a', text: 'Téngase presente.' }] };
  const saved = await office.call('drafts.save', { draftId, grewFrom: begun.hand.versionId, text: plain });
  const { sha256 } = await office.call('drafts.sheet', { draftId, signer: null });
  const { bytes } = await office.call('documents.read', { sha256, offset: 0, length: 1_048_576 });
  const wish = { caseId, origin: 'paper' as const, place: 'Mesa', broughtBy: 'Comisaría', confidentialityLevel: 1 };
  const take = { ...wish, fileName: 'acta.pdf', title: 'Acta', expectedSha256: null };
  const sheet = await office.call('pieces.add', { ...take, mediaType: 'application/pdf', bytes });
  const [row] = sheet.entries.filter(({ entry }) => entry.kind === 'piece');
  expect(row!.pages).toBeNull();
  const text = citing(row!.entry.entryId as string as ActId);
  await office.call('drafts.save', { draftId, grewFrom: saved.hand.versionId, text });
  expect(await office.call('drafts.sheet', { draftId, signer: null })).toHaveProperty('sha256');

  await office.call('search.find', { text: 'acta', patienceMs: 60_000 });
  const read = await office.call('cases.read', { caseId });
  expect(read.entries.find(({ entry }) => entry.kind === 'piece')).toMatchObject({ pages: 1 });
});
