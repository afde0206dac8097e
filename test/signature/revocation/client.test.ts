import { afterEach, describe, expect, it } from 'vitest';
import { memoryCache } from '../../../src/signature/revocation/cache.ts';
import { findRevocation } from '../../../src/signature/revocation/client.ts';
import type { RevocationSources } from '../../../src/signature/revocation/client.ts';
import { makeOcspRequest } from '../../../src/signature/revocation/request.ts';
import { parseCertificate } from '../../../src/signature/trust/certificate.ts';
import { certIdOf, deadTransport, later, PkiWorld, worldTransport } from '../../helpers/pki-services/index.ts';
import type { Fault } from '../../helpers/pki-services/index.ts';

function scene() {
  const world = new PkiWorld('http://pki.example');
  const signer = world.signer();
  const question = {
    certificate: parseCertificate(signer.certificate),
    issuer: parseCertificate(world.intermediate.certificate),
    provenAt: world.clock.now(),
    at: world.clock.now(),
  };
  const sources: RevocationSources = { transport: worldTransport(world) };
  return { world, signer, question, sources };
}

const shared = scene();
afterEach(() => shared.world.faults.clear());

describe('asking whether a certificate was revoked', () => {
  it.each(['sha1', 'sha256'] as const)('names the certificate as RFC 6960 says, with %s', (digest) => {
    const { world, signer, question } = shared;
    const expected = certIdOf(world.intermediate, signer.certificate, digest);
    const { der, nonce } = makeOcspRequest(question.certificate, question.issuer, { digest });
    expect(Buffer.from(der).includes(Buffer.from(expected))).toBe(true);
    expect(Buffer.from(der).includes(Buffer.from(nonce!))).toBe(true);
    expect(makeOcspRequest(question.certificate, question.issuer, { nonce: false }).nonce).toBeNull();
  });

  it('prefers the responder, and falls back to the list', async () => {
    const { world, question, sources } = shared;
    const good = { kind: 'found', statement: { kind: 'ocsp' }, answer: { status: { kind: 'good' } } };
    expect(await findRevocation(question, sources)).toMatchObject(good);
    expect(await findRevocation(question, { ...sources, certIdDigest: 'sha256' })).toMatchObject(good);
    world.faults.set('ocsp', 'error500');
    expect(await findRevocation(question, sources)).toMatchObject({ ...good, statement: { kind: 'crl' } });
  });

  it.each([
    ['error500', 'noAnswer'],
    ['hang', 'noAnswer'],
    ['garbage', 'malformed'],
    ['empty', 'malformed'],
    ['tooLarge', 'noAnswer'],
    ['tryLater', 'malformed'],
    ['unauthorized', 'malformed'],
    ['unknown', 'unknown'],
    ['wrongNonce', 'wrongNonce'],
    ['otherCertificate', 'refused'],
    ['badSignature', 'refused'],
    ['untrusted', 'refused'],
    ['wrongUsage', 'refused'],
    ['stale', 'stale'],
  ] as const satisfies readonly (readonly [Fault, string])[])('takes no bad answer: %s', async (fault, obstacle) => {
    const { world, question, sources } = shared;
    world.faults.set('ocsp', fault).set('crl', 'hang');
    const tries = [{ obstacle }, { obstacle: 'noAnswer' }];
    expect(await findRevocation(question, sources)).toMatchObject({ kind: 'missing', tries });
  });

  it.each([
    ['garbage', 'malformed'],
    ['badSignature', 'refused'],
    ['otherIssuer', 'refused'],
    ['stale', 'stale'],
  ] as const satisfies readonly (readonly [Fault, string])[])('takes no bad list: %s', async (fault, obstacle) => {
    const { world, question, sources } = shared;
    world.faults.set('ocsp', 'hang').set('crl', fault);
    expect(await findRevocation(question, sources)).toMatchObject({ kind: 'missing', tries: [{}, { obstacle }] });
  });

  it('takes an answer without the nonce', async () => {
    shared.world.faults.set('ocsp', 'noNonce');
    const found = await findRevocation(shared.question, shared.sources);
    expect(found).toMatchObject({ kind: 'found', statement: { kind: 'ocsp' } });
  });

  it('says revoked, from either source', async () => {
    const { world, signer, question, sources } = scene();
    const at = later(world.clock.now(), { days: -3 });
    world.revoke(signer, at, 1);
    const revoked = { answer: { status: { kind: 'revoked', at, reason: 'keyCompromise' } } };
    expect(await findRevocation(question, sources)).toMatchObject(revoked);
    world.faults.set('ocsp', 'hang');
    expect(await findRevocation(question, sources)).toMatchObject({ ...revoked, statement: { kind: 'crl' } });
  });
});

describe('the cache', () => {
  it('answers when the line is dead, as long as the statement speaks for the moment', async () => {
    const { world, question, sources } = scene();
    const cache = memoryCache();
    await findRevocation(question, { ...sources, cache });
    const offline = { transport: deadTransport, cache };
    expect(await findRevocation(question, offline)).toMatchObject({ kind: 'found', statement: { kind: 'ocsp' } });
    world.clock.advance({ days: 3 });
    const now = { ...question, provenAt: world.clock.now(), at: world.clock.now() };
    expect(await findRevocation(now, offline)).toMatchObject({ kind: 'missing' });
    world.faults.set('ocsp', 'error500');
    expect(await findRevocation(now, { ...sources, cache })).toMatchObject({ statement: { kind: 'crl' } });
    world.clock.advance({ days: 3 });
    const later = { ...question, provenAt: world.clock.now(), at: world.clock.now() };
    expect(await findRevocation(later, offline)).toMatchObject({ kind: 'found', statement: { kind: 'crl' } });
  });

  it('saves asking again', async () => {
    const { world, question, sources } = scene();
    const cached = { ...sources, cache: memoryCache() };
    await findRevocation(question, cached);
    await findRevocation(question, cached);
    expect(world.asked).toHaveLength(1);
  });
});
