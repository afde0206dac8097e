/** The electronic signature from the key at the desk to the register: what is signed so, and what is refused. */
import { generateKeyPairSync, sign } from 'node:crypto';
import { expect, it } from 'vitest';
import { electronicKeyText } from '../../src/contract/people.ts';
import { oids } from '../../src/signature/asn1/oids.ts';
import * as der from '../../src/signature/asn1/write.ts';
import { electronicPolicy, parseCertificate } from '../../src/signature/index.ts';
import { type Desk, ask, bruno as person, certified, desk, repositoryWith } from '../helpers/electronic-desk.ts';
import { type SeededAct, type TestRepository, accessKey, officeId, sha256 } from '../helpers/office.ts';
import { type Identity, extension, makePki, makeRoot, makeSigner } from '../helpers/pki.ts';
import { signPdf } from '../helpers/signed-pdf.ts';

async function signed({ office, token }: Desk, act: SeededAct) {
  const { actId, documentSha256 } = act;
  await office.call('sync.now', {});
  await office.until(async () => (await office.call('acts.read', { actId })).documentSha256 === documentSha256);
  await office.call('acts.markShown', { actId, documentSha256, via: 'window' });
  const means = {
    ...{ libraryId: token.library.id, tokenSerial: token.serial, certificateSha256: token.certificateSha256 },
  };
  const preview = await office.call('signing.preview', { items: [actId], ...means });
  const { batchId } = await office.call('signing.start', { items: [{ actId, documentSha256 }], ...means });
  await office.until(async () => (await office.call('signing.batch', { batchId })).batch.finishedAt !== null);
  const { items, batch } = await office.call('signing.batch', { batchId });
  return { item: items[0]!, batch, findings: preview.findings.map(({ kind }) => kind) };
}

it('is made at the desk, said of before and after, and registered as what it is', async () => {
  const repository = await repositoryWith(true);
  const one = await desk(repository);
  const act = await repository.propose(await repository.putCase(), { type: 'constancia' });
  const { item, batch, findings } = await signed(one, act);
  expect([item.state, batch.electronic]).toEqual(['kept', true]);
  expect(findings).toContain('electronicSigns');
  await one.office.until(async () => {
    await one.office.call('sync.now', {});
    return (await one.office.call('acts.read', { actId: act.actId })).state === 'registered';
  });
  expect(await one.office.call('acts.read', { actId: act.actId })).toMatchObject({ electronic: true });
  // Told to those who know the word, and to nobody else.
  const feed = async (version?: string) => {
    const headers = { authorization: `Bearer ${accessKey}`, ...(version ? { 'fojas-version': version } : {}) };
    const page = (await (await fetch(`${repository.url}/v1/feed?office=${officeId}`, { headers })).json()) as {
      events: { kind: string; electronic?: true }[];
    };
    return page.events.find(({ kind }) => kind === 'registered')?.electronic;
  };
  expect([await feed('2026-11-24'), await feed('2026-11-23'), await feed()]).toEqual([true, undefined, undefined]);
});

it.each([
  ['an act of a type that decides', { type: 'resolución' }, true],
  ['any act, where the policy does not have it', { type: 'constancia' }, false],
])('is refused at the desk for %s', async (_what, { type }, isOffered) => {
  const repository = await repositoryWith(true);
  const one = await desk(repository, { isOffered });
  const act = await repository.propose(await repository.putCase(), { type, author: person.name });
  const { item } = await signed(one, act).catch((error: unknown) => ({ item: error }));
  const failure = item instanceof Error ? item.message : (item as { failure: { kind: string } }).failure.kind;
  expect(failure).toMatch(/electronicNotAllowed|notAllowed/);
  expect(one.token.signed).toEqual([]);
});

it('is certified for the person who asks, and for a key that was proved', async () => {
  const repository = await repositoryWith(true);
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const spki = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  const another = sign('sha256', Buffer.from(electronicKeyText('otra')), privateKey).toString('base64');
  expect((await ask(repository, { spki })).status).toBe(403);
  expect((await ask(repository, { spki, signature: another })).status).toBe(403);
  // The key of the whole office is nobody's.
  const own = sign('sha256', Buffer.from(electronicKeyText(person.personId)), privateKey).toString('base64');
  expect((await ask(repository, { spki, signature: own }, accessKey)).status).toBe(403);
  expect((await ask(repository, { spki, signature: own })).status).toBe(201);
  // Proved once, it is certified again without.
  expect((await ask(repository, { spki })).status).toBe(201);
  expect((await ask(await repositoryWith(false), { spki, signature: own })).status).toBe(403);
});

async function offered(
  repository: TestRepository,
  act: SeededAct,
  identity: Identity,
  more: Record<string, unknown> = {},
): Promise<{ status: number; type: string; detail: string }> {
  const file = await signPdf(act.bytes, identity);
  const hash = sha256(file);
  await repository.request('PUT', `/v1/blobs/${hash}`, file);
  const answer = await repository.request('PUT', `/v1/acts/${act.actId}/registration`, {
    ...{ actId: act.actId, caseId: act.caseId, sha256: hash, size: file.length, documentSha256: act.documentSha256 },
    ...{ documentSize: act.size, certificateSha256: parseCertificate(identity.certificate).sha256 },
    ...{ signedAt: new Date().toISOString(), deviceId: 'puesto-1', ...more },
  });
  const { type = '', detail = '' } = (await answer.json()) as { type?: string; detail?: string };
  return { status: answer.status, type: type.replace('urn:fojas:problem:', ''), detail };
}

it('is refused by the repository, whatever a desk sends, but for what may be signed so by whom it certified', async () => {
  const repository = await repositoryWith(true);
  const caseId = await repository.putCase();
  const mine = await certified(repository);
  const said = { electronic: true, personId: person.personId };
  const decision = await repository.propose(caseId, { type: 'resolución' });
  const note = await repository.propose(caseId, { type: 'Constancia' });
  const refused = { status: 403, type: 'electronic-refused' };
  expect(await offered(repository, decision, mine, said)).toMatchObject({
    ...refused,
    detail: 'an act of this type is signed digitally',
  });
  // Called a digital one.
  expect(await offered(repository, decision, mine)).toMatchObject(refused);
  expect(await offered(repository, note, mine)).toMatchObject(refused);
  // A digital one that is called electronic.
  const digital = makePki().signer;
  expect(await offered(repository, note, digital, said)).toMatchObject(refused);
  // In the name of another person.
  expect(await offered(repository, note, mine, { ...said, personId: 'otra' })).toMatchObject({
    ...refused,
    detail: 'the certificate is of another person',
  });
  // A certificate that says it is electronic, of an authority that does, and that nobody knows here.
  const says = [extension(oids.certificatePolicies, false, der.sequence(der.sequence(der.oid(electronicPolicy))))];
  const forged = makeSigner(makeRoot({ extraExtensions: says }), { commonName: person.name, extraExtensions: says });
  expect(await offered(repository, note, forged, said)).toMatchObject({ status: 422, type: 'signature-invalid' });
  expect(await offered(repository, note, mine, said)).toMatchObject({ status: 201 });
  const closed = await repositoryWith(false);
  const elsewhere = await closed.propose(await closed.putCase(), { type: 'constancia' });
  // Its authority is none there.
  expect(await offered(closed, elsewhere, mine, said)).toMatchObject({ status: 422, type: 'signature-invalid' });
});
