import { PDFDocument, degrees } from 'pdf-lib';

/** A4 in points, and what is left free around a picture. */
const sheet = { width: 595, height: 842 };
const margin = 28;
/** A PNG is unpacked in memory, four bytes a point and more. */
const mostPoints = 40_000_000;

/**
 * A picture as a PDF of one page, as large as A4 allows, upright as its camera says (Exif).
 * @returns `damaged` for bytes that are no such picture, `tooLarge` for one that would not fit in memory.
 */
export async function picturePage(
  bytes: Uint8Array,
  mediaType: 'image/jpeg' | 'image/png',
): Promise<Uint8Array | 'damaged' | 'tooLarge'> {
  if (mediaType === 'image/png' && pointsOf(bytes) > mostPoints) return 'tooLarge';
  const document = await PDFDocument.create();
  let image;
  try {
    image = await (mediaType === 'image/png' ? document.embedPng(bytes) : document.embedJpg(bytes));
    // It is looked into when it is written, and not before.
    await image.embed();
  } catch {
    return 'damaged';
  }
  const turned = mediaType === 'image/jpeg' ? turnOf(bytes) : 0;
  const isWide = turned % 180 === 0 ? image.width > image.height : image.height > image.width;
  // As it is seen; the page is then turned as the picture was.
  const seen = isWide ? { width: sheet.height, height: sheet.width } : sheet;
  const [width, height] = turned % 180 === 0 ? [seen.width, seen.height] : [seen.height, seen.width];
  const page = document.addPage([width, height]);
  const scale = Math.min((width - 2 * margin) / image.width, (height - 2 * margin) / image.height, 1);
  const size = { width: image.width * scale, height: image.height * scale };
  page.drawImage(image, { ...size, x: (width - size.width) / 2, y: (height - size.height) / 2 });
  page.setRotation(degrees(turned));
  return document.save({ useObjectStreams: false });
}

/** Width times height, as the first chunk says (PNG, 11.2.2). */
function pointsOf(bytes: Uint8Array): number {
  if (bytes.length < 24) return 0;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return view.getUint32(16) * view.getUint32(20);
}

/** Degrees clockwise by which a JPEG is to be turned to be seen upright. Those that are mirrored are left as they are. */
function turnOf(bytes: Uint8Array): 0 | 90 | 180 | 270 {
  try {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let at = 2; view.getUint8(at) === 0xff && view.getUint8(at + 1) !== 0xda; at += 2 + view.getUint16(at + 2)) {
      const isExif = view.getUint8(at + 1) === 0xe1 && view.getUint32(at + 4) === 0x45786966;
      if (isExif) return orientations[orientationIn(view, at + 10)] ?? 0;
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return 0;
}

/** Exif's values (CIPA DC-008, 4.6.5.1): which way the picture was held. */
const orientations: Readonly<Record<number, 0 | 90 | 180 | 270>> = { 3: 180, 6: 90, 8: 270 };
const orientationTag = 0x0112;

function orientationIn(view: DataView, start: number): number {
  const little = view.getUint16(start) === 0x4949;
  const first = start + view.getUint32(start + 4, little);
  const entries = view.getUint16(first, little);
  for (let at = first + 2; at < first + 2 + 12 * entries; at += 12)
    if (view.getUint16(at, little) === orientationTag) return view.getUint16(at + 8, little);
  return 1;
}
