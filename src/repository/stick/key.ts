import { identitiesIn, newAgeKey, recipientOf } from '../../parcel/index.ts';
import { RegisterError } from '../refusal.ts';
import type { SecretShelf } from '../sealed/shelf.ts';

export const parcelKeyFile = 'parcel-key.txt';

export interface ParcelKey {
  readonly identity: string;
  /** `age1…`: what offices pin as `parcelRecipient`. */
  readonly recipient: string;
}

/**
 * Opens the key that parcels for this repository are sealed to, making it (an age identity file) the first time.
 * @throws {RegisterError} `keyExposed` when others than the owner could read it, `damaged` when it is not one.
 */
export async function openParcelKey(shelf: SecretShelf): Promise<ParcelKey> {
  const text = shelf.read(parcelKeyFile) ?? (await makeKey(shelf));
  const [identity] = identitiesIn(text);
  if (identity === undefined) throw new RegisterError('damaged', `${parcelKeyFile} holds no age identity`);
  return { identity, recipient: await recipientOf(identity) };
}

async function makeKey(shelf: SecretShelf): Promise<string> {
  const { identity, recipient } = await newAgeKey();
  const text = `# public key: ${recipient}\n${identity}\n`;
  shelf.keep(parcelKeyFile, text);
  return text;
}

/** The recipient that a parcel key's file names to everybody, also a sealed one; null where it names none. */
export const recipientNamedIn = (text: string): string | null =>
  /^# public key: (age1[0-9a-z]+)$/m.exec(text)?.[1] ?? null;
