import { describe, expect, it } from 'vitest';
import { TestPdf, stream } from '../../helpers/test-pdf.ts';
import type { SignOptions } from '../../helpers/test-pdf.ts';
import { codes, pki, verify, verifyOne } from './verify.ts';

const docMdp = (level: number): SignOptions => ({
  dict: `/Reference [<< /Type /SigRef /TransformMethod /DocMDP /TransformParams << /Type /TransformParams /P ${level} /V /1.2 >> >>]`,
});
const textField = '<< /FT /Tx /T (Motivo) /Type /Annot /Subtype /Widget /Rect [10 10 90 30] /P 3 0 R >>';

/** A document with a text field (20), signed once. */
function signedForm(options: SignOptions = {}): TestPdf {
  const pdf = new TestPdf({
    3: '<< /Type /Page /Annots [20 0 R] /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>',
    6: '<< /Fields [20 0 R] >>',
    20: textField,
  });
  pdf.sign(pki.signer, options);
  return pdf;
}

/** A document signed once. */
function signed(extra: Readonly<Record<number, string>> = {}, options: SignOptions = {}): TestPdf {
  const pdf = new TestPdf(extra);
  pdf.sign(pki.signer, options);
  return pdf;
}

const filled = textField.replace('>>', '/V (Elevacion a juicio) /AP << /N 50 0 R >> >>');
const appearance = stream('BT (Elevacion a juicio) Tj ET', '/Type /XObject /Subtype /Form /BBox [0 0 80 20]');

describe('what may be added to a signed document', () => {
  it.each<[string, () => TestPdf, string]>([
    ['a second signature', signedTwice, 'signature'],
    [
      'validation data',
      () => signed().update({ 1: catalogWith('/DSS 30 0 R'), 30: '<< /Type /DSS /Certs [] >>' }),
      'validationData',
    ],
    [
      'a developer extension',
      () => signed().update({ 1: catalogWith('/Extensions << /ESIC << /BaseVersion /1.7 /ExtensionLevel 2 >> >>') }),
      'extensions',
    ],
    ['a description', () => signed().update({ 30: '<< /Title (Otro) >>' }, { trailer: '/Info 30 0 R ' }), 'metadata'],
    ['what was typed into a form', () => signedForm().update({ 20: filled, 50: appearance }), 'formFill'],
    [
      'fonts that a later appearance needs',
      () => {
        const pdf = signed({ 6: '<< /Fields [] /DR << /Font 30 0 R >> >>', 30: '<< /Helv 5 0 R >>' });
        pdf.update({
          30: '<< /Helv 5 0 R /Cour 40 0 R >>',
          40: '<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>',
        });
        pdf.sign(pki.signer);
        return pdf;
      },
      'signature',
    ],
    [
      'an empty field for the next signer',
      () => {
        const pdf = signed();
        return pdf.update({ 6: pdf.withField(40), 3: pdf.withAnnotation(40), 40: emptyField('Defensor') });
      },
      'signature',
    ],
  ])('%s', async (_what, make, kind) => {
    const verdict = await verifyOne(make().bytes);
    expect(verdict).toMatchObject({
      indication: 'TOTAL_PASSED',
      subIndication: null,
      modification: 'allowed',
      coversWholeDocument: false,
    });
    expect(codes(verdict)).toContain(kind);
  });

  it('fields written anew as they were, by a program that signs later', async () => {
    const pdf = new TestPdf();
    pdf.sign(pki.signer);
    const second = pdf.sign(pki.signer);
    pdf.update({ [second]: `${pdf.objects.get(second)!.replaceAll(' ', '  ')}` });
    expect((await verify(pdf.bytes)).signatures.map((each) => [each.indication, each.modification])).toEqual([
      ['TOTAL_PASSED', 'allowed'],
      ['TOTAL_PASSED', 'none'],
    ]);
    pdf.update({ [second]: pdf.objects.get(second)!.replace('/Rect  [0  0  0  0]', '/Rect [0 0 500 500]') });
    expect((await verify(pdf.bytes)).signatures.map((each) => each.indication)).toEqual([
      'INDETERMINATE',
      'TOTAL_FAILED',
    ]);
  });

  it('a signature in a field that waited for it', async () => {
    const pdf = new TestPdf({
      6: '<< /Fields [20 0 R 21 0 R] >>',
      20: emptyField('Fiscal'),
      21: emptyField('Defensor'),
    });
    pdf.sign(pki.signer, { fill: 20, field: 'Fiscal' });
    pdf.sign(pki.signer, { fill: 21, field: 'Defensor' });
    const { signatures } = await verify(pdf.bytes);
    expect(signatures.map((each) => [each.field, each.indication, each.modification])).toEqual([
      ['Fiscal', 'TOTAL_PASSED', 'allowed'],
      ['Defensor', 'TOTAL_PASSED', 'none'],
    ]);
  });

  it('nothing at all, and white space', async () => {
    expect(await verifyOne(signed().bytes)).toMatchObject({ modification: 'none', coversWholeDocument: true });
    const padded = Buffer.concat([signed().bytes, Buffer.from('\r\n\n ')]);
    expect(await verifyOne(padded)).toMatchObject({
      indication: 'TOTAL_PASSED',
      modification: 'none',
      coversWholeDocument: false,
    });
  });
});

