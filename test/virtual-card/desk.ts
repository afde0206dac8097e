/** What the tests with a card do with our host again and again. */
import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import type { SessionId } from '../../src/contract/ids.ts';
import type { SignatureAlgorithm, Token } from '../../src/contract/token.ts';
import { type Identity, type KeyKind, makePki } from '../helpers/pki.ts';
import { type Host, type Reaction, pinOf, startHost } from '../token-host/harness.ts';
import { type CardTable, type PivCard, createPivCard } from './card-table.ts';

export const pin = '123456';
const signers = new Map<KeyKind, Identity>();

/** One identity for each kind of key: keys are slow to make. */
export function signerOf(key: KeyKind): Identity {
  const known = signers.get(key) ?? makePki({ signer: { key } }).signer;
  signers.set(key, known);
  return known;
}

export const cardWith = (key: KeyKind, slot: '9a' | '9c' = '9a'): PivCard =>
  createPivCard({ keys: { [slot]: signerOf(key) }, name: `${key} ${slot}` });

export async function hostAt(table: CardTable, person: (nth: number) => Reaction = () => pinOf(pin)): Promise<Host> {
  const host = await startHost({
    ...{ library: table.library, environment: table.env },
    person: (_question, nth) => person(nth),
  });
  expect(host.ready).toBeNull();
  return host;
}

export async function tokenOf(host: Host): Promise<Token> {
  const listed = await host.tokens.call('token.list', {});
  if (!listed.ok) throw new Error(JSON.stringify(listed.failure));
  expect(listed.value.tokens).toHaveLength(1);
  return listed.value.tokens[0]!;
}

export async function choose(host: Host, algorithm: SignatureAlgorithm) {
  const token = await tokenOf(host);
  const [certificate] = token.certificates;
  return { tokenSerial: token.serial, certificateSha256: certificate!.certificateSha256, algorithm };
}

/** Signs, and does not wait for ever: a driver that hangs is no answer. */
export const sign = (host: Host, sessionId: SessionId, digestId: string) =>
  host.tokens.call('session.sign', { sessionId, digestId }, { deadlineMs: 4000 });

export const digestsOf = (count: number): Buffer[] => Array.from({ length: count }, () => randomBytes(32));
export const rights = (card: PivCard): number => card.tries.filter(({ outcome }) => outcome === 'right').length;
