import { expect, it, onTestFinished } from 'vitest';
import { oids } from '../../src/signature/asn1/oids.ts';
import * as der from '../../src/signature/asn1/write.ts';
import { bufferSource } from '../../src/signature/index.ts';
import { parseCertificate } from '../../src/signature/trust/certificate.ts';
import { judgeWith } from '../../src/repository/judging/judge.ts';
import { createWorld } from '../casework/world.ts';
import { makeTestFolder, accessKey, officeId } from '../helpers/office.ts';
import { extension, makePki, makeSigner } from '../helpers/pki.ts';
import { makePdf, signPdf } from '../helpers/signed-pdf.ts';
import { createRepository } from '../../src/repository/repository.ts';

const policy = '2.16.32.1.1.3';
const { intermediate, signer: plain } = makePki();
const official = makeSigner(intermediate, {
  extraExtensions: [extension(oids.certificatePolicies, false, der.sequence(der.sequence(der.oid(policy))))],
});

it('takes signatures with certificates of the policies it was told to accept, and no others', async () => {
  const document = await makePdf();
  const ruling = async (identity: typeof plain, policies: readonly string[]) => {
    const signed = await signPdf(document, identity);
    const certificateSha256 = parseCertificate(identity.certificate).sha256;
    const question = { certificateSha256, documentSize: document.length };
    return judgeWith([], policies)(bufferSource(signed), question);
  };
  expect(await ruling(official, [policy, '1.2.3'])).toMatchObject({ kind: 'holds' });
  expect(await ruling(plain, [])).toMatchObject({ kind: 'holds' });
  for (const [identity, policies] of [
    [official, ['1.2.3']],
    [plain, [policy]],
  ] as const) {
    expect(await ruling(identity, policies)).toMatchObject({
      kind: 'fails',
      reason: expect.stringMatching(/^certificatePolicy/) as string,
    });
  }
});

it('tells desks what it accepts, and nothing where it takes any', async () => {
  const folder = makeTestFolder();
  onTestFinished(() => folder.remove());
  const strict = await createRepository({
    ...{ dir: folder.repository, name: 'Estricto', accessKeys: [{ key: accessKey, officeId }] },
    certificatePolicies: [policy],
  });
  onTestFinished(() => strict.close());
  const told = await (
    await fetch(`${strict.url}/v1/capabilities`, { headers: { authorization: `Bearer ${accessKey}` } })
  ).json();
  expect(told).toMatchObject({ policies: [policy] });
  const world = await createWorld({ acts: 1 });
  const open = await (await world.repository.request('GET', '/v1/capabilities')).json();
  expect(open).not.toHaveProperty('policies');
});
