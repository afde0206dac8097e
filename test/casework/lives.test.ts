/** Whole lives of acts at the desks of an office, with a real repository behind them: what is done, by whom, in whatever order. */
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import type { ActState } from '../../src/contract/acts.ts';
import { type CallName, type Calls, calls } from '../../src/contract/calls.ts';
import type { OfficeConfig } from '../../src/contract/config.ts';
import type { ActId, CaseId } from '../../src/contract/ids.ts';
import type { Input, Output } from '../../src/contract/rpc.ts';
import type { DraftId } from '../../src/contract/wire-drafts.ts';
import { createFakeToken } from '../helpers/fake-token.ts';
import {
  type TestOffice,
  makeTestFolder,
  openTestOffice,
  startTestRepository,
  testConfig,
  until,
} from '../helpers/office.ts';

const people = {
  magistrate: { personId: 'p-1', name: 'Ofelia Quirós', role: 'magistrate' },
  judge: { personId: 'p-2', name: 'Evaristo Peñaloza', role: 'magistrate' },
  secretary: { personId: 'p-3', name: 'Nerea Lapacó', role: 'secretary' },
  clerk: { personId: 'p-4', name: 'Bruno Cáceres', role: 'clerk' },
} as const;
type Who = keyof typeof people;
const everybody = Object.keys(people) as Who[];

const whats = [
  'ask',
  'recall',
  'giveBack',
  'propose',
  'vouch',
  'withdraw',
  'sign',
  'return',
  'notify',
  'seal',
  'correct',
] as const;
type What = (typeof whats)[number];
interface Step {
  readonly who: Who;
  readonly what: What;
}

interface Desk extends TestOffice {
  readonly who: Who;
  sign(actId: ActId): Promise<boolean>;
  /** While it is cut, nothing of this desk reaches anybody. */
  cut: boolean;
}

const substitute = {
  ...{ replaces: 'Amparo Zubillaga', caption: 'por subrogancia legal' },
  ...{ from: '2020-01-01', until: '2099-12-31', appointment: 'Res. 1/20' },
};

async function openDesks() {
  const folder = makeTestFolder();
  onTestFinished(() => folder.remove());
  const repository = await startTestRepository(folder.repository);
  onTestFinished(() => repository.stop());
  const caseId = await repository.putCase();
  const signers = (['magistrate', 'judge'] as const).map((who) => {
    const { personId, name } = people[who];
    return { personId, name, capacity: 'Juez' };
  });
  const open = async (who: Who): Promise<Desk> => {
    const token = createFakeToken();
    const base = testConfig(join(folder.path, who), {
      repository,
      libraries: [token.library],
      anchors: [token.rootPem],
    });
    // The judge stands in for another.
    const person = { ...base.person, ...people[who], ...(who === 'judge' ? { substitute } : {}) };
    const config: OfficeConfig = { ...base, deviceId: `pc-${who}`, office: { ...base.office, signers }, person };
    const line = { cut: false };
    const office = await openTestOffice({
      config,
      fetch: (input, init) => (line.cut ? Promise.reject(new TypeError('fetch failed')) : fetch(input, init)),
    });
    onTestFinished(() => office.close());
    office.office.attachToken(token.library.id, token.port());
    return Object.assign(line, office, {
      who,
      async sign(actId: ActId): Promise<boolean> {
        const row = await attempt(office, 'acts.read', { actId });
        if (!row) return false;
        const { documentSha256 } = row;
        if (!(await attempt(office, 'acts.markShown', { actId, documentSha256, via: 'window' }))) return false;
        const started = await attempt(office, 'signing.start', {
          ...{ items: [{ actId, documentSha256 }], libraryId: token.library.id, tokenSerial: token.serial },
          certificateSha256: token.certificateSha256 as never,
        });
        if (!started) return false;
        const { batchId } = started;
        const read = () => office.call('signing.batch', { batchId });
        await until(async () => ['finished', 'stopped'].includes((await read()).batch.state));
        const { state } = (await read()).items[0]!;
        await attempt(office, 'signing.dismiss', { batchId });
        return state === 'kept';
      },
    });
  };
  const desks = {} as Record<Who, Desk>;
  for (const who of everybody) desks[who] = await open(who);
  return { desks, caseId, repository };
}

