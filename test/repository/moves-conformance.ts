import { createHash, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Sha256 } from '../../src/contract/ids.ts';
import { CaseEntry, type CaseMove } from '../../src/contract/wire-entries.ts';
import type { CaseRecord, FeedEvent, Proposal } from '../../src/contract/wire.ts';
import type { Register } from '../../src/repository/register/port.ts';
import { caseRecord, entryFor, proposalFor } from './conformance.ts';

const at = '2026-11-21T13:05:00.000Z';
const hashOf = (text: string): Sha256 => createHash('sha256').update(text).digest('hex') as Sha256;

/** The number in a receipt as these tests write it. */
const numberIn = (receipt: string): number => (JSON.parse(receipt) as { number: number }).number;
const sign = (statement: unknown): string => JSON.stringify(statement);

const entryOf = (record: CaseRecord, officeId: string, said: object): CaseEntry =>
  CaseEntry.parse({
    ...{ entryId: randomUUID(), caseId: record.caseId, officeId, by: { personId: 'p-1', name: 'Juana' } },
    ...{ deviceId: 'pc-1', at, ...said },
  });

const moveTo = (to: string, actId: Proposal['actId'], given: Partial<CaseMove> = {}) =>
  ({ ...{ to, how: 'remission', actId, joinedTo: null, reason: 'Elevación a juicio' }, ...given }) as const;

/** Registers one more act of the case by this office. */
async function registerOne(register: Register, record: CaseRecord, officeId: string): Promise<Proposal> {
  const proposal = proposalFor(record, { officeId, documentSha256: hashOf(randomUUID()) });
  expect(await register.putProposal(proposal)).toBe('created');
  expect((await register.register(entryFor(proposal), sign)).kind).toBe('registered');
  return proposal;
}

async function feedOf(register: Register, officeId: string): Promise<readonly FeedEvent[]> {
  const events: FeedEvent[] = [];
  for (let cursor = ''; ;) {
    const page = (await register.feed(officeId, cursor, 500))!;
    events.push(...page.events);
    if (!page.more) return events;
    cursor = page.cursor;
  }
}

const registeredIn = (events: readonly FeedEvent[]): string[] =>
  events.flatMap((event) => (event.kind === 'registered' ? [event.actId] : []));

