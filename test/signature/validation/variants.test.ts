/** Signatures as other programs write them: unusual and honest, or unusual and not. */
import { describe, expect, it } from 'vitest';
import { bufferSource } from '../../../src/signature/bytes.ts';
import { readAsn1 } from '../../../src/signature/asn1/read.ts';
import type { Asn1Value } from '../../../src/signature/asn1/read.ts';
import { describeRevisions } from '../../../src/signature/validation/revisions.ts';
import { parseCertificate } from '../../../src/signature/trust/certificate.ts';
import { makeCms, makeTimestamp } from '../../helpers/cms.ts';
import { TestPdf, stream } from '../../helpers/test-pdf.ts';
import type { SignOptions } from '../../helpers/test-pdf.ts';
import { Story } from './story.ts';
import { codes, pki, verify, verifyOne } from './verify.ts';

function signed(options: SignOptions = {}, extra: Readonly<Record<number, string>> = {}): TestPdf {
  const pdf = new TestPdf(extra);
  pdf.sign(pki.signer, options);
  return pdf;
}

/** The same values with indefinite lengths, as BER allows: what is signed by itself keeps its bytes. */
function loosely(value: Asn1Value, depth = 3): Uint8Array {
  if (!value.constructed || depth === 0) return value.encoded;
  const identifier = value.encoded[0]!;
  return Buffer.concat([
    Buffer.of(identifier, 0x80),
    ...value.children.map((child) => loosely(child, depth - 1)),
    Buffer.of(0, 0),
  ]);
}

describe('a signature value', () => {
  it('may name its certificate by key identifier', async () => {
    expect(await verifyOne(signed({ bySubjectKeyIdentifier: true }).bytes)).toMatchObject({
      indication: 'TOTAL_PASSED',
      level: 'B-B',
    });
  });

  it('may be in BER, with lengths that end where they end', async () => {
    const cms = (content: Uint8Array) => loosely(readAsn1(makeCms({ signer: pki.signer, content })));
    expect(cms(Buffer.from('x'))[1]).toBe(0x80);
    expect(await verifyOne(signed({ cms }).bytes)).toMatchObject({ indication: 'TOTAL_PASSED' });
  });

  it('is found by what it names, wherever its certificate stands among the others', async () => {
    const { certificate } = pki.signer;
    const others = [pki.root.certificate, pki.intermediate.certificate];
    expect(await verifyOne(signed({ certificates: [...others, certificate] }).bytes)).toMatchObject({
      indication: 'TOTAL_PASSED',
      signer: { certificateSha256: parseCertificate(certificate).sha256 },
    });
  });
});

describe('a signature dictionary', () => {
  it('whose byte range or value stands elsewhere is no signature', async () => {
    const elsewhere = signed({
      rewrite: (text) => text.replace(/\/ByteRange \[[^\]]*\]/, (all) => '/ByteRange 30 0 R'.padEnd(all.length)),
    });
    expect(codes(await verifyOne(elsewhere.bytes))).toContain('byteRangeMalformed');
    const numbers = signed({ rewrite: (text) => text.replace('[0 ', '[30 0 R ').replace('] '.padEnd(6), ']') });
    expect(await verifyOne(numbers.bytes)).toMatchObject({ indication: 'TOTAL_FAILED' });
    const value = new TestPdf({ 40: '<3000>' });
    value.sign(pki.signer, {
      rewrite: (text) => text.replace(`/Contents <${'0'.repeat(10)}`, '/Contents 40 0 R /X <'),
    });
    const { signatures, error } = await verify(value.bytes);
    expect(error !== null || signatures.every(({ indication }) => indication === 'TOTAL_FAILED')).toBe(true);
  });

  it.each([
    ['Sig', 'Sig'],
    ['no type', 'Otro'],
  ])('of a document time-stamp may call itself %s', async (_what, type) => {
    const story = new Story();
    story.sign();
    story.addStore();
    story.pdf.sign(story.world.tsaNow, {
      ...{ subFilter: 'ETSI.RFC3161', type, noTime: true },
      cms: (content) => makeTimestamp(story.world.tsaNow, content, { time: story.clock.now() }),
    });
    const { signatures } = await story.verdicts({ revocation: story.line });
    expect(signatures.map(({ kind, level }) => [kind, level])).toEqual([
      ['signature', 'B-LTA'],
      ['documentTimestamp', null],
    ]);
  });

  it('that gives usage rights (UR3) is no signature of anybody', async () => {
    const rights =
      '<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached /Contents <00> /ByteRange [0 1 2 3] >>';
    const catalog = '<< /Type /Catalog /Pages 2 0 R /AcroForm 6 0 R /Perms << /UR3 50 0 R >> >>';
    const { signatures } = await verify(signed({}, { 1: catalog, 50: rights }).bytes);
    expect(signatures).toMatchObject([{ indication: 'TOTAL_PASSED' }]);
    const later = signed().update({ 1: catalog, 50: rights });
    expect((await verifyOne(later.bytes)).indication).not.toBe('TOTAL_PASSED');
  });
});

