import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { CaseWish, PieceWish } from '../../src/contract/cases.ts';
import type { OfficeConfig, Role } from '../../src/contract/config.ts';
import { sha256Of } from '../helpers/repository.ts';
import { openStore, sql } from '../../src/casework/store/index.ts';
import { exceptionalAccessMs } from '../../src/contract/exceptional-access.ts';
import { openTestOffice, storeKey } from '../helpers/office.ts';
import { createWorld, show, wish, type World } from './world.ts';

const complaint = (given: Partial<CaseWish> = {}): CaseWish => ({
  ...{ series: 'case', caption: 'N.N. s/ HURTO (FICTICIA)', origin: 'complaint', detained: false },
  parties: [{ pole: 'complainant', name: 'Hilda Rocamora', document: '00.000.012' }],
  flags: { fatalDeadline: false, vulnerableVictim: false },
  confidentialityLevel: 1,
  ...given,
});
const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const pieceOf = (caseId: string, given: object = {}) =>
  ({
    ...{ caseId, fileName: 'captura.png', mediaType: 'image/png', title: 'Captura de pantalla', origin: 'digital' },
    ...{ place: 'Mesa de entradas', broughtBy: 'Hilda Rocamora', confidentialityLevel: 1, expectedSha256: null },
    ...{ bytes: new Uint8Array(png), ...given },
  }) as PieceWish & { bytes: Uint8Array<ArrayBuffer> };

/** The same folder and line, another person. */
const asPerson =
  (role: Role, more: object = {}) =>
  (config: OfficeConfig): OfficeConfig => ({ ...config, person: { ...config.person, role, ...more } });

/** A second desk of the office, on a folder of its own. */
async function secondDesk(world: World, person: Partial<OfficeConfig['person']>) {
  const dataDir = join(world.folder, `desk-${person.personId}`);
  const config = {
    ...world.config,
    ...{ dataDir, deviceId: `pc-${person.personId}`, person: { ...world.config.person, ...person } },
  };
  const office = await openTestOffice({ config });
  onTestFinished(() => office.close());
  await office.call('sync.now', {});
  return office;
}

describe('a case opened without a line', () => {
  it('has a provisional number, and keeps it beside the one that the repository gives it, once', async () => {
    const world = await createWorld({ acts: 0 });
    await world.repository.stop();
    const opened = await world.office.call('cases.open', complaint());
    expect(opened.row).toMatchObject({ caseNumber: null, place: 'here' });
    expect(opened.row.provisionalNumber).toMatch(/^P-[0-9A-F]{10}-C0001$/);
    const { caseId } = opened.row;
    await world.office.call('pieces.add', pieceOf(caseId));
    const second = await world.office.call('cases.open', complaint({ caption: 'OTRA' }));
    expect(second.row.provisionalNumber).toMatch(/-C0002$/);
    // The strip counts them beside the acts of the queue.
    expect((await world.office.call('office.status', {})).line).toMatchObject({ waiting: 0, others: 3 });
    // What was opened is there again, whatever became of the cache or of the program.
    await world.reopen();
    expect((await world.office.call('cases.read', { caseId })).entries).toHaveLength(1);

    await world.repository.restart();
    await world.office.call('sync.now', {});
    await world.office.until(async () => (await world.office.call('cases.read', { caseId })).row.caseNumber !== null);
    const there = await world.office.call('cases.read', { caseId });
    expect(there.row).toMatchObject({ place: 'there', provisionalNumber: opened.row.provisionalNumber, trouble: null });
    expect(there.row.caseNumber).toMatch(/-000001-\d\d$/);
    await world.office.until(
      async () => (await world.office.call('cases.read', { caseId })).entries[0]?.place === 'there',
    );
    await world.office.until(async () => (await world.office.call('office.status', {})).line.others === undefined);
    await world.reopen();
    await world.office.call('sync.now', {});
    const { rows, total } = await world.office.call('cases.list', { search: there.row.provisionalNumber! });
    expect([total, rows[0]?.caseNumber]).toEqual([1, there.row.caseNumber]);
    // Found by the code of the citizen's receipt, as it is printed, and by a party.
    const code = there.opening!.code.match(/.{5}/g)!.join('-');
    expect((await world.office.call('cases.list', { search: code })).total).toBe(1);
    expect((await world.office.call('cases.list', { search: 'rocamora' })).total).toBe(2);

    const other = await secondDesk(world, { personId: 'p-2', name: 'Nerea Lapacó', role: 'secretary' });
    await other.until(async () => (await other.call('cases.list', {})).total === 3);
    const seen = await other.call('cases.read', { caseId });
    expect(seen.row).toEqual({ ...there.row });
    expect(seen.entries.map(({ entry }) => entry.kind)).toEqual(['piece']);
    expect((await other.call('cases.open', complaint())).row.provisionalNumber).not.toBe(opened.row.provisionalNumber);
  });

  it('prints the receipt that the citizen takes home, which names nobody else', async () => {
    const world = await createWorld({ acts: 0, offline: true });
    const { row } = await world.office.call('cases.open', complaint());
    const { sha256, size } = await world.office.call('cases.receipt', { caseId: row.caseId });
    const { bytes } = await world.office.call('documents.read', { sha256, offset: 0, length: 1_048_576 });
    expect([bytes.length, Buffer.from(bytes.subarray(0, 5)).toString()]).toEqual([size, '%PDF-']);
  });

  it('keeps notes and papers of the office in a series of their own', async () => {
    const world = await createWorld({ acts: 0 });
    const { row } = await world.office.call('cases.open', complaint({ series: 'office', caption: 'Notas internas' }));
    await world.office.call('sync.now', {});
    await world.office.until(
      async () => (await world.office.call('cases.read', { caseId: row.caseId })).row.caseNumber !== null,
    );
    expect((await world.office.call('cases.list', { series: 'office' })).rows[0]?.caseNumber).toMatch(/^A-/);
    expect((await world.office.call('cases.list', {})).rows.map(({ caption }) => caption)).not.toContain(
      'Notas internas',
    );
  });
});