describe('what may not be done to a signed document', () => {
  it.each<[string, () => TestPdf, string]>([
    ['other text on the page', () => signed().update({ 4: stream('BT (Sobreseimiento) Tj ET') }), 'contentChanged'],
    [
      'another page',
      () =>
        signed().update({
          2: '<< /Type /Pages /Kids [3 0 R 30 0 R] /Count 2 >>',
          30: '<< /Type /Page /Parent 2 0 R >>',
        }),
      'contentChanged',
    ],
    [
      'a page with other contents',
      () => signed().update({ 3: signedPage('/Contents 30 0 R'), 30: stream('x') }),
      'pageChanged',
    ],
    [
      'another font',
      () => signed().update({ 5: '<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>' }),
      'contentChanged',
    ],
    [
      'another page tree',
      () =>
        signed().update({
          1: '<< /Type /Catalog /Pages 30 0 R /AcroForm 6 0 R >>',
          30: '<< /Type /Pages /Kids [] /Count 0 >>',
        }),
      'catalogChanged',
    ],
    [
      'an action on opening',
      () => signed().update({ 1: catalogWith('/OpenAction << /S /JavaScript /JS (x) >>') }),
      'catalogChanged',
    ],
    ['another catalog altogether', () => swapCatalog(), 'catalogChanged'],
    ['a signature taken out of its field', () => movedSignature(), 'signatureFieldChanged'],
    ['a form field that is no signature', () => foreignField(), 'foreignField'],
    [
      'an existing field dropped',
      () => {
        const pdf = signedForm();
        return pdf.update({ 6: '<< /Fields [22 0 R] /SigFlags 3 >>' });
      },
      'fieldRemoved',
    ],
    [
      'an annotation dropped',
      () => {
        const pdf = signed({ 3: pageWithNote, 30: note });
        return pdf.update({ 3: pdf.objects.get(3)!.replace('30 0 R', '') });
      },
      'annotationRemoved',
    ],
    ['a freed object', () => signed().update({}, { free: [4] }), 'objectRemoved'],
    [
      'a form control that belongs to no field',
      () => {
        const pdf = signed();
        return pdf.update({ 3: pdf.withAnnotation(40), 40: textField });
      },
      'foreignWidget',
    ],
    [
      'fonts of the form changed',
      () =>
        signed({ 6: '<< /Fields [] /DR << /Font << /Helv 5 0 R >> >> >>' }).update({
          6: '<< /Fields [8 0 R] /SigFlags 3 /DR << /Font << /Helv 4 0 R >> >> >>',
        }),
      'formResourcesChanged',
    ],
    [
      'a font of the form exchanged in its group',
      () =>
        signed({ 6: '<< /Fields [] /DR << /Font 30 0 R >> >>', 30: '<< /Helv 5 0 R >>' }).update({
          30: '<< /Helv 40 0 R >>',
          40: '<< /Type /Font >>',
        }),
      'formResourcesChanged',
    ],
    [
      'a font of the form overwritten',
      () =>
        signed({ 6: '<< /Fields [] /DR << /Font << /Helv 30 0 R >> >> >>', 30: '<< /Type /Font >>' }).update({
          30: '<< /Type /Font /Encoding 40 0 R >>',
          40: '<< >>',
        }),
      'contentChanged',
    ],
    [
      'an empty signature field that shows something and is not signed',
      () =>
        signed({ 6: '<< /Fields [20 0 R] >>', 20: emptyField('Defensor') }).update({
          20: emptyField('Defensor').replace('>>', '/AP << /N 40 0 R >> >>'),
          40: appearance,
        }),
      'fieldChanged',
    ],
    [
      'the picture of an empty signature field',
      () =>
        signed({
          6: '<< /Fields [20 0 R] >>',
          20: emptyField('Defensor').replace('>>', '/AP << /N 30 0 R >> >>'),
          30: appearance,
        }).update({
          30: appearance.replace('Elevacion', 'Archivo..'),
        }),
      'signatureFieldChanged',
    ],
    [
      'a field filled with something else than a signature',
      () =>
        signed({ 6: '<< /Fields [20 0 R] >>', 20: emptyField('Defensor') }).update({
          20: emptyField('Defensor').replace('>>', '/V (si) >>'),
        }),
      'fieldChanged',
    ],
    [
      'an XFA form',
      () => {
        const pdf = signed();
        return pdf.update({ 6: pdf.objects.get(6)!.replace('<<', '<< /XFA 30 0 R'), 30: stream('<xdp/>') });
      },
      'formChanged',
    ],
    [
      'encryption',
      () => signed().update({ 30: '<< /Filter /Standard >>' }, { trailer: '/Encrypt 30 0 R ' }),
      'encryptionChanged',
    ],
    ['a hole that was left for it', () => holeFilled(), 'holeFilled'],
    ['an appearance that the page draws, too', () => sharedAppearance(), 'contentChanged'],
    [
      'another place for a field',
      () => signedForm().update({ 20: textField.replace('10 10 90 30', '10 10 590 800') }),
      'fieldChanged',
    ],
  ])('%s', async (_what, make, code) => {
    const verdict = await verifyOne(make().bytes);
    expect(verdict).toMatchObject({
      indication: 'TOTAL_FAILED',
      subIndication: 'FORMAT_FAILURE',
      modification: 'forbidden',
      coversWholeDocument: false,
    });
    expect(codes(verdict)).toContain(code);
  });

  it.each<[string, () => Buffer, string]>([
    ['a comment by somebody', () => commented().bytes, 'annotationsChanged'],
    [
      'text between revisions',
      () => signed().update({}, { stray: 'Elevacion denegada\n' }).bytes,
      'unreferencedContent',
    ],
    [
      'an object that is not listed',
      () => signed().update({ 4: stream('otra') }, { unlisted: [4] }).bytes,
      'unreferencedContent',
    ],
    ['a tail', () => Buffer.concat([signed().bytes, Buffer.from('4 0 obj\n<<>>\nendobj\n')]), 'unreferencedContent'],
    [
      'a misleading comment',
      () => signed().update({}, { stray: '%4 0 obj << >> endobj\n' }).bytes,
      'unreferencedContent',
    ],
    ['a second startxref', () => signed().update({}, { stray: 'startxref\n17\n' }).bytes, 'unreferencedContent'],
    [
      'a signature over the whole page',
      () => {
        const pdf = signed();
        pdf.sign(pki.signer, { rect: '0 0 595 842' });
        return pdf.bytes;
      },
      'coveringSignature',
    ],
    [
      'an empty field that shows something',
      () => {
        const pdf = signed();
        const field = emptyField('Defensor')
          .replace('[0 0 0 0]', '[10 10 90 40]')
          .replace('>>', '/AP << /N 41 0 R >> >>');
        return pdf.update({ 6: pdf.withField(40), 3: pdf.withAnnotation(40), 40: field, 41: appearance }).bytes;
      },
      'visibleEmptyField',
    ],
    [
      'a time-stamp that shows something',
      () => {
        const pdf = signed();
        pdf.sign(pki.signer, { subFilter: 'ETSI.RFC3161', type: 'DocTimeStamp', rect: '10 10 90 40' });
        return pdf.bytes;
      },
      'visibleTimestamp',
    ],
    [
      'form fields to be drawn anew',
      () => {
        const pdf = signedForm();
        return pdf.update({ 6: pdf.objects.get(6)!.replace('<<', '<< /NeedAppearances true') }).bytes;
      },
      'formRedrawn',
    ],
    [
      'a field with a name that is taken',
      () => {
        const pdf = signed();
        pdf.sign(pki.signer, { field: 'Firma8' });
        return pdf.bytes;
      },
      'fieldNameTaken',
    ],
  ])('unclear: %s', async (_what, make, code) => {
    const verdict = await verifyOne(make());
    expect(verdict).toMatchObject({
      indication: 'INDETERMINATE',
      subIndication: 'FORMAT_FAILURE',
      modification: 'unclear',
    });
    expect(codes(verdict)).toContain(code);
  });

  it('another dictionary for a signature, whoever looks', async () => {
    const { signatures } = await verify(replacedReason().bytes);
    const [replaced, witness] = signatures;
    expect(replaced).toMatchObject({ indication: 'TOTAL_FAILED', subIndication: 'FORMAT_FAILURE' });
    expect(codes(replaced!)).toContain('byteRangeGap');
    expect(witness).toMatchObject({ indication: 'TOTAL_FAILED', modification: 'forbidden' });
    expect(codes(witness!)).toContain('signatureReplaced');
  });

  it('a trailer that says its catalog twice', async () => {
    const verdict = await verifyOne(signed().update({}, { trailer: '/Root 1 0 R ' }).bytes);
    expect(verdict).toMatchObject({ indication: 'INDETERMINATE', modification: 'unclear' });
    expect(codes(verdict)).toContain('ambiguousTrailer');
  });

  it('a revision that does not build on the signed one', async () => {
    const pdf = signed();
    const all = pdf.update({ 4: stream('otra') }).bytes.toString('latin1');
    const at = all.lastIndexOf('/Prev');
    const cut = all.slice(0, at) + all.slice(at).replace(/\/Prev \d+/, (prev) => ' '.repeat(prev.length));
    const { signatures, error } = await verify(Buffer.from(cut, 'latin1'));
    expect(error !== null || signatures.every((each) => each.indication === 'TOTAL_FAILED')).toBe(true);
  });
});

