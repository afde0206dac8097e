import { describe, expect, it } from 'vitest';
import { oids } from '../../../src/signature/asn1/oids.ts';
import * as der from '../../../src/signature/asn1/write.ts';
import { attribute, makeCms, makeTimestamp } from '../../helpers/cms.ts';
import type { CmsOptions } from '../../helpers/cms.ts';
import { pem } from '../../helpers/pki.ts';
import { Story } from './story.ts';
import { codes, pki, verify, verifyOne } from './verify.ts';

const content = Buffer.from('Acta de audiencia');
const withTime = (list: Uint8Array[]) => [
  ...list,
  attribute(oids.signingTime, der.time(new Date('2026-11-20T10:00:00Z'))),
];
const p7m = (options: Partial<CmsOptions> = {}) =>
  makeCms({ signer: pki.signer, content, embed: true, attributes: withTime, ...options });

describe('a CMS file', () => {
  it('with its content inside is verified, in DER and in PEM', async () => {
    for (const bytes of [p7m(), Buffer.from(pem('CMS', p7m())), Buffer.from(pem('PKCS7', p7m()))]) {
      expect(await verifyOne(bytes)).toMatchObject({
        field: null,
        kind: 'signature',
        indication: 'TOTAL_PASSED',
        level: 'B-B',
        modification: 'none',
        coversWholeDocument: true,
        signer: { claimedSigningTime: '2026-11-20T10:00:00.000Z' },
      });
    }
  });

  it('without its content says so, and takes it from beside', async () => {
    const p7s = p7m({ embed: false });
    expect(await verifyOne(p7s)).toMatchObject({
      indication: 'INDETERMINATE',
      subIndication: 'SIGNED_DATA_NOT_FOUND',
      modification: 'unclear',
    });
    expect(await verifyOne(p7s, 0, { detachedContent: content })).toMatchObject({ indication: 'TOTAL_PASSED' });
    const wrong = await verifyOne(p7s, 0, { detachedContent: Buffer.from('otra') });
    expect(wrong).toMatchObject({ indication: 'TOTAL_FAILED', subIndication: 'HASH_FAILURE' });
    const both = await verifyOne(p7m(), 0, { detachedContent: content });
    expect(both).toMatchObject({ indication: 'TOTAL_FAILED', subIndication: 'FORMAT_FAILURE' });
  });

  it('lists every signer', async () => {
    const { signatures } = await verify(p7m({ signers: 3 }));
    expect(signatures.map((each) => each.indication)).toEqual(['TOTAL_PASSED', 'TOTAL_PASSED', 'TOTAL_PASSED']);
  });

  it('is no CAdES baseline without a signing time', async () => {
    const verdict = await verifyOne(p7m({ attributes: (list) => list }));
    expect(verdict).toMatchObject({ indication: 'TOTAL_PASSED', level: null });
    expect(codes(verdict)).toContain('notBaseline');
  });

  it('that was changed fails', async () => {
    const bytes = Buffer.from(p7m());
    bytes[bytes.indexOf('Acta')]! ^= 1;
    expect(await verifyOne(bytes)).toMatchObject({ indication: 'TOTAL_FAILED', subIndication: 'HASH_FAILURE' });
  });

  it('that is none has an error and no signatures', async () => {
    expect(await verify(Buffer.from('0123456789'))).toMatchObject({
      signatures: [],
      error: expect.stringContaining('malformed') as string,
    });
    expect(await verify(Buffer.from('hola'))).toMatchObject({
      signatures: [],
      error: expect.stringContaining('notPdf') as string,
    });
  });
});

describe('a CMS file that carries its validation data', () => {
  it('is B-LT, and holds when the certificate is over', async () => {
    const story = new Story();
    const time = story.clock.now();
    const [rootList, ownList] = story.lists();
    const bytes = p7m({
      signer: story.world.signer(),
      unsignedAttributes: (signature) => [
        attribute(oids.signatureTimeStamp, makeTimestamp(story.world.tsaNow, signature, { time })),
        attribute(oids.revocationValues, der.sequence(der.explicit(0, der.sequence(rootList!, ownList!)))),
      ],
    });
    expect(await verifyOne(bytes, 0, story.options)).toMatchObject({ indication: 'TOTAL_PASSED', level: 'B-LT' });
    story.clock.advance({ years: 4 });
    const later = await verifyOne(bytes, 0, { ...story.options, revocation: story.line });
    expect(later).toMatchObject({ indication: 'TOTAL_PASSED', level: 'B-LT' });
    expect(later.details?.timestamps).toMatchObject([{ kind: 'signature', indication: 'TOTAL_PASSED' }]);
  });
});
