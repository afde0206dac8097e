import { describe, expect, it, onTestFinished } from 'vitest';
import { type PreflightFacts, judgePreflight } from '../../../src/casework/signing/preflight/judge.ts';
import type { OfficeConfig } from '../../../src/contract/config.ts';
import type { CertificateUnsuitable } from '../../../src/contract/failures.ts';
import type { Preflight, PreflightFinding } from '../../../src/contract/levels.ts';
import { type Certificate, buildChain, parseCertificate } from '../../../src/signature/index.ts';
import { createFakeToken } from '../../helpers/fake-token.ts';
import { TestClock, startPkiServices } from '../../helpers/pki-services/index.ts';
import { makePki, makeRoot } from '../../helpers/pki.ts';
import { type World, createWorld, show, wish } from '../world.ts';

const now = new Date('2026-11-22T12:00:00.000Z');
const pki = makePki();
const read = (der: Uint8Array): Certificate => parseCertificate(der);
const trusted = buildChain(read(pki.signer.certificate), {
  anchors: [read(pki.root.certificate)],
  intermediates: pki.signer.chain.map(read),
  at: now,
});
const root = read(pki.root.certificate).sha256;

const good: PreflightFacts = {
  now,
  offered: {
    unsuitable: null,
    notAfter: '2028-01-01T00:00:00.000Z',
    issuer: 'AC de prueba',
    serialNumber: 'CUIL 27123456780',
  },
  chain: trusted,
  hasAnchors: true,
  accepted: { anchors: [root], policies: [] },
  revocation: { status: 'good', asOf: new Date('2026-11-22T06:00:00.000Z') },
  clockOffsetMs: 1500,
  personCuil: '27-12345678-0',
  dryRun: { tried: 3, total: 3, covered: 0, refused: [] },
};
const unsuitable = (reason: CertificateUnsuitable): PreflightFacts => ({
  ...good,
  offered: { ...good.offered, unsuitable: reason },
});
const refusedAct = {
  actId: '0b54bd22-9c1a-4f7a-8f62-6a3bd9a1f001' as never,
  title: 'Oficio',
  failure: { kind: 'pdfRefused', reason: 'hybrid', detail: 'x' } as const,
};
const finding = ({ findings }: Preflight, check: PreflightFinding['check']) =>
  findings.find((one) => one.check === check)!;

describe('will it be accepted?', () => {
  it('yes, when everything is known and in order', () => {
    expect(trusted.kind).toBe('trusted');
    const { findings, blocked } = judgePreflight(good);
    expect(blocked).toBe(false);
    expect(findings.map(({ check, verdict }) => [check, verdict])).toEqual([
      ['time', 'ok'],
      ['use', 'ok'],
      ['revocation', 'ok'],
      ['chain', 'ok'],
      ['person', 'ok'],
      ['clock', 'ok'],
      ['documents', 'ok'],
    ]);
  });

  it.each<[string, PreflightFacts, PreflightFinding['check'], string]>([
    ['an expired certificate', unsuitable('expired'), 'time', 'expired'],
    ['one not yet valid', unsuitable('notYetValid'), 'time', 'notYet'],
    ['one for another use', unsuitable('wrongKeyUsage'), 'use', 'wrongUse'],
    ['a weak key', unsuitable('weakKey'), 'use', 'weakKey'],
    ['a certificate without its key', unsuitable('noPrivateKey'), 'use', 'noKey'],
    ['an unreadable one', unsuitable('unreadable'), 'use', 'unreadable'],
    ['a revoked one', { ...good, revocation: { status: 'revoked', asOf: now } }, 'revocation', 'revoked'],
    [
      'a policy that is not accepted there',
      { ...good, accepted: { anchors: [root], policies: ['2.16.32.1.1.3'] } },
      'chain',
      'policyNotAccepted',
    ],
    [
      'a chain that ends elsewhere',
      { ...good, accepted: { anchors: ['a'.repeat(64)], policies: [] } },
      'chain',
      'notAccepted',
    ],
    ['another person’s', { ...good, personCuil: '20-11111111-2' }, 'person', 'other'],
    [
      'nothing that can be signed',
      { ...good, dryRun: { tried: 1, total: 1, covered: 0, refused: [refusedAct] } },
      'documents',
      'allRefused',
    ],
  ])('no, with %s: the PIN is not asked for', (_what, facts, check, reason) => {
    const said = judgePreflight(facts);
    expect(said.blocked).toBe(true);
    expect(finding(said, check)).toMatchObject({ verdict: 'no', reason });
    expect(said.findings.filter(({ verdict }) => verdict === 'no')).toHaveLength(1);
  });

  it.each<[string, Partial<PreflightFacts>, PreflightFinding['check'], string]>([
    ['an end in sight', { offered: { ...good.offered, notAfter: '2026-12-10T00:00:00.000Z' } }, 'time', 'endsSoon'],
    ['revocation unknown', { revocation: { status: 'unknown', asOf: null } }, 'revocation', 'unknown'],
    ['no anchors here', { hasAnchors: false }, 'chain', 'unknown'],
    [
      'a link missing here',
      { chain: { ...trusted, kind: 'untrusted', problem: 'noPath', at: trusted.path[0]! } },
      'chain',
      'notTrusted',
    ],
    ['no CUIL on the desk', { personCuil: null }, 'person', 'unknown'],
    ['no CUIL in the certificate', { offered: { ...good.offered, serialNumber: null } }, 'person', 'unknown'],
    ['a clock that is off', { clockOffsetMs: -400_000 }, 'clock', 'off'],
    ['a clock that nobody compared', { clockOffsetMs: null }, 'clock', 'unknown'],
    [
      'one document of several refused',
      { dryRun: { tried: 3, total: 3, covered: 0, refused: [refusedAct] } },
      'documents',
      'refused',
    ],
    [
      'pages that a signature covers',
      { dryRun: { tried: 3, total: 3, covered: 2, refused: [] } },
      'documents',
      'covers',
    ],
    [
      'documents not all tried',
      { dryRun: { tried: 2, total: 3, covered: 0, refused: [] } },
      'documents',
      'notAllTried',
    ],
  ])('perhaps, with %s: it is said and never blocks', (_what, change, check, reason) => {
    const said = judgePreflight({ ...good, ...change });
    expect(said.blocked).toBe(false);
    expect(finding(said, check)).toMatchObject({ verdict: 'warn', reason });
  });

  it('goes by our own anchors where the repository was not asked, or takes any chain', () => {
    for (const accepted of [null, { anchors: [], policies: [] }]) {
      expect(finding(judgePreflight({ ...good, accepted }), 'chain')).toMatchObject({
        verdict: 'ok',
        reason: 'trusted',
      });
    }
  });
});

