import { ch, latin1 } from '../syntax/chars.ts';
import { parseValue } from '../syntax/objects.ts';
import type { PdfString } from '../syntax/objects.ts';
import type { Extent, ObjectCipher } from '../syntax/scan.ts';
import { skipValue } from '../syntax/scan.ts';

/**
 * Text of the document for an object of an update, byte for byte. In an encrypted document every object has a cipher of its own
 * and packed objects have none, so strings that come from elsewhere are encrypted anew.
 * @param cipher how the object that the text goes to is encrypted.
 */
export function copyText(
  { extent, start, end }: { readonly extent: Extent; readonly start: number; readonly end: number },
  cipher: ObjectCipher | undefined,
): string {
  const from = extent.cipher;
  const stays = cipher === undefined ? from === undefined : from?.num === cipher.num && from.gen === cipher.gen;
  return stays ? latin1(extent.bytes, start, end) : encryptedAnew(extent, start, end, cipher);
}

function encryptedAnew(extent: Extent, start: number, end: number, cipher: ObjectCipher | undefined): string {
  const { bytes } = extent;
  const parts: string[] = [];
  let copied = start;
  for (let at = start; at < end; at++) {
    if (bytes[at] === ch.percent) while (at < end && bytes[at] !== ch.lf && bytes[at] !== ch.cr) at++;
    const isHex = bytes[at] === ch.less && bytes[at + 1] !== ch.less;
    if (bytes[at] === ch.less && !isHex) at++;
    if (!isHex && bytes[at] !== ch.open) continue;
    const after = skipValue({ ...extent, final: true }, at, 1);
    const { bytes: clear } = parseValue(extent, at, after) as PdfString;
    const stored = cipher ? cipher.encryptString(clear) : clear;
    parts.push(latin1(bytes, copied, at), `<${Buffer.from(stored).toString('hex').toUpperCase()}>`);
    copied = after;
    at = after - 1;
  }
  return parts.join('') + latin1(bytes, copied, end);
}
