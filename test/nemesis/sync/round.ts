/** One round of drains: something breaks, acts are signed meanwhile, it heals, and the queue has to drain. */
import { type LineShape, lineSeconds } from '../../helpers/link/index.ts';
import { makeActPdf } from '../../helpers/office.ts';
import { between, pick } from '../random.ts';
import { type Strike, clocks } from './plan.ts';
import { type Stage, untilAsync, wait } from './stage.ts';
import { carryOut } from './strikes.ts';

export interface Round {
  readonly acts: readonly { readonly desk: number; readonly case: number; readonly weight: number }[];
  /** After the first signatures, in milliseconds: what they made may be on its way already. */
  readonly strike: Strike;
  /** A wrong clock from the same moment on, at one desk; nobody puts it right before another is drawn. */
  readonly clock: { readonly desk: number; readonly byMs: number } | null;
}

export interface Drained {
  readonly acts: number;
  /** From the moment it healed until every receipt was at its desk. */
  readonly tookMs: number;
  /** What the line takes for the signed files that waited at that moment, as they are. */
  readonly lineMs: number;
  /** Acts without a receipt when it was given up. */
  readonly stuck: readonly string[];
}

/** The first case of a stage is of a person in custody. */
export const detainedCase = 0;

/** So long is waited for a queue beyond the line's own time; the bar lies far below. */
const givenUpAfterMs = 240_000;
/** Until acts can be opened where they are to be signed, and until they are signed. */
const patienceMs = 120_000;

export function drawRound(random: () => number, desks: number, cases: number): Round {
  const acts = Array.from({ length: between(random, 2, 8) }, () => ({
    desk: Math.floor(random() * desks),
    case: random() < 0.25 ? detainedCase : between(random, 1, cases - 1),
    weight: random() < 0.25 ? between(random, 30_000, 90_000) : between(random, 0, 3000),
  }));
  const kind = pick(random, ['silence', 'reset', 'storm', 'repository killed', 'repository stopped'] as const);
  // Most breaks are short. Some are long enough for whoever waits ever longer to wait longer than anybody should.
  const forMs = random() < 0.12 ? between(random, 60_000, 110_000) : between(random, 1500, 14_000);
  return {
    acts,
    strike: { atMs: between(random, 0, 2500), forMs, blow: { kind } },
    clock: random() < 0.2 ? { desk: Math.floor(random() * desks), byMs: pick(random, [0, ...clocks]) } : null,
  };
}

/** @throws when acts do not reach their desks, or cannot be signed there: that says nothing of the queue. */
export async function playRound(
  stage: Stage,
  shape: LineShape,
  round: Round,
  caseIds: readonly Awaited<ReturnType<Stage['repository']['putCase']>>[],
  name: string,
): Promise<Drained> {
  const { line, desks, repository, owners, tell } = stage;
  const own = desks.map((): string[] => []);
  line.pace(null);
  for (const [index, act] of round.acts.entries()) {
    const [title, caseId] = [`CANARIO ${name}-${index}`, caseIds[act.case]!];
    const { actId, documentSha256 } = await repository.propose(caseId, title, await makeActPdf(title, act.weight));
    owners.set(actId, [act.desk]);
    own[act.desk]!.push(actId);
    tell({ kind: 'proposed', actId, caseId, documentSha256 });
  }
  await eachDesk(stage, async (desk, index) => (await desk.open()) === own[index]!.length, 'has all to sign');
  line.pace(shape.bitsPerSecond);

  const half = desks.map((desk, index) => desk.sign(Math.ceil(own[index]!.length / 2)));
  await wait(round.strike.atMs);
  const struck = carryOut(stage, round.strike);
  if (round.clock) desks[round.clock.desk]!.setClock(round.clock.byMs);
  await Promise.all(half);
  await eachDesk(stage, async (desk) => (await desk.sign(2)) === 0, 'signs all');
  await struck;

  const healed = performance.now();
  const waiting = async () =>
    (await Promise.all(desks.map(async (desk, index) => (await desk.unregistered(own[index]!)) ?? []))).flat();
  let left = await waiting();
  const bytes = left.reduce((sum, one) => sum + one.bytes, 0);
  const lineMs = lineSeconds(shape, bytes) * 1000;
  while (left.length > 0 && performance.now() - healed < lineMs + givenUpAfterMs) {
    await wait(250);
    left = await waiting();
  }
  const stuck = left.map(({ actId }) => actId);
  return { acts: round.acts.length, tookMs: performance.now() - healed, lineMs, stuck };
}

async function eachDesk(
  { desks }: Stage,
  holds: (desk: Stage['desks'][number], index: number) => Promise<boolean>,
  what: string,
): Promise<void> {
  await Promise.all(
    desks.map((desk, index) =>
      untilAsync(() => holds(desk, index), patienceMs).catch(() => {
        throw new Error(`not so: desk ${index} ${what}; it last said: ${desk.output.slice(-1500)}`);
      }),
    ),
  );
}
