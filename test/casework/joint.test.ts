import { onTestFinished } from 'vitest';
import { describe, expect, it } from 'vitest';
import type { OfficeOptions } from '../../src/casework/office.ts';
import { openStore } from '../../src/casework/store/index.ts';
import type { OfficeConfig } from '../../src/contract/config.ts';
import type { NamedSigner } from '../../src/contract/wire.ts';
import { makeRoot, makeSigner } from '../helpers/pki.ts';
import { makePdf, signPdf } from '../helpers/signed-pdf.ts';
import { createFakeToken } from '../helpers/fake-token.ts';
import {
  type SeededAct,
  type TestOffice,
  makeTestFolder,
  openTestOffice,
  startTestRepository,
  storeKey,
  testConfig,
  until,
} from '../helpers/office.ts';

const named = (personId: string, name: string): NamedSigner => ({ personId, name, capacity: 'Juez', cuil: null });
const both = [named('p-1', 'Juana Prueba'), named('p-2', 'Bruno Segundo')];

interface Desk {
  readonly token: ReturnType<typeof createFakeToken>;
  readonly config: OfficeConfig;
  office: TestOffice;
}

/** Desks of one office at one repository, each with a person and a token of its own. */
async function desks(options: Partial<OfficeOptions> = {}) {
  const folder = makeTestFolder();
  onTestFinished(() => folder.remove());
  const repository = await startTestRepository(folder.repository);
  onTestFinished(() => repository.stop());
  const caseId = await repository.putCase();
  const open = async (n: number, personId: string, name: string): Promise<Desk> => {
    const token = createFakeToken();
    const base = testConfig(`${folder.data}-${n}`, {
      repository,
      libraries: [token.library],
      anchors: [token.rootPem],
    });
    const person = { ...base.person, personId, name };
    const config = { ...base, deviceId: `pc-${n}`, person };
    const office = await openTestOffice({ config, ...options });
    office.office.attachToken(token.library.id, token.port());
    const desk: Desk = { token, config, office };
    onTestFinished(() => desk.office.close());
    return desk;
  };
  return {
    repository,
    caseId,
    open,
    one: await open(1, 'p-1', 'Juana Prueba'),
    two: await open(2, 'p-2', 'Bruno Segundo'),
  };
}

const sync = async (...some: Desk[]): Promise<void> => {
  for (const { office } of some) await office.call('sync.now', {});
};
const rowOf = ({ office }: Desk, act: SeededAct) => office.call('acts.read', { actId: act.actId });

async function sign(desk: Desk, act: SeededAct) {
  const { documentSha256 } = await rowOf(desk, act);
  await desk.office.call('acts.markShown', { actId: act.actId, documentSha256, via: 'window' });
  const { batchId } = await desk.office.call('signing.start', {
    items: [{ actId: act.actId, documentSha256 }],
    libraryId: desk.token.library.id,
    tokenSerial: desk.token.serial,
    certificateSha256: desk.token.certificateSha256 as never,
  });
  const read = () => desk.office.call('signing.batch', { batchId });
  await until(async () => ['finished', 'stopped'].includes((await read()).batch.state));
  return (await read()).items[0]!;
}

const trayOf = async ({ office }: Desk, tray: 'toSign' | 'signed' | 'queue' | 'registered' | 'returned') =>
  (await office.call('trays.page', { tray, after: null, limit: 50 })).rows.map(({ actId }) => actId);

async function waitFor(desk: Desk, what: () => Promise<boolean>): Promise<void> {
  await until(async () => {
    await sync(desk);
    return what();
  });
}

