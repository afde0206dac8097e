/**
 * The signatures of a PDF, checked in the browser as far as arithmetic goes: that the bytes a signature covers have the digest it names, and
 * that it was made with the key of the certificate it carries (ISO 32000-1, 12.8; RFC 5652, 5.4). Whether that certificate is to be trusted,
 * was revoked, and what a later change shows is beyond it; whoever uses this has to say so.
 */

/**
 * @typedef {object} Signed
 * @property {string} name as the certificate says it; '' where it says none
 * @property {string} certificate SHA-256 of its DER in hexadecimal; '' where there is none
 * @property {'holds' | 'broken' | 'unknown'} verdict `unknown`: of a kind that is not checked here
 * @property {number} behind bytes that follow what it covers
 */

/** @typedef {{ tag: number, bytes: Uint8Array<ArrayBuffer>, whole: Uint8Array<ArrayBuffer> }} Value a DER value: contents, and itself */

const subtle = globalThis.crypto.subtle;
const mostSignatures = 30;
const tokenInfo = '1.2.840.113549.1.9.16.1.4';

/**
 * @param {Uint8Array<ArrayBuffer>} file
 * @returns {Promise<Signed[]>} in the order of what they cover; time-stamps of documents are left out. Never rejects because of the bytes.
 */
export async function signaturesIn(file) {
  const found = [];
  for (const range of rangesIn(file)) {
    const signed = await judge(file, range).catch(() => unknown(file, range));
    if (signed !== null) found.push(signed);
  }
  return found;
}

/** @param {Uint8Array} file @param {Range} range @returns {Signed} */
const unknown = (file, { end }) => ({ name: '', certificate: '', verdict: 'unknown', behind: file.length - end });

/** @typedef {{ before: number, after: number, end: number }} Range covered are `[0, before)` and `[after, end)` */

/** @param {Uint8Array} file @returns {Range[]} */
function rangesIn(file) {
  const word = [...'/ByteRange'].map((letter) => letter.charCodeAt(0));
  /** @type {Map<string, Range>} */
  const ranges = new Map();
  for (let at = file.indexOf(0x2f); at >= 0 && ranges.size < mostSignatures; at = file.indexOf(0x2f, at + 1)) {
    if (!word.every((byte, nth) => file[at + nth] === byte)) continue;
    const text = latin1(file.subarray(at, at + 120));
    const numbers = /^\/ByteRange\s*\[\s*0\s+(\d{1,15})\s+(\d{1,15})\s+(\d{1,15})\s*\]/
      .exec(text)
      ?.slice(1)
      .map(Number);
    if (!numbers) continue;
    const [before = 0, after = 0, length = 0] = numbers;
    const end = after + length;
    // What is left out is the signature itself, between its angle brackets, and nothing else.
    const isGap = before < after && end <= file.length && file[before] === 0x3c && file[after - 1] === 0x3e;
    if (isGap) ranges.set(`${before} ${after} ${end}`, { before, after, end });
  }
  return [...ranges.values()].sort((a, b) => a.end - b.end);
}

/** @param {Uint8Array<ArrayBuffer>} file @param {Range} range @returns {Promise<Signed | null>} */
async function judge(file, { before, after, end }) {
  const outer = parts(read(unhex(file.subarray(before + 1, after - 1))));
  const signedData = parts(parts(need(outer[1]))[0]);
  const [contentType] = parts(need(signedData[2]));
  if (oid(contentType) === tokenInfo) return null;
  const certificates = signedData.find(({ tag }) => tag === 0xa0);
  const signers = parts(need(signedData.at(-1)));
  if (signers.length !== 1 || !certificates) throw new Error('one signer, and its certificate');
  const signer = parts(need(signers[0]));
  const [, identifier, digestAlgorithm, attributes, algorithm, signature] = signer;
  if (attributes?.tag !== 0xa0) throw new Error('nothing is signed but the digest');
  const certificate = parts(certificates).find((each) => isNamed(each, need(identifier)));
  if (!certificate) throw new Error('no such certificate');
  const { name, spki } = readCertificate(certificate);
  const hash = hashes.get(oid(parts(need(digestAlgorithm))[0]));
  if (hash === undefined) throw new Error('a digest of another kind');

  const covered = new Uint8Array(before + end - after);
  covered.set(file.subarray(0, before));
  covered.set(file.subarray(after, end), before);
  const said = attribute(attributes, '1.2.840.113549.1.9.4');
  const type = attribute(attributes, '1.2.840.113549.1.9.3');
  const isCovered = said !== null && same(said.bytes, await digest(hash, covered));
  const isOfType = type !== null && oid(type) === oid(contentType);
  // Signed is the set of attributes, not the field of the message they stand in (RFC 5652, 5.4).
  const set = Uint8Array.from(attributes.whole);
  set[0] = 0x31;
  const isSigned = await verify(need(algorithm), hash, spki, need(signature).bytes, set);
  return {
    name,
    certificate: hex(await digest('SHA-256', certificate.whole)),
    verdict: isCovered && isOfType && isSigned && (await isReferred(attributes, certificate)) ? 'holds' : 'broken',
    behind: file.length - end,
  };
}

