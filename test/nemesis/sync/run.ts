/** One run: the line is laid, desks work while blows fall, the line heals, the queues drain, and everything seen becomes a history. */
import { Capabilities } from '../../../src/contract/wire.ts';
import { lineSeconds } from '../../helpers/link/index.ts';
import { makeActPdf, officeId } from '../../helpers/office.ts';
import { type Desk, personOf } from './desk.ts';
import { readFeed } from './evidence.ts';
import type { History, LossEvidence } from './history.ts';
import type { Plan } from './plan.ts';
import type { ServedRepository } from './repository.ts';
import { type Stage, gather, layStage, untilAsync, wait } from './stage.ts';
import { carryOut, targetOf } from './strikes.ts';

/** So long a run may take to drain before it is given up as stuck, beyond what the invariant allows. */
const givenUpAfterMs = 240_000;

export interface Ran {
  readonly history: History;
  readonly carried: { readonly up: number; readonly down: number };
  readonly seconds: number;
  /** What the offices and the repository wrote, for who looks into a failure. */
  readonly logs: string;
}

export async function conduct(plan: Plan): Promise<Ran> {
  const { shape, desks, raised, lost, behindOffice } = plan;
  const stage = await layStage({ shape, desks, raised, device: lost?.desk ?? null, small: true, behindOffice });
  try {
    await proposeAll(plan, stage);
    // Trays fill quickly: what is on trial begins with the first signature.
    await stage.seat();
    await untilAsync(() => everyTray(stage), givenUpAfterMs);
    stage.line.pace(shape.bitsPerSecond);
    const { drain, loss } = await work(plan, stage);
    const carried = await stage.line.carried();
    const actIds = [...stage.owners.keys()];
    const severalOf = (joint: boolean): string[] =>
      actIds.filter((_, index) => plan.acts[index]!.desks.length > 1 && plan.acts[index]!.joint === joint);
    const [contested, joint] = [severalOf(false), severalOf(true)];
    const history = await gather(stage, { seed: plan.seed, drain, loss, contested, joint });
    const logs = [
      ...stage.desks.map(({ output }) => output),
      ...stage.repository.log,
      ...(stage.between?.log ?? []),
    ].join('\n');
    return { history, carried, seconds: stage.seconds(), logs };
  } finally {
    await stage.close();
  }
}

async function proposeAll(plan: Plan, { repository, owners, tell }: Stage): Promise<void> {
  const cases = [];
  for (let n = 0; n < plan.cases; n += 1) cases.push(await repository.putCase(n, 'NÚÑEZ, Iván s/ CANARIO'));
  for (const [index, act] of plan.acts.entries()) {
    const title = `CANARIO ${plan.seed}-${index}`;
    const caseId = cases[act.case]!;
    const signers = act.joint ? act.desks.map((desk) => ({ ...personOf(desk), cuil: null })) : [];
    const document = await makeActPdf(title, act.weight);
    const { actId, documentSha256 } = await repository.propose(caseId, title, document, signers);
    owners.set(actId, act.desks);
    tell({ kind: 'proposed', actId, caseId, documentSha256 });
  }
}

/** Whether every desk sees what is its own. */
async function everyTray({ desks, owners }: Stage): Promise<boolean> {
  const lists = [...owners.values()];
  for (const [index, desk] of desks.entries()) {
    if ((await desk.toSign()) !== lists.filter((list) => list.includes(index)).length) return false;
  }
  return true;
}

/** The desks sign, the blows fall, the line heals; answers how long the queues took from then on. */
async function work(plan: Plan, stage: Stage): Promise<Pick<History, 'drain' | 'loss'>> {
  const { desks, line, tell } = stage;
  const from = performance.now();
  const isOver = (): boolean => performance.now() - from >= plan.healedMs;
  const persons = desks.map(async (desk, index) => {
    // Each signs a few at a time, as a day goes.
    for (; !isOver(); await wait(700 + 300 * index)) {
      await desk.sign(2);
      await desk.write();
      await desk.look();
    }
  });
  const turns = new Map<string, Promise<void>>();
  const { lost } = plan;
  let loss: LossEvidence | null = null;
  const isLost = async (): Promise<void> => {
    if (!lost) return;
    await wait(Math.max(0, lost.atMs - (performance.now() - from)));
    const target = `desk ${lost.desk}`;
    const before = turns.get(target) ?? Promise.resolve();
    const turn = before.then(async () => {
      tell({ kind: 'struck', what: `${target} lost` });
      loss = await stage.lose(lost);
      tell({ kind: 'mended', what: `${target} lost` });
    });
    turns.set(target, turn);
    await turn;
  };
  const losing = isLost();
  for (const strike of plan.strikes) {
    await wait(Math.max(0, strike.atMs - (performance.now() - from)));
    const target = targetOf(strike);
    turns.set(
      target,
      (turns.get(target) ?? Promise.resolve()).then(() => carryOut(stage, strike)),
    );
  }
  await losing;
  await Promise.all(turns.values());
  await Promise.all(persons);
  line.set('pass');
  tell({ kind: 'healed' });
  const healed = performance.now();
  const before = await line.carried();
  // All by turns: one may have to wait for another's signature.
  const isThrough = async (desk: Desk, index: number): Promise<boolean> => {
    const own = [...stage.owners.values()].filter((list) => list.includes(index)).length;
    return (await desk.acts()) === own && (await desk.sign(500)) === 0;
  };
  await Promise.all(
    desks.map((desk, index) =>
      untilAsync(() => isThrough(desk, index), givenUpAfterMs).catch(() => {
        throw new Error(`desk ${index} cannot sign all of its acts; it last said: ${desk.output.slice(-1500)}`);
      }),
    ),
  );
  const signedMs = performance.now() - healed;
  await untilAsync(async () => isDrained(plan, stage), givenUpAfterMs).catch(() => undefined);
  tell({ kind: 'drained' });
  const after = await line.carried();
  // What the line had to carry from then on, at its own pace, is the least it takes; signing what was left is the persons' time.
  const bytes = Math.max(after.up - before.up, after.down - before.down);
  const tookMs = performance.now() - healed - signedMs;
  return { drain: { tookMs, lineMs: lineSeconds(plan.shape, bytes) * 1000 }, loss };
}

/** Whether nothing waits at any desk or in the office, and what was raised is at the repository. */
export async function isDrained(
  plan: Pick<Plan, 'raised'>,
  { desks, repository, between, owners }: Stage,
): Promise<boolean> {
  let waiting = 0;
  for (const desk of desks) {
    const seen = await desk.look();
    if (!seen) return false;
    waiting += seen.waiting;
  }
  if (waiting > 0) return false;
  for (const desk of desks) if ((await desk.draftsWaiting()) !== 0) return false;
  if (between !== null && (await waitingIn(between)) !== 0) return false;
  if (!plan.raised) return true;
  // Renditions are no rows of the outbox: they are there when the register has one of each act.
  const events = (await readFeed(repository, officeId, '', 500)).flatMap((page) => page.events);
  const raised = new Set<string>(events.flatMap((event) => (event.kind === 'rendition' ? [event.actId] : [])));
  return [...owners.keys()].every((actId) => raised.has(actId));
}

/** What a repository inside an office has still to forward; null where it does not say. */
async function waitingIn(between: ServedRepository): Promise<number | null> {
  const response = await between.request('GET', '/v1/capabilities').catch(() => null);
  if (!response?.ok) return null;
  return Capabilities.parse(await response.json()).office?.waiting ?? null;
}
