import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { parseSignedData } from '../../../src/signature/cms/parse.ts';
import type { TimeStampSources } from '../../../src/signature/timestamp/client.ts';
import { parseCertificate } from '../../../src/signature/trust/certificate.ts';
import type { KeyKind } from '../../helpers/pki.ts';
import { deadTransport, PkiWorld, worldTransport } from '../../helpers/pki-services/index.ts';
import { run, withFolder } from '../../helpers/run.ts';
import { simplePdf } from '../pdf/make-pdf.ts';
import { bytesOf, cutOut, opensslAccepts, pdfsig, qpdfCheck } from './judges.ts';
import { raise, signerOf } from './raise/scene.ts';
import { put, signFile } from './signer.ts';

const world = new PkiWorld('http://pki.example');
const chain = [parseCertificate(world.intermediate.certificate)];
const timeStamp: TimeStampSources = {
  transport: worldTransport(world),
  tsas: [{ url: world.urls.tsa }],
  anchors: [parseCertificate(world.root.certificate)],
  intermediates: [],
};

afterEach(() => world.faults.clear());

describe('a time-stamp within the signature', () => {
  it.each([
    ['rsa-2048', 'rsa-pkcs1-sha256'],
    ['rsa-2048', 'rsa-pss-sha512'],
    ['p384', 'ecdsa-sha384'],
  ] as const satisfies readonly (readonly [KeyKind, string])[])('holds for openssl: %s, %s', async (key, algorithm) => {
    await withFolder(async (folder) => {
      const at = (name: string) => join(folder, name);
      const signer = { ...signerOf(world, { key }, algorithm), chain };
      const signed = await signFile(put(folder, 'a.pdf', simplePdf()), at('b.pdf'), signer, { timeStamp });
      expect(signed.timeStampedAt).toEqual(world.clock.now());
      const pdf = bytesOf(at('b.pdf'));
      expect(await opensslAccepts(pdf, signer.rootPem)).toEqual([true]);
      expect(pdfsig(at('b.pdf'))).toMatchObject([{ valid: true, total: true }]);
      expect(qpdfCheck(at('b.pdf'))).toEqual({ status: 0, warnings: [] });
      const signerInfo = parseSignedData(cutOut(pdf)[0]!.cms).signerInfos[0]!;
      writeFileSync(at('value'), signerInfo.signature);
      writeFileSync(at('token'), signerInfo.unsignedAttributes[0]!.values[0]!.encoded);
      writeFileSync(at('root.pem'), signer.rootPem);
      writeFileSync(at('chain.pem'), world.intermediate.certificatePem);
      const trust = ['-CAfile', at('root.pem'), '-untrusted', at('chain.pem')];
      const verify = ['ts', '-verify', '-token_in', '-in', at('token'), '-data', at('value'), ...trust];
      expect(run('openssl', verify).output).toContain('Verification: OK');
    });
  });

  it('is enough for B-T: only validation data and an archive time-stamp are added later', async () => {
    await withFolder(async (folder) => {
      const output = join(folder, 'b.pdf');
      await signFile(put(folder, 'a.pdf', simplePdf()), output, signerOf(world), { timeStamp });
      const signed = bytesOf(output);
      expect(await raise(signed, world, { level: 'B-T' })).toMatchObject({ kind: 'unchanged', reached: 'B-T' });
      const raised = await raise(signed, world, { level: 'B-LTA' });
      expect(raised).toMatchObject({
        reached: 'B-LTA',
        increments: [{ kind: 'validationData' }, { kind: 'archiveTimeStamp' }],
      });
    });
  });

  it('is left out, and said to be, when nobody gives one', async () => {
    await withFolder(async (folder) => {
      const input = put(folder, 'a.pdf', simplePdf());
      const sign = (name: string, sources: TimeStampSources) =>
        signFile(input, join(folder, name), signerOf(world), { timeStamp: sources });
      expect((await sign('dead.pdf', { ...timeStamp, transport: deadTransport })).timeStampedAt).toBeNull();
      world.faults.set('tsa', 'untrusted');
      expect((await sign('strange.pdf', timeStamp)).timeStampedAt).toBeNull();
      expect(pdfsig(join(folder, 'dead.pdf'))).toMatchObject([{ valid: true, total: true }]);
    });
  });
});
