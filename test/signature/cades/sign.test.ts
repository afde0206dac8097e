import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bufferSource } from '../../../src/signature/bytes.ts';
import { checkCades, signFileBeside } from '../../../src/signature/cades/index.ts';
import type { SignBesideRequest } from '../../../src/signature/cades/index.ts';
import { signingTimeOf } from '../../../src/signature/cms/attributes.ts';
import { parseSignedData } from '../../../src/signature/cms/parse.ts';
import { PadesError } from '../../../src/signature/pades/index.ts';
import type { TimeStampSources } from '../../../src/signature/timestamp/client.ts';
import { parseCertificate } from '../../../src/signature/trust/certificate.ts';
import { deadTransport, PkiWorld, worldTransport } from '../../helpers/pki-services/index.ts';
import { signAsToken } from '../../helpers/pki.ts';
import { run, withFolder } from '../../helpers/run.ts';
import { signerOf } from '../pades/raise/scene.ts';
import type { Signer } from '../pades/signer.ts';

const world = new PkiWorld('http://pki.example');
const chain = [parseCertificate(world.intermediate.certificate)];
const content = Buffer.from('Video de la audiencia\r\n\x00\x01'.repeat(1000), 'latin1');
const signingTime = new Date('2026-11-20T15:04:05.678Z');
const timeStamp: TimeStampSources = {
  transport: worldTransport(world),
  tsas: [{ url: world.urls.tsa }],
  anchors: [parseCertificate(world.root.certificate)],
  intermediates: [],
};

function request(folder: string, signer: Signer, wishes: Partial<SignBesideRequest> = {}): SignBesideRequest {
  writeFileSync(join(folder, 'video.mp4'), content);
  return {
    input: join(folder, 'video.mp4'),
    output: join(folder, 'video.mp4.p7s'),
    certificate: signer.certificate,
    chain,
    algorithm: signer.algorithm,
    signingTime,
    sign: (_digest, { signedAttributes }) =>
      Promise.resolve({ bytes: signAsToken(signer.identity, signer.algorithm, signedAttributes) }),
    ...wishes,
  };
}

function opensslSays(folder: string, rootPem: string): string {
  const at = (name: string) => join(folder, name);
  writeFileSync(at('root.pem'), rootPem);
  const files = ['-in', at('video.mp4.p7s'), '-content', at('video.mp4'), '-CAfile', at('root.pem'), '-out', at('out')];
  return run('openssl', ['cms', '-verify', '-binary', '-cades', '-inform', 'DER', '-purpose', 'any', ...files]).output;
}

describe('a signature beside a file', () => {
  it.each([
    ['rsa-2048', 'rsa-pkcs1-sha256'],
    ['rsa-2048', 'rsa-pss-sha384'],
    ['p256', 'ecdsa-sha256'],
    ['p521', 'ecdsa-sha512'],
  ] as const)('is CAdES for openssl, with and without a time-stamp: %s, %s', async (key, algorithm) => {
    const signer = signerOf(world, { key }, algorithm);
    for (const wishes of [{}, { timeStamp }]) {
      await withFolder(async (folder) => {
        const signed = await signFileBeside(request(folder, signer, wishes));
        expect(signed.timeStampedAt).toEqual('timeStamp' in wishes ? world.clock.now() : null);
        expect(opensslSays(folder, signer.rootPem)).toContain('CAdES Verification successful');
        const [info] = parseSignedData(readFileSync(join(folder, 'video.mp4.p7s'))).signerInfos;
        expect(signingTimeOf(info!.signedAttributes!)).toEqual(new Date('2026-11-20T15:04:05Z'));
        writeFileSync(join(folder, 'video.mp4'), Buffer.concat([content, Buffer.from('x')]));
        expect(opensslSays(folder, signer.rootPem)).not.toContain('CAdES Verification successful');
      });
    }
  });

  it('is finished as B-B, and says so, without a line', async () => {
    await withFolder(async (folder) => {
      const wishes = { timeStamp: { ...timeStamp, transport: deadTransport } };
      const signed = await signFileBeside(request(folder, signerOf(world), wishes));
      expect(signed.timeStampedAt).toBeNull();
      expect(opensslSays(folder, world.root.certificatePem)).toContain('CAdES Verification successful');
    });
  });

  it('leaves nothing behind when it is refused', async () => {
    await withFolder(async (folder) => {
      const signer = signerOf(world);
      const kindOf = async (wishes: Partial<SignBesideRequest>): Promise<unknown> => {
        const error: unknown = await signFileBeside(request(folder, signer, wishes)).catch((each: unknown) => each);
        return error instanceof PadesError ? error.kind : error;
      };
      const input = join(folder, 'video.mp4');
      expect(await kindOf({ expectedSha256: '00' })).toBe('inputChanged');
      expect(await kindOf({ algorithm: 'rsa-pkcs1-sha256' })).toBe('certificate');
      expect(await kindOf({ sign: () => Promise.resolve({ bytes: new Uint8Array(64).fill(1) }) })).toBe(
        'signatureWrong',
      );
      expect(await kindOf({ output: input })).toBe('targetIsInput');
      expect(await kindOf({ input: join(folder, 'absent') })).toBe('readFailed');
      const wrong = world.wrongUsageSigner();
      expect(await kindOf({ certificate: parseCertificate(wrong.certificate) })).toBe('certificate');
      expect(readdirSync(folder)).toEqual(['video.mp4']);
      await signFileBeside(request(folder, signer));
      expect(await kindOf({})).toBe('targetExists');
      expect(existsSync(join(folder, 'video.mp4.p7s'))).toBe(true);
    });
  });

  it('is not called signed when what was written does not hold', async () => {
    await withFolder(async (folder) => {
      const signed = await signFileBeside(request(folder, signerOf(world), { timeStamp }));
      const bytes = readFileSync(signed.output);
      await checkCades(bytes, bufferSource(content), signed);
      const changes = [
        [bytes, bufferSource(Buffer.from('otro')), signed],
        [bytes, bufferSource(content), { ...signed, signingTime: new Date(0) }],
        [bytes, bufferSource(content), { ...signed, timeStampedAt: null }],
        [bytes, bufferSource(content), { ...signed, certificate: chain[0]! }],
        [bytes.subarray(0, 100), bufferSource(content), signed],
      ] satisfies Parameters<typeof checkCades>[];
      for (const change of changes) await expect(checkCades(...change)).rejects.toMatchObject({ kind: 'checkFailed' });
    });
  });
});
