/**
 * Whole lives of acts by raw requests, in any order and by any person, against a repository that is really there; judged by a second, plain
 * account of what is legal and who may, written out by hand from the matrix and the states.
 */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect } from 'vitest';
import {
  type TestRepository,
  makeCase,
  makeTestSigner,
  makeDocument,
  send,
  sha256Of,
  signDocument,
  testOffice,
} from '../helpers/repository.ts';

const { officeId } = testOffice;

export const people = {
  magistrate: { role: 'magistrate', validator: false },
  judge: { role: 'magistrate', validator: false },
  secretary: { role: 'secretary', validator: false },
  clerk: { role: 'clerk', validator: false },
  validator: { role: 'clerk', validator: true },
  auxiliary: { role: 'auxiliary', validator: false },
  itAdmin: { role: 'itAdmin', validator: false },
  auditor: { role: 'auditor', validator: false },
} as const;
export type Who = keyof typeof people;
const everybody = Object.keys(people) as Who[];
const nameOf = (who: Who): string => `Persona ${who}`;
const keyOf = (who: Who): string => `key of a person: ${who}`;

/** Access keys of all of them, for the repository's options. */
export const peopleKeys = everybody.map((who) => ({
  ...{ key: keyOf(who), officeId },
  holder: {
    ...{ personId: who, name: nameOf(who), roles: [people[who].role], validator: people[who].validator },
  },
}));

/** What is done, by whom; `text` is which of two documents is meant. */
export interface Step {
  readonly who: Who;
  readonly what: What;
  readonly text: 0 | 1;
}
const whats = [
  ...(['propose', 'vouch', 'withdraw', 'return', 'signFirst', 'register', 'notify', 'seal', 'due', 'correct'] as const),
] as const;
type What = (typeof whats)[number];

/** An act's whole life: how it was proposed, and everything that was tried with it. */
export interface Life {
  readonly level: 0 | 1 | 3 | 4 | 5;
  readonly joint: boolean;
  readonly author: 'clerk' | 'secretary';
  readonly steps: readonly Step[];
}

/** More of what leads on than of what is refused at once, so that lives come to an end. */
export const lives: fc.Arbitrary<Life> = fc.record({
  level: fc.constantFrom(0, 1, 1, 3, 4, 5),
  joint: fc.boolean(),
  author: fc.constantFrom('clerk', 'secretary'),
  steps: fc.array(
    fc.record({
      who: fc.constantFrom(...everybody, 'magistrate', 'magistrate', 'judge', 'secretary'),
      what: fc.constantFrom(...whats, 'propose', 'register', 'signFirst'),
      text: fc.constantFrom(0, 0, 0, 1),
    }),
    { minLength: 4, maxLength: 14 },
  ),
});

interface Files {
  readonly text: Buffer;
  /** By the magistrate alone, and by the judge on top of it. */
  readonly one: Buffer;
  readonly two: Buffer;
}

interface Account {
  stage: 'none' | 'toSign' | 'returned' | 'registered';
  text: 0 | 1;
  signed: 0 | 1;
  withdrawn: boolean;
  sealed: boolean;
  /** Texts whose first signature came here: sent once more, it is answered as it was, and counts no second time. */
  readonly taken: Set<0 | 1>;
}

