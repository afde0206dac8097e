/** One batch under its faults, from the first key press to the last receipt, and what must hold after each stop and at the end. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Batch, BatchItem } from '../../src/contract/acts.ts';
import type { Token } from '../../src/contract/token.ts';
import { type TestRepository, startTestRepository, testConfig } from '../helpers/office.ts';
import { type Reaction, type Wanted, pinOf } from '../token-host/harness.ts';
import { checkFolder, checkReceipts } from './afterwards.ts';
import type { Ground } from './ground.ts';
import type { Keys } from './keys.ts';
import { type CardPlague, type Plague, drawPlagues } from './plagues.ts';
import { randomFrom } from './random.ts';
import { CallFailed, type Workplace, openWorkplace } from './workplace.ts';

export interface BatchStory {
  readonly seed: number;
  readonly place: Keys['place'];
  readonly plagues: readonly Plague[];
  /** Why each run of the batch ended, in order; `finished` for the last. */
  readonly ends: readonly string[];
  readonly typed: number;
  readonly logins: number;
  readonly signatures: number;
  readonly seconds: number;
}

const fail = (what: string): never => {
  throw new Error(what);
};

/** Asks a few times a second: a whole batch is a long answer, and who asks all the time slows it down. */
async function until(what: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 90_000;
  while (!(await what())) {
    if (Date.now() > end) fail(`waited in vain for: ${what.toString()}`);
    await wait(100);
  }
}

/** What is to happen in a batch. */
export interface BatchPlot {
  readonly place: Keys['place'];
  readonly plagues: readonly Plague[];
}

/** One batch in four has its keys on the virtual card. */
export function plotOf(seed: number, acts: number): BatchPlot {
  const place = seed % 4 === 0 ? 'card' : 'softhsm';
  return { place, plagues: drawPlagues(randomFrom(seed), acts, place) };
}