describe('the document’s own rules', () => {
  it.each<[string, number, (pdf: TestPdf) => unknown, string]>([
    ['a signature under level 1', 1, (pdf) => pdf.sign(pki.signer), 'forbidden'],
    [
      'validation data under level 1',
      1,
      (pdf) => pdf.update({ 1: catalogWith('/DSS 30 0 R'), 30: '<< /Type /DSS >>' }),
      'allowed',
    ],
    ['form filling under level 1', 1, (pdf) => pdf.update({ 20: filled, 50: appearance }), 'forbidden'],
    ['a signature under level 2', 2, (pdf) => pdf.sign(pki.signer), 'allowed'],
    ['form filling under level 2', 2, (pdf) => pdf.update({ 20: filled, 50: appearance }), 'allowed'],
    ['a comment under level 2', 2, (pdf) => pdf.update({ 3: pdf.withAnnotation(40), 40: note }), 'forbidden'],
    ['a comment under level 3', 3, (pdf) => pdf.update({ 3: pdf.withAnnotation(40), 40: note }), 'allowed'],
    ['other content under level 3', 3, (pdf) => pdf.update({ 4: stream('otra') }), 'forbidden'],
  ])('%s', async (_what, level, change, modification) => {
    const pdf = signedForm(docMdp(level));
    change(pdf);
    expect(await verifyOne(pdf.bytes)).toMatchObject({ modification });
  });

  it.each<[string, string, string]>([
    ['all fields locked', '/Action /All', 'forbidden'],
    ['this field locked', '/Action /Include /Fields [(Motivo)]', 'forbidden'],
    ['another field locked', '/Action /Include /Fields [(Caratula)]', 'allowed'],
    ['all but this one locked', '/Action /Exclude /Fields [(Motivo)]', 'allowed'],
    ['all but another locked', '/Action /Exclude /Fields [(Caratula)]', 'forbidden'],
    ['an unknown action', '/Action /Quizas', 'forbidden'],
  ])('filling in with %s', async (_what, lock, modification) => {
    const byReference = signedForm({
      dict: `/Reference [<< /Type /SigRef /TransformMethod /FieldMDP /TransformParams << /Type /TransformParams ${lock} /V /1.2 >> >>]`,
    });
    const byLock = signedForm({ fieldDict: `/Lock << /Type /SigFieldLock ${lock} >>` });
    for (const pdf of [byReference, byLock]) {
      pdf.update({ 20: filled, 50: appearance });
      expect(await verifyOne(pdf.bytes)).toMatchObject({ modification });
    }
  });

  it('a lock with a level of its own', async () => {
    const pdf = signed({}, { fieldDict: '/Lock << /Type /SigFieldLock /Action /All /P 1 >>' });
    pdf.sign(pki.signer);
    expect(await verifyOne(pdf.bytes)).toMatchObject({ modification: 'forbidden', indication: 'TOTAL_FAILED' });
  });
});

