/** What other programs that sign PDFs are known to have got wrong, each with a name, where no other test has it already. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bufferSource } from '../../../src/signature/bytes.ts';
import { placeSignature } from '../../../src/signature/pades/place.ts';
import { byteRangeText, pdfDate } from '../../../src/signature/pades/signature-dict.ts';
import { openPdf } from '../../../src/signature/pdf/index.ts';
import { verifyPdf } from '../../../src/signature/validation/pdf-file.ts';
import { run, withFolder } from '../../helpers/run.ts';
import { pem } from '../../helpers/pki.ts';
import { addRevision, simplePdf } from '../pdf/make-pdf.ts';
import { throughQpdf } from '../pdf/qpdf.ts';
import { stretched } from '../pdf/virtual.ts';
import { bytesOf, cutOut, pdfsig, qpdfCheck } from './judges.ts';
import { makeSigner, put, requestOf, signBytes } from './signer.ts';

const signer = makeSigner();
const names = (pdf: Buffer) => pdfsigOf(pdf).then((all) => all.map(({ field, valid }) => [field, valid]));
const pdfsigOf = (pdf: Buffer) => withFolder((folder) => pdfsig(put(folder, 'a.pdf', pdf)));

describe('the place for /ByteRange', () => {
  it.each([99_999_999, 100_000_000, 2 ** 31 + 7, 2 ** 32 + 7, 9_999_000_000])(
    'fits a file of %i bytes, and so do its offsets',
    (size) => {
      const document = openPdf(stretched(simplePdf(), size));
      const placed = placeSignature(document, requestOf(signer), 4000);
      const range = [0, size + placed.contentsAt, size + placed.contentsEnd, placed.bytes.length - placed.contentsEnd];
      const before = placed.bytes.length;
      const text = byteRangeText(range);
      placed.bytes.write(text, placed.byteRangeAt, 'latin1');
      expect(placed.bytes.length).toBe(before);
      // Nothing but blanks stood there, and /Contents follows at once.
      expect(placed.bytes.toString('latin1', placed.byteRangeAt + text.length, placed.contentsAt)).toBe('\n/Contents ');
      const update = placed.bytes.toString('latin1');
      const offset = Number(/xref\n1 1\n(\d{10}) 00000 n/.exec(update)![1]);
      expect(update.slice(offset - size)).toMatch(/^1 0 obj/);
      expect(Number(/startxref\n(\d+)/.exec(update)![1])).toBe(size + update.lastIndexOf('xref\n1 1'));
    },
  );
});

describe('a signature', () => {
  it('has no signing-time attribute: PAdES says the time in /M', async () => {
    const [found] = cutOut(await signBytes(simplePdf(), signer));
    const said = await withFolder(
      (folder) => run('openssl', ['asn1parse', '-inform', 'DER', '-in', put(folder, 'cms', found!.cms)]).output,
    );
    expect(said).toContain('messageDigest');
    expect(said).not.toContain('signingTime');
  });

  it('says its time with the offset of the clock it was taken from', () => {
    const zone = process.env['TZ'];
    try {
      const said = ['America/Argentina/Buenos_Aires', 'Asia/Kolkata', 'UTC', 'America/St_Johns'].map((name) => {
        process.env['TZ'] = name;
        return pdfDate(new Date('2026-01-15T02:30:00Z'));
      });
      expect(said).toEqual([
        "D:20260114233000-03'00'",
        "D:20260115080000+05'30'",
        "D:20260115023000+00'00'",
        "D:20260114230000-03'30'",
      ]);
    } finally {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    }
  });

  it("holds when another program's stands before it, between ours, and after", async () => {
    const pdf = await withFolder(async (folder) => {
      const otherSigns = await otherProgram(folder);
      const first = otherSigns(simplePdf());
      const second = await signBytes(first, signer);
      const third = otherSigns(second);
      return signBytes(third, signer);
    });
    expect((await names(pdf)).map(([, valid]) => valid)).toEqual([true, true, true, true]);
    const { signatures } = await verifyPdf(bufferSource(pdf), { anchors: [signer.rootCertificate] });
    const ours = signatures.filter(({ field }) => field?.startsWith('Signature'));
    expect(ours.map(({ indication }) => indication)).toEqual(['TOTAL_PASSED', 'TOTAL_PASSED']);
  });
});

/** poppler's own signer, with a key of its own in a database of NSS: it shares no line with this program. */
async function otherProgram(folder: string) {
  const at = (name: string) => join(folder, name);
  const { identity } = makeSigner('rsa-2048', 'rsa-pkcs1-sha256');
  put(folder, 'key.pem', Buffer.from(identity.privateKey.export({ type: 'pkcs8', format: 'pem' })));
  put(folder, 'cert.pem', Buffer.from(pem('CERTIFICATE', identity.certificate)));
  const must = (program: string, ...args: string[]) => {
    const { status, output } = run(program, args);
    if (status !== 0) throw new Error(`${program}: ${output}`);
  };
  must('certutil', '-N', '-d', `sql:${folder}`, '--empty-password');
  const files = ['-inkey', at('key.pem'), '-in', at('cert.pem'), '-out', at('k.p12')];
  must('openssl', 'pkcs12', '-export', '-name', 'otra', '-passout', 'pass:', ...files);
  must('pk12util', '-i', at('k.p12'), '-d', `sql:${folder}`, '-W', '', '-K', '');
  let count = 0;
  return (pdf: Buffer): Buffer => {
    const [input, output] = [put(folder, `${++count}.pdf`, pdf), at(`${count}.signed.pdf`)];
    must('pdfsig', '-nssdir', `sql:${folder}`, '-add-signature', '-nick', 'otra', input, output);
    return bytesOf(output);
  };
}

