import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { OfficeConfig } from '../../../src/contract/config.ts';
import { createFakeToken } from '../../helpers/fake-token.ts';
import { makeCms } from '../../helpers/cms.ts';
import { sha256 } from '../../helpers/office.ts';
import { TestClock, startPkiServices } from '../../helpers/pki-services/index.ts';
import { listKey, listPayload, signList } from '../../helpers/trust-list.ts';
import { simplePdf } from '../../signature/pdf/make-pdf.ts';
import { throughQpdf } from '../../signature/pdf/qpdf.ts';
import { read, registered } from '../between.ts';
import { type World, createWorld } from '../world.ts';

async function signedWorld(change: (config: OfficeConfig) => OfficeConfig = (config) => config) {
  const services = await startPkiServices(new TestClock(new Date()));
  onTestFinished(() => services.close());
  const { world: pki } = services;
  const identity = pki.signer({ key: 'rsa-2048', commonName: 'PRUEBA Juana', cuil: 'CUIL 27123456780' });
  const token = createFakeToken({}, { identity, root: pki.root });
  const world = await createWorld({
    ...{ acts: 2, token },
    config: (base) =>
      change({
        ...base,
        trustAnchors: [pki.root.certificatePem, pki.intermediate.certificatePem],
        signatures: { level: 'LTA', timestampAuthorities: [{ url: pki.urls.tsa }] },
      }),
  });
  await world.ended(await world.sign(world.acts.slice(0, 1)));
  await world.office.until(async () => (await read(world, 0)).level?.reached === 'LTA');
  await registered(world, 1);
  return { world, pki };
}

const bytesOf = async (world: World, name: string, size: number): Promise<Buffer> => {
  const { bytes } = await world.office.call('documents.read', { sha256: name as never, offset: 0, length: size });
  return Buffer.from(bytes);
};

