import { TiffError, picturesIn, type Part, type Picture } from './tiff.ts';

/**
 * The pages of a TIFF as a PDF that holds the same compressed bytes: what a scanner writes (CCITT groups 3 and 4, LZW, Deflate, PackBits, JPEG)
 * a PDF may hold as it is (ISO 32000-2 §7.4), so nothing is decoded here, and what draws documents draws these. Throws `TiffError`.
 */
export function pdfOfTiff(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const pictures = picturesIn(bytes);
  const objects: (readonly (string | Uint8Array)[])[] = [];
  const add = (...chunks: (string | Uint8Array)[]): number => objects.push(chunks);
  const stream = (dict: string, data: Uint8Array): number =>
    add(`<< ${dict} /Length ${data.length} >>\nstream\n`, data, '\nendstream');
  const catalogue = add('<< /Type /Catalog /Pages 2 0 R >>');
  const root = add('');
  const pages = pictures.map((picture) => {
    const [width, height] = pointsOf(picture);
    const { turn, mirrored } = turns[picture.orientation] ?? upright;
    const images = picture.parts.map((part) => stream(imageDict(picture, part), dataOf(picture, part)));
    const shifts = picture.parts.length > 1 ? [half, 0] : [0];
    const drawn = shifts.flatMap((by) => picture.parts.map((part, n) => place(picture, part, n, by)));
    const whole = mirrored ? `-1 0 0 1 ${figure(width)} 0 cm ` : '';
    const content = stream('', new TextEncoder().encode(`q ${whole}\n${drawn.join('\n')}\nQ`));
    const names = images.map((id, n) => `/P${n} ${id} 0 R`).join(' ');
    const box = `/MediaBox [0 0 ${figure(width)} ${figure(height)}] /Rotate ${turn}`;
    return add(
      `<< /Type /Page /Parent ${root} 0 R ${box} /Contents ${content} 0 R /Resources << /XObject << ${names} >> >> >>`,
    );
  });
  objects[root - 1] = [`<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((id) => `${id} 0 R`).join(' ')}] >>`];
  return fileOf(objects, catalogue);
}

const upright = { turn: 0, mirrored: false };
/** How a picture lies in its file (tag 274), as a turn to the right and a mirror before it. */
const turns: Readonly<Record<number, typeof upright>> = {
  2: { turn: 0, mirrored: true },
  3: { turn: 180, mirrored: false },
  4: { turn: 180, mirrored: true },
  5: { turn: 270, mirrored: true },
  6: { turn: 90, mirrored: false },
  7: { turn: 90, mirrored: true },
  8: { turn: 270, mirrored: false },
};

const figure = (value: number): string => String(Math.round(value * 1000) / 1000);

/** Points of the page; none is larger than a PDF's may be (14,400). */
function pointsOf({ width, height, dots: [across, down] }: Picture): [number, number] {
  const [w, h] = [(width * 72) / across, (height * 72) / down];
  const fit = Math.min(1, 14_400 / w, 14_400 / h);
  return [Math.max(1, w * fit), Math.max(1, h * fit)];
}

/** Parts are laid twice, first half a dot lower and to the right: no hair of paper shows between two of them, at whatever size they are drawn. */
const half = 0.5;

function place(picture: Picture, part: Part, n: number, by: number): string {
  const [width, height] = pointsOf(picture);
  const [x, y] = [width / picture.width, height / picture.height];
  const [left, bottom] = [(part.left + by) * x, height - (part.top + part.height + by) * y];
  return `q ${[part.width * x, 0, 0, part.height * y, left, bottom].map(figure).join(' ')} cm /P${n} Do Q`;
}

function imageDict(picture: Picture, { width, height }: Part): string {
  const { bits, compression } = picture;
  const isBytes = bits === 1 || bits === 2 || bits === 4 || bits === 8;
  if (!isBytes || (compression === 7 && bits !== 8)) throw new TiffError(`${bits} bits`);
  const inverted = isWhiteFirst(picture) && !isFax(compression) ? ' /Decode [1 0]' : '';
  const about = `/Type /XObject /Subtype /Image /Width ${width} /Height ${height} /BitsPerComponent ${bits}`;
  return `${about} /ColorSpace ${coloursOf(picture)}${inverted} ${filterOf(picture, width, height)}`;
}