describe('how confidential a case is', () => {
  const level = async (office: World['office'], caseId: string) =>
    (await office.call('cases.list', {})).rows.find((row) => row.caseId === caseId)?.confidentialityLevel ?? null;

  it('is raised by one person and lowered by two, with their reasons, and every desk hears of it', async () => {
    const world = await createWorld({ acts: 1 });
    const { caseId } = world.acts[0]!;
    const clerk = await secondDesk(world, { personId: 'p-3', name: 'Bruno', role: 'clerk' });
    const settled = async (wanted: number, seen: number | null) => {
      for (const office of [world.office, clerk]) await office.call('sync.now', {});
      await world.office.until(
        async () => (await level(world.office, caseId)) === wanted && (await level(clerk, caseId)) === seen,
      );
    };
    expect(await clerk.refusal('cases.setLevel', { caseId, level: 1, reason: 'x' })).toMatchObject({
      kind: 'badInput',
    });
    // Raised: hidden at once, here without a line and elsewhere as soon as it is heard of.
    await world.repository.stop();
    const raised = await world.office.call('cases.setLevel', { caseId, level: 3, reason: 'Víctima menor.' });
    expect(raised.row.confidentialityLevel).toBe(3);
    expect(raised.entries.at(-1)).toMatchObject({ place: 'here', entry: { kind: 'levelSet', level: 3, asked: null } });
    await world.repository.restart();
    await settled(3, null);
    expect(await clerk.refusal('cases.setLevel', { caseId, level: 1, reason: 'x' })).toMatchObject({
      kind: 'caseUnknown',
    });
    expect(await clerk.refusal('acts.read', { actId: world.acts[0]!.actId })).toEqual({ kind: 'notAllowed' });

    // A magistrate alone asks only; nobody answers him- or herself.
    for (let times = 0; times < 2; times += 1) {
      const asked = await world.office.call('cases.setLevel', { caseId, level: 1, reason: 'Cesó el motivo.' });
      expect(asked.entries.at(-1)?.entry).toMatchObject({ kind: 'levelAsked', level: 1 });
    }
    const secretary = await secondDesk(world, { personId: 'p-2', name: 'Nerea', role: 'secretary' });
    await secretary.until(async () => (await level(secretary, caseId)) === 3);
    const theirs = await secretary.call('cases.setLevel', { caseId, level: 1, reason: 'Ya declaró.' });
    const ask = theirs.entries.at(-1)!.entry;
    expect(ask).toMatchObject({ kind: 'levelAsked', reason: 'Ya declaró.', by: { name: 'Nerea' } });
    await secretary.call('sync.now', {});
    await world.office.until(async () => {
      await world.office.call('sync.now', {});
      const { entries } = await world.office.call('cases.read', { caseId });
      return entries.some(({ entry }) => entry.entryId === ask.entryId);
    });
    const lowered = await world.office.call('cases.setLevel', { caseId, level: 1, reason: 'Hágase lugar.' });
    expect(lowered.entries.at(-1)?.entry).toMatchObject({ kind: 'levelSet', level: 1, asked: ask.entryId });
    // Less of it counts once the register says so.
    expect(lowered.row.confidentialityLevel).toBe(3);
    await settled(1, 1);
    expect((await clerk.call('acts.read', { actId: world.acts[0]!.actId })).confidentialityLevel).toBe(1);
    const counter = await secondDesk(world, { personId: 'p-5', name: 'Juana', role: 'auxiliary' });
    expect(await counter.refusal('cases.setLevel', { caseId, level: 2, reason: 'x' })).toEqual({ kind: 'notAllowed' });
  });

  it('is never made what the person could not look at any more', async () => {
    const world = await createWorld({ acts: 1 });
    const { caseId } = world.acts[0]!;
    const asked = await world.office.call('cases.setLevel', { caseId, level: 5, reason: 'x' });
    expect(asked.entries.at(-1)?.entry).toMatchObject({ kind: 'levelAsked', level: 5 });
  });
});