describe('the report of an act', () => {
  it('gives back the very bytes that a signature covers, as a document of their own', async () => {
    const { world } = await signedWorld();
    const { actId, signedSha256 } = await read(world, 0);
    const { file, signatures } = await world.office.call('reports.act', { actId, locale: 'en' });
    expect(file.sha256).not.toBe(signedSha256);
    const end = signatures[0]!.revisionEnd!;
    const revision = await world.office.call('reports.revision', { actId, sha256: file.sha256, end });
    expect(revision).toEqual({ sha256: signedSha256, size: end });
    const whole = await bytesOf(world, file.sha256, file.size);
    const part = await bytesOf(world, revision.sha256, revision.size);
    expect(whole.subarray(0, end).equals(part)).toBe(true);
    const shorter = await world.office.call('reports.revision', { actId, sha256: file.sha256, end: 100 });
    expect(shorter.sha256).toBe(sha256(whole.subarray(0, 100)));
  });

  it('is written to a file as a whole when a person asks', async () => {
    const { world } = await signedWorld();
    const { actId } = await read(world, 0);
    const { path } = await world.office.call('reports.save', { actId, locale: 'es-AR' });
    expect(path.startsWith(join(world.config.dataDir, 'reports'))).toBe(true);
    const saved = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
    expect(saved).toMatchObject({ schema: 'fojas-validation-report', actId, level: { reached: 'LTA' } });
  });

  it('names the version of the trust list, and goes by it', async () => {
    const folder = { path: '' };
    const { world, pki } = await signedWorld((config) => {
      folder.path = join(config.dataDir, '..', 'lists');
      return {
        ...config,
        trustList: { folder: folder.path, keys: [String(listKey.publicKey.export({ type: 'spki', format: 'pem' }))] },
      };
    });
    const { actId } = await read(world, 0);
    const ask = { actId, locale: 'es-AR' } as const;
    expect(await world.office.refusal('reports.act', ask)).toMatchObject({ kind: 'fileUnreadable', code: 'ENOENT' });
    mkdirSync(folder.path);
    const history = [['2020-01-01T00:00:00Z', 'granted']] as const;
    const list = signList(listPayload(7, [{ type: 'signing', identity: pki.root, history }]));
    writeFileSync(join(folder.path, 'trust-list-7.jws'), list);
    expect((await world.office.call('reports.act', ask)).trustList).toEqual({ name: 'AR-PRUEBA', version: '7' });
    writeFileSync(join(folder.path, 'trust-list-8.jws'), 'not a list');
    expect(await world.office.refusal('reports.act', ask)).toMatchObject({ kind: 'fileUnreadable', code: 'malformed' });
  });

  it('verifies a file that a person picked, and keeps nothing of it', async () => {
    const { world } = await signedWorld();
    const { actId } = await read(world, 0);
    const { file } = await world.office.call('reports.act', { actId, locale: 'en' });
    const bytes = Uint8Array.from(await bytesOf(world, file.sha256, file.size));
    const ask = { beside: null, password: null, locale: 'en' } as const;
    const picked = await world.office.call('files.verify', { ...ask, bytes });
    expect(picked).toMatchObject({ file, overall: 'TOTAL_PASSED', level: null });
    expect(picked.signatures.some(({ level }) => level === 'LTA')).toBe(true);
    const changed = Uint8Array.from(bytes);
    changed[Buffer.from(bytes).indexOf('/Type')]! ^= 1;
    expect((await world.office.call('files.verify', { ...ask, bytes: changed })).overall).toBe('TOTAL_FAILED');
    expect(
      await world.office.refusal('documents.read', { sha256: sha256(changed) as never, offset: 0, length: 9 }),
    ).toMatchObject({
      kind: 'documentMissing',
    });
    const closed = Uint8Array.from(await throughQpdf(simplePdf(), '--encrypt', 'clave', 'otro', '256', '--'));
    expect(await world.office.refusal('files.verify', { ...ask, bytes: closed })).toEqual({
      kind: 'pdfPasswordNeeded',
    });
    expect(await world.office.refusal('files.verify', { ...ask, bytes: closed, password: 'otra' })).toEqual({
      kind: 'pdfPasswordWrong',
    });
    const opened = await world.office.call('files.verify', { ...ask, bytes: closed, password: 'clave' });
    // That nobody signed it is no verdict on a signature.
    expect(opened).toMatchObject({ overall: 'UNSIGNED', sentence: 'The document has no signatures.', signatures: [] });
  });

  it('verifies a signature with the document beside it', async () => {
    const { world, pki } = await signedWorld();
    const content = Buffer.from('acta');
    const bytes = Buffer.from(makeCms({ signer: pki.signer(), content }));
    const ask = { bytes, password: null, locale: 'es-AR' } as const;
    const alone = await world.office.call('files.verify', { ...ask, beside: null });
    expect(alone.signatures[0]).toMatchObject({ subIndication: 'SIGNED_DATA_NOT_FOUND' });
    const other = await world.office.call('files.verify', { ...ask, beside: Buffer.from('otra') });
    expect(other.signatures[0]).toMatchObject({ indication: 'TOTAL_FAILED', subIndication: 'HASH_FAILURE' });
    const right = await world.office.call('files.verify', { ...ask, beside: content });
    expect(right.signatures[0]).toMatchObject({ modification: 'none' });
    expect(right.overall).not.toBe('TOTAL_FAILED');
  });

  it('is refused where there is nothing to report on, or no leave to read', async () => {
    const { world } = await signedWorld();
    const { actId } = world.acts[1]!;
    expect(await world.office.refusal('reports.act', { actId, locale: 'en' })).toMatchObject({ kind: 'actForbids' });
    const unknown = '0b54bd22-9c1a-4f7a-8f62-6a3bd9a1f001' as never;
    expect(await world.office.refusal('reports.act', { actId: unknown, locale: 'en' })).toMatchObject({
      kind: 'actUnknown',
    });
    const first = world.acts[0]!.actId;
    const wrong = { actId: first, sha256: sha256(Buffer.from('x')), end: 10 };
    expect(await world.office.refusal('reports.revision', wrong)).toMatchObject({ kind: 'actChanged' });
    const auditor = await world.reopen({
      config: { ...world.config, person: { ...world.config.person, role: 'auditor' } },
    });
    for (const [name, input] of [
      ['reports.act', { actId: first, locale: 'en' }],
      ['reports.save', { actId: first, locale: 'en' }],
      ['cases.health', { caseId: world.acts[0]!.caseId, after: null, limit: 5 }],
      ['levels.renew', { actIds: [first] }],
    ] as const) {
      expect(await auditor.refusal(name, input as never)).toEqual({ kind: 'notAllowed' });
    }
  });
});