/** The value, or null where it was refused: a fault of the program throws. */
async function attempt<N extends CallName>(
  { office }: TestOffice,
  name: N,
  input: Input<Calls[N]>,
): Promise<Output<Calls[N]> | null> {
  const outcome = await office.handlers[name](calls[name].input.parse(input) as never);
  return outcome.ok ? (outcome.value as Output<Calls[N]>) : null;
}

const textOf = (n: number) => ({
  ...{ format: 1 as const, actType: 'resolución', title: `Vida ${n}`, archived: false },
  paragraphs: [{ id: 'a', text: `Autos y vistos, resuelvo: ${n}.` }],
});

/** One act from the first word of its draft: what is known of it at a desk, and what may be done with it there. */
interface Thread {
  readonly caseId: CaseId;
  readonly draftId: DraftId;
  actId: ActId | null;
  /** Who sent it to be looked over last. */
  asker: Who | null;
  readonly joint: boolean;
}

async function stateAt(desk: Desk, { draftId, actId }: Thread): Promise<ActState | null> {
  const act = actId && (await attempt(desk, 'acts.read', { actId }));
  const sheet = await attempt(desk, 'review.read', { draftId });
  // That the act is this draft's comes by an entry of its own: a desk that has not heard it may put the draft before its signer again.
  if (act && sheet && sheet.actId !== actId) return null;
  if (act) return act.state;
  return actId ? null : (sheet?.state ?? null);
}

/** Writes something new into the draft, so that it can go before anybody again. */
let written = 0;
async function write(desk: Desk, draftId: DraftId): Promise<void> {
  const sheet = await attempt(desk, 'review.read', { draftId });
  if (sheet)
    await attempt(desk, 'drafts.save', { draftId, grewFrom: sheet.hand.versionId, text: textOf((written += 1)) });
}

async function propose(desk: Desk, draftId: DraftId, joint: boolean): Promise<ActId | null> {
  const [signer, others] = [people.magistrate.personId, joint ? [people.judge.personId] : []];
  const sheet = await attempt(desk, 'drafts.sheet', { draftId, signer, others });
  if (!sheet) return null;
  const { versionId, sha256: documentSha256 } = sheet;
  const wish = { draftId, versionId, documentSha256, signer, others, dueAt: null, vouch: false };
  return (await attempt(desk, 'drafts.propose', wish))?.actId ?? null;
}

/** Tries one thing; answers whether it was done. */
async function act(desk: Desk, thread: Thread, what: What): Promise<boolean> {
  const { draftId, actId } = thread;
  switch (what) {
    case 'ask': {
      const sheet = await attempt(desk, 'review.read', { draftId });
      if (!sheet || !(await attempt(desk, 'review.ask', { draftId, versionId: sheet.hand.versionId }))) return false;
      // It is a text again; the act that came back stays where it is.
      thread.actId = null;
      thread.asker = desk.who;
      return true;
    }
    case 'recall': {
      const recalled = await attempt(desk, 'review.recall', { draftId });
      return recalled !== null;
    }
    case 'giveBack': {
      const sheet = await attempt(desk, 'review.read', { draftId });
      const remark = { remarkId: `r-${(written += 1)}`, paragraphId: null, from: 0, to: 0, quote: '', text: 'No.' };
      const { versionId } = sheet?.hand ?? {};
      return (
        versionId !== undefined &&
        (await attempt(desk, 'review.giveBack', { draftId, versionId, remarks: [remark] })) !== null
      );
    }
    case 'propose': {
      await write(desk, draftId);
      const proposed = await propose(desk, draftId, thread.joint);
      thread.actId = proposed ?? actId;
      return proposed !== null;
    }
    case 'sign':
      return actId !== null && desk.sign(actId);
    default:
      return actId !== null && actOn(desk, actId, what);
  }
}

