import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { bufferSource } from '../../../src/signature/bytes.ts';
import { PadesError } from '../../../src/signature/pades/index.ts';
import {
  openPdf,
  pageCount,
  PdfDict,
  PdfError,
  PdfRef,
  PdfStream,
  readForm,
  revisionsOf,
} from '../../../src/signature/pdf/index.ts';
import { simplePdf } from '../pdf/make-pdf.ts';
import { throughQpdf } from '../pdf/qpdf.ts';
import { makeSigner, signBytes } from './signer.ts';

const signer = makeSigner();

/** Reads everything there is to read. */
function readAll(pdf: Buffer): void {
  const document = openPdf(bufferSource(pdf), { milliseconds: 5000 });
  const { dict } = document.catalog();
  pageCount(document);
  revisionsOf(document);
  const form = document.getDict(dict, 'AcroForm');
  if (form) readForm(document, form);
  for (let num = 0; num < Math.min(document.objectNumbersEnd, 30); num++) {
    const value = document.resolve(new PdfRef(num, 0));
    if (value instanceof PdfStream) document.streamBytes(value);
    if (value instanceof PdfDict) for (const { key } of value.entries) document.get(value, key);
  }
}

/** Runs it, and takes typed refusals for an answer. Anything else is a bug. */
async function answered(work: () => unknown): Promise<void> {
  try {
    await work();
  } catch (error) {
    const typed = error instanceof PdfError || error instanceof PadesError;
    // A result that our own check turns down should have been a refusal.
    if (!typed || error.kind === 'checkFailed') throw error;
  }
}

const damage = fc.array(
  fc.tuple(fc.nat(), fc.oneof(fc.nat(255), fc.constantFrom(...Buffer.from('0123456789<>[]()/% R\n')))),
  {
    minLength: 1,
    maxLength: 6,
  },
);

describe('a damaged document', () => {
  let inputs: readonly Buffer[];
  beforeAll(async () => {
    const form = { 6: '<< /FT /Sig /T (Juez) /Subtype /Widget /Rect [0 0 0 0] /P 3 0 R >>' };
    const table = simplePdf({ catalog: '/AcroForm << /Fields [6 0 R] >>', page: '/Annots [6 0 R]', objects: form });
    const packed = await throughQpdf(table, '--object-streams=generate');
    const open = await throughQpdf(table, '--object-streams=generate', '--stream-data=uncompress');
    inputs = [table, packed, open, await throughQpdf(table, '--linearize'), await signBytes(table, signer)];
  });

  it('is read or refused, and nothing else happens', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(4), damage, async (which, changes) => {
        const pdf = Buffer.from(inputs[which]!);
        for (const [at, value] of changes) pdf[at % pdf.length] = value;
        await answered(() => readAll(pdf));
      }),
      { numRuns: 3000 },
    );
  });

  it('is signed so that the result holds, or refused', async () => {
    let signed = 0;
    await fc.assert(
      fc.asyncProperty(fc.nat(4), damage, async (which, changes) => {
        const pdf = Buffer.from(inputs[which]!);
        for (const [at, value] of changes) pdf[at % pdf.length] = value;
        await answered(async () => {
          await signBytes(pdf, signer);
          signed++;
        });
      }),
      { numRuns: 400 },
    );
    expect(signed).toBeGreaterThan(20);
  });

  it('is refused when it was cut off anywhere, or read from an earlier revision', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(4), fc.nat(), async (which, at) => {
        const pdf = inputs[which]!.subarray(0, at % inputs[which]!.length);
        await answered(() => readAll(Buffer.from(pdf)));
        await answered(() => signBytes(Buffer.from(pdf), signer));
      }),
      { numRuns: 500 },
    );
  });
});
