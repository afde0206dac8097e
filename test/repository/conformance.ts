import type { DeskStanding } from '../../src/contract/wire-fleet.ts';
import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ActId, CaseId, Sha256 } from '../../src/contract/ids.ts';
import type { CaseRecord, Proposal, RegistrationRequest } from '../../src/contract/wire.ts';
import type { DraftId, DraftVersion, DraftVersionId } from '../../src/contract/wire-drafts.ts';
import { CaseEntry, type EntryId } from '../../src/contract/wire-entries.ts';
import type { Blobs } from '../../src/repository/blobs/port.ts';
import { codeOf } from '../../src/repository/log/book.ts';
import type { Entry, Register } from '../../src/repository/register/port.ts';
import {
  consistencyPlan,
  holdsConsistency,
  holdsInclusion,
  inclusionPlan,
  leafHash,
  proofFrom,
  rootNodes,
  rootOf,
} from '../../src/proof/index.ts';

/** What every engine behind the repository's two ports must do. Engines are handed in fresh for each test. */

export const hashOf = (text: string): Sha256 => Sha256.parse(createHash('sha256').update(text).digest('hex'));
const at = '2026-11-21T13:05:00.000Z';

export const caseRecord = (given: Partial<CaseRecord> = {}): CaseRecord => ({
  caseId: CaseId.parse(randomUUID()),
  caseNumber: '97-00-000418-26',
  caption: 'CARÁTULA FICTICIA',
  officeId: 'ufi3',
  confidentialityLevel: 1,
  detained: false,
  ...given,
});

export const proposalFor = (record: CaseRecord, given: Partial<Proposal> = {}): Proposal => ({
  actId: ActId.parse(randomUUID()),
  caseId: record.caseId,
  officeId: record.officeId,
  type: 'providencia',
  title: 'Providencia simple',
  author: 'Bruno Cáceres Tolosa',
  confidentialityLevel: 1,
  dueAt: null,
  documentSha256: hashOf('document'),
  size: 8,
  vouchedBy: null,
  proposedAt: at,
  ...given,
});

export const opened = (provisionalNumber: string): CaseRecord =>
  caseRecord({
    caseNumber: provisionalNumber,
    opening: {
      ...{ provisionalNumber, series: 'case', origin: 'complaint', parties: [], deviceId: 'pc-1', openedAt: at },
      ...{ flags: { fatalDeadline: false, vulnerableVictim: true }, by: { personId: 'p-1', name: 'Juana' } },
    },
  });

type Said = CaseEntry extends infer E
  ? E extends CaseEntry
    ? Omit<E, 'entryId' | 'caseId' | 'officeId' | 'by' | 'deviceId' | 'at'>
    : never
  : never;
const entryOf = ({ caseId, officeId }: CaseRecord, said: Said): CaseEntry =>
  CaseEntry.parse({
    ...{ entryId: randomUUID(), caseId, officeId, by: { personId: 'p-1', name: 'Juana' }, deviceId: 'pc-1', at },
    ...said,
  });

export const entryFor = (proposal: Proposal, given: Partial<RegistrationRequest> = {}, pages = 2): Entry => ({
  request: {
    actId: proposal.actId,
    caseId: proposal.caseId,
    sha256: hashOf(`signed ${proposal.actId}`),
    size: 100,
    documentSha256: proposal.documentSha256,
    documentSize: proposal.size,
    certificateSha256: hashOf('certificate'),
    signedAt: at,
    deviceId: 'pc-1',
    ...given,
  },
  pages,
  receivedAt: at,
  registeredAt: at,
});

/** A stand-in for the signer that shows what it was given, and how often. */
function signing(): { sign: (statement: unknown) => string; times: () => number } {
  let times = 0;
  return { sign: (statement) => JSON.stringify({ ...(statement as object), made: ++times }), times: () => times };
}

