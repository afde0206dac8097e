import { chmodSync, copyFileSync, existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  believeCheckpoint,
  emptyRoot,
  extendsHistory,
  keyRings,
  leafHash,
  mightSign,
  openKeyHistory,
  receiptKeysOf,
  writeCheckpoint,
} from '../../../src/proof/index.ts';
import { type LogSigner, openLogSigner, rootKeyFile, rotateReceiptKey } from '../../../src/repository/log/keys.ts';
import { RegisterError } from '../../../src/repository/refusal.ts';

const root = mkdtempSync(join(tmpdir(), 'fojas-keys-'));
let next = 0;
const fresh = () => mkdtempSync(join(root, `${next++}-`));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const at = new Date('2026-11-22T12:00:00.000Z');
const checkpointBy = (signer: LogSigner, size: number): string =>
  writeCheckpoint({ origin: signer.origin, size, root: size === 0 ? emptyRoot : leafHash('x') }, signer.key, (text) =>
    signer.signNote(text),
  );

describe('keys that change', () => {
  it('are vouched for by the first one, which stays pinned', () => {
    const dir = fresh();
    const first = openLogSigner(dir);
    expect(first.history).toBeNull();
    const { retired, key, rootMoved } = rotateReceiptKey(dir, { size: 10, at });
    const second = openLogSigner(dir);
    expect([retired.kid, key.kid, rootMoved]).toEqual([first.key.kid, second.key.kid, true]);
    expect([second.root.kid, second.origin]).toEqual([first.key.kid, first.origin]);
    rotateReceiptKey(dir, { size: 20, at });
    const third = openLogSigner(dir);
    expect(third.keys.map(({ kid }) => kid)).toEqual([first.key.kid, second.key.kid, third.key.kid]);

    const pinned = [first.key];
    const [older, newer] = [second, third].map(({ history }) => openKeyHistory(history!, pinned)!);
    expect(extendsHistory(older!, newer!)).toBe(true);
    expect(extendsHistory(newer!, older!)).toBe(false);
    expect(openKeyHistory(third.history!, [second.key])).toBeNull();
    expect(receiptKeysOf(pinned, newer!)).toHaveLength(3);
  });

  it('count only for what they signed in their time', () => {
    const dir = fresh();
    const first = openLogSigner(dir);
    rotateReceiptKey(dir, { size: 10, at });
    const second = openLogSigner(dir);
    const rings = keyRings([first.key], openKeyHistory(second.history!, [first.key]));
    expect(believeCheckpoint(checkpointBy(first, 10), rings)?.size).toBe(10);
    expect(believeCheckpoint(checkpointBy(first, 11), rings)).toBeNull();
    expect(believeCheckpoint(checkpointBy(second, 11), rings)?.size).toBe(11);
    expect([9, 10].map((index) => mightSign(rings, first.key.kid, index))).toEqual([true, false]);
    expect([9, 10].map((index) => mightSign(rings, second.key.kid, index))).toEqual([true, true]);
    expect(mightSign(rings, openLogSigner(fresh()).key.kid, 0)).toBe(false);
  });

  it('believe no checkpoint that is altered, of another log, or of an unknown key', () => {
    const [here, elsewhere] = [openLogSigner(fresh()), openLogSigner(fresh())];
    const rings = keyRings([here.key], null);
    const text = checkpointBy(here, 7);
    expect(believeCheckpoint(text, rings)?.size).toBe(7);
    for (const wrong of [
      text.replace('\n7\n', '\n8\n'),
      text.replace(/\n$/, ''),
      `${text}more\n`,
      checkpointBy(elsewhere, 7),
      checkpointBy({ ...elsewhere, origin: here.origin }, 7),
      '',
    ])
      expect(believeCheckpoint(wrong, rings)).toBeNull();
  });

  it('are given out by the root alone, wherever it lies', () => {
    const dir = fresh();
    rotateReceiptKey(dir, { size: 1, at });
    const safe = join(fresh(), 'root.pem');
    renameSync(join(dir, rootKeyFile), safe);
    expect(() => rotateReceiptKey(dir, { size: 2, at, rootFile: join(dir, 'nowhere.pem') })).toThrow();
    const other = fresh();
    openLogSigner(other);
    expect(() => rotateReceiptKey(dir, { size: 2, at, rootFile: join(other, 'receipt-key.pem') })).toThrow(
      RegisterError,
    );
    const { rootMoved } = rotateReceiptKey(dir, { size: 2, at, rootFile: safe });
    expect([rootMoved, openLogSigner(dir).keys.length]).toEqual([false, 3]);
  });

  it('are the old or the new one, whenever the change breaks off', () => {
    const dir = fresh();
    const before = openLogSigner(dir).key.kid;
    const kept = join(fresh(), 'receipt-key.pem');
    copyFileSync(join(dir, 'receipt-key.pem'), kept);
    const { key } = rotateReceiptKey(dir, { size: 1, at });
    // Broken off after the history was written: the new key waits.
    renameSync(join(dir, 'receipt-key.pem'), join(dir, 'receipt-key.next.pem'));
    copyFileSync(kept, join(dir, 'receipt-key.pem'));
    expect(openLogSigner(dir).key.kid).toBe(key.kid);
    // Broken off before: nothing was promised with the key that waits.
    const early = fresh();
    openLogSigner(early);
    copyFileSync(kept, join(early, 'receipt-key.next.pem'));
    chmodSync(join(early, 'receipt-key.next.pem'), 0o600);
    expect(openLogSigner(early).key.kid).not.toBe(before);
    expect(existsSync(join(early, 'receipt-key.next.pem'))).toBe(false);
  });

  it('are not taken from a history that the root did not sign', () => {
    const dir = fresh();
    rotateReceiptKey(dir, { size: 1, at });
    const other = fresh();
    rotateReceiptKey(other, { size: 1, at });
    copyFileSync(join(other, 'receipt-keys.jws'), join(dir, 'receipt-keys.jws'));
    expect(() => openLogSigner(dir)).toThrow(RegisterError);
    writeFileSync(join(dir, 'receipt-keys.jws'), 'x.y.z');
    expect(() => openLogSigner(dir)).toThrow(RegisterError);
  });
});
