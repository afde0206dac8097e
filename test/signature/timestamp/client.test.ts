import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { digest } from '../../../src/signature/crypto.ts';
import { requestTimeStamp } from '../../../src/signature/timestamp/client.ts';
import type { TimeStampSources } from '../../../src/signature/timestamp/client.ts';
import { makeTimeStampRequest } from '../../../src/signature/timestamp/request.ts';
import { parseTimeStampToken } from '../../../src/signature/timestamp/token.ts';
import { parseCertificate } from '../../../src/signature/trust/certificate.ts';
import { deadTransport, PkiWorld, testPolicy, worldTransport } from '../../helpers/pki-services/index.ts';
import type { Fault } from '../../helpers/pki-services/index.ts';
import { run, withFolder } from '../../helpers/run.ts';

const world = new PkiWorld('http://pki.example');
const data = Buffer.from('el valor de la firma');
const imprint = { algorithm: 'sha256', hash: digest('sha256', data) } as const;
const sources: TimeStampSources = {
  transport: worldTransport(world),
  tsas: [{ url: world.urls.tsa }],
  anchors: [parseCertificate(world.root.certificate)],
  intermediates: [],
};

afterEach(() => world.faults.clear());

describe('a time-stamp request', () => {
  it('is what openssl expects, with a nonce of its own each time', async () => {
    const first = makeTimeStampRequest(imprint, testPolicy);
    expect(first.nonce).not.toBe(makeTimeStampRequest(imprint).nonce);
    expect(first.nonce).toBeGreaterThan(0n);
    await withFolder((folder) => {
      writeFileSync(join(folder, 'query'), first.der);
      const { output } = run('openssl', ['ts', '-query', '-in', join(folder, 'query'), '-text']);
      expect(output).toContain('Hash Algorithm: sha256');
      expect(output).toContain(`Policy OID: ${testPolicy}`);
      expect(output).toContain('Certificate required: yes');
      expect(output.toLowerCase()).toContain(`nonce: 0x${first.nonce.toString(16)}`);
    });
  });

  it('refuses a hash of the wrong length', () => {
    expect(() => makeTimeStampRequest({ algorithm: 'sha384', hash: imprint.hash })).toThrow(RangeError);
  });
});

describe('asking authorities for a time-stamp', () => {
  it('gives a token that openssl accepts', async () => {
    const outcome = await requestTimeStamp(imprint, sources);
    if (outcome.kind !== 'stamped') throw new Error(JSON.stringify(outcome.tries));
    expect(outcome.stamp.certificate.sha256).toBe(parseCertificate(world.tsaNow.certificate).sha256);
    expect(outcome.stamp.time).toEqual(world.clock.now());
    expect(parseTimeStampToken(outcome.stamp.token).info.policy).toBe(testPolicy);
    await withFolder((folder) => {
      const at = (name: string) => join(folder, name);
      writeFileSync(at('token'), outcome.stamp.token);
      writeFileSync(at('data'), data);
      writeFileSync(at('root.pem'), world.root.certificatePem);
      writeFileSync(at('intermediate.pem'), world.intermediate.certificatePem);
      const trust = ['-CAfile', at('root.pem'), '-untrusted', at('intermediate.pem')];
      const verify = ['ts', '-verify', '-token_in', '-in', at('token'), '-data', at('data'), ...trust];
      expect(run('openssl', verify).output).toContain('Verification: OK');
    });
  });

  it.each([
    ['error500', 'noAnswer'],
    ['hang', 'noAnswer'],
    ['stall', 'noAnswer'],
    ['reset', 'noAnswer'],
    ['tooLarge', 'noAnswer'],
    ['redirectToFile', 'noAnswer'],
    ['garbage', 'malformed'],
    ['empty', 'malformed'],
    ['rejected', 'rejected'],
    ['wrongNonce', 'notWhatWasAsked'],
    ['noNonce', 'notWhatWasAsked'],
    ['wrongImprint', 'notWhatWasAsked'],
    ['badSignature', 'badToken'],
    ['noEss', 'badToken'],
    ['noCertificates', 'badToken'],
    ['wrongUsage', 'wrongUsage'],
    ['expired', 'notValid'],
    ['untrusted', 'untrusted'],
  ] as const satisfies readonly (readonly [Fault, string])[])('takes no bad answer: %s', async (fault, obstacle) => {
    world.faults.set('tsa', fault);
    expect(await requestTimeStamp(imprint, sources)).toMatchObject({ kind: 'none', tries: [{ obstacle }] });
    const two = { ...sources, tsas: [...sources.tsas, { url: world.urls.secondTsa }] };
    const outcome = await requestTimeStamp(imprint, two);
    expect(outcome).toMatchObject({ kind: 'stamped', stamp: { url: world.urls.secondTsa }, tries: [{ obstacle }] });
  });

  it('insists on a policy that was asked for', async () => {
    const asked = { ...sources, tsas: [{ url: world.urls.tsa, policy: '1.3.6.1.4.1.99999.2' }] };
    expect(await requestTimeStamp(imprint, asked)).toMatchObject({ kind: 'stamped' });
    world.faults.set('tsa', 'otherPolicy');
    expect(await requestTimeStamp(imprint, asked)).toMatchObject({ tries: [{ obstacle: 'notWhatWasAsked' }] });
  });

  it('says nothing of trust without anchors, and refuses a token beyond the room there is', async () => {
    world.faults.set('tsa', 'untrusted');
    expect(await requestTimeStamp(imprint, { ...sources, anchors: [] })).toMatchObject({ kind: 'stamped' });
    world.faults.clear();
    expect(await requestTimeStamp(imprint, sources, 500)).toMatchObject({ tries: [{ obstacle: 'tooLarge' }] });
  });

  it('takes a dead line as an ordinary day', async () => {
    const dead = { ...sources, transport: deadTransport };
    expect(await requestTimeStamp(imprint, dead)).toMatchObject({ kind: 'none', tries: [{ obstacle: 'noAnswer' }] });
    expect(await requestTimeStamp(imprint, { ...sources, tsas: [] })).toEqual({ kind: 'none', tries: [] });
  });
});
