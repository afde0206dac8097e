import { afterEach, expect, test } from 'vitest';
import type { EventName } from '../../src/contract/calls.ts';
import { startOfficeProcess, type OfficeProcess } from '../../src/main/office-process.ts';
import type { MessagePortMain } from '../../tools/electron-on-chromium/message-ports.ts';
import { eventually, isAlive, makeChannel, makeForks, officeConfig } from './processes.ts';

const forks = makeForks();
let office: OfficeProcess<MessagePortMain>;
afterEach(async () => {
  await office.close();
  forks.killAll();
});

function start(name?: string): EventName[] {
  const heard: EventName[] = [];
  office = startOfficeProcess<MessagePortMain>({
    config: officeConfig(name),
    storeKey: '0'.repeat(64),
    version: '0.0.0',
    launch: () => forks.launch('office'),
    makeChannel,
    log: () => undefined,
    timing: { backoffMs: [10] },
  });
  office.onEvent((event) => heard.push(event));
  return heard;
}

test('calls wait for the office to open, and events come through', async () => {
  const heard = start();
  expect(await office.call('settings.read', {})).toMatchObject({ ok: true, value: { locale: 'en' } });
  await eventually(() => expect(heard).toEqual(['tokens.changed']));
});

test('an office that cannot be opened says so to whoever asks', async () => {
  start('wrong key');
  expect(await office.call('settings.read', {})).toEqual({ ok: false, failure: { kind: 'storeKeyWrong' } });
});

test('a call in flight when the office dies is answered, and the next one reaches the new office', async () => {
  const heard = start();
  expect(await office.call('sync.now', {})).toEqual({ ok: false, failure: { kind: 'officeGone' } });
  expect(await office.call('settings.read', {})).toMatchObject({ ok: true });
  await eventually(() => expect(heard).toContain('office.restarted'));
});

test('an office that dies at each opening is given up, with an answer', async () => {
  start('dies');
  expect(await office.call('settings.read', {})).toEqual({ ok: false, failure: { kind: 'officeGone' } });
});

test('an answer that is not what the contract promises is refused', async () => {
  start();
  expect(await office.call('trays.counts', {})).toMatchObject({ ok: false, failure: { kind: 'badInput' } });
});

test('whoever sits down elsewhere is in the office of that seat, and may go back', async () => {
  const person = { personId: 'p-2', name: 'Nerea', role: 'secretary', capacity: 'Secretaria', cuil: null } as const;
  const seats = [{ seatId: 'nerea', person, dataDir: 'another', deviceId: 'device-2' }];
  const heard: EventName[] = [];
  const kept: string[] = [];
  office = startOfficeProcess<MessagePortMain>({
    ...{ config: { ...officeConfig(), seats }, storeKey: '0'.repeat(64), version: '0.0.0', makeChannel },
    ...{ launch: () => forks.launch('office'), log: () => undefined, timing: { backoffMs: [10] } },
    onSeat: (seatId) => kept.push(seatId),
  });
  office.onEvent((event) => heard.push(event));
  const who = () => office.call('doctor.save', { report: '{}' });
  expect(await who()).toMatchObject({ value: { path: 'Dra. Ficticia' } });
  for (const [seatId, name] of [
    ['nerea', 'Nerea'],
    ['first', 'Dra. Ficticia'],
  ] as const) {
    expect(await office.call('office.sit', { seatId })).toMatchObject({ ok: true });
    await eventually(async () => expect(await who()).toMatchObject({ value: { path: name } }));
  }
  expect(kept).toEqual(['nerea', 'first']);
  expect(heard.filter((event) => event === 'office.restarted')).toHaveLength(2);
});

test('an office begins anew under what the institution decided since, and keeps the seat; nobody who asks is lost', async () => {
  const heard = start();
  const who = () => office.call('doctor.save', { report: '{}' });
  expect(await who()).toMatchObject({ value: { path: 'Dra. Ficticia' } });
  const before = officeConfig();
  office.renew({ ...before, person: { ...before.person, name: 'Dra. Renovada' } });
  expect(await who()).toMatchObject({ value: { path: 'Dra. Renovada' } });
  await eventually(() => expect(heard.filter((event) => event === 'office.restarted')).toHaveLength(1));
});

/** Launches one, and notes with which key it is opened. */
function noting(posted: string[]) {
  const launched = forks.launch('office');
  return {
    ...launched,
    post(body: unknown, ports?: never) {
      const opened = body as { kind: string; storeKey?: string };
      if (opened.kind === 'open') posted.push(opened.storeKey ?? '');
      launched.post(body as never, ports);
    },
  };
}

