import { diaryText } from '../../../src/contract/diary.ts';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { Heard } from '../../../src/casework/discovery/find.ts';
import { proveOffice } from '../../../src/casework/discovery/prove.ts';
import { openOfficeRoute } from '../../../src/casework/discovery/route.ts';
import { openOfficeWay } from '../../../src/casework/sync/way/office-way.ts';
import type { ReceiptKey } from '../../../src/contract/receipts.ts';
import { Capabilities } from '../../../src/contract/wire.ts';
import { type Repository, createRepository } from '../../../src/repository/repository.ts';
import {
  type TestRepository,
  accessKey,
  makeTestFolder,
  officeId,
  startTestRepository,
  testConfig,
  until,
} from '../../helpers/office.ts';
import { testFolderKey } from '../../helpers/repository-options.ts';

let centre: TestRepository;
let folder: ReturnType<typeof makeTestFolder>;
const asked: string[] = [];

beforeEach(async () => {
  folder = makeTestFolder();
  centre = await startTestRepository(folder.repository);
  asked.length = 0;
  return async () => {
    await centre.stop();
    folder.remove();
  };
});

async function startOffice(name: string, announce = false): Promise<Repository> {
  const office = await createRepository({
    ...{ dir: join(folder.path, name), name, accessKeys: [{ key: accessKey, officeId }] },
    host: '0.0.0.0',
    log: (line) => void asked.push(diaryText(line)),
    upstream: {
      officeId,
      url: centre.url,
      accessKey,
      pinnedKeys: centre.receiptKeys,
      folderKey: testFolderKey,
      announce,
    },
  });
  onTestFinished(() => office.close());
  return office;
}

const heardOf = (office: Repository, kid = office.officeKey!.kid): Heard => ({ officeId, kid, urls: [office.url] });

async function routeTo(keys: readonly ReceiptKey[], heard: () => Heard[] | null) {
  const base = testConfig(folder.data, { repository: centre });
  const config = { ...base, repository: { ...base.repository!, office: { keys: [...keys], discover: true } } };
  const way = await openOfficeWay({
    policy: { proxy: 'none', quiet: [] },
    findProxy: null,
    onTrouble: () => undefined,
  });
  let ring = (): void => undefined;
  const route = openOfficeRoute({
    ...{ config, way, onChange: () => undefined, onTrouble: () => undefined, proveEveryMs: 100 },
    ...(heard() === null
      ? {}
      : {
          listen: (onHeard: () => void) => {
            ring = onHeard;
            return { heard: () => heard() ?? [], close: () => Promise.resolve() };
          },
        }),
  });
  onTestFinished(() => route.close());
  const whoAnswers = async (): Promise<string> => {
    const headers = { authorization: `Bearer ${accessKey}` };
    const response = await route.way.fetch(`${centre.url}/v1/capabilities`, { headers });
    return Capabilities.parse(await response.json()).repository;
  };
  return { route, whoAnswers, ring: () => ring() };
}

describe('the way to the office’s own repository', () => {
  it('leads there once a pinned key was proved, and back when it is gone', async () => {
    const office = await startOffice('cerca');
    const { route, whoAnswers, ring } = await routeTo([office.officeKey!], () => [heardOf(office)]);
    expect(await whoAnswers()).toBe('Registro de prueba');
    ring();
    await until(() => route.current() !== null);
    expect(await whoAnswers()).toBe('cerca');
    await office.close();
    await until(() => route.current() === null);
    expect(await whoAnswers()).toBe('Registro de prueba');
  });

  it('shows no access key to who claims a pinned key and cannot prove it', async () => {
    const office = await startOffice('cerca');
    const impostor = await startOffice('impostor');
    const claims = heardOf(impostor, office.officeKey!.kid);
    const { route, whoAnswers, ring } = await routeTo([office.officeKey!], () => [claims]);
    ring();
    await until(() => asked.some((line) => line.startsWith('GET /v1/office 200')));
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(route.current()).toBeNull();
    expect(await whoAnswers()).toBe('Registro de prueba');
    expect(asked.filter((line) => line.includes('capabilities'))).toEqual([]);
  });

  it('believes no proof that was only passed on, or that is of another office', async () => {
    const office = await startOffice('cerca');
    const keys = [office.officeKey!];
    expect(await proveOffice(office.url, { officeId, keys })).toBe(true);
    expect(await proveOffice(office.url, { officeId: 'otra', keys })).toBe(false);
    expect(await proveOffice(office.url, { officeId, keys: centre.receiptKeys })).toBe(false);
    // Who stands in between answers at another address with the true one's words.
    const relay: typeof fetch = (input, init) =>
      fetch(String(input).replace('198.51.100.7:80', new URL(office.url).host), init);
    expect(await proveOffice('http://198.51.100.7:80', { officeId, keys }, relay)).toBe(false);
    // An old proof does not answer a new question.
    const old = await (await fetch(`${office.url}/v1/office?nonce=${'a'.repeat(32)}`)).text();
    expect(await proveOffice(office.url, { officeId, keys }, async () => new Response(old))).toBe(false);
    expect((await fetch(`${office.url}/v1/office`)).status).toBe(400);
    expect((await fetch(`${centre.url}/v1/office?nonce=${'a'.repeat(32)}`)).status).toBe(401);
  });

  it('finds one that announces itself on the local network', async () => {
    const office = await startOffice('anunciado', true);
    const { route, whoAnswers } = await routeTo([office.officeKey!], () => null);
    await until(() => route.current() !== null);
    expect(await whoAnswers()).toBe('anunciado');
  });
});
