import { createHash, generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ActId, CaseId, Sha256 } from '../../../src/contract/ids.ts';
import { ReceiptKey, type ReceiptStatement } from '../../../src/contract/receipts.ts';
import { verifyReceipt } from '../../../src/casework/receipts/verify.ts';

const b64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
function repositoryKey() {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const x = publicKey.export({ format: 'jwk' }).x as string;
  const kid = createHash('sha256').update(x).digest('base64url');
  return { privateKey, pinned: ReceiptKey.parse({ kid, kty: 'OKP', crv: 'Ed25519', x }) };
}
const { privateKey, pinned } = repositoryKey();
const statement: ReceiptStatement = {
  v: 1,
  repository: 'Repositorio de prueba',
  actId: ActId.parse(randomUUID()),
  caseId: CaseId.parse(randomUUID()),
  caseNumber: '97-00-000418-26',
  number: 3,
  folioFrom: 7,
  folioTo: 8,
  sha256: Sha256.parse('ab'.repeat(32)),
  size: 1234,
  receivedAt: '2026-11-21T13:05:00.000Z',
  registeredAt: '2026-11-21T13:05:01.000Z',
};
const header = { alg: 'EdDSA', kid: pinned.kid, typ: 'fojas-receipt+jws' };
function jws(head: unknown, body: unknown, key: KeyObject = privateKey) {
  const input = `${b64(head)}.${b64(body)}`;
  return `${input}.${sign(null, Buffer.from(input), key).toString('base64url')}`;
}
const check = (receipt: string, expected: Partial<ReceiptStatement> = {}) =>
  verifyReceipt(receipt, [pinned], { ...statement, ...expected });

describe('a receipt', () => {
  it('is believed when a pinned key signed it for our act and our bytes', () => {
    expect(check(jws(header, statement))).toEqual({ kind: 'verified', statement });
  });

  it('is refused with any character of it changed', () => {
    const good = jws(header, statement);
    for (let at = 0; at < good.length; at += 7) {
      const changed = `${good.slice(0, at)}${good[at] === 'A' ? 'B' : 'A'}${good.slice(at + 1)}`;
      expect(check(changed).kind, `character ${at}`).toBe('invalid');
    }
  });

  it.each([
    ['notJws', 'garbage'],
    ['notJws', ''],
    ['notJws', `${'A'.repeat(20_000)}.A.A`],
    ['badHeader', jws({ ...header, alg: 'none' }, statement)],
    ['badHeader', jws({ ...header, alg: 'HS256' }, statement)],
    ['badHeader', jws({ ...header, jwk: pinned }, statement)],
    ['unknownKey', jws({ ...header, kid: 'another' }, statement)],
    ['badSignature', jws(header, statement, generateKeyPairSync('ed25519').privateKey)],
    ['badStatement', jws(header, { ...statement, number: 0 })],
    ['badStatement', jws(header, { ...statement, extra: 1 })],
  ])('is refused as %s', (reason, receipt) => {
    expect(check(receipt)).toEqual({ kind: 'invalid', reason });
  });

  it('is refused when it speaks of another act or of other bytes', () => {
    const receipt = jws(header, statement);
    expect(check(receipt, { actId: ActId.parse(randomUUID()) })).toEqual({ kind: 'invalid', reason: 'otherAct' });
    expect(check(receipt, { caseId: CaseId.parse(randomUUID()) })).toEqual({ kind: 'invalid', reason: 'otherAct' });
    expect(check(receipt, { sha256: Sha256.parse('cd'.repeat(32)) })).toEqual({
      kind: 'invalid',
      reason: 'otherBytes',
    });
    expect(check(receipt, { size: 1235 })).toEqual({ kind: 'invalid', reason: 'otherBytes' });
  });
});
