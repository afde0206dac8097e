import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isVisible, masked } from '../../src/casework/acts/viewer.ts';
import { readAct } from '../../src/casework/casefile/act-rows.ts';
import { takeEntry } from '../../src/casework/casefile/entries.ts';
import { takeFeedPage } from '../../src/casework/casefile/feed.ts';
import { trayPage } from '../../src/casework/casefile/trays.ts';
import { openStore } from '../../src/casework/store/index.ts';
import { ActRow } from '../../src/contract/acts.ts';
import { Role } from '../../src/contract/config.ts';
import { ActId, CaseId, Sha256 } from '../../src/contract/ids.ts';
import { CaseEntry } from '../../src/contract/wire-entries.ts';
import { scratchFolder } from './scratch.ts';
import { createWorld } from './world.ts';

const now = new Date('2026-11-21T12:00:00Z');
const level = fc.integer({ min: 0, max: 5 });
const world = fc.array(
  fc.record({
    caseLevel: level,
    level,
    author: fc.constantFrom('Ana', 'Bruno'),
    signers: fc.constantFrom(null, ['p-1'], ['p-2'], ['p-2', 'p-1']),
    sealed: fc.boolean(),
  }),
  { minLength: 1, maxLength: 8 },
);

describe('what is for these eyes', () => {
  it('is the same to the tray, which counts and pages in SQL, as to the act by itself', () => {
    const opened = openStore({ folder: scratchFolder(), storeKey: '11'.repeat(32), now: () => now });
    if (!opened.ok) throw new Error(opened.failure.kind);
    const store = opened.value;
    onTestFinished(() => store.close());
    fc.assert(
      fc.property(world, fc.constantFrom(...Role.options), (acts, role) => {
        store.cache.write((tx) => {
          for (const table of ['case_entries', 'proposals', 'cases', 'blobs'])
            tx.run({ text: `delete from ${table}`, values: [] });
        });
        const viewer = { role, validator: false, personId: 'p-1', name: 'Ana' };
        const ids = acts.map((act, n) => {
          const [actId, caseId] = [ActId.parse(randomUUID()), CaseId.parse(randomUUID())];
          const documentSha256 = Sha256.parse(n.toString(16).padStart(64, '0'));
          const record = {
            ...{ caseId, caseNumber: String(n), caption: 'X', officeId: 'o', detained: false },
            confidentialityLevel: act.caseLevel,
          };
          const signers = act.signers?.map((personId) => ({ personId, name: personId, capacity: 'x', cuil: null }));
          const proposal = {
            ...{
              actId,
              caseId,
              officeId: 'o',
              type: 'auto',
              title: 't',
              author: act.author,
              dueAt: null,
              documentSha256,
            },
            ...{ confidentialityLevel: act.level, size: 1, vouchedBy: null, proposedAt: now.toISOString() },
            ...(signers ? { signers } : {}),
          };
          store.cache.write((tx) => {
            takeFeedPage(
              tx,
              {
                events: [
                  { kind: 'case', case: record },
                  { kind: 'proposal', proposal },
                ],
                cursor: '1',
              },
              now,
            );
            // Registered acts are sealed; the tray of registered ones lists them.
            tx.run({
              text: "update proposals set state = 'registered', registered_at = ? where act_id = ?",
              values: [now.toISOString(), actId],
            });
            if (!act.sealed) return;
            const entry = { kind: 'sealed', entryId: randomUUID(), caseId, officeId: 'o', actId, reason: 'x' };
            takeEntry(
              tx,
              CaseEntry.parse({ ...entry, by: { personId: 'p-3', name: 'C' }, deviceId: 'd', at: now.toISOString() }),
            );
          });
          return actId;
        });
        const page = trayPage(store.reader, 'registered', { viewer, after: null, limit: 50, search: '' });
        const seen = ids.filter((actId) => isVisible(readAct(store.reader, actId)!, viewer));
        expect(page.rows.map(({ actId }) => actId).sort()).toEqual([...seen].sort());
        expect(page.total).toBe(seen.length);
      }),
      { numRuns: 150 },
    );
  });
});