describe('a form of XFA', () => {
  const form = (xfa: string): string => `<< /Fields [] /XFA ${xfa} >>`;

  it('that was signed stays as it was', async () => {
    expect(await verifyOne(signed({}, { 6: form('[(template) 50 0 R]'), 50: stream('<a/>') }).bytes)).toMatchObject({
      indication: 'TOTAL_PASSED',
    });
  });

  it('may not be put in, nor its parts exchanged, after signing', async () => {
    const exchanged = signed({}, { 6: form('[(template) 50 0 R]'), 50: stream('<a/>') });
    exchanged.update({ 50: stream('<b/>') });
    expect((await verifyOne(exchanged.bytes)).modification).toBe('forbidden');
    const added = signed();
    added.update({ 6: added.objects.get(6)!.replace('<<', '<< /XFA 50 0 R'), 50: stream('<a/>') });
    expect((await verifyOne(added.bytes)).modification).toBe('forbidden');
  });
});

describe('validation data by signature (VRI)', () => {
  it('is read past: what it refers to is in the lists, too', async () => {
    const story = new Story();
    story.sign();
    story.addStore();
    const dss = [...story.pdf.objects].find(([, text]) => text.includes('/Type /DSS'))!;
    const list = /\/CRLs \[(\d+) 0 R/.exec(dss[1])![1]!;
    const vri = `/VRI << /${'0123456789ABCDEF0123456789ABCDEF01234567'} << /CRL [${list} 0 R] >> >> /Type /DSS`;
    story.pdf.update({ [dss[0]]: dss[1].replace('/Type /DSS', vri) });
    story.archive();
    expect((await story.verdicts()).signatures[0]).toMatchObject({
      indication: 'TOTAL_PASSED',
      level: 'B-LTA',
      modification: 'allowed',
    });
  });
});

describe('the end of a file', () => {
  it.each(['', '\r', '\r\n', '\n\n', ' \n', '\0\0\0\0', '%%EOF'])('may be followed by %j', async (tail) => {
    const { bytes } = signed();
    expect(await verifyOne(Buffer.concat([bytes, Buffer.from(tail)]))).toMatchObject({
      indication: 'TOTAL_PASSED',
      modification: 'none',
    });
  });

  it.each(['basura', '<html>', 'startxref\n9\n%%EOF\n', '9 0 obj\nnull\nendobj\n'])(
    'is not followed by %j without a word',
    async (tail) => {
      const { bytes } = signed();
      const { signatures, error } = await verify(Buffer.concat([bytes, Buffer.from(tail)]));
      expect(error !== null || signatures.some(({ indication }) => indication !== 'TOTAL_PASSED')).toBe(true);
    },
  );

  it.each([-3, -2, -1, 1, 2, 3])('may say by %d bytes too much or too little where its index begins', async (off) => {
    const pdf = new TestPdf();
    const text = pdf.bytes.toString('latin1');
    const moved = text.replace(/startxref\n(\d+)/, (_all, at: string) => `startxref\n${Number(at) + off}`);
    expect(moved).toHaveLength(text.length);
    pdf.bytes = Buffer.from(moved, 'latin1');
    pdf.sign(pki.signer);
    const { signatures, error } = await verify(pdf.bytes);
    expect(error === null ? signatures : [error]).not.toEqual([]);
    // Read as it is meant, or not at all; never crashed, never a verdict on something else.
    if (error === null) expect(signatures[0]).toMatchObject({ indication: 'TOTAL_PASSED' });
  });
});

describe('revocation data', () => {
  it('is as old as it is: asked for again where the policy wants it fresh', async () => {
    const story = new Story();
    const signer = story.sign(undefined, { stamp: false });
    story.clock.advance({ seconds: 600 });
    const answer = story.answer(signer.certificate);
    story.clock.advance({ days: 3 });
    const aged = { revocation: () => Promise.resolve({ crls: [story.lists()[0]!], ocsps: [answer] }) };
    const strict = { ...aged, policy: { longestRevocationAge: 24 * 3600 * 1000 } };
    expect(await story.verdict(strict)).toMatchObject({ indication: 'INDETERMINATE', subIndication: 'TRY_LATER' });
    const fresh = { revocation: story.line, policy: { longestRevocationAge: 24 * 3600 * 1000 } };
    expect(await story.verdict(fresh)).toMatchObject({ indication: 'TOTAL_PASSED' });
  });
});

describe('the revisions of a file', () => {
  it('are told even where a signature covers none of them', () => {
    const pdf = new TestPdf();
    pdf.update({ 30: '[]' });
    expect(describeRevisions(bufferSource(pdf.bytes))?.map(({ signatures }) => signatures)).toEqual([[], []]);
  });
});