const note = '<< /Type /Annot /Subtype /FreeText /Rect [10 10 90 30] /Contents (Ojo) >>';
const pageWithNote =
  '<< /Type /Page /Annots [30 0 R] /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>';

function catalogWith(entry: string): string {
  return `<< /Type /Catalog /Pages 2 0 R /AcroForm 6 0 R ${entry} >>`;
}

function signedPage(contents: string): string {
  return `<< /Type /Page /Annots [8 0 R] /Parent 2 0 R /MediaBox [0 0 595 842] ${contents} /Resources << /Font << /F 5 0 R >> >> >>`;
}

function emptyField(name: string): string {
  return `<< /FT /Sig /T (${name}) /Type /Annot /Subtype /Widget /Rect [0 0 0 0] /F 132 /P 3 0 R >>`;
}

function signedTwice(): TestPdf {
  const pdf = signed();
  pdf.sign(pki.signer);
  return pdf;
}

function commented(): TestPdf {
  const pdf = signed();
  return pdf.update({ 3: pdf.withAnnotation(40), 40: note });
}

function swapCatalog(): TestPdf {
  return signed({
    30: '<< /Type /Catalog /Pages 31 0 R /AcroForm 6 0 R >>',
    31: '<< /Type /Pages /Kids [] /Count 0 >>',
  }).update({}, { root: 30 });
}