export function registerConformance(name: string, open: () => Promise<Register>): void {
  describe(`register: ${name}`, () => {
    const withAct = async (given: Partial<Proposal> = {}) => {
      const register = await open();
      const record = caseRecord();
      await register.putCase(record);
      const proposal = proposalFor(record, given);
      await register.putProposal(proposal);
      return { register, record, proposal };
    };

    it('keeps a case once, and says when it comes with other data', async () => {
      const register = await open();
      const record = caseRecord();
      expect(await register.putCase(record)).toBe('created');
      expect(await register.putCase(record)).toBe('same');
      expect(await register.putCase({ ...record, caption: 'OTRA' })).toBe('differs');
      expect(await register.caseOf(record.caseId)).toEqual(record);
      expect(await register.caseOf(CaseId.parse(randomUUID()))).toBeNull();
      await register.close();
    });

    it('numbers a case that was opened at a desk, once: it is the same under either number', async () => {
      const register = await open();
      const openings = [opened('P-0A1B2C3D-C0001'), opened('P-0A1B2C3D-C0002'), opened('P-9F8E7D6C-C0001')];
      for (const record of openings) expect(await register.putCase(record)).toBe('created');
      const numbers = await Promise.all(
        openings.map(async ({ caseId }) => (await register.caseOf(caseId))!.caseNumber),
      );
      expect(numbers).toEqual(['ufi3-000001-26', 'ufi3-000002-26', 'ufi3-000003-26']);
      const [first] = openings as [CaseRecord];
      expect(await register.putCase(first)).toBe('same');
      expect(await register.putCase({ ...first, caption: 'OTRA' })).toBe('differs');
      expect(await register.putCase((await register.caseOf(first.caseId))!)).toBe('same');
      // A number that a case bears already is passed over.
      await register.putCase(caseRecord({ caseNumber: 'ufi3-000004-26' }));
      const next = opened('P-9F8E7D6C-C0002');
      await register.putCase(next);
      expect((await register.caseOf(next.caseId))!.caseNumber).toBe('ufi3-000005-26');
      const page = await register.feed('ufi3', '', 50);
      expect(page!.events.filter((event) => event.kind === 'case')).toHaveLength(5);
      await register.close();
    });

    it('notes what befalls an act, once, and only where its state allows it', async () => {
      const register = await open();
      const record = caseRecord();
      await register.putCase(record);
      const proposal = proposalFor(record);
      await register.putProposal(proposal);
      const { actId, documentSha256 } = proposal;
      const about = { actId, documentSha256 };
      const visado = entryOf(record, { kind: 'visado', ...about });
      expect(await register.entries.put(visado)).toBe('created');
      expect(await register.entries.put(visado)).toBe('same');
      expect(await register.entries.put({ ...visado, at: '2027-01-01T00:00:00.000Z' })).toBe('reused');
      expect(await register.entries.put(entryOf(caseRecord(), { kind: 'visado', ...about }))).toBe('caseUnknown');
      expect(await register.entries.put(entryOf(record, { kind: 'visado', actId, documentSha256: hashOf('x') }))).toBe(
        'notProposed',
      );
      const told = { kind: 'notified', actId, addressee: 'Defensoría', means: 'inPerson' } as const;
      expect(await register.entries.put(entryOf(record, told))).toBe('actState');
      const defence = { name: 'Defensoría', pole: 'defender' as const };
      const named = { kind: 'addressees' as const, actId, addressees: [defence] };
      const forNobody = entryOf(record, { ...named, actId: proposalFor(record).actId });
      expect(await register.entries.put(forNobody)).toBe('actUnknown');
      const addressees = entryOf(record, named);
      expect(await register.entries.put(addressees)).toBe('created');
      const back = entryOf(record, { kind: 'withdrawn', ...about, reason: 'Por error.' });
      expect(await register.entries.put(back)).toBe('created');
      expect(await register.entries.put(entryOf(record, { kind: 'visado', ...about }))).toBe('actState');
      expect(await register.register(entryFor(proposal), () => 'x')).toEqual({ kind: 'returned' });
      expect(await register.entries.of(record.caseId)).toEqual([visado, addressees, back]);
      expect(await register.entries.put(entryOf(record, named))).toBe('actState');
      // What was taken back is neither returned nor proposed any more, nor set a day.
      const given = { ...about, remark: 'No.', returnedBy: 'Otra', returnedAt: '2026-11-22T10:00:00.000Z' };
      expect(await register.putReturn(given)).toBe('withdrawn');
      expect(await register.entries.put(entryOf(record, { kind: 'due', actId, dueAt: null }))).toBe('actState');

      const other = proposalFor(record, { documentSha256: hashOf('other') });
      await register.putProposal(other);
      await register.register(entryFor(other), () => 'receipt');
      expect(
        await register.entries.put(
          entryOf(record, { kind: 'withdrawn', actId: other.actId, documentSha256: other.documentSha256, reason: 'x' }),
        ),
      ).toBe('actState');
      expect(await register.entries.put(entryOf(record, { ...told, actId: other.actId }))).toBe('created');
      expect(await register.entries.put(entryOf(record, { ...named, actId: other.actId }))).toBe('created');
      expect(await register.entries.aboutEyes(record.caseId)).toEqual([]);
      const sealed = entryOf(record, { kind: 'sealed', actId: other.actId, reason: 'x' });
      expect(await register.entries.put(sealed)).toBe('created');
      expect(await register.entries.aboutEyes(record.caseId)).toEqual([sealed]);
      const third = proposalFor(record, { documentSha256: hashOf('third'), confidentialityLevel: 4 });
      await register.putProposal(third);
      const less = { actId: third.actId, level: 2, reason: 'x' } as const;
      const asking = entryOf(record, { kind: 'actLevelAsked', ...less });
      expect(await register.entries.put(asking)).toBe('actState');
      await register.register(entryFor(third), () => 'receipt 3');
      expect(await register.entries.put(asking)).toBe('created');
      const setting = entryOf(record, { kind: 'actLevelSet', ...less, asked: asking.entryId });
      expect(await register.entries.put(setting)).toBe('actState');
      const lowered = { ...setting, by: { personId: 'p-2', name: 'Ada' } };
      expect(await register.entries.put(lowered)).toBe('created');
      expect(await register.entries.put({ ...lowered, entryId: entryOf(record, told).entryId })).toBe('actState');
      const ofSealed = entryOf(record, { kind: 'actLevelAsked', ...less, actId: other.actId, level: 0 });
      expect(await register.entries.put(ofSealed)).toBe('actState');
      const opened = entryOf(record, { kind: 'breakGlass', reason: 'x' });
      expect(await register.entries.put(opened)).toBe('created');
      expect(await register.entries.aboutEyes(record.caseId)).toEqual([sealed, lowered, opened]);
      await register.close();
    });

    it('makes a case more confidential by one person, and less by two', async () => {
      const register = await open();
      const record = caseRecord();
      await register.putCase(record);
      const put = (part: Said, by = 'p-1') =>
        register.entries.put({ ...entryOf(record, part), by: { personId: by, name: by } } as CaseEntry);
      const levelNow = async () => (await register.caseOf(record.caseId))!.confidentialityLevel;
      const set = (level: number, asked: string | null) =>
        ({ kind: 'levelSet', level, reason: 'x', asked: asked as EntryId | null }) as const;
      const first = await levelNow();
      expect(await put(set(first, null))).toBe('actState');
      expect(await put(set(first + 2, null))).toBe('created');
      expect(await levelNow()).toBe(first + 2);
      // What was put before it was raised is the same case still.
      expect(await register.putCase(record)).toBe('same');
      expect(await levelNow()).toBe(first + 2);
      expect(await put(set(first, null))).toBe('actState');
      const ask = entryOf(record, { kind: 'levelAsked', level: first, reason: 'x' });
      expect(await register.entries.put({ ...ask, by: { personId: 'p-2', name: 'p-2' } })).toBe('created');
      expect(await put(set(first, ask.entryId), 'p-2')).toBe('actState');
      expect(await put(set(first + 1, ask.entryId))).toBe('actState');
      expect(await put(set(first, ask.entryId))).toBe('created');
      expect(await levelNow()).toBe(first);
      // Answered once: it does not lower it a second time.
      expect(await put(set(first + 1, null))).toBe('created');
      expect(await put(set(first, ask.entryId))).toBe('actState');
      const page = await register.feed('ufi3', '', 50);
      const told = page!.events.flatMap((event) => (event.kind === 'case' ? [event.case.confidentialityLevel] : []));
      expect(told).toEqual([first, first + 2, first, first + 1]);
      await register.close();
    });

    it('keeps every version of a draft once, in whatever order it comes, and opens none whose place was taken', async () => {
      const register = await open();
      const record = caseRecord();
      await register.putCase(record);
      const draftId = randomUUID() as DraftId;
      const version = (n: number, parents: readonly DraftVersion[]): DraftVersion => ({
        ...{ draftId, versionId: randomUUID() as DraftVersionId, caseId: record.caseId, officeId: record.officeId },
        ...{ parents: parents.map(({ versionId }) => versionId), deviceId: 'pc-1', savedAt: at },
        text: { format: 1, actType: 'providencia', title: `${n}`, paragraphs: [], archived: false },
        author: { personId: 'p-1', name: 'Ana' },
      });
      const one = version(1, []);
      const two = version(2, [one]);
      const three = version(3, [one, two]);
      const beside = version(4, [two]);
      const put = async (given: DraftVersion) => register.drafts.put(given, given.parents[0] ?? null);
      const openNow = async (): Promise<string[]> => (await register.drafts.stateOf(draftId))!.open;
      for (const given of [three, beside]) await put(given);
      expect(await openNow()).toEqual([three.versionId, beside.versionId]);
      const told = await put(two);
      expect(told).toMatchObject({ kind: 'taken', state: { revision: 2 } });
      await put(one);
      expect(await openNow()).toEqual([three.versionId, beside.versionId]);
      // The same text, told of as grown from something else: it is the same.
      expect((await put({ ...two, parents: [] })).kind).toBe('same');
      expect((await put({ ...two, savedAt: '2026-11-21T13:06:00.000Z' })).kind).toBe('reused');
      const all = await register.drafts.versionsOf(draftId);
      const byId = (versions: readonly DraftVersion[]) =>
        versions.toSorted((a, b) => a.text.title.localeCompare(b.text.title));
      expect(byId(all)).toEqual([one, two, three, beside]);
      // A leaf that turns out to have been followed closes what it took the place of.
      const other = { ...one, draftId: randomUUID() as DraftId };
      const chain = [other, { ...two, draftId: other.draftId }, { ...version(5, [two]), draftId: other.draftId }];
      for (const at of [2, 0, 1]) await put(chain[at]!);
      expect((await register.drafts.stateOf(other.draftId))!.open).toEqual([chain[2]!.versionId]);
      await register.close();
    });

    it('notes what colleagues say of a draft in rounds, and what is bound to an act by its document', async () => {
      const register = await open();
      const record = caseRecord();
      await register.putCase(record);
      const draft = { draftId: randomUUID() as DraftId, versionId: randomUUID() as DraftVersionId };
      const put = (part: Said) => register.entries.put(entryOf(record, part));
      const remark = { remarkId: 'r1', paragraphId: null, from: 0, to: 0, quote: '', text: 'No.' };
      expect(await put({ kind: 'reviewAsked', ...draft, round: 2 })).toBe('actState');
      expect(await put({ kind: 'reviewReturned', ...draft, round: 1, remarks: [remark] })).toBe('actUnknown');
      const { draftId } = draft;
      expect(await put({ kind: 'reviewRecalled', draftId, round: 1 })).toBe('actUnknown');
      expect(await put({ kind: 'reviewAsked', ...draft, round: 1 })).toBe('created');
      // Of two who answered in the same round without knowing of each other, nobody is refused.
      expect(await put({ kind: 'reviewReturned', ...draft, round: 1, remarks: [remark] })).toBe('created');
      expect(await put({ kind: 'reviewReturned', ...draft, round: 1, remarks: [{ ...remark, remarkId: 'r2' }] })).toBe(
        'created',
      );
      expect(await put({ kind: 'remarkResolved', draftId: draft.draftId, remarkId: 'r3' })).toBe('actUnknown');
      expect(await put({ kind: 'remarkResolved', draftId: draft.draftId, remarkId: 'r2' })).toBe('created');
      const proposal = proposalFor(record);
      const { actId, documentSha256 } = proposal;
      expect(await put({ kind: 'frozen', actId, ...draft, documentSha256, round: 1 })).toBe('actUnknown');
      await register.putProposal(proposal);
      expect(await put({ kind: 'frozen', actId, ...draft, documentSha256: hashOf('x'), round: 1 })).toBe('notProposed');
      expect(await put({ kind: 'frozen', actId, ...draft, documentSha256, round: 1 })).toBe('created');
      expect(await put({ kind: 'correcting', actId, draftId: draft.draftId, how: 'replaces' })).toBe('actState');
      expect(await put({ kind: 'due', actId, dueAt: at })).toBe('created');
      expect(await put({ kind: 'label', actId, label: 'feria', on: true })).toBe('created');
      await register.register(entryFor(proposal), () => 'receipt');
      expect(await put({ kind: 'due', actId, dueAt: null })).toBe('actState');
      expect(await put({ kind: 'label', actId, label: 'feria', on: false })).toBe('created');
      expect(await put({ kind: 'correcting', actId, draftId: draft.draftId, how: 'replaces' })).toBe('created');
      await register.close();
    });

    it('holds what is made anew as another act for nobody any more, whoever signed of it, but not what was proposed or registered since', async () => {
      const register = await open();
      const record = caseRecord();
      await register.putCase(record);
      const named = (personId: string) => ({ personId, name: personId, capacity: 'Juez', cuil: null });
      const anew = ({ actId, documentSha256 }: Pick<Proposal, 'actId' | 'documentSha256'>, sha256 = documentSha256) =>
        register.entries.put(
          entryOf(record, {
            ...{ kind: 'remade', actId, documentSha256: sha256, draftId: randomUUID() as DraftId },
            ...{ problem: 'signature-invalid', detail: 'x' },
          }),
        );
      const whole = proposalFor(record);
      await register.putProposal(whole);
      expect(await anew(whole, hashOf('what was there before'))).toBe('notProposed');
      expect(await anew(whole)).toBe('created');
      expect(await anew(whole)).toBe('actState');
      expect(await register.register(entryFor(whole), () => 'x')).toEqual({ kind: 'returned' });
      const { actId, documentSha256 } = whole;
      const given = {
        actId,
        documentSha256,
        remark: 'No.',
        returnedBy: 'Otra',
        returnedAt: '2026-11-22T10:00:00.000Z',
      };
      expect(await register.putReturn(given)).toBe('withdrawn');
      expect(await register.putProposal({ ...whole, documentSha256: hashOf('newer') })).toBe('reused');

      // Signed by one of two: that file was what the other signed, and what was refused.
      const joint = proposalFor(record, {
        ...{ documentSha256: hashOf('joint'), signers: [named('j-1'), named('j-2')] },
      });
      await register.putProposal(joint);
      const half = { ...entryFor(joint, { personId: 'j-1' }).request, n: 1, personId: 'j-1' };
      expect(await register.signOn(half, () => 'half')).toMatchObject({ kind: 'signed' });
      expect(await anew(joint, half.sha256)).toBe('created');

      const done = proposalFor(record, { documentSha256: hashOf('done') });
      await register.putProposal(done);
      await register.register(entryFor(done), () => 'receipt');
      expect(await anew(done)).toBe('actState');
      await register.close();
    });

    it('refuses a proposal in an unknown case, and an act id used for other bytes', async () => {
      const { register, record, proposal } = await withAct();
      expect(await register.putProposal(proposalFor(caseRecord()))).toBe('caseUnknown');
      expect(await register.putProposal(proposal)).toBe('same');
      expect(await register.putProposal({ ...proposal, documentSha256: hashOf('other') })).toBe('reused');
      expect((await register.proposalOf(proposal.actId))?.caseId).toBe(record.caseId);
      await register.close();
    });

    it('numbers acts of a case without gaps, with their fojas, and each case by itself', async () => {
      const { register, record, proposal } = await withAct();
      const second = proposalFor(record);
      const elsewhere = caseRecord();
      const alone = proposalFor(elsewhere);
      await register.putProposal(second);
      await register.putCase(elsewhere);
      await register.putProposal(alone);
      const { sign } = signing();
      const places = [];
      for (const [act, pages] of [
        [proposal, 3],
        [alone, 1],
        [second, 2],
      ] as const) {
        const outcome = await register.register(entryFor(act, {}, pages), sign);
        expect(outcome.kind).toBe('registered');
        if ('receipt' in outcome) places.push(JSON.parse(outcome.receipt));
      }
      expect(places.map(({ number, folioFrom, folioTo }) => [number, folioFrom, folioTo])).toEqual([
        [1, 1, 3],
        [1, 1, 1],
        [2, 4, 5],
      ]);
      await register.close();
    });

    it('answers the very same receipt however often a registration is sent', async () => {
      const { register, proposal } = await withAct();
      const { sign, times } = signing();
      const outcomes = await Promise.all(Array.from({ length: 5 }, () => register.register(entryFor(proposal), sign)));
      const receipts = outcomes.map((outcome) => ('receipt' in outcome ? outcome.receipt : outcome.kind));
      expect(new Set(receipts).size).toBe(1);
      expect(outcomes.map(({ kind }) => kind).sort()).toEqual([
        'registered',
        'replayed',
        'replayed',
        'replayed',
        'replayed',
      ]);
      expect(times()).toBe(1);
      expect(await register.receiptOf(proposal.actId)).toBe(receipts[0]);
      await register.close();
    });

    it('gives no number to what it refuses', async () => {
      const { register, record, proposal } = await withAct();
      const { sign, times } = signing();
      const unknown = proposalFor(record);
      expect(await register.register(entryFor(unknown), sign)).toEqual({ kind: 'actUnknown' });
      expect(await register.register(entryFor(proposal, { documentSha256: hashOf('other') }), sign)).toEqual({
        kind: 'notProposed',
      });
      expect(times()).toBe(0);
      const outcome = await register.register(entryFor(proposal), sign);
      expect(JSON.parse('receipt' in outcome ? outcome.receipt : '{}').number).toBe(1);
      expect(await register.register(entryFor(proposal, { sha256: hashOf('other') }), sign)).toEqual({
        kind: 'reused',
      });
      await register.close();
    });

    it('undoes everything when the receipt cannot be made', async () => {
      const { register, proposal } = await withAct();
      const broken = () => {
        throw new Error('no key');
      };
      await expect(register.register(entryFor(proposal), broken)).rejects.toThrow('no key');
      expect(await register.receiptOf(proposal.actId)).toBeNull();
      const outcome = await register.register(entryFor(proposal), signing().sign);
      expect(JSON.parse('receipt' in outcome ? outcome.receipt : '{}').number).toBe(1);
      await register.close();
    });

    it('takes a return once, and a new document for a returned act', async () => {
      const { register, proposal } = await withAct();
      const given = {
        actId: proposal.actId,
        documentSha256: proposal.documentSha256,
        remark: 'Falta la fecha',
        returnedBy: 'O. Q.',
        returnedAt: at,
      };
      expect(await register.putReturn({ ...given, documentSha256: hashOf('other') })).toBe('notProposed');
      expect(await register.putReturn(given)).toBe('created');
      expect(await register.putReturn(given)).toBe('same');
      expect(await register.putReturn({ ...given, remark: 'Otra cosa' })).toBe('reused');
      expect(await register.register(entryFor(proposal), signing().sign)).toEqual({ kind: 'returned' });
      const corrected = { ...proposal, documentSha256: hashOf('corrected') };
      const elsewhere = caseRecord({ officeId: 'other' });
      await register.putCase(elsewhere);
      const taken = { ...corrected, caseId: elsewhere.caseId, officeId: 'other' };
      expect(await register.putProposal(taken)).toBe('reused');
      expect(await register.putProposal(corrected)).toBe('created');
      expect((await register.register(entryFor(corrected), signing().sign)).kind).toBe('registered');
      expect(await register.putReturn(given)).toBe('registered');
      expect(await register.putReturn({ ...given, actId: ActId.parse(randomUUID()) })).toBe('actUnknown');
      await register.close();
    });

    it('gives the same bytes no second number in their case', async () => {
      const { register, record, proposal } = await withAct();
      const twin = proposalFor(record);
      await register.putProposal(twin);
      const sha256 = hashOf('the same signed file');
      const { sign } = signing();
      expect((await register.register(entryFor(proposal, { sha256 }), sign)).kind).toBe('registered');
      expect(await register.register(entryFor(twin, { sha256 }), sign)).toEqual({ kind: 'reused' });
      expect((await register.register(entryFor(twin), sign)).kind).toBe('registered');
      await register.close();
    });

    it('does not replay a registration for another case', async () => {
      const { register, proposal } = await withAct();
      const elsewhere = caseRecord();
      await register.putCase(elsewhere);
      const { sign } = signing();
      await register.register(entryFor(proposal), sign);
      const moved = entryFor(proposal, { caseId: elsewhere.caseId });
      expect(await register.register(moved, sign)).toEqual({ kind: 'reused' });
      await register.close();
    });

    it('remembers which office has sent which bytes', async () => {
      const register = await open();
      const sha256 = hashOf('bytes');
      expect(await register.isHolder(sha256, 'ufi3')).toBe(false);
      await register.addHolder(sha256, 'ufi3');
      await register.addHolder(sha256, 'ufi3');
      expect(await register.isHolder(sha256, 'ufi3')).toBe(true);
      expect(await register.isHolder(sha256, 'ufi5')).toBe(false);
      expect(await register.isHolder(hashOf('other'), 'ufi3')).toBe(false);
      await register.close();
    });

    it('lets go of bytes that nothing is of once nobody needs them, and never of others', async () => {
      const register = await open();
      const { sign } = signing();
      const [record, loose, piece] = [caseRecord(), hashOf('a parcel'), hashOf('a piece')];
      await register.putCase(record);
      for (const office of ['ufi3', 'ufi5']) await register.addHolder(loose, office);
      expect(await register.release(loose, 'ufi3')).toBe(false);
      expect(await register.isHolder(loose, 'ufi3')).toBe(false);
      expect(await register.isHolder(loose, 'ufi5')).toBe(true);
      expect(await register.release(loose, 'ufi5')).toBe(true);
      // As often as it is asked for: a cut in the middle of removing them is gone over again.
      expect(await register.release(loose, 'ufi5')).toBe(true);

      const [proposal, joint] = [
        proposalFor(record),
        proposalFor(record, {
          documentSha256: hashOf('joint'),
          signers: [1, 2].map((n) => ({ personId: `p-${n}`, name: `Firmante ${n}`, capacity: 'Jueza', cuil: null })),
        }),
      ];
      for (const one of [proposal, joint]) await register.putProposal(one);
      const entry = entryFor(proposal);
      await register.register(entry, sign);
      await register.entries.put(
        entryOf(record, {
          ...{ kind: 'piece', sha256: piece, size: 8, mediaType: 'application/pdf', fileName: 'a.pdf', title: 'Acta' },
          ...{ origin: 'digital', place: 'Mesa', broughtBy: 'X', confidentialityLevel: 1 },
        }),
      );
      for (const sha256 of [proposal.documentSha256, entry.request.sha256, joint.documentSha256, piece]) {
        await register.addHolder(sha256, 'ufi3');
        expect(await register.release(sha256, 'ufi3')).toBe(false);
        expect(await register.isHolder(sha256, 'ufi3')).toBe(true);
      }
      await register.close();
    });

    it('has a file removed when all let go of it at the same time, and never one that somebody sends meanwhile', async () => {
      const register = await open();
      const [both, own, late] = [hashOf('of two'), hashOf('of one'), hashOf('sent again')];
      const offices = ['ufi3', 'ufi5'];
      let removed = 0;
      for (const office of offices) await register.addHolder(both, office);
      // Each is asked for by its own office, at the same moment: whoever comes last sees that nobody needs it.
      const letGo = async (office: string) => {
        await register.release(both, office);
        return register.removeLoose(both, async () => (removed += 1));
      };
      await Promise.all(offices.map(letGo));
      expect(removed).toBeGreaterThan(0);
      await register.addHolder(own, 'ufi3');
      expect(await register.removeLoose(own, async () => 'removed')).toBeNull();

      const order: string[] = [];
      const begun = Promise.withResolvers<void>();
      const end = Promise.withResolvers<void>();
      const removal = register.removeLoose(late, async () => {
        begun.resolve();
        await end.promise;
        order.push('removed');
      });
      await begun.promise;
      const noted = register.addHolder(late, 'ufi5').then(() => order.push('noted'));
      // It may be noted by now, and says so to nobody: the file is still there for who would look.
      await register.isHolder(both, 'ufi3');
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(order).toEqual([]);
      end.resolve();
      await Promise.all([removal, noted]);
      expect(order).toEqual(['removed', 'noted']);
      expect(await register.isHolder(late, 'ufi5')).toBe(true);
      expect(await register.removeLoose(late, async () => 'removed')).toBeNull();
      await register.close();
    });

    it('pages an event stream of any length, each event once', async () => {
      const register = await open();
      const records = Array.from({ length: 23 }, () => caseRecord());
      for (const record of records) {
        await register.putCase(record);
        await register.putCase(caseRecord({ officeId: 'other' }));
      }
      for (const limit of [1, 7, 23, 500]) {
        const seen: string[] = [];
        let cursor = '';
        for (let more = true; more;) {
          const page = await register.feed('ufi3', cursor, limit);
          if (!page) throw new Error('the cursor was refused');
          expect(page.events.length).toBeLessThanOrEqual(limit);
          seen.push(...page.events.map((event) => (event.kind === 'case' ? event.case.caseId : event.kind)));
          ({ cursor, more } = page);
        }
        expect(seen).toEqual(records.map(({ caseId }) => caseId));
      }
      await register.close();
    });

    it('tells an office its own events, in order, by cursor', async () => {
      const { register, record, proposal } = await withAct();
      await register.putCase(caseRecord({ officeId: 'other' }));
      await register.register(entryFor(proposal), signing().sign);
      const first = await register.feed(record.officeId, '', 2);
      expect(first?.events.map(({ kind }) => kind)).toEqual(['case', 'proposal']);
      expect(first?.more).toBe(true);
      const rest = await register.feed(record.officeId, first?.cursor ?? '', 2);
      expect(rest?.events.map(({ kind }) => kind)).toEqual(['registered']);
      expect(rest?.more).toBe(false);
      const nothing = await register.feed(record.officeId, rest?.cursor ?? '', 2);
      expect(nothing).toEqual({ events: [], cursor: rest?.cursor, more: false });
      expect(await register.feed(record.officeId, "s1' OR 1=1", 2)).toBeNull();
      await register.close();
    });

    it('knows no cursor that it did not give out', async () => {
      const { register, record } = await withAct();
      for (const cursor of ['s99', 'r1', 'x', '1', ' '])
        expect(await register.feed(record.officeId, cursor, 2)).toBeNull();
      for (const cursor of ['r99', 's1', 'x', '1', ' ']) {
        expect(await register.receiptsAfter(record.officeId, cursor, 2)).toBeNull();
      }
      await register.close();
    });

    it('knows no cursor of a place where it told something else', async () => {
      // Two registers that were one, until one of them was put back from a copy: both told the office as many things since.
      const [one, other] = [await withAct(), await withAct()];
      const cursor = (await one.register.feed(one.record.officeId, '', 9))?.cursor ?? '';
      const latest = (await one.register.receiptsAfter(one.record.officeId, 'latest', 9))?.cursor ?? '';
      expect((await one.register.feed(one.record.officeId, cursor, 9))?.events).toEqual([]);
      expect(await other.register.feed(other.record.officeId, cursor, 9)).toBeNull();
      expect(await other.register.receiptsAfter(other.record.officeId, latest, 9)).toBeNull();
      const none = (await one.register.receiptsAfter('nobody', 'latest', 9))?.cursor ?? '';
      expect((await one.register.receiptsAfter('nobody', none, 9))?.receipts).toEqual([]);
      await one.register.close();
      await other.register.close();
    });

    it('keeps how far each desk has come, and takes a word only after the one before it', async () => {
      const { register } = await withAct();
      const { devices } = register;
      const head = (entries: number) => ({ entries, head: String(entries).repeat(64).slice(0, 64) as Sha256 });
      expect(await devices.headOf('ufi3', 'pc-1')).toBeNull();
      expect(await devices.tell('ufi3', 'pc-1', head(1), head(3))).toBe(false);
      expect(await devices.tell('ufi3', 'pc-1', head(1), null)).toBe(true);
      expect(await devices.tell('ufi3', 'pc-1', head(2), null)).toBe(false);
      expect(await devices.tell('ufi3', 'pc-1', head(2), head(1))).toBe(true);
      expect(await devices.tell('ufi3', 'pc-1', head(3), head(1))).toBe(false);
      expect(await devices.headOf('ufi3', 'pc-1')).toEqual(head(2));
      expect(await devices.headOf('other', 'pc-1')).toBeNull();
      await register.close();
    });

    it('keeps how each desk stands, the last word of each, for its office and for all', async () => {
      const { register } = await withAct();
      const { devices } = register;
      const standing = (version: string): DeskStanding => ({
        ...{ version, platform: 'linux', arch: 'x64', ring: 'general', policySha256: 'a'.repeat(64) as Sha256 },
        ...{ drivers: ['opensc-pkcs11.so'], certificateEnds: null, selfTest: null },
        queue: { waiting: 0, refused: 0, aside: 0, oldest: null },
      });
      const [early, late] = [new Date('2026-11-20T10:00:00.000Z'), new Date('2026-11-21T10:00:00.000Z')];
      await devices.stand('ufi3', 'pc-2', early, standing('1.0.0'));
      await devices.stand('ufi3', 'pc-1', early, standing('1.0.0'));
      await devices.stand('ufi3', 'pc-2', late, standing('1.1.0'));
      // What came a long way round is older than what is known.
      await devices.stand('ufi3', 'pc-2', early, standing('1.0.5'));
      await devices.stand('other', 'pc-1', early, standing('1.0.0'));
      expect(await devices.fleet('ufi3')).toEqual([
        { officeId: 'ufi3', deviceId: 'pc-1', seenAt: early.toISOString(), standing: standing('1.0.0') },
        { officeId: 'ufi3', deviceId: 'pc-2', seenAt: late.toISOString(), standing: standing('1.1.0') },
      ]);
      expect((await devices.fleet(null)).map(({ officeId }) => officeId)).toEqual(['other', 'ufi3', 'ufi3']);
      await register.close();
    });

    it('lists receipts of an office in the order in which they were given, page by page', async () => {
      const { register, record, proposal } = await withAct();
      const others = [proposalFor(record), proposalFor(record)];
      for (const other of others) await register.putProposal(other);
      const elsewhere = caseRecord({ officeId: 'other' });
      await register.putCase(elsewhere);
      const foreign = proposalFor(elsewhere);
      await register.putProposal(foreign);
      const { sign } = signing();
      const given: string[] = [];
      for (const act of [others[1]!, foreign, proposal, others[0]!]) {
        const outcome = await register.register(entryFor(act), sign);
        if (outcome.kind === 'registered' && act !== foreign) given.push(outcome.receipt);
      }
      const first = await register.receiptsAfter(record.officeId, '', 2);
      expect(first).toMatchObject({ receipts: given.slice(0, 2), more: true });
      const rest = await register.receiptsAfter(record.officeId, first?.cursor ?? '', 2);
      expect(rest).toMatchObject({ receipts: given.slice(2), more: false });
      const latest = await register.receiptsAfter(record.officeId, 'latest', 2);
      expect(latest).toMatchObject({ receipts: [], more: false });
      expect(await register.receiptsAfter(record.officeId, latest?.cursor ?? '', 2)).toEqual(latest);
      await register.close();
    });

    it('rings for an office when something is new there, and for no other', async () => {
      const { register, record } = await withAct();
      const soon = () => new Promise((resolve) => setTimeout(resolve, 50));
      await soon();
      let [here, elsewhere] = [0, 0];
      const stop = register.watch(record.officeId, () => (here += 1));
      register.watch('other', () => (elsewhere += 1));
      await register.putProposal(proposalFor(record));
      await expect.poll(() => here).toBe(1);
      stop();
      await register.putProposal(proposalFor(record));
      await soon();
      expect([here, elsewhere]).toEqual([1, 0]);
      await register.close();
    });

    it('tells all of a case at once, and where the feed goes on behind it', async () => {
      const { register, record, proposal } = await withAct();
      const returned = proposalFor(record);
      await register.putProposal(returned);
      const { actId, documentSha256 } = returned;
      const back = { actId, documentSha256, remark: 'No.', returnedBy: 'Ana', returnedAt: at };
      await register.putReturn(back);
      const outcome = await register.register(entryFor(proposal), signing().sign);
      const contents = await register.caseContents(record.caseId, 'ufi3');
      expect(contents?.record).toEqual(record);
      expect(contents?.acts.map((act) => act.proposal.actId)).toEqual([actId, proposal.actId].sort());
      const of = (wanted: string) => contents?.acts.find((act) => act.proposal.actId === wanted);
      expect(of(actId)).toEqual({ proposal: returned, returned: back, receipt: null, number: null, renditions: [] });
      const receipt = 'receipt' in outcome && outcome.receipt;
      expect(of(proposal.actId)).toMatchObject({ returned: null, receipt, number: 1 });
      expect((await register.feed(record.officeId, contents?.cursor ?? 'none', 9))?.events).toEqual([]);
      expect(await register.caseContents(CaseId.parse(randomUUID()), 'ufi3')).toBeNull();
      await register.close();
    });
  });
}

