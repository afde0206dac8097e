/** Every sub-indication about paths, times and revocation, each with the case that leads to it. */
import { describe, expect, it } from 'vitest';
import { oids } from '../../../src/signature/asn1/oids.ts';
import * as der from '../../../src/signature/asn1/write.ts';
import { parseCertificate } from '../../../src/signature/trust/certificate.ts';
import { attribute, makeCms, makeTimestamp } from '../../helpers/cms.ts';
import { extension, makeCertificate, makeIntermediate, makeRoot, makeSigner } from '../../helpers/pki.ts';
import { later, makeCrl, PkiWorld, TestClock } from '../../helpers/pki-services/index.ts';
import { TestPdf } from '../../helpers/test-pdf.ts';
import { Story } from './story.ts';
import { codes, verify } from './verify.ts';

const passed = { indication: 'TOTAL_PASSED', subIndication: null };
const failed = (subIndication: string) => ({ indication: 'TOTAL_FAILED', subIndication });
const doubtful = (subIndication: string) => ({ indication: 'INDETERMINATE', subIndication });

describe('a revoked signer', () => {
  it('is a doubt where nothing says which came first', async () => {
    const story = new Story();
    const signer = story.sign(undefined, { stamp: false });
    story.clock.advance({ days: 1 });
    story.world.revoke(signer);
    const verdict = await story.verdict({ revocation: story.line });
    expect(verdict).toMatchObject(doubtful('REVOKED_NO_POE'));
    expect(codes(verdict)).toContain('revoked');
  });

  it('is a doubt where the time-stamp came after the revocation', async () => {
    const story = new Story();
    const signer = story.world.signer();
    story.world.revoke(signer);
    story.clock.advance({ days: 1 });
    story.sign(signer);
    expect(await story.verdict({ revocation: story.line })).toMatchObject(doubtful('REVOKED_NO_POE'));
  });

  it('does no harm where the time-stamp came before', async () => {
    const story = new Story();
    const signer = story.sign();
    story.clock.advance({ days: 1 });
    story.world.revoke(signer);
    const verdict = await story.verdict({ revocation: story.line });
    expect(verdict).toMatchObject(passed);
    expect(codes(verdict)).toContain('revokedLater');
  });

  it('fails where the document proves that it was signed afterwards', async () => {
    const story = new Story();
    const signer = story.world.signer();
    story.world.revoke(signer);
    story.clock.advance({ days: 1 });
    story.archive();
    story.sign(signer);
    const verdict = await story.verdict({ revocation: story.line }, 1);
    expect(verdict).toMatchObject(failed('REVOKED'));
    expect(codes(verdict)).toContain('signedAfterRevocation');
  });

  it('fails where a content time-stamp proves it', async () => {
    const story = new Story();
    const signer = story.world.signer();
    story.world.revoke(signer);
    story.clock.advance({ days: 1 });
    const { content, sign } = contentStamped(story);
    sign(signer, () => makeTimestamp(story.world.tsaNow, content(), { time: story.clock.now() }));
    expect(await story.verdict({ revocation: story.line })).toMatchObject(failed('REVOKED'));
  });

  it('whose key was lost is worthless since then', async () => {
    const story = new Story();
    const signer = story.sign();
    const lost = later(story.clock.now(), { days: -3 });
    story.clock.advance({ days: 2 });
    const now = story.clock.now();
    const entry = der.sequence(
      der.integer(parseCertificate(signer.certificate).serialNumber),
      der.time(now),
      der.sequence(
        extension(oids.reasonCode, false, der.enumerated(1)),
        extension(oids.invalidityDate, false, der.generalizedTime(lost)),
      ),
    );
    const { signedSequence } = await import('../../helpers/pki-services/signing.ts');
    const list = signedSequence(story.world.intermediate, (algorithm) =>
      der.sequence(der.integer(1), algorithm, story.world.intermediate.subject, der.time(now), der.sequence(entry)),
    );
    const verdict = await story.verdict({ revocation: () => Promise.resolve({ crls: [list], ocsps: [] }) });
    expect(verdict).toMatchObject(doubtful('REVOKED_NO_POE'));
  });

  it('that is only suspended has to wait', async () => {
    const story = new Story();
    const signer = story.world.signer();
    story.world.revoke(signer, story.clock.now(), 6);
    story.clock.advance({ days: 1 });
    story.sign(signer, { stamp: false });
    const verdict = await story.verdict({ revocation: story.line });
    expect(verdict).toMatchObject(doubtful('TRY_LATER'));
    expect(codes(verdict)).toContain('onHold');
  });

  it('is refused by whom nothing is demanded, too', async () => {
    const story = new Story();
    const signer = story.world.signer();
    story.world.revoke(signer);
    story.sign(signer, { stamp: false });
    story.addStore();
    const policy = { revocation: 'ifAvailable' as const };
    expect(await story.verdict({ policy })).toMatchObject(doubtful('REVOKED_NO_POE'));
  });
});

