import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { oids } from '../../../src/signature/asn1/oids.ts';
import * as der from '../../../src/signature/asn1/write.ts';
import { digest } from '../../../src/signature/crypto.ts';
import { parseTimeStampResponse, parseTimeStampToken } from '../../../src/signature/timestamp/token.ts';
import { makeCms, makeTimestamp } from '../../helpers/cms.ts';
import { makePki, makeSigner } from '../../helpers/pki.ts';
import { run, withFolder } from '../../helpers/run.ts';

const { root, intermediate, signer } = makePki();
const authority = makeSigner(intermediate, {
  keyUsage: ['digitalSignature'],
  extendedKeyUsage: [oids.timeStamping],
  extendedKeyUsageCritical: true,
});
const data = Buffer.from('firma');

describe('a time-stamp response', () => {
  it('made by openssl is read, its imprint and nonce included', () =>
    withFolder((folder) => {
      const at = (name: string) => join(folder, name);
      writeFileSync(at('data'), data);
      writeFileSync(at('tsa.pem'), authority.certificatePem);
      writeFileSync(at('chain.pem'), intermediate.certificatePem);
      writeFileSync(at('tsa.key'), authority.pkcs8Pem);
      writeFileSync(at('serial'), '01');
      writeFileSync(
        at('tsa.cnf'),
        `[tsa]\ndefault_tsa = one\n[one]\nserial = ${at('serial')}\nsigner_cert = ${at('tsa.pem')}\ncerts = ${at('chain.pem')}\n` +
          `signer_key = ${at('tsa.key')}\nsigner_digest = sha256\ndefault_policy = 1.2.3.4\ndigests = sha256\ness_cert_id_alg = sha256\n`,
      );
      const query = ['ts', '-query', '-data', at('data'), '-sha256', '-cert', '-out', at('query')];
      expect(run('openssl', query)).toMatchObject({ status: 0 });
      const reply = ['ts', '-reply', '-config', at('tsa.cnf'), '-queryfile', at('query'), '-out', at('reply')];
      expect(run('openssl', reply)).toMatchObject({ status: 0 });
      const { status, token } = parseTimeStampResponse(readFileSync(at('reply')));
      expect(status).toBe(0);
      expect(token?.info).toMatchObject({ policy: '1.2.3.4', imprintDigest: 'sha256', serialNumber: 2n });
      expect(Buffer.from(token!.info.imprint)).toEqual(Buffer.from(digest('sha256', data)));
      expect(token?.info.nonce).not.toBeNull();
      expect(Math.abs(Date.now() - token!.info.time.getTime())).toBeLessThan(60_000);
      expect(root.isRoot).toBe(true);
    }));

  it('that refuses is read with its reason', () => {
    const refusal = der.sequence(der.sequence(der.integer(2), der.sequence(der.utf8String('fuera de servicio'))));
    expect(parseTimeStampResponse(refusal)).toEqual({
      status: 2,
      statusText: ['fuera de servicio'],
      token: null,
      tokenBytes: null,
    });
  });

  it.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array(0)],
    ['a grant without a token', der.sequence(der.sequence(der.integer(0)))],
    ['a token that is none', der.sequence(der.sequence(der.integer(0)), der.sequence())],
    ['three fields', der.sequence(der.sequence(der.integer(2)), der.sequence(), der.nullValue())],
  ])('is refused: %s', (_what, bytes) => {
    expect(() => parseTimeStampResponse(bytes)).toThrow(expect.objectContaining({ name: 'CmsError' }) as Error);
  });
});

describe('a token', () => {
  it('says what was stamped, and when', () => {
    const time = new Date('2026-11-20T10:15:30Z');
    const { info } = parseTimeStampToken(makeTimestamp(authority, data, { time, digest: 'sha512' }));
    expect(info).toMatchObject({ time, imprintDigest: 'sha512', nonce: null, serialNumber: 42n });
  });

  it.each<[string, () => Uint8Array]>([
    ['an ordinary signature', () => makeCms({ signer, content: data, embed: true })],
    ['a token without content', () => makeCms({ signer, content: data, contentType: oids.tstInfo })],
    ['content that is no TSTInfo', () => makeCms({ signer, content: data, contentType: oids.tstInfo, embed: true })],
    [
      'a TSTInfo of another version',
      () => makeCms({ signer, content: der.sequence(der.integer(2)), contentType: oids.tstInfo, embed: true }),
    ],
  ])('is refused: %s', (_what, bytes) => {
    expect(() => parseTimeStampToken(bytes())).toThrow(
      expect.objectContaining({ name: 'CmsError', kind: 'malformed' }) as Error,
    );
  });
});