async function actOn(
  desk: Desk,
  actId: ActId,
  what: Exclude<What, 'ask' | 'recall' | 'giveBack' | 'propose' | 'sign'>,
): Promise<boolean> {
  const documentSha256 = (await attempt(desk, 'acts.read', { actId }))?.documentSha256;
  if (!documentSha256) return false;
  switch (what) {
    case 'vouch':
      return (await attempt(desk, 'acts.vouch', { actId, documentSha256 })) !== null;
    case 'withdraw':
      return (await attempt(desk, 'acts.withdraw', { actId, documentSha256, reason: 'x' })) !== null;
    case 'return':
      return (await attempt(desk, 'acts.return', { actId, documentSha256, remark: 'No.' })) !== null;
    case 'notify':
      return (await attempt(desk, 'acts.notify', { actId, addressee: 'Rita', means: 'inPerson' })) !== null;
    case 'seal':
      return (await attempt(desk, 'acts.seal', { actId, reason: 'x' })) !== null;
    case 'correct':
      return (await attempt(desk, 'drafts.beginCorrection', { actId, how: 'replaces' })) !== null;
  }
}

/**
 * What becomes of it, by the states and the matrix as they are written; null: it is refused. The draft and what is proposed of it are the
 * clerk's, who is no validator.
 */
function after(state: ActState, { who, what }: Step, { joint, actId, asker }: Thread): ActState | null {
  const isIn = (...states: ActState[]): boolean => states.includes(state);
  const { role } = people[who];
  const isOneOf = (...roles: string[]): boolean => roles.includes(role);
  switch (what) {
    case 'ask':
      return isIn('draft', 'returned', 'withdrawn') ? 'inReview' : null;
    case 'recall':
      return isIn('inReview') && asker === who ? 'draft' : null;
    case 'giveBack':
      return isIn('inReview') && isOneOf('magistrate', 'secretary') ? 'returned' : null;
    case 'propose':
      // What colleagues look over is theirs to let go.
      if (isIn('inReview')) return isOneOf('magistrate', 'secretary') ? 'toSign' : null;
      return isIn('toSign', 'partiallySigned') ? null : 'toSign';
    case 'vouch':
      return isIn('toSign', 'partiallySigned') && isOneOf('magistrate', 'secretary') ? state : null;
    case 'withdraw':
      return actId !== null && isIn('toSign', 'returned') ? 'withdrawn' : null;
    case 'sign':
      if (who === 'magistrate' && isIn('toSign')) return joint ? 'partiallySigned' : 'registered';
      return who === 'judge' && isIn('partiallySigned') ? 'registered' : null;
    case 'return':
      return isIn('toSign', 'partiallySigned') && isOneOf('magistrate', 'secretary') ? 'returned' : null;
    case 'notify':
      return isIn('registered', 'notified') ? 'notified' : null;
    case 'seal':
      return isIn('registered', 'notified') && isOneOf('magistrate') ? 'sealed' : null;
    case 'correct':
      return isIn('registered', 'notified') ? 'superseded' : null;
  }
}

/** Ways that led somewhere else once, or have to be walked at any rate. */
const known: [joint: boolean, Step[]][] = [
  [
    false,
    [
      ...[
        { who: 'clerk', what: 'ask' },
        // Only who sent it takes it back; it may go out again.
        { who: 'secretary', what: 'recall' },
        { who: 'clerk', what: 'recall' },
        { who: 'clerk', what: 'ask' },
        { who: 'secretary', what: 'giveBack' },
        { who: 'clerk', what: 'propose' },
      ],
      // Another desk, which knows that it is before its signer.
      ...[
        { who: 'judge', what: 'propose' },
        { who: 'secretary', what: 'vouch' },
        { who: 'magistrate', what: 'sign' },
      ],
      ...[
        { who: 'clerk', what: 'notify' },
        { who: 'secretary', what: 'correct' },
      ],
    ] as Step[],
  ],
  [
    true,
    [
      ...[
        { who: 'clerk', what: 'propose' },
        { who: 'magistrate', what: 'sign' },
        { who: 'judge', what: 'return' },
      ],
      ...[
        { who: 'secretary', what: 'propose' },
        { who: 'judge', what: 'sign' },
        { who: 'magistrate', what: 'sign' },
      ],
      ...[
        { who: 'clerk', what: 'withdraw' },
        { who: 'judge', what: 'sign' },
        { who: 'magistrate', what: 'seal' },
      ],
    ] as Step[],
  ],
];
const whole = ['inReview', 'returned', 'toSign', 'partiallySigned', 'registered', 'notified', 'superseded', 'sealed'];