describe('a field', () => {
  it('may have its type from the one above it', async () => {
    const objects = {
      6: '<< /FT /Sig /T (Sala) /Kids [7 0 R] >>',
      7: '<< /T (Juez) /Parent 6 0 R /Subtype /Widget /Rect [0 0 0 0] /P 3 0 R >>',
    };
    const pdf = simplePdf({ catalog: '/AcroForm << /Fields [6 0 R] >>', page: '/Annots [7 0 R]', objects });
    expect(await names(await signBytes(pdf, signer, { nextField: true }))).toEqual([['Sala.Juez', true]]);
  });

  it('gets a name that no field has, below whichever parent', async () => {
    const objects = { 6: '<< /FT /Tx /T (Signature1) >>', 7: '<< /T (Signature2) /Kids [8 0 R] >>', 8: '<< /T (a) >>' };
    const pdf = simplePdf({ catalog: '/AcroForm << /Fields [6 0 R 7 0 R] >>', objects });
    expect(await names(await signBytes(pdf, signer))).toEqual([['Signature3', true]]);
  });
});

describe('the form of an update', () => {
  const isPlain = (added: string) => !added.includes('/ObjStm') && !added.includes('/XRef');

  it('is a table where the document has a table, as PDF/A-1 wants, whatever came before', async () => {
    const pdf = addRevision(simplePdf({}, { header: '%PDF-1.4' }), { objects: { 6: '(more)' } });
    const signed = await signBytes(pdf, signer);
    expect(isPlain(signed.subarray(pdf.length).toString('latin1'))).toBe(true);
  });

  it('is a stream where the document has one, and the signature is never packed', async () => {
    const pdf = await throughQpdf(simplePdf(), '--object-streams=generate');
    const added = (await signBytes(pdf, signer)).subarray(pdf.length).toString('latin1');
    expect(added).toContain('/Type /XRef');
    expect(added).not.toContain('/ObjStm');
    expect(added).toMatch(/\d+ 0 obj\n<< \/Type \/Sig /);
  });

  it('has /Size one more than the greatest number, its own cross-references included', async () => {
    for (const pdf of [simplePdf(), await throughQpdf(simplePdf(), '--object-streams=generate')]) {
      const signed = await signBytes(pdf, signer);
      const document = openPdf(bufferSource(signed));
      const added = signed.subarray(pdf.length).toString('latin1');
      const greatest = Math.max(...[...added.matchAll(/^(\d+) 0 obj$/gm)].map(([, num]) => Number(num)));
      expect(document.trailer.get('Size')).toBe(greatest + 1);
      expect(await withFolder((folder) => qpdfCheck(put(folder, 'a.pdf', signed)))).toEqual({
        status: 0,
        warnings: [],
      });
    }
  });
});
