/** The watcher's judgement of what PC/SC answers, on a staged one. */
import { afterEach, expect, it, vi } from 'vitest';
import { codes, nameOf, stateBits } from '../../../src/token-host/readers/pcsc/codes.ts';
import { type CardService, type Seen, type ServiceLook, watchReaders } from '../../../src/token-host/readers/watch.ts';

afterEach(() => vi.useRealTimers());

const look = (code: number, flags: number[] = [], atr: number[] = []): ServiceLook => ({
  ...{ code, name: code === 0 ? '' : nameOf(code) },
  readers: flags.map((one, index) => ({ name: `R${index}`, flags: one, atr: Uint8Array.from(atr) })),
});

function watching(looks: readonly (ServiceLook | 'missing')[]) {
  vi.useFakeTimers();
  let at = 0;
  const seen: Seen[] = [];
  const next = (): ServiceLook | 'missing' => looks[Math.min(at, looks.length - 1)]!;
  const closed = vi.fn();
  const watch = watchReaders(
    () => {
      if (next() === 'missing') {
        at++;
        return { missing: 'no such file' };
      }
      const service: CardService = {
        look: () => {
          const now = next();
          at++;
          return now as ServiceLook;
        },
        close: closed,
      };
      return service;
    },
    (now) => seen.push(now),
    100,
  );
  return { watch, seen, closed, tick: () => vi.advanceTimersByTime(100) };
}

it.each([
  [codes.noService, 'stopped'],
  [codes.serviceStopped, 'stopped'],
  [codes.commError, 'stopped'],
  [codes.invalidHandle, 'stopped'],
  [codes.securityViolation, 'denied'],
  [0x80100001, 'failing'],
  [0x12345678, 'failing'],
] as const)('code %i says that the service is %s', (code, state) => {
  const { watch } = watching([look(code)]);
  expect(watch.seen).toEqual({ service: { state, detail: nameOf(code) }, readers: [] });
  watch.stop();
});

it.each([
  [stateBits.empty, 'empty', null],
  [stateBits.present, 'card', '3b01'],
  [stateBits.present | stateBits.inUse, 'card', '3b01'],
  [stateBits.present | stateBits.inUse | stateBits.exclusive, 'inUse', '3b01'],
  [stateBits.present | stateBits.mute, 'mute', '3b01'],
  [stateBits.unavailable, 'unavailable', null],
  [stateBits.unknown | stateBits.present, 'unavailable', null],
] as const)('flags %i say that a reader is %s', (flags, state, atr) => {
  const { watch } = watching([look(0, [flags], [0x3b, 1])]);
  expect(watch.seen.readers).toEqual([{ name: 'R0', state, atr }]);
  watch.stop();
});

it('tells only what differs, and finds a library and a service that come later', () => {
  const present = look(0, [stateBits.present], [0x3b]);
  const { watch, seen, tick, closed } = watching([
    'missing',
    'missing',
    look(codes.noService),
    present,
    present,
    look(0, [stateBits.empty]),
  ]);
  expect(watch.seen.service).toEqual({ state: 'missing', detail: 'no such file' });
  for (let i = 0; i < 6; i++) tick();
  expect(seen.map(({ service, readers }) => [service.state, readers[0]?.state])).toEqual([
    ['stopped', undefined],
    ['running', 'card'],
    ['running', 'empty'],
  ]);
  watch.stop();
  expect(closed).toHaveBeenCalledTimes(1);
});
