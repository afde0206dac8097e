import { describe, expect, it } from 'vitest';
import type { Register } from '../../src/repository/register/port.ts';
import { verifyAccessLog } from '../../src/repository/people/access-log.ts';
import { type AccessFact, chainRoot, chained } from '../../src/repository/people/chain.ts';
import { markAccesses } from '../../src/repository/people/marks.ts';
import type { AccessEntry } from '../../src/contract/people.ts';
import type { AccessMark } from '../../src/contract/log.ts';
import { caseRecord, entryFor, hashOf, proposalFor } from './conformance.ts';

const fact = (personId: string): AccessFact => ({
  ...{ at: '2026-11-22T10:00:00.000Z', officeId: 'ufi3', personId, device: null },
  ...{ what: 'GET /v1/feed', subject: null, status: 200 },
});

const fakeSigner = {
  signAccesses: (mark: AccessMark) => `head.${Buffer.from(JSON.stringify(mark)).toString('base64url')}.signature`,
};

/** What every engine does for people and accesses. */
export function peopleConformance(name: string, open: () => Promise<Register>): void {
  describe(`people: ${name}`, () => {
    it('keeps records by kind, lists them in order, and removes them', async () => {
      const register = await open();
      const { people } = register;
      const put = (id: string, after: string | null) => people.change('person', id, () => ({ after, answer: after }));
      expect(await people.get('person', 'b')).toBeNull();
      await put('b', 'two');
      await put('a', 'one');
      await put('B', 'three');
      expect(await people.list('person')).toEqual(['three', 'one', 'two']);
      expect(await people.list('device')).toEqual([]);
      expect(await people.get('device', 'a')).toBeNull();
      await put('a', null);
      expect(await people.list('person')).toEqual(['three', 'two']);
      await register.close();
    });

    it('keeps which substitutes were told, each appointment for itself', async () => {
      const register = await open();
      const { handovers } = register;
      const from = '2026-11-22T10:00:00.000Z';
      const one = { officeId: 'ufi3', personId: 'sara', standsFor: 'dora', from };
      expect(await handovers.isTold(one)).toBe(false);
      await handovers.markTold(one);
      await handovers.markTold(one);
      const others = [
        ...[{ officeId: 'ufi4' }, { personId: 'juan' }, { standsFor: 'juan' }],
        { from: '2026-11-23T10:00:00.000Z' },
      ];
      expect(await Promise.all([one, ...others.map((other) => ({ ...one, ...other }))].map(handovers.isTold))).toEqual([
        ...[true, false, false, false, false],
      ]);
      await register.close();
    });

    it('lets two who change one record at once come one after the other', async () => {
      const register = await open();
      const more = () =>
        register.people.change('code', 'x', (before) => {
          const next = String(Number(before ?? '0') + 1);
          return { after: next, answer: next };
        });
      const answers = await Promise.all(Array.from({ length: 20 }, more));
      expect(answers.map(Number).toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
      await register.close();
    });

    it('chains accesses in one order, whoever writes them down', async () => {
      const register = await open();
      const { people } = register;
      expect(await people.accessHead()).toEqual({ seq: 0, hash: chainRoot });
      await Promise.all(Array.from({ length: 10 }, (_, n) => people.note([fact(`a${n}`), fact(`b${n}`)])));
      const entries = await people.accesses(0, 100);
      expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
      expect(await people.accesses(18, 100)).toHaveLength(2);
      expect(await people.accesses(0, 3)).toHaveLength(3);
      const { hash } = entries.at(-1)!;
      expect(await verifyAccessLog(people)).toEqual({ kind: 'whole', entries: 20, head: hash });
      await register.close();
    });

    it('knows of which acts a file is: proposed, or registered', async () => {
      const register = await open();
      const record = caseRecord();
      await register.putCase(record);
      const proposal = proposalFor(record);
      await register.putProposal(proposal);
      const entry = entryFor(proposal);
      await register.register(entry, (statement) => JSON.stringify(statement));
      const { actId } = proposal;
      const none = { acts: [], pieces: [] };
      expect(await register.people.usesOf(proposal.documentSha256)).toEqual({ ...none, acts: [actId] });
      expect(await register.people.usesOf(entry.request.sha256)).toEqual({ ...none, acts: [actId] });
      expect(await register.people.usesOf(hashOf('of nothing'))).toEqual(none);
      await register.close();
    });

    it('vouches for the log of accesses in the log of the register: an end that was cut off, or written anew, is found out', async () => {
      const register = await open();
      const { people, log } = register;
      const mark = () => markAccesses({ book: people, log, signer: fakeSigner, name: 'R', clock: () => new Date() });
      const verify = (entries: (list: readonly AccessEntry[]) => readonly AccessEntry[] = (list) => list) => {
        const shown = async () => entries(await people.accesses(0, 1000));
        return verifyAccessLog(
          {
            accesses: async (after, limit) => (await shown()).filter(({ seq }) => seq > after).slice(0, limit),
            accessHead: async () => (await shown()).at(-1) ?? { seq: 0, hash: chainRoot },
          },
          log,
        );
      };
      await mark();
      expect(await log.accessMarks()).toEqual([]);
      await people.note([fact('ana'), fact('bruno')]);
      await Promise.all([mark(), mark()]);
      expect(await log.accessMarks()).toHaveLength(1);
      await people.note([fact('carla'), fact('dora')]);
      await mark();
      expect(await log.integrate()).toBe(2);
      expect(await log.leavesWithoutStatement()).toBe(0);
      expect(await verify()).toMatchObject({ kind: 'whole', entries: 4 });
      // Whole by itself, and yet not all of it.
      expect(await verify((list) => list.slice(0, 3))).toEqual({ kind: 'broken', seq: 4, reason: 'cut' });
      expect(await verify(() => [])).toEqual({ kind: 'broken', seq: 1, reason: 'cut' });
      // Cut off and written anew, every hash as it should be.
      const anew = chained({ seq: 0, hash: chainRoot }, [fact('ana'), fact('x'), fact('carla'), fact('dora')]);
      const others = ['ana', 'x', 'carla', 'dora'].map((who, nth) => ({ ...fact(who), ...anew[nth]! }));
      expect(await verify(() => others)).toEqual({ kind: 'broken', seq: 2, reason: 'changed' });
      await register.close();
    });
  });
}
