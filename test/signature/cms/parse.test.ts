import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { oids } from '../../../src/signature/asn1/oids.ts';
import * as der from '../../../src/signature/asn1/write.ts';
import {
  algorithmProtectionHolds,
  compareReference,
  contentTypeOf,
  duplicateAttributes,
  messageDigestOf,
  signingCertificateReferences,
  signingTimeOf,
} from '../../../src/signature/cms/attributes.ts';
import { buildSignedAttributes, buildSignedData, ecdsaRawToDer } from '../../../src/signature/cms/build.ts';
import { CmsError } from '../../../src/signature/cms/errors.ts';
import { parseSignedData } from '../../../src/signature/cms/parse.ts';
import { digest, sha256Hex } from '../../../src/signature/crypto.ts';
import { parseCertificate } from '../../../src/signature/trust/certificate.ts';
import { attribute, makeCms } from '../../helpers/cms.ts';
import type { CmsOptions } from '../../helpers/cms.ts';
import { makePki, signAsToken } from '../../helpers/pki.ts';
import { run, withFolder } from '../../helpers/run.ts';

const { signer, intermediate } = makePki();
const content = Buffer.from('Dictamen');
const certificate = parseCertificate(signer.certificate);
const cms = (options: Partial<CmsOptions> = {}) => makeCms({ signer, content, ...options });

function attributesOf(list: Uint8Array[]) {
  return parseSignedData(cms({ attributes: () => list })).signerInfos[0]!.signedAttributes!;
}

describe('what we build', () => {
  it('is read back as it was meant', () => {
    const algorithm = 'ecdsa-sha384';
    const signedAttributes = buildSignedAttributes({
      messageDigest: digest('sha384', content),
      certificate,
      algorithm,
    });
    const signature = ecdsaRawToDer(signAsToken(signer, algorithm, signedAttributes));
    const chain = [parseCertificate(intermediate.certificate)];
    const read = parseSignedData(buildSignedData({ algorithm, signedAttributes, signature, certificate, chain }));
    expect(read).toMatchObject({ version: 1, contentType: oids.data, content: null, revocationValues: [] });
    expect(read.certificates.map(sha256Hex).sort()).toEqual([certificate.sha256, chain[0]!.sha256].sort());
    const [info, ...others] = read.signerInfos;
    expect(others).toEqual([]);
    expect(info!.signedAttributeEncodings).toEqual([Buffer.from(signedAttributes)]);
    expect(Buffer.from(info!.signature)).toEqual(Buffer.from(signature));
    expect(info!.sid).toMatchObject({ kind: 'issuerAndSerial', serialNumber: certificate.serialNumber });
    expect(contentTypeOf(info!.signedAttributes!)).toBe(oids.data);
    expect(Buffer.from(messageDigestOf(info!.signedAttributes!)!)).toEqual(Buffer.from(digest('sha384', content)));
    expect(signingTimeOf(info!.signedAttributes!)).toBeNull();
    expect(algorithmProtectionHolds(info!)).toBe(true);
    expect(
      signingCertificateReferences(info!.signedAttributes!).map((each) => compareReference(each, certificate)),
    ).toEqual(['match']);
  });
});

describe('what others build', () => {
  it('is read when openssl writes it in BER, and in DER', () =>
    withFolder((folder) => {
      const at = (name: string) => join(folder, name);
      writeFileSync(at('content'), content);
      writeFileSync(at('signer.pem'), `${signer.certificatePem}${signer.pkcs8Pem}`);
      for (const mode of [['-stream', '-indef'], []]) {
        const sign = ['cms', '-sign', '-cades', '-binary', '-nodetach', '-outform', 'DER', '-md', 'sha256', ...mode];
        expect(
          run('openssl', [...sign, '-in', at('content'), '-signer', at('signer.pem'), '-out', at('out')]).status,
        ).toBe(0);
        const bytes = readFileSync(at('out'));
        expect(bytes[1] === 0x80).toBe(mode.length > 0); // indefinite length or not
        const read = parseSignedData(bytes);
        expect(Buffer.from(read.content!)).toEqual(content);
        const info = read.signerInfos[0]!;
        expect(signingTimeOf(info.signedAttributes!)).toBeInstanceOf(Date);
        expect(
          signingCertificateReferences(info.signedAttributes!).map((each) => compareReference(each, certificate)),
        ).toEqual(['match']);
      }
    }));

  it('may keep its attributes in another order, which is then verified as well', () => {
    const reversed = parseSignedData(
      cms({ unsorted: true, attributes: (list) => [...list].sort(Buffer.compare).reverse() }),
    );
    expect(reversed.signerInfos[0]!.signedAttributeEncodings).toHaveLength(2);
  });

  it('may name its signer by key identifier, and carry content', () => {
    const read = parseSignedData(cms({ bySubjectKeyIdentifier: true, embed: true }));
    expect(Buffer.from(read.content!)).toEqual(content);
    expect(read.signerInfos[0]!.sid).toEqual({
      kind: 'keyIdentifier',
      id: Buffer.from(certificate.subjectKeyIdentifier!),
    });
  });

  it('may be padded with zeros in a PDF, and with nothing else', () => {
    const padded = Buffer.concat([cms(), Buffer.alloc(50)]);
    expect(parseSignedData(padded, 'zeros').signerInfos).toHaveLength(1);
    expect(() => parseSignedData(padded)).toThrow(CmsError);
    padded[padded.length - 1] = 1;
    expect(() => parseSignedData(padded, 'zeros')).toThrow(CmsError);
  });
});

