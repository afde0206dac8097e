import { describe, expect, it } from 'vitest';
import type { Bundle, BundleAnswer, Transport } from '../../src/line/port.ts';
import { bufferSource } from '../../src/signature/index.ts';
import { type SignedAct, send } from '../helpers/repository.ts';
import { itemOf, proposedActs, repositoryHere, statementOf, tapTo, transportTo } from './line.ts';

/** Sends acts one after the other, whatever becomes of the line; the answers when all are in. */
async function sendAll(bundle: Bundle, acts: readonly SignedAct[]): Promise<BundleAnswer[]> {
  const answers: Promise<BundleAnswer>[] = [];
  for (const act of acts) answers.push((await bundle.send(itemOf(act))).answer);
  await bundle.close();
  return Promise.all(answers);
}

const receiptAt = async (repository: { url: string }, { request }: SignedAct): Promise<string | null> => {
  const response = await send(repository, 'GET', `/v1/acts/${request.actId}/receipt`);
  return response.status === 200 ? ((await response.json()) as { receipt: string }).receipt : null;
};

describe('a line that breaks', () => {
  it('in the middle of a frame leaves every whole one registered, and nothing of the last', async () => {
    const repository = await repositoryHere();
    const acts = await proposedActs(repository, 3, { bulk: 20_000 });
    let answered = 0;
    const tap = await tapTo(repository.url);
    const line = transportTo(tap.url);
    let sent = 0;
    const bundle = line.openBundle({
      async throttle() {
        // In the middle of the third frame.
        if (answered >= 2 && (sent += 1) === 3) tap.cut();
        await new Promise((resolve) => setImmediate(resolve));
      },
    });
    for (const act of acts.slice(0, 2)) {
      expect(await (await bundle.send(itemOf(act))).answer).toMatchObject({ kind: 'registered' });
      answered += 1;
    }
    const { answer } = await bundle.send(itemOf(acts[2]!));
    expect(await answer).toMatchObject({ kind: 'line', failure: { kind: 'repositoryUnreachable' } });
    expect(bundle.broken).toMatchObject({ kind: 'repositoryUnreachable' });
    expect(await (await bundle.send(itemOf(acts[2]!))).answer).toMatchObject({ kind: 'line' });
    expect(await receiptAt(repository, acts[2]!)).toBeNull();
    const missed = await line.receipts('');
    expect(missed.ok && missed.value.receipts).toHaveLength(2);
  });

  it('while a bundle is being closed lets go of whoever waits for that', async () => {
    const repository = await repositoryHere();
    const [act] = await proposedActs(repository, 1);
    const bundle = transportTo(repository.url).openBundle();
    await bundle.send(itemOf(act!));
    const closed = bundle.close();
    // Its last bytes are still being packed.
    bundle.abort();
    expect(await closed).toMatchObject({ ok: false, failure: { kind: 'repositoryUnreachable' } });
  });

  it('again and again costs no act and doubles none: receipts by place tell what came through', async () => {
    const repository = await repositoryHere();
    const acts = await proposedActs(repository, 8, { bulk: 7000 });
    const cutAt = [9_000, 21_000, 30_000, 44_000];
    let cuts = 0;
    const tap = await tapTo(repository.url, {
      onUp(total, line) {
        if (total < (cutAt[cuts] ?? Infinity)) return;
        cuts += 1;
        // After the answer was made, before it came: the worst moment.
        setTimeout(() => line.cut(), 15);
      },
    });
    const line = transportTo(tap.url);
    const confirmed = new Map<string, string>();
    for (let tries = 0; confirmed.size < acts.length && tries < 20; tries++) {
      const open = acts.filter(({ request }) => !confirmed.has(request.actId));
      const bundle = line.openBundle();
      const answers = await sendAll(bundle, open);
      answers.forEach((answer, at) => {
        if (answer.kind === 'registered') confirmed.set(open[at]!.request.actId, answer.receipt);
      });
      if (bundle.broken && bundle.receiptsCursor !== null) {
        const missed = await line.receipts(bundle.receiptsCursor);
        for (const receipt of missed.ok ? missed.value.receipts : [])
          confirmed.set(statementOf(receipt).actId, receipt);
      }
    }
    expect(cuts).toBeGreaterThan(1);
    expect(confirmed.size).toBe(acts.length);
    expect([...confirmed.values()].map((one) => statementOf(one).number).sort((a, b) => a - b)).toEqual(
      acts.map((_act, at) => at + 1),
    );
    for (const act of acts) expect(await receiptAt(repository, act)).toBe(confirmed.get(act.request.actId));
  });

  it('silently is given up when nothing moves, and not before', async () => {
    const repository = await repositoryHere();
    const [act, other] = await proposedActs(repository, 2);
    let silent = false;
    const tap = await tapTo(repository.url, { swallowUp: () => silent });
    const bundle = transportTo(tap.url).openBundle({ stallMs: 700 });
    expect(await (await bundle.send(itemOf(act!))).answer).toMatchObject({ kind: 'registered' });
    // Nobody waits for anything: silence is no trouble.
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(bundle.broken).toBeNull();
    silent = true;
    const began = performance.now();
    const { answer } = await bundle.send(itemOf(other!));
    expect(await answer).toMatchObject({ kind: 'line', failure: { detail: 'nothing moved for 1 s' } });
    expect(performance.now() - began).toBeGreaterThan(600);
  });

  it('is not given up because we ourselves hold back', async () => {
    const repository = await repositoryHere();
    const [act, other] = await proposedActs(repository, 2);
    const held = () => new Promise<void>((resolve) => setTimeout(resolve, 1200));
    const line = transportTo(repository.url);
    const bundle = line.openBundle({ stallMs: 500, throttle: held });
    expect(await (await bundle.send(itemOf(act!, true))).answer).toMatchObject({ kind: 'registered' });
    expect((await bundle.close()).ok).toBe(true);
    const file = { sha256: other!.request.sha256, size: other!.request.size };
    const slice = { source: bufferSource(other!.signed), offset: 0, length: 4096 };
    expect((await line.sendSlice(file, slice, { stallMs: 500, throttle: held })).ok).toBe(true);
    const document = { sha256: act!.request.documentSha256, size: act!.request.documentSize };
    expect((await line.download(document, 0, held, { stallMs: 500 })).ok).toBe(true);
  });

  it('is left at once when whoever wanted it calls it off', async () => {
    const repository = await repositoryHere();
    const [act, other] = await proposedActs(repository, 2);
    const off = new AbortController();
    const line = transportTo(repository.url);
    const bundle = line.openBundle({ signal: off.signal });
    await (
      await bundle.send(itemOf(act!))
    ).answer;
    off.abort();
    const { answer } = await bundle.send(itemOf(other!));
    expect(await answer).toMatchObject({ kind: 'line', failure: { detail: 'called off' } });
    const aborted = line.openBundle();
    aborted.abort();
    expect(await (await aborted.send(itemOf(other!))).answer).toMatchObject({ kind: 'line' });
    expect(await aborted.close()).toMatchObject({ ok: false });
  });
});

