import { describe, expect, it } from 'vitest';
import { blankPdfA } from '../../oracles/pdfa.ts';
import { simplePdf } from '../pdf/make-pdf.ts';
import { makeSigner, signBytes } from './signer.ts';

const signer = makeSigner();
const widgetOf = async (pdf: Buffer) =>
  /\/Subtype \/Widget[^\n]*/.exec((await signBytes(pdf, signer)).toString('latin1'))?.[0] ?? '';

describe('an invisible signature', () => {
  it('has an appearance where PDF/A-1 asks for one, and only there', async () => {
    expect(await widgetOf(blankPdfA('1b'))).toMatch(/\/AP << \/N \d+ 0 R >>/);
    for (const other of [blankPdfA('2b'), blankPdfA('3b'), simplePdf()])
      expect(await widgetOf(other)).not.toContain('/AP');
  });

  it('is signed all the same where the metadata cannot be read', async () => {
    const odd = ['7 0 R', '(text)', '6 0 R'].map((metadata) =>
      simplePdf({
        catalog: `/Metadata ${metadata}`,
        objects: { 6: '<< /Type /Metadata /Filter /FlateDecode /Length 7 >>\nstream\nrubbish\nendstream' },
      }),
    );
    for (const pdf of odd) expect(await widgetOf(pdf)).not.toContain('/AP');
  });
});
