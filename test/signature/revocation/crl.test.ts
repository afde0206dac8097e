import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { oids } from '../../../src/signature/asn1/oids.ts';
import * as der from '../../../src/signature/asn1/write.ts';
import { freshness, reaches } from '../../../src/signature/revocation/answer.ts';
import { parseCrl } from '../../../src/signature/revocation/crl.ts';
import { findEntry } from '../../../src/signature/revocation/crl-entries.ts';
import { askList } from '../../../src/signature/revocation/crl-judge.ts';
import { RevocationError } from '../../../src/signature/revocation/errors.ts';
import { parseCertificate } from '../../../src/signature/trust/certificate.ts';
import { extension, makeIntermediate, makePki, makeSigner } from '../../helpers/pki.ts';
import type { Identity } from '../../helpers/pki.ts';
import { distributionExtension } from '../../helpers/pki-services/extensions.ts';
import { makeCrl } from '../../helpers/pki-services/crl.ts';
import type { CrlOptions } from '../../helpers/pki-services/crl.ts';
import { signedSequence } from '../../helpers/pki-services/signing.ts';

const { root, intermediate, signer } = makePki();
const parse = (identity: Identity) => parseCertificate(identity.certificate);
const certificate = parse(signer);
const day = 24 * 3600 * 1000;
const now = new Date('2026-11-22T12:00:00Z');
const past = (days: number) => new Date(now.getTime() - days * day);
const times = { thisUpdate: past(1), nextUpdate: past(-6) };
const line = { serialNumber: certificate.serialNumber, time: past(30), reason: 1 };

function ask(bytes: Uint8Array, changes: Partial<Parameters<typeof askList>[1]> = {}) {
  return askList(parseCrl(bytes), { certificate, issuer: parse(intermediate), at: now, ...changes });
}

const list = (changes: Partial<CrlOptions> = {}) => makeCrl(intermediate, { ...times, ...changes });
const scope = (...fields: Uint8Array[]) => extension(oids.issuingDistributionPoint, true, der.sequence(...fields));
const flag = (number: number) => der.implicit(number, der.boolean(true));
const pointName = (url: string) => der.explicit(0, der.explicit(0, der.implicit(6, der.ia5String(url))));