describe('a draft', () => {
  it('is begun by nobody in a case of which the repository would refuse its text', async () => {
    const world = await createWorld({ acts: 0 });
    const opened = await Promise.all(
      [1, 2, 3].map(async (confidentialityLevel) => {
        const wish = { ...{ series: 'case' as const, origin: 'complaint' as const, detained: false, parties: [] } };
        const flags = { fatalDeadline: false, vulnerableVictim: false };
        const caption = `CAUSA ${confidentialityLevel}`;
        return (await world.office.call('cases.open', { ...wish, caption, flags, confidentialityLevel })).row.caseId;
      }),
    );
    const text = { format: 1 as const, actType: 'providencia', title: 'Providencia', archived: false, paragraphs: [] };
    const offered = async () =>
      (await world.office.call('drafts.cases', { search: 'CAUSA' })).cases.map(({ caption }) => caption).toSorted();
    expect(await offered()).toEqual(['CAUSA 1', 'CAUSA 2', 'CAUSA 3']);
    const clerk = { ...world.config.person, personId: 'p-9', name: 'Bruno', role: 'clerk' as const };
    await world.reopen({ config: { ...world.config, person: clerk } });
    expect(await offered()).toEqual(['CAUSA 1']);
    for (const caseId of opened.slice(1))
      expect(await world.office.refusal('drafts.begin', { caseId, text })).toEqual({ kind: 'notAllowed' });
    expect((await world.office.call('drafts.begin', { caseId: opened[0]!, text })).row.title).toBe('Providencia');
  });
});

describe('a piece for other eyes', () => {
  const at = '2026-11-20T12:00:00.000Z';
  // Every field there is, so that a new one has to be decided on here; what tells anything of the piece says SECRETO, or is a number or time of its own.
  const row: Required<ActRow> = {
    actId: ActId.parse('7b4bd22a-9c1a-4f7a-8f62-6a3bd9a1f001'),
    caseId: CaseId.parse('7b4bd22a-9c1a-4f7a-8f62-6a3bd9a1f002'),
    ...{ caseNumber: 'IPP 7/2026', caption: 'N.N. s/ HURTO (FICTICIA)', detained: true, confidentialityLevel: 4 },
    ...{ title: 'SECRETO título', type: 'SECRETO tipo', author: 'SECRETO autora', remark: 'SECRETO motivo' },
    ...{ state: 'sealed', shown: true, receivedAt: '2026-11-18T12:00:00.000Z', dueAt: at, signedAt: at },
    ...{ vouchedBy: 'SECRETO visa', signer: 'SECRETO firma', electronic: true, size: 4321, sending: 'received' },
    ...{ documentSha256: Sha256.parse('a'.repeat(64)), signedSha256: Sha256.parse('b'.repeat(64)) },
    inOffice: { since: at },
    signers: ['SECRETO firmante'],
    openTo: ['SECRETO p-9'],
    trouble: { kind: 'certificateOfAnother', holder: 'SECRETO titular', person: 'SECRETO persona' },
    registration: { number: 12, folioFrom: 30, folioTo: 31, registeredAt: '2026-11-19T12:00:00.000Z' },
    level: {
      ...{ reached: 'B', wanted: 'LTA', attempts: 3, provableUntil: at },
      waitingFor: { kind: 'certificateOfAnother', holder: 'SECRETO titular', person: 'SECRETO persona' },
    },
    joint: {
      ...{ signers: [{ personId: 'SECRETO', name: 'SECRETO jueza', capacity: 'SECRETO', signedAt: at }], next: 0 },
      here: true,
    },
    flags: { fatalDeadline: true, vulnerableVictim: true },
    remade: { draftId: '7b4bd22a-9c1a-4f7a-8f62-6a3bd9a1f009' as never, at },
    setAside: { what: 'return', at, reason: { kind: 'registrationRefused', problem: 'x', detail: 'SECRETO' } },
    labels: ['SECRETO rótulo'],
    notices: { chosen: true, addressees: [{ name: 'SECRETO destinatario', pole: null, state: 'pending' }] },
    corrections: [
      {
        ...{ way: 'of', actId: ActId.parse('7b4bd22a-9c1a-4f7a-8f62-6a3bd9a1f003'), title: 'SECRETO', number: 3 },
        ...{ how: 'replaces', registered: true },
      },
    ],
    sealedFor: true,
  };

  it('keeps its line in the index, and nothing of it says what it is or whose', () => {
    expect(ActRow.parse(row)).toEqual(row);
    const seen = ActRow.parse(masked(row));
    expect(JSON.stringify(seen)).not.toMatch(/SECRETO/);
    expect(seen).toEqual({
      // Where it lies, since when, and what its case says of itself.
      ...{ actId: row.actId, caseId: row.caseId, caseNumber: row.caseNumber, caption: row.caption, detained: true },
      ...{ state: 'sealed', confidentialityLevel: 4, registration: row.registration, receivedAt: row.receivedAt },
      ...{ documentSha256: row.documentSha256, shown: true, sealedFor: true },
      ...{ title: '', type: '', author: '', remark: null, vouchedBy: null, signer: null, size: 0 },
      ...{ dueAt: null, signedAt: null, signedSha256: null, sending: null, trouble: null, level: null },
    });
  });
});
