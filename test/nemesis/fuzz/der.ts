/** DER taken apart and put together again by the fuzzer's own hand, so that a change deep inside leaves the rest well-formed. */
import type { Random } from './random.ts';

interface Node {
  head: number;
  /** null: a primitive. */
  children: Node[] | null;
  content: Buffer;
}

/** Changes one thing in a DER value, keeping the lengths around it right (most of the time). */
export function mutateDer(bytes: Buffer, random: Random): Buffer {
  const tree = parse(bytes, 0, 0);
  if (tree === null || random.next() < 0.15) return flip(bytes, random);
  const nodes: { node: Node; parent: Node | null }[] = [];
  const walk = (node: Node, parent: Node | null): void => {
    nodes.push({ node, parent });
    for (const child of node.children ?? []) walk(child, node);
  };
  walk(tree, null);
  const { node, parent } = random.pick(nodes);
  const siblings = parent?.children ?? [node];
  const at = siblings.indexOf(node);
  switch (random.below(11)) {
    case 0:
      node.head = random.below(256);
      break;
    case 1:
      siblings.splice(at, 1);
      break;
    case 2:
      siblings.splice(at, 0, ...Array.from({ length: random.pick([1, 2, 50, 2_000]) }, () => node));
      break;
    case 3: {
      const other = random.pick(nodes).node;
      // By its bytes: it may be what this one is a part of.
      siblings[at] = { head: other.head, children: null, content: encodeContent(other) };
      break;
    }
    case 4:
      siblings.reverse();
      break;
    case 5:
      replace(
        node,
        random.pick([
          Buffer.alloc(0),
          Buffer.alloc(1),
          Buffer.from([0xff]),
          Buffer.alloc(5_000, 0xff),
          Buffer.alloc(300, 0x80),
        ]),
      );
      break;
    case 6:
      replace(node, flip(encodeContent(node), random));
      break;
    case 7:
      return deepen(bytes, random);
    case 8:
      return indefinite(bytes);
    case 9:
      return bytes.subarray(0, random.below(bytes.length));
    case 10:
      return Buffer.concat([bytes, random.pick([Buffer.alloc(9), Buffer.alloc(3, 1), bytes])]);
  }
  return nodes.length > 20_000 ? bytes : encode(tree);
}

function parse(bytes: Buffer, at: number, depth: number): Node | null {
  const found = header(bytes, at);
  if (found === null || depth > 40) return null;
  const content = bytes.subarray(found.start, found.end);
  const constructed = (bytes[at]! & 0x20) !== 0;
  return { head: bytes[at]!, content, children: constructed ? childrenOf(content, depth) : null };
}

function childrenOf(content: Buffer, depth: number): Node[] | null {
  const children: Node[] = [];
  for (let at = 0; at < content.length;) {
    const end = header(content, at)?.end;
    const child = end === undefined ? null : parse(content, at, depth + 1);
    if (end === undefined || child === null) return null;
    children.push(child);
    at = end;
  }
  return children;
}

function header(bytes: Buffer, at: number): { start: number; end: number } | null {
  const first = bytes[at + 1];
  if (first === undefined || (bytes[at]! & 0x1f) === 0x1f || first === 0x80) return null;
  const count = first < 0x80 ? 0 : first & 0x7f;
  if (count > 4 || at + 2 + count > bytes.length) return null;
  const length = count === 0 ? first : bytes.readUIntBE(at + 2, count);
  const start = at + 2 + count;
  return start + length <= bytes.length ? { start, end: start + length } : null;
}

function replace(node: Node, content: Buffer): void {
  node.children = null;
  node.content = content;
}

function encodeContent(node: Node): Buffer {
  return node.children === null ? node.content : Buffer.concat(node.children.map(encode));
}

function encode(node: Node): Buffer {
  return wrap(node.head, encodeContent(node));
}

function wrap(head: number, content: Buffer): Buffer {
  const size = content.length;
  if (size < 0x80) return Buffer.concat([Buffer.from([head, size]), content]);
  const digits = Buffer.alloc(4);
  digits.writeUInt32BE(size);
  const short = digits.subarray(digits.findIndex((each) => each !== 0));
  return Buffer.concat([Buffer.from([head, 0x80 | short.length]), short, content]);
}

function deepen(bytes: Buffer, random: Random): Buffer {
  const depth = random.pick([50, 500, 20_000]);
  // Lengths that grow from the inside would take long to write; the indefinite form has none.
  const [open, close] = [Buffer.from([0x30, 0x80]), Buffer.from([0, 0])];
  return Buffer.concat([
    ...Array.from({ length: depth }, () => open),
    bytes,
    ...Array.from({ length: depth }, () => close),
  ]);
}

/** The outermost lengths in BER's indefinite form. */
function indefinite(bytes: Buffer): Buffer {
  const found = header(bytes, 0);
  if (found === null) return bytes;
  const rest = bytes.subarray(found.end);
  return Buffer.concat([
    Buffer.from([bytes[0]!, 0x80]),
    bytes.subarray(found.start, found.end),
    Buffer.from([0, 0]),
    rest,
  ]);
}

/** A few bytes changed. */
export function flip(bytes: Buffer, random: Random): Buffer {
  const copy = Buffer.from(bytes);
  if (copy.length === 0) return Buffer.from([random.below(256)]);
  for (let count = random.size(8); count >= 0; count--) {
    const at = random.below(copy.length);
    copy[at] =
      random.next() < 0.5
        ? copy[at]! ^ (1 << random.below(8))
        : random.pick([0, 0x20, 0x30, 0x7f, 0x80, 0xff, random.below(256)]);
  }
  return copy;
}
