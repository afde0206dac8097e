import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadAnchors, parseCertificates } from '../../../src/signature/trust/anchors.ts';
import { parseCertificate } from '../../../src/signature/trust/certificate.ts';
import { buildChain } from '../../../src/signature/trust/chain.ts';
import type { ChainProblem } from '../../../src/signature/trust/chain.ts';
import { makeIntermediate, makePki, makeRoot, makeSigner } from '../../helpers/pki.ts';
import type { Identity } from '../../helpers/pki.ts';
import { withFolder } from '../../helpers/run.ts';

const parse = (identity: Identity) => parseCertificate(identity.certificate);
const day = 24 * 3600 * 1000;
const now = new Date();

function chain(signer: Identity, anchors: Identity[], intermediates: Identity[] = []) {
  return buildChain(parse(signer), { anchors: anchors.map(parse), intermediates: intermediates.map(parse), at: now });
}

function problem(...args: Parameters<typeof chain>): ChainProblem | 'trusted' {
  const result = chain(...args);
  return result.kind === 'trusted' ? 'trusted' : result.problem;
}

describe('a path', () => {
  const { root, intermediate, signer } = makePki();

  it('leads from the signer to an anchor', () => {
    const result = chain(signer, [root], [intermediate]);
    expect(result.kind).toBe('trusted');
    expect(result.path.map((each) => each.sha256)).toEqual(
      [signer, intermediate, root].map((each) => parse(each).sha256),
    );
  });

  it('may end at any certificate that was given as trusted, even the signer’s own', () => {
    expect(problem(signer, [intermediate])).toBe('trusted');
    expect(problem(signer, [signer])).toBe('trusted');
  });

  it('does not end at certificates that only came along', () => {
    expect(problem(signer, [], [intermediate, root])).toBe('noPath');
    expect(problem(signer, [makeRoot()], [intermediate, root])).toBe('badSignature');
    expect(problem(signer, [root])).toBe('noPath');
  });

  it('works with RSA, PSS and every curve', () => {
    const authority = makeRoot({ key: 'rsa-2048', pss: true });
    expect(problem(makeSigner(authority, { key: 'p521', pss: true, signatureDigest: 'sha512' }), [authority])).toBe(
      'trusted',
    );
    const curve = makeRoot({ key: 'p384' });
    expect(problem(makeSigner(curve, { signatureDigest: 'sha384' }), [curve])).toBe('trusted');
  });

  it('finds the way among authorities of one name', () => {
    const twins = Array.from({ length: 5 }, () => makeIntermediate(root));
    expect(problem(makeSigner(twins[3]!), [root], twins)).toBe('trusted');
  });

  it('prefers a renewed authority over its expired certificate', () => {
    const old = makeIntermediate(root, {
      notBefore: new Date(now.getTime() - 9 * day),
      notAfter: new Date(now.getTime() - day),
    });
    const renewed = makeIntermediate(root, { privateKey: old.privateKey });
    const person = makeSigner(old);
    expect(problem(person, [root], [old])).toBe('expired');
    expect(problem(person, [root], [old, renewed])).toBe('trusted');
  });

  it.each<[string, () => ChainProblem | 'trusted', ChainProblem]>([
    [
      'a forged signature',
      () => problem(makeSigner(intermediate, { badSignature: true }), [root], [intermediate]),
      'badSignature',
    ],
    [
      'an issuer of the right name and another key',
      () => problem(makeSigner(makeIntermediate(root)), [root], [intermediate]),
      'badSignature',
    ],
    ['an expired signer', () => problem(expired(intermediate), [root], [intermediate]), 'expired'],
    [
      'a signer of tomorrow',
      () => problem(makeSigner(intermediate, { notBefore: new Date(now.getTime() + day) }), [root], [intermediate]),
      'notYetValid',
    ],
    ['an expired anchor', () => expiredAnchor(), 'expired'],
    ['a person as issuer', () => problem(makeSigner(signer), [root], [intermediate, signer]), 'notAuthority'],
    [
      'an issuer without basic constraints',
      () => {
        const odd = makeIntermediate(root, { ca: null });
        return problem(makeSigner(odd), [root], [odd]);
      },
      'notAuthority',
    ],
    [
      'an issuer that may not sign certificates',
      () => {
        const odd = makeIntermediate(root, { keyUsage: ['cRLSign'] });
        return problem(makeSigner(odd), [root], [odd]);
      },
      'notAuthority',
    ],
    [
      'an authority below one that allows none',
      () => {
        const below = makeIntermediate(intermediate, { commonName: 'Debajo' });
        return problem(makeSigner(below), [root], [intermediate, below]);
      },
      'pathTooLong',
    ],
    [
      'SHA-1',
      () => problem(makeSigner(intermediate, { signatureDigest: 'sha1' }), [root], [intermediate]),
      'weakAlgorithm',
    ],
    [
      'an authority with a short key',
      () => {
        const weak = makeIntermediate(root, { key: 'rsa-1024' });
        return problem(makeSigner(weak), [root], [weak]);
      },
      'weakAlgorithm',
    ],
    ['a path without end', () => endless(), 'pathTooLong'],
    [
      'another issuer’s name',
      () => problem(makeSigner(intermediate, { issuerName: root.subject }), [root], [intermediate]),
      'badSignature',
    ],
  ])('is refused with %s', (_what, run, expected) => {
    expect(run()).toBe(expected);
  });

  function expired(issuer: Identity): Identity {
    return makeSigner(issuer, {
      notBefore: new Date(now.getTime() - 9 * day),
      notAfter: new Date(now.getTime() - day),
    });
  }

  function expiredAnchor() {
    const old = makeRoot({ notBefore: new Date(now.getTime() - 9 * day), notAfter: new Date(now.getTime() - day) });
    return problem(makeSigner(old), [old]);
  }

  function endless() {
    let issuer = makeRoot();
    const top = issuer;
    const links: Identity[] = [];
    for (let i = 0; i < 9; i++)
      links.push((issuer = makeIntermediate(issuer, { commonName: `Nivel ${i}`, pathLength: 20 })));
    return problem(makeSigner(issuer), [top], links);
  }
});

describe('a folder of anchors', () => {
  it('is read in PEM, several in a file, and DER; what is no certificate is named', () =>
    withFolder((folder) => {
      const [a, b, c] = [makeRoot(), makeRoot(), makeRoot()];
      writeFileSync(join(folder, 'dos.pem'), `comentario\n${a.certificatePem}${b.certificatePem}`);
      writeFileSync(join(folder, 'una.cer'), c.certificate);
      writeFileSync(join(folder, 'rota.crt'), 'nada');
      writeFileSync(join(folder, 'LEEME.txt'), 'no es un certificado');
      mkdirSync(join(folder, 'carpeta.pem'));
      const { anchors, refused } = loadAnchors(folder);
      expect(new Set(anchors.map((each) => each.sha256))).toEqual(new Set([a, b, c].map((each) => parse(each).sha256)));
      expect(refused.map((each) => each.file)).toEqual(['carpeta.pem', 'rota.crt']);
      expect(refused.every((each) => each.reason.length > 10)).toBe(true);
    }));

  it('that does not exist is an error of the system', () => {
    expect(() => loadAnchors('/no/such/folder')).toThrow(expect.objectContaining({ code: 'ENOENT' }) as Error);
  });

  it('refuses rubbish in PEM', () => {
    expect(() =>
      parseCertificates(Buffer.from('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----')),
    ).toThrow('not a certificate');
  });
});
