import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bufferSource } from '../../../src/signature/bytes.ts';
import { verifyPdf } from '../../../src/signature/validation/pdf-file.ts';
import { run, withFolder } from '../../helpers/run.ts';
import { simplePdf } from '../pdf/make-pdf.ts';
import { throughQpdf } from '../pdf/qpdf.ts';
import { cutOut } from './judges.ts';
import { makeSigner, signBytes } from './signer.ts';

const signer = makeSigner();
const form = () =>
  simplePdf({
    catalog: '/AcroForm << /Fields [6 0 R] /DA (/F 0 Tf) >>',
    page: '/Annots [6 0 R]',
    objects: { 6: '<< /FT /Sig /T (Juez) /TU (Firma del juez) /Subtype /Widget /Rect [0 0 90 90] /P 3 0 R >>' },
  });
const encrypt = (pdf: Buffer, user: string, owner: string, bits: string, ...options: string[]) =>
  throughQpdf(pdf, '--allow-weak-crypto', '--encrypt', user, owner, bits, ...options);
const kind = (name: string) => expect.objectContaining({ kind: name }) as Error;

/** What qpdf and poppler make of a signed document, and its text without encryption. */
async function judged(pdf: Buffer, password: string) {
  return withFolder((folder) => {
    const [input, open] = [join(folder, 'in.pdf'), join(folder, 'open.pdf')];
    writeFileSync(input, pdf);
    const check = run('qpdf', ['--check', `--password=${password}`, input]);
    run('qpdf', ['--qdf', '--decrypt', '--object-streams=disable', `--password=${password}`, input, open]);
    return {
      status: check.status,
      encrypted: run('qpdf', ['--is-encrypted', input]).status === 0,
      poppler: run('pdfsig', ['-nocert', '-upw', password, input]).output,
      text: run('cat', [open]).output,
    };
  });
}

const shapes: Readonly<Record<string, readonly string[]>> = {
  'AES-128': ['128', '--use-aes=y', '--'],
  'AES-128, metadata in clear': ['128', '--use-aes=y', '--cleartext-metadata', '--'],
  'AES-256 of revision 5': ['256', '--force-R5', '--'],
  'AES-256': ['256', '--'],
  'AES-256, everything packed': ['256', '--', '--object-streams=generate'],
  'AES-128, linearised': ['128', '--use-aes=y', '--', '--linearize'],
};

describe('an encrypted document is signed inside its encryption', () => {
  it.each(Object.entries(shapes))('%s, in a new field and in one that waits', async (_name, options) => {
    const pdf = await encrypt(form(), 'usuaria', 'dueño', ...(options as [string]));
    const one = await signBytes(pdf, signer, { password: 'usuaria', fieldName: 'Juez', reason: 'Elevación a juicio' });
    const both = await signBytes(one, signer, { password: 'dueño', fieldName: 'Fiscal', reason: 'Sin (secreto)' });
    expect(both.subarray(0, pdf.length).equals(pdf)).toBe(true);
    const added = both.subarray(pdf.length).toString('latin1');
    for (const secret of ['Fiscal', 'secreto', 'D:2026', 'Firma del juez']) expect(added).not.toContain(secret);
    // /Contents stands in clear: it is DER of a CMS, found without any key.
    expect(cutOut(both).map(({ cms }) => cms[0])).toEqual([0x30, 0x30]);
    const { status, encrypted, poppler, text } = await judged(both, 'usuaria');
    expect({ status, encrypted }).toEqual({ status: 0, encrypted: true });
    expect(poppler.match(/Signature is Valid/g)).toHaveLength(2);
    for (const said of ['(Fiscal)', '(Sin \\(secreto\\))', '(Firma del juez)', '(Juez)', '(/F 0 Tf)', '(D:2026']) {
      expect(text).toContain(said);
    }
  });

  it('and verified with the password of either; without one as far as that goes', async () => {
    const pdf = await encrypt(form(), 'usuaria', 'dueño', '256', '--');
    const signed = await signBytes(await signBytes(pdf, signer, { password: 'dueño', fieldName: 'Juez' }), signer, {
      password: 'usuaria',
    });
    const verdict = async (password?: string) =>
      (await verifyPdf(bufferSource(signed), { anchors: [signer.rootCertificate], password })).signatures;
    for (const password of ['usuaria', 'dueño']) {
      expect(await verdict(password)).toMatchObject([
        { field: 'Juez', indication: 'TOTAL_PASSED', modification: 'allowed', level: 'B-B' },
        { field: 'Signature1', indication: 'TOTAL_PASSED', modification: 'none', level: 'B-B' },
      ]);
    }
    expect((await verdict()).map(({ field }) => field)).toEqual([expect.stringMatching(/^#\d+$/), expect.anything()]);
    const packed = await encrypt(form(), 'usuaria', 'dueño', '256', '--', '--object-streams=generate');
    const locked = await signBytes(packed, signer, { password: 'usuaria' });
    const wrong = await verifyPdf(bufferSource(locked), { anchors: [], password: 'falsa' });
    expect(wrong.error).toMatch(/^passwordWrong: /);
    expect(wrong.signatures.every(({ indication }) => indication !== 'TOTAL_PASSED')).toBe(true);
    expect((await verifyPdf(bufferSource(locked), { anchors: [] })).error).toMatch(/^passwordNeeded: /);
  });
});

describe('an encrypted document is not signed', () => {
  const sign = (pdf: Buffer, password?: string) => signBytes(pdf, signer, { password });

  it('without its password, or with a wrong one', async () => {
    const pdf = await encrypt(form(), 'usuaria', 'dueño', '256', '--');
    await expect(sign(pdf)).rejects.toThrow(kind('passwordNeeded'));
    await expect(sign(pdf, 'otra')).rejects.toThrow(kind('passwordWrong'));
  });

  it('when its permissions forbid it, unless its owner does', async () => {
    const pdf = await encrypt(form(), '', 'dueño', '256', '--modify=none', '--');
    await expect(sign(pdf)).rejects.toThrow(kind('permission'));
    expect((await sign(pdf, 'dueño')).length).toBeGreaterThan(pdf.length);
    const fillable = await encrypt(form(), '', 'dueño', '256', '--modify=form', '--');
    expect((await sign(fillable)).length).toBeGreaterThan(pdf.length);
  });

  it('with RC4', async () => {
    for (const options of [['40'], ['128'], ['128', '--force-V4']]) {
      const pdf = await encrypt(form(), '', 'dueño', ...(options as [string]), '--');
      await expect(sign(pdf)).rejects.toThrow(kind('encryptionWeak'));
    }
  });

  it('under a handler with certificates', async () => {
    const pdf = await encrypt(form(), '', 'dueño', '256', '--');
    const foreign = pdf.toString('latin1').replace('/Filter /Standard', '/Filter /PubSec  ');
    await expect(sign(Buffer.from(foreign, 'latin1'))).rejects.toThrow(kind('encryptionForeign'));
  });
});