describe('an exceptional access', () => {
  it('opens a case and its acts for a day to be read only, without a line too, and every magistrate and secretary is told', async () => {
    const world = await createWorld({ acts: 0 });
    const secretary = await secondDesk(world, { personId: 'p-2', name: 'Nerea', role: 'secretary' });
    const clerk = await secondDesk(world, { personId: 'p-3', name: 'Bruno', role: 'clerk' });
    const opened = await secretary.call('cases.open', complaint({ confidentialityLevel: 4 }));
    const { caseId } = opened.row;
    const added = await secretary.call('pieces.add', pieceOf(caseId, { confidentialityLevel: 4 }));
    await secretary.call('sync.now', {});
    await secretary.until(async () => (await secretary.call('cases.read', { caseId })).row.place === 'there');
    const { actId, documentSha256 } = await world.repository.propose(caseId, {
      signers: [{ personId: 'p-9', name: 'Otra', capacity: 'Jueza', cuil: null }],
    });
    const [piece] = added.entries.flatMap(({ entry }) => (entry.kind === 'piece' ? [entry] : []));
    const isKnown = async (office: World['office']) =>
      (await office.refusal('acts.read', { actId })).kind === 'notAllowed';
    for (const office of [world.office, clerk]) {
      await office.call('sync.now', {});
      await office.until(() => isKnown(office));
    }
    const reads = ['documents.read', { sha256: piece!.sha256, offset: 0, length: 10 }] as const;
    expect(await world.office.refusal('cases.read', { caseId })).toMatchObject({ kind: 'caseUnknown' });
    expect((await world.office.refusal(...reads)).kind).toBe('notAllowed');

    const caseNumber = (await secretary.call('cases.read', { caseId })).row.caseNumber!;
    const why = { caseNumber, reason: 'Internación urgente; la titular no responde.' };
    expect(await clerk.refusal('cases.breakGlass', why)).toEqual({ kind: 'notAllowed' });
    expect(await world.office.refusal('cases.breakGlass', { ...why, caseNumber: 'X-1' })).toMatchObject({
      kind: 'caseUnknown',
    });
    await world.repository.stop();
    const sheet = await world.office.call('cases.breakGlass', why);
    expect(sheet.row.caseId).toBe(caseId);
    expect(sheet.entries.at(-1)).toMatchObject({ place: 'here', entry: { kind: 'breakGlass', reason: why.reason } });
    expect((await world.office.call('acts.read', { actId })).actId).toBe(actId);
    expect((await world.office.call('cases.index', { caseId })).acts[0]).toMatchObject({ actId, type: 'resolución' });
    // To be read only.
    expect(
      await world.office.refusal('acts.return', { actId, documentSha256, remark: 'Falta la firma.' }),
    ).toMatchObject({ kind: 'notAllowed' });
    const urgent = { caseId, detained: true, flags: { fatalDeadline: true, vulnerableVictim: false } };
    expect(await world.office.refusal('cases.setFlags', urgent)).toMatchObject({ kind: 'caseUnknown' });
    expect(await world.office.refusal('pieces.add', pieceOf(caseId))).toMatchObject({ kind: 'caseUnknown' });
    await world.repository.restart();
    for (const office of [world.office, secretary, clerk]) await office.call('sync.now', {});
    await secretary.until(async () => {
      await secretary.call('sync.now', {});
      return (await secretary.call('cases.exceptional', {})).accesses.length === 1;
    });
    expect((await secretary.call('cases.exceptional', {})).accesses).toEqual([
      expect.objectContaining({ caseId, caseNumber, by: world.config.person.name, reason: why.reason }),
    ]);
    expect(await clerk.refusal('cases.exceptional', {})).toEqual({ kind: 'notAllowed' });
    expect((await secretary.refusal('acts.read', { actId })).kind).toBe('notAllowed');
  });

  it('ends after a day', async () => {
    const world = await createWorld({ acts: 0 });
    const secretary = await secondDesk(world, { personId: 'p-2', name: 'Nerea', role: 'secretary' });
    const { row } = await secretary.call('cases.open', complaint({ confidentialityLevel: 4 }));
    await secretary.call('sync.now', {});
    await world.office.until(async () => {
      await world.office.call('sync.now', {});
      const asked = { caseNumber: row.provisionalNumber!, reason: 'x' };
      const open = await world.office.office.handlers['cases.breakGlass'](asked);
      return open.ok;
    });
    expect((await world.office.call('cases.read', { caseId: row.caseId })).row.caseId).toBe(row.caseId);
    // The same, noted a little more than a day ago.
    const late = await createWorld({
      acts: 0,
      office: { clock: () => new Date(Date.now() - exceptionalAccessMs - 60_000) },
    });
    const theirs = await secondDesk(late, { personId: 'p-2', name: 'Nerea', role: 'secretary' });
    const reserved = (await theirs.call('cases.open', complaint({ confidentialityLevel: 4 }))).row;
    await theirs.call('sync.now', {});
    await late.office.until(async () => {
      await late.office.call('sync.now', {});
      await late.office.office.handlers['cases.breakGlass']({ caseNumber: reserved.provisionalNumber!, reason: 'x' });
      return (await late.office.call('cases.exceptional', {})).accesses.length > 0;
    });
    expect(await late.office.refusal('cases.read', { caseId: reserved.caseId })).toMatchObject({ kind: 'caseUnknown' });
  });
});