describe('a revocation list', () => {
  it('says that a certificate is good, with its times, number and signer', () => {
    const other = { serialNumber: 77n, time: past(3) };
    expect(ask(list({ revoked: [other], number: 9 }))).toMatchObject({
      kind: 'answer',
      source: 'crl',
      status: { kind: 'good' },
      thisUpdate: times.thisUpdate,
      nextUpdate: times.nextUpdate,
      authority: 'issuer',
      reachesBackTo: null,
    });
    expect(parseCrl(list({ number: 9 })).number).toBe(9n);
  });

  it('says when and why a certificate was revoked', () => {
    expect(ask(list({ revoked: [{ serialNumber: 5n, time: past(3) }, line] }))).toMatchObject({
      status: { kind: 'revoked', at: line.time, reason: 'keyCompromise', invalidSince: null },
    });
  });

  it('of version 1 is read', () => {
    const bytes = signedSequence(intermediate, (algorithm) =>
      der.sequence(
        algorithm,
        intermediate.subject,
        der.time(times.thisUpdate),
        der.sequence(der.sequence(der.integer(certificate.serialNumber), der.time(line.time))),
      ),
    );
    expect(ask(bytes)).toMatchObject({ status: { kind: 'revoked', reason: null }, nextUpdate: null });
  });

  it('names the day since which the key was lost', () => {
    const entry = der.sequence(
      der.integer(certificate.serialNumber),
      der.time(line.time),
      der.sequence(extension(oids.invalidityDate, false, der.generalizedTime(past(50)))),
    );
    expect(ask(rawList([entry]))).toMatchObject({ status: { kind: 'revoked', invalidSince: past(50) } });
  });

  it('says how far back it reaches', () => {
    const since = extension(oids.expiredCertsOnCrl, false, der.generalizedTime(past(900)));
    const answer = ask(list({ extraExtensions: [since] }));
    expect(answer).toMatchObject({ reachesBackTo: past(900) });
    const expired = parse(makeSigner(intermediate, { notBefore: past(90), notAfter: past(10) }));
    expect(reaches({ thisUpdate: past(1), reachesBackTo: past(900) }, expired)).toBe(true);
    expect(reaches({ thisUpdate: past(1), reachesBackTo: past(5) }, expired)).toBe(false);
    expect(reaches({ thisUpdate: past(1), reachesBackTo: null }, expired)).toBe(false);
    expect(reaches({ thisUpdate: past(11), reachesBackTo: null }, expired)).toBe(true);
  });

  it.each<[string, () => ReturnType<typeof ask>, string]>([
    ['of another issuer', () => ask(makeCrl(root, times)), 'notAbout'],
    ['whose signature is wrong', () => ask(spoilt(list())), 'badSignature'],
    ['in the issuer’s name by somebody else', () => ask(forged()), 'badSignature'],
    ['by an issuer that may not sign lists', () => byIssuerWithout(), 'notEntitled'],
    ['from tomorrow', () => ask(list({ thisUpdate: past(-1), nextUpdate: past(-2) })), 'impossibleTime'],
    ['that ended before it began', () => ask(list({ nextUpdate: past(2) })), 'impossibleTime'],
    ['from before the issuer was certified', () => ask(list({ thisUpdate: past(9000) })), 'signerNotValid'],
    [
      'with a critical extension that nobody knows',
      () => ask(list({ extraExtensions: [extension('1.2.3.4', true, der.nullValue())] })),
      'unprocessedExtension',
    ],
    ['with a critical extension in somebody else’s line', () => ask(strangeLine()), 'unprocessedExtension'],
    [
      'that takes a certificate off itself',
      () => ask(list({ revoked: [{ ...line, reason: 8 }] })),
      'unprocessedExtension',
    ],
    ['of authorities only', () => ask(list({ extraExtensions: [scope(flag(2))] })), 'notAbout'],
    ['of attribute certificates', () => ask(list({ extraExtensions: [scope(flag(5))] })), 'notAbout'],
    [
      'of some reasons only',
      () => ask(list({ extraExtensions: [scope(der.implicit(3, der.namedBits([1])))] })),
      'notAbout',
    ],
    [
      'of a point that the certificate does not name',
      () => ask(list({ extraExtensions: [scope(pointName('http://otra.example/x.crl'))] })),
      'notAbout',
    ],
    ['whose lines cannot be read', () => ask(rawList([Uint8Array.of(0x30, 0x05, 1, 2)])), 'unprocessedExtension'],
  ])('%s decides nothing', (_what, run, obstacle) => {
    expect(run()).toEqual({ kind: 'refused', obstacle });
  });

  it('of users or of the point that the certificate names is about it', () => {
    expect(ask(list({ extraExtensions: [scope(flag(1))] }))).toMatchObject({ kind: 'answer' });
    const url = 'http://ac.example/lista.crl';
    const named = makeSigner(intermediate, { extraExtensions: [distributionExtension(url)] });
    const bytes = list({ extraExtensions: [scope(pointName(url))] });
    expect(ask(bytes, { certificate: parse(named) })).toMatchObject({ kind: 'answer', status: { kind: 'good' } });
  });

  it('of users says nothing about an authority', () => {
    const bytes = makeCrl(root, { ...times, extraExtensions: [scope(flag(1))] });
    expect(ask(bytes, { certificate: parse(intermediate), issuer: parse(root) })).toMatchObject({
      obstacle: 'notAbout',
    });
  });

  it('may be signed by another key of the issuer, which the caller has to look at', () => {
    const renewed = makeIntermediate(root);
    const answer = ask(makeCrl(renewed, times), { others: [parse(renewed)] });
    expect(answer).toMatchObject({ authority: 'delegate', signer: { sha256: parse(renewed).sha256 } });
    expect(ask(makeCrl(renewed, times))).toEqual({ kind: 'refused', obstacle: 'unknownSigner' });
  });
});

describe('an indirect list', () => {
  const publisher = makeIntermediate(root, { commonName: 'Quien publica', keyUsage: ['cRLSign'] });
  const issuerName = (name: Uint8Array) => extension(oids.certificateIssuer, true, der.sequence(der.explicit(4, name)));
  const entry = (serial: bigint, name?: Uint8Array) =>
    der.sequence(
      der.integer(serial),
      der.time(line.time),
      ...(name === undefined ? [] : [der.sequence(issuerName(name))]),
    );
  const indirect = (entries: Uint8Array[], flags = [scope(flag(4))]) => rawList(entries, publisher, flags);
  const asked = (bytes: Uint8Array) => ask(bytes, { others: [parse(publisher)] });

  it('names the issuer of what follows', () => {
    const own = certificate.serialNumber;
    expect(asked(indirect([entry(1n, root.subject), entry(2n, intermediate.subject), entry(own)]))).toMatchObject({
      authority: 'delegate',
      status: { kind: 'revoked' },
    });
    expect(asked(indirect([entry(2n, intermediate.subject), entry(own, root.subject)]))).toMatchObject({
      status: { kind: 'good' },
    });
    expect(asked(indirect([entry(own)]))).toMatchObject({ status: { kind: 'good' } });
  });

  it('that does not say it is one decides nothing', () => {
    expect(asked(indirect([entry(2n, intermediate.subject)], []))).toEqual({ kind: 'refused', obstacle: 'notAbout' });
    const bytes = rawList([entry(certificate.serialNumber, root.subject)]);
    expect(ask(bytes)).toEqual({ kind: 'refused', obstacle: 'unprocessedExtension' });
  });
});