const steps = fc.array(
  fc.record({
    who: fc.constantFrom<Who>(...everybody, 'magistrate', 'judge'),
    what: fc.constantFrom<What>(...whats, 'propose', 'sign', 'sign'),
  }),
  { minLength: 5, maxLength: 10 },
);

async function begin(desks: Record<Who, Desk>, caseId: CaseId, joint: boolean): Promise<Thread> {
  const { row } = await desks.clerk.call('drafts.begin', { caseId, text: textOf((written += 1)) });
  const thread: Thread = { caseId, draftId: row.draftId, actId: null, asker: null, joint };
  await settled(desks, thread, 'draft');
  return thread;
}

/** Waits until every desk says so. */
async function settled(desks: Record<Who, Desk>, thread: Thread, state: ActState): Promise<void> {
  const said: Record<string, ActState | null> = {};
  try {
    await until(async () => {
      for (const who of everybody) await desks[who].call('sync.now', {});
      for (const who of everybody) said[who] = await stateAt(desks[who], thread);
      // What is sealed is for those it names: the others know of it what its index says.
      return everybody.every((who) => said[who] === state || (state === 'sealed' && said[who] === null));
    }, 30_000);
  } catch {
    expect(said, `not ${state} everywhere`).toEqual(Object.fromEntries(everybody.map((who) => [who, state])));
  }
}

/** The correction that was begun is put before the magistrate, who signs it: it takes the place of the other once it is registered. */
async function replace(desks: Record<Who, Desk>, who: Who, { actId }: Thread): Promise<void> {
  const { rows } = await desks[who].call('drafts.list', {});
  const found: DraftId[] = [];
  for (const { draftId } of rows) {
    const { hand } = await desks[who].call('drafts.read', { draftId });
    const cites = hand.text.paragraphs.some(({ marks }) =>
      marks?.some((mark) => mark.kind === 'cite' && mark.actId === actId),
    );
    if (cites) found.push(draftId);
  }
  const thread: Thread = { caseId: rows[0]!.caseId, draftId: found[0]!, actId: null, asker: null, joint: false };
  thread.actId = await propose(desks[who], thread.draftId, false);
  expect(thread.actId).not.toBeNull();
  await settled(desks, thread, 'toSign');
  expect(await desks.magistrate.sign(thread.actId!)).toBe(true);
  await settled(desks, thread, 'registered');
}

it('leads no act where its moves do not lead, at whatever desk, and every desk says the same of it', async () => {
  const { desks, caseId } = await openDesks();
  for (const who of everybody) await desks[who].call('sync.now', {});
  const ends = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.boolean(), steps, async (joint, life) => {
      const thread = await begin(desks, caseId, joint);
      let state: ActState = 'draft';
      for (const step of life) {
        const expected = after(state, step, thread);
        const told = `${JSON.stringify(step)} in ${state}, of ${JSON.stringify(life)}`;
        // What is not allowed is refused at once. What is allowed may wait for a file or a turn that the desk has not heard of yet.
        if (expected === null) expect(await act(desks[step.who], thread, step.what), told).toBe(false);
        else await expect.poll(() => act(desks[step.who], thread, step.what), { message: told }).toBe(true);
        if (expected === null) continue;
        if (step.what === 'correct') await replace(desks, step.who, thread);
        state = expected;
        await settled(desks, thread, state);
        ends.add(state);
      }
    }),
    { numRuns: 5, endOnFailure: true, examples: known },
  );
  expect([...ends]).toEqual(expect.arrayContaining(whole));
}, 480_000);
