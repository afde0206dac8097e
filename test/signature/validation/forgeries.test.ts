/** Forgeries that play on what readers overlook: each is refused or left in doubt, and for its own reason. */
import { execFileSync } from 'node:child_process';
import { createHash, createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { oids } from '../../../src/signature/asn1/oids.ts';
import * as der from '../../../src/signature/asn1/write.ts';
import { parseCertificate } from '../../../src/signature/trust/certificate.ts';
import { type CmsOptions, attribute, makeCms } from '../../helpers/cms.ts';
import { makeSigner } from '../../helpers/pki.ts';
import { withFolder } from '../../helpers/run.ts';
import { type SignOptions, TestPdf, stream } from '../../helpers/test-pdf.ts';
import { codes, pki, verify, verifyOne } from './verify.ts';

type Extra = Readonly<Record<number, string>>;
const signed = (extra: Extra = {}, options: SignOptions = {}): TestPdf => {
  const pdf = new TestPdf(extra);
  pdf.sign(pki.signer, options);
  return pdf;
};
const sha = (name: 'sha1' | 'sha256', data: Uint8Array) => createHash(name).update(data).digest();
const catalog = (more: string): Extra => ({ 1: `<< /Type /Catalog /Pages 2 0 R /AcroForm 6 0 R ${more} >>` });
const form = (text: string) => stream(text, '/Type /XObject /Subtype /Form /BBox [0 0 9 9]');
const evil = stream('BT /F 12 Tf 72 720 Td (Sobreseimiento) Tj ET');

/** The file with a table of one's own behind it. `lines` may name places in what stands before the table. */
function withTable(pdf: TestPdf, objects: string, lines: (start: number) => string): Buffer {
  const start = pdf.bytes.length;
  const previous = /startxref\n(\d+)\n%%EOF\n$/.exec(pdf.bytes.subarray(-40).toString('latin1'))![1]!;
  const trailer = `trailer\n<< /Size ${pdf.size} /Root 1 0 R /Prev ${previous} >>`;
  const tail = `${objects}xref\n${lines(start)}${trailer}\nstartxref\n${start + objects.length}\n%%EOF\n`;
  return Buffer.concat([pdf.bytes, Buffer.from(tail, 'latin1')]);
}
const entry = (offset: number) => `${String(offset).padStart(10, '0')} 00000 n \n`;

/** Other bytes among the zeros that pad /Contents: nothing signed covers them. */
function inPadding(text: string): Buffer {
  const bytes = Buffer.from(signed().bytes);
  bytes.write(text, bytes.lastIndexOf('0000000000>') - 60, 'latin1');
  return bytes;
}

describe('the gap that no signature covers', () => {
  it.each(['4 0 obj << ', '%comment\n', 'AB', '('])(
    'holds nothing but the value and its padding: not %j',
    async (text) => {
      const { signatures } = await verify(inPadding(text));
      expect(signatures.map(({ indication, subIndication }) => [indication, subIndication])).toEqual([
        ['TOTAL_FAILED', 'FORMAT_FAILURE'],
      ]);
    },
  );

  it('may hold white space, which means nothing there', async () => {
    expect(await verifyOne(inPadding('  \n  '))).toMatchObject({ indication: 'TOTAL_PASSED', modification: 'none' });
  });
});

describe('names written with escapes', () => {
  it.each<[string, SignOptions]>([
    ['a second value', { dict: '/#43ontents <00> ' }],
    ['a second byte range', { dict: '/Byte#52ange [0 1 2 3] ' }],
    ['a second type', { dict: '/#54ype /DocTimeStamp ' }],
  ])('are the names they are: %s', async (_what, options) => {
    const verdict = await verifyOne(signed({}, options).bytes);
    expect(verdict).toMatchObject({ indication: 'TOTAL_FAILED', subIndication: 'FORMAT_FAILURE' });
    expect(codes(verdict)).toContain('ambiguousDictionary');
  });

  it('do not make a signature of two values', async () => {
    const { signatures } = await verify(signed({}, { fieldDict: '/#56 9 0 R' }).bytes);
    expect(signatures.filter(({ indication }) => indication === 'TOTAL_PASSED')).toEqual([]);
  });
});

describe('tables that readers read differently', () => {
  const twice = (lines: (good: number, bad: number) => string): Buffer => {
    const pdf = signed();
    const good = `4 0 obj\n${pdf.objects.get(4)!}\nendobj\n`;
    return withTable(pdf, `${good}4 0 obj\n${evil}\nendobj\n`, (start) => lines(start, start + good.length));
  };
  const listed = (offset: (pdf: TestPdf) => number, extra: Extra = {}): Buffer => {
    const pdf = signed(extra);
    return withTable(pdf, '', () => `4 1\n${entry(offset(pdf))}`);
  };
  it.each<[string, () => Buffer]>([
    ['an object listed twice, the good one last', () => twice((good, bad) => `4 1\n${entry(bad)}4 1\n${entry(good)}`)],
    ['an object listed twice, the good one first', () => twice((good, bad) => `4 1\n${entry(good)}4 1\n${entry(bad)}`)],
    ['an object within the value of the signature', () => listed((pdf) => pdf.bytes.indexOf('<3082') + 5)],
    ['another object', () => listed((pdf) => pdf.bytes.indexOf('5 0 obj'))],
    [
      'an object that lay in a signed stream',
      () => listed((pdf) => pdf.bytes.lastIndexOf('4 0 obj'), { 40: stream(`4 0 obj\n${evil}\nendobj\n`) }),
    ],
    [
      'an object in a new generation',
      () =>
        withTable(
          signed(),
          `4 1 obj\n${evil}\nendobj\n`,
          (start) => `4 1\n${String(start).padStart(10, '0')} 00001 n \n`,
        ),
    ],
  ])('%s', async (_what, make) => {
    const verdict = await verifyOne(make());
    expect(verdict.indication).not.toBe('TOTAL_PASSED');
    expect(['forbidden', 'unclear']).toContain(verdict.modification);
  });

  it('an encryption that came later, and a second kind of table', async () => {
    const encryption = { 30: `<< /Filter /Standard /V 1 /R 2 /O (${'0'.repeat(32)}) /U (${'0'.repeat(32)}) /P -4 >>` };
    const encrypted = signed().update(encryption, { trailer: '/Encrypt 30 0 R /ID [<00> <00>] ' });
    expect(codes(await verifyOne(encrypted.bytes))).toContain('encryptionChanged');
    const { signatures } = await verify(signed().update({ 30: '[]' }, { trailer: '/XRefStm 15 ' }).bytes);
    expect(signatures.map(({ indication }) => indication)).toEqual(['TOTAL_FAILED']);
  });
});

describe('what shows something else without touching the page', () => {
  const layered: Extra = {
    ...catalog('/OCProperties 40 0 R'),
    40: '<< /OCGs [41 0 R] /D << /ON [41 0 R] >> >>',
    41: '<< /Type /OCG /Name (a) >>',
  };
  const length: Extra = {
    4: '<< /Length 40 0 R >>\nstream\nBT /F 12 Tf 72 720 Td (Requerimiento) Tj ET BT (mas) Tj ET\nendstream',
    40: '57',
  };
  it.each<[string, Extra, Extra]>([
    ['a layer turned off', layered, { 40: '<< /OCGs [41 0 R] /D << /OFF [41 0 R] >> >>' }],
    [
      'a layer that is never seen',
      layered,
      { 41: '<< /Type /OCG /Name (a) /Usage << /View << /ViewState /OFF >> >> >>' },
    ],
    ['a stream made shorter by its length', length, { 40: '42' }],
    [
      'what a word is said to mean',
      { ...catalog('/StructTreeRoot 40 0 R'), 40: '<< /K 41 0 R >>', 41: '<< /S /P /P 40 0 R /ActualText (uno) >>' },
      { 41: '<< /S /P /P 40 0 R /ActualText (dos) >>' },
    ],
    [
      'what a letter is said to be',
      { 5: '<< /Type /Font /Subtype /Type0 /BaseFont /X /ToUnicode 40 0 R >>', 40: stream('a') },
      { 40: stream('b') },
    ],
    [
      'pages in another order',
      { 2: '<< /Type /Pages /Kids [3 0 R 50 0 R] /Count 2 >>', 50: '<< /Type /Page /Parent 2 0 R >>' },
      { 2: '<< /Type /Pages /Kids [50 0 R 3 0 R] /Count 2 >>' },
    ],
    [
      'a program among the names',
      { ...catalog('/Names 40 0 R'), 40: '<< >>' },
      { 40: '<< /JavaScript << /Names [(a) << /S /JavaScript /JS (x) >>] >> >>' },
    ],
    [
      'a program among the extensions',
      {},
      catalog('/Extensions << /ADBE << /BaseVersion /1.7 /X << /S /JavaScript /JS (x) >> >> >>'),
    ],
    ['a page among the extensions', {}, catalog('/Extensions << /ADBE 3 0 R >>')],
  ])('%s', async (_what, extra, update) => {
    const verdict = await verifyOne(signed(extra).update(update).bytes);
    expect(verdict).toMatchObject({ indication: 'TOTAL_FAILED', modification: 'forbidden' });
  });

  it('extensions of the standard may be named, those of version 2 as well', async () => {
    const named =
      '<< /ADBE << /BaseVersion /1.7 /ExtensionLevel 8 >> /ISO_ [<< /Type /DeveloperExtensions /BaseVersion /2.0 /ExtensionLevel 32002 /ExtensionRevision (:2023) /URL (x) >>] >>';
    const verdict = await verifyOne(signed().update(catalog(`/Extensions ${named}`)).bytes);
    expect(verdict).toMatchObject({ indication: 'TOTAL_PASSED', modification: 'allowed' });
  });

  it('a signature that looks like another’s', async () => {
    const pdf = new TestPdf({ 41: form('BT (Juana) Tj ET') });
    const field = pdf.sign(pki.signer, { rect: '10 10 90 90', fieldDict: '/AP << /N 41 0 R >>' });
    const widget = pdf.objects.get(field)!;
    for (const update of [
      { 41: form('BT (Otra) Tj ET') },
      { [field]: widget.replace('10 10 90 90', '10 500 90 590') },
      { [field]: widget.replace('/F 132', '/F 132 /TU (Otra)') },
      { [field]: widget.replace('/F 132', '/F 2') },
    ]) {
      expect(codes(await verifyOne(TestPdf.from(pdf).update(update).bytes))).toContain('signatureFieldChanged');
    }
  });

  it('a copy of a signature with another reason', async () => {
    const pdf = signed();
    const dict = /\d+ 0 obj\n(<< \/Type \/Sig [\s\S]*?>>)\nendobj/.exec(pdf.bytes.toString('latin1'))![1]!;
    const copy = pdf.update({
      60: dict.replace('/Filter', '/Reason (Otra) /Filter'),
      61: '<< /FT /Sig /T (Copia) /V 60 0 R /Subtype /Widget /Rect [0 0 0 0] /P 3 0 R /F 132 >>',
      6: pdf.withField(61),
      3: pdf.withAnnotation(61),
    });
    const { signatures } = await verify(copy.bytes);
    expect(signatures.map(({ indication }) => indication)).toEqual(['TOTAL_FAILED', 'TOTAL_FAILED']);
  });
});

describe('whose signature it is', () => {
  const other = makeSigner(pki.intermediate, { commonName: 'OTRA PERSONA' });
  const twin = makeSigner(pki.intermediate, { commonName: 'JUEZ FALSO', privateKey: pki.signer.privateKey });
  const reference = (name: 'sha1' | 'sha256', ...certificates: Uint8Array[]) =>
    der.sequence(der.sequence(...certificates.map((each) => der.sequence(der.octetString(sha(name, each))))));
  const references = (...list: Uint8Array[]): SignOptions => ({ attributes: (all) => [...all.slice(0, 2), ...list] });
  const own = pki.signer.certificate;

  it.each<[string, SignOptions]>([
    [
      'the new reference to another, the old one right',
      references(
        attribute(oids.signingCertificate, reference('sha1', own)),
        attribute(oids.signingCertificateV2, reference('sha256', other.certificate)),
      ),
    ],
    [
      'the old reference to another, the new one right',
      references(
        attribute(oids.signingCertificate, reference('sha1', other.certificate)),
        attribute(oids.signingCertificateV2, reference('sha256', own)),
      ),
    ],
    [
      'another certificate before its own',
      references(attribute(oids.signingCertificateV2, reference('sha256', other.certificate, own))),
    ],
    [
      'a twin with the same key in the place of the signer',
      { certificates: [twin.certificate, pki.intermediate.certificate] },
    ],
    [
      'the same, where nothing refers to the certificate',
      { certificates: [twin.certificate, pki.intermediate.certificate], ess: 'none', subFilter: 'adbe.pkcs7.detached' },
    ],
  ])('is not told by %s', async (_what, options) => {
    expect(await verifyOne(signed({}, options).bytes)).toMatchObject({
      indication: 'INDETERMINATE',
      subIndication: 'NO_SIGNING_CERTIFICATE_FOUND',
    });
  });

  it('is told by SHA-1 with a remark, in either form of the reference', async () => {
    const sha1 = der.sequence(
      der.sequence(der.sequence(der.sequence(der.oid(oids.sha1)), der.octetString(sha('sha1', own)))),
    );
    const both = references(
      attribute(oids.signingCertificateV2, reference('sha256', own)),
      attribute(oids.signingCertificate, reference('sha1', own)),
    );
    const remarks = async (options: SignOptions) => codes(await verifyOne(signed({}, options).bytes));
    expect(await remarks(references(attribute(oids.signingCertificateV2, sha1)))).toContain('oldCertificateReference');
    expect(await remarks({ ess: 'v1' })).toContain('oldCertificateReference');
    expect(await remarks(both)).not.toContain('oldCertificateReference');
  });

  it('is not told by a key on a curve of its own making', () =>
    withFolder(async (folder) => {
      const [key, file] = [join(folder, 'key.pem'), join(folder, 'certificate.cer')];
      execFileSync('openssl', ['ecparam', '-name', 'prime256v1', '-genkey', '-param_enc', 'explicit', '-out', key]);
      execFileSync('openssl', [
        'req',
        '-new',
        '-x509',
        '-key',
        key,
        '-subj',
        '/CN=PROPIA',
        '-days',
        '30',
        '-outform',
        'DER',
        '-out',
        file,
      ]);
      const certificate = readFileSync(file);
      const pdf = new TestPdf();
      pdf.sign({ ...pki.signer, certificate, privateKey: createPrivateKey(readFileSync(key)), chain: [] });
      const verdict = await verifyOne(pdf.bytes, 0, { anchors: [parseCertificate(certificate)] });
      expect(verdict).toMatchObject({ indication: 'INDETERMINATE', subIndication: 'CRYPTO_CONSTRAINTS_FAILURE' });
    }));

  it('and of what: content inside is not the content beside, and attributes are no content', async () => {
    const inside = makeCms({ signer: pki.signer, content: Buffer.from('A'), embed: true });
    const verdict = await verifyOne(inside, 0, { detachedContent: Buffer.from('B') });
    expect(verdict).toMatchObject({ indication: 'TOTAL_FAILED', subIndication: 'FORMAT_FAILURE' });
    const attributes = der.setOf([
      attribute(oids.contentType, der.oid(oids.data)),
      attribute(oids.messageDigest, der.octetString(sha('sha256', Buffer.from('A')))),
    ]);
    const bare = makeCms({ signer: pki.signer, content: attributes, attributes: null });
    expect(await verifyOne(bare, 0, { detachedContent: attributes })).toMatchObject({ indication: 'INDETERMINATE' });
    const followed = Buffer.concat([makeCms({ signer: pki.signer, content: Buffer.from('A') }), bare]);
    expect((await verify(followed, { detachedContent: Buffer.from('A') })).error).toMatch(/^malformed/);
  });
});

describe('a time-stamp that proves nothing', () => {
  const day = 86_400_000;
  const authority = makeSigner(pki.intermediate, {
    ...{ commonName: 'AUTORIDAD DE SELLADO', extendedKeyUsage: [oids.timeStamping], extendedKeyUsageCritical: true },
  });
  const lax = makeSigner(pki.intermediate, { extendedKeyUsage: [oids.timeStamping], extendedKeyUsageCritical: false });
  const gone = makeSigner(pki.intermediate, {
    ...{ notBefore: new Date(Date.now() - 30 * day), notAfter: new Date(Date.now() - 5 * day) },
  });
  const info = (data: Uint8Array, digest: 'sha1' | 'sha256' = 'sha256', ...more: Uint8Array[]) =>
    der.sequence(
      der.integer(1),
      der.oid('1.3.6.1.4.1.99999.1'),
      der.sequence(der.sequence(der.oid(oids[digest]), der.nullValue()), der.octetString(sha(digest, data))),
      der.integer(42),
      der.generalizedTime(new Date(Date.now() - 10 * day)),
      ...more,
    );
  const token = (content: Uint8Array, more: Partial<CmsOptions> = {}) =>
    makeCms({ signer: authority, content, embed: true, contentType: oids.tstInfo, ...more });
  const stamped = (make: (signature: Uint8Array) => Uint8Array): Uint8Array => {
    const pdf = new TestPdf();
    pdf.sign(gone, { unsignedAttributes: (signature) => [attribute(oids.signatureTimeStamp, make(signature))] });
    return pdf.bytes;
  };
  const extension = (critical: boolean) =>
    der.implicit(
      1,
      der.sequence(der.sequence(der.oid('1.2.3.4'), der.boolean(critical), der.octetString(Buffer.from('x')))),
    );

  it.each<[string, (signature: Uint8Array) => Uint8Array]>([
    ['as it should be', (signature) => token(info(signature))],
    ['with an extension that may be passed over', (signature) => token(info(signature, 'sha256', extension(false)))],
  ])('does prove it %s', async (_what, make) => {
    expect(await verifyOne(stamped(make))).toMatchObject({ indication: 'TOTAL_PASSED' });
  });

  it.each<[string, (signature: Uint8Array) => Uint8Array]>([
    [
      'with an extension that nobody here understands',
      (signature) => token(info(signature, 'sha256', extension(true))),
    ],
    ['by a certificate for time-stamps among other things', (signature) => token(info(signature), { signer: lax })],
    ['without a reference to its certificate', (signature) => token(info(signature), { ess: 'none' })],
    ['with a reference to another', (signature) => token(info(signature), { ess: 'wrong' })],
    ['over a SHA-1 digest', (signature) => token(info(signature, 'sha1'))],
    ['signed with SHA-1', (signature) => token(info(signature), { digest: 'sha1' })],
    ['with two signers', (signature) => token(info(signature), { signers: 2 })],
    ['without signed attributes', (signature) => token(info(signature), { attributes: null })],
    ['without a certificate', (signature) => token(info(signature), { certificates: [] })],
    ['as plain data', (signature) => token(info(signature), { contentType: oids.data })],
  ])('%s', async (_what, make) => {
    expect(await verifyOne(stamped(make))).toMatchObject({
      indication: 'INDETERMINATE',
      subIndication: 'OUT_OF_BOUNDS_NO_POE',
    });
  });
});

describe('annotations that came after the signature', () => {
  const sheet = stream('1 1 1 rg 0 0 595 842 re f', '/Type /XObject /Subtype /Form /BBox [0 0 595 842]');
  it.each(['Watermark', 'Screen', 'Redact', '3D', 'RichMedia', 'Popup', 'Link', 'FileAttachment', 'PrinterMark'])(
    'are told, whatever they are: %s',
    async (subtype) => {
      const pdf = signed({ 41: sheet });
      const note = `<< /Type /Annot /Subtype /${subtype} /Rect [0 0 595 842] /P 3 0 R /AP << /N 41 0 R >> >>`;
      const verdict = await verifyOne(pdf.update({ 3: pdf.withAnnotation(60), 60: note }).bytes);
      expect(verdict).toMatchObject({ indication: 'INDETERMINATE', modification: 'unclear' });
    },
  );
});