describe('a piece of evidence', () => {
  it('is what its bytes say, with the hash that was told, or it is not taken in', async () => {
    const world = await createWorld({ acts: 0, offline: true });
    const { caseId } = (await world.office.call('cases.open', complaint())).row;
    expect(await world.office.refusal('pieces.add', pieceOf(caseId, { mediaType: 'application/pdf' }))).toMatchObject({
      kind: 'pieceNotThis',
    });
    const wrong = sha256Of(Buffer.from('another'));
    expect(await world.office.refusal('pieces.add', pieceOf(caseId, { expectedSha256: wrong }))).toEqual({
      ...{ kind: 'pieceDiffers', expected: wrong, found: sha256Of(png) },
    });
    expect((await world.office.call('cases.read', { caseId })).entries).toEqual([]);
    const path = join(world.folder, 'captura.png');
    writeFileSync(path, png);
    const { bytes: _bytes, mediaType: _type, fileName: _name, ...about } = pieceOf(caseId);
    const taken = await world.office.call('pieces.addFile', { ...about, path, expectedSha256: sha256Of(png) });
    expect(taken.entries[0]!.entry).toMatchObject({ kind: 'piece', sha256: sha256Of(png), mediaType: 'image/png' });
    const read = await world.office.call('documents.read', { sha256: sha256Of(png), offset: 0, length: 100 });
    expect(Buffer.from(read.bytes)).toEqual(png);
    expect(await world.office.refusal('pieces.addFile', { ...about, path: world.folder })).toMatchObject({
      kind: 'fileUnreadable',
    });
    expect(await world.office.refusal('pieces.addFile', { ...about, path: join(world.folder, 'x') })).toMatchObject({
      ...{ kind: 'fileUnreadable', code: 'ENOENT' },
    });
  });

  it('of a level above a role is neither taken in by it nor shown to it', async () => {
    const world = await createWorld({ acts: 0 });
    const { caseId } = (await world.office.call('cases.open', complaint())).row;
    await world.office.call('pieces.add', pieceOf(caseId, { confidentialityLevel: 3 }));
    await world.office.call('sync.now', {});
    const clerk = await secondDesk(world, { personId: 'p-3', name: 'Bruno', role: 'clerk' });
    await clerk.until(async () => (await clerk.call('cases.list', {})).total === 2);
    expect((await clerk.call('cases.read', { caseId })).entries).toEqual([]);
    expect(await clerk.refusal('documents.read', { sha256: sha256Of(png), offset: 0, length: 5 })).toEqual({
      kind: 'notAllowed',
    });
    expect(await clerk.refusal('pieces.add', pieceOf(caseId, { confidentialityLevel: 4 }))).toEqual({
      kind: 'notAllowed',
    });
    expect(await clerk.refusal('cases.open', complaint({ confidentialityLevel: 5 }))).toEqual({ kind: 'notAllowed' });
  });
});

