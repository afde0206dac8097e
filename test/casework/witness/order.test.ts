/** Another repository takes the place of the one whose log was looked at, between that look and what the feed then tells. */
import { describe, expect, it, vi } from 'vitest';
import type { ForkedRepository } from '../../helpers/repository.ts';
import type { TestOffice } from '../../helpers/office.ts';
import { type Stage, makeStage, rewritePast } from './stage.ts';

// Several processes a test, on machines that do other work too.
vi.setConfig({ testTimeout: 120_000 });

/** Who answers a question, by its path. */
type Who = (path: string) => ForkedRepository;

interface Scene {
  readonly stage: Stage;
  readonly desk: TestOffice;
  /** Whoever looks after the machine, on another. */
  readonly admin: TestOffice;
  /** What both repositories have, the desk has seen it; then the liar went on with one act more. */
  readonly known: number;
  readonly honest: ForkedRepository;
  readonly liar: ForkedRepository;
  /** From now on these answer. */
  answeredBy(who: Who): void;
}

async function scene({ rewritten }: { readonly rewritten: boolean }): Promise<Scene> {
  const [stage, known] = [makeStage(), 2];
  const begun = await stage.serve(stage.dir);
  await stage.registered(begun, known);
  await begun.close();
  const copy = stage.copy(stage.dir);
  if (rewritten) rewritePast(copy, 1);
  const honest = await stage.serve(stage.dir);
  const liar = await stage.serve(copy);
  await stage.registered(liar, 1);
  let who: Who = () => honest;
  const send: typeof fetch = (input, init) => {
    const asked = new URL(String(input));
    return fetch(new URL(`${asked.pathname}${asked.search}`, who(asked.pathname).url), init);
  };
  const desk = await stage.desk(honest, 'pc', undefined, send);
  const admin = await stage.desk(honest, 'admin', 'itAdmin', send);
  for (const one of [desk, admin]) {
    await one.call('sync.now', {});
    await one.until(async () => (await one.call('log.standing', {})).size === known);
  }
  await desk.until(async () => (await registered(desk)) === known);
  // Every receipt has its place: of itself, the desk has nothing to ask of the log for now.
  await desk.call('log.check', {});
  return { stage, desk, admin, known, honest, liar, answeredBy: (next) => void (who = next) };
}

const registered = async (desk: TestOffice) => (await desk.call('trays.counts', {})).registered;
const alarmOf = async (desk: TestOffice) => (await desk.call('log.standing', {})).alarm;

describe('the feed of another repository than the one that was looked at', () => {
  it('is not taken in, though nobody greeted it: its log is asked for after what it told', async () => {
    const { desk, known, honest, liar, stage, answeredBy } = await scene({ rewritten: true });
    answeredBy(() => liar);
    await desk.until(async () => (await alarmOf(desk)) !== null);
    expect(await alarmOf(desk)).toMatchObject({ kind: 'rewritten', known });
    expect(await registered(desk)).toBe(known);

    await stage.registered(honest, 1);
    answeredBy(() => honest);
    await desk.call('sync.now', {});
    await desk.until(async () => (await registered(desk)) === known + 1);
    expect(await alarmOf(desk)).toBeNull();
  });

  it('is not taken in where the true one answers for the log: what it told stands nowhere in that', async () => {
    const { desk, admin, known, honest, liar, answeredBy } = await scene({ rewritten: false });
    answeredBy((path) => (path === '/v1/feed' ? liar : honest));
    for (const one of [desk, admin]) await one.until(async () => (await alarmOf(one)) !== null);
    expect(await alarmOf(desk)).toMatchObject({ kind: 'leafMissing' });
    // The log agrees at each look; the receipt that was given is not in it all the same.
    expect((await desk.call('log.check', {})).alarm).toMatchObject({ kind: 'leafMissing' });
    expect(await registered(desk)).toBe(known);

    const reason = 'Se comprobó que nunca fue registrado';
    expect((await admin.call('log.accept', { reason })).alarm).toBeNull();
    await admin.call('sync.now', {});
    expect((await admin.call('log.check', {})).alarm).toBeNull();
  });
});
