import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { OwnProposal } from '../../../src/contract/drafts.ts';
import type { ActId, Sha256 } from '../../../src/contract/ids.ts';
import { formatVerificationCode, verificationCode } from '../../../src/contract/verification-code.ts';
import type { DraftId, DraftVersionId } from '../../../src/contract/wire-drafts.ts';
import { openLogSigner } from '../../../src/repository/log/keys.ts';
import { sha256 } from '../../helpers/office.ts';
import { between, json, problem } from '../between.ts';
import { type World, createWorld, show, wish } from '../world.ts';

const written = {
  format: 1 as const,
  actType: 'resolución',
  title: 'Resolución: prórroga de la investigación',
  paragraphs: [
    { id: 'a', text: 'Autos y vistos: lo solicitado por la defensa.' },
    { id: 'b', text: 'Resuelvo: prorrogar por dos meses el plazo del artículo 282.' },
  ],
  archived: false,
};

async function draftIn(world: World, text: typeof written = written) {
  const { cases } = await world.office.call('drafts.cases', {});
  const draft = await world.office.call('drafts.begin', { caseId: cases[0]!.caseId, text });
  return { draftId: draft.row.draftId, versionId: draft.hand.versionId };
}

interface Drafted {
  readonly draftId: DraftId;
  readonly versionId: DraftVersionId;
}

async function propose(world: World, { draftId }: Drafted) {
  const sheet = await world.office.call('drafts.sheet', { draftId, signer: null });
  const { versionId, sha256: documentSha256 } = sheet;
  return world.office.call('drafts.propose', { draftId, versionId, documentSha256, signer: null, dueAt: null });
}

const textOf = (pdf: Uint8Array): string =>
  execFileSync('pdftotext', ['-layout', '-', '-'], { input: pdf, encoding: 'utf8' });

const proposedOf = async (world: World, { draftId }: Drafted): Promise<OwnProposal | null> =>
  (await world.office.call('drafts.signers', { draftId })).proposed;

