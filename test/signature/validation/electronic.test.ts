import { describe, expect, it } from 'vitest';
import { oids } from '../../../src/signature/asn1/oids.ts';
import * as der from '../../../src/signature/asn1/write.ts';
import {
  anchorsFor,
  bufferSource,
  electronicPolicy,
  fileSentence,
  isElectronic,
  parseCertificate,
  reportOn,
  verifyPdf,
} from '../../../src/signature/index.ts';
import { type Identity, extension, makePki, makeRoot, makeSigner } from '../../helpers/pki.ts';
import { makePdf, signPdf } from '../../helpers/signed-pdf.ts';

const says = [extension(oids.certificatePolicies, false, der.sequence(der.sequence(der.oid(electronicPolicy))))];
const digital = makePki();
const authority = makeRoot({ commonName: 'Firma electrónica de prueba', extraExtensions: says });
const signer = makeSigner(authority, { commonName: 'Marta Sosa', extraExtensions: says });
const certificateOf = ({ certificate }: Identity) => parseCertificate(certificate);
const both = [digital.root, authority].map(certificateOf);

async function judge(identity: Identity, anchors = both) {
  const verdict = await verifyPdf(bufferSource(await signPdf(await makePdf(), identity)), {
    anchors,
    policy: { revocation: 'ifAvailable' },
  });
  return { verdict, one: verdict.signatures[0]! };
}

describe('an electronic signature', () => {
  it('is called one in the sentence, the details and the report, in every language', async () => {
    const { verdict, one } = await judge(signer);
    expect([one.indication, one.signer?.electronic]).toEqual(['TOTAL_PASSED', true]);
    expect(fileSentence(verdict, 'es-AR')).toBe(
      'La firma electrónica es válida (Ley 25.506, art. 5; no es firma digital).',
    );
    expect(fileSentence(verdict, 'en')).toMatch(/^The electronic signature is valid/);
    expect(fileSentence(verdict, 'pt-BR')).toMatch(/^A assinatura eletrônica é válida/);
    const report = await reportOn(bufferSource(await signPdf(await makePdf(), signer)), { anchors: both });
    expect(report.signatures[0]!.sentence['es-AR']).toMatch(/Es una firma electrónica, no digital: .*art\. 5/);
    expect(JSON.parse(JSON.stringify(report)).signatures[0].signer.electronic).toBe(true);
  });

  it('is called one where it is not believed, and where it was broken', async () => {
    const { verdict, one } = await judge(signer, []);
    expect(one).toMatchObject({ subIndication: 'NO_CERTIFICATE_CHAIN_FOUND', signer: { electronic: true } });
    expect(fileSentence(verdict, 'es-AR')).toMatch(/Es una firma electrónica, no digital/);
  });

  it('says nothing of a signature that is none', async () => {
    const { verdict, one } = await judge(digital.signer);
    expect([one.indication, one.signer?.electronic]).toEqual(['TOTAL_PASSED', false]);
    expect(fileSentence(verdict, 'es-AR')).toBe('La firma es válida.');
  });
});

describe('neither is taken for the other', () => {
  // Whoever has one authority's key makes certificates of the other kind with it.
  it.each([
    ['a certificate of the electronic authority that does not say so', makeSigner(authority)],
    ['an electronic certificate of an authority of digital ones', makeSigner(digital.root, { extraExtensions: says })],
  ])('%s', async (_what, identity) => {
    const { one } = await judge(identity);
    expect(one).toMatchObject({ indication: 'INDETERMINATE', subIndication: 'CHAIN_CONSTRAINTS_FAILURE' });
    expect(one.reasons.some((reason) => reason.startsWith('kindsMixed: '))).toBe(true);
  });

  it('where only the anchors of the other kind are given', async () => {
    for (const [identity, anchor] of [
      [signer, digital.root],
      [digital.signer, authority],
    ] as const) {
      const { one } = await judge(identity, [certificateOf(anchor)]);
      expect(one.indication).toBe('INDETERMINATE');
    }
  });

  it('as anchors are chosen for a signer', () => {
    expect(anchorsFor(certificateOf(signer), both)).toEqual([certificateOf(authority)]);
    expect(anchorsFor(certificateOf(digital.signer), both)).toEqual([certificateOf(digital.root)]);
    expect(both.map(isElectronic)).toEqual([false, true]);
  });
});
