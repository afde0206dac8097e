/** A desk that is enrolled for its person: in each way, at work, without a line, and revoked. */
import { cpSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../../src/casework/store/index.ts';
import { type TestOffice, officeId, storeKey } from '../../helpers/office.ts';
import { peopledWorld, personRow } from './world.ts';

const counts = (office: TestOffice) => office.call('trays.counts', {});
const refusal = (office: TestOffice) => office.refusal('trays.counts', {});

describe('a desk without the key of an office', () => {
  it('says that it is not enrolled, and sends nothing', async () => {
    const world = await peopledWorld();
    const office = await world.open();
    expect(await office.call('enrolment.read', {})).toMatchObject({ state: 'none', grants: [] });
    expect(await refusal(office)).toEqual({ kind: 'repositoryDenied', reason: 'notEnrolled' });
    expect(world.repository.log.filter((line) => line.includes('/v1/feed'))).toEqual([]);
  });

  it('is enrolled by a code, works, and goes on after a restart without another word', async () => {
    const world = await peopledWorld();
    const caseId = await world.repository.putCase();
    await world.repository.propose(caseId);
    let office = await world.open();
    const wrong = await office.refusal('enrolment.enrol', { way: 'code', code: 'AAAA-AAAA-AAAA' });
    expect(wrong).toEqual({ kind: 'enrolmentRefused', reason: 'code' });
    const standing = await office.call('enrolment.enrol', { way: 'code', code: await world.code() });
    expect(standing).toMatchObject({ state: 'enrolled', grants: [{ officeId, roles: ['magistrate'], holds: true }] });
    await office.call('sync.now', {});
    await office.until(async () => (await office.call('trays.counts', {})).toSign === 1);
    await office.close();
    office = await world.open();
    expect(await office.call('enrolment.read', {})).toMatchObject({ state: 'enrolled' });
    expect(await office.call('trays.counts', {})).toMatchObject({ toSign: 1 });
  });

  it('is enrolled by its token with one PIN, and signs and sends afterwards', async () => {
    const world = await peopledWorld();
    const caseId = await world.repository.putCase();
    const act = await world.repository.propose(caseId);
    const office = await world.open();
    const { token } = world;
    const wish = { libraryId: token.library.id, tokenSerial: token.serial, certificateSha256: token.certificateSha256 };
    expect(await office.call('enrolment.enrol', { way: 'token', ...wish })).toMatchObject({ state: 'enrolled' });
    await office.call('sync.now', {});
    await office.until(async () => (await office.call('trays.counts', {})).toSign === 1);
    const { actId, documentSha256 } = act;
    await office.call('acts.markShown', { actId, documentSha256, via: 'window' });
    await office.call('signing.start', { items: [{ actId, documentSha256 }], ...wish });
    await office.until(async () => (await office.call('trays.counts', {})).registered === 1);
  });

  it('stays enrolled where another enrolment is refused or breaks off, and is another device only when one came about', async () => {
    const world = await peopledWorld();
    const office = await world.open();
    const spent = await world.code();
    await office.call('enrolment.enrol', { way: 'code', code: spent });
    const before = await office.call('enrolment.read', {});
    const again = await office.refusal('enrolment.enrol', { way: 'code', code: spent });
    expect(again).toEqual({ kind: 'enrolmentRefused', reason: 'code' });
    expect(await office.call('enrolment.read', {})).toEqual(before);
    expect(await office.call('enrolment.renew', {})).toMatchObject({ state: 'enrolled', jkt: before.jkt });
    expect(await counts(office)).toMatchObject({ toSign: 0 });
    const code = await world.code();
    expect(await office.call('enrolment.enrol', { way: 'code', code })).toMatchObject({ state: 'enrolled' });
    expect((await office.call('enrolment.renew', {})).jkt).not.toBe(before.jkt);
  });

  it("takes no other person's code", async () => {
    const world = await peopledWorld();
    const office = await world.open();
    const given = await office.refusal('enrolment.enrol', { way: 'code', code: await world.code('p-it') });
    expect(given).toEqual({ kind: 'enrolmentRefused', reason: 'code' });
  });
});

describe('what is granted', () => {
  it('is honoured without a line until it should have been renewed, whatever the clock is put back to', async () => {
    const world = await peopledWorld();
    let now = new Date();
    const office = await world.open({ clock: () => now });
    await office.call('enrolment.enrol', { way: 'code', code: await world.code() });
    await world.repository.stop();
    now = new Date(now.getTime() + 13 * 24 * 3_600_000);
    expect(await counts(office)).toMatchObject({ toSign: 0 });
    now = new Date(now.getTime() + 2 * 24 * 3_600_000);
    expect(await refusal(office)).toMatchObject({ kind: 'grantEnded', office: 'UFI N.º 3' });
    // The screens that say what to do still answer.
    expect(await office.call('enrolment.read', {})).toMatchObject({ grants: [{ holds: false }] });
    now = new Date(now.getTime() - 30 * 24 * 3_600_000);
    await world.repository.restart();
    await office.call('enrolment.renew', {});
    expect(await counts(office)).toMatchObject({ toSign: 0 });
  });

  it('follows what is granted anew: another role takes the old one with it, at the next contact', async () => {
    const world = await peopledWorld();
    const office = await world.open();
    await office.call('enrolment.enrol', { way: 'code', code: await world.code() });
    expect(await world.order({ kind: 'grant', personId: 'p-1', grant: personRow('x', 'clerk').grant })).toMatchObject({
      kind: 'done',
    });
    await office.call('enrolment.renew', {});
    expect(await refusal(office)).toEqual({ kind: 'notAllowed' });
    await world.order({ kind: 'revokeGrant', personId: 'p-1', officeId });
    await office.call('enrolment.renew', {});
    expect(await refusal(office)).toEqual({ kind: 'repositoryDenied', reason: 'grantEnded' });
  });
});

describe('a revoked desk', () => {
  it('reads nothing more and loses what it fetched; what it signed and did not send stays', async () => {
    const world = await peopledWorld();
    const caseId = await world.repository.putCase();
    const acts = [await world.repository.propose(caseId), await world.repository.propose(caseId)];
    let revoked = 0;
    const office = await world.open({ onRevoked: () => (revoked += 1) });
    const { token } = world;
    await office.call('enrolment.enrol', { way: 'code', code: await world.code() });
    await office.call('sync.now', {});
    await office.until(async () => (await office.call('trays.counts', {})).toSign === 2);
    await office.until(() => world.fetchedFiles() >= 2);
    await world.repository.stop();
    const { actId, documentSha256 } = acts[0]!;
    await office.call('acts.markShown', { actId, documentSha256, via: 'window' });
    await office.call('signing.start', {
      ...{ items: [{ actId, documentSha256 }], libraryId: token.library.id },
      ...{ tokenSerial: token.serial, certificateSha256: token.certificateSha256 },
    });
    await office.until(async () => (await office.call('trays.counts', {})).queue === 1);
    await world.repository.restart();
    const { jkt } = await office.call('enrolment.read', {});
    expect(await world.order({ kind: 'revokeDevice', jkt: jkt!, reason: 'perdida' })).toEqual({
      kind: 'done',
      changed: 1,
    });
    await office.refusal('enrolment.renew', {});
    expect(revoked).toBe(1);
    expect(await refusal(office)).toEqual({ kind: 'repositoryDenied', reason: 'deviceRevoked' });
    await office.close();
    expect(world.fetchedFiles()).toBe(0);
    expect(existsSync(join(world.folder.data, 'cache.db'))).toBe(false);
    expect(existsSync(join(world.folder.data, 'journal.db'))).toBe(true);
    // It opens, says what happened, and still has what was signed.
    const after = await world.open();
    expect(await after.call('enrolment.read', {})).toMatchObject({ state: 'revoked' });
    expect((await after.call('office.status', {})).line).toMatchObject({ waiting: 1 });
  });

  it('is wiped when it opens, where it was killed before it could be', async () => {
    const world = await peopledWorld();
    const { data } = world.folder;
    await world.repository.propose(await world.repository.putCase());
    const office = await world.open();
    await office.call('enrolment.enrol', { way: 'code', code: await world.code() });
    await office.call('sync.now', {});
    await office.until(() => world.fetchedFiles() >= 1);
    const { jkt } = await office.call('enrolment.read', {});
    await world.order({ kind: 'revokeDevice', jkt: jkt!, reason: 'perdida' });
    await office.refusal('enrolment.renew', {});
    // As it lay there when it was killed: it knows, and nothing is gone yet.
    const killed = `${data}-killed`;
    cpSync(data, killed, { recursive: true });
    await office.close();
    rmSync(data, { recursive: true });
    cpSync(killed, data, { recursive: true });
    expect(world.fetchedFiles()).toBeGreaterThanOrEqual(1);
    const after = await world.open();
    expect(world.fetchedFiles()).toBe(0);
    expect(await after.call('enrolment.read', {})).toMatchObject({ state: 'revoked' });
    expect(await refusal(after)).toEqual({ kind: 'repositoryDenied', reason: 'deviceRevoked' });
    // The cache of then says nothing beside the journal of now.
    await after.close();
    for (const name of ['cache.db', 'cache.db-wal'])
      if (existsSync(join(killed, name))) cpSync(join(killed, name), join(data, name));
    const opened = openStore({ folder: data, storeKey, now: () => new Date() });
    if (!opened.ok) throw new Error(opened.failure.kind);
    expect(opened.value.cacheIsNew).toBe(true);
    opened.value.close();
  });

  it('is wiped by nobody but who holds the pinned key', async () => {
    const world = await peopledWorld();
    let revoked = 0;
    const office = await world.open({ onRevoked: () => (revoked += 1) });
    await office.call('enrolment.enrol', { way: 'code', code: await world.code() });
    await office.close();
    const { fetch: real } = globalThis;
    const liar: typeof fetch = async (input, init) => {
      if (!String(input).endsWith('/v1/session')) return real(input, init);
      const problem = {
        ...{ type: 'urn:fojas:problem:device-revoked', title: 'x', status: 403, detail: 'x', retry: 'never' },
        refusal: 'eyJhbGciOiJFZERTQSJ9.e30.AAAA',
      };
      return new Response(JSON.stringify(problem), {
        status: 403,
        headers: { 'content-type': 'application/problem+json' },
      });
    };
    const lied = await world.open({ fetch: liar, onRevoked: () => (revoked += 1) });
    await lied.refusal('enrolment.renew', {});
    expect(revoked).toBe(0);
    expect(await lied.call('enrolment.read', {})).toMatchObject({ state: 'enrolled' });
  });
});
