/** In which order what waits of a case is forwarded when something of it is put off, refused or lost: faults that are staged here. */
import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { BundleAnswer, BundleItem } from '../../../src/line/port.ts';
import { RegistrationRequest } from '../../../src/contract/wire.ts';
import type { Errand } from '../../../src/repository/office/books.ts';
import type { ForwardRooms } from '../../../src/repository/office/forward.ts';
import { forwardAll } from '../../../src/repository/office/lanes.ts';
import { openActStream } from '../../../src/repository/office/stream.ts';
import { bufferSource } from '../../../src/signature/index.ts';

const caseId = randomUUID();
const hash = (n: number): string => n.toString(16).padStart(64, '0');
const idOf = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const act = (n: number): Errand =>
  ({
    ...{ id: n, kind: 'act', caseId, actId: idOf(n), n: 0, aside: false },
    payload: JSON.stringify(
      RegistrationRequest.parse({
        ...{ actId: idOf(n), caseId, sha256: hash(n), size: 2, documentSha256: hash(1000 + n), documentSize: 1 },
        ...{ certificateSha256: hash(9), signedAt: new Date(0).toISOString(), deviceId: 'pc-1' },
      }),
    ),
  }) as Errand;
const entry = (n: number): Errand =>
  ({
    ...{ id: n, kind: 'entry', caseId, actId: null, n: 0, aside: false },
    payload: JSON.stringify({
      ...{ kind: 'flags', flags: { fatalDeadline: true, vulnerableVictim: false }, detained: true },
      ...{ entryId: idOf(n), caseId, officeId: 'ufi-7', deviceId: 'pc-1' },
      ...{ by: { personId: 'clerk-1', name: 'Ana Paz' }, at: new Date(0).toISOString() },
    }),
  }) as Errand;
const later = (problem: string): BundleAnswer => ({
  kind: 'later',
  failure: { kind: 'registrationRefused', problem, detail: 'staged' },
});
const refused: BundleAnswer = {
  kind: 'refused',
  failure: { kind: 'registrationRefused', problem: 'act-state', detail: 'staged' },
};

/** A central repository that gives each act the answers of `script` in their turn, and registers it after them; `passed`: what it took, in order. */
function staged(errands: readonly Errand[], script: Record<number, BundleAnswer[]>) {
  const open = new Map(errands.map((errand) => [errand.id, errand]));
  const passed: number[] = [];
  const numberOf = (id: string): number => Number(id.slice(-12));
  const take = (n: number): void => void passed.push(n);
  const answerTo = (item: BundleItem): BundleAnswer => {
    if (item.kind !== 'act') throw new Error('only acts are streamed here');
    const n = numberOf(item.request.actId);
    const next = script[n]?.shift();
    if (next) return next;
    if (item.follows && !passed.includes(numberOf(item.follows))) return later('predecessor-missing');
    take(n);
    // What an office's repository further up says: the errand is done there.
    return { kind: 'received', statement: '' };
  };
  const rooms = {
    register: {
      books: {
        openErrands: () => [...open.values()],
        endErrand: (id: number) => void open.delete(id),
        noteTrouble: () => undefined,
        isHopeless: () => false,
        answerArrival: () => undefined,
        atOnce: <T>(work: () => T) => work(),
      },
      arrivalOf: () => null,
      tell: () => undefined,
    },
    db: { prepare: () => ({ run: () => undefined, get: () => undefined, all: () => [] }) },
    blobs: { open: async () => bufferSource(new Uint8Array(2)) },
    upstream: {
      streams: true,
      openBundle: () => ({
        broken: null,
        receiptsCursor: null,
        send: async (item: BundleItem) => ({ answer: Promise.resolve(answerTo(item)) }),
        close: async () => ({ ok: true, value: undefined }),
        abort: () => undefined,
      }),
      putFile: async () => ({ kind: 'ok', value: null }),
      put: async (path: string) => {
        take(numberOf(path.replace(/\/registration$/, '')));
        return { kind: 'ok', value: null };
      },
    },
    ...{ pins: [], clock: () => new Date(0), onOddity: () => undefined, boundary: () => undefined },
  } as unknown as ForwardRooms;
  return { rooms, passed };
}

it('lets nothing past what was put off because something behind it was refused', async () => {
  const { rooms, passed } = staged([act(1), act(2), entry(3), act(4)], {
    1: [later('storage-full')],
    2: [refused],
  });
  await forwardAll(rooms);
  expect(passed).toEqual([1, 3, 4]);
});

it('sends an act whole by a request of its own only behind what has still to pass', async () => {
  const { rooms, passed } = staged([act(1), act(2), act(3)], {
    1: [later('storage-full')],
    2: [later('blob-missing')],
  });
  await forwardAll(rooms);
  expect(passed).toEqual([]);
  // The next round, once there is room.
  await forwardAll(rooms);
  expect(passed).toEqual([1, 2, 3]);
});

it('sends nothing on a new line while something was lost on the one before', async () => {
  const opened: { broken: unknown; sent: number[] }[] = [];
  const lost: ((answer: BundleAnswer) => void)[] = [];
  const stream = openActStream(() => {
    const bundle = { broken: null as unknown, sent: [] as number[], receiptsCursor: null };
    opened.push(bundle);
    return Object.assign(bundle, {
      send: async (item: { n: number }) => {
        bundle.sent.push(item.n);
        return { answer: new Promise<BundleAnswer>((resolve) => lost.push(resolve)) };
      },
      close: async () => ({ ok: true as const, value: undefined }),
      abort: () => undefined,
    }) as never;
  });
  const send = (n: number) => stream.send({ n } as never);
  await send(1);
  opened[0]!.broken = { kind: 'repositoryUnreachable', detail: 'ECONNRESET' };
  const second = await send(2);
  expect(await second.answer).toMatchObject({ kind: 'line' });
  lost[0]!({ kind: 'line', failure: { kind: 'repositoryUnreachable', detail: 'ECONNRESET' } });
  expect(await (await send(3)).answer).toMatchObject({ kind: 'line' });
  expect(opened.map(({ sent }) => sent)).toEqual([[1]]);
});

it('opens a new line where the old one was ended with nothing under way', async () => {
  const opened: { broken: unknown }[] = [];
  const stream = openActStream(() => {
    const bundle = { broken: null as unknown };
    opened.push(bundle);
    return Object.assign(bundle, {
      send: async () => ({ answer: Promise.resolve<BundleAnswer>({ kind: 'returned' }) }),
    }) as never;
  });
  await (
    await stream.send({} as never)
  ).answer;
  opened[0]!.broken = { kind: 'repositoryUnreachable', detail: 'idle' };
  expect(await (await stream.send({} as never)).answer).toEqual({ kind: 'returned' });
  expect(opened).toHaveLength(2);
});
