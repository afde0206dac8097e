import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent } from 'undici';
import { expect, it, onTestFinished } from 'vitest';
import { noesToAside } from '../../../src/repository/office/books.ts';
import { until } from '../../helpers/office.ts';
import {
  makeSignedAct,
  makeTestSigner,
  repositoryFolder,
  send,
  sendUpToRegistration,
  startOfficeRepository,
  startRepository,
} from '../../helpers/repository.ts';
import { eventsOf, receiptAt, received } from './line.ts';

/** Two repositories, and a central one that says a passing no to whatever `refuses` names, for as long as it does. */
async function poisoned() {
  const signer = makeTestSigner();
  const trustAnchors = [signer.rootPem];
  const refuses = { path: '' };
  const no = createServer((request, response) => {
    request.resume();
    response.writeHead(403, { 'content-type': 'application/problem+json' });
    const problem = { type: 'urn:fojas:problem:forbidden', title: 'forbidden', status: 403, retry: 'never' };
    response.end(JSON.stringify({ ...problem, detail: 'not allowed to this role' }));
  });
  await new Promise<void>((resolve) => no.listen(0, '127.0.0.1', resolve));
  const elsewhere = `http://127.0.0.1:${(no.address() as AddressInfo).port}`;
  const dispatcher = new Agent().compose((dispatch) => (wanted, handler) => {
    const refused = refuses.path !== '' && wanted.path.startsWith(refuses.path);
    return dispatch(refused ? { ...wanted, origin: elsewhere } : wanted, handler);
  });
  const folders = [repositoryFolder(), repositoryFolder()] as const;
  const centre = await startRepository(folders[0].dir, { trustAnchors });
  const office = await startOfficeRepository(folders[1].dir, centre, { trustAnchors }, { dispatcher });
  onTestFinished(async () => {
    await office.close();
    await centre.close();
    await dispatcher.destroy();
    no.close();
    no.closeAllConnections();
    for (const folder of folders) folder.remove();
  });
  return { signer, centre, office, refuses };
}

const urgent = (caseId: string) => ({
  ...{ kind: 'flags', flags: { fatalDeadline: true, vulnerableVictim: false }, detained: true },
  ...{
    entryId: randomUUID(),
    caseId,
    officeId: 'ufi-7',
    deviceId: 'pc-1',
    by: { personId: 'clerk-1', name: 'Ana Paz' },
  },
  at: new Date(0).toISOString(),
});

it('what the central repository never takes is set aside, holds nothing of its case, and goes once it is taken', async () => {
  const { signer, centre, office, refuses } = await poisoned();
  const first = await makeSignedAct(signer);
  await sendUpToRegistration(office, first);
  const { caseId } = first.request;
  await until(async () => (await eventsOf(centre)).some(({ kind }) => kind === 'proposal'));

  refuses.path = `/v1/cases/${caseId}/entries/`;
  const poison = urgent(caseId);
  const put = await send(office, 'PUT', `/v1/cases/${caseId}/entries/${poison.entryId}`, poison);
  expect(put.ok, await put.clone().text()).toBe(true);
  await received(office, first);
  // The act stands behind it in the very same case.
  await until(async () => (await receiptAt(centre, first)) !== null);
  await until(async () => (await office.officeStanding()).waiting === 1);
  const standing = await office.officeStanding();
  expect(standing.aside).toEqual([{ id: expect.any(Number) as number, kind: 'entry', reason: 'forbidden' }]);
  // Not at the first no: most of what passes has passed by then.
  expect(noesToAside).toBeGreaterThan(2);

  refuses.path = '';
  await until(async () => (await office.officeStanding()).waiting === 0);
  expect((await office.officeStanding()).aside).toEqual([]);
  const entries = (await eventsOf(centre)).filter(({ kind }) => kind === 'entry');
  expect(entries).toHaveLength(1);
  const registered = (await eventsOf(centre)).filter(({ kind }) => kind === 'registered');
  expect(registered).toHaveLength(1);
}, 60_000);
