/** What the public page finds out about signatures by itself, with the browser's own arithmetic. */
import { describe, expect, it } from 'vitest';
import { signaturesIn } from '../../src/public/signatures.js';
import { sha256Hex } from '../../src/signature/index.ts';
import { type KeyKind, makePki } from '../helpers/pki.ts';
import { makePdf, signPdf } from '../helpers/signed-pdf.ts';
import { Story } from '../signature/validation/story.ts';

async function signedBy(key: KeyKind) {
  const { signer } = makePki({ signer: { key, commonName: 'FISCAL Ñandú' } });
  return { signer, file: Uint8Array.from(await signPdf(await makePdf(), signer)) };
}
const verdicts = async (file: Uint8Array<ArrayBuffer>) => (await signaturesIn(file)).map(({ verdict }) => verdict);

describe('a signature', () => {
  it('of every usual key holds, and says whose it is', async () => {
    for (const key of ['rsa-2048', 'rsa-3072', 'p256', 'p384', 'p521'] as const) {
      const { signer, file } = await signedBy(key);
      expect(await signaturesIn(file)).toEqual([
        { name: 'FISCAL Ñandú', certificate: sha256Hex(signer.certificate), verdict: 'holds', behind: 0 },
      ]);
    }
  });

  it('is broken by one bit of what it covers, before it and behind', async () => {
    const { file } = await signedBy('p256');
    for (const at of [20, file.length - 3]) {
      const changed = Uint8Array.from(file);
      changed[at]! ^= 1;
      expect(await verdicts(changed)).toEqual(['broken']);
    }
  });

  it('does not hold where any byte of its own is another', async () => {
    const { file } = await signedBy('p256');
    const text = Buffer.from(file).toString('latin1');
    const begins = text.indexOf('<30') + 1;
    // As long as its DER says.
    const length = 4 + Number.parseInt(text.slice(begins + 4, begins + 8), 16);
    for (let at = begins; at < begins + 2 * length; at += 34) {
      const changed = Uint8Array.from(file);
      changed[at] = text[at] === '0' ? 0x31 : 0x30;
      // Certificates beside the signer's, and the signature of its issuer, are not what this looks at.
      const [found] = await signaturesIn(changed);
      if (found?.verdict === 'holds') expect(found.certificate).toBe((await signaturesIn(file))[0]!.certificate);
    }
    const end = begins + 2 * length - 4;
    const changed = Uint8Array.from(file);
    changed[end] = text[end] === '0' ? 0x31 : 0x30;
    expect(await verdicts(changed)).toEqual(['broken']);
  });

  it('tells how much was put behind it, and each of several is judged by itself', async () => {
    const story = new Story();
    story.sign(undefined, { stamp: false });
    const first = story.pdf.bytes.length;
    story.sign(undefined, { stamp: false });
    const found = await signaturesIn(Uint8Array.from(story.pdf.bytes));
    expect(found.map(({ verdict, behind }) => [verdict, behind])).toEqual([
      ['holds', story.pdf.bytes.length - first],
      ['holds', 0],
    ]);
  });

  it('of a time-stamping authority is no signature of a person', async () => {
    const story = new Story();
    story.sign(undefined, { stamp: false });
    story.archive();
    expect(await verdicts(Uint8Array.from(story.pdf.bytes))).toEqual(['holds']);
  });

  it('that cannot be read is said to be unknown, and what has none has none', async () => {
    const { file } = await signedBy('p256');
    const text = Buffer.from(file).toString('latin1');
    const spoilt = Uint8Array.from(Buffer.from(text.replace('<3082', '<3182'), 'latin1'));
    spoilt.set(Buffer.from('zz'), text.indexOf('<3082') + 9);
    expect(await verdicts(spoilt)).toEqual(['unknown']);
    expect(await verdicts(Uint8Array.from(await makePdf()))).toEqual([]);
    expect(await verdicts(new Uint8Array(0))).toEqual([]);
    expect(await verdicts(Uint8Array.from(Buffer.from('/ByteRange [0 9 99 1]')))).toEqual([]);
  });
});