/** What every engine must do when a case goes from one office to another. */
export function movesConformance(name: string, open: () => Promise<Register>): void {
  describe(`a case goes to another office: ${name}`, () => {
    const withOrder = async () => {
      const register = await open();
      const record = caseRecord({ officeId: 'A' });
      await register.putCase(record);
      return { register, record, order: await registerOne(register, record, 'A') };
    };

    it('goes whole: with its acts, its files and its numbers; both offices are told, and the old one reads what it had', async () => {
      const { register, record, order } = await withOrder();
      const { caseId } = record;
      const piece = entryOf(record, 'A', {
        ...{
          kind: 'piece',
          sha256: hashOf('piece'),
          size: 4,
          mediaType: 'image/png',
          fileName: 'a.png',
          title: 'Foto',
        },
        ...{ origin: 'digital', place: 'Mesa', broughtBy: 'X', confidentialityLevel: 1 },
      });
      const label = entryOf(record, 'A', { kind: 'label', actId: order.actId, label: 'urgente', on: true });
      const given = { actId: order.actId, documentSha256: order.documentSha256 };
      const back = proposalFor(record, { officeId: 'A', documentSha256: hashOf('back') });
      await register.putProposal(back);
      await register.putReturn({
        ...{ actId: back.actId, documentSha256: back.documentSha256, remark: 'No.', returnedBy: 'O', returnedAt: at },
      });
      for (const one of [piece, label]) expect(await register.entries.put(one)).toBe('created');
      const gone = entryOf(record, 'A', { kind: 'moved', ...moveTo('B', order.actId), asked: null });
      expect(await register.entries.put(gone)).toBe('created');

      expect((await register.caseOf(caseId))?.officeId).toBe('B');
      expect([await register.moves.reach(caseId, 'A'), await register.moves.reach(caseId, 'B')]).toEqual([
        1,
        Number.POSITIVE_INFINITY,
      ]);
      expect(await register.moves.reach(caseId, 'C')).toBe(null);
      for (const file of [hashOf(`signed ${order.actId}`), given.documentSha256, hashOf('piece')])
        expect(await register.isHolder(file, 'B'), file).toBe(true);
      expect(await register.isHolder(back.documentSha256, 'B')).toBe(false);
      const told = await feedOf(register, 'B');
      expect(told.map(({ kind }) => kind)).toEqual(['case', 'proposal', 'registered', 'entry', 'entry']);
      expect(told.flatMap((event) => (event.kind === 'entry' ? [event.entry] : []))).toEqual([piece, gone]);
      const last = (await feedOf(register, 'A')).slice(-2);
      expect(last).toEqual([
        { kind: 'entry', entry: gone },
        { kind: 'case', case: { ...record, officeId: 'B' } },
      ]);

      // The numbers go on where they were; the old office is told no more, and reads no more.
      const next = await registerOne(register, record, 'B');
      expect([numberIn((await register.receiptOf(next.actId))!), registeredIn(await feedOf(register, 'A'))]).toEqual([
        2,
        [order.actId],
      ]);
      const reads = (officeId: string, { actId }: Proposal) => register.moves.reads(officeId, actId);
      expect([
        await reads('A', order),
        await reads('A', next),
        await reads('B', order),
        await reads('B', next),
      ]).toEqual([...[true, false, true, true]]);
      expect(await reads('C', order)).toBe(false);
      const contents = await register.caseContents(caseId, 'A');
      expect(contents!.acts.map(({ number }) => number).toSorted()).toEqual([1, 2, null]);
      // Its cursor is of the feed of whoever asks.
      expect((await register.feed('A', contents!.cursor, 10))?.events).toEqual([]);
      // What was put before it went is the same case still; what comes after it is of the other office.
      expect(await register.putCase(record)).toBe('same');
      expect(await register.putProposal(proposalFor(record, { officeId: 'A' }))).toBe('caseUnknown');
      expect(
        await register.entries.put(entryOf(record, 'A', { kind: 'label', actId: order.actId, label: 'x', on: true })),
      ).toBe('caseUnknown');
      await register.close();
    });

    it('is told with who signed each act, as far as that was kept', async () => {
      const { register, record, order } = await withOrder();
      const signed = proposalFor(record, { officeId: 'A', documentSha256: hashOf('signed by two') });
      expect(await register.putProposal(signed)).toBe('created');
      const signers = ['PRIMERA Ñandú', 'SEGUNDO "El Otro"'];
      expect((await register.register({ ...entryFor(signed), signers }, sign)).kind).toBe('registered');
      const gone = entryOf(record, 'A', { kind: 'moved', ...moveTo('B', order.actId), asked: null });
      expect(await register.entries.put(gone)).toBe('created');
      for (const office of ['A', 'B']) {
        const told = (await feedOf(register, office)).filter((event) => event.kind === 'registered');
        expect(told.map((event) => event.signers)).toEqual([undefined, signers]);
      }
      await register.close();
    });

    it('goes only by order of a registered act, to another office, with nothing that waits for a signature', async () => {
      const { register, record, order } = await withOrder();
      const put = (said: object) => register.entries.put(entryOf(record, 'A', said));
      const moved = (given: Partial<CaseMove> = {}, to = 'B') => ({
        ...{ kind: 'moved', ...moveTo(to, order.actId, given), asked: null },
      });
      expect(await put(moved({}, 'A'))).toBe('actState');
      expect(await put(moved({ actId: proposalFor(record).actId }))).toBe('actUnknown');
      expect(await put(moved({ how: 'joinder' }))).toBe('actState');
      expect(await put(moved({ joinedTo: '97-00-000001-26' }))).toBe('actState');
      const waits = proposalFor(record, { officeId: 'A', documentSha256: hashOf('waits') });
      await register.putProposal(waits);
      expect(await put(moved({ actId: waits.actId }))).toBe('actState');
      expect(await put(moved())).toBe('actState');
      // Prepared it may be meanwhile.
      expect(await put({ kind: 'moveAsked', ...moveTo('B', order.actId) })).toBe('created');
      const { actId, documentSha256 } = waits;
      expect(await put({ kind: 'withdrawn', actId, documentSha256, reason: 'x' })).toBe('created');
      // What the registry refused and is made anew waits for nobody either.
      const refused = proposalFor(record, { officeId: 'A', documentSha256: hashOf('refused') });
      await register.putProposal(refused);
      expect(await put(moved())).toBe('actState');
      const why = { draftId: randomUUID(), problem: 'signature-invalid', detail: '' };
      const gone = { actId: refused.actId, documentSha256: refused.documentSha256 };
      expect(await put({ kind: 'remade', ...gone, ...why })).toBe('created');
      expect(await put(moved())).toBe('created');
      await register.close();
    });

    it('answers what was prepared once, and exactly that', async () => {
      const { register, record, order } = await withOrder();
      const asked = entryOf(record, 'A', { kind: 'moveAsked', ...moveTo('B', order.actId) });
      expect(await register.entries.put(asked)).toBe('created');
      const answer = (to: string, id: string) =>
        register.entries.put(entryOf(record, 'A', { kind: 'moved', ...moveTo(to, order.actId), asked: id }));
      expect(await answer('B', randomUUID())).toBe('actState');
      expect(await answer('C', asked.entryId)).toBe('actState');
      expect(await answer('B', asked.entryId)).toBe('created');
      await register.close();
    });

    it('tells a longer file of a registered act to the office that has the case now, too', async () => {
      const { register, record, order } = await withOrder();
      const { actId } = order;
      await register.entries.put(entryOf(record, 'A', { kind: 'moved', ...moveTo('B', actId), asked: null }));
      const sha256 = hashOf('longer');
      const request = {
        ...{
          actId,
          n: 1,
          sha256,
          size: 200,
          prefixSha256: hashOf(`signed ${actId}`),
          prefixSize: 100,
          deviceId: 'pc-1',
        },
      };
      expect((await register.addRendition(request, () => 'longer')).kind).toBe('registered');
      for (const officeId of ['A', 'B'])
        expect((await feedOf(register, officeId)).at(-1)).toEqual({ kind: 'rendition', actId, receipt: 'longer' });
      // Either may have made it longer, and both fetch it.
      expect([await register.isHolder(sha256, 'A'), await register.isHolder(sha256, 'B')]).toEqual([true, true]);
      await register.close();
    });

    it('is told with each act whether it is sealed, before anything more: who is cut off in between shows it to nobody', async () => {
      const { register, record, order } = await withOrder();
      const sealed = entryOf(record, 'A', { kind: 'sealed', actId: order.actId, reason: 'Víctima menor' });
      expect(await register.entries.put(sealed)).toBe('created');
      const second = await registerOne(register, record, 'A');
      await register.entries.put(entryOf(record, 'A', { kind: 'moved', ...moveTo('B', second.actId), asked: null }));
      const told = (await feedOf(register, 'B')).map((event) =>
        event.kind === 'entry' ? event.entry.kind : event.kind,
      );
      expect(told).toEqual(['case', 'proposal', 'sealed', 'registered', 'proposal', 'registered', 'moved']);
      await register.close();
    });

    it('is told with every level it had and who asked for what was lowered, and then as confidential as it is', async () => {
      const { register, record, order } = await withOrder();
      const put = async (said: object, personId = 'p-1') => {
        const by = { personId, name: 'Juana' };
        const entry = entryOf(record, 'A', { ...said, by });
        expect(await register.entries.put(entry)).toBe('created');
        return entry;
      };
      const raised = await put({ kind: 'levelSet', level: 4, reason: 'Allanamiento', asked: null });
      await put({ kind: 'levelAsked', level: 0, reason: 'Nadie contestó' });
      const asked = await put({ kind: 'levelAsked', level: 2, reason: 'Ya se hizo' });
      const lowered = await put({ kind: 'levelSet', level: 2, reason: 'Ya se hizo', asked: asked.entryId }, 'p-2');
      const gone = await put({ kind: 'moved', ...moveTo('B', order.actId), asked: null });
      const now = { kind: 'case', case: { ...record, officeId: 'B', confidentialityLevel: 2 } };
      const told = (await feedOf(register, 'B')).filter(({ kind }) => kind === 'case' || kind === 'entry');
      expect(told).toEqual([now, ...[raised, asked, lowered, gone].map((entry) => ({ kind: 'entry', entry })), now]);
      await register.close();
    });

    it('leaves no act behind that was put before its signer in the very moment', async () => {
      const register = await open();
      const outcomes = await Promise.all(
        Array.from({ length: 12 }, async () => {
          const record = caseRecord({ officeId: 'A' });
          await register.putCase(record);
          const order = await registerOne(register, record, 'A');
          const gone = entryOf(record, 'A', { kind: 'moved', ...moveTo('B', order.actId), asked: null });
          const late = proposalFor(record, { officeId: 'A', documentSha256: hashOf(randomUUID()) });
          return Promise.all([register.putProposal(late), register.entries.put(gone)]);
        }),
      );
      for (const outcome of outcomes)
        expect([
          ['created', 'actState'],
          ['caseUnknown', 'created'],
        ]).toContainEqual(outcome);
      await register.close();
    });

    it('whatever way it goes: no number twice or left out, each office is told of exactly what it may read', async () => {
      const step = fc.oneof(fc.constant('act' as const), fc.constantFrom('A', 'B', 'C'));
      const property = fc.asyncProperty(fc.array(step, { maxLength: 10 }), async (steps) => {
        const { register, record, order } = await withOrder();
        let holds = 'A';
        const acts = [order];
        /** Up to which act each office had it. */
        const had = new Map<string, number>();
        for (const one of steps) {
          if (one === 'act') {
            acts.push(await registerOne(register, record, holds));
            continue;
          }
          const said = { kind: 'moved', ...moveTo(one, acts.at(-1)!.actId), asked: null };
          const outcome = await register.entries.put(entryOf(record, holds, said));
          expect(outcome).toBe(one === holds ? 'actState' : 'created');
          had.set(holds, acts.length);
          holds = one;
        }
        had.set(holds, acts.length);
        const receipts = await Promise.all(acts.map(({ actId }) => register.receiptOf(actId)));
        expect(receipts.map((receipt) => numberIn(receipt!))).toEqual(acts.map((_, nth) => nth + 1));
        for (const officeId of ['A', 'B', 'C']) {
          const until = had.get(officeId) ?? 0;
          const told = new Set(registeredIn(await feedOf(register, officeId)));
          for (const [nth, { actId }] of acts.entries()) {
            expect(told.has(actId), `${officeId} told of ${nth + 1} of ${until}`).toBe(nth < until);
            expect(await register.moves.reads(officeId, actId)).toBe(nth < until);
          }
        }
        await register.close();
      });
      await fc.assert(property, { numRuns: 12 });
    }, 60_000);
  });
}
