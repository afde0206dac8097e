/** Acts of several signers of whom some have no token: each signs in the kind that is his or hers, and neither is taken for the other. */
import { describe, expect, it } from 'vitest';
import { parseCertificate } from '../../src/signature/index.ts';
import { type Desk, type Unarmed, bruno, certified, desk, repositoryWith } from '../helpers/electronic-desk.ts';
import { type SeededAct, type TestRepository, accessKey, officeId, sha256, until } from '../helpers/office.ts';
import { makePki } from '../helpers/pki.ts';
import { signPdf } from '../helpers/signed-pdf.ts';

const clara: Unarmed = {
  ...{ personId: 'bustinza', name: 'Clara Bustinza', role: 'magistrate' },
  key: 'the key of Clara alone, long enough',
};
const signersOf = (...people: readonly Unarmed[]) =>
  people.map(({ personId, name }) => ({ personId, name, capacity: 'Firmante', cuil: null }));

async function signNow({ office, token }: Desk, { actId }: SeededAct) {
  const { documentSha256 } = await office.call('acts.read', { actId });
  await office.call('acts.markShown', { actId, documentSha256, via: 'window' });
  const means = { libraryId: token.library.id, tokenSerial: token.serial, certificateSha256: token.certificateSha256 };
  const { batchId } = await office.call('signing.start', { items: [{ actId, documentSha256 }], ...means });
  const read = () => office.call('signing.batch', { batchId });
  await until(async () => (await read()).batch.finishedAt !== null);
  return (await read()).items[0]!;
}

const rowOf = ({ office }: Desk, { actId }: SeededAct) => office.call('acts.read', { actId });

async function waitFor(one: Desk, what: () => Promise<boolean>): Promise<void> {
  await until(async () => {
    await one.office.call('sync.now', {});
    return what();
  });
}

const kindsIn = (row: Awaited<ReturnType<typeof rowOf>>) =>
  row.joint!.signers.map(({ electronic, signedAt }) => [electronic ?? false, signedAt !== null]);

describe.each([
  ['the first', [bruno, clara], [true, false]],
  ['the last', [clara, bruno], [false, true]],
] as const)('an act whose signers have one token between them, %s without', (_which, people, kinds) => {
  it('goes on from one kind to the other by appending, and says of each signature what it is', async () => {
    const repository = await repositoryWith(true, [bruno, clara]);
    const of = async (person: Unarmed) => desk(repository, { person, armed: person === clara });
    const [one, two] = [await of(people[0]), await of(people[1])];
    const act = await repository.propose(await repository.putCase(), {
      type: 'constancia',
      signers: signersOf(...people),
    });
    for (const each of [one, two]) await waitFor(each, async () => (await trayOf(each)).includes(act.actId));

    expect((await signNow(one, act)).state).toBe('kept');
    // At the desk that signed it is said before anything comes back.
    expect([(await rowOf(one, act)).electronic ?? false, kindsIn(await rowOf(one, act))[0]![0]]).toEqual([
      kinds[0],
      kinds[0],
    ]);
    await waitFor(two, async () => (await rowOf(two, act)).state === 'partiallySigned');
    expect(kindsIn(await rowOf(two, act))).toEqual([
      [kinds[0], true],
      [false, false],
    ]);
    const news = await two.office.call('acts.changes', { actId: act.actId });
    expect(news.signedSince.map(({ electronic }) => electronic ?? false)).toEqual(
      news.readAt === null ? [] : [kinds[0]],
    );

    expect((await signNow(two, act)).state).toBe('kept');
    for (const each of [one, two]) {
      await waitFor(each, async () => (await rowOf(each, act)).state === 'registered');
      const row = await rowOf(each, act);
      expect([row.electronic, kindsIn(row).map(([kind]) => kind)]).toEqual([true, kinds]);
    }
    // The bytes say so themselves: what the first one left is a prefix of what was registered.
    const half = await halfOf(repository);
    const whole = await fileOf(repository, (await rowOf(one, act)).signedSha256!);
    expect(whole.subarray(0, half.length).equals(half)).toBe(true);
    const report = await two.office.call('reports.act', { actId: act.actId, locale: 'en' });
    expect(report.signatures.map(({ signer }) => signer?.electronic)).toEqual(kinds);
    expect(report.signatures.map(({ sentence }) => /electronic/i.test(sentence))).toEqual(kinds);
    expect(report.signatures.map(({ indication }) => indication)).not.toContain('TOTAL_FAILED');
  });
});