function replacedReason(): TestPdf {
  const pdf = signed({}, { dict: '/Reason (Conforme)' });
  pdf.sign(pki.signer);
  // The dictionary moves, but its bytes at the old place stay: a reader of the new one sees the old signature value.
  const dict = pdf.bytes.toString('latin1').match(/7 0 obj\n(<< \/Type \/Sig[^]*?>>)\nendobj/)![1]!;
  return pdf.update({ 7: dict.replace('(Conforme)', '(Disconforme)') });
}

function movedSignature(): TestPdf {
  const pdf = signed();
  return pdf.update({ 8: pdf.objects.get(8)!.replace('/Rect [0 0 0 0]', '/Rect [0 0 500 500]') });
}

function foreignField(): TestPdf {
  const pdf = signed();
  return pdf.update({ 6: pdf.withField(40), 3: pdf.withAnnotation(40), 40: textField });
}

function holeFilled(): TestPdf {
  return signed({
    3: pageWithNote.replace('/Contents 4 0 R', '/Contents [4 0 R 99 0 R]').replace('30 0 R', ''),
  }).update({
    99: stream('BT (y se archiva) Tj ET'),
  });
}

function sharedAppearance(): TestPdf {
  const pdf = new TestPdf({
    3: '<< /Type /Page /Annots [20 0 R] /Parent 2 0 R /MediaBox [0 0 595 842] /Contents [4 0 R 50 0 R] >>',
    6: '<< /Fields [20 0 R] >>',
    20: filled,
    50: appearance,
  });
  pdf.sign(pki.signer);
  return pdf.update({ 50: stream('BT (otra cosa) Tj ET', '/Type /XObject /Subtype /Form /BBox [0 0 80 20]') });
}
