/** A person has acts registered in his or her own name alone, whichever way they come. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Role } from '../../src/contract/config.ts';
import { AnswerParcel, parcelType } from '../../src/contract/stick.ts';
import { BundleLine, bundleType } from '../../src/contract/wire-bundle.ts';
import { Problem } from '../../src/contract/wire.ts';
import {
  bytesOf,
  identitiesIn,
  officeKeys,
  packParcel,
  readParcel,
  recipientOf,
  seal,
  signList,
  skim,
  unseal,
  writeWhole,
} from '../../src/parcel/index.ts';
import {
  type SignedAct,
  type TestRepository,
  makeCase,
  makeSignedAct,
  makeTestSigner,
  repositoryFolder,
  send,
  sendUpToRegistration,
  startOfficeRepository,
  startRepository,
  testOffice,
} from '../helpers/repository.ts';

const { officeId, accessKey } = testOffice;
const keyOf = (personId: string): string => `the key of ${personId} alone`;
const person = (personId: string, role: Role) => ({
  ...{ key: keyOf(personId), officeId },
  holder: { personId, name: `Persona ${personId}`, roles: [role], validator: false },
});
const accessKeys = [
  { key: accessKey, officeId },
  person('ana', 'magistrate'),
  person('luz', 'magistrate'),
  person('leo', 'clerk'),
  person('eva', 'auxiliary'),
];
const signer = makeTestSigner();
const folder = repositoryFolder();
let repository: TestRepository;

beforeAll(async () => {
  repository = await startRepository(folder.dir, { accessKeys });
});
afterAll(async () => {
  await repository?.close();
  folder.remove();
});

/** Everything is there but the registration; the act names Ana to sign it, or nobody. */
async function readyFor(at: TestRepository, names: 'ana' | 'nobody', by = 'ana'): Promise<SignedAct> {
  const act = await makeSignedAct(signer, { record: makeCase() });
  const signers = [{ personId: 'ana', name: 'Persona ana', capacity: 'Fiscal', cuil: null }];
  if (names === 'ana') Object.assign(act.proposal, { signers });
  Object.assign(act.request, { personId: by });
  await sendUpToRegistration(at, act);
  return act;
}

const codeOf = (type: string): string => type.replace('urn:fojas:problem:', '');

type Way = (at: TestRepository, act: SignedAct, personId: string | null) => Promise<string>;

/** What was said when somebody handed the act in: `yes`, or why not. */
const ways: Readonly<Record<'alone' | 'in a bundle' | 'on a stick', Way>> = {
  alone: async (at, { request }, personId) => {
    const key = personId === null ? accessKey : keyOf(personId);
    const headers = { authorization: `Bearer ${key}` };
    const answer = await send(at, 'PUT', `/v1/acts/${request.actId}/registration`, request, headers);
    return answer.ok ? 'yes' : codeOf(Problem.parse(await answer.json()).type);
  },
  'in a bundle': async (at, { request }, personId) => {
    const header = Buffer.from(JSON.stringify({ kind: 'act', n: 1, request, bytes: 0, after: null }));
    const length = Buffer.alloc(4);
    length.writeUInt32BE(header.length);
    const answer = await send(at, 'POST', '/v1/bundles', brotliCompressSync(Buffer.concat([length, header])), {
      ...{ 'content-type': bundleType, 'content-encoding': 'br', 'accept-encoding': 'identity' },
      authorization: `Bearer ${personId === null ? accessKey : keyOf(personId)}`,
    });
    const lines = (await answer.text()).trim().split('\n');
    return saidIn(lines.map((line) => BundleLine.parse(JSON.parse(line))).find((line) => 'n' in line && line.n === 1));
  },
  'on a stick': async (at, { request }, personId) => handInByStick(at, { kind: 'act', request }, personId),
};

