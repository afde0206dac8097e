import pg from 'pg';
import { type Bells, createBells } from '../bells.ts';
import { type PostgresDatabase, addressOf } from './database.ts';

export interface NodeBells extends Bells {
  /** Rings here at once, and soon at the other nodes. Called when the transaction is over. */
  tell(officeId: string): void;
  close(): Promise<void>;
}

export interface NodeBellsOptions {
  /** How long news are gathered before the other nodes are told of them in one word, in milliseconds. */
  readonly gatherMs?: number;
  /** How often a node looks by itself, for what no word came of, in milliseconds. */
  readonly lookMs?: number;
}

const channel = 'fojas_news';
/** A word holds at most 8000 bytes; beyond so many offices it says "all". */
const mostOffices = 50;

/**
 * Bells between the nodes of one database. The word goes out after the transaction, not in it: NOTIFY inside of one makes the commits
 * of a whole server wait for each other. A word that is lost (the node died in between) is made good by looking every few seconds.
 */
export function nodeBells(database: PostgresDatabase, options: NodeBellsOptions = {}): NodeBells {
  const { gatherMs = 20, lookMs = 5_000 } = options;
  const bells = createBells();
  const watched = new Map<string, number>();
  /** How far each office's feed was when it was last looked at. */
  const seen = new Map<string, number>();
  const news = new Set<string>();
  let gathering: NodeJS.Timeout | null = null;
  let closed = false;
  let listener: pg.Client | null = null;
  const ringAll = (): void => [...watched.keys()].forEach((officeId) => bells.ring(officeId));

  const send = async (): Promise<void> => {
    gathering = null;
    const offices = [...news];
    news.clear();
    const word = offices.length > mostOffices ? '*' : JSON.stringify(offices);
    // Where nobody answers, the others look by themselves.
    await database.run('SELECT pg_notify($1, $2)', channel, word.length > 7_000 ? '*' : word).catch(() => undefined);
  };
  const heard = (word: string): void => {
    if (word === '*') return ringAll();
    for (const officeId of JSON.parse(word) as string[]) bells.ring(officeId);
  };
  const listen = async (): Promise<void> => {
    if (closed || listener) return;
    const client = new pg.Client({ ...addressOf(database.url), keepAlive: true, application_name: 'fojas-bells' });
    client.on('notification', ({ payload }) => heard(payload ?? '*'));
    client.on('error', () => (listener = null));
    client.on('end', () => (listener = null));
    listener = client;
    try {
      await client.connect();
      await client.query(`LISTEN ${channel}`);
      // What was said while nobody listened.
      ringAll();
    } catch {
      listener = null;
      await client.end().catch(() => undefined);
    }
  };
  const look = async (): Promise<void> => {
    await listen();
    if (watched.size === 0) return;
    const rows = await database.all<{ office_id: string; last_seq: number }>(
      'SELECT office_id, last_seq FROM feed_places WHERE office_id = ANY($1)',
      [...watched.keys()],
    );
    for (const { office_id: officeId, last_seq: seq } of rows) {
      if (seq > (seen.get(officeId) ?? -1)) bells.ring(officeId);
      seen.set(officeId, seq);
    }
  };
  let looking: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    looking = look().catch(() => undefined);
  }, lookMs);
  timer.unref();
  looking = listen();

  return {
    ring: (officeId) => bells.ring(officeId),
    listen(officeId, ring) {
      watched.set(officeId, (watched.get(officeId) ?? 0) + 1);
      const stop = bells.listen(officeId, ring);
      let stopped = false;
      return () => {
        if (stopped) return;
        stopped = true;
        stop();
        const left = (watched.get(officeId) ?? 1) - 1;
        if (left === 0) watched.delete(officeId);
        else watched.set(officeId, left);
      };
    },
    tell(officeId) {
      bells.ring(officeId);
      if (closed) return;
      news.add(officeId);
      gathering ??= setTimeout(() => void send(), gatherMs);
    },
    async close() {
      closed = true;
      clearInterval(timer);
      if (gathering) clearTimeout(gathering);
      await looking;
      if (news.size > 0) await send();
      const client = listener;
      listener = null;
      await client?.end();
    },
  };
}
