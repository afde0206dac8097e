/** What a mutated PDF looks like: changes to its bytes, its tokens, its tables, its packed objects, its signature values. */
import { deflateSync, inflateSync } from 'node:zlib';
import { flip, mutateDer } from './der.ts';
import type { Random } from './random.ts';

export type Mutator = (bytes: Buffer, random: Random, other: Buffer) => Buffer;

const oddNumbers = [
  '0',
  '-1',
  '1',
  '2',
  '65535',
  '2147483647',
  '2147483648',
  '4294967295',
  '9007199254740993',
  '1e9',
  '0.5',
  '-0',
  '99999999999999999999999',
];
const keys = [
  ...[
    'Type',
    'Kids',
    'Parent',
    'Count',
    'Pages',
    'Root',
    'Prev',
    'Size',
    'Length',
    'Filter',
    'DecodeParms',
    'Predictor',
    'Columns',
    'W',
    'Index',
    'XRefStm',
  ],
  ...[
    'AcroForm',
    'Fields',
    'V',
    'FT',
    'Sig',
    'T',
    'AP',
    'N',
    'Annots',
    'Contents',
    'ByteRange',
    'SubFilter',
    'Reference',
    'TransformParams',
    'P',
  ],
  ...[
    'DSS',
    'Certs',
    'CRLs',
    'OCSPs',
    'VRI',
    'Perms',
    'DocMDP',
    'Lock',
    'Extends',
    'First',
    'ObjStm',
    'XRef',
    'Encrypt',
    'Metadata',
    'Resources',
  ],
];

let bombs: readonly Buffer[] | undefined;
/** Zeros that unpack to 64 MB, and the same packed twice. Made when first asked for. */
function bomb(random: Random): Buffer {
  bombs ??= [deflateSync(Buffer.alloc(64 << 20)), deflateSync(deflateSync(Buffer.alloc(64 << 20)))];
  return random.pick(bombs);
}

/** Places where a pattern matches; at most a few thousand. */
function places(bytes: Buffer, pattern: RegExp): RegExpExecArray[] {
  return [...bytes.toString('latin1').matchAll(pattern)].slice(0, 5_000);
}

function put(bytes: Buffer, from: number, to: number, text: Buffer | string): Buffer {
  return Buffer.concat([bytes.subarray(0, from), Buffer.from(text as string, 'latin1'), bytes.subarray(to)]);
}

/** Replaces the text of one match; in place when lengths allow, for then no offset moves. */
function rewrite(bytes: Buffer, random: Random, pattern: RegExp, change: (match: string) => string): Buffer {
  const found = places(bytes, pattern);
  if (found.length === 0) return flip(bytes, random);
  const match = random.pick(found);
  const fresh = change(match[0]);
  const fits = fresh.length <= match[0].length && random.next() < 0.7;
  return put(bytes, match.index, match.index + match[0].length, fits ? fresh.padEnd(match[0].length) : fresh);
}

const splice: Mutator = (bytes, random, other) => {
  const from = random.next() < 0.5 ? bytes : other;
  const start = random.below(from.length + 1);
  const piece = from.subarray(start, start + random.size(5_000));
  const at = random.below(bytes.length + 1);
  return put(bytes, at, random.next() < 0.5 ? at : Math.min(bytes.length, at + piece.length), piece);
};

const numbers: Mutator = (bytes, random) =>
  rewrite(bytes, random, /(?<=[\s[/<])\d{1,10}(?=[\s\]/>])/g, (text) => {
    const near = String(Number(text) + random.pick([-1, 1, 10, -10]));
    return random.next() < 0.5 ? near : random.pick(oddNumbers);
  });

const tokens: Mutator = (bytes, random) => rewrite(bytes, random, /\/[A-Za-z]{1,20}/g, () => `/${random.pick(keys)}`);

const words: Mutator = (bytes, random) =>
  rewrite(bytes, random, /endobj|obj|endstream|stream|startxref|xref|trailer|%%EOF|<<|>>|\[|\]|null|true/g, () =>
    random.pick([
      'endobj',
      '1 0 obj',
      'endstream',
      'stream',
      'xref',
      'trailer',
      '<<',
      '>>',
      '[',
      ']',
      '(',
      ')',
      '<',
      'null',
      '%',
      'R',
    ]),
  );

const references: Mutator = (bytes, random) =>
  rewrite(bytes, random, /\d{1,6} \d{1,2} R/g, () => `${random.below(60)} ${random.pick([0, 0, 0, 1])} R`);

const truncate: Mutator = (bytes, random) => bytes.subarray(0, random.below(bytes.length + 1));

const revisions: Mutator = (bytes, random, other) => {
  const ends = places(bytes, /%%EOF\r?\n?/g).map((match) => match.index + match[0].length);
  const [a, b] = [random.pick([0, ...ends]), random.pick([bytes.length, ...ends])];
  const piece = bytes.subarray(Math.min(a, b), Math.max(a, b));
  return random.next() < 0.8 ? Buffer.concat([bytes, piece]) : Buffer.concat([bytes, other]);
};