describe('what is no signature', () => {
  it.each<[string, () => Uint8Array, string]>([
    ['nothing', () => new Uint8Array(0), 'malformed'],
    ['text', () => content, 'malformed'],
    ['an empty sequence', () => der.sequence(), 'malformed'],
    ['data', () => der.sequence(der.oid(oids.data), der.explicit(0, der.octetString(content))), 'notSignedData'],
    ['SignedData without its content', () => der.sequence(der.oid(oids.signedData)), 'malformed'],
    [
      'two values where one belongs',
      () => der.sequence(der.oid(oids.signedData), der.explicit(0, der.sequence(), der.sequence())),
      'malformed',
    ],
    ['half a signature', () => cms().subarray(0, 300), 'malformed'],
  ])('%s', (_what, bytes, kind) => {
    expect(() => parseSignedData(bytes())).toThrow(expect.objectContaining({ name: 'CmsError', kind }) as Error);
  });

  it('never fails with another error than its own', () => {
    const good = Buffer.from(cms({ embed: true }));
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(255), (at, value) => {
        const bytes = Buffer.from(good);
        bytes[at] = value;
        try {
          const { signerInfos } = parseSignedData(bytes);
          for (const info of signerInfos) {
            const attributes = info.signedAttributes ?? [];
            for (const read of [contentTypeOf, messageDigestOf, signingTimeOf, signingCertificateReferences])
              read(attributes);
            algorithmProtectionHolds(info);
          }
        } catch (error) {
          expect(error).toBeInstanceOf(CmsError);
        }
      }),
      { numRuns: 1_500 },
    );
  });
});

describe('attributes', () => {
  const time = attribute(oids.signingTime, der.time(new Date('2026-11-20T10:00:00Z')));

  it('that may appear once are refused twice, empty, or with two values', () => {
    for (const list of [
      [time, time],
      [attribute(oids.signingTime)],
      [attribute(oids.signingTime, der.nullValue(), der.boolean(true))],
    ]) {
      expect(() => signingTimeOf(attributesOf(list))).toThrow(CmsError);
    }
    expect(duplicateAttributes(attributesOf([time, time]))).toEqual([oids.signingTime]);
    expect(signingTimeOf(attributesOf([time]))).toEqual(new Date('2026-11-20T10:00:00Z'));
  });

  it('of another type than their standard says are refused', () => {
    expect(() => messageDigestOf(attributesOf([attribute(oids.messageDigest, der.nullValue())]))).toThrow(CmsError);
    expect(() =>
      signingCertificateReferences(attributesOf([attribute(oids.signingCertificateV2, der.sequence())])),
    ).toThrow(CmsError);
  });

  it('that refer to a certificate tell right from wrong', () => {
    const reference = (...fields: Uint8Array[]) =>
      attributesOf([attribute(oids.signingCertificateV2, der.sequence(der.sequence(der.sequence(...fields))))]);
    const compare = (list: ReturnType<typeof reference>) =>
      signingCertificateReferences(list).map((each) => compareReference(each, certificate));
    const hash = der.octetString(digest('sha256', certificate.der));
    const issuer = (serial: bigint) =>
      der.sequence(der.sequence(der.explicit(4, certificate.issuer.der)), der.integer(serial));
    expect(compare(reference(hash))).toEqual(['match']);
    expect(compare(reference(hash, issuer(certificate.serialNumber)))).toEqual(['match']);
    expect(compare(reference(hash, issuer(7n)))).toEqual(['otherIssuerSerial']);
    expect(compare(reference(der.octetString(new Uint8Array(32))))).toEqual(['otherHash']);
    expect(
      compare(reference(der.sequence(der.oid(oids.sha512)), der.octetString(digest('sha512', certificate.der)))),
    ).toEqual(['match']);
    expect(compare(reference(der.sequence(der.oid(oids.md5)), der.octetString(new Uint8Array(16))))).toEqual([
      'unknownDigest',
    ]);
  });

  it('that protect the algorithms take NULL and nothing for the same', () => {
    const protect = (...parameters: Uint8Array[]) =>
      attribute(
        oids.cmsAlgorithmProtection,
        der.sequence(
          der.sequence(der.oid(oids.sha256)),
          der.implicit(1, der.sequence(der.oid(oids.ecdsaSha256), ...parameters)),
        ),
      );
    const holds = (one: Uint8Array) =>
      algorithmProtectionHolds(parseSignedData(cms({ attributes: () => [one] })).signerInfos[0]!);
    expect(holds(protect())).toBe(true);
    expect(holds(protect(der.nullValue()))).toBe(true);
    expect(holds(protect(der.integer(1)))).toBe(false);
  });
});