describe('an act that several persons sign', () => {
  it('is not signed on top of a signature that does not hold, and is not offered as if a token had failed', async () => {
    const { repository, caseId, one } = await desks();
    const signed = await signPdf(await makePdf(), makeSigner(makeRoot(), { key: 'rsa-2048', commonName: 'Otra' }));
    const spoilt = Buffer.from(signed);
    // In the date that the file says of itself, which the signature covers.
    spoilt[spoilt.indexOf('(D:20') + 5]! ^= 1;
    const act = await repository.propose(caseId, { signers: both }, spoilt);
    await sync(one);
    const item = await sign(one, act);
    expect(item).toMatchObject({ state: 'failed', failure: { kind: 'pdfRefused', reason: 'signatureBroken' } });
    expect(one.token.opened).toEqual([]);
    expect(await one.office.call('signing.unfinished', {})).toBeNull();
  });

  it('goes from desk to desk in their order, and is registered once with both signatures', async () => {
    const { repository, caseId, one, two } = await desks();
    const act = await repository.propose(caseId, { signers: both });
    await sync(one, two);
    expect([await trayOf(one, 'toSign'), await trayOf(two, 'toSign')]).toEqual([[act.actId], [act.actId]]);
    // Not the second one's turn, and he is told whose.
    const early = await sign(two, act);
    expect([early.state, early.failure]).toEqual(['failed', { kind: 'notYourTurn', waitingFor: 'Juana Prueba' }]);

    expect((await sign(one, act)).state).toBe('kept');
    expect(await rowOf(one, act)).toMatchObject({
      state: 'partiallySigned',
      joint: { here: true },
      registration: null,
    });
    expect([await trayOf(one, 'toSign'), await trayOf(one, 'signed')]).toEqual([[], [act.actId]]);
    await waitFor(one, async () => (await rowOf(one, act)).sending === 'received');
    expect(await trayOf(one, 'queue')).toEqual([]);

    await waitFor(two, async () => (await rowOf(two, act)).state === 'partiallySigned');
    const seen = await rowOf(two, act);
    expect(seen.joint).toMatchObject({ next: 1, here: false, signers: [{ name: 'Juana Prueba' }, { signedAt: null }] });
    expect(seen.joint!.signers[0]!.signedAt).not.toBeNull();
    expect([seen.shown, seen.documentSha256 === act.documentSha256]).toEqual([false, false]);
    // He was shown it before the first one signed: the text is the same, and a signature is new.
    const news = await two.office.call('acts.changes', { actId: act.actId });
    expect(news).toMatchObject({ what: 'signatures', seenAt: null, signedSince: [{ name: 'Juana Prueba' }] });
    const bare = { actId: act.actId, documentSha256: act.documentSha256, via: 'window' as const };
    expect((await two.office.refusal('acts.markShown', bare)).kind).toBe('actChanged');
    const report = await two.office.call('reports.act', { actId: act.actId, locale: 'en' });
    expect(report.signatures).toHaveLength(1);

    expect((await sign(two, act)).state).toBe('kept');
    await waitFor(two, async () => (await rowOf(two, act)).state === 'registered');
    await waitFor(one, async () => (await rowOf(one, act)).state === 'registered');
    expect((await rowOf(one, act)).joint).toMatchObject({ next: null });
    const { receipt } = (await (await repository.request('GET', `/v1/acts/${act.actId}/receipt`)).json()) as {
      receipt: string;
    };
    expect((await two.office.call('receipts.read', { actId: act.actId })).jws).toBe(receipt);
    expect((await one.office.call('receipts.read', { actId: act.actId })).verified).toBe(true);
    const feed = await (await repository.request('GET', '/v1/feed?office=ufi-3&limit=500')).json();
    const told = (feed as { events: { kind: string; actId?: string }[] }).events.filter(
      ({ actId }) => actId === act.actId,
    );
    expect(told.map(({ kind }) => kind)).toEqual(['partlySigned', 'registered']);
  });

  it('comes back to its author when the second signer returns it, and is signed anew when it is proposed again', async () => {
    const { repository, caseId, one, two } = await desks();
    const act = await repository.propose(caseId, { signers: both });
    await sync(one, two);
    await sign(one, act);
    await waitFor(one, async () => (await rowOf(one, act)).sending === 'received');
    await waitFor(two, async () => (await rowOf(two, act)).state === 'partiallySigned');
    const { documentSha256 } = await rowOf(two, act);
    await two.office.call('acts.return', { actId: act.actId, documentSha256, remark: 'Falta citar la norma.' });
    await sync(two);
    await waitFor(one, async () => (await rowOf(one, act)).state === 'returned');
    expect(await rowOf(one, act)).toMatchObject({ remark: 'Falta citar la norma.' });
    // What was signed of it is still here, and is history.
    const again = await repository.propose(caseId, { actId: act.actId, signers: both }, act.bytes);
    await waitFor(one, async () => (await rowOf(one, again)).state === 'toSign');
    expect(await rowOf(one, again)).toMatchObject({ joint: { next: 0, here: false } });
    expect((await sign(one, again)).state).toBe('kept');
    await waitFor(one, async () => (await rowOf(one, again)).sending === 'received');
  });

  it('lets the first signer withdraw before the last one signed', async () => {
    const { repository, caseId, one, two } = await desks();
    const act = await repository.propose(caseId, { signers: both });
    await sync(one, two);
    await sign(one, act);
    await waitFor(one, async () => (await rowOf(one, act)).sending === 'received');
    const { documentSha256 } = await rowOf(one, act);
    await one.office.call('acts.return', { actId: act.actId, documentSha256, remark: 'Retiro mi firma.' });
    await sync(one);
    await waitFor(two, async () => (await rowOf(two, act)).state === 'returned');
    expect(await trayOf(two, 'toSign')).toEqual([]);
  });

  it('is in the trays of those it names only, and another desk is told whom it names', async () => {
    const { repository, caseId, one, two } = await desks();
    const act = await repository.propose(caseId, { signers: [both[0]!] });
    await sync(one, two);
    expect([await trayOf(one, 'toSign'), await trayOf(two, 'toSign')]).toEqual([[act.actId], []]);
    const item = await sign(two, act);
    expect(item.failure).toEqual({ kind: 'signerNotNamed', named: 'Juana Prueba' });
    expect((await sign(one, act)).state).toBe('kept');
    await waitFor(one, async () => (await rowOf(one, act)).state === 'registered');
  });

  it('does not take an unsigned no from somebody on the way for the repository’s', async () => {
    let impostor = true;
    let refusedTimes = 0;
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const path = new URL(String(input instanceof Request ? input.url : input)).pathname;
      if (!impostor || init?.method !== 'PUT' || !path.endsWith('/signatures/1')) return globalThis.fetch(input, init);
      refusedTimes += 1;
      const problem = {
        ...{ type: 'urn:fojas:problem:not-your-turn', title: 'no', status: 409, detail: 'no', retry: 'never' },
        next: 'nothing',
      };
      return Response.json(problem, { status: 409, headers: { 'content-type': 'application/problem+json' } });
    };
    const { repository, caseId, one, two } = await desks({ fetch });
    // The repository's log was seen by this desk.
    const before = await repository.propose(caseId, {});
    await sync(one);
    await sign(one, before);
    await waitFor(one, async () => (await trayOf(one, 'registered')).includes(before.actId));

    const act = await repository.propose(caseId, { signers: both });
    await sync(one, two);
    expect((await sign(one, act)).state).toBe('kept');
    await waitFor(one, async () => refusedTimes > 1);
    expect((await rowOf(one, act)).state).toBe('partiallySigned');
    impostor = false;
    await waitFor(two, async () => {
      await sync(one);
      return (await rowOf(two, act)).state === 'partiallySigned';
    });
  });

  it('waits for nobody with a signature that the registry refused, once a person set it aside; its reason stays', async () => {
    const { repository, caseId, one } = await desks();
    const act = await repository.propose(caseId, { signers: both });
    await sync(one);
    await repository.stop();
    await sign(one, act);
    const { actId } = act;
    expect(await one.office.refusal('acts.setAside', { actId })).toMatchObject({ kind: 'actForbids' });
    await one.office.close();
    const opened = openStore({ folder: one.config.dataDir, storeKey, now: () => new Date() });
    if (!opened.ok) throw new Error(opened.failure.kind);
    const reason = { kind: 'registrationRefused', problem: 'another-signer', detail: 'd' };
    opened.value.journal.raw.exec(
      `update half_signed set state = 'refused', trouble = '${JSON.stringify(reason)}' where act_id = '${actId}'`,
    );
    opened.value.close();
    one.office = await openTestOffice({ config: one.config });
    const counts = async () => [
      (await trayOf(one, 'queue')).length,
      (await one.office.call('office.status', {})).line.refused,
    ];
    expect([await rowOf(one, act), await counts()]).toMatchObject([{ sending: 'refused', trouble: reason }, [1, 1]]);
    const aside = await one.office.call('acts.setAside', { actId });
    expect(aside).toMatchObject({ trouble: reason, setAside: { what: 'signature', reason } });
    expect(await counts()).toEqual([0, 0]);
    expect(await trayOf(one, 'signed')).toEqual([actId]);
    expect(await one.office.call('acts.setAside', { actId })).toEqual(aside);
  });

  it('keeps what was signed through a restart without a line, and sends it once there is one', async () => {
    const { repository, caseId, one } = await desks();
    const act = await repository.propose(caseId, { signers: both });
    await sync(one);
    await repository.stop();
    await sign(one, act);
    expect(await trayOf(one, 'queue')).toEqual([act.actId]);
    await one.office.close();
    one.office = await openTestOffice({ config: one.config });
    expect(await rowOf(one, act)).toMatchObject({
      state: 'partiallySigned',
      sending: 'waiting',
      joint: { here: true },
    });
    await repository.restart();
    await waitFor(one, async () => (await rowOf(one, act)).sending === 'received');
    expect(await trayOf(one, 'queue')).toEqual([]);
  });
});