describe('an answer', () => {
  it.each([
    ['garbage', (piece: Buffer) => Buffer.concat([Buffer.from('HTTP/1.1 200 OK\r\n\r\n<html>hola'), piece])],
    ['truncated', (piece: Buffer) => piece.subarray(0, 40)],
    ['another status', () => Buffer.from('HTTP/1.1 502 Bad Gateway\r\ncontent-length: 5\r\n\r\noops!')],
    [
      'spoilt in its middle',
      (piece: Buffer) => Buffer.from(piece.map((byte, at) => (at > piece.length - 9 ? 255 : byte))),
    ],
  ])('that is %s registers nothing here and hangs nobody', async (_name, spoil) => {
    const repository = await repositoryHere();
    const [act] = await proposedActs(repository, 1);
    let spoilt = true;
    const tap = await tapTo(repository.url, { spoilDown: (piece) => (spoilt ? spoil(piece) : piece) });
    const line = transportTo(tap.url);
    const bundle = line.openBundle({ stallMs: 2000 });
    const { answer } = await bundle.send(itemOf(act!));
    expect((await answer).kind).toBe('line');
    expect((await bundle.close()).ok).toBe(false);
    spoilt = false;
    const again = line.openBundle();
    expect(await (await again.send(itemOf(act!))).answer).toMatchObject({ kind: 'registered' });
    expect((await again.close()).ok).toBe(true);
  });

  it('of who has no key, or of a repository that knows no bundles, is a failure with its name', async () => {
    const repository = await repositoryHere();
    const [act] = await proposedActs(repository, 1);
    const denied = transportTo(repository.url, 'una-clave-que-nadie-conoce').openBundle();
    expect(await (await denied.send(itemOf(act!))).answer).toEqual({
      kind: 'line',
      failure: { kind: 'repositoryDenied' },
    });
  });
});

