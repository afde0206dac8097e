/** A whole case as one file: in its order, under its sheets' numbers, with what cannot be shown named in its place. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import type { EntryOf } from '../../../src/contract/wire-entries.ts';
import { indexSheets } from '../../../src/casework/copies/bound/sheets.ts';
import { picturePage } from '../../../src/paper/picture.ts';
import { makePdf, sha256 } from '../../helpers/signed-pdf.ts';
import { pdfsig, qpdfCheck } from '../../signature/pades/judges.ts';
import { type World, createWorld } from '../world.ts';

/** A picture of 4 by 2 points. */
function png(): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const whole = Buffer.alloc(body.length + 8);
    whole.writeUInt32BE(data.length, 0);
    body.copy(whole, 4);
    whole.writeUInt32BE(crc32(body), body.length + 4);
    return whole;
  };
  const head = Buffer.from('00000004000000020806000000', 'hex');
  const rows = Buffer.alloc(2 * (1 + 4 * 4), 0x80);
  rows[0] = rows[17] = 0;
  const parts = [chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...parts]);
}

async function registered(world: World): Promise<void> {
  await world.ended(await world.sign());
  for (const { actId } of world.acts)
    await world.office.until(async () => (await world.office.call('acts.read', { actId })).registration !== null);
}

const piece = (caseId: World['acts'][0]['caseId'], title: string, bytes: Uint8Array, given: object = {}) => ({
  ...{ caseId, bytes: Uint8Array.from(bytes), mediaType: 'application/pdf' as const, fileName: 'a.pdf', title },
  ...{ origin: 'digital' as const, place: 'Mesa', broughtBy: 'Denunciante', confidentialityLevel: 1 },
  ...{ expectedSha256: null, ...given },
});

const texts = (path: string): string[] =>
  execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' })
    .split('\f')
    .slice(0, -1)
    .map((page) => page.replace(/\s+/g, ' ').trim());

it('binds acts and pieces in their order, with a cover, an index and the numbers of their sheets', async () => {
  const world = await createWorld({ acts: 2 });
  const { caseId } = world.acts[0]!;
  await registered(world);
  await world.office.call('pieces.add', piece(caseId, 'Informe', await makePdf(2, 'INFORME')));
  await world.office.call('pieces.add', piece(caseId, 'Foto', png(), { mediaType: 'image/png', fileName: 'a.png' }));
  const tiff = Buffer.from('49492a00080000000000', 'hex');
  const scan = { mediaType: 'image/tiff', fileName: 'a.tiff' };
  await world.office.call('pieces.add', piece(caseId, 'Escaneo', tiff, scan));
  const before = (await world.office.call('office.status', {})).journal.entries;
  const bound = await world.office.call('cases.bind', { caseId, to: world.folder });
  if (bound.state !== 'bound') throw new Error(bound.state);
  expect(bound).toMatchObject({ lines: 5, sheets: 6, archive: null, leftOut: [{ title: 'Escaneo', leftOut: 'tiff' }] });
  expect(bound.path).toMatch(/IPP-03-00-000001-26-00-cuaderno\.pdf$/);
  const bytes = readFileSync(bound.path);
  expect({ sha256: sha256(bytes), size: bytes.length }).toEqual({ sha256: bound.sha256, size: bound.size });
  expect(qpdfCheck(bound.path)).toEqual({ status: 0, warnings: [] });

  const acts = await Promise.all(world.acts.map(({ actId }) => world.office.call('acts.read', { actId })));
  const inOrder = acts.sort((a, b) => a.registration!.number - b.registration!.number);
  const pages = texts(bound.path);
  const sheets = pages.slice(-6);
  const front = pages.slice(0, -6).join(' ');
  for (const [at, act] of inOrder.entries()) {
    expect(sheets[at]).toContain(act.actId);
    expect(sheets[at]).toMatch(new RegExp(`^fs\\. ${act.registration!.folioFrom} `));
    const { code } = await world.office.call('acts.copy', {
      ...{ actId: act.actId, sha256: act.signedSha256!, kind: 'simple', pages: 1 },
    });
    for (const group of code.split('-')) expect(front).toContain(group);
    expect(front).toContain(act.signedSha256!.slice(0, 8));
  }
  // Nothing of the index goes over its edge, 12 mm from the paper's.
  const boxes = execFileSync('pdftotext', ['-bbox', '-l', '2', bound.path, '-'], { encoding: 'utf8' });
  const parts = [...boxes.matchAll(/xMax="([\d.]+)" [^>]*>(?:[0-9A-Z]{5}-|[0-9a-f]{8}<)/g)].map(([, right]) =>
    Number(right),
  );
  expect(parts.length).toBeGreaterThan(5);
  expect(Math.max(...parts)).toBeLessThan(595 - (12 / 25.4) * 72);
  expect(sheets.slice(2, 4).map((page) => /INFORME \d/.exec(page)?.[0])).toEqual(['INFORME 1', 'INFORME 2']);
  expect(sheets[5]).toContain('TIFF');
  for (const [at, page] of sheets.entries()) expect(page).toContain(`hoja ${at + 1}`);
  expect(front).toContain('La prueba son los originales firmados');
  expect(front).toContain('Escaneo: Es una imagen TIFF');
  // The two copies that were asked for only to learn their codes, and this.
  expect((await world.office.call('office.status', {})).journal.entries).toBe(before + 3);
  expect(await world.office.refusal('cases.bind', { caseId, to: world.folder })).toMatchObject({ kind: 'fileExists' });
  expect(world.office.seen.some(({ event }) => event === 'binding.changed')).toBe(true);
}, 60_000);

