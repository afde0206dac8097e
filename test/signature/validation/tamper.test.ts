import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TestPdf } from '../../helpers/test-pdf.ts';
import { pki, verify } from './verify.ts';

const pdf = new TestPdf();
pdf.sign(pki.signer);
const good = Buffer.from(pdf.bytes);
const [, before = 0, after = 0] = good
  .toString('latin1')
  .match(/\/ByteRange \[(\d+) (\d+) (\d+) (\d+)/)!
  .slice(1)
  .map(Number);

/** Its text was noted before the signature was in it. */
const signatureDictionary = 7;

/** A position in the file, half of the time in the bytes that are signed and not mere page content. */
const covered = fc.oneof(fc.nat(before - 1), fc.integer({ min: after, max: good.length - 1 }));

describe('a signed document', () => {
  it('passes as it is', async () => {
    expect((await verify(good)).signatures[0]?.indication).toBe('TOTAL_PASSED');
  });

  it('never passes with one covered byte changed', async () => {
    await fc.assert(
      fc.asyncProperty(covered, fc.integer({ min: 1, max: 255 }), async (at, mask) => {
        const bytes = Buffer.from(good);
        bytes[at]! ^= mask;
        await expectNoYes(bytes);
      }),
      { numRuns: 400 },
    );
  });

  it('never passes with the signature value changed, unless its bytes stay the same', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: before, max: after - 1 }), fc.nat(255), async (at, value) => {
        const bytes = Buffer.from(good);
        bytes[at] = value;
        const decoded = (file: Buffer) => Buffer.from(file.toString('latin1', before + 1, after - 1), 'hex');
        if (decoded(bytes).equals(decoded(good)) && /^<[0-9a-fA-F]*>$/.test(bytes.toString('latin1', before, after)))
          return;
        const { signatures, error } = await verify(bytes);
        // Certificates carried beside the signer's are not signed; changing one of them may break the path, no more.
        const passed = signatures.some((each) => each.indication === 'TOTAL_PASSED');
        expect(passed && error === null ? onlyUnsignedParts(bytes) : true).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('never passes with bytes cut off, put in or doubled', async () => {
    await fc.assert(
      fc.asyncProperty(covered, fc.nat(2_000), fc.constantFrom('cut', 'insert', 'double'), async (at, length, how) => {
        const piece = how === 'insert' ? Buffer.alloc(length + 1, 'x') : good.subarray(at, at + length + 1);
        const rest = how === 'cut' ? good.subarray(at + length + 1) : good.subarray(at);
        const bytes = Buffer.concat([good.subarray(0, at), how === 'cut' ? Buffer.alloc(0) : piece, rest]);
        // A doubled end leaves the signed bytes as they were; what may follow them is the next property's affair.
        if (!bytes.subarray(0, good.length).equals(good)) await expectNoYes(bytes);
      }),
      { numRuns: 200 },
    );
  });

  it('never passes with an object exchanged for another, or taken away, in a later revision', async () => {
    const texts = [
      ...pdf.objects.values(),
      'null',
      '[]',
      '<< >>',
      '(texto)',
      '17',
      '<< /Length 0 >>\nstream\n\nendstream',
    ];
    const numbers = [...pdf.objects.keys()];
    for (const num of numbers) {
      for (const text of texts) {
        const copy = TestPdf.from(pdf).update({ [num]: text });
        const { signatures } = await verify(copy.bytes);
        const passed = signatures.some((each) => each.indication === 'TOTAL_PASSED');
        if (text === pdf.objects.get(num) && num !== signatureDictionary)
          expect(signatures[0]).toMatchObject({ modification: 'none' });
        else expect([num, text, passed]).toEqual([num, text, false]);
      }
      expect(
        (await verify(TestPdf.from(pdf).update({}, { free: [num] }).bytes)).signatures.every(
          (each) => each.indication !== 'TOTAL_PASSED',
        ),
      ).toBe(true);
    }
  });

  it('never passes with rubbish behind it that is more than white space', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 300 }), async (tail) => {
        if (tail.every((byte) => [0, 9, 10, 12, 13, 32].includes(byte))) return;
        if (tail.some((byte) => byte === 0x25)) return; // comments are another matter
        await expectNoYes(Buffer.concat([good, tail]));
      }),
      { numRuns: 200 },
    );
  });
});

async function expectNoYes(bytes: Uint8Array): Promise<void> {
  const { signatures } = await verify(bytes);
  expect(signatures.filter((each) => each.indication === 'TOTAL_PASSED')).toEqual([]);
}

/** Whether the change lies within the intermediate's certificate or the structure around the signer info's signed parts. */
function onlyUnsignedParts(bytes: Buffer): boolean {
  const old = Buffer.from(good.toString('latin1', before + 1, after - 1), 'hex');
  const fresh = Buffer.from(bytes.toString('latin1', before + 1, after - 1), 'hex');
  const at = old.findIndex((byte, index) => byte !== fresh[index]);
  // The signer's certificate is bound by the ESS attribute, the attributes and the signature by the signature itself.
  const signerCertificate = old.indexOf(Buffer.from(pki.signer.certificate));
  const inCertificate = at >= signerCertificate && at < signerCertificate + pki.signer.certificate.length;
  return !inCertificate;
}