describe('a draft on its way to its signer', () => {
  it('is shown as the very bytes that are proposed, signed and registered', async () => {
    const world = await createWorld({ acts: 1 });
    const draft = await draftIn(world);
    const sheet = await world.office.call('drafts.sheet', { draftId: draft.draftId, signer: null });
    const shown = await world.office.call('documents.read', { sha256: sheet.sha256, offset: 0, length: 1_048_576 });
    expect(sha256(shown.bytes)).toBe(sheet.sha256);
    const row = await propose(world, draft);
    expect(row).toMatchObject({
      state: 'toSign',
      title: written.title,
      documentSha256: sheet.sha256,
      author: 'Juana Prueba',
    });
    await world.office.call('sync.now', {});
    expect(await proposedOf(world, draft)).toMatchObject({ actId: row.actId, state: 'sent', trouble: null });

    const act = { ...world.acts[0]!, actId: row.actId, documentSha256: row.documentSha256 as Sha256 };
    await show(world, act);
    const batch = await world.office.call('signing.start', wish(world, [act]));
    expect(await world.ended(batch.batchId)).toMatchObject({ batch: { state: 'finished', kept: 1 } });
    await world.office.call('sync.now', {});
    await world.office.until(
      async () => (await world.office.call('acts.read', { actId: row.actId })).state === 'registered',
    );
    const done = await world.office.call('acts.read', { actId: row.actId });
    const signed = await world.office.call('documents.read', {
      sha256: done.signedSha256!,
      offset: 0,
      length: 1_048_576,
    });
    expect(Buffer.from(signed.bytes).subarray(0, shown.size).equals(Buffer.from(shown.bytes))).toBe(true);
  });

  it('is in this desk’s tray without a line, can be signed there, and goes out first when the line is back', async () => {
    const world = await createWorld({ acts: 1 });
    await world.repository.stop();
    const draft = await draftIn(world);
    const row = await propose(world, draft);
    expect(await proposedOf(world, draft)).toMatchObject({ state: 'waiting' });
    await world.office.until(async () => (await proposedOf(world, draft))?.trouble?.kind === 'repositoryUnreachable');
    // The cache is thrown away and the office opened anew: what was proposed is there again.
    await world.office.close();
    for (const name of readdirSync(world.config.dataDir)) {
      if (name.startsWith('cache.db')) rmSync(join(world.config.dataDir, name));
    }
    rmSync(join(world.config.dataDir, 'documents', 'fetched'), { recursive: true });
    await world.reopen();
    const again = await world.office.call('acts.read', { actId: row.actId });
    expect(again).toMatchObject({ state: 'toSign', documentSha256: row.documentSha256 });

    const act = { ...world.acts[0]!, actId: row.actId, documentSha256: row.documentSha256 as Sha256 };
    await show(world, act);
    const batch = await world.office.call('signing.start', wish(world, [act]));
    expect(await world.ended(batch.batchId)).toMatchObject({ batch: { kept: 1 } });
    await world.repository.restart();
    await world.office.call('sync.now', {});
    await world.office.until(async () => {
      await world.office.call('sync.now', {});
      return (await world.office.call('acts.read', { actId: row.actId })).state === 'registered';
    });
    expect(await proposedOf(world, draft)).toMatchObject({ state: 'sent' });
  });

  it('is refused when the sheets are others than those that were shown', async () => {
    const world = await createWorld({ acts: 1 });
    const { draftId, versionId } = await draftIn(world);
    const sheet = await world.office.call('drafts.sheet', { draftId, signer: null });
    const text = { ...written, paragraphs: [{ id: 'a', text: 'Otra cosa.' }] };
    await world.office.call('drafts.save', { draftId, grewFrom: versionId, text });
    const asked = { draftId, versionId, documentSha256: sheet.sha256, signer: null, dueAt: null };
    expect(await world.office.refusal('drafts.propose', asked)).toMatchObject({ kind: 'actChanged' });
    expect(await proposedOf(world, { draftId, versionId })).toBeNull();
  });

  it('is not proposed twice while it is before its signer; returned, it goes there again as the same act', async () => {
    const world = await createWorld({ acts: 1 });
    const draft = await draftIn(world);
    const row = await propose(world, draft);
    await world.office.call('sync.now', {});
    const sheet = await world.office.call('drafts.sheet', { draftId: draft.draftId, signer: null });
    const again = { ...draft, documentSha256: sheet.sha256, signer: null, dueAt: null };
    expect(await world.office.refusal('drafts.propose', again)).toEqual({ kind: 'draftNotReady', lacks: 'answer' });

    const { actId, documentSha256 } = row;
    await world.office.call('acts.return', {
      actId,
      documentSha256: documentSha256 as Sha256,
      remark: 'Falta citar la norma.',
    });
    await world.office.call('sync.now', {});
    await world.office.until(async () => (await world.office.call('acts.read', { actId })).state === 'returned');
    const text = { ...written, paragraphs: [...written.paragraphs, { id: 'c', text: 'Art. 282 del C.P.P.' }] };
    const saved = await world.office.call('drafts.save', { draftId: draft.draftId, grewFrom: draft.versionId, text });
    const second = await propose(world, { ...draft, versionId: saved.hand.versionId });
    expect(second.actId).toBe(actId);
    expect(second.documentSha256).not.toBe(documentSha256);
    await world.office.call('sync.now', {});
    await world.office.until(async () => (await proposedOf(world, draft))?.state === 'sent');
    expect(await world.office.call('acts.read', { actId })).toMatchObject({
      state: 'toSign',
      documentSha256: second.documentSha256,
    });
  });

  it('is made anew, as another act, once the registry refused the one before for good', async () => {
    let refused: { actId: ActId; folder: string } | null = null;
    const fetch = between(() => async (path, method, pass) => {
      if (!refused || method !== 'PUT' || path !== `/v1/acts/${refused.actId}/registration`) return pass();
      // As the repository says it: signed.
      const { signedSha256 } = await world.office.call('acts.read', { actId: refused.actId });
      const refusal = openLogSigner(join(refused.folder, 'repository')).signRefusal({
        ...{ v: 1, repository: 'Registro de prueba', actId: refused.actId, n: 0, sha256: signedSha256! },
        ...{ code: 'signature-invalid', refusedAt: new Date().toISOString() },
      });
      const said = (await problem('signature-invalid', 422).json()) as object;
      return json({ ...said, refusal }, 422);
    });
    const world = await createWorld({ acts: 1, office: { fetch } });
    const draft = await draftIn(world);
    const row = await propose(world, draft);
    refused = { actId: row.actId, folder: world.folder };
    const act = { ...world.acts[0]!, actId: row.actId, documentSha256: row.documentSha256 as Sha256 };
    await show(world, act);
    await world.ended((await world.office.call('signing.start', wish(world, [act]))).batchId);
    const stateOf = async () => (await world.office.call('acts.read', { actId: row.actId })).state;
    await world.office.until(async () => {
      await world.office.call('sync.now', {});
      return (await stateOf()) === 'rejectedByRegistry';
    });
    const { hand } = await world.office.call('drafts.read', { draftId: draft.draftId });
    await world.office.call('drafts.save', {
      ...{ draftId: draft.draftId, grewFrom: hand.versionId, text: { ...written, title: 'Otra vez' } },
    });
    const again = await propose(world, draft);
    expect(again.actId).not.toBe(row.actId);
    expect([again.state, await stateOf()]).toEqual(['toSign', 'rejectedByRegistry']);
  });

  it('is to be signed by the person it names on paper, and by nobody else', async () => {
    const bruno = { personId: 'p-2', name: 'Bruno Segundo', capacity: 'Juez de Garantías' };
    const world = await createWorld({
      acts: 1,
      config: (config) => ({ ...config, office: { ...config.office, signers: [bruno] } }),
    });
    const { draftId } = await draftIn(world);
    const { signers } = await world.office.call('drafts.signers', { draftId });
    expect(signers.map(({ name }) => name)).toEqual(['Juana Prueba', 'Bruno Segundo']);
    const sheet = await world.office.call('drafts.sheet', { draftId, signer: 'p-2' });
    const { versionId, sha256: documentSha256 } = sheet;
    const row = await world.office.call('drafts.propose', {
      draftId,
      versionId,
      documentSha256,
      signer: 'p-2',
      dueAt: null,
    });
    const act = { ...world.acts[0]!, actId: row.actId, documentSha256 };
    await show(world, act);
    const batch = await world.office.call('signing.start', wish(world, [act]));
    await world.ended(batch.batchId);
    const { items } = await world.office.call('signing.batch', { batchId: batch.batchId });
    expect(items[0]).toMatchObject({ failure: { kind: 'signerNotNamed' } });
    expect(world.token.signed).toHaveLength(0);
  });

  it('goes before several signers in the order they were chosen in, who stand on paper in that order', async () => {
    const others = [
      { personId: 'p-2', name: 'Bruno Segundo', capacity: 'Juez de Garantías' },
      { personId: 'p-3', name: 'Carla Tercera', capacity: 'Secretaria' },
    ];
    const world = await createWorld({
      acts: 1,
      config: (config) => ({ ...config, office: { ...config.office, signers: others } }),
    });
    const { draftId } = await draftIn(world);
    const asked = { draftId, signer: 'p-3', others: ['p-1', 'p-2'] };
    const { versionId, sha256: documentSha256 } = await world.office.call('drafts.sheet', asked);
    const shown = await world.office.call('documents.read', { sha256: documentSha256, offset: 0, length: 1_048_576 });
    expect(textOf(shown.bytes)).toMatch(/Carla Tercera[^]*Juana Prueba[^]*Bruno Segundo/);
    const row = await world.office.call('drafts.propose', { ...asked, versionId, documentSha256, dueAt: null });
    expect(row.joint?.signers.map(({ personId }) => personId)).toEqual(['p-3', 'p-1', 'p-2']);
    const twice = { draftId, signer: 'p-3', others: ['p-3'] };
    expect(await world.office.refusal('drafts.sheet', twice)).toMatchObject({ kind: 'badInput' });
  });

  it('is proposed once when two press the key together: the second is told that it is there', async () => {
    const world = await createWorld({ acts: 1 });
    const { draftId } = await draftIn(world);
    const { versionId, sha256: documentSha256 } = await world.office.call('drafts.sheet', { draftId, signer: null });
    const asked = { draftId, versionId, documentSha256, signer: null, dueAt: null };
    const answers = await Promise.allSettled([1, 2].map(() => world.office.call('drafts.propose', asked)));
    const refused = answers.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(1);
    expect(String((refused[0] as PromiseRejectedResult).reason)).toContain('draftNotReady');
  });

  it('bears a provisional number that is never given twice, and the code of the act it becomes', async () => {
    const world = await createWorld({ acts: 1, config: (config) => ({ ...config, deviceId: 'PM-1' }) });
    const first = await draftIn(world);
    const row = await propose(world, first);
    const second = await draftIn(world, { ...written, title: 'Otra' });
    const sheet = await world.office.call('drafts.sheet', { draftId: second.draftId, signer: null });
    const [one, two] = await Promise.all(
      [row.documentSha256, sheet.sha256].map(async (hash) => {
        const read = { sha256: hash as Sha256, offset: 0, length: 1_048_576 };
        return textOf((await world.office.call('documents.read', read)).bytes);
      }),
    );
    expect(one).toContain('Número provisorio: P-PM1-0001. El definitivo lo asigna el registro.');
    expect(two).toContain('Número provisorio: P-PM1-0002.');
    const code = formatVerificationCode(
      verificationCode(row.actId, (text) => createHash('sha256').update(text).digest()),
    );
    expect(one).toContain(`Código de verificación: ${code}`);
    expect(two).not.toContain(code);
  });

  it('says what it lacks, and which characters the sheet has no letters for', async () => {
    const world = await createWorld({ acts: 1 });
    const refusalOf = async (change: Partial<typeof written>) => {
      const { draftId } = await draftIn(world, { ...written, ...change });
      return world.office.refusal('drafts.sheet', { draftId, signer: null });
    };
    expect(await refusalOf({ title: ' ' })).toEqual({ kind: 'draftNotReady', lacks: 'title' });
    expect(await refusalOf({ paragraphs: [{ id: 'a', text: ' \n' }] })).toEqual({
      kind: 'draftNotReady',
      lacks: 'text',
    });
    expect(await refusalOf({ paragraphs: [{ id: 'a', text: 'Dijo 😀.' }] })).toEqual({
      kind: 'characterLacking',
      characters: '😀',
    });
    const { draftId } = await draftIn(world);
    expect(await world.office.refusal('drafts.sheet', { draftId, signer: 'nadie' })).toMatchObject({
      kind: 'badInput',
    });
  });

  it('is put before nobody by who may not write', async () => {
    const world = await createWorld({
      acts: 1,
      config: (config) => ({ ...config, person: { ...config.person, role: 'auditor' } }),
    });
    const draftId = 'b7f3c1de-0000-4000-8000-000000000001' as DraftId;
    expect(await world.office.refusal('drafts.sheet', { draftId, signer: null })).toEqual({ kind: 'notAllowed' });
    expect(await world.office.refusal('drafts.signers', { draftId })).toEqual({ kind: 'notAllowed' });
  });
});
