import { expect, test, vi } from 'vitest';
import { End, MessageChannelMain, MessagePortMain } from '../../../tools/electron-on-chromium/message-ports.ts';
import { Relay, type RelayMessage } from '../../../tools/electron-on-chromium/relay.ts';

function listen(port: MessagePortMain): { messages: unknown[]; ports: MessagePortMain[]; closed: number } {
  const heard = { messages: [] as unknown[], ports: [] as MessagePortMain[], closed: 0 };
  port.on('message', ({ data, ports }: { data: unknown; ports: MessagePortMain[] }) => {
    heard.messages.push(data);
    heard.ports.push(...ports);
  });
  port.on('close', () => heard.closed++);
  port.start();
  return heard;
}
const later = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 5 });

/** Hands a port over a border, as a process does: the number travels with a message of its own. */
function cross(from: Relay, to: Relay, port: MessagePortMain): Promise<MessagePortMain> {
  return new Promise((resolve) => {
    from.give([port.detach()], ([number]) => setImmediate(() => resolve(new MessagePortMain(to.take(number!)))));
  });
}

/** Two relays joined as by a wire that copies, one turn later, as a process border does. */
function makeBorder(): { left: Relay; right: Relay; sent: RelayMessage[] } {
  const sent: RelayMessage[] = [];
  const across = (other: () => Relay) => (message: RelayMessage) => {
    sent.push(message);
    const copy = structuredClone(message);
    setImmediate(() => other().receive(copy));
  };
  const left: Relay = new Relay(
    'odd',
    across(() => right),
  );
  const right: Relay = new Relay(
    'even',
    across(() => left),
  );
  return { left, right, sent };
}

test('messages wait until the port is started, come in order, and are copies', async () => {
  const { port1, port2 } = new MessageChannelMain();
  const sent = { n: 1 };
  port1.postMessage(sent);
  sent.n = 2;
  port1.postMessage(sent);
  const heard = listen(port2);
  await later(() => expect(heard.messages).toEqual([{ n: 1 }, { n: 2 }]));
});

test('closing one end closes the other, once, after what was said before', async () => {
  const { port1, port2 } = new MessageChannelMain();
  port1.postMessage('last word');
  port1.close();
  const heard = listen(port2);
  await later(() => expect(heard.closed).toBe(1));
  expect(heard.messages).toEqual(['last word']);
  port2.postMessage('into the void');
  port1.close();
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(heard.closed).toBe(1);
});

test('a port that was given away is of no more use, and cannot carry itself', () => {
  const { port1, port2 } = new MessageChannelMain();
  const other = new MessageChannelMain();
  port1.postMessage('take this', [other.port1]);
  expect(() => port1.postMessage('again', [other.port1])).toThrow(/neutered/);
  expect(() => port2.postMessage('me', [port2])).toThrow(/source port/);
});

test('a port crosses a border with what already waits in it', async () => {
  const { left, right } = makeBorder();
  const { port1, port2 } = new MessageChannelMain();
  port1.postMessage('early');
  const there = await cross(left, right, port2);
  const heard = listen(there);
  const back = listen(port1);
  there.postMessage('hello');
  port1.postMessage(new Uint8Array([1]));
  await later(() => expect(heard.messages).toEqual(['early', new Uint8Array([1])]));
  await later(() => expect(back.messages).toEqual(['hello']));
});

test('a port crosses inside a message of another port, and on over a second border', async () => {
  const first = makeBorder();
  const second = makeBorder();
  const outer = new MessageChannelMain();
  const inner = new MessageChannelMain();
  const there = await cross(first.left, first.right, outer.port2);
  const farther = await cross(second.left, second.right, there);
  const heard = listen(farther);
  outer.port1.postMessage('with a port', [inner.port2]);
  await later(() => expect(heard.ports).toHaveLength(1));
  const far = listen(heard.ports[0]!);
  const near = listen(inner.port1);
  inner.port1.postMessage('far away');
  heard.ports[0]!.postMessage('and back');
  await later(() => expect([far.messages, near.messages]).toEqual([['far away'], ['and back']]));
});

test('closing on either side of a border is heard on the other', async () => {
  const { left, right } = makeBorder();
  const a = new MessageChannelMain();
  const b = new MessageChannelMain();
  const thereA = await cross(left, right, a.port2);
  const thereB = await cross(left, right, b.port2);
  const [heardA, heardB] = [listen(thereA), listen(thereB)];
  const [nearA, nearB] = [listen(a.port1), listen(b.port1)];
  a.port1.close();
  thereB.close();
  await later(() => expect([heardA.closed, nearB.closed]).toEqual([1, 1]));
  await later(() => expect([nearA.closed, heardB.closed]).toEqual([1, 1]));
});

test('when the other side is gone, all that it held is closed', async () => {
  const { left } = makeBorder();
  const { port1, port2 } = new MessageChannelMain();
  left.give([port2.detach()], () => undefined);
  const heard = listen(port1);
  left.closeAll();
  await later(() => expect(heard.closed).toBe(1));
  // Late news of a port that is gone is no news.
  left.receive({ kind: 'letter', port: 1, data: 'late', ports: [] });
  left.receive({ kind: 'closed', port: 99 });
});

test('an end may be closed before anybody receives', () => {
  const [a, b] = End.pair();
  a.post({ data: 1, ports: [] });
  a.close();
  const seen: unknown[] = [];
  b.receive({ message: ({ data }) => seen.push(data), close: () => seen.push('closed') });
  expect(seen).toEqual([1, 'closed']);
});