describe('an authority', () => {
  it('that was revoked takes its signers along', async () => {
    const story = new Story();
    story.sign(undefined, { stamp: false });
    story.world.revoke(story.world.intermediate);
    const verdict = await story.verdict({ revocation: story.line });
    expect(verdict).toMatchObject(doubtful('REVOKED_CA_NO_POE'));
    expect(codes(verdict)).toContain('authorityRevoked');
  });

  it('that has expired since can no longer vouch for old statements that nothing dates', async () => {
    const { root, signer, authority, tsa, times } = shortLived();
    const pdf = new TestPdf();
    pdf.sign(signer, stamped(tsa, times.signed));
    const list = makeCrl(authority, { thisUpdate: times.signed, nextUpdate: later(times.signed, { days: 7 }) });
    const revocation = () => Promise.resolve({ crls: [list], ocsps: [] });
    const { signatures } = await verify(pdf.bytes, {
      anchors: [parseCertificate(root.certificate)],
      at: times.now,
      policy: { revocation: 'required' },
      revocation: ({ certificate }) =>
        certificate.sha256 === parseCertificate(signer.certificate).sha256 ? revocation() : rootList(root, times.now),
    });
    expect(signatures[0]).toMatchObject(doubtful('REVOCATION_OUT_OF_BOUNDS_NO_POE'));
  });
});

describe('a certificate', () => {
  it('that had expired when the document proves it was used fails', async () => {
    const story = new Story();
    story.archive();
    story.sign(story.world.expiredSigner());
    const verdict = await story.verdict({ revocation: story.line }, 1);
    expect(verdict).toMatchObject(failed('EXPIRED'));
  });

  it('that is younger than its signature fails', async () => {
    const story = new Story();
    const signer = story.world.signer({ notBefore: later(story.clock.now(), { days: 1 }) });
    story.sign(signer);
    story.clock.advance({ days: 2 });
    expect(await story.verdict({ revocation: story.line })).toMatchObject(failed('NOT_YET_VALID'));
  });

  it('of which nobody can say any more whether it was revoked proves nothing', async () => {
    const story = new Story();
    story.sign();
    story.clock.advance({ years: 3 });
    expect(await story.verdict({ revocation: story.line })).toMatchObject(doubtful('NO_POE'));
  });
});