describe('asked before the PIN', () => {
  async function stage(change: (config: OfficeConfig) => OfficeConfig = (config) => config) {
    const services = await startPkiServices(new TestClock(new Date()));
    onTestFinished(() => services.close());
    const identity = services.world.signer({ key: 'rsa-2048', commonName: 'PRUEBA Juana', cuil: 'CUIL 27123456780' });
    const token = createFakeToken({}, { identity, root: services.world.root });
    const trustAnchors = [services.world.root.certificatePem, services.world.intermediate.certificatePem];
    const world = await createWorld({
      ...{ acts: 2, token },
      config: (base) => change({ ...base, trustAnchors, person: { ...base.person, cuil: '27-12345678-0' } }),
    });
    for (const act of world.acts) await show(world, act);
    return { world, identity, pki: services.world };
  }
  const ask = (world: World) => {
    const { items, ...means } = wish(world, world.acts);
    return world.office.call('signing.preflight', { items, ...means });
  };

  it('says what the authorities say, tries every document, and touches neither token nor journal', async () => {
    const { world } = await stage();
    const before = (await world.office.call('office.status', {})).journal;
    const said = await ask(world);
    expect(said.findings.map(({ check, verdict }) => `${check} ${verdict}`)).toEqual([
      ...['time ok', 'use ok', 'revocation ok', 'chain ok', 'person ok', 'clock ok', 'documents ok'],
    ]);
    expect(finding(said, 'documents')).toMatchObject({ tried: 2, total: 2 });
    expect(world.token.opened).toEqual([]);
    expect((await world.office.call('office.status', {})).journal).toEqual(before);
  });

  it('leaves what it heard where the choice of a certificate finds it, without asking anybody', async () => {
    const { world, pki: authorities } = await stage();
    const offer = async () => (await world.office.call('tokens.list', {})).offers[0];
    expect(await offer()).toMatchObject({ revocation: 'unknown', usable: true });
    await ask(world);
    for (const service of ['ocsp', 'crl'] as const) authorities.faults.set(service, 'reset');
    await world.reopen();
    expect(await offer()).toMatchObject({ revocation: 'good', usable: true });
  });

  it('knows a revoked certificate, and the office then refuses to sign with it, also the next day without a line', async () => {
    const { world, identity, pki: authorities } = await stage();
    authorities.revoke(identity, new Date(Date.now() - 3_600_000));
    expect(await ask(world)).toMatchObject({ blocked: true });
    expect(await world.office.refusal('signing.start', wish(world, world.acts))).toMatchObject({
      kind: 'certificateRevoked',
    });
    for (const service of ['ocsp', 'crl'] as const) authorities.faults.set(service, 'reset');
    await world.reopen();
    const [offer] = (await world.office.call('tokens.list', {})).offers;
    expect(offer).toMatchObject({ revocation: 'revoked', usable: false });
    expect(await world.office.refusal('signing.start', wish(world, world.acts))).toMatchObject({
      kind: 'certificateRevoked',
    });
  });

  it('does not know while nobody answers, and does not block', async () => {
    const { world, pki: authorities } = await stage();
    for (const service of ['ocsp', 'crl'] as const) authorities.faults.set(service, 'reset');
    const said = await ask(world);
    expect(said.blocked).toBe(false);
    expect(finding(said, 'revocation')).toMatchObject({ verdict: 'warn', reason: 'unknown' });
  });

  it('names the document that cannot be signed', async () => {
    const { world } = await stage();
    const broken = await world.repository.propose(
      world.acts[0]!.caseId,
      { title: 'Roto' },
      Buffer.from(`%PDF-1.7\n${world.folder}\n%%EOF`),
    );
    await world.office.call('sync.now', {});
    world.acts.push(broken);
    await show(world, broken);
    const said = await ask(world);
    expect(finding(said, 'documents')).toMatchObject({
      ...{ verdict: 'warn', reason: 'refused', tried: 3 },
      refused: [{ actId: broken.actId, title: 'Roto', failure: { kind: 'pdfRefused' } }],
    });
  });

  it('fails as signing does when the token or the certificate is not there', async () => {
    const { world } = await stage();
    const { items, ...means } = wish(world, world.acts);
    expect(await world.office.refusal('signing.preflight', { items, ...means, tokenSerial: 'X' })).toEqual({
      kind: 'tokenAbsent',
      token: 'X',
    });
    const other = read(makeRoot().certificate).sha256 as never;
    const refusal = await world.office.refusal('signing.preflight', { items, ...means, certificateSha256: other });
    expect(refusal.kind).toBe('certificateMissing');
  });
});