const isFax = (compression: number): boolean => compression >= 2 && compression <= 4;
const isWhiteFirst = ({ photometric }: Picture): boolean => photometric === 0;

function coloursOf({ photometric, samples, bits, palette }: Picture): string {
  const isGrey = photometric === 0 || photometric === 1;
  if (isGrey && samples === 1) return '/DeviceGray';
  if ((photometric === 2 || photometric === 6) && samples === 3) return '/DeviceRGB';
  if (photometric === 5 && samples === 4) return '/DeviceCMYK';
  const n = 2 ** bits;
  if (photometric !== 3 || samples !== 1 || palette.length !== 3 * n) throw new TiffError(`colours ${photometric}`);
  const hex = Array.from({ length: n }, (_, at) => [0, 1, 2].map((part) => palette[part * n + at]! >> 8))
    .flat()
    .map((value) => value.toString(16).padStart(2, '0'));
  return `[/Indexed /DeviceRGB ${n - 1} <${hex.join('')}>]`;
}

function filterOf(picture: Picture, columns: number, rows: number): string {
  const { compression, predictor, samples, bits, fax, photometric } = picture;
  if (photometric === 6 && compression !== 7) throw new TiffError('colours of video');
  const guess =
    predictor === 2
      ? ` /DecodeParms << /Predictor 2 /Colors ${samples} /BitsPerComponent ${bits} /Columns ${columns} >>`
      : '';
  if (predictor > 2) throw new TiffError(`predictor ${predictor}`);
  switch (compression) {
    case 1:
      return '';
    case 2:
    case 3:
    case 4: {
      const k = compression === 4 ? -1 : (fax & 1) === 1 && compression === 3 ? 1 : 0;
      const aligned = compression === 2 || (compression === 3 && (fax & 4) === 4);
      const how = `/K ${k} /Columns ${columns} /Rows ${rows} /EncodedByteAlign ${aligned} /EndOfBlock false`;
      return `/Filter /CCITTFaxDecode /DecodeParms << ${how} /BlackIs1 ${!isWhiteFirst(picture)} >>`;
    }
    case 5:
      return `/Filter /LZWDecode${guess}`;
    case 7:
      return `/Filter /DCTDecode /DecodeParms << /ColorTransform ${photometric === 6 ? 1 : 0} >>`;
    case 8:
    case 32_946:
      return `/Filter /FlateDecode${guess}`;
    case 32_773:
      return '/Filter /RunLengthDecode';
    default:
      throw new TiffError(`compression ${compression}`);
  }
}

function dataOf({ reversed, compression, tables }: Picture, { bytes }: Part): Uint8Array {
  if (reversed && (isFax(compression) || compression === 1)) return bytes.map((byte) => mirror[byte]!);
  if (compression !== 7 || tables === null || tables.length < 4 || bytes.length < 2) return bytes;
  // The tables that all parts share, without their end, before what a part holds, without its beginning.
  const joined = new Uint8Array(tables.length + bytes.length - 4);
  joined.set(tables.subarray(0, -2));
  joined.set(bytes.subarray(2), tables.length - 2);
  return joined;
}

const mirror = Uint8Array.from({ length: 256 }, (_, byte) => {
  let turned = 0;
  for (let bit = 0; bit < 8; bit += 1) turned |= ((byte >> bit) & 1) << (7 - bit);
  return turned;
});

/** The objects as a file, with the table by which they are found. */
function fileOf(objects: readonly (readonly (string | Uint8Array)[])[], catalogue: number): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const write = (chunk: string | Uint8Array): void => {
    const bytes = typeof chunk === 'string' ? encoder.encode(chunk) : chunk;
    chunks.push(bytes);
    size += bytes.length;
  };
  write('%PDF-1.7\n');
  const places = objects.map((object, n) => {
    const at = size;
    write(`${n + 1} 0 obj\n`);
    object.forEach(write);
    write('\nendobj\n');
    return at;
  });
  const table = size;
  const rows = places.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  const trailer = `<< /Size ${objects.length + 1} /Root ${catalogue} 0 R >>`;
  write(`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}trailer\n${trailer}\nstartxref\n${table}\n%%EOF\n`);
  const file = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    file.set(chunk, at);
    at += chunk.length;
  }
  return file;
}
