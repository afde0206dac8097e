/** Commits for many: one wait for the disk, and each errand answered by itself. */
import Database from 'better-sqlite3-multiple-ciphers';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keepStatements } from '../../src/repository/register/statements.ts';
import { commitsAlone, commitsTogether } from '../../src/repository/register/together.ts';
import { createTurns } from '../../src/repository/queue.ts';

let dir: string;
let db: Database.Database;
const said: string[] = [];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'fojas-together-'));
  said.length = 0;
  db = new Database(join(dir, 'a.db'), { verbose: (line) => said.push(String(line)) });
  db.pragma('journal_mode = WAL');
  keepStatements(db);
  db.exec('CREATE TABLE rows (name TEXT PRIMARY KEY, body TEXT)');
});
afterEach(() => {
  db.close();
  rmSync(dir, { recursive: true, force: true });
});

const put =
  (name: string, body = '') =>
  () =>
    db.prepare('INSERT INTO rows VALUES (?, ?)').run(name, body).lastInsertRowid;
const names = (in_: Database.Database): string[] =>
  (in_.prepare('SELECT name FROM rows ORDER BY name').all() as { name: string }[]).map(({ name }) => name);

describe('errands that come together', () => {
  it('are written with one commit', async () => {
    const { atOnce } = commitsTogether(db);
    expect(await Promise.all([atOnce(put('a')), atOnce(put('b')), atOnce(put('c'))])).toEqual([1, 2, 3]);
    expect(said.filter((line) => line === 'COMMIT')).toHaveLength(1);
    expect(names(db)).toEqual(['a', 'b', 'c']);
  });

  it('are written with more commits where they are many', async () => {
    const { atOnce } = commitsTogether(db, 2);
    await Promise.all(['a', 'b', 'c', 'd', 'e'].map((name) => atOnce(put(name))));
    expect(said.filter((line) => line === 'COMMIT')).toHaveLength(3);
  });

  it('are answered when another reader sees them, and not before', async () => {
    const { atOnce } = commitsTogether(db);
    const other = new Database(join(dir, 'a.db'), { readonly: true });
    const seen = await Promise.all(['a', 'b'].map((name) => atOnce(put(name)).then(() => names(other))));
    expect(seen).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
    other.close();
  });

  it('fail each for itself, leaving nothing of their own behind', async () => {
    const { atOnce } = commitsTogether(db);
    const half = (): void => {
      put('half')();
      throw new Error('thought better of it');
    };
    const ended = await Promise.allSettled([atOnce(put('a')), atOnce(half), atOnce(put('a')), atOnce(put('b'))]);
    expect(ended.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
    expect(names(db)).toEqual(['a', 'b']);
  });

  it('are kept as far as there is room, and the others are told', async () => {
    db.pragma(`max_page_count = ${(db.pragma('page_count', { simple: true }) as number) + 8}`);
    const { atOnce } = commitsTogether(db);
    const big = 'x'.repeat(50_000);
    const ended = await Promise.allSettled([atOnce(put('a')), atOnce(put('large', big)), atOnce(put('b'))]);
    expect(ended.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(ended[1]).toMatchObject({ reason: { code: 'SQLITE_FULL' } });
    expect(names(db)).toEqual(['a', 'b']);
  });

  it('are written before the register closes', async () => {
    const { atOnce, flush } = commitsTogether(db);
    const waits = atOnce(put('a'));
    flush();
    expect(names(db)).toEqual(['a']);
    expect(await waits).toBe(1);
  });

  it('are each done before the call returns, where somebody counts on that', () => {
    void commitsAlone(db).atOnce(put('a'));
    expect(names(db)).toEqual(['a']);
  });
});

describe('statements', () => {
  it('are compiled once, and are others for other texts', () => {
    expect(db.prepare('SELECT 1')).toBe(db.prepare('SELECT 1'));
    expect(db.prepare('SELECT 2').get()).toEqual({ '2': 2 });
  });

  it('give rows again to whoever comes after one who wanted values', () => {
    expect(db.prepare('SELECT 1').pluck().get()).toBe(1);
    expect(db.prepare('SELECT 1').get()).toEqual({ '1': 1 });
  });
});

describe('turns', () => {
  it('come one after the other for one name, and side by side for different ones', async () => {
    const turnOf = createTurns();
    const order: string[] = [];
    const errand = (name: string) => async () => {
      order.push(`${name} begins`);
      await new Promise((resolve) => setImmediate(resolve));
      order.push(`${name} ends`);
    };
    await Promise.all([turnOf('x', errand('x1')), turnOf('x', errand('x2')), turnOf('y', errand('y'))]);
    expect(order.indexOf('x2 begins')).toBeGreaterThan(order.indexOf('x1 ends'));
    expect(order.indexOf('y begins')).toBeLessThan(order.indexOf('x1 ends'));
  });

  it('go on behind one that failed', async () => {
    const turnOf = createTurns();
    const failing = turnOf('x', () => Promise.reject(new Error('no')));
    await expect(Promise.all([failing, turnOf('x', async () => 'yes')])).rejects.toThrow('no');
    expect(await turnOf('x', async () => 'yes')).toBe('yes');
  });
});
