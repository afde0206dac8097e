import { createHash } from 'node:crypto';

/** The tree of RFC 9162 §2.1 over SHA-256. Leaves are numbered from 0; a hash is 32 bytes. */
export type Hash = Uint8Array;

/** A whole subtree: the 2^level leaves from `index` · 2^level on. Level 0 is a leaf. */
export interface TreeNode {
  readonly level: number;
  readonly index: number;
}

/** Leaves `begin` up to, without, `end`. */
interface Span {
  readonly begin: number;
  readonly end: number;
}

const sha256 = (...parts: readonly Uint8Array[]): Hash => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
};

/** RFC 9162 §2.1.1: SHA-256(0x00 ‖ entry). The entry of this log is a statement's JWS, as text (UTF-8). */
export function leafHash(entry: string): Hash {
  return sha256(Uint8Array.of(0), Buffer.from(entry, 'utf8'));
}

/** RFC 9162 §2.1.1: SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(left: Hash, right: Hash): Hash {
  return sha256(Uint8Array.of(1), left, right);
}

/** The root over no leaves. */
export const emptyRoot: Hash = sha256();

/** The whole subtrees that together are the tree over `size` leaves, from the left. */
export function rootNodes(size: number): readonly TreeNode[] {
  return wholeParts({ begin: 0, end: size });
}

/** The root from the hashes of `rootNodes`. */
export function rootOf(hashes: readonly Hash[]): Hash {
  return hashes.length === 0 ? emptyRoot : fold(hashes);
}

/** What a proof is made of: for each of its hashes, the whole subtrees under it. `proofFrom` makes the proof of them. */
export type ProofPlan = readonly (readonly TreeNode[])[];

/** That leaf `index` is in the tree of `size` leaves (RFC 9162 §2.1.3.1). */
export function inclusionPlan(index: number, size: number): ProofPlan {
  if (!(index >= 0 && index < size)) throw new RangeError(`no leaf ${index} among ${size}`);
  const spans: Span[] = [];
  let [begin, end] = [0, size];
  while (end - begin > 1) {
    const middle = begin + largestPowerBelow(end - begin);
    if (index < middle) {
      spans.unshift({ begin: middle, end });
      end = middle;
    } else {
      spans.unshift({ begin, end: middle });
      begin = middle;
    }
  }
  return spans.map(wholeParts);
}

/** That the tree of `to` leaves begins with the tree of `from` leaves (RFC 9162 §2.1.4.1). Empty where they are equal, or `from` is 0. */
export function consistencyPlan(from: number, to: number): ProofPlan {
  if (!(from >= 0 && from <= to)) throw new RangeError(`${from} is not up to ${to}`);
  if (from === 0 || from === to) return [];
  const spans: Span[] = [];
  let [begin, end, known] = [0, to, true];
  while (end !== from) {
    const middle = begin + largestPowerBelow(end - begin);
    if (from <= middle) {
      spans.unshift({ begin: middle, end });
      end = middle;
    } else {
      spans.unshift({ begin, end: middle });
      begin = middle;
      known = false;
    }
  }
  if (!known) spans.unshift({ begin, end });
  return spans.map(wholeParts);
}

/** The hashes of a proof, from those of the plan's subtrees. */
export async function proofFrom(
  plan: ProofPlan,
  read: (nodes: readonly TreeNode[]) => Promise<readonly Hash[]>,
): Promise<readonly Hash[]> {
  const hashes = await read(plan.flat());
  let at = 0;
  return plan.map((nodes) => fold(hashes.slice(at, (at += nodes.length))));
}

/** RFC 9162 §2.1.3.2. */
export function holdsInclusion(
  { index, size, root }: { readonly index: number; readonly size: number; readonly root: Hash },
  leaf: Hash,
  proof: readonly Hash[],
): boolean {
  if (!isPlace(index, size)) return false;
  let [fn, sn, hash] = [index, size - 1, leaf];
  for (const part of proof) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      hash = nodeHash(part, hash);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      hash = nodeHash(hash, part);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && same(hash, root);
}

export interface TreeHead {
  readonly size: number;
  readonly root: Hash;
}

/** Whether `later` only adds leaves behind those of `earlier` (RFC 9162 §2.1.4.2). */
export function holdsConsistency(earlier: TreeHead, later: TreeHead, proof: readonly Hash[]): boolean {
  if (!(Number.isSafeInteger(earlier.size) && earlier.size >= 0 && earlier.size <= later.size)) return false;
  if (earlier.size === later.size) return proof.length === 0 && same(earlier.root, later.root);
  if (earlier.size === 0) return proof.length === 0 && same(earlier.root, emptyRoot);
  const parts = isPower(earlier.size) ? [earlier.root, ...proof] : [...proof];
  const first = parts.shift();
  if (first === undefined) return false;
  let [fn, sn] = [earlier.size - 1, later.size - 1];
  while (fn % 2 === 1) [fn, sn] = [half(fn), half(sn)];
  let [fr, sr] = [first, first];
  for (const part of parts) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      [fr, sr] = [nodeHash(part, fr), nodeHash(part, sr)];
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      sr = nodeHash(sr, part);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && same(fr, earlier.root) && same(sr, later.root);
}

/** The whole subtrees above leaf `index` that are complete with it, from below: what appending it adds to the tree. */
export function completedBy(index: number): readonly TreeNode[] {
  const nodes: TreeNode[] = [];
  for (let [level, at] = [0, index]; at % 2 === 1;) {
    [level, at] = [level + 1, half(at)];
    nodes.push({ level, index: at });
  }
  return nodes;
}

const half = (n: number): number => Math.floor(n / 2);
const same = (a: Hash, b: Hash): boolean => Buffer.compare(a, b) === 0;
const isPlace = (index: number, size: number): boolean =>
  Number.isSafeInteger(size) && Number.isSafeInteger(index) && index >= 0 && index < size;

function isPower(n: number): boolean {
  let power = 1;
  while (power < n) power *= 2;
  return power === n;
}

/** The largest power of two smaller than n; n is at least 2. */
function largestPowerBelow(n: number): number {
  let power = 1;
  while (power * 2 < n) power *= 2;
  return power;
}

function wholeParts({ begin, end }: Span): readonly TreeNode[] {
  const nodes: TreeNode[] = [];
  for (let at = begin; at < end;) {
    let level = 0;
    while (at + 2 ** (level + 1) <= end) level += 1;
    nodes.push({ level, index: at / 2 ** level });
    at += 2 ** level;
  }
  return nodes;
}

/** Of the whole parts of one span, from the left: the last is the smallest, so they join from the right. */
function fold(hashes: readonly Hash[]): Hash {
  return hashes.reduceRight((right, left) => nodeHash(left, right));
}
