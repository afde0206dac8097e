/** One judge judges many files: what it remembers of one must not speak for another file, another moment or a revoked certificate. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type SignatureJudge, judgeWith } from '../../../src/repository/judging/judge.ts';
import { bufferSource, sha256Hex } from '../../../src/signature/index.ts';
import { type Identity, makeSigner } from '../../helpers/pki.ts';
import { Story } from '../../signature/validation/story.ts';

afterEach(() => void vi.useRealTimers());

/** A judge who knows this world's root, and has judged a good file of this signer. */
async function acquainted(story: Story): Promise<{ judge: SignatureJudge; signer: Identity }> {
  const judge = judgeWith([story.world.root.certificatePem]);
  const signer = story.world.signer();
  const first = new Story(story.world);
  expect(await ruling(judge, first, signer)).toMatchObject({ kind: 'holds' });
  return { judge, signer };
}

/** Signs the story's document and asks. */
async function ruling(judge: SignatureJudge, story: Story, signer: Identity) {
  vi.useFakeTimers({ toFake: ['Date'], now: story.clock.now() });
  const documentSize = story.pdf.bytes.length;
  story.sign(signer, { stamp: false });
  return judge(bufferSource(story.pdf.bytes), { certificateSha256: sha256Hex(signer.certificate), documentSize });
}

describe('a judge that remembers', () => {
  it('says of the same signer and authority again that the signature holds', async () => {
    const story = new Story();
    const { judge, signer } = await acquainted(story);
    expect(await ruling(judge, story, signer)).toMatchObject({ kind: 'holds' });
  });

  it('takes no other certificate for the one that was named', async () => {
    const story = new Story();
    const { judge, signer } = await acquainted(story);
    const documentSize = story.pdf.bytes.length;
    story.sign(story.world.signer(), { stamp: false });
    const asked = { certificateSha256: sha256Hex(signer.certificate), documentSize };
    expect(await judge(bufferSource(story.pdf.bytes), asked)).toMatchObject({ kind: 'fails' });
  });

  it('believes no certificate of the same name and serial number that another key signed', async () => {
    const story = new Story();
    const { judge, signer } = await acquainted(story);
    const stranger = new Story(new Story().world);
    const twin = makeSigner(stranger.world.intermediate, { privateKey: signer.privateKey });
    expect(await ruling(judge, stranger, twin)).toMatchObject({ kind: 'fails' });
  });

  it('asks each time whether the certificate is good at that moment', async () => {
    const story = new Story();
    const { judge, signer } = await acquainted(story);
    story.clock.advance({ days: 4000 });
    expect(await ruling(judge, story, signer)).toMatchObject({
      kind: 'fails',
      reason: expect.stringContaining('expired') as string,
    });
  });

  it('asks each time whether the certificate was revoked', async () => {
    const story = new Story();
    const { judge, signer } = await acquainted(story);
    story.world.revoke(signer);
    story.clock.advance({ days: 1 });
    story.addStore();
    const answer = await ruling(judge, story, signer);
    expect(answer).toMatchObject({ kind: 'fails', reason: expect.stringContaining('REVOKED') as string });
  });

  it('hears the same signer’s broken signature as broken', async () => {
    const story = new Story();
    const { judge, signer } = await acquainted(story);
    const documentSize = story.pdf.bytes.length;
    story.sign(signer, { stamp: false });
    const broken = Uint8Array.from(story.pdf.bytes);
    broken[documentSize - 30]! ^= 1;
    const asked = { certificateSha256: sha256Hex(signer.certificate), documentSize };
    expect(await judge(bufferSource(broken), asked)).toMatchObject({ kind: 'fails' });
  });
});