/** The log of a register: what it said are leaves, in one order for ever. */
export function logConformance(name: string, open: () => Promise<Register>): void {
  describe(`log: ${name}`, () => {
    const withActs = async (count: number) => {
      const register = await open();
      const record = caseRecord();
      await register.putCase(record);
      const proposals = Array.from({ length: count }, () => proposalFor(record));
      for (const proposal of proposals) await register.putProposal(proposal);
      return { register, proposals };
    };
    const headOf = async ({ log }: Register, size: number) => ({
      size,
      root: rootOf(await log.nodes(rootNodes(size))),
    });
    const receiptsOf = async (register: Register, proposals: readonly Proposal[]): Promise<string[]> => {
      const receipts: string[] = [];
      for (const proposal of proposals) {
        const outcome = await register.register(entryFor(proposal), signing().sign);
        if (outcome.kind === 'registered') receipts.push(outcome.receipt);
      }
      return receipts;
    };

    it('makes a leaf of every registration, once, and proves it in every later tree', async () => {
      const { register, proposals } = await withActs(11);
      const { log } = register;
      expect(await log.integrate()).toBe(0);
      const receipts = await receiptsOf(register, proposals);
      await register.register(entryFor(proposals[0]!), signing().sign);
      expect(await log.integrate()).toBe(11);
      expect(await log.integrate()).toBe(11);
      const places = await Promise.all(receipts.map((receipt) => log.placeOf(leafHash(receipt))));
      expect(places.toSorted((a, b) => Number(a) - Number(b))).toEqual(receipts.map((_, n) => n));
      for (const [n, receipt] of receipts.entries()) {
        const index = places[n]!;
        for (let size = index + 1; size <= 11; size += 1) {
          const proof = await proofFrom(inclusionPlan(index, size), (nodes) => log.nodes(nodes));
          const head = await headOf(register, size);
          expect(holdsInclusion({ ...head, index }, leafHash(receipt), proof)).toBe(true);
        }
      }
      expect(await log.placeOf(leafHash('never said'))).toBeNull();
      await register.close();
    });

    it('only ever adds behind what was there', async () => {
      const { register, proposals } = await withActs(9);
      const heads = [];
      for (const proposal of proposals) {
        await receiptsOf(register, [proposal]);
        heads.push(await headOf(register, await register.log.integrate()));
      }
      expect(heads.map(({ size }) => size)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
      for (const earlier of heads) {
        for (const later of heads.slice(earlier.size - 1)) {
          const plan = consistencyPlan(earlier.size, later.size);
          const proof = await proofFrom(plan, (nodes) => register.log.nodes(nodes));
          expect(holdsConsistency(earlier, later, proof)).toBe(true);
        }
      }
      await register.close();
    });

    it('adds no leaf where the registration comes to nothing', async () => {
      const { register, proposals } = await withActs(2);
      const broken = () => {
        throw new Error('no key');
      };
      await expect(register.register(entryFor(proposals[0]!), broken)).rejects.toThrow('no key');
      expect(await register.log.integrate()).toBe(0);
      await receiptsOf(register, proposals);
      expect(await register.log.integrate()).toBe(2);
      await register.close();
    });

    it('makes a leaf of a signature that another comes after, once', async () => {
      const register = await open();
      const record = caseRecord();
      await register.putCase(record);
      const named = (personId: string) => ({ personId, name: personId, capacity: 'Juez', cuil: null });
      const proposal = proposalFor(record, { signers: [named('j-1'), named('j-2')] });
      await register.putProposal(proposal);
      const request = { ...entryFor(proposal, { personId: 'j-1' }).request, n: 1, personId: 'j-1' };
      const refused = { ...request, personId: 'j-2' };
      expect(await register.signOn(refused, () => 'out of turn')).toEqual({ kind: 'outOfTurn' });
      expect(await register.signOn(request, () => 'half')).toEqual({ kind: 'signed', receipt: 'half' });
      expect(await register.signOn(request, () => 'again')).toEqual({ kind: 'replayed', receipt: 'half' });
      expect(await register.log.integrate()).toBe(1);
      expect(await register.log.placeOf(leafHash('half'))).toBe(0);
      await register.close();
    });

    it('makes a leaf of a rendition, and of a no, once each', async () => {
      const { register, proposals } = await withActs(2);
      const [act, other] = proposals as [Proposal, Proposal];
      await receiptsOf(register, [act]);
      const { sha256: prefixSha256, size: prefixSize, deviceId } = entryFor(act).request;
      const grown = { actId: act.actId, n: 1, sha256: hashOf('grown'), size: 200, prefixSha256, prefixSize, deviceId };
      const added = await register.addRendition(grown, () => 'receipt of the rendition');
      expect(added).toEqual({ kind: 'registered', receipt: 'receipt of the rendition' });
      await register.addRendition(grown, () => 'another');
      const no = { actId: other.actId, n: 0, sha256: hashOf('bad'), code: 'signature-invalid' };
      expect(await register.log.refuse(no, () => 'no, because')).toBe('no, because');
      expect(await register.log.refuse(no, () => 'no, once more')).toBe('no, because');
      expect(await register.log.refuse({ ...no, sha256: hashOf('worse') }, () => 'no to that')).toBe('no to that');
      expect(await register.log.integrate()).toBe(4);
      const places = [];
      for (const said of ['receipt of the rendition', 'no, because', 'no to that', 'no, once more', 'another'])
        places.push((await register.log.placeOf(leafHash(said))) !== null);
      expect(places).toEqual([true, true, true, false, false]);
      await register.close();
    });

    it('knows registered acts by their codes, and no others', async () => {
      const { register, proposals } = await withActs(2);
      const [act, other] = proposals as [Proposal, Proposal];
      const [receipt] = await receiptsOf(register, [act]);
      expect(await register.log.byCode(codeOf(act.actId))).toEqual({
        actId: act.actId,
        proposal: act,
        receipt,
        renditions: [],
      });
      expect(await register.log.byCode(codeOf(other.actId))).toBeNull();
      await register.close();
    });

    it('keeps stamps of checkpoints, and finds the newest that a tree has reached', async () => {
      const { register } = await withActs(0);
      const stamp = (size: number) => ({ size, checkpoint: `c${size}`, token: Uint8Array.of(size), at });
      expect(await register.log.stampUpTo(9)).toBeNull();
      await register.log.keepStamp(stamp(3));
      await register.log.keepStamp(stamp(5));
      await register.log.keepStamp({ ...stamp(5), checkpoint: 'later' });
      expect((await register.log.stampUpTo(4))?.checkpoint).toBe('c3');
      const newest = await register.log.stampUpTo(9);
      expect(newest && { ...newest, token: [...newest.token] }).toEqual({ ...stamp(5), token: [5] });
      expect(await register.log.stampUpTo(2)).toBeNull();
      await register.close();
    });
  });
}

async function* pieces(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

/** @param removes what its engine says of a file that is to go. */
export function blobsConformance(
  name: string,
  open: () => Promise<Blobs>,
  removes: 'removed' | 'locked' = 'removed',
): void {
  describe(`blobs: ${name}`, () => {
    it('keeps a file under its hash, once', async () => {
      const blobs = await open();
      expect(await blobs.size(hashOf('abc'))).toBeNull();
      expect(await blobs.open(hashOf('abc'))).toBeNull();
      expect(await blobs.put(hashOf('abc'), pieces('a', 'bc'), 100)).toEqual({ kind: 'created', size: 3 });
      expect(await blobs.put(hashOf('abc'), pieces('a', 'bc'), 100)).toEqual({ kind: 'present', size: 3 });
      const file = await blobs.open(hashOf('abc'));
      expect(Buffer.from(file?.readSync(1, 2) ?? []).toString()).toBe('bc');
      file?.close();
    });

    it('keeps nothing of bytes that hash to something else, are too many, or break off', async () => {
      const blobs = await open();
      const address = hashOf('abc');
      expect(await blobs.put(address, pieces('abd'), 100)).toEqual({ kind: 'hashMismatch', actual: hashOf('abd') });
      expect(await blobs.put(address, pieces('ab', 'c'), 2)).toEqual({ kind: 'tooLarge', limit: 2 });
      const cut = async function* () {
        yield Buffer.from('ab');
        throw new Error('line cut');
      };
      await expect(blobs.put(address, cut(), 100)).rejects.toThrow('line cut');
      expect(await blobs.size(address)).toBeNull();
      expect(await blobs.put(address, pieces('abc'), 100)).toEqual({ kind: 'created', size: 3 });
    });

    it('hashes the bytes also where the file is here already', async () => {
      const blobs = await open();
      await blobs.put(hashOf('abc'), pieces('abc'), 100);
      expect(await blobs.put(hashOf('abc'), pieces('abd'), 100)).toEqual({
        kind: 'hashMismatch',
        actual: hashOf('abd'),
      });
      expect(await blobs.size(hashOf('abc'))).toBe(3);
    });

    it('sets a damaged file aside, and takes it again', async () => {
      const blobs = await open();
      await blobs.put(hashOf('abc'), pieces('abc'), 100);
      await blobs.setAside(hashOf('abc'));
      expect(await blobs.open(hashOf('abc'))).toBeNull();
      expect((await blobs.put(hashOf('abc'), pieces('abc'), 100)).kind).toBe('created');
      await blobs.setAside(hashOf('abc'));
    });

    it('removes a file and no other, takes it again, and leaves what is locked as it was', async () => {
      const blobs = await open();
      expect(await blobs.remove(hashOf('abc'))).toBe('absent');
      for (const text of ['abc', 'abd']) await blobs.put(hashOf(text), pieces(text), 100);
      expect(await blobs.remove(hashOf('abc'))).toBe(removes);
      expect(await blobs.size(hashOf('abc'))).toBe(removes === 'removed' ? null : 3);
      const file = await blobs.open(hashOf('abc'));
      expect(file === null).toBe(removes === 'removed');
      file?.close();
      expect(await blobs.size(hashOf('abd'))).toBe(3);
      expect(await blobs.remove(hashOf('abc'))).toBe(removes === 'removed' ? 'absent' : 'locked');
      const again = removes === 'removed' ? 'created' : 'present';
      expect((await blobs.put(hashOf('abc'), pieces('abc'), 100)).kind).toBe(again);
      expect(await blobs.size(hashOf('abc'))).toBe(3);
    });

    it('takes over a file that lies there whole, and no other', async () => {
      const blobs = await open();
      const folder = mkdtempSync(join(tmpdir(), 'fojas-adopt-'));
      const lying = (text: string): string => {
        const path = join(folder, randomUUID());
        writeFileSync(path, text);
        return path;
      };
      try {
        const wrong = await blobs.adopt(hashOf('lying'), lying('lyinG'));
        expect(wrong).toEqual({ kind: 'hashMismatch', actual: hashOf('lyinG') });
        expect(await blobs.size(hashOf('lying'))).toBeNull();
        expect(await blobs.adopt(hashOf('lying'), lying('lying'))).toEqual({ kind: 'created', size: 5 });
        expect(await blobs.adopt(hashOf('lying'), lying('lying'))).toEqual({ kind: 'present', size: 5 });
        expect(await blobs.size(hashOf('lying'))).toBe(5);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });

    it('takes the same file from several senders at once', async () => {
      const blobs = await open();
      const outcomes = await Promise.all(
        Array.from({ length: 5 }, () => blobs.put(hashOf('same'), pieces('sa', 'me'), 100)),
      );
      expect(outcomes.every(({ kind }) => kind === 'created' || kind === 'present')).toBe(true);
      expect(await blobs.size(hashOf('same'))).toBe(4);
    });
  });
}
