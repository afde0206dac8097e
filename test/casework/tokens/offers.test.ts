import { describe, expect, it } from 'vitest';
import { type OfferFacts, rankOffers } from '../../../src/casework/tokens/offers.ts';
import type { TokenCertificate } from '../../../src/contract/token.ts';
import { certificate, inDays, library, now, token } from './staged.ts';

const mine = 'CUIL 27-12345678-0';
const facts = (part: Partial<OfferFacts> = {}): OfferFacts => ({
  ...{ now, cuil: '27-12345678-0', personId: 'p', chosenLast: null, issuers: [], revocationOf: () => 'unknown' },
  ...part,
});
const ranked = (certificates: TokenCertificate[], part: Partial<OfferFacts> = {}) => {
  const offers = rankOffers([library('l', [token('1', { certificates })])], facts(part));
  expect(offers.map(({ rank }) => rank)).toEqual(offers.map((_, index) => index));
  return offers.map(
    ({ certificateSha256 }) => certificates.find((one) => one.certificateSha256 === certificateSha256)!.commonName,
  );
};

describe('the certificate that is offered first', () => {
  it('may sign, is the person’s own, was chosen last, is of the expected issuer and lasts longest, in this order', () => {
    const own = (name: string, part: Partial<TokenCertificate> = {}) =>
      certificate(name, { serialNumber: mine, ...part });
    const last = own('last');
    const all = [
      certificate('other', { serialNumber: 'CUIL 20-00000001-9' }),
      own('expired', { unsuitable: 'expired', notAfter: inDays(-10) }),
      certificate('nobody'),
      own('short', { notAfter: inDays(20) }),
      own('long', { notAfter: inDays(900) }),
      own('wanted', { issuer: 'AC ONTI' }),
      last,
    ];
    const order = ranked(all, { chosenLast: last.certificateSha256, issuers: ['AC ONTI'] });
    expect(order).toEqual(['last', 'wanted', 'long', 'short', 'nobody', 'other', 'expired']);
  });

  it('keeps the token’s order among equals, and is looked for on every token of every library', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((name) => certificate(name));
    expect(ranked([b!, a!, c!])).toEqual(['b', 'a', 'c']);
    const two = [
      library('x', [token('1', { certificates: [a!] })]),
      library('y', [token('2', { certificates: [b!] })]),
    ];
    expect(rankOffers(two, facts()).map(({ libraryId, tokenSerial }) => [libraryId, tokenSerial])).toEqual([
      ['x', '1'],
      ['y', '2'],
    ]);
  });

  it('is none that was revoked, however good it looks', () => {
    const [good, revoked] = [certificate('good', { notAfter: inDays(5) }), certificate('revoked')];
    const revocationOf = (one: TokenCertificate) =>
      one.commonName === 'revoked' ? ('revoked' as const) : ('good' as const);
    expect(ranked([revoked, good], { revocationOf })).toEqual(['good', 'revoked']);
  });
});

describe('what is told of a certificate', () => {
  const only = (part: Partial<TokenCertificate>, more: Partial<OfferFacts> = {}) =>
    rankOffers([library('l', [token('1', { certificates: [certificate('c', part)] })])], facts(more))[0]!;
  it.each([
    [60, 'fine'],
    [59, 'within60'],
    [30, 'within60'],
    [29, 'within30'],
    [7, 'within30'],
    [6, 'within7'],
    [0, 'within7'],
    [-1, 'expired'],
  ] as const)('%i days before its end: %s', (days, expiry) => {
    expect(only({ notAfter: inDays(days) })).toMatchObject({ daysLeft: days, expiry });
  });

  it.each([
    [mine, '27123456780', 'self'],
    ['CUIT 27123456780', '27-12345678-0', 'self'],
    ['CUIL 20-00000001-9', '27123456780', 'other'],
    [null, '27123456780', 'unknown'],
    ['PASSPORT 1', '27123456780', 'unknown'],
    [mine, null, 'unknown'],
  ] as const)('%s for %s is of %s', (serialNumber, cuil, owner) => {
    expect(only({ serialNumber }, { cuil }).owner).toBe(owner);
  });

  it('whether it may sign and was the last choice', () => {
    const chosenLast = certificate('c').certificateSha256;
    expect(only({}, { chosenLast })).toMatchObject({ usable: true, chosenLast: true, revocation: 'unknown' });
    expect(only({ unsuitable: 'wrongKeyUsage' })).toMatchObject({ usable: false, chosenLast: false });
  });
});
