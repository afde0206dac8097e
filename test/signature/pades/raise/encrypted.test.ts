import { expect, it } from 'vitest';
import { bufferSource } from '../../../../src/signature/bytes.ts';
import { verifyPdf } from '../../../../src/signature/validation/pdf-file.ts';
import { documentOf } from '../matrix.ts';
import { throughQpdf } from '../../pdf/qpdf.ts';
import { signBytes } from '../signer.ts';
import { makeScene, raise } from './scene.ts';

const password = 'clave';

it.each([
  ['AES-128', 'table', ['128', '--use-aes=y', '--']],
  ['AES-256', 'table', ['256', '--']],
  ['AES-256, everything packed', 'objectStreams', ['256', '--']],
] as const)('a document under %s is raised inside its encryption, level by level', async (_name, shape, options) => {
  const { world, signer } = makeScene();
  const input = await throughQpdf(await documentOf(shape), '--encrypt', password, 'otra', ...options);
  let pdf = await signBytes(input, signer, { signingTime: world.clock.now(), password });
  for (const level of ['B-T', 'B-LT', 'B-LTA'] as const) {
    const raised = await raise(pdf, world, { level, password });
    expect([raised.reached, raised.pdf.subarray(0, pdf.length).equals(pdf)]).toEqual([level, true]);
    pdf = raised.pdf;
  }
  const added = pdf.subarray(input.length).toString('latin1');
  // Neither names nor what the certificates say stands in clear outside the signatures' own values.
  expect(added.replaceAll(/\/Contents\s*<[0-9a-f]*>/gi, '')).not.toMatch(/Prueba|Timestamp|Signature1/);
  const { signatures } = await verifyPdf(bufferSource(pdf), {
    ...{ anchors: [signer.rootCertificate], at: world.clock.now(), password },
  });
  expect(signatures.map(({ kind, indication }) => [kind, indication])).toEqual([
    ['signature', 'TOTAL_PASSED'],
    ['documentTimestamp', 'TOTAL_PASSED'],
    ['documentTimestamp', 'TOTAL_PASSED'],
  ]);
  expect(signatures[0]?.level).toBe('B-LTA');
  await expect(raise(pdf, world, { level: 'B-LTA', renew: 'always' })).rejects.toMatchObject({
    kind: 'passwordNeeded',
  });
});
