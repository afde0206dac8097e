/** What holds for every document, byte and revision, tried at random (fast-check names the case that breaks it). */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { bufferSource } from '../../../src/signature/bytes.ts';
import { verifyDocument } from '../../../src/signature/validation/document.ts';
import type { SignatureVerdict } from '../../../src/signature/validation/verdict.ts';
import { stream } from '../../helpers/test-pdf.ts';
import { signBytes } from '../pades/signer.ts';
import { anatomyOf, anchors, makeShapes, signer } from './shapes.ts';
import type { Anatomy, Changes, Shape } from './shapes.ts';

const verify = async (pdf: Uint8Array) => (await verifyDocument(bufferSource(pdf), { anchors })).signatures;
const isReported = ({ indication, modification }: SignatureVerdict) =>
  indication !== 'TOTAL_PASSED' && (modification === 'forbidden' || modification === 'unclear');

/** Text that may stand within any PDF string or content stream. */
const words = fc.stringMatching(/^[A-Za-z0-9 ]{1,30}$/);
const name = fc.stringMatching(/^[A-Z][A-Za-z]{2,12}$/);
const value = fc.oneof(
  words.map((text) => `(${text})`),
  fc.integer({ min: -9999, max: 9999 }).map(String),
  name.map((each) => `/${each}`),
  fc.constantFrom('true', '[ ]', '<< >>', '<< /S /JavaScript /JS (x) >>', '3 0 R'),
);

/** Puts an entry into a dictionary, in the place of one of the same name. */
const withEntry = (text: string, key: string, entry: string) =>
  `${text.replace(new RegExp(`/${key}(?![A-Za-z])\\s*(\\([^)]*\\)|\\d+ 0 R|\\[[^\\]]*\\]|/?[^\\s/<>[\\]()]+)`), '').slice(0, -2)} /${key} ${entry} >>`;

type Edit = (anatomy: Anatomy) => Changes;

/** What nobody may do to a signed document. */
const forbidden: fc.Arbitrary<Edit> = fc.oneof(
  words.map((text): Edit => (a) => ({ [a.content]: stream(`BT /F 12 Tf 72 700 Td (${text}) Tj ET`) })),
  name.map((font): Edit => (a) => ({ [a.font]: `<< /Type /Font /Subtype /Type1 /BaseFont /X${font} >>` })),
  fc
    .tuple(
      fc.oneof(name, fc.constantFrom('Contents', 'Resources', 'MediaBox', 'CropBox', 'Rotate', 'AA', 'UserUnit')),
      value,
    )
    .filter(([key]) => !['Annots', 'Metadata', 'LastModified', 'Tabs', 'Type'].includes(key))
    .map(([key, entry]): Edit => (a) => ({
      [a.page]: withEntry(a.textOf(a.page), `${key}`, entry === '3 0 R' ? '(x)' : entry),
    })),
  fc
    .tuple(
      fc.oneof(name, fc.constantFrom('OpenAction', 'Names', 'OCProperties', 'PageMode', 'Pages', 'AA', 'Perms')),
      value,
    )
    .filter(([key]) => !['AcroForm', 'DSS', 'Extensions', 'Metadata', 'Version', 'Type'].includes(key))
    .map(([key, entry]): Edit => (a) => ({
      // The reference may be the very one that is there: then nothing was done.
      [a.catalog]: withEntry(a.textOf(a.catalog), key, key === 'Pages' && entry === '3 0 R' ? '(x)' : entry),
    })),
  fc.constantFrom('XFA', 'CO').map((key): Edit => (a) => ({ [a.form]: withEntry(a.textOf(a.form), key, '[ (x) ]') })),
  fc.constant<Edit>((a) => ({ [a.form]: '<< /Fields [] >>' })),
  fc.constant<Edit>((a) => ({ [a.form]: withEntry(a.textOf(a.form), 'NeedAppearances', 'true') })),
  fc.constant<Edit>((a) => ({ [a.pages]: a.textOf(a.pages).replace(/\/Kids ?\[[^\]]*\]/, '/Kids [ ]') })),
  fc
    .tuple(fc.constantFrom('Rect', 'AP', 'T', 'F', 'P', 'V', 'Kids', 'AA'), fc.nat(500))
    .map(([key, n]): Edit => (a) => ({
      [a.signatureField]: withEntry(a.textOf(a.signatureField), key, `[0 0 ${n} 9]`),
    })),
  words.map((text): Edit => (a) => ({ [a.signature]: withEntry(a.textOf(a.signature), 'Reason', `(${text})`) })),
  fc.tuple(words, fc.nat(9)).map(([text, n]): Edit => (a) => ({
    // A value, and a picture of another one.
    [a.text]: `${a.textOf(a.text).slice(0, -2)} /V (${text}) /AP << /N ${a.free} 0 R >> >>`,
    [a.free]: stream(`BT /F 9 Tf (${text}${n}) Tj ET`, '/Subtype /Form /BBox [0 0 80 20]'),
  })),
  words.map((text): Edit => (a) => ({
    [a.page]: a.textOf(a.page).replace(/\/Annots ?\[/, `/Annots [${a.free} 0 R `),
    [a.free]: `<< /Type /Annot /Subtype /FreeText /Rect [10 10 90 30] /Contents (${text}) >>`,
  })),
  name.map((field): Edit => (a) => ({
    [a.form]: a.textOf(a.form).replace(/\/Fields ?\[/, `/Fields [${a.free} 0 R `),
    [a.free]: `<< /FT /Tx /T (${field}) /Rect [0 0 9 9] /Subtype /Widget >>`,
  })),
  value.filter((each) => each !== '3 0 R').map((each): Edit => (a) => ({ [a.metadata]: each })),
);

/** What anybody may do. */
const allowed: fc.Arbitrary<Edit> = fc.oneof(
  words.map((text): Edit => (a) => ({ [a.metadata]: stream(`<x>${text}</x>`, '/Type /Metadata /Subtype /XML') })),
  words.map((text): Edit => (a) => ({
    [a.catalog]: `${a.textOf(a.catalog).slice(0, -2)} /DSS << /Type /DSS /Certs [ ${a.free + 1} 0 R ] >> >>`,
    [a.free + 1]: stream(text),
  })),
  words
    .filter((text) => text.trim() !== '')
    .map((text): Edit => (a) => ({
      [a.text]: `${a.textOf(a.text).slice(0, -2)} /V (${text}) /AP << /N ${a.free + 2} 0 R >> >>`,
      [a.free + 2]: stream(`/Tx BMC BT /F 9 Tf (${text}) Tj ET EMC`, '/Subtype /Form /BBox [0 0 80 20]'),
    })),
  fc.constant<Edit>((a) => ({
    [a.form]: a.textOf(a.form).replace(/\/Fields ?\[([^\]]*)\]/, `/Fields [$1 ${a.free + 3} 0 R]`),
    [a.free + 3]: '<< /FT /Sig /T (Defensor) >>',
  })),
);

