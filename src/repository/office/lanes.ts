import type { ActId } from '../../contract/ids.ts';
import type { Errand } from './books.ts';
import { type ActErrand, type ForwardRooms, type Forwarded, forward, forwardStreamed } from './forward.ts';
import { type ActStream, openActStream } from './stream.ts';

/** Cases forwarded side by side; within a case one thing goes after the other, in the order in which it came. */
const width = 4;

/**
 * Forwards what waits, as far as it goes. Everything may be sent again after a cut or a crash: the central repository answers the same.
 * Answers whether the line held.
 */
export async function forwardAll(rooms: ForwardRooms): Promise<boolean> {
  const stuck = new Set<string>();
  // What was set aside is tried once a round: it goes as soon as the reason has passed.
  const tried = new Set<number>();
  for (;;) {
    const open = rooms.register.books.openErrands();
    const queue = lanesOf(open.filter(({ id, caseId }) => !stuck.has(caseId) && !tried.has(id)));
    for (const { id, aside } of open) if (aside) tried.add(id);
    if (queue.length === 0) return true;
    const stream = rooms.upstream.streams ? openActStream(() => rooms.upstream.openBundle()) : null;
    let held = true;
    const work = async (): Promise<void> => {
      for (let lane = queue.shift(); lane && held; lane = queue.shift()) {
        const outcome = await alongLane(rooms, stream, lane);
        if (outcome === 'line') held = false;
        if (outcome === 'later') stuck.add(lane[0]!.caseId);
      }
    };
    await Promise.all(Array.from({ length: width }, work));
    await stream?.close();
    if (!held) return false;
  }
}

/** One lane for each case, in the order in which they are urgent. */
function lanesOf(errands: readonly Errand[]): Errand[][] {
  const lanes = new Map<string, Errand[]>();
  for (const errand of errands) {
    const lane = lanes.get(errand.caseId);
    if (lane) lane.push(errand);
    else lanes.set(errand.caseId, [errand]);
  }
  return [...lanes.values()];
}

/**
 * Forwards what waits of one case. Acts follow each other in the stream without waiting for an answer, and each names the one before it;
 * documents that are put before a signer may go beside them. Everything else waits until what was sent before it was answered. What was set
 * aside is tried in its turn, and whatever becomes of it, the others pass.
 */
async function alongLane(rooms: ForwardRooms, stream: ActStream | null, lane: readonly Errand[]): Promise<Forwarded> {
  const flying: Promise<Forwarded>[] = [];
  let before: ActId | null = null;
  let clear = Promise.resolve(true);
  /** What became of all that flies, and whether something of it has still to pass: the rest of the case waits for that, whatever was refused. */
  const landed = async (): Promise<{ readonly outcome: Forwarded; readonly waits: boolean }> => {
    before = null;
    clear = Promise.resolve(true);
    const outcomes = await Promise.all(flying.splice(0));
    return { outcome: worst(outcomes), waits: outcomes.some(stops) };
  };
  for (const errand of lane) {
    if (errand.aside) {
      const { outcome, waits } = await landed();
      if (waits) return outcome;
      if ((await forward(rooms, errand)) === 'line') return 'line';
      continue;
    }
    if (stream && isStreamed(errand)) {
      // A rendition stands on what is registered.
      if (errand.kind === 'rendition') {
        const { outcome, waits } = await landed();
        if (waits) return outcome;
      }
      const sent = await forwardStreamed(rooms, stream, errand, before, clear);
      if (sent) {
        flying.push(sent.answer);
        clear = Promise.all([clear, sent.answer]).then(([passed, outcome]) => passed && !stops(outcome));
        before = errand.kind === 'act' ? (errand.actId as ActId) : null;
        continue;
      }
    }
    if (errand.kind !== 'proposal') {
      const { outcome, waits } = await landed();
      if (waits) return outcome;
    }
    const outcome = await forward(rooms, errand);
    if (stops(outcome)) return worst([outcome, (await landed()).outcome]);
  }
  return (await landed()).outcome;
}

const isStreamed = (errand: Errand): errand is ActErrand => errand.kind === 'act' || errand.kind === 'rendition';
const stops = (outcome: Forwarded): boolean => outcome === 'line' || outcome === 'later';

function worst(outcomes: readonly Forwarded[]): Forwarded {
  // What was refused is over: what came after it is tried again at once.
  const order: readonly Forwarded[] = ['line', 'refused', 'later', 'done'];
  return order.find((one) => outcomes.includes(one)) ?? 'done';
}