describe('what is noted of an act', () => {
  it('a visado reaches the magistrate by its bytes, and is enough to sign them unread', async () => {
    const world = await createWorld({ acts: 2 });
    const [act] = world.acts as [World['acts'][number]];
    const secretary = await secondDesk(world, { personId: 'p-2', name: 'Nerea Lapacó', role: 'secretary' });
    const { actId, documentSha256 } = act;
    expect((await secretary.call('acts.vouch', { actId, documentSha256 })).vouchedBy).toBe('Nerea Lapacó');
    expect(await secretary.refusal('acts.vouch', { actId, documentSha256: sha256Of(png) })).toMatchObject({
      kind: 'actChanged',
    });
    await secretary.call('sync.now', {});
    await world.office.call('sync.now', {});
    await world.office.until(
      async () => (await world.office.call('acts.read', { actId })).vouchedBy === 'Nerea Lapacó',
    );
    const page = await world.office.call('trays.page', { tray: 'toSign', after: null, limit: 9, vouched: true });
    expect(page.rows.map((row) => row.actId)).toEqual([actId]);
    const batchId = (await world.office.call('signing.start', wish(world, [act]))).batchId;
    await world.ended(batchId);
    expect((await world.office.call('acts.read', { actId })).signer).not.toBeNull();
  });

  it('a withdrawn act is in no tray to sign, and nobody signs it', async () => {
    const world = await createWorld({ acts: 2 });
    const [act] = world.acts as [World['acts'][number]];
    const { actId, documentSha256 } = act;
    const row = await world.office.call('acts.withdraw', { actId, documentSha256, reason: 'Se cargó dos veces.' });
    expect(row).toMatchObject({ state: 'withdrawn', remark: 'Se cargó dos veces.' });
    expect((await world.office.call('trays.counts', {})).toSign).toBe(1);
    expect(await world.office.refusal('acts.withdraw', { actId, documentSha256, reason: 'x' })).toMatchObject({
      kind: 'actForbids',
    });
    await show(world, act).catch(() => undefined);
    const batchId = (await world.office.call('signing.start', wish(world, [act]))).batchId;
    const { items } = (await world.ended(batchId)) as unknown as { items: { failure: unknown }[] };
    expect(items[0]?.failure).toMatchObject({ kind: 'actForbids', state: 'withdrawn' });
  });

  it('a registered act is notified and sealed, and then shown to whom it names alone', async () => {
    const world = await createWorld({ acts: 1 });
    const { actId } = world.acts[0]!;
    expect(
      await world.office.refusal('acts.notify', { actId, addressee: 'Defensoría', means: 'inPerson' }),
    ).toMatchObject({ kind: 'actForbids', state: 'toSign' });
    await world.ended(await world.sign());
    await world.office.until(async () => (await world.office.call('acts.read', { actId })).state === 'registered');
    expect((await world.office.call('trays.counts', {})).toNotify).toBe(1);
    const told = await world.office.call('acts.notify', {
      ...{ actId, addressee: 'Defensoría Oficial N.º 4', means: 'electronicDomicile' },
    });
    expect(told.state).toBe('notified');
    expect((await world.office.call('trays.counts', {})).toNotify).toBe(0);
    await world.office.call('acts.notify', { actId, addressee: 'Rita Arístegui', means: 'inPerson' });
    expect((await world.office.call('acts.seal', { actId, reason: 'Testigo con identidad protegida.' })).state).toBe(
      'sealed',
    );
    const { entries } = await world.office.call('acts.notes', { actId });
    expect(entries.map(({ entry }) => entry.kind)).toEqual(['notified', 'notified', 'sealed']);
    await world.office.call('sync.now', {});
    const secretary = await secondDesk(world, { personId: 'p-2', name: 'Nerea', role: 'secretary' });
    await secretary.until(async () => {
      const index = await secretary.call('cases.index', { caseId: world.acts[0]!.caseId });
      return index.acts.length === 1 && index.acts[0]!.sealedFor === true;
    });
    expect(await secretary.refusal('acts.read', { actId })).toEqual({ kind: 'notAllowed' });
    expect((await secretary.call('trays.counts', {})).registered).toBe(0);
  });

  it('is noted by whose role notes it, and by nobody else', async () => {
    const world = await createWorld({ acts: 1, config: asPerson('clerk', { name: 'Bruno', personId: 'p-9' }) });
    const { actId, documentSha256 } = world.acts[0]!;
    expect(await world.office.refusal('acts.vouch', { actId, documentSha256 })).toEqual({ kind: 'notAllowed' });
    expect(await world.office.refusal('acts.seal', { actId, reason: 'x' })).toEqual({ kind: 'notAllowed' });
    expect(await world.office.refusal('acts.withdraw', { actId, documentSha256, reason: 'x' })).toEqual({
      kind: 'notAllowed',
    });
    await world.office.close();
    const validator = { ...asPerson('clerk', { name: 'Bruno', personId: 'p-9', validator: true })(world.config) };
    const office = await openTestOffice({ config: validator });
    onTestFinished(() => office.close());
    expect((await office.call('acts.vouch', { actId, documentSha256 })).vouchedBy).toBe('Bruno');
  });
});

