/** Acts whose PDF is encrypted, and signatures that are to be seen: the office signs both as the command line does. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatVerificationCode, verificationCode } from '../../src/contract/verification-code.ts';
import type { VisibleChoice } from '../../src/contract/visible.ts';
import { openStore } from '../../src/casework/store/index.ts';
import { documentStore } from '../../src/casework/documents/index.ts';
import { makeActPdf, storeKey } from '../helpers/office.ts';
import { run, withFolder } from '../helpers/run.ts';
import { throughQpdf } from '../signature/pdf/qpdf.ts';
import { read, registered } from './between.ts';
import { type World, createWorld, show, wish } from './world.ts';

const seen = (change: Partial<VisibleChoice> = {}): VisibleChoice => ({
  ...{ page: 'last', place: 'free', reason: 'Notifíquese' },
  ...change,
});

/** The bytes of an act's newest file. */
async function fileOf(world: World): Promise<Buffer> {
  const { signedSha256 } = await read(world, 0);
  await world.office.close();
  const opened = openStore({ folder: world.config.dataDir, storeKey, now: () => new Date() });
  if (!opened.ok) throw new Error(opened.failure.kind);
  const store = documentStore(join(world.config.dataDir, 'documents', 'kept'), opened.value.keys.documents);
  const source = store.open(signedSha256!);
  try {
    const pieces: Uint8Array[] = [];
    for await (const piece of source.stream(0, source.size)) pieces.push(Buffer.from(piece));
    return Buffer.concat(pieces);
  } finally {
    source.close();
    opened.value.close();
  }
}

const withPdf = <T>(pdf: Buffer, work: (path: string) => T): Promise<T> =>
  withFolder(async (folder) => {
    const path = join(folder, 'act.pdf');
    writeFileSync(path, pdf);
    return work(path);
  });

describe('a signature that is to be seen', () => {
  it('says who signed, as what, where, when and why, with the code to verify the act by', async () => {
    const world = await createWorld({ acts: 1 });
    const [act] = world.acts;
    await show(world, act!);
    await world.ended(
      (await world.office.call('signing.start', { ...wish(world, world.acts), visible: seen() })).batchId,
    );
    await registered(world, 1);
    const pdf = await fileOf(world);
    await withPdf(pdf, (path) => {
      const text = run('pdftotext', ['-layout', path, '-']).output;
      expect(text).toContain('Firmado digitalmente por');
      expect(text).toContain('Agente Fiscal');
      expect(text).toContain('UFI N.º 3');
      expect(text).toMatch(/CUIL \d{2}-?\d+/);
      expect(text).toContain('Motivo: Notifíquese');
      expect(run('pdfsig', ['-nocert', path]).output).toMatch(/Total document signed[\s\S]*Signature is Valid/);
      expect(run('qpdf', ['--check', path]).status).toBe(0);
      const image = path.replace('.pdf', '');
      run('pdftoppm', ['-r', '200', '-png', '-singlefile', path, image]);
      expect(readFileSync(`${image}.png`).length).toBeGreaterThan(1000);
      const code = verificationCode(act!.actId, (said) => createHash('sha256').update(said).digest());
      const told = run('zbarimg', ['-q', '--raw', '--nodbus', `${image}.png`]).output.trim();
      expect(told).toBe(formatVerificationCode(code));
    });
  });

  it('is refused before the PIN where the page is not there, and warned of where it covers something', async () => {
    const world = await createWorld({ acts: 1 });
    const [act] = world.acts;
    await show(world, act!);
    const ask = async (visible: VisibleChoice) => {
      const { findings } = await world.office.call('signing.preflight', { ...wish(world, world.acts), visible });
      return findings.find(({ check }) => check === 'documents');
    };
    expect(await ask(seen({ page: 9 }))).toMatchObject({
      reason: 'allRefused',
      refused: [{ failure: { kind: 'pdfRefused', reason: 'pageMissing' } }],
    });
    // The practice documents say at the lower left that they are invented.
    expect(await ask(seen({ place: 'lowerLeft' }))).toMatchObject({ verdict: 'warn', reason: 'covers', covered: 1 });
    expect(await ask(seen({ place: 'lowerRight' }))).toMatchObject({ verdict: 'ok', reason: 'signable', covered: 0 });
    expect(await ask(seen())).toMatchObject({ verdict: 'ok', covered: 0 });
  });

  it('is remembered as it was chosen last', async () => {
    const world = await createWorld({ acts: 1 });
    expect((await world.office.call('settings.read', {})).visible).toBeNull();
    await world.office.call('settings.write', { visible: seen({ page: 2 }) });
    await world.reopen();
    expect((await world.office.call('settings.read', {})).visible).toEqual(seen({ page: 2 }));
    expect((await world.office.call('settings.write', { theme: 'dark' })).visible).toEqual(seen({ page: 2 }));
  });
});

