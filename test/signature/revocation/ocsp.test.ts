import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { oids } from '../../../src/signature/asn1/oids.ts';
import * as der from '../../../src/signature/asn1/write.ts';
import { RevocationError } from '../../../src/signature/revocation/errors.ts';
import { parseBasicOcspResponse, parseOcspResponse } from '../../../src/signature/revocation/ocsp.ts';
import { askResponse } from '../../../src/signature/revocation/ocsp-judge.ts';
import { parseCertificate } from '../../../src/signature/trust/certificate.ts';
import { extension, makeCertificate, makeIntermediate, makePki, makeSigner } from '../../helpers/pki.ts';
import type { CertificateOptions, Identity } from '../../helpers/pki.ts';
import { certIdOf, makeOcspError, makeOcspResponse } from '../../helpers/pki-services/ocsp.ts';
import type { OcspOptions } from '../../helpers/pki-services/ocsp.ts';
import { signedSequence } from '../../helpers/pki-services/signing.ts';

const { root, intermediate, signer } = makePki();
const parse = (identity: Identity) => parseCertificate(identity.certificate);
const certificate = parse(signer);
const day = 24 * 3600 * 1000;
const now = new Date('2026-11-22T12:00:00Z');
const past = (days: number) => new Date(now.getTime() - days * day);

const makeResponder = (changes: CertificateOptions = {}, issuer = intermediate) =>
  makeCertificate(issuer, {
    commonName: 'Responde',
    ca: false,
    keyUsage: ['digitalSignature'],
    extendedKeyUsage: [oids.ocspSigning],
    ...changes,
  });
const responder = makeResponder();

const response = (changes: Partial<OcspOptions> = {}) =>
  makeOcspResponse({
    responder,
    certId: certIdOf(intermediate, signer.certificate),
    status: { kind: 'good' },
    producedAt: past(1),
    thisUpdate: past(1),
    nextUpdate: past(-1),
    ...changes,
  });

function ask(bytes: Uint8Array, changes: Partial<Parameters<typeof askResponse>[1]> = {}) {
  return askResponse(parseOcspResponse(bytes), { certificate, issuer: parse(intermediate), at: now, ...changes });
}

/** A response with extensions of the answer or of the whole, which the helper does not make. */
function extended(single: Uint8Array[], whole: Uint8Array[] = []): Uint8Array {
  const basic = signedSequence(
    responder,
    () =>
      der.sequence(
        der.explicit(1, responder.subject),
        der.generalizedTime(past(1)),
        der.sequence(
          der.sequence(
            certIdOf(intermediate, signer.certificate),
            der.implicit(0, der.nullValue()),
            der.generalizedTime(past(1)),
            der.explicit(1, der.sequence(...single)),
          ),
        ),
        ...(whole.length === 0 ? [] : [der.explicit(1, der.sequence(...whole))]),
      ),
    der.explicit(0, der.sequence(responder.certificate)),
  );
  return der.sequence(
    der.enumerated(0),
    der.explicit(0, der.sequence(der.oid(oids.ocspBasic), der.octetString(basic))),
  );
}

const certHash = (of: Uint8Array) =>
  extension(
    oids.certHash,
    false,
    der.sequence(der.sequence(der.oid(oids.sha256)), der.octetString(createHash('sha256').update(of).digest())),
  );

