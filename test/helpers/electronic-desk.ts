/** Desks whose people have no token: keys in software, certified by the test repository's own authority. */
import { generateKeyPairSync, sign } from 'node:crypto';
import { expect, onTestFinished } from 'vitest';
import { electronicKeyText } from '../../src/contract/people.ts';
import type { Role } from '../../src/contract/config.ts';
import { type FakeToken, createFakeToken } from './fake-token.ts';
import {
  type TestOffice,
  type TestRepository,
  accessKey,
  makeTestFolder,
  officeId,
  openTestOffice,
  startTestRepository,
  testConfig,
} from './office.ts';
import { type Identity, makePki, makeSigner, pem } from './pki.ts';

export interface Unarmed {
  readonly personId: string;
  readonly name: string;
  readonly role: Role;
  readonly key: string;
}

export const bruno: Unarmed = {
  ...{ personId: 'caceres', name: 'Bruno Cáceres Tolosa', role: 'clerk' },
  key: 'the key of Bruno alone, long enough',
};
export const types = ['constancia', 'nota actuarial'];

export interface Desk {
  readonly office: TestOffice;
  readonly repository: TestRepository;
  readonly token: FakeToken;
}

export type FolderedRepository = TestRepository & { readonly folder: string };

export async function repositoryWith(electronic: boolean, people = [bruno]): Promise<FolderedRepository> {
  const folder = makeTestFolder();
  onTestFinished(() => folder.remove());
  const repository = await startTestRepository(folder.repository, {
    accessKeys: [
      { key: accessKey, officeId },
      ...people.map(({ key, personId, name, role }) => ({
        ...{ key, officeId },
        holder: { personId, name, roles: [role], validator: false },
      })),
    ],
    ...(electronic ? { electronic: { actTypes: types } } : {}),
  });
  onTestFinished(() => repository.stop());
  return Object.assign(repository, { folder: folder.data });
}

export const ask = (repository: Pick<TestRepository, 'url'>, body: unknown, key = bruno.key): Promise<Response> =>
  fetch(`${repository.url}/v1/electronic-key`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

/** A key as the token's host makes one, certified by the repository. */
export async function certified(repository: Pick<TestRepository, 'url'>, person = bruno): Promise<Identity> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const spki = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  const proof = sign('sha256', Buffer.from(electronicKeyText(person.personId)), privateKey).toString('base64');
  const answer = await ask(repository, { spki, signature: proof }, person.key);
  expect(answer.status).toBe(201);
  const { certificates } = (await answer.json()) as { certificates: string[] };
  const certificate = Buffer.from(certificates[0]!, 'base64');
  const plain = makeSigner(makePki().root, { privateKey });
  return { ...plain, keyKind: 'rsa-2048', certificate, certificatePem: pem('CERTIFICATE', certificate) };
}

/** A desk of this person, with a key that is certified; `armed`: with a token of its own instead. */
export async function desk(
  repository: FolderedRepository,
  {
    person = bruno,
    isOffered = true,
    armed = false,
    level,
  }: { person?: Unarmed; isOffered?: boolean; armed?: boolean; level?: 'T' | 'LT' } = {},
): Promise<Desk> {
  const token = armed
    ? createFakeToken()
    : createFakeToken({}, { identity: await certified(repository, person), root: makePki().root });
  const base = testConfig(`${repository.folder}-${person.personId}`, {
    ...{ repository, libraries: [token.library] },
    anchors: armed ? [token.rootPem] : [],
  });
  const { personId, name, role } = person;
  const office = await openTestOffice({
    config: {
      ...base,
      deviceId: `pc-${personId}`,
      person: { ...base.person, personId, name, role, capacity: 'Despachante', cuil: null },
      repository: { ...base.repository!, accessKey: person.key },
      signing: { pauseMinutes: 4, issuers: [], electronic: isOffered },
      ...(level ? { signatures: { level, timestampAuthorities: [] } } : {}),
    },
  });
  onTestFinished(() => office.close());
  office.office.attachToken(token.library.id, token.port());
  return { office, repository, token };
}