describe('an act whose PDF is encrypted', () => {
  const encrypted = async (...options: string[]) =>
    throughQpdf(
      Buffer.from(await makeActPdf('Informe reservado')),
      '--encrypt',
      'usuaria',
      'dueño',
      '256',
      '--',
      ...options,
    );

  async function worldWith(pdf: Buffer): Promise<World> {
    const world = await createWorld({ acts: 0 });
    const caseId = await world.repository.putCase();
    world.acts.push(await world.repository.propose(caseId, {}, pdf));
    await world.office.call('sync.now', {});
    await world.office.until(async () => (await world.office.call('trays.counts', {})).toSign === 1);
    await world.office.call('sync.now', {});
    await show(world, world.acts[0]!);
    return world;
  }
  const given = (world: World, password?: string) => {
    const { items, ...means } = wish(world, world.acts);
    return { ...means, items: items.map((item) => ({ ...item, ...(password === undefined ? {} : { password }) })) };
  };

  it('is signed inside its encryption with the password a person gives, and registered', async () => {
    const world = await worldWith(await encrypted('--object-streams=disable'));
    const refused = async (password?: string) => {
      const { findings } = await world.office.call('signing.preflight', given(world, password));
      const documents = findings.find(({ check }) => check === 'documents');
      return documents?.check === 'documents' ? documents.refused.map(({ failure }) => failure.kind) : null;
    };
    expect([await refused(), await refused('otra'), await refused('usuaria')]).toEqual([
      ['pdfPasswordNeeded'],
      ['pdfPasswordWrong'],
      [],
    ]);
    const { batchId } = await world.office.call('signing.start', { ...given(world, 'usuaria'), visible: seen() });
    await world.ended(batchId);
    await registered(world, 1);
    const { actId } = world.acts[0]!;
    expect(await world.office.refusal('reports.act', { actId, locale: 'en' })).toEqual({ kind: 'pdfPasswordNeeded' });
    // Nobody gave the password to those who make signatures last: that is said, and no bug.
    await world.office.until(async () => (await read(world, 0)).level?.waitingFor?.kind === 'pdfPasswordNeeded');
    expect(world.office.log.filter(({ event }) => /bug|mishap|incident/.test(event))).toEqual([]);
    const report = await world.office.call('reports.act', { actId, locale: 'en', password: 'usuaria' });
    expect(report.signatures).toMatchObject([{ field: 'Signature1', modification: 'none' }]);
    const pdf = await fileOf(world);
    expect(pdf.toString('latin1')).not.toContain('Notif');
    await withPdf(pdf, (path) => {
      expect(run('pdfsig', ['-nocert', '-upw', 'usuaria', path]).output).toContain('Signature is Valid');
      expect(run('pdftotext', ['-upw', 'usuaria', path, '-']).output).toContain('Motivo: Notifíquese');
    });
  });

  it('is refused before the PIN where the registry could read nothing of it', async () => {
    const world = await worldWith(await encrypted('--object-streams=generate'));
    const { findings } = await world.office.call('signing.preflight', given(world, 'usuaria'));
    expect(findings.find(({ check }) => check === 'documents')).toMatchObject({
      reason: 'allRefused',
      refused: [{ failure: { kind: 'pdfRefused', reason: 'encrypted' } }],
    });
  });
});