/** Walks lives at one repository. What is signed is made once and used by every act: a case of its own holds each. */
export async function walker(repository: TestRepository) {
  const signers = [makeTestSigner(), makeTestSigner()] as const;
  const files: Files[] = [];
  for (let nth = 0; nth < 2; nth += 1) {
    const text = await makeDocument();
    const one = await signDocument(text, signers[0]);
    files.push({ text, one, two: await signDocument(one, signers[1]) });
  }
  for (const { text, one, two } of files)
    for (const bytes of [text, one, two]) await send(repository, 'PUT', `/v1/blobs/${sha256Of(bytes)}`, bytes);
  const as = (who: Who, method: string, path: string, body?: unknown) =>
    send(repository, method, path, body, { authorization: `Bearer ${keyOf(who)}` });

  const putDraft = async (draftId: string, caseId: string): Promise<void> => {
    const text = {
      format: 1,
      actType: 'resolución',
      title: 'x',
      paragraphs: [{ id: 'a', text: 'x' }],
      archived: false,
    };
    const version = {
      ...{ draftId, versionId: randomUUID(), caseId, officeId, text, parents: [], deviceId: 'pc-1' },
      ...{ author: { personId: 'clerk', name: nameOf('clerk') }, savedAt: new Date().toISOString() },
    };
    await send(repository, 'PUT', `/v1/drafts/${draftId}`, version, { 'if-none-match': '*' });
  };

  return async (life: Life): Promise<Account> => {
    const record = makeCase();
    const { caseId } = record;
    const actId = randomUUID();
    await send(repository, 'PUT', `/v1/cases/${caseId}`, record);
    const draftId = randomUUID();
    if (life.steps.some(({ what }) => what === 'correct')) await putDraft(draftId, caseId);
    const account: Account = { stage: 'none', text: 0, signed: 0, withdrawn: false, sealed: false, taken: new Set() };
    for (const step of life.steps) {
      const expected = mayHappen(life, account, step);
      const response = await as(step.who, 'PUT', ...request(step));
      const said = await response.text();
      const told = `${JSON.stringify(step)} after ${JSON.stringify(account)}: ${response.status} ${said}`;
      expect(response.status, told).toBeLessThan(500);
      expect(response.ok, told).toBe(expected);
      if (expected) happen(life, account, step);
    }
    await look(account);
    return account;

    function request({ who, what, text }: Step): [path: string, body: object] {
      const { text: document, one, two } = files[text]!;
      const documentSha256 = sha256Of(document);
      const at = new Date().toISOString();
      const act = `/v1/acts/${actId}`;
      switch (what) {
        case 'propose':
          return [
            `${act}/proposal`,
            {
              ...{ actId, caseId, officeId, type: 'resolución', title: 'Vida', author: nameOf(life.author) },
              ...{ confidentialityLevel: life.level, dueAt: null, documentSha256, size: document.length },
              ...{ vouchedBy: null, proposedAt: at },
              ...(life.joint ? { signers: [named('magistrate'), named('judge')] } : {}),
            },
          ];
        case 'return':
          return [`${act}/return`, { actId, documentSha256, remark: 'No.', returnedBy: nameOf(who), returnedAt: at }];
        case 'signFirst':
          return [
            `${act}/signatures/1`,
            { ...signed(one, document, signers[0].certificateSha256), n: 1, personId: who },
          ];
        case 'register':
          return [
            `${act}/registration`,
            life.joint
              ? { ...signed(two, one, signers[1].certificateSha256), personId: 'judge' }
              : signed(one, document, signers[0].certificateSha256),
          ];
        default: {
          const entryId = randomUUID();
          const by = { personId: who, name: nameOf(who) };
          const entry = {
            entryId,
            caseId,
            officeId,
            by,
            deviceId: 'pc-1',
            at,
            actId,
            ...noteOf(what, documentSha256, draftId),
          };
          return [`/v1/cases/${caseId}/entries/${entryId}`, entry];
        }
      }
    }
    function signed(file: Buffer, before: Buffer, certificateSha256: string) {
      return {
        ...{ actId, caseId, sha256: sha256Of(file), size: file.length, documentSha256: sha256Of(before) },
        ...{ documentSize: before.length, certificateSha256, signedAt: new Date().toISOString(), deviceId: 'pc-1' },
      };
    }
    /** In the end everybody is told of the act, and shown it, as the account says; and the register says of it what the account says. */
    async function look({ stage }: Account): Promise<void> {
      const snapshot = (await (await send(repository, 'GET', `/v1/cases/${caseId}/snapshot`)).json()) as {
        acts: { proposal: { documentSha256: string }; returned: unknown; receipt: unknown }[];
      };
      const there = snapshot.acts[0];
      expect(there !== undefined).toBe(stage !== 'none');
      expect([Boolean(there?.receipt), Boolean(there?.returned)]).toEqual([
        stage === 'registered',
        stage === 'returned',
      ]);
      if (there) expect(there.proposal.documentSha256).toBe(sha256Of(files[account.text]!.text));
      if (stage === 'none') return;
      const isRegistered = stage === 'registered';
      for (const who of everybody) {
        const contents = await as(who, 'GET', `/v1/cases/${caseId}/snapshot`);
        const lines = contents.ok ? ((await contents.json()) as { acts: unknown[] }).acts.length : 0;
        expect([who, lines], `${JSON.stringify([life.level, account])}`).toEqual([
          who,
          seesLine(life, account, who) ? 1 : 0,
        ]);
        const receipt = await as(who, 'GET', `/v1/acts/${actId}/receipt`);
        expect([who, receipt.ok], JSON.stringify([life.level, account])).toEqual([
          who,
          isRegistered && sees(life, account, who),
        ]);
      }
    }
  };
}

const named = (who: Who) => ({ personId: who, name: nameOf(who), capacity: 'Juez', cuil: null });

