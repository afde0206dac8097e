/** Two desks of one office, its own repository between them and the central one, and a line that a test cuts. */
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { OfficeConfig } from '../../../src/contract/config.ts';
import { FeedPage } from '../../../src/contract/wire.ts';
import type { OfficeRepository } from '../../helpers/repository.ts';
import { deskOffice } from './desk-office.ts';
import { createFakeToken } from '../../helpers/fake-token.ts';
import {
  type SeededAct,
  type TestOffice,
  type TestRepository,
  accessKey,
  officeId,
  openTestOffice,
  testConfig,
  until,
} from '../../helpers/office.ts';

interface Stage {
  readonly centre: TestRepository;
  readonly office: OfficeRepository;
  readonly line: { up: boolean };
  readonly acts: SeededAct[];
  readonly signs: TestOffice;
  readonly looks: TestOffice;
  sign(): Promise<void>;
  /** The desk that signs, opened again with another address of its repository. */
  moveTo(url: string): Promise<TestOffice>;
}

async function stage(change: (config: OfficeConfig) => OfficeConfig = (config) => config): Promise<Stage> {
  const { folder, centre, line, office, caseId } = await deskOffice();
  const acts = [await centre.propose(caseId), await centre.propose(caseId)];
  const token = createFakeToken();
  const configOf = (name: string, url: string): OfficeConfig => {
    const given = { url, receiptKeys: centre.receiptKeys };
    const base = testConfig(join(folder.path, name), {
      repository: given,
      libraries: [token.library],
      anchors: [token.rootPem],
    });
    return change({
      ...base,
      deviceId: name,
      repository: { ...base.repository!, office: { keys: [office.officeKey!], discover: false } },
    });
  };
  const open = async (name: string, url = office.url): Promise<TestOffice> => {
    const desk = await openTestOffice({ config: configOf(name, url) });
    onTestFinished(() => desk.close());
    desk.office.attachToken(token.library.id, token.port());
    return desk;
  };
  let signs = await open('pc-1');
  const looks = await open('pc-2');
  for (const desk of [signs, looks]) await desk.until(async () => (await tray(desk, 'toSign')).length === 2);
  // The documents too, before the line is cut.
  await until(async () => (await fetch(`${office.url}/v1/blobs/${acts[1]!.documentSha256}`, bearer)).ok);
  await signs.call('sync.now', {});
  for (const { documentSha256 } of acts) {
    const asked = { sha256: documentSha256, offset: 0, length: 1 };
    await signs.until(() =>
      signs.call('documents.read', asked).then(
        () => true,
        () => false,
      ),
    );
  }
  return {
    ...{ centre, office, line, acts, looks },
    get signs() {
      return signs;
    },
    async sign() {
      for (const { actId, documentSha256 } of acts) {
        await signs.call('acts.markShown', { actId, documentSha256, via: 'window' });
      }
      const { batchId } = await signs.call('signing.start', {
        items: acts.map(({ actId, documentSha256 }) => ({ actId, documentSha256 })),
        ...{ libraryId: token.library.id, tokenSerial: token.serial, certificateSha256: token.certificateSha256 },
      });
      await signs.until(async () => (await signs.call('signing.batch', { batchId })).batch.state === 'finished');
    },
    async moveTo(url) {
      await signs.close();
      return (signs = await open('pc-1', url));
    },
  };
}

const bearer = { headers: { authorization: `Bearer ${accessKey}` } };
const tray = async (desk: TestOffice, name: 'toSign' | 'queue' | 'registered') =>
  (await desk.call('trays.page', { tray: name, after: null, limit: 50, search: '' })).rows;
const read = (desk: TestOffice, { actId }: SeededAct) => desk.call('acts.read', { actId });
/** How many registrations the central repository told of. */
const registrations = async (centre: TestRepository): Promise<number> => {
  const response = await centre.request('GET', `/v1/feed?office=${officeId}&cursor=&limit=500`);
  const { events } = FeedPage.parse(await response.json());
  return events.filter(({ kind }) => kind === 'registered').length;
};

describe('desks at a repository inside their office', () => {
  it('says recibido en la oficina while the line is down, registrado only with the verified central receipt', async () => {
    const { centre, line, acts, signs, looks, sign } = await stage();
    line.up = false;
    await sign();
    for (const act of acts) await signs.until(async () => (await read(signs, act)).sending === 'received');
    const row = await read(signs, acts[0]!);
    expect(row).toMatchObject({ state: 'queued', sending: 'received', registration: null, trouble: null });
    expect(Date.parse(row.inOffice!.since)).toBeGreaterThan(Date.now() - 60_000);
    // The other desk does not offer them to be signed again, and says why.
    await looks.until(async () => (await tray(looks, 'toSign')).length === 0);
    expect(await read(looks, acts[0]!)).toMatchObject({ state: 'signed', sending: 'received', registration: null });
    expect(await tray(signs, 'registered')).toEqual([]);
    expect(await registrations(centre)).toBe(0);

    line.up = true;
    for (const desk of [signs, looks]) {
      await desk.until(async () => (await tray(desk, 'registered')).length === 2);
      const registered = await read(desk, acts[1]!);
      expect(registered).toMatchObject({ state: 'registered', registration: { number: 2 } });
      expect(registered.inOffice).toBeUndefined();
    }
    expect(await registrations(centre)).toBe(2);
  });

  it('takes what is signed with a key it does not know for nothing', async () => {
    const { line, acts, signs, sign } = await stage((config) => ({
      ...config,
      repository: { ...config.repository!, office: undefined },
    }));
    line.up = false;
    await sign();
    await signs.until(async () => (await read(signs, acts[0]!)).trouble?.kind === 'receiptInvalid');
    const row = await read(signs, acts[0]!);
    expect(row.inOffice).toBeUndefined();
    expect(row.state).toBe('queued');
    line.up = true;
    // The central receipt comes all the same, and is believed for its own sake.
    for (const act of acts) await signs.until(async () => (await read(signs, act)).state === 'registered');
  });

  it('brings a final no of the central repository to the desk that signed, and the act back to the tray', async () => {
    const { centre, line, acts, signs, looks, sign } = await stage();
    line.up = false;
    await sign();
    for (const act of acts) await signs.until(async () => (await read(signs, act)).sending === 'received');
    const { actId, documentSha256 } = acts[0]!;
    const given = {
      actId,
      documentSha256,
      remark: 'Falta foliatura',
      returnedBy: 'Otra',
      returnedAt: new Date().toISOString(),
    };
    expect((await centre.request('PUT', `/v1/acts/${actId}/return`, given)).status).toBe(201);
    line.up = true;
    await signs.until(async () => (await read(signs, acts[0]!)).sending === 'refused');
    expect(await read(signs, acts[0]!)).toMatchObject({
      state: 'rejectedByRegistry',
      trouble: { kind: 'registrationRefused', problem: 'act-state' },
    });
    await signs.until(async () => (await read(signs, acts[1]!)).state === 'registered');
    await looks.until(async () => (await read(looks, acts[0]!)).state === 'returned');
  });

  it('registers once what a desk sends directly after its office had received it', async () => {
    const { centre, office, line, acts, signs, sign, moveTo } = await stage();
    line.up = false;
    await sign();
    for (const act of acts) await signs.until(async () => (await read(signs, act)).sending === 'received');
    const moved = await moveTo(centre.url);
    for (const act of acts) await moved.until(async () => (await read(moved, act)).state === 'registered');
    line.up = true;
    const back = await moveTo(office.url);
    for (const act of acts) await back.until(async () => (await read(back, act)).state === 'registered');
    expect(await registrations(centre)).toBe(2);
  });
});
