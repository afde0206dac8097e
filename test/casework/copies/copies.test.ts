/** Copies of an act: who may make which, what the cover says, and that the original stays as it was. */
import { expect, it } from 'vitest';
import { coverOf } from '../../../src/casework/copies/cover.ts';
import { hashInGroups, pieceCoverOf } from '../../../src/casework/copies/piece-cover.ts';
import { createWorld } from '../world.ts';

it('certifies a signed act by its hash and its code, writes that down, and leaves the original as it was', async () => {
  const world = await createWorld({ acts: 1 });
  const { actId, documentSha256 } = world.acts[0]!;
  const unsigned = { actId, sha256: documentSha256, kind: 'certified', pages: 1 } as const;
  expect(await world.office.refusal('acts.copy', unsigned)).toMatchObject({ kind: 'actForbids' });
  await world.ended(await world.sign());
  await world.office.until(async () => (await world.office.call('acts.read', { actId })).registration !== null);
  const act = await world.office.call('acts.read', { actId });
  expect(await world.office.refusal('acts.copy', unsigned)).toMatchObject({ kind: 'actChanged' });
  const before = (await world.office.call('office.status', {})).journal.entries;
  const copy = await world.office.call('acts.copy', { actId, sha256: act.signedSha256!, kind: 'certified', pages: 3 });
  expect(copy.code).toMatch(/^([0-9A-Z]{5}-){3}[0-9A-Z]{5}$/);
  const cover = await world.office.call('documents.read', { sha256: copy.cover!, offset: 0, length: 5 });
  expect(Buffer.from(cover.bytes).toString()).toBe('%PDF-');
  expect((await world.office.call('office.status', {})).journal.entries).toBe(before + 1);
  expect((await world.office.call('acts.read', { actId })).signedSha256).toBe(act.signedSha256);
});

it('lets whoever sees an act copy it simply, and only who is named in the matrix certify', async () => {
  const world = await createWorld({ acts: 1 });
  await world.ended(await world.sign());
  const { actId } = world.acts[0]!;
  const sha256 = (await world.office.call('acts.read', { actId })).signedSha256!;
  await world.office.close();
  const person = { ...world.config.person, role: 'auxiliary' as const, personId: 'p-aux', name: 'Juana' };
  const office = await world.reopen({ config: { ...world.config, person } });
  const simple = await office.call('acts.copy', { actId, sha256, kind: 'simple', pages: 1 });
  expect(simple.cover).toBeNull();
  expect(await office.refusal('acts.copy', { actId, sha256, kind: 'certified', pages: 1 })).toEqual({
    kind: 'notAllowed',
  });
});

it('says on the cover of what kind the signature is, and never the one for the other', async () => {
  const world = await createWorld({ acts: 1 });
  await world.ended(await world.sign());
  const act = await world.office.call('acts.read', { actId: world.acts[0]!.actId });
  const facts = { config: world.config, sha256: act.signedSha256!, pages: 2, now: new Date('2026-11-21T12:00:00Z') };
  const says = (copied: typeof act): string => JSON.stringify(coverOf({ ...facts, act: copied }).body);
  expect(says(act)).toContain(`firmado digitalmente por ${act.signer}`);
  expect(says(act)).not.toContain('electrónica');
  const electronic = says({ ...act, electronic: true });
  expect(electronic).toContain(`con firma electrónica, no digital (Ley 25.506, art. 5), de ${act.signer}`);
  expect(electronic).toContain('debe probarla quien la invoca');
  expect(electronic).not.toContain('firmado digitalmente');
});

it('names on the cover who of several signed in which way', async () => {
  const world = await createWorld({ acts: 1 });
  await world.ended(await world.sign());
  const act = await world.office.call('acts.read', { actId: world.acts[0]!.actId });
  const at = '2026-11-21T11:00:00.000Z';
  const signers = [
    { personId: 'a', name: 'Ana', capacity: 'Jueza', signedAt: at },
    { personId: 'b', name: 'Bruno', capacity: 'Despachante', signedAt: at, electronic: true as const },
    { personId: 'c', name: 'Clara', capacity: 'Jueza', signedAt: at },
  ];
  const given = { ...act, electronic: true as const, joint: { signers, next: null, here: false } };
  const facts = { config: world.config, sha256: act.signedSha256!, pages: 2, now: new Date('2026-11-21T12:00:00Z') };
  const [first] = coverOf({ ...facts, act: given }).body;
  expect(first).toContain(
    'firmado digitalmente por Ana, Clara, con firma electrónica, no digital (Ley 25.506, art. 5), de Bruno',
  );
});