/** What a parcel with this one item is answered. */
async function handInByStick(at: TestRepository, item: object, personId: string | null): Promise<string> {
  const { signing, identity } = officeKeys(personId === null ? accessKey : keyOf(personId));
  const list = Buffer.from(
    JSON.stringify({
      ...{ v: 1, kind: 'outward', parcelId: randomUUID(), officeId, madeAt: new Date().toISOString() },
      ...{ deviceId: 'pc-1', items: [item], files: [] },
    }),
  );
  const [own] = identitiesIn(readFileSync(join(at.dir, 'parcel-key.txt'), 'utf8'));
  const dir = join(at.dir, randomUUID());
  mkdirSync(dir);
  const [out, back] = [join(dir, 'out'), join(dir, 'back')];
  await writeWhole(out, seal([await recipientOf(own!)], packParcel(list, signList(signing, list), [])));
  const answer = await send(at, 'POST', '/v1/parcels', readFileSync(out), { 'content-type': parcelType });
  expect(answer.status).toBe(200);
  writeFileSync(back, Buffer.from(await answer.arrayBuffer()));
  const { outcomes } = await readParcel<AnswerParcel>(unseal([identity], bytesOf(back)), {
    ...{ maxListBytes: 1_000_000, take: skim },
    admit: (bytes) => AnswerParcel.parse(JSON.parse(Buffer.from(bytes).toString())),
  });
  const { line } = outcomes[0]!;
  return line.kind === 'done' ? 'done' : saidIn(line);
}

function saidIn(line: BundleLine | undefined): string {
  if (line?.kind === 'registered' || line?.kind === 'received') return 'yes';
  return line && 'problem' in line && line.problem ? codeOf(line.problem.type) : 'nothing';
}

describe.each(Object.entries(ways))('an act that comes %s', (_name, handIn) => {
  it.each(['ana', 'nobody'] as const)('and names %s is registered as nobody’s but the asker’s own', async (names) => {
    const act = await readyFor(repository, names);
    expect(await handIn(repository, act, 'luz')).toBe('forbidden');
    const receipt = () => send(repository, 'GET', `/v1/acts/${act.request.actId}/receipt`);
    expect((await receipt()).status).toBe(404);
    expect(await handIn(repository, act, 'ana')).toBe('yes');
    // What stands is told to nobody as his or her own either.
    expect(await handIn(repository, act, 'luz')).toBe('forbidden');
  });

  it('is not taken of somebody whose role signs no such act, and waits for the grant without being refused for good', async () => {
    const act = await readyFor(repository, 'nobody', 'leo');
    expect(await handIn(repository, act, 'leo')).toBe('forbidden');
    expect(await handIn(repository, act, null)).toBe('yes');
  });

  it('is taken from the office’s own key, which speaks for all its people', async () => {
    expect(await handIn(repository, await readyFor(repository, 'ana'), null)).toBe('yes');
  });
});

it('asks of a signature on a stick for what it is: an electronic one is taken of who may sign so', async () => {
  const act = await makeSignedAct(signer, { record: makeCase() });
  Object.assign(act.proposal, { type: 'denuncia' });
  await sendUpToRegistration(repository, act);
  const request = { ...act.request, n: 1, personId: 'eva' };
  expect(await handInByStick(repository, { kind: 'signature', request }, 'eva')).toBe('forbidden');
  // It is looked at: an act that names no signers takes no half.
  const electronic = { ...request, electronic: true };
  expect(await handInByStick(repository, { kind: 'signature', request: electronic }, 'eva')).toBe('act-state');
});

describe.each(Object.entries(ways).filter(([name]) => name !== 'on a stick'))(
  'behind the repository of an office, an act that comes %s',
  (_name, handIn) => {
    it('is received, and forwarded, as nobody’s but the asker’s own', async () => {
      const inside = repositoryFolder();
      const office = await startOfficeRepository(inside.dir, repository, { accessKeys });
      onTestFinished(async () => {
        await office.close();
        inside.remove();
      });
      const act = await readyFor(office, 'ana');
      expect(await handIn(office, act, 'luz')).toBe('forbidden');
      const feed = await send(office, 'GET', `/v1/feed?office=${officeId}&limit=500`);
      expect(await feed.text()).not.toContain('"received"');
      expect(await handIn(office, act, 'ana')).toBe('yes');
    });
  },
);