function noteOf(
  what: Exclude<What, 'propose' | 'return' | 'signFirst' | 'register'>,
  documentSha256: string,
  draftId: string,
): object {
  switch (what) {
    case 'vouch':
      return { kind: 'visado', documentSha256 };
    case 'withdraw':
      return { kind: 'withdrawn', documentSha256, reason: 'x' };
    case 'notify':
      return { kind: 'notified', addressee: 'Rita Arístegui', means: 'inPerson' };
    case 'seal':
      return { kind: 'sealed', reason: 'x' };
    case 'due':
      return { kind: 'due', dueAt: null };
    case 'correct':
      return { kind: 'correcting', draftId, how: 'replaces' };
  }
}

/** Whose hands and eyes the act is for, by its level: what is sealed is for those it names. */
function sees({ level: proposed, joint, author }: Life, { sealed }: Account, who: Who): boolean {
  const level = sealed ? Math.max(proposed, 4) : proposed;
  const { role } = people[who];
  const isNamed = who === author || (joint && (who === 'magistrate' || who === 'judge'));
  if (role === 'itAdmin' || role === 'auditor') return false;
  if (level <= 1) return true;
  if (role === 'auxiliary') return false;
  if (level <= 3) return role !== 'clerk' || isNamed;
  if (role === 'clerk') return false;
  // An act that names nobody waits for a magistrate of the office, unless it is for named eyes only.
  return isNamed || (level === 4 && role === 'magistrate' && !joint);
}
const seesLine = (life: Life, account: Account, who: Who): boolean =>
  sees(life, account, who) || (people[who].role === 'auditor' && life.level <= 1 && !account.sealed);

/** Whether this may be done now, by this person: by the states and the matrix, as they are written. */
function mayHappen(life: Life, { stage, text: inForce, signed, withdrawn, ...rest }: Account, step: Step): boolean {
  const { who, what, text } = step;
  const { role, validator } = people[who];
  const isOneOf = (...roles: string[]): boolean => roles.includes(role);
  const account: Account = { stage, text: inForce, signed, withdrawn, ...rest };
  const own = who === life.author;
  const isHere = stage !== 'none' && sees(life, account, who);
  const isOpen = stage === 'toSign' && !withdrawn;
  switch (what) {
    case 'propose': {
      if (!isOneOf('magistrate', 'secretary', 'clerk')) return false;
      // Nobody puts before others what he or she could not look at.
      const reach = { magistrate: 5, secretary: 5, clerk: 3 }[role as 'magistrate' | 'secretary' | 'clerk'];
      if (life.level > reach) return false;
      return stage === 'none' || (stage === 'returned' && !withdrawn && isHere);
    }
    case 'vouch':
      return isHere && isOpen && text === inForce && signed === 0 && (isOneOf('magistrate', 'secretary') || validator);
    case 'withdraw':
      return (
        isHere &&
        !withdrawn &&
        ['toSign', 'returned'].includes(stage) &&
        signed === 0 &&
        text === inForce &&
        (isOneOf('magistrate', 'secretary') || own)
      );
    case 'return':
      return isHere && isOpen && text === inForce && isOneOf('magistrate', 'secretary');
    case 'signFirst':
      return (
        life.joint &&
        isHere &&
        who === 'magistrate' &&
        (account.taken.has(text) || (isOpen && signed === 0 && text === inForce))
      );
    case 'register': {
      if (!isHere || !isOneOf('magistrate', 'secretary', 'clerk') || text !== inForce) return false;
      // The same request once more gets the same receipt.
      return stage === 'registered' || (isOpen && signed === (life.joint ? 1 : 0));
    }
    case 'notify':
      return isHere && stage === 'registered' && isOneOf('magistrate', 'secretary', 'clerk');
    case 'seal':
      return isHere && stage === 'registered' && role === 'magistrate';
    case 'due':
      return isHere && isOpen && isOneOf('magistrate', 'secretary', 'clerk');
    case 'correct':
      return isHere && stage === 'registered' && isOneOf('magistrate', 'secretary', 'clerk');
  }
}

function happen(_life: Life, account: Account, { what, text }: Step): void {
  switch (what) {
    case 'propose':
      Object.assign(account, { stage: 'toSign', text, signed: 0 });
      break;
    case 'withdraw':
      account.withdrawn = true;
      break;
    case 'return':
      Object.assign(account, { stage: 'returned', signed: 0 });
      break;
    case 'signFirst':
      if (!account.taken.has(text)) account.signed = 1;
      account.taken.add(text);
      break;
    case 'register':
      account.stage = 'registered';
      break;
    case 'seal':
      account.sealed = true;
      break;
    case 'vouch':
    case 'notify':
    case 'due':
    case 'correct':
      break;
  }
}