describe('an OCSP response', () => {
  it('says that a certificate is good, by an appointed responder', () => {
    expect(ask(response())).toMatchObject({
      kind: 'answer',
      source: 'ocsp',
      status: { kind: 'good' },
      authority: 'delegate',
      signer: { sha256: parse(responder).sha256 },
      thisUpdate: past(1),
      producedAt: past(1),
    });
  });

  it('may name its responder by key, and the certificate by SHA-256', () => {
    const bytes = response({ byKey: true, certId: certIdOf(intermediate, signer.certificate, 'sha256') });
    expect(ask(bytes)).toMatchObject({ kind: 'answer', status: { kind: 'good' } });
  });

  it('may come from the issuer itself, with or without a certificate', () => {
    expect(ask(response({ responder: intermediate }))).toMatchObject({ authority: 'issuer' });
    expect(ask(response({ responder: intermediate, certificates: [] }))).toMatchObject({ authority: 'issuer' });
  });

  it('may be signed by a responder whose certificate is found elsewhere', () => {
    const bytes = response({ certificates: [] });
    expect(ask(bytes, { others: [parse(responder)] })).toMatchObject({ kind: 'answer' });
    expect(ask(bytes)).toEqual({ kind: 'refused', obstacle: 'unknownSigner' });
  });

  it('says when and why a certificate was revoked, and that one is unknown', () => {
    expect(ask(response({ status: { kind: 'revoked', time: past(5), reason: 4 } }))).toMatchObject({
      status: { kind: 'revoked', at: past(5), reason: 'superseded' },
    });
    expect(ask(response({ status: { kind: 'revoked', time: past(5) } }))).toMatchObject({
      status: { kind: 'revoked', reason: null },
    });
    expect(ask(response({ status: { kind: 'unknown' } }))).toMatchObject({ status: { kind: 'unknown' } });
  });

  it('says how far back it reaches, and of which certificate it speaks', () => {
    const cutoff = extension(oids.ocspArchiveCutoff, false, der.generalizedTime(past(4000)));
    expect(ask(extended([cutoff, certHash(signer.certificate)]))).toMatchObject({ reachesBackTo: past(4000) });
  });

  it('returns the nonce', () => {
    const nonce = der.octetString(Buffer.from('una vez'));
    expect(Buffer.from(parseOcspResponse(response({ nonce })).nonce!).toString()).toBe('una vez');
    expect(Buffer.from(parseOcspResponse(response({ nonce: Buffer.from('xyz') })).nonce!).toString()).toBe('xyz');
    expect(parseOcspResponse(response()).nonce).toBeNull();
  });

  it('is read without its envelope too', () => {
    const basic = parseOcspResponse(response());
    const inner = basic.der.subarray(basic.der.length - innerLength(basic.der));
    expect(parseBasicOcspResponse(inner).responses).toHaveLength(1);
  });

  it.each<[string, () => ReturnType<typeof ask>, string]>([
    [
      'about another certificate',
      () => ask(response({ certId: certIdOf(intermediate, root.certificate) })),
      'notAbout',
    ],
    [
      'about the same number of another issuer',
      () => ask(response({ certId: certIdOf(root, signer.certificate) })),
      'notAbout',
    ],
    [
      'whose signature is wrong',
      () => ask(spoilt(response({ certificates: [] })), { others: [parse(responder)] }),
      'badSignature',
    ],
    ['by somebody who was not appointed', () => ask(response({ responder: makeSigner(intermediate) })), 'notEntitled'],
    [
      'by a responder for other purposes',
      () => ask(response({ responder: makeResponder({ extendedKeyUsage: [oids.timeStamping] }) })),
      'notEntitled',
    ],
    [
      'by a responder that may not sign',
      () => ask(response({ responder: makeResponder({ keyUsage: ['keyEncipherment'] }) })),
      'notEntitled',
    ],
    ['by the root’s responder', () => ask(response({ responder: makeResponder({}, root) })), 'notEntitled'],
    [
      'by a twin of the issuer',
      () => ask(response({ responder: makeResponder({}, makeIntermediate(root)) })),
      'notEntitled',
    ],
    [
      'by a responder whose limits we do not know',
      () =>
        ask(response({ responder: makeResponder({ extraExtensions: [extension('1.2.3', true, der.nullValue())] }) })),
      'notEntitled',
    ],
    [
      'by a responder that had expired',
      () => ask(response({ responder: makeResponder({ notBefore: past(90), notAfter: past(2) }) })),
      'signerNotValid',
    ],
    ['from tomorrow', () => ask(response({ thisUpdate: past(-1), nextUpdate: null })), 'impossibleTime'],
    ['signed tomorrow', () => ask(response({ producedAt: past(-1) })), 'impossibleTime'],
    ['that ended before it began', () => ask(response({ nextUpdate: past(2) })), 'impossibleTime'],
    ['of another certificate of that number', () => ask(extended([certHash(root.certificate)])), 'otherCertificate'],
    [
      'with an unknown critical extension of the answer',
      () => ask(extended([extension('1.2.3.4', true, der.nullValue())])),
      'unprocessedExtension',
    ],
    [
      'with an unknown critical extension of the whole',
      () => ask(extended([certHash(signer.certificate)], [extension('1.2.3.4', true, der.nullValue())])),
      'unprocessedExtension',
    ],
  ])('%s decides nothing', (_what, run, obstacle) => {
    expect(run()).toEqual({ kind: 'refused', obstacle });
  });
});

describe('reading a response', () => {
  it.each<[string, () => Uint8Array, string, string]>([
    ['nothing', () => new Uint8Array(0), 'malformed', ''],
    ['a certificate', () => signer.certificate, 'malformed', ''],
    ['a refusal', () => makeOcspError(6), 'unsuccessful', 'unauthorized'],
    ['a wish for patience', () => makeOcspError(3), 'unsuccessful', 'tryLater'],
    [
      'another type of response',
      () =>
        der.sequence(
          der.enumerated(0),
          der.explicit(0, der.sequence(der.oid('1.2.3'), der.octetString(Buffer.from('')))),
        ),
      'unsupported',
      '',
    ],
    ['a success without an answer', () => der.sequence(der.enumerated(0)), 'malformed', ''],
  ])('refuses %s', (_what, make, kind, message) => {
    expect(() => parseOcspResponse(make())).toThrow(
      expect.objectContaining({
        name: 'RevocationError',
        kind,
        message: expect.stringContaining(message) as string,
      }) as Error,
    );
  });

  it('never fails otherwise, whatever byte is changed, and never changes its answer', () => {
    const good = response({ status: { kind: 'revoked', time: past(5), reason: 4 } });
    for (let at = 0; at < good.length; at++) {
      const bytes = Uint8Array.from(good);
      bytes[at]! ^= 0x55;
      try {
        const answer = ask(bytes);
        if (answer.kind === 'answer') expect(answer.status).toMatchObject({ kind: 'revoked', at: past(5) });
      } catch (error) {
        expect(error).toBeInstanceOf(RevocationError);
      }
    }
  });
});

function spoilt(bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[copy.length - 1]! ^= 1;
  return copy;
}

/** The basic response is the content of the innermost OCTET STRING, the last field of the whole. */
function innerLength(bytes: Uint8Array): number {
  const at = Buffer.from(bytes).indexOf(der.oid(oids.ocspBasic)) + der.oid(oids.ocspBasic).length;
  const count = bytes[at + 1]! & 0x7f;
  return bytes.length - (at + 2 + count);
}