const tables: Mutator = (bytes, random) => {
  const text = random.pick([
    () =>
      rewrite(
        bytes,
        random,
        /\d{10} \d{5} [nf]/g,
        () =>
          `${String(random.below(bytes.length)).padStart(10, '0')} ${random.pick(['00000', '00001', '65535'])} ${random.pick(['n', 'f'])}`,
      ),
    () =>
      rewrite(
        bytes,
        random,
        /\/(?:Prev|Size|XRefStm) \d+/g,
        (each) => `${each.split(' ')[0]!} ${random.pick([...oddNumbers, String(random.below(bytes.length))])}`,
      ),
    () => rewrite(bytes, random, /startxref\s+\d+/g, () => `startxref\n${random.below(bytes.length)}`),
    () =>
      rewrite(
        bytes,
        random,
        /\/(?:W|Index) ?\[[^\]]*\]/g,
        (each) =>
          `${each.startsWith('/W') ? '/W' : '/Index'} [${random.pick(['0 0 0', '1 8 8', '1 1 1', '0 9999999', '-1 2 3', '1', '0 1 0 1 0 1 0 1'])}]`,
      ),
  ]);
  return text();
};

/** A whole extra revision that changes some object, with a proper table: what an attacker would append. */
const append: Mutator = (bytes, random) => {
  const last = places(bytes, /startxref\s+(\d+)/g).at(-1);
  const body = random.pick([
    '<< >>',
    '[]',
    'null',
    '(x)',
    '17',
    '<< /Type /Page /Annots [3 0 R] >>',
    '<< /Fields [] >>',
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Length 3 >>\nstream\nabc\nendstream',
    '<< /A 1 /A 2 >>',
    '9 0 R',
  ]);
  const num = 1 + random.below(60);
  const at = bytes.length;
  const object = `\n${num} 0 obj\n${body}\nendobj\n`;
  const table = `xref\n${num} 1\n${String(at + 1).padStart(10, '0')} 00000 n \n`;
  const end = `trailer\n<< /Size 99 /Root 1 0 R /Prev ${last?.[1] ?? '0'} >>\nstartxref\n${at + object.length}\n%%EOF\n`;
  return Buffer.concat([bytes, Buffer.from(object + table + end, 'latin1')]);
};

const nesting: Mutator = (bytes, random) => {
  const depth = random.pick([10, 190, 210, 5_000, 100_000]);
  const [open, close] = random.pick([
    ['[', ']'],
    ['<</A', '>>'],
    ['(', ')'],
    ['<<', ''],
    ['[<</K', '>>]'],
  ] as const);
  return rewrite(
    bytes,
    random,
    /\/[A-Za-z]{1,20} (?=\d|\/|\[|<)/g,
    (each) => `${each}${open.repeat(depth)}${close.repeat(depth)} `,
  );
};

/** Something packed: unpacked, changed and packed again, or put in its place by a bomb. */
const packed: Mutator = (bytes, random) => {
  const found = places(bytes, /\/Length (\d+)[^]{0,200}?stream\r?\n/g);
  if (found.length === 0) return nesting(bytes, random, bytes);
  const match = random.pick(found);
  const [start, length] = [match.index + match[0].length, Number(match[1])];
  const data = bytes.subarray(start, start + length);
  let fresh: Buffer;
  if (random.next() < 0.15) fresh = bomb(random);
  else {
    try {
      fresh = deflateSync(
        random.pick([
          flip,
          (each: Buffer) => numbers(each, random, each),
          (each: Buffer) => references(each, random, each),
          (each: Buffer) => nesting(each, random, each),
        ])(inflateSync(data, { maxOutputLength: 1 << 22 }), random),
      );
    } catch {
      fresh = flip(Buffer.from(data), random);
    }
  }
  const head = match[0].replace(/\/Length \d+/, `/Length ${fresh.length}`);
  return put(bytes, match.index, start + length, Buffer.concat([Buffer.from(head, 'latin1'), fresh]));
};

/** The DER inside a signature's /Contents, changed and written back into its place. */
const contents: Mutator = (bytes, random) => {
  const found = places(bytes, /\/Contents ?<([0-9a-fA-F]{200,})>/g);
  if (found.length === 0) return flip(bytes, random);
  const match = random.pick(found);
  const hex = match[1]!;
  const start = match.index + match[0].indexOf('<') + 1;
  const fresh = mutateDer(
    Buffer.from(
      hex.replace(/0+$/, (zeros) => (zeros.length % 2 === 1 ? '0' : '')),
      'hex',
    ),
    random,
  ).toString('hex');
  const fits = fresh.length <= hex.length;
  return put(
    bytes,
    start,
    start + hex.length,
    fits ? fresh.padEnd(hex.length, '0') : random.next() < 0.5 ? fresh : fresh.slice(0, hex.length),
  );
};

/** Every way a PDF is changed, the more telling ones more than once. */
export const pdfMutators: Readonly<Record<string, Mutator>> = {
  flip: (bytes, random) => flip(bytes, random),
  splice,
  numbers,
  tokens,
  words,
  references,
  truncate,
  revisions,
  tables,
  append,
  nesting,
  packed,
  contents,
};