describe('time-stamps', () => {
  it('in an impossible order are told', async () => {
    const story = new Story();
    story.clock.advance({ days: 2 });
    story.sign();
    story.archive(story.world.tsaNow, later(story.clock.now(), { days: -1 }));
    const { signatures } = await story.verdicts({ revocation: story.line });
    expect(signatures[1]).toMatchObject(doubtful('TIMESTAMP_ORDER_FAILURE'));
  });

  it('that say a signature is older than what it covers are told', async () => {
    const story = new Story();
    story.archive();
    story.clock.advance({ days: -1 });
    story.sign();
    story.clock.advance({ days: 2 });
    const verdict = await story.verdict({ revocation: story.line }, 1);
    expect(verdict).toMatchObject(doubtful('TIMESTAMP_ORDER_FAILURE'));
  });

  it('from the future prove nothing', async () => {
    const story = new Story();
    story.archive(story.world.tsaNow, later(story.clock.now(), { days: 1 }));
    const verdict = await story.verdict({ revocation: story.line });
    expect(verdict).toMatchObject(doubtful('TIMESTAMP_ORDER_FAILURE'));
    expect(codes(verdict)).toContain('timestampFromTheFuture');
  });
});

describe('an outdated algorithm', () => {
  const in2012 = () => new Story(new PkiWorld('http://127.0.0.1:9', new TestClock(new Date('2012-05-01T12:00:00Z'))));

  it('counts where a time-stamp proves that it was used in its day', async () => {
    const story = in2012();
    story.sign(undefined, { digest: 'sha1' });
    story.addStore();
    story.clock.advance({ years: 5 });
    const verdict = await story.verdict({ revocation: story.line });
    expect(verdict).toMatchObject(passed);
    expect(codes(verdict)).toContain('oldAlgorithm');
  });

  it('does not where the time-stamp rests on the same', async () => {
    const story = in2012();
    story.sign(undefined, { digest: 'sha1', stampDigest: 'sha1' });
    story.addStore();
    story.clock.advance({ years: 5 });
    expect(await story.verdict({ revocation: story.line })).toMatchObject(
      doubtful('CRYPTO_CONSTRAINTS_FAILURE_NO_POE'),
    );
  });

  it('is worse where the document proves that it was used afterwards', async () => {
    const story = new Story();
    story.archive();
    story.sign(undefined, { digest: 'sha1', stamp: false });
    const verdict = await story.verdict({ revocation: story.line }, 1);
    expect(verdict).toMatchObject(doubtful('CRYPTO_CONSTRAINTS_FAILURE'));
  });
});

describe('validation data', () => {
  it('is taken from responses in the store', async () => {
    const story = new Story();
    const signer = story.sign(undefined, { stamp: false });
    story.addStore({ crls: [story.lists()[0]!], ocsps: [story.answer(signer.certificate)] });
    expect(await story.verdict()).toMatchObject(passed);
  });

  it('is taken from the old attribute of Adobe, and from the CMS itself', async () => {
    const story = new Story();
    const signer = story.world.signer();
    const [rootOne, own] = story.lists();
    const archival = attribute(
      oids.adobeRevocation,
      der.sequence(
        der.explicit(0, der.sequence(rootOne!, own!)),
        der.explicit(1, der.sequence(story.answer(signer.certificate))),
      ),
    );
    story.sign(signer, { stamp: false, attributes: (list) => [...list, archival] });
    expect(await story.verdict()).toMatchObject(passed);
    const values = attribute(oids.revocationValues, der.sequence(der.explicit(0, der.sequence(rootOne!, own!))));
    const other = new Story(story.world);
    other.sign(undefined, { stamp: false, unsignedAttributes: () => [values] });
    expect(await other.verdict()).toMatchObject(passed);
  });

  it('that says the certificate is revoked counts from wherever it comes', async () => {
    const story = new Story();
    const signer = story.sign(undefined, { stamp: false });
    story.addStore({ crls: story.lists(), ocsps: [story.answer(signer.certificate, undefined, story.clock.now())] });
    expect(await story.verdict()).toMatchObject(doubtful('REVOKED_NO_POE'));
  });

  it.each<[string, (story: Story) => Uint8Array]>([
    ['that cannot be read', () => Buffer.from('nada')],
    [
      'of another authority',
      (story) => makeCrl(story.world.strangerRoot, { thisUpdate: story.clock.now(), nextUpdate: null }),
    ],
    ['in the authority’s name by somebody else', (story) => forged(story)],
  ])('%s is none', async (_what, make) => {
    const story = new Story();
    story.sign(undefined, { stamp: false });
    story.addStore({ crls: [story.lists()[0]!, make(story)] });
    expect(await story.verdict()).toMatchObject(doubtful('TRY_LATER'));
  });

  it('by a responder that may be revoked itself needs a list that says it is not', async () => {
    const story = new Story();
    const responder = makeCertificate(story.world.intermediate, {
      commonName: 'Responde',
      ca: false,
      keyUsage: ['digitalSignature'],
      extendedKeyUsage: [oids.ocspSigning],
      notBefore: later(story.clock.now(), { days: -9 }),
    });
    const signer = story.sign(undefined, { stamp: false });
    const ocsps = [story.answer(signer.certificate, responder)];
    const [rootOne, own] = story.lists();
    const alone = { revocation: () => Promise.resolve({ crls: [rootOne!], ocsps }) };
    const verdict = await story.verdict(alone);
    expect(verdict).toMatchObject(doubtful('TRY_LATER'));
    expect(verdict.reasons.join()).toContain('notEntitled');
    story.world.revoke(responder);
    const withRevoked = { revocation: () => Promise.resolve({ crls: [rootOne!, story.lists()[1]!], ocsps }) };
    expect(await story.verdict(withRevoked)).toMatchObject(passed); // the list itself speaks of the signer
    const both = { revocation: () => Promise.resolve({ crls: [rootOne!, own!], ocsps }) };
    expect(await story.verdict(both)).toMatchObject(passed);
  });
});