/** How many times more than usual each property is tried; a long run sets it. */
const times = Number(process.env['FOJAS_PROPERTY_TIMES'] ?? 1);
/** Milliseconds that one property may take on a busy machine. */
const longest = 60_000 * times;

let shapes: readonly Shape[];
beforeAll(async () => {
  shapes = await makeShapes();
});
const shape = fc.nat(2).map((index) => () => shapes[index]!);

describe('a signed document of any shape', { timeout: longest }, () => {
  it('passes as it is', async () => {
    for (const { signed } of shapes) {
      expect(await verify(signed)).toMatchObject([{ indication: 'TOTAL_PASSED', modification: 'none' }]);
    }
  });

  it('never passes with a covered byte changed', async () => {
    await fc.assert(
      fc.asyncProperty(
        shape,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: 255 }),
        async (of, place, mask) => {
          const bytes = Buffer.from(of().signed);
          const [, before, after] = /\/ByteRange ?\[0 (\d+) (\d+)/.exec(bytes.toString('latin1'))!.map(Number) as [
            number,
            number,
            number,
          ];
          const covered = before + bytes.length - after;
          const at = Math.min(covered - 1, Math.floor(place * covered));
          bytes[at < before ? at : at - before + after]! ^= mask;
          const signatures = await verify(bytes);
          expect(signatures.filter(({ indication }) => indication === 'TOTAL_PASSED')).toEqual([]);
        },
      ),
      { numRuns: 200 * times },
    );
  });

  it('reports every revision that does what may not be done, whatever else it does', async () => {
    await fc.assert(
      fc.asyncProperty(
        shape,
        forbidden,
        fc.array(allowed, { maxLength: 2 }),
        fc.boolean(),
        async (of, edit, others, first) => {
          const { signed, append } = of();
          const before = others.reduce((pdf, other) => append(pdf, other(anatomyOf(pdf))), signed);
          const changed = append(before, edit(anatomyOf(before)));
          const pdf = first ? changed : append(changed, { [anatomyOf(before).free + 9]: '(nothing)' });
          const [verdict] = await verify(pdf);
          expect(verdict === undefined || isReported(verdict)).toBe(true);
        },
      ),
      { numRuns: 200 * times },
    );
  });

  it('passes with every revision that does what may be done', async () => {
    await fc.assert(
      fc.asyncProperty(shape, allowed, async (of, edit) => {
        const { signed, append } = of();
        const [verdict] = await verify(append(signed, edit(anatomyOf(signed))));
        expect(verdict).toMatchObject({ indication: 'TOTAL_PASSED', modification: 'allowed' });
      }),
      { numRuns: 60 * times },
    );
  });

  it('passes with further signatures, and each reports what comes after all of them', async () => {
    await fc.assert(
      fc.asyncProperty(shape, forbidden, async (of, edit) => {
        const { signed, append } = of();
        const twice = await signBytes(signed, signer);
        expect((await verify(twice)).map((each) => each.modification)).toEqual(['allowed', 'none']);
        const signatures = await verify(append(twice, edit(anatomyOf(twice))));
        expect(signatures.filter((each) => !isReported(each))).toEqual([]);
      }),
      { numRuns: 30 * times },
    );
  });
});