it('lays the signed files in as they are, where that is asked for', async () => {
  const world = await createWorld({ acts: 1 });
  await registered(world);
  const { caseId, actId } = world.acts[0]!;
  const path = join(world.folder, 'con-originales.pdf');
  const bound = await world.office.call('cases.bind', { caseId, to: path, originals: true });
  expect(bound).toMatchObject({ state: 'bound', path });
  const act = await world.office.call('acts.read', { actId });
  const original = join(world.folder, 'original.pdf');
  execFileSync('pdfdetach', ['-save', '1', '-o', original, path]);
  expect(sha256(readFileSync(original))).toBe(act.signedSha256);
  expect(pdfsig(original).map(({ valid, total }) => valid && total)).toEqual([true]);
  expect(pdfsig(path)).toEqual([]);
});

it('names what is for other eyes, and what is not there, in its place and says nothing of it', async () => {
  const world = await createWorld({ acts: 2 });
  const { caseId } = world.acts[0]!;
  await registered(world);
  const secret = piece(caseId, 'Pericia secreta', await makePdf(1, 'SECRETO'), { confidentialityLevel: 4 });
  await world.office.call('pieces.add', secret);
  const gone = await world.office.call('pieces.add', piece(caseId, 'Ausente', await makePdf(1, 'AUSENTE')));
  const entry = gone.entries
    .map((one) => one.entry)
    .find((one): one is EntryOf<'piece'> => one.kind === 'piece' && one.title === 'Ausente')!;
  await world.office.call('acts.seal', { actId: world.acts[0]!.actId, reason: 'Testigo con identidad protegida.' });
  await world.office.close();
  for (const name of readdirSync(world.folder, { recursive: true, encoding: 'utf8' }))
    if (name.endsWith(entry.sha256)) writeFileSync(join(world.folder, name), '');
  const person = { ...world.config.person, role: 'auxiliary' as const, personId: 'p-aux', name: 'Juana' };
  const office = await world.reopen({ config: { ...world.config, person } });
  const path = join(world.folder, 'cuaderno.pdf');
  const bound = await office.call('cases.bind', { caseId, to: path });
  const sealed = (await office.call('cases.index', { caseId })).acts.find((act) => act.sealedFor)!;
  expect(bound).toMatchObject({
    lines: 4,
    leftOut: [
      { title: `${sealed.registration!.number}. Acto reservado`, leftOut: 'secret' },
      { title: 'Pieza reservada', leftOut: 'secret' },
      { title: 'Ausente', leftOut: 'damaged' },
    ],
  });
  const text = texts(path).join(' ');
  expect(text).toContain('Está reservado');
  for (const hidden of ['SECRETO', 'Pericia secreta', world.acts[0]!.actId, world.acts[0]!.documentSha256.slice(0, 8)])
    expect(text).not.toContain(hidden);
});