/** The first reference of signing-certificate-v2 (RFC 5035), where there is one: no other certificate may be put in its place. */
/** @param {Value} attributes @param {Value} certificate */
async function isReferred(attributes, certificate) {
  const value = attribute(attributes, '1.2.840.113549.1.9.16.2.47');
  if (value === null) return true;
  const reference = parts(need(parts(need(parts(value)[0]))[0]));
  const [first, second] = reference;
  const hash = first?.tag === 0x30 ? hashes.get(oid(parts(first)[0])) : 'SHA-256';
  const named = first?.tag === 0x30 ? second : first;
  if (hash === undefined) throw new Error('a digest of another kind');
  return same(need(named).bytes, await digest(hash, certificate.whole));
}

const hashes = new Map([
  ['2.16.840.1.101.3.4.2.1', 'SHA-256'],
  ['2.16.840.1.101.3.4.2.2', 'SHA-384'],
  ['2.16.840.1.101.3.4.2.3', 'SHA-512'],
]);
const rsa = '1.2.840.113549.1.1.';
const ofRsa = new Map([
  [`${rsa}11`, 'SHA-256'],
  [`${rsa}12`, 'SHA-384'],
  [`${rsa}13`, 'SHA-512'],
]);
const ofEcdsa = new Map([
  ['1.2.840.10045.4.3.2', 'SHA-256'],
  ['1.2.840.10045.4.3.3', 'SHA-384'],
  ['1.2.840.10045.4.3.4', 'SHA-512'],
]);
/** Curves by name, with the length of their numbers in bytes. @type {Map<string, [string, number]>} */
const curves = new Map([
  ['1.2.840.10045.3.1.7', ['P-256', 32]],
  ['1.3.132.0.34', ['P-384', 48]],
  ['1.3.132.0.35', ['P-521', 66]],
]);

/**
 * @param {Value} algorithm @param {string} digestHash @param {Value} spki @param {Uint8Array<ArrayBuffer>} signature
 * @param {Uint8Array<ArrayBuffer>} data
 */
async function verify(algorithm, digestHash, spki, signature, data) {
  const [name, parameters] = parts(algorithm);
  const id = oid(name);
  /** @param {AlgorithmIdentifier | RsaHashedImportParams | EcKeyImportParams} how */
  const key = (how) => subtle.importKey('spki', spki.whole, how, false, ['verify']);
  if (id === `${rsa}10`) {
    const { hash, saltLength } = pss(need(parameters));
    return subtle.verify({ name: 'RSA-PSS', saltLength }, await key({ name: 'RSA-PSS', hash }), signature, data);
  }
  const rsaHash = id === `${rsa}1` ? digestHash : ofRsa.get(id);
  if (rsaHash !== undefined) {
    const how = { name: 'RSASSA-PKCS1-v1_5', hash: rsaHash };
    return subtle.verify(how.name, await key(how), signature, data);
  }
  const hash = ofEcdsa.get(id);
  const curve = curves.get(oid(parts(need(parts(spki)[0]))[1]));
  if (hash === undefined || curve === undefined) throw new Error('an algorithm of another kind');
  const [namedCurve, length] = curve;
  const numbers = parts(read(signature));
  const side = new Uint8Array(2 * length);
  for (const [nth, { bytes }] of numbers.entries()) {
    const number = bytes[0] === 0 ? bytes.subarray(1) : bytes;
    if (nth > 1 || number.length > length) return false;
    side.set(number, (nth + 1) * length - number.length);
  }
  return subtle.verify({ name: 'ECDSA', hash }, await key({ name: 'ECDSA', namedCurve }), side, data);
}

/** RSASSA-PSS-params (RFC 4055, 3.1) with the mask's digest as the message's. @param {Value} parameters */
function pss(parameters) {
  const fields = parts(parameters);
  /** @param {number} tag */
  const field = (tag) => fields.find((each) => each.tag === tag);
  const named = field(0xa0);
  const mask = field(0xa1);
  const salt = field(0xa2);
  if (!named || !mask || !salt) throw new Error('parameters that are left out mean SHA-1');
  const hash = hashes.get(oid(parts(need(parts(named)[0]))[0]));
  const maskHash = hashes.get(oid(parts(need(parts(need(parts(mask)[0]))[1]))[0]));
  if (hash === undefined || maskHash !== hash) throw new Error('a digest of another kind');
  return { hash, saltLength: Number.parseInt(hex(need(parts(salt)[0]).bytes), 16) };
}

