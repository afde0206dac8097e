import { createHash, createPublicKey, verify } from 'node:crypto';
import type { ReceiptKey } from '../contract/receipts.ts';

/**
 * Signed notes (C2SP signed-note): a text, an empty line, and lines `— NAME BASE64(key id ‖ signature)`. Only Ed25519 (type 0x01): the
 * signature is over the text with its last newline. Keys are the repository's receipt keys; what they sign as a receipt never holds a
 * newline, so neither can pass for the other.
 */
export interface Note {
  /** With its last newline. */
  readonly text: string;
  readonly signatures: readonly { readonly name: string; readonly keyId: string; readonly signature: Uint8Array }[];
}

/** The id of a key under a name: the first 4 bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key), as hexadecimal. */
export function noteKeyId(name: string, key: ReceiptKey): string {
  const hash = createHash('sha256').update(`${name}\n`).update(Uint8Array.of(1));
  return hash.update(Buffer.from(key.x, 'base64url')).digest('hex').slice(0, 8);
}

/** A note with one signature. `sign` signs bytes with Ed25519. */
export function writeNote(text: string, name: string, key: ReceiptKey, sign: (text: Uint8Array) => Uint8Array): string {
  const signature = Buffer.concat([Buffer.from(noteKeyId(name, key), 'hex'), sign(Buffer.from(text))]);
  return `${text}\n— ${name} ${signature.toString('base64')}\n`;
}

/** Takes a note apart; null where it is none. Nothing of it is believed yet. */
export function readNote(note: string): Note | null {
  if (note.length > 16_384 || hasControl(note)) return null;
  const split = note.lastIndexOf('\n\n');
  if (split < 1 || !note.endsWith('\n')) return null;
  const lines = note.slice(split + 2, -1).split('\n');
  const signatures: Note['signatures'][number][] = [];
  for (const line of lines) {
    const parts = /^— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/u.exec(line);
    if (!parts) return null;
    const bytes = Buffer.from(parts[2] ?? '', 'base64');
    if (bytes.length < 5 || bytes.toString('base64') !== parts[2]) return null;
    const keyId = bytes.subarray(0, 4).toString('hex');
    signatures.push({ name: parts[1] ?? '', keyId, signature: Uint8Array.from(bytes.subarray(4)) });
  }
  return { text: note.slice(0, split + 1), signatures };
}

/** The key among `keys` that signed the note under this name; null where none did. */
export function signerOf(note: Note, name: string, keys: readonly ReceiptKey[]): ReceiptKey | null {
  for (const one of note.signatures) {
    const key = one.name === name ? keys.find((known) => noteKeyId(name, known) === one.keyId) : undefined;
    if (!key) continue;
    const publicKey = createPublicKey({ key: { kty: key.kty, crv: key.crv, x: key.x }, format: 'jwk' });
    // A known key's signature that does not hold spoils the note (C2SP signed-note).
    return verify(null, Buffer.from(note.text), publicKey, one.signature) ? key : null;
  }
  return null;
}

function hasControl(text: string): boolean {
  return [...text].some((symbol) => symbol < ' ' && symbol !== '\n');
}