test('a key that came takes the place of the one that the office was started with', async () => {
  const posted: string[] = [];
  office = startOfficeProcess<MessagePortMain>({
    ...{ config: officeConfig(), storeKey: '0'.repeat(64), version: '0.0.0', makeChannel },
    ...{ launch: () => noting(posted), log: () => undefined, timing: { backoffMs: [10] } },
    keyFor: () => Promise.resolve({ ok: true, value: '2'.repeat(64) }),
  });
  await office.call('settings.read', {});
  office.keyCame();
  await office.call('settings.read', {});
  expect(posted).toEqual(['0'.repeat(64), '2'.repeat(64)]);
});

test('another person of the PC brings a key of his or her own, and waits for it where it has to be said first', async () => {
  const person = { personId: 'p-2', name: 'Nerea', role: 'secretary', capacity: 'Secretaria', cuil: null } as const;
  const seats = [{ seatId: 'nerea', person, dataDir: 'another', deviceId: 'device-2' }];
  const keys: (string | null)[] = [];
  let said = false;
  const wentTo: string[] = [];
  const posted: string[] = [];
  office = startOfficeProcess<MessagePortMain>({
    ...{ config: { ...officeConfig(), seats }, storeKey: '0'.repeat(64), version: '0.0.0', makeChannel },
    launch: () => noting(posted),
    ...{ log: () => undefined, timing: { backoffMs: [10] } },
    async keyFor(config) {
      keys.push(config.person.name);
      return said ? { ok: true, value: '2'.repeat(64) } : { ok: false, failure: { kind: 'keychainMissing' } };
    },
    onPerson: async (config) => void wentTo.push(config.person.name),
  });
  const who = () => office.call('doctor.save', { report: '{}' });
  expect(await who()).toMatchObject({ value: { path: 'Dra. Ficticia' } });
  office.sit('nerea');
  await eventually(async () => expect(await who()).toMatchObject({ failure: { kind: 'keychainMissing' } }));
  said = true;
  office.keyCame();
  await eventually(async () => expect(await who()).toMatchObject({ value: { path: 'Nerea' } }));
  expect(posted).toEqual(['0'.repeat(64), '2'.repeat(64)]);
  expect(wentTo).toEqual(['Nerea']);
  // The key of the one before was not kept for the way back.
  office.sit('first');
  await eventually(async () => expect(await who()).toMatchObject({ value: { path: 'Dra. Ficticia' } }));
  expect(keys.at(-1)).toBe('Dra. Ficticia');
});

test('closing lets it end by itself', async () => {
  start();
  await office.call('settings.read', {});
  const pid = forks.pids.at(-1) ?? 0;
  const before = performance.now();
  await office.close();
  expect(isAlive(pid)).toBe(false);
  // It was asked, not waited out and killed.
  expect(performance.now() - before).toBeLessThan(5000);
});

test('an office that asks for the way is told what the system knows, once for each question', async () => {
  const heard: unknown[] = [];
  const posted: unknown[] = [];
  const asked: string[] = [];
  office = startOfficeProcess<MessagePortMain>({
    config: officeConfig(),
    storeKey: '0'.repeat(64),
    version: '0.0.0',
    launch() {
      const launched = forks.launch('office');
      return {
        ...launched,
        post: (body, ports) => {
          posted.push(body);
          launched.post(body as never, ports);
        },
        onControl: (listener) => {
          heard.push(listener);
          launched.onControl(listener);
        },
      };
    },
    makeChannel,
    log: () => undefined,
    async findProxy(url) {
      asked.push(url);
      if (url.includes('nowhere')) throw new Error('no such file');
      return 'PROXY proxy.ejemplo.invalid:3128; DIRECT';
    },
  });
  await office.call('settings.read', {});
  const hear = heard[0] as (body: unknown) => void;
  hear({ kind: 'proxyWanted', id: 1, url: 'https://registro.ejemplo.invalid' });
  hear({ kind: 'proxyWanted', id: 2, url: 'https://nowhere.ejemplo.invalid' });
  hear({ kind: 'proxyWanted', id: 'x', url: 3 });
  await eventually(() =>
    expect(posted.filter((body) => (body as { kind: string }).kind === 'proxyFound')).toEqual([
      { kind: 'proxyFound', id: 1, rule: 'PROXY proxy.ejemplo.invalid:3128; DIRECT' },
      { kind: 'proxyFound', id: 2, rule: null },
    ]),
  );
  expect(asked).toEqual(['https://registro.ejemplo.invalid', 'https://nowhere.ejemplo.invalid']);
  expect(posted[0]).toMatchObject({ kind: 'open', knowsProxies: true });
});
