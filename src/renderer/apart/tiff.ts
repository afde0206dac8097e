/**
 * What a TIFF says of its pictures (TIFF 6.0; JPEG as in the technical note 2 of 1995), read from bytes that anybody may have made: every
 * count is bounded before it is believed, and nothing is read beyond the end.
 */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly bits: number;
  readonly samples: number;
  readonly compression: number;
  readonly photometric: number;
  readonly predictor: number;
  /** Bits of a byte are in the other order. */
  readonly reversed: boolean;
  /** Of CCITT group 3: lines by turns of two dimensions, and lines that begin at a byte. */
  readonly fax: number;
  readonly orientation: number;
  /** Dots of an inch, across and down. */
  readonly dots: readonly [number, number];
  /** Red, green and blue of each index, 16 bits each, one after the other; empty without palette. */
  readonly palette: readonly number[];
  readonly tables: Uint8Array | null;
  readonly parts: readonly Part[];
}

/** A strip or a tile: where it lies in the picture, in dots from the top left, and its bytes. */
export interface Part {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array;
}

export class TiffError extends Error {}

export const most = { pages: 2000, fields: 200, parts: 20_000, pixels: 100_000_000, side: 60_000 } as const;

const sizes: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1 };

/** The pages of a TIFF, in their order; thumbnails and masks are left out. Throws `TiffError` where it is none that can be shown. */
export function picturesIn(bytes: Uint8Array): Picture[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = bytes[0] === 0x49;
  const word = (at: number): number => within(view, at, 2) && view.getUint16(at, little);
  const long = (at: number): number => within(view, at, 4) && view.getUint32(at, little);
  const seen = new Set<number>();
  const pictures: Picture[] = [];
  // What the pages hold together: a file may name the same bytes again and again.
  let held = 0;
  for (let at = long(4); at !== 0;) {
    if (seen.has(at) || seen.size >= most.pages) throw new TiffError('pages without end');
    seen.add(at);
    const count = word(at);
    if (count > most.fields) throw new TiffError('too many fields');
    const fields = new Map<number, number>();
    for (let n = 0; n < count; n += 1) fields.set(word(at + 2 + n * 12), at + 2 + n * 12);
    const values = (tag: number, limit: number): number[] => {
      const field = fields.get(tag);
      if (field === undefined) return [];
      const [type, length] = [word(field + 2), long(field + 4)];
      const size = sizes[type];
      if (size === undefined || length > limit) throw new TiffError(`field ${tag}`);
      const start = size * length > 4 ? long(field + 8) : field + 8;
      return Array.from({ length }, (_, n) => {
        const place = start + n * size;
        if (type === 5) return long(place) / Math.max(1, long(place + 4));
        return size === 1 ? byteAt(bytes, place) : size === 2 ? word(place) : long(place);
      });
    };
    if (((values(254, 1)[0] ?? 0) & 5) === 0) {
      const picture = pictureOf(values, bytes);
      held += picture.parts.reduce((sum, part) => sum + part.bytes.length, 0);
      if (held > bytes.length * 2) throw new TiffError('the same bytes again and again');
      pictures.push(picture);
    }
    at = long(at + 2 + count * 12);
  }
  if (pictures.length === 0) throw new TiffError('no picture');
  return pictures;
}

function within(view: DataView, at: number, length: number): number {
  if (at < 0 || at + length > view.byteLength) throw new TiffError('beyond the end');
  return 1;
}
function byteAt(bytes: Uint8Array, at: number): number {
  const byte = bytes[at];
  if (byte === undefined) throw new TiffError('beyond the end');
  return byte;
}

type Values = (tag: number, limit: number) => number[];

function pictureOf(values: Values, bytes: Uint8Array): Picture {
  const one = (tag: number, otherwise: number): number => values(tag, 16)[0] ?? otherwise;
  const [width, height] = [one(256, 0), one(257, 0)];
  if (width < 1 || height < 1 || width > most.side || height > most.side || width * height > most.pixels)
    throw new TiffError('too large a picture');
  const samples = one(277, 1);
  if (samples > 1 && one(284, 1) !== 1) throw new TiffError('colours apart');
  const compression = one(259, 1);
  const fax = one(292, 0);
  const unit = one(296, 2) === 3 ? 2.54 : 1;
  // Without a figure that means something, as offices scan.
  const dot = (tag: number): number => {
    const figure = one(tag, 0) * unit;
    return one(296, 2) !== 1 && figure >= 20 && figure <= 4800 ? figure : 200;
  };
  const tables = Uint8Array.from(values(347, 65_536));
  return {
    ...{ width, height, samples, compression, fax, bits: one(258, 1), photometric: one(262, 0) },
    ...{ predictor: one(317, 1), reversed: one(266, 1) === 2, orientation: one(274, 1), dots: [dot(282), dot(283)] },
    ...{ palette: values(320, 768), tables: tables.length > 0 ? tables : null },
    parts: partsOf(values, bytes, width, height),
  };
}

function partsOf(values: Values, bytes: Uint8Array, width: number, height: number): Part[] {
  const tile = values(322, 1)[0];
  const across = tile ?? width;
  const down = tile === undefined ? Math.min(values(278, 1)[0] ?? height, height) : (values(323, 1)[0] ?? 0);
  if (across < 1 || down < 1 || across > most.side || down > most.side) throw new TiffError('no strips');
  const offsets = values(tile === undefined ? 273 : 324, most.parts);
  const lengths = values(tile === undefined ? 279 : 325, most.parts);
  const columns = Math.ceil(width / across);
  const count = columns * Math.ceil(height / down);
  if (offsets.length < count || lengths.length < count) throw new TiffError('strips are missing');
  return Array.from({ length: count }, (_, n) => {
    const [from, length] = [offsets[n]!, lengths[n]!];
    if (from + length > bytes.length) throw new TiffError('beyond the end');
    const top = Math.floor(n / columns) * down;
    return {
      ...{ left: (n % columns) * across, top, width: across },
      ...{
        height: tile === undefined ? Math.min(down, height - top) : down,
        bytes: bytes.subarray(from, from + length),
      },
    };
  });
}
