import { inflateRawSync } from 'node:zlib';

/** Why a document's container was refused. */
export type ZipRefusal = 'notDocx' | 'tooLarge' | 'damaged';

export interface ZipBounds {
  readonly entries: number;
  /** Bytes of all entries together, unpacked. */
  readonly bytes: number;
}

const endSignature = 0x06054b50;
const centralSignature = 0x02014b50;
const localSignature = 0x04034b50;

/**
 * Unpacks every entry of a zip (PKWARE APPNOTE 6.3) within bounds and throws the bytes away: whoever unpacks it afterwards gets no more than
 * was seen here. Entries that overlap, that unpack to another size than they claim, ZIP64 and encryption are refused. Null: it is sound.
 * @param look sees each entry's name and its bytes; `false` refuses the file as damaged.
 */
export function checkZip(
  bytes: Uint8Array,
  bounds: ZipBounds,
  look: (name: string, content: Uint8Array) => boolean,
): ZipRefusal | null {
  const zip = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (zip.length < 22 || zip.readUInt32LE(0) !== localSignature) return 'notDocx';
  const end = endRecord(zip);
  if (end < 0) return 'damaged';
  const entries = zip.readUInt16LE(end + 10);
  let at = zip.readUInt32LE(end + 16);
  if (entries === 0xffff || at === 0xffffffff) return 'tooLarge';
  if (entries > bounds.entries) return 'tooLarge';
  let left = bounds.bytes;
  const taken: { from: number; to: number }[] = [];
  for (let n = 0; n < entries; n += 1) {
    const entry = centralEntry(zip, at);
    if (!entry) return 'damaged';
    if (entry.size > left) return 'tooLarge';
    const place = localData(zip, entry.offset, entry.packed);
    if (!place || taken.some(({ from, to }) => place.from < to && from < place.to)) return 'damaged';
    taken.push(place);
    const content = unpacked(zip.subarray(place.from, place.to), entry.method, entry.size);
    if (!content || !look(entry.name, content)) return 'damaged';
    left -= entry.size;
    at = entry.next;
  }
  return null;
}

function endRecord(zip: Buffer): number {
  for (let at = zip.length - 22; at >= Math.max(0, zip.length - 22 - 0xffff); at -= 1) {
    if (zip.readUInt32LE(at) === endSignature) return at;
  }
  return -1;
}

function centralEntry(zip: Buffer, at: number) {
  if (at + 46 > zip.length || zip.readUInt32LE(at) !== centralSignature) return null;
  const flags = zip.readUInt16LE(at + 8);
  // Encrypted.
  if (flags & 1) return null;
  const [name, extra, comment] = [28, 30, 32].map((place) => zip.readUInt16LE(at + place)) as [number, number, number];
  const next = at + 46 + name + extra + comment;
  if (next > zip.length) return null;
  return {
    ...{ method: zip.readUInt16LE(at + 10), packed: zip.readUInt32LE(at + 20), size: zip.readUInt32LE(at + 24), next },
    offset: zip.readUInt32LE(at + 42),
    name: zip.toString('utf8', at + 46, at + 46 + name),
  };
}

function localData(zip: Buffer, at: number, packed: number): { from: number; to: number } | null {
  if (at + 30 > zip.length || zip.readUInt32LE(at) !== localSignature) return null;
  const from = at + 30 + zip.readUInt16LE(at + 26) + zip.readUInt16LE(at + 28);
  return from + packed <= zip.length ? { from, to: from + packed } : null;
}

/** Null where it is not what it claims to be. */
function unpacked(data: Buffer, method: number, size: number): Uint8Array | null {
  if (method === 0) return data.length === size ? data : null;
  if (method !== 8) return null;
  if (size === 0) return data.length <= 16 ? data.subarray(0, 0) : null;
  try {
    const content = inflateRawSync(data, { maxOutputLength: size });
    return content.length === size ? content : null;
  } catch {
    return null;
  }
}