/** A document whose only signature holds a content time-stamp over the bytes that it covers. */
function contentStamped(story: Story) {
  let covered: Uint8Array = new Uint8Array(0);
  return {
    content: () => covered,
    sign(signer: Parameters<Story['sign']>[0], stamp: () => Uint8Array) {
      story.pdf.sign(signer!, {
        cms: (bytes) => {
          covered = bytes;
          return makeCmsWith(signer!, bytes, stamp());
        },
      });
    },
  };
}

function makeCmsWith(signer: NonNullable<Parameters<Story['sign']>[0]>, content: Uint8Array, stamp: Uint8Array) {
  return makeCms({ signer, content, attributes: (list) => [...list, attribute(oids.contentTimeStamp, stamp)] });
}

function forged(story: Story): Uint8Array {
  const twin = { ...makeIntermediate(story.world.root), subject: story.world.intermediate.subject };
  return makeCrl(twin, { thisUpdate: story.clock.now(), nextUpdate: later(story.clock.now(), { days: 7 }) });
}

const rootList = (root: ReturnType<typeof makeRoot>, at: Date) =>
  Promise.resolve({ crls: [makeCrl(root, { thisUpdate: at, nextUpdate: later(at, { days: 7 }) })], ocsps: [] });

/** An authority that ended a year ago, a signature from before, a time-stamp that still holds. */
function shortLived() {
  const now = new Date('2026-03-01T12:00:00Z');
  const signed = later(now, { years: -2 });
  const from = later(now, { years: -3 });
  const root = makeRoot({ notBefore: from, notAfter: later(now, { years: 9 }) });
  const ended = { notBefore: from, notAfter: later(now, { years: -1 }) };
  const authority = makeIntermediate(root, ended);
  const tsa = makeCertificate(root, {
    commonName: 'TSA',
    ca: false,
    keyUsage: ['digitalSignature'],
    extendedKeyUsage: [oids.timeStamping],
    extendedKeyUsageCritical: true,
    notBefore: from,
    notAfter: later(now, { years: 5 }),
  });
  return { root, authority, tsa, signer: makeSigner(authority, ended), times: { now, signed } };
}

function stamped(tsa: ReturnType<typeof makeCertificate>, time: Date) {
  return {
    unsignedAttributes: (signature: Uint8Array) => [
      attribute(oids.signatureTimeStamp, makeTimestamp(tsa, signature, { time })),
    ],
  };
}