/** A line that counts the bundles asked for; `mode` says what becomes of what goes up. */
async function countingLine(mode: () => 'through' | 'swallowed' | 'held') {
  const repository = await repositoryHere();
  let bundles = 0;
  let held: Buffer[] = [];
  const tap = await tapTo(repository.url, {
    transformUp(piece) {
      const text = piece.toString('latin1');
      const begins = text.startsWith('POST /v1/bundles');
      if (begins) {
        bundles += 1;
        // Of a request before it, that never ended.
        held = [];
      }
      if (mode() === 'swallowed') return null;
      if (mode() === 'through' || (!held.length && !begins)) return piece;
      // A proxy that takes in the whole request first: here, everything up to the last chunk.
      held.push(piece);
      if (!text.endsWith('0\r\n\r\n')) return null;
      const whole = Buffer.concat(held);
      held = [];
      return whole;
    },
  });
  return { repository, url: tap.url, bundles: () => bundles };
}

async function breaksInSilence(line: Transport, act: SignedAct): Promise<void> {
  const bundle = line.openBundle({ stallMs: 400 });
  expect(await (await bundle.send(itemOf(act))).answer).toMatchObject({ kind: 'line' });
}

/** Each act is answered before the next is sent, as over any good line. */
async function registers(line: Transport, acts: readonly SignedAct[]): Promise<void> {
  const bundle = line.openBundle();
  for (const act of acts) {
    expect(await (await bundle.send(itemOf(act))).answer).toMatchObject({ kind: 'registered' });
  }
  expect(await bundle.close()).toEqual({ ok: true, value: undefined });
}

describe('a line on which answers are held back until a request is over', () => {
  it('gets an act a request, after two silences in a row', async () => {
    const tapped = await countingLine(() => 'held');
    const acts = await proposedActs(tapped.repository, 3);
    const line = transportTo(tapped.url);
    await breaksInSilence(line, acts[0]!);
    await breaksInSilence(line, acts[0]!);
    await registers(line, acts);
    expect(tapped.bundles()).toBe(2 + acts.length);
  });

  it('is not what one silence tells of, nor a second after an answer was heard', async () => {
    let mode: 'through' | 'swallowed' = 'swallowed';
    const tapped = await countingLine(() => mode);
    const acts = await proposedActs(tapped.repository, 6);
    const line = transportTo(tapped.url);
    await breaksInSilence(line, acts[0]!);
    mode = 'through';
    await registers(line, acts.slice(0, 3));
    expect(tapped.bundles()).toBe(2);
    mode = 'swallowed';
    await breaksInSilence(line, acts[3]!);
    mode = 'through';
    await registers(line, acts.slice(3));
    expect(tapped.bundles()).toBe(4);
  });

  it('is not what two bundles tell of that met one silence together', async () => {
    let mode: 'through' | 'swallowed' = 'swallowed';
    const tapped = await countingLine(() => mode);
    const acts = await proposedActs(tapped.repository, 2);
    const line = transportTo(tapped.url);
    await Promise.all(acts.map((act) => breaksInSilence(line, act)));
    mode = 'through';
    await registers(line, acts);
    expect(tapped.bundles()).toBe(3);
  });

  it('is tried with a stream again after an hour, and one silence more is enough then', async () => {
    let mode: 'through' | 'held' = 'held';
    let hours = 0;
    const tapped = await countingLine(() => mode);
    const acts = await proposedActs(tapped.repository, 9);
    const line = transportTo(tapped.url, undefined, () => hours * 3_600_000);
    await breaksInSilence(line, acts[0]!);
    await breaksInSilence(line, acts[0]!);
    hours = 1;
    await breaksInSilence(line, acts[0]!);
    await registers(line, acts.slice(0, 3));
    expect(tapped.bundles()).toBe(3 + 3);
    mode = 'through';
    hours = 1.9;
    await registers(line, acts.slice(3, 6));
    expect(tapped.bundles()).toBe(6 + 3);
    hours = 2;
    await registers(line, acts.slice(6));
    expect(tapped.bundles()).toBe(9 + 1);
  });
});

describe('our own files', () => {
  it('that cannot be read stop nothing but themselves, and no byte of them goes', async () => {
    const repository = await repositoryHere();
    const [bad, good] = await proposedActs(repository, 2);
    const damaged = new Error('damaged');
    const bundle = transportTo(repository.url).openBundle();
    const source = {
      ...bufferSource(bad!.signed),
      stream: () => {
        throw damaged;
      },
    };
    await expect(bundle.send({ ...itemOf(bad!), source })).rejects.toBe(damaged);
    expect(await (await bundle.send(itemOf(good!))).answer).toMatchObject({ kind: 'registered' });
    const large = { ...bufferSource(Buffer.alloc(0)), size: 2 ** 21 };
    expect(await (await bundle.send({ ...itemOf(bad!), source: large })).answer).toMatchObject({
      kind: 'later',
      failure: { problem: 'frame-too-large' },
    });
    expect((await bundle.close()).ok).toBe(true);
  });
});