describe('what makes a case urgent', () => {
  it('puts its acts first: detained, then a fatal deadline, then a vulnerable victim, then age', async () => {
    const world = await createWorld({ acts: 0 });
    const order = [
      { detained: false, flags: { fatalDeadline: false, vulnerableVictim: false } },
      { detained: false, flags: { fatalDeadline: false, vulnerableVictim: true } },
      { detained: false, flags: { fatalDeadline: true, vulnerableVictim: false } },
      { detained: true, flags: { fatalDeadline: false, vulnerableVictim: false } },
    ];
    const ids: string[] = [];
    for (const flags of order) {
      const caseId = await world.repository.putCase();
      await world.repository.propose(caseId);
      await world.office.call('sync.now', {});
      await world.office.call('cases.setFlags', { caseId, ...flags });
      ids.push(caseId);
    }
    const page = await world.office.call('trays.page', { tray: 'toSign', after: null, limit: 9 });
    expect(page.rows.map(({ caseId }) => caseId)).toEqual(ids.toReversed());
    // Each row says what makes its case urgent, in the tray as in the index.
    const said = [undefined, order[2]!.flags, order[1]!.flags, undefined];
    expect(page.rows.map(({ flags }) => flags)).toEqual(said);
    const index = await world.office.call('cases.index', { caseId: page.rows[1]!.caseId });
    expect(index.acts.map(({ flags }) => flags)).toEqual([order[2]!.flags]);
    await world.office.call('sync.now', {});
    const other = await secondDesk(world, { personId: 'p-2', name: 'Nerea' });
    await other.until(async () => {
      const { rows } = await other.call('trays.page', { tray: 'toSign', after: null, limit: 9 });
      return rows[0]?.caseId === ids[3] && (rows[0]?.detained ?? false);
    });
  });
});

describe('the minutes of an outage', () => {
  it('are begun from the connectivity log, in the case, as a draft', async () => {
    const world = await createWorld({ acts: 1 });
    const { caseId } = world.acts[0]!;
    const from = '2026-04-14T12:10:00.000Z';
    await world.office.close();
    const opened = openStore({ folder: world.config.dataDir, storeKey, now: () => new Date() });
    if (!opened.ok) throw new Error(opened.failure.kind);
    opened.value.journal.write((tx) =>
      tx.run(sql`insert into line_outages (from_at, seen_at, until_at, ended, reason) values (${from}, ${from},
        '2026-04-14T16:25:00.000Z', 'back', ${JSON.stringify({ kind: 'repositoryUnreachable', detail: 'x' })})`),
    );
    opened.value.close();
    await world.reopen();
    const draft = await world.office.call('cases.contingency', { caseId, from });
    expect(draft.row).toMatchObject({ caseId, actType: 'acta de contingencia' });
    expect(draft.hand.text.paragraphs.map(({ text }) => text).join(' ')).toMatch(
      /desde el 14 de abril de 2026.* hasta el 14 de abril de 2026/,
    );
    expect(await world.office.refusal('cases.contingency', { caseId, from: '2026-04-15T12:10:00.000Z' })).toMatchObject(
      { kind: 'badInput' },
    );
  });
});
