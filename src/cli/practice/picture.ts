/** A small picture of nothing: what stands for a photograph or a screenshot in the practice office. */
import { createHash } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';

const width = 320;
const height = 200;

/** A PNG (RFC 2083): coloured fields that differ with the name, so that each has a hash of its own. The same name, the same bytes. */
export function pictureOf(name: string): Uint8Array {
  const seed = createHash('sha256').update(name).digest();
  const rows: Buffer[] = [];
  for (let y = 0; y < height; y++) {
    // Filter 0 at the head of each row, then its points, three bytes each.
    const row = Buffer.alloc(1 + width * 3);
    for (let x = 0; x < width; x++) {
      const field = (Math.floor(x / 40) + Math.floor(y / 40) * 8) % 29;
      for (let c = 0; c < 3; c++) row[1 + x * 3 + c] = 96 + ((seed[field + c] ?? 0) >> 1);
    }
    rows.push(row);
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  // Eight bits a channel, true colour.
  head.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  const points = deflateSync(Buffer.concat(rows));
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', points), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, data: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const whole = Buffer.alloc(typed.length + 8);
  whole.writeUInt32BE(data.length, 0);
  whole.set(typed, 4);
  whole.writeUInt32BE(crc32(typed), typed.length + 4);
  return whole;
}