/** Whether the SignerIdentifier means it: issuer and serial number. @param {Value} certificate @param {Value} identifier */
function isNamed(certificate, identifier) {
  if (identifier.tag !== 0x30) return false;
  const [issuer, serial] = parts(identifier);
  const { issuer: own, serial: number } = fieldsOf(certificate);
  return same(need(issuer).whole, own.whole) && same(need(serial).bytes, number.bytes);
}

/** @param {Value} certificate */
function fieldsOf(certificate) {
  const tbs = parts(need(parts(certificate)[0]));
  if (tbs[0]?.tag === 0xa0) tbs.shift();
  const [serial, , issuer, , subject, spki] = tbs;
  return { serial: need(serial), issuer: need(issuer), subject: need(subject), spki: need(spki) };
}

/** @param {Value} certificate */
function readCertificate(certificate) {
  const { subject, spki } = fieldsOf(certificate);
  const pairs = parts(subject).flatMap((set) => parts(set).map(parts));
  const commonName = pairs.find(([type]) => oid(type) === '2.5.4.3')?.[1];
  const encoding = commonName?.tag === 0x1e ? 'utf-16be' : 'utf-8';
  return { spki, name: commonName ? new TextDecoder(encoding).decode(commonName.bytes) : '' };
}

/** The only value of a signed attribute; null where it is not there, or there twice. @param {Value} attributes @param {string} id */
function attribute(attributes, id) {
  const found = parts(attributes)
    .map(parts)
    .filter(([type]) => oid(type) === id);
  const values = found.length === 1 ? parts(need(found[0]?.[1])) : [];
  return values.length === 1 ? need(values[0]) : null;
}

/** One DER value at the beginning of the bytes; what follows is not looked at. @param {Uint8Array<ArrayBuffer>} bytes @returns {Value} */
function read(bytes) {
  const [tag = 0, first = 0x80] = bytes;
  let length = first;
  let at = 2;
  if (first > 0x80 && first <= 0x84) {
    length = bytes.subarray(2, 2 + first - 0x80).reduce((sum, byte) => sum * 256 + byte, 0);
    at += first - 0x80;
  } else if (first >= 0x80) throw new Error('a length that DER does not know');
  if ((tag & 0x1f) === 0x1f || at + length > bytes.length) throw new Error('cut off');
  return { tag, bytes: bytes.subarray(at, at + length), whole: bytes.subarray(0, at + length) };
}

/** @param {Value | undefined} value @returns {Value[]} what a constructed value holds */
function parts(value) {
  const found = [];
  for (let rest = need(value).bytes; rest.length > 0;) {
    const each = read(rest);
    found.push(each);
    rest = rest.subarray(each.whole.length);
  }
  return found;
}

/** @param {Value | undefined} value */
function oid(value) {
  const bytes = need(value).bytes;
  const numbers = [];
  let number = 0;
  for (const byte of bytes) {
    number = number * 128 + (byte & 0x7f);
    if (byte < 0x80) {
      numbers.push(number);
      number = 0;
    }
  }
  const [first = 0, ...rest] = numbers;
  const top = Math.min(2, Math.floor(first / 40));
  return [top, first - top * 40, ...rest].join('.');
}

/** @template T @param {T | undefined} value @returns {T} */
function need(value) {
  if (value === undefined) throw new Error('something is missing');
  return value;
}

/** @param {string} hash @param {Uint8Array<ArrayBuffer>} bytes */
const digest = async (hash, bytes) => new Uint8Array(await subtle.digest(hash, bytes));

/** @param {Uint8Array} a @param {Uint8Array} b */
const same = (a, b) => a.length === b.length && a.every((byte, nth) => byte === b[nth]);

/** @param {Uint8Array} bytes */
export const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** @param {Uint8Array} bytes */
const latin1 = (bytes) => String.fromCharCode(...bytes);

/** @param {Uint8Array} digits with white space between them, perhaps */
function unhex(digits) {
  const made = new Uint8Array(Math.ceil(digits.length / 2));
  let count = 0;
  for (const digit of digits) {
    if (digit <= 0x20) continue;
    const value = Number.parseInt(String.fromCharCode(digit), 16);
    if (Number.isNaN(value)) throw new Error('not hexadecimal');
    made[count >> 1] = (made[count >> 1] ?? 0) | (count % 2 === 0 ? value << 4 : value);
    count += 1;
  }
  return made.subarray(0, (count + 1) >> 1);
}
