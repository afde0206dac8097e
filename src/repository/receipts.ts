import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { OfficeProof } from '../contract/discovery.ts';
import {
  HalfReceivedStatement,
  ParcelKeyStatement,
  PartialStatement,
  ReceiptKey,
  ReceiptStatement,
  ReceivedStatement,
  RenditionStatement,
} from '../contract/receipts.ts';
import { writeDurablySync } from '../at-rest/durable.ts';
import { RegisterError } from './refusal.ts';
import { type SecretShelf, plainShelf, readPlain } from './sealed/shelf.ts';

/** Signs receipts with the repository's key. */
export interface ReceiptSigner {
  readonly key: ReceiptKey;
  /** A JWS in compact form (RFC 7515 §7.1) over the statement; Ed25519, so the same statement gives the same bytes. */
  sign(statement: ReceiptStatement): string;
  /** The same for a rendition, under a type of its own: neither can be taken for the other. */
  signRendition(statement: RenditionStatement): string;
  /** The same for a signature that others come after. */
  signPartial(statement: PartialStatement): string;
  /** Says to which key parcels are sealed. */
  signParcelKey(statement: ParcelKeyStatement): string;
}

/**
 * Opens the receipt key of a repository folder, making it (PKCS#8 PEM, mode 0600, durable) at the first start.
 * @throws {RegisterError} `keyExposed` when others than the owner could read the key, `damaged` when it is not one.
 */
export function openReceiptSigner(dir: string): ReceiptSigner {
  const { key, jws } = openKey(dir, receiptKeyFile);
  return {
    key,
    sign: (statement) => jws('fojas-receipt+jws', ReceiptStatement.parse(statement)),
    signRendition: (statement) => jws('fojas-rendition+jws', RenditionStatement.parse(statement)),
    signPartial: (statement) => jws('fojas-partly-signed+jws', PartialStatement.parse(statement)),
    signParcelKey: (statement) => jws('fojas-parcel-key+jws', ParcelKeyStatement.parse(statement)),
  };
}

/** Says what a repository inside an office received. It has no way to say that anything is registered. */
export interface ReceivedSigner {
  readonly key: ReceiptKey;
  sign(statement: ReceivedStatement): string;
  /** The same for a signature that others come after. */
  signHalf(statement: HalfReceivedStatement): string;
  /** Proves that this key answers at its addresses. */
  prove(proof: OfficeProof): string;
}

/** Opens the key of a repository inside an office, as above; a file of its own, so that neither is taken for the other. */
export function openReceivedSigner(shelf: SecretShelf): ReceivedSigner {
  const { key, jws } = openKeptKey(shelf, officeKeyFile);
  return {
    key,
    sign: (statement) => jws('fojas-received+jws', ReceivedStatement.parse(statement)),
    signHalf: (statement) => jws('fojas-half-received+jws', HalfReceivedStatement.parse(statement)),
    prove: (proof) => jws('fojas-office+jws', OfficeProof.parse(proof)),
  };
}

export const receiptKeyFile = 'receipt-key.pem';
export const officeKeyFile = 'office-key.pem';

/** A key that signs, without its private half. */
export interface SigningKey {
  readonly key: ReceiptKey;
  jws(typ: string, statement: unknown): string;
  bytes(text: Uint8Array): Uint8Array;
}

/** @param file in the folder, made at the first opening; null: `dir` is the path of a key that has to be there. */
export function openKey(dir: string, file: string | null): SigningKey {
  // The system says what is the matter with a path where nothing is.
  return file === null
    ? signingKey(readPlain(dir) ?? readFileSync(dir, 'utf8'), dir)
    : openKeptKey(plainShelf(dir), file);
}

function openKeptKey(shelf: SecretShelf, name: string): SigningKey {
  const kept = shelf.read(name);
  if (kept !== null) return signingKey(kept, name);
  const made = newKey();
  shelf.keep(name, made);
  return signingKey(made, name);
}

function signingKey(pem: string, path: string): SigningKey {
  const privateKey = readKey(pem, path);
  const key = publicKey(privateKey);
  return {
    key,
    jws(typ, statement) {
      const header = base64url(JSON.stringify({ alg: 'EdDSA', kid: key.kid, typ }));
      const input = `${header}.${base64url(JSON.stringify(statement))}`;
      return `${input}.${sign(null, Buffer.from(input), privateKey).toString('base64url')}`;
    },
    bytes: (text) => sign(null, text, privateKey),
  };
}

function readKey(pem: string, path: string): KeyObject {
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch (error) {
    throw new RegisterError('damaged', `${basename(path)} is not a private key`, { cause: error });
  }
  if (key.asymmetricKeyType !== 'ed25519')
    throw new RegisterError('damaged', `${basename(path)} is not an Ed25519 key`);
  return key;
}

const newKey = (): string => String(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }));

/** Makes a key as a plain file, durable, readable by its owner alone. */
export const makeKey = (path: string): void => writeDurablySync(path, newKey());

/** The public half as JWK (RFC 8037 §2) with its thumbprint (RFC 7638: required members in lexicographic order) as `kid`. */
function publicKey(privateKey: KeyObject): ReceiptKey {
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' });
  const kid = createHash('sha256')
    .update(JSON.stringify({ crv: 'Ed25519', kty: 'OKP', x }))
    .digest('base64url');
  return ReceiptKey.parse({ kid, kty: 'OKP', crv: 'Ed25519', x });
}

const base64url = (text: string): string => Buffer.from(text).toString('base64url');