it('names on the cover who signed what was registered at another desk, and one sheet as one', async () => {
  const world = await createWorld({ acts: 1 });
  await world.ended(await world.sign());
  await world.office.until(
    async () => (await world.office.call('acts.read', { actId: world.acts[0]!.actId })).registration !== null,
  );
  const here = await world.office.call('acts.read', { actId: world.acts[0]!.actId });
  const registration = { ...here.registration!, number: 20, folioFrom: 20, folioTo: 20 };
  const act = { ...here, signer: null, signedAt: null, signers: ['Ana', 'Bruno'], registration };
  const facts = { config: world.config, sha256: act.signedSha256!, pages: 1, now: new Date('2026-11-21T12:00:00Z') };
  const [certified, registered] = coverOf({ ...facts, act }).body;
  expect(certified).toMatch(/, firmado digitalmente por Ana, Bruno\.$/);
  expect(registered).toContain('con el N.º 20, foja 20, el');
  const several = coverOf({ ...facts, act: { ...act, registration: { ...registration, folioTo: 22 } } }).body[1];
  expect(several).toContain('con el N.º 20, fojas 20 a 22, el');
  const [mixed] = coverOf({ ...facts, act: { ...act, electronic: true } }).body;
  expect(mixed).toContain('firmado por Ana, Bruno, uno de ellos al menos con firma electrónica, no digital');
  const [alone] = coverOf({ ...facts, act: { ...act, electronic: true, signers: ['Ana'] } }).body;
  expect(alone).toContain('con firma electrónica, no digital (Ley 25.506, art. 5), de Ana');
});

const png = Uint8Array.from(Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'));

it('copies a piece of evidence by its hash, certified by whom the matrix names, and writes that down', async () => {
  const world = await createWorld({ acts: 1 });
  const { caseId } = world.acts[0]!;
  const sheet = await world.office.call('pieces.add', {
    ...{ caseId, bytes: png, mediaType: 'image/png', fileName: 'captura.png', title: 'Captura', origin: 'device' },
    ...{ place: 'Mesa', broughtBy: 'Denunciante', confidentialityLevel: 1, expectedSha256: null },
  });
  const piece = sheet.entries.flatMap(({ entry }) => (entry.kind === 'piece' ? [entry] : []))[0]!;
  const asked = { caseId, entryId: piece.entryId, pages: 1 } as const;
  const before = (await world.office.call('office.status', {})).journal.entries;
  const copy = await world.office.call('pieces.copy', { ...asked, kind: 'certified' });
  expect(copy.code.replaceAll('-', '').toLowerCase()).toBe(piece.sha256.slice(0, 16));
  const cover = await world.office.call('documents.read', { sha256: copy.cover!, offset: 0, length: 5 });
  expect(Buffer.from(cover.bytes).toString()).toBe('%PDF-');
  expect((await world.office.call('office.status', {})).journal.entries).toBe(before + 1);

  const says = pieceCoverOf({ config: world.config, row: sheet.row, piece, pages: 2, now: new Date(piece.at) });
  expect(JSON.stringify(says)).toContain('las 2 páginas que siguen son copia fiel de la pieza «Captura»');
  expect(JSON.stringify(says.body)).toContain(hashInGroups(piece.sha256));
  expect(says.reference?.qr?.content).toBe(`SHA-256 ${piece.sha256}`);

  const none = { ...asked, entryId: '00000000-0000-4000-8000-000000000bad' as typeof piece.entryId };
  expect(await world.office.refusal('pieces.copy', { ...none, kind: 'simple' })).toMatchObject({ kind: 'badInput' });
  await world.office.close();
  const person = { ...world.config.person, role: 'auxiliary' as const, personId: 'p-aux', name: 'Juana' };
  const office = await world.reopen({ config: { ...world.config, person } });
  expect((await office.call('pieces.copy', { ...asked, kind: 'simple' })).cover).toBeNull();
  expect(await office.refusal('pieces.copy', { ...asked, kind: 'certified' })).toEqual({ kind: 'notAllowed' });
});
