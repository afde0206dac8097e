import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pem } from './pki.ts';
import { respond, PkiWorld, startPkiServices } from './pki-services/index.ts';
import { run, withFolder } from './run.ts';

const world = new PkiWorld('http://pki.example');
const signer = world.signer();

/** Writes the world's certificates into a folder, for openssl. */
function certificates(folder: string): (name: string) => string {
  const at = (name: string) => join(folder, name);
  writeFileSync(at('root.pem'), world.root.certificatePem);
  writeFileSync(at('intermediate.pem'), world.intermediate.certificatePem);
  writeFileSync(at('signer.pem'), signer.certificatePem);
  return at;
}

describe('the test authorities, judged by openssl', () => {
  it('certify signers and time-stamping authorities', async () => {
    await withFolder((folder) => {
      const at = certificates(folder);
      writeFileSync(at('tsa.pem'), world.tsaNow.certificatePem);
      const trust = ['-CAfile', at('root.pem'), '-untrusted', at('intermediate.pem')];
      expect(run('openssl', ['verify', ...trust, at('signer.pem')]).output).toContain('OK');
      expect(run('openssl', ['verify', '-purpose', 'timestampsign', ...trust, at('tsa.pem')]).output).toContain('OK');
      const wrong = run('openssl', ['verify', '-purpose', 'timestampsign', ...trust, at('signer.pem')]);
      expect(wrong.status).not.toBe(0);
    });
  });

  it('answer time-stamp requests, with and without staged faults', async () => {
    await withFolder((folder) => {
      const at = certificates(folder);
      writeFileSync(at('data'), 'lo firmado');
      run('openssl', ['ts', '-query', '-data', at('data'), '-sha256', '-cert', '-out', at('query')]);
      const query = run('openssl', ['ts', '-query', '-in', at('query'), '-text']).output;
      expect(query).toContain('Certificate required: yes');
      const verify = () => {
        const files = ['-queryfile', at('query'), '-in', at('reply'), '-CAfile', at('root.pem')];
        return run('openssl', ['ts', '-verify', ...files, '-untrusted', at('intermediate.pem')]).output;
      };
      writeFileSync(at('reply'), respond(world, '/tsa', bytes(at('query'))).body);
      expect(verify()).toContain('Verification: OK');
      for (const fault of [
        'wrongNonce',
        'wrongImprint',
        'untrusted',
        'wrongUsage',
        'badSignature',
        'rejected',
      ] as const) {
        world.faults.set('tsa', fault);
        writeFileSync(at('reply'), respond(world, '/tsa', bytes(at('query'))).body);
        expect(verify(), fault).not.toContain('Verification: OK');
      }
      world.faults.clear();
    });
  });

  it('answer OCSP requests and publish lists', async () => {
    await withFolder((folder) => {
      const at = certificates(folder);
      const ids = ['-issuer', at('intermediate.pem'), '-cert', at('signer.pem')];
      run('openssl', ['ocsp', ...ids, '-reqout', at('request')]);
      const ask = (file: string) => {
        writeFileSync(at('answer'), respond(world, '/ocsp/intermediate', bytes(at('request'))).body);
        writeFileSync(at('list'), pem('X509 CRL', respond(world, '/crl/intermediate.crl', new Uint8Array(0)).body));
        const both = ['-CAfile', at('root.pem'), '-verify_other', at('intermediate.pem')];
        if (file === 'list')
          return run('openssl', ['crl', '-in', at('list'), '-CAfile', at('intermediate.pem'), '-text']);
        const echo = run('openssl', ['ocsp', '-reqin', at('request'), '-respin', at('answer'), ...both]);
        expect(echo.output).not.toContain('Nonce Verify error');
        return run('openssl', ['ocsp', ...ids, '-no_nonce', '-respin', at('answer'), ...both]);
      };
      expect(ask('answer').output).toMatch(/signer\.pem: good/);
      expect(ask('list').output).toMatch(/No Revoked Certificates[\s\S]*verify OK/);
      world.revoke(signer, world.clock.now(), 1);
      expect(ask('answer').output).toMatch(/signer\.pem: revoked[\s\S]*Reason: keyCompromise/);
      expect(ask('list').output).toMatch(/Key Compromise[\s\S]*verify OK/);
      world.faults.set('ocsp', 'badSignature').set('crl', 'badSignature');
      expect(ask('answer').output).toMatch(/Response Verify Failure/);
      expect(ask('list').output).toMatch(/verify failure/);
      world.faults.clear();
    });
  });

  it('do so over the loopback too', async () => {
    const { world: served, close } = await startPkiServices();
    try {
      const answer = await fetch(served.urls.caIssuers('root'));
      expect(Buffer.from(await answer.arrayBuffer()).equals(served.root.certificate)).toBe(true);
      served.faults.set('crl', 'error500');
      expect((await fetch(served.urls.crl('root'))).status).toBe(500);
      expect(served.asked.map(({ service }) => service)).toEqual(['caIssuers', 'crl']);
    } finally {
      await close();
    }
  });
});

function bytes(path: string): Uint8Array {
  return readFileSync(path);
}