it('asks nothing but a time-stamp of an act of which one signature is electronic, whoever signed last', async () => {
  const repository = await repositoryWith(true, [bruno, clara]);
  const caseId = await repository.putCase();
  const one = await desk(repository);
  const two = await desk(repository, { person: clara, armed: true, level: 'LT' });
  const mixed = await repository.propose(caseId, { type: 'constancia', signers: signersOf(bruno, clara) });
  const digital = await repository.propose(caseId, { type: 'constancia', signers: signersOf(clara) });
  for (const each of [one, two]) await waitFor(each, async () => (await trayOf(each)).includes(mixed.actId));
  expect((await signNow(one, mixed)).state).toBe('kept');
  await waitFor(two, async () => (await rowOf(two, mixed)).state === 'partiallySigned');
  expect((await signNow(two, mixed)).state).toBe('kept');
  expect((await signNow(two, digital)).state).toBe('kept');
  const wantedOf = async (act: SeededAct) => {
    await until(async () => (await rowOf(two, act)).level !== null);
    return (await rowOf(two, act)).level!.wanted;
  };
  expect([await wantedOf(mixed), await wantedOf(digital)]).toEqual(['T', 'LT']);
});

const trayOf = async ({ office }: Desk) =>
  (await office.call('trays.page', { tray: 'toSign', after: null, limit: 50 })).rows.map(({ actId }) => actId);

const fileOf = async (repository: TestRepository, hash: string): Promise<Buffer> =>
  Buffer.from(await (await repository.request('GET', `/v1/blobs/${hash}`)).arrayBuffer());

async function feedOf(repository: TestRepository, version?: string) {
  const headers = { authorization: `Bearer ${accessKey}`, ...(version ? { 'fojas-version': version } : {}) };
  const answer = await fetch(`${repository.url}/v1/feed?office=${officeId}`, { headers });
  return (await answer.json()) as { events: { kind: string; receipt?: string; electronic?: true }[] };
}

async function halfOf(repository: TestRepository): Promise<Buffer> {
  const told = (await feedOf(repository)).events.find(({ kind }) => kind === 'partlySigned')!;
  const { sha256: hash } = JSON.parse(Buffer.from(told.receipt!.split('.')[1]!, 'base64url').toString()) as {
    sha256: string;
  };
  return fileOf(repository, hash);
}

describe('a signature before the last', () => {
  async function given() {
    const repository = await repositoryWith(true, [bruno, clara]);
    const caseId = await repository.putCase();
    const send = async (
      act: SeededAct,
      identity: Awaited<ReturnType<typeof certified>>,
      more: Record<string, unknown>,
      key = bruno.key,
    ) => {
      const file = await signPdf(act.bytes, identity);
      const hash = sha256(file);
      await repository.request('PUT', `/v1/blobs/${hash}`, file);
      const answer = await fetch(`${repository.url}/v1/acts/${act.actId}/signatures/1`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify({
          ...{ actId: act.actId, caseId: act.caseId, sha256: hash, size: file.length, n: 1, personId: bruno.personId },
          ...{ documentSha256: act.documentSha256, documentSize: act.size, deviceId: 'puesto-1' },
          ...{ certificateSha256: parseCertificate(identity.certificate).sha256, signedAt: new Date().toISOString() },
          ...more,
        }),
      });
      const { type = '', detail = '' } = (await answer.json()) as { type?: string; detail?: string };
      return { status: answer.status, type: type.replace('urn:fojas:problem:', ''), detail };
    };
    const propose = (type: string) => repository.propose(caseId, { type, signers: signersOf(bruno, clara) });
    return { repository, send, propose };
  }

  it('is taken electronically for what its models let be signed so, under the certificate of the person named, and as what it is', async () => {
    const { repository, send, propose } = await given();
    const mine = await certified(repository);
    const note = await propose('constancia');
    const decision = await propose('resolución');
    const refused = { status: 403, type: 'electronic-refused' };
    expect(await send(decision, mine, { electronic: true }, accessKey)).toMatchObject({
      ...refused,
      detail: 'an act of this type is signed digitally',
    });
    // Neither called a digital one, nor a digital one called electronic.
    expect(await send(note, mine, {}, accessKey)).toMatchObject(refused);
    expect(await send(note, makePki().signer, { electronic: true })).toMatchObject(refused);
    // In another's place, with one's own key: the certificate says whose it is.
    const others = await certified(repository, clara);
    expect(await send(note, others, { electronic: true })).toMatchObject({
      ...refused,
      detail: 'the certificate is of another person',
    });
    expect(await send(note, mine, { electronic: true })).toMatchObject({ status: 201 });
  });

  it('is told as electronic to those who know the word', async () => {
    const { repository, send, propose } = await given();
    expect(await send(await propose('constancia'), await certified(repository), { electronic: true })).toMatchObject({
      status: 201,
    });
    const told = async (version?: string) =>
      (await feedOf(repository, version)).events.find(({ kind }) => kind === 'partlySigned')!.electronic;
    expect([await told('2026-11-25'), await told('2026-11-24'), await told()]).toEqual([true, undefined, undefined]);
  });

  it('is not taken from a role that may not sign so', async () => {
    const { repository, send, propose } = await given();
    const note = await propose('resolución');
    // A clerk attests; a decision is not his to sign in any kind.
    expect(await send(note, await certified(repository), {}, bruno.key)).toMatchObject({
      status: 403,
      type: 'forbidden',
    });
  });
});