it('leaves nothing behind where it is stopped, and makes one at a time', async () => {
  const world = await createWorld({ acts: 1 });
  const { caseId } = world.acts[0]!;
  await registered(world);
  await world.office.call('pieces.add', piece(caseId, 'Largo', await makePdf(300, 'LARGO')));
  const path = join(world.folder, 'cuaderno.pdf');
  const first = world.office.call('cases.bind', { caseId, to: path });
  const other = { caseId, to: join(world.folder, 'otro.pdf') };
  expect(await world.office.call('cases.bind', other)).toEqual({ state: 'busy' });
  await world.office.call('cases.stopBinding', {});
  expect(await first).toEqual({ state: 'stopped' });
  expect([path, `${path}.part`, other.to].filter((one) => existsSync(one))).toEqual([]);
  const plain = { caseId, to: join(world.folder, 'cuaderno') };
  expect(await world.office.call('cases.bind', plain)).toMatchObject({ state: 'bound', sheets: 301, path });
});

it('says why there is no file: no such case, no such folder, a relative place, a part that lies there', async () => {
  const world = await createWorld({ acts: 1 });
  const { caseId } = world.acts[0]!;
  const none = '00000000-0000-4000-8000-000000000bad' as typeof caseId;
  const refusal = (to: string, of = caseId) => world.office.refusal('cases.bind', { caseId: of, to });
  expect(await refusal(world.folder, none)).toMatchObject({ kind: 'caseUnknown' });
  expect(await refusal(join(world.folder, 'no', 'a.pdf'))).toMatchObject({ kind: 'fileUnreadable', code: 'ENOENT' });
  expect(await refusal('a.pdf')).toMatchObject({ kind: 'fileUnreadable' });
  const path = join(world.folder, 'a.pdf');
  writeFileSync(`${path}.part`, 'x');
  expect(await refusal(path)).toMatchObject({ kind: 'fileExists', file: `${path}.part` });
  expect(readFileSync(`${path}.part`, 'utf8')).toBe('x');
});

it('sets a long index in parts, and an empty one too', () => {
  const line = {
    ...{ number: 1, title: 'Acto', type: 'auto', at: '2026-11-21T12:00:00Z', signers: [], folios: null },
    ...{ code: null, file: null, isSigned: false },
  };
  const facts = {
    config: { office: { name: 'UFI' }, person: { name: 'Ana' }, mode: 'production' } as never,
    row: { caseNumber: 'IPP 1', provisionalNumber: null, caption: 'X' },
    lines: Array.from({ length: 250 }, () => line),
    results: Array.from({ length: 250 }, (_, at) => ({ sheet: at + 1, pages: 1, leftOut: null })),
    ...{ originals: false, now: new Date('2026-11-21T12:00:00Z') },
  };
  const titles = indexSheets(facts).map(({ title }) => title);
  expect(titles).toEqual(['Índice, parte 1 de 3', 'Índice, parte 2 de 3', 'Índice, parte 3 de 3']);
  expect(indexSheets({ ...facts, lines: [], results: [] }).map(({ title }) => title)).toEqual(['Índice']);
});

it('takes no picture that is broken, and none that would not fit in memory', async () => {
  expect(await picturePage(png().subarray(0, 40), 'image/png')).toBe('damaged');
  expect(await picturePage(Buffer.from('x'), 'image/jpeg')).toBe('damaged');
  const huge = png();
  huge.writeUInt32BE(40_000, 16);
  huge.writeUInt32BE(40_000, 20);
  expect(await picturePage(huge, 'image/png')).toBe('tooLarge');
  expect(await picturePage(png(), 'image/png')).toBeInstanceOf(Uint8Array);
});