/** Runs one batch. Throws, with the story so far, when anything that must hold does not. */
export async function runBatch(
  ground: Ground,
  seed: number,
  plot = plotOf(seed, ground.acts.length),
): Promise<BatchStory> {
  const from = performance.now();
  const { place, plagues } = plot;
  const keys = await ground.keys(place);
  const { module } = keys;
  await keys.prepare(plagues);
  const folder = ground.copy();
  const repository = await startTestRepository(folder.repository);
  const config = testConfig(folder.data, { repository, libraries: [module.library], anchors: keys.anchors });
  const scene = new Scene(ground, keys, repository, plagues, join(folder.path, 'disk-full'));
  const workplace = openWorkplace({
    ...{
      config,
      library: module.library,
      care: keys.care,
      environment: module.environment,
      diskFullMark: scene.diskFullMark,
    },
    person: (nth, question) => scene.person(nth, question),
    beforeHost: () => keys.beforeHost(),
    onEvent: (event, data) => {
      if (event === 'batch.item') scene.sees((data as { item: BatchItem }).item);
    },
  });
  scene.workplace = workplace;
  const ends: string[] = [];
  try {
    await signEverything(ground, scene, ends);
    await until(async () => (await workplace.call('trays.counts', {})).registered === ground.acts.length);
    await checkReceipts(ground, repository, workplace);
    await workplace.close();
    await repository.stop();
    checkFolder(ground, config);
    const { logins, signatures } = keys.check(workplace.typed, ground.acts.length);
    const seconds = (performance.now() - from) / 1000;
    return { seed, place, plagues, ends, typed: workplace.typed.length, logins, signatures, seconds };
  } catch (error) {
    const story = `${place}: ${plagues.map(({ name, kept }) => `${name} at ${kept}`).join(', ')}; ended: ${ends.join(', ')}`;
    const log = workplace.log.slice(-12).join('\n');
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n  faults: ${story}\n${log}`, {
      cause: error,
    });
  } finally {
    await workplace.close();
    await repository.stop();
    module.install();
    folder.remove();
  }
}

/** What the person and the world do while batches run. */
class Scene {
  readonly diskFullMark: string;
  /** Acts that an office said were kept. */
  readonly promised = new Set<string>();
  readonly repository: TestRepository;
  readonly ground: Ground;
  workplace: Workplace | null = null;
  readonly #waiting: Plague[];
  /** Strikes that are on their way: one that fell after everything was put right would never be put right. */
  readonly #coming: Promise<void>[] = [];
  readonly #pins: string[];
  readonly keys: Keys;

  constructor(
    ground: Ground,
    keys: Keys,
    repository: TestRepository,
    plagues: readonly Plague[],
    diskFullMark: string,
  ) {
    this.ground = ground;
    this.keys = keys;
    this.repository = repository;
    this.diskFullMark = diskFullMark;
    const isAtThePin = ({ name }: Plague): boolean => /PIN|last try/.test(name);
    this.#waiting = plagues.filter((one) => one.rule === null && !isAtThePin(one));
    this.#pins = plagues
      .filter(isAtThePin)
      .flatMap(({ name }) => (name === 'last try' ? ['wrong PIN', 'wrong PIN'] : [name]));
  }

  /** Types as the faults say, and the right PIN afterwards; with a yes of its own, and never wrongly, when it is the last try. */
  person(nth: number, { pinState }: Wanted): Reaction {
    const name = this.#pins[nth - 1] ?? null;
    if (name === 'PIN cancelled') return 'cancel';
    if (name === 'PIN window closed') return 'close';
    if (pinState === 'finalTry') return pinOf(this.keys.pin, true);
    return name === 'wrong PIN' ? pinOf(`90000${nth}`) : pinOf(this.keys.pin);
  }

  sees({ actId, state }: BatchItem): void {
    if (state !== 'kept') return;
    this.promised.add(actId);
    for (const plague of [...this.#waiting]) {
      if (plague.kept > this.promised.size) continue;
      this.#waiting.splice(this.#waiting.indexOf(plague), 1);
      // A card counts commands instead.
      if (/card/.test(plague.name)) this.#strike(plague);
      else this.#coming.push(wait(plague.afterMs).then(() => this.#strike(plague)));
    }
  }

  #strike(plague: Plague): void {
    const { name } = plague;
    switch (name) {
      case 'office killed':
        return this.workplace?.killOffice();
      case 'host killed':
        return this.workplace?.killHost();
      case 'driver uninstalled':
        this.keys.module.uninstall();
        return this.workplace?.killHost();
      case 'disk full':
        return writeFileSync(this.diskFullMark, '');
      case 'repository down':
        return void this.repository.stop();
      case 'card pulled out between commands':
      case 'card pulled out while it signs':
      case 'slow card':
      case 'garbage from the card':
        return this.keys.strike(plague as Plague & { name: CardPlague });
      default:
    }
  }

  /** The person plugs in, installs, makes room; then waits until the token is seen, and asks for a parked driver to be tried again. */
  async putRight(): Promise<Token> {
    await Promise.all(this.#coming);
    await this.keys.putRight();
    rmSync(this.diskFullMark, { force: true });
    await this.repository.restart();
    let turns = 0;
    let token: Token | undefined;
    await until(async () => {
      // An office that meets its repository at another address reads all of it anew.
      const { toSign, signed } = await this.workplace!.call('trays.counts', {});
      if (toSign + signed < this.ground.acts.length) return false;
      const { libraries } = await this.workplace!.call('tokens.list', {});
      const [library] = libraries;
      token = library?.listing?.tokens.find((one) => this.keys.isIts(one));
      if (token) return true;
      turns += 1;
      if (turns % 4 === 0) await this.workplace!.call('tokens.retry', { libraryId: this.keys.module.library.id });
      return false;
    });
    return token!;
  }
}

/** The person signs, puts right what stopped the batch, and goes on with one key press, until nothing is left. */
async function signEverything(ground: Ground, scene: Scene, ends: string[]): Promise<void> {
  const workplace = scene.workplace!;
  const { module, certificateSha256 } = scene.keys;
  // Each fault stops a batch once (a last try twice) at most; a killed office and its dying host may stop two.
  for (let run = 0; run < 12; run += 1) {
    const { serial: tokenSerial } = await scene.putRight();
    const means = { libraryId: module.library.id, tokenSerial, certificateSha256 };
    const items = await whatIsLeft(ground, workplace);
    if (items.length === 0) return;
    try {
      const { batchId } = await workplace.call('signing.start', { items, ...means });
      ends.push(await endOf(ground, scene, batchId));
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      ends.push(`not started: ${error.kind}`);
    }
  }
  fail('a batch that never ends');
}

/** What one key press signs: the rest of the batch, or (the first time) the tray. */
async function whatIsLeft(ground: Ground, workplace: Workplace) {
  const unfinished = await workplace.call('signing.unfinished', {});
  const { rows } = unfinished ?? (await workplace.call('trays.page', { tray: 'toSign', after: null, limit: 500 }));
  const byOrder = new Map(ground.acts.map(({ actId }, index) => [actId as string, index]));
  const items = rows.map(({ actId, documentSha256 }) => ({ actId, documentSha256 }));
  // The rest comes in the batch's own order; the tray has another.
  return unfinished ? items : items.sort((a, b) => byOrder.get(a.actId)! - byOrder.get(b.actId)!);
}

/** Waits for the end of a batch, and holds what it left against the law. Answers why it ended. */
async function endOf(ground: Ground, scene: Scene, batchId: Batch['batchId']): Promise<string> {
  const workplace = scene.workplace!;
  await until(async () => {
    const { batch } = await workplace.call('signing.batch', { batchId });
    return batch.state === 'finished' || batch.state === 'stopped';
  });
  const { batch, items } = await workplace.call('signing.batch', { batchId });
  const end = batch.state === 'finished' ? 'finished' : (batch.stoppedBy?.kind ?? 'person');
  const states = items.map(({ state }) => state);
  const kept = states.findIndex((state) => state !== 'kept');
  const rest = kept < 0 ? [] : states.slice(kept);
  // So many kept, at most one with a fate of its own, the rest waiting; in the order in which they were put.
  const certain = rest[0] === 'failed' || rest[0] === 'waiting' || rest.length === 0;
  if (!certain || rest.slice(1).some((state) => state !== 'waiting')) fail(`${end}: ${states.join(' ')}`);
  if (batch.kept !== (kept < 0 ? items.length : kept)) fail(`${batch.kept} kept, and the items say ${kept}`);
  if (batch.state === 'finished' && rest.length > 0) fail(`finished with ${rest.length} left`);
  await checkTray(ground, scene, items);
  return end;
}

/** The tray agrees with the batch: what is kept is not to sign again, what is not kept is, and no promise was broken. */
async function checkTray(ground: Ground, scene: Scene, items: readonly BatchItem[]): Promise<void> {
  const { rows } = await scene.workplace!.call('trays.page', { tray: 'toSign', after: null, limit: 500 });
  const toSign = new Set(rows.map(({ actId }) => actId as string));
  for (const { actId, state } of items) {
    if ((state === 'kept') === toSign.has(actId)) fail(`${actId}: ${state} in the batch, and the tray says otherwise`);
  }
  for (const actId of scene.promised) if (toSign.has(actId)) fail(`${actId}: was told kept, and is to sign again`);
  const counts = await scene.workplace!.call('trays.counts', {});
  if (counts.toSign + counts.signed !== ground.acts.length) fail(`counts ${JSON.stringify(counts)}`);
}
