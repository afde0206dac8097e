import { describe, expect, it } from 'vitest';
import { muxChannel, type Wire } from '../../src/contract/channel.ts';
import { createPortPair, type Port } from '../../src/contract/port.ts';
import type { Muxed } from '../../src/contract/processes.ts';

const wireOf = (port: Port): Wire => ({
  send: (message) => port.send(message),
  onMessage: (run) => void port.onMessage(run),
  onClose: (run) => void port.onClose(run),
});
function joined() {
  const [a, b] = createPortPair();
  return { a, b, parent: muxChannel(wireOf(a), 'odd'), child: muxChannel(wireOf(b), 'even') };
}
const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('several ports over one wire', () => {
  it('hands over a port with a control message and carries data both ways', async () => {
    const { parent, child } = joined();
    const heard: unknown[] = [];
    child.onControl((body, port) => {
      heard.push(body);
      port?.onMessage((message) => port.send({ echo: message }));
    });
    const near = parent.sendWithPort({ kind: 'windowPort' });
    const back: unknown[] = [];
    near.onMessage((message) => back.push(message));
    near.send(new Uint8Array([1, 2]));
    await settle();
    expect(heard).toEqual([{ kind: 'windowPort' }]);
    expect(back).toEqual([{ echo: new Uint8Array([1, 2]) }]);
  });

  it('keeps messages that arrive before anybody listens', async () => {
    const { parent, child } = joined();
    const near = parent.sendWithPort({ kind: 'officePort' });
    near.send('early');
    await settle();
    const heard: unknown[] = [];
    child.onControl((_body, port) => port?.onMessage((message) => heard.push(message)));
    await settle();
    expect(heard).toEqual(['early']);
  });

  it('closes one port without the others, and all when the wire goes', async () => {
    const { a, parent, child } = joined();
    const far: Port[] = [];
    child.onControl((_body, port) => port && far.push(port));
    const first = parent.sendWithPort({ kind: 'officePort' });
    parent.sendWithPort({ kind: 'officePort' });
    await settle();
    const closed: string[] = [];
    far[0]!.onClose(() => closed.push('first'));
    far[1]!.onClose(() => closed.push('second'));
    first.close();
    await settle();
    expect(closed).toEqual(['first']);
    a.close();
    await settle();
    expect(closed).toEqual(['first', 'second']);
  });

  it('ignores what is not of its protocol', async () => {
    const { a, parent, child } = joined();
    const heard: unknown[] = [];
    child.onControl((body) => heard.push(body));
    for (const noise of [null, 'x', { kind: 'data', port: 0 }, { kind: 'control', body: { kind: 'rm' }, port: null }])
      a.send(noise as Muxed);
    parent.send({ kind: 'close' });
    await settle();
    expect(heard).toEqual([{ kind: 'close' }]);
  });
});
