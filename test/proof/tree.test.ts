import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  type Hash,
  type TreeNode,
  completedBy,
  consistencyPlan,
  emptyRoot,
  holdsConsistency,
  holdsInclusion,
  inclusionPlan,
  leafHash,
  nodeHash,
  proofFrom,
  rootNodes,
  rootOf,
} from '../../src/proof/index.ts';

const sha256 = (...parts: Uint8Array[]): Buffer =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();

/** RFC 9162 §2.1.1 and §2.1.3.1, §2.1.4.1, word for word: slow, and nothing in it is shared with what is tested. */
const power = (n: number): number => {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
};
const mth = (d: string[]): Buffer => {
  if (d.length === 0) return sha256();
  if (d.length === 1) return sha256(Uint8Array.of(0), Buffer.from(d[0]!));
  const k = power(d.length);
  return sha256(Uint8Array.of(1), mth(d.slice(0, k)), mth(d.slice(k)));
};
const path = (m: number, d: string[]): Buffer[] => {
  if (d.length === 1) return [];
  const k = power(d.length);
  return m < k ? [...path(m, d.slice(0, k)), mth(d.slice(k))] : [...path(m - k, d.slice(k)), mth(d.slice(0, k))];
};
const subproof = (m: number, d: string[], b: boolean): Buffer[] => {
  if (m === d.length) return b ? [] : [mth(d)];
  const k = power(d.length);
  return m <= k
    ? [...subproof(m, d.slice(0, k), b), mth(d.slice(k))]
    : [...subproof(m - k, d.slice(k), false), mth(d.slice(0, k))];
};

const entries = (n: number): string[] => Array.from({ length: n }, (_, i) => `entry ${i}`);
/** Whole subtrees as the repository stores them: each when its last leaf comes. */
const storeOf = (d: string[]) => {
  const stored = new Map<string, Hash>();
  const at = ({ level, index }: TreeNode): Hash => {
    const hash = stored.get(`${level}/${index}`);
    if (!hash) throw new Error(`not stored: ${level}/${index}`);
    return hash;
  };
  for (const [n, entry] of d.entries()) {
    stored.set(`0/${n}`, leafHash(entry));
    for (const { level, index } of completedBy(n)) {
      const [left, right] = [index * 2, index * 2 + 1].map((child) => at({ level: level - 1, index: child }));
      stored.set(`${level}/${index}`, nodeHash(left!, right!));
    }
  }
  return async (nodes: readonly TreeNode[]) => nodes.map(at);
};
const hex = (hashes: readonly Uint8Array[]): string[] => hashes.map((hash) => Buffer.from(hash).toString('hex'));
const sizes = fc.integer({ min: 1, max: 300 });

describe('the tree of the log', () => {
  it('hashes as RFC 9162 defines', () => {
    // Known values of Certificate Transparency's tree: the empty tree, and the leaf without content.
    expect(hex([emptyRoot, leafHash('')])).toEqual([
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    ]);
  });

  it('has the root that the definition gives', async () => {
    for (let n = 0; n <= 70; n += 1) {
      const read = storeOf(entries(n));
      expect(hex([rootOf(await read(rootNodes(n)))])).toEqual(hex([mth(entries(n))]));
    }
  });

  it('proves each leaf as the definition does, and the proof holds for it alone', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(), fc.nat(), async (size, a, b) => {
        const [index, other] = [a % size, b % (size + 1)];
        const d = entries(size);
        const proof = await proofFrom(inclusionPlan(index, size), storeOf(d));
        expect(hex(proof)).toEqual(hex(path(index, d)));
        const head = { size, root: mth(d) };
        expect(holdsInclusion({ ...head, index }, leafHash(d[index]!), proof)).toBe(true);
        if (other !== index) expect(holdsInclusion({ ...head, index: other }, leafHash(d[index]!), proof)).toBe(false);
        expect(holdsInclusion({ ...head, index }, leafHash('another'), proof)).toBe(false);
        expect(holdsInclusion({ ...head, index }, leafHash(d[index]!), [...proof, emptyRoot])).toBe(false);
        if (proof.length > 0)
          expect(holdsInclusion({ ...head, index }, leafHash(d[index]!), proof.slice(1))).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  it('proves that a tree grew, as the definition does, and no changed one passes', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(), fc.nat(), async (size, a, b) => {
        const from = 1 + (a % size);
        const d = entries(size);
        const proof = await proofFrom(consistencyPlan(from, size), storeOf(d));
        expect(hex(proof)).toEqual(hex(subproof(from, d, true)));
        const earlier = { size: from, root: mth(d.slice(0, from)) };
        const later = { size, root: mth(d) };
        expect(holdsConsistency(earlier, later, proof)).toBe(true);
        const rewritten = d.with(b % from, 'another');
        const lie = { size, root: mth(rewritten) };
        const itsProof = await proofFrom(consistencyPlan(from, size), storeOf(rewritten));
        expect(holdsConsistency(earlier, lie, itsProof)).toBe(false);
        expect(holdsConsistency(earlier, lie, proof)).toBe(false);
        expect(holdsConsistency(earlier, later, [...proof, emptyRoot])).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  it('knows no tree that shrank, and nothing before the first leaf', () => {
    const [two, three] = [2, 3].map((size) => ({ size, root: mth(entries(size)) }));
    expect(holdsConsistency(three!, two!, [])).toBe(false);
    expect(holdsConsistency({ size: 0, root: emptyRoot }, two!, [])).toBe(true);
    expect(holdsConsistency({ size: 0, root: mth(entries(1)) }, two!, [])).toBe(false);
    expect(holdsConsistency({ size: Number.NaN, root: emptyRoot }, two!, [])).toBe(false);
    expect(() => inclusionPlan(2, 2)).toThrow(RangeError);
    expect(() => consistencyPlan(3, 2)).toThrow(RangeError);
  });

  it('stands for numbers beyond 32 bits', () => {
    const size = 2 ** 40 + 1;
    expect(rootNodes(size)).toEqual([
      { level: 40, index: 0 },
      { level: 0, index: 2 ** 40 },
    ]);
    expect(inclusionPlan(2 ** 40, size)).toEqual([[{ level: 40, index: 0 }]]);
    expect(completedBy(2 ** 40 - 1).at(-1)).toEqual({ level: 40, index: 0 });
  });
});