describe('reading a list', () => {
  it.each<[string, () => Uint8Array, string]>([
    ['nothing', () => new Uint8Array(0), 'malformed'],
    ['a certificate', () => signer.certificate, 'malformed'],
    ['a list cut short', () => list().subarray(0, 60), 'malformed'],
    [
      'a list of differences',
      () => list({ extraExtensions: [extension(oids.deltaCrlIndicator, true, der.integer(1))] }),
      'unsupported',
    ],
    [
      'an extension twice',
      () => list({ extraExtensions: [extension(oids.crlNumber, false, der.integer(1))] }),
      'malformed',
    ],
    ['two scopes in one', () => list({ extraExtensions: [scope(flag(1), flag(2))] }), 'malformed'],
  ])('refuses %s', (_what, make, kind) => {
    expect(() => parseCrl(make())).toThrow(expect.objectContaining({ name: 'RevocationError', kind }) as Error);
  });

  it('never fails otherwise, whatever byte is changed', () => {
    const good = list({ revoked: [line] });
    for (let at = 0; at < good.length; at++) {
      const bytes = Uint8Array.from(good);
      bytes[at]! ^= 0x55;
      try {
        const answer = ask(bytes);
        expect(answer.kind).toBe('refused');
      } catch (error) {
        expect(error).toBeInstanceOf(RevocationError);
      }
    }
  });

  it('finds a line among very many without taking them apart', () => {
    const lines = Array.from({ length: 40_000 }, (_, i) => der.sequence(der.integer(i + 1), der.time(line.time)));
    const big = parseCrl(
      rawList([Buffer.concat(lines), der.sequence(der.integer(certificate.serialNumber), der.time(line.time))]),
    );
    const start = process.cpuUsage();
    expect(findEntry(big, certificate.issuer.key, certificate.serialNumber).kind).toBe('found');
    expect(findEntry(big, certificate.issuer.key, 40_001n).kind).toBe('absent');
    expect(process.cpuUsage(start).user / 1000).toBeLessThan(2_000);
  });
});

describe('the age of an answer', () => {
  const answer = { thisUpdate: past(10), nextUpdate: past(3), producedAt: past(10) };
  it('counts to the promised renewal, or as a policy says', () => {
    expect(freshness(answer, past(11))).toBe('fresh');
    expect(freshness(answer, past(4))).toBe('fresh');
    expect(freshness(answer, past(2))).toBe('stale');
    expect(freshness(answer, past(2), 30 * day)).toBe('fresh');
    expect(freshness(answer, past(4), day)).toBe('stale');
  });

  it('without a promise counts from when it was signed', () => {
    expect(freshness({ ...answer, nextUpdate: null }, past(9))).toBe('stale');
    expect(freshness({ ...answer, nextUpdate: null, producedAt: past(8) }, past(9))).toBe('fresh');
  });
});

function rawList(entries: Uint8Array[], by: Identity = intermediate, extensions: Uint8Array[] = []): Uint8Array {
  return signedSequence(by, (algorithm) =>
    der.sequence(
      der.integer(1),
      algorithm,
      by.subject,
      der.time(times.thisUpdate),
      der.time(times.nextUpdate),
      der.sequence(...entries),
      ...(extensions.length === 0 ? [] : [der.explicit(0, der.sequence(...extensions))]),
    ),
  );
}

function strangeLine(): Uint8Array {
  const strange = der.sequence(extension('1.2.3.4', true, der.nullValue()));
  return rawList([der.sequence(der.integer(5), der.time(line.time), strange)]);
}

function spoilt(bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[copy.length - 1]! ^= 1;
  return copy;
}

/** Another key in the issuer's name, without a key identifier that would give it away. */
function forged(): Uint8Array {
  return rawList([], { ...makeIntermediate(root), subject: intermediate.subject });
}

function byIssuerWithout() {
  const odd = makeIntermediate(root, { keyUsage: ['keyCertSign'] });
  const person = makeSigner(odd);
  return askList(parseCrl(makeCrl(odd, times)), { certificate: parse(person), issuer: parse(odd), at: now });
}
