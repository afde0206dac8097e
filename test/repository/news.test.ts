import { EventEmitter } from 'node:events';
import type { FastifyRequest } from 'fastify';
import { describe, expect, it } from 'vitest';
import { createBells } from '../../src/repository/register/bells.ts';
import type { Register } from '../../src/repository/register/port.ts';
import { newsAfter } from '../../src/repository/routes/news.ts';

const empty = { events: [], cursor: '', more: false };
const query = { office: 'ufi-7', cursor: '', limit: 10, wait: 50 };

function waitingRoom(feed: Register['feed'] = async () => empty) {
  const bells = createBells();
  let listening = 0;
  const watch: Register['watch'] = (office, ring) => {
    const stop = bells.listen(office, ring);
    listening += 1;
    return () => {
      listening -= 1;
      stop();
    };
  };
  const socket = Object.assign(new EventEmitter(), { destroyed: false });
  const request = { raw: { socket } } as unknown as FastifyRequest;
  return {
    bells,
    socket,
    listening: () => listening,
    wait: () => newsAfter({ feed, watch } as Register, request, query),
  };
}

describe('waiting for news', () => {
  it('ends with the connection of who waited, and leaves nothing behind', async () => {
    const room = waitingRoom();
    const waiting = room.wait();
    await new Promise((resolve) => setImmediate(resolve));
    expect([room.listening(), room.socket.listenerCount('close')]).toEqual([1, 1]);
    room.socket.destroyed = true;
    room.socket.emit('close');
    expect(await waiting).toBe(empty);
    expect([room.listening(), room.socket.listenerCount('close')]).toEqual([0, 0]);
  });

  it('goes on after a bell that rang for nothing, and hears none of another office', async () => {
    let page: typeof empty = empty;
    let looked = 0;
    const room = waitingRoom(async () => {
      looked += 1;
      return page;
    });
    const waiting = room.wait();
    const soon = () => new Promise((resolve) => setTimeout(resolve, 20));
    await soon();
    room.bells.ring('ufi-7');
    await soon();
    room.bells.ring('otra');
    await soon();
    expect(looked).toBe(2);
    page = { ...empty, events: [{ kind: 'case' }] as never };
    room.bells.ring('ufi-7');
    expect((await waiting)?.events).toHaveLength(1);
    expect(room.listening()).toBe(0);
  });
});
