/**
 * The practice world: a fictional office with its repository on loopback, its token and its case files, kept in one folder.
 * Made once; later starts find it as it was left.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { OfficeConfig } from '../../contract/config.ts';
import { type Repository, createRepository } from '../../repository/repository.ts';
import { casesWith, loadCases, people, practiceOffice } from './cases.ts';
import { type Signers, fillRepository } from './filling.ts';
import { type PracticeAuthority, type PracticeIdentity, makeAuthority } from './pki.ts';
import { type PracticeToken, makePracticeToken, practiceTokenIn } from './token.ts';

export interface PracticeWorld {
  readonly config: OfficeConfig;
  readonly configPath: string;
  readonly storeKey: string;
  readonly storeKeyFile: string;
  readonly token: PracticeToken;
  readonly authorityPem: string;
  close(): Promise<void>;
}

export interface PracticeOptions {
  /** How many acts wait to be signed; the three case files as they are when absent. */
  readonly count?: number | undefined;
  readonly now?: Date;
  readonly onAct?: (done: number, total: number) => void;
  /** Where SoftHSM2 is; null for a world without it; found when absent. */
  readonly softHsm?: string | null;
}

/** What is remembered of a world that was made. Written last: a folder without it holds a half-made world. */
const Remembered = z.strictObject({
  version: z.literal(1),
  token: z.enum(['softhsm', 'pkcs12']),
  accessKey: z.string().min(16),
  storeKey: z.string().regex(/^[0-9a-f]{64}$/),
  deviceId: z.string().min(1),
  authorityPem: z.string().min(1),
});
type Remembered = z.infer<typeof Remembered>;

/** Opens the practice office in `dir`, making it first where there is none, and starts its repository. */
export async function preparePracticeOffice(dir: string, options: PracticeOptions = {}): Promise<PracticeWorld> {
  const root = resolve(dir);
  await mkdir(root, { recursive: true, mode: 0o700 });
  const known = await remembered(root);
  const token = known && practiceTokenIn(join(root, 'token'), known.token, options.softHsm);
  if (known === null || token === null) return makeWorld(root, options);
  return openWorld(root, known, token, await serve(root, known.accessKey, known.authorityPem));
}

async function makeWorld(root: string, options: PracticeOptions): Promise<PracticeWorld> {
  for (const leftover of ['token', 'repository', 'office']) {
    await rm(join(root, leftover), { recursive: true, force: true });
  }
  const now = options.now ?? new Date();
  const authority = await makeAuthority(now);
  const [own, signers] = await Promise.all([authority.issue(people.quiros), issueSigners(authority)]);
  const token = await makeToken(root, own, options);
  const known: Remembered = {
    version: 1,
    token: token.kind,
    accessKey: randomBytes(32).toString('base64url'),
    storeKey: randomBytes(32).toString('hex'),
    deviceId: `practica-${randomBytes(4).toString('hex')}`,
    authorityPem: authority.certificatePem,
  };
  const repository = await serve(root, known.accessKey, known.authorityPem);
  try {
    const cases = options.count === undefined ? loadCases() : casesWith(options.count);
    const address = { url: repository.url, accessKey: known.accessKey, pinnedKeys: [...repository.receiptKeys] };
    await fillRepository(cases, { repository: address, signers, now }, options.onAct ?? (() => undefined));
    await writePrivate(join(root, 'practice.json'), JSON.stringify(known, null, 2));
    return await openWorld(root, known, token, repository);
  } catch (error) {
    await repository.close();
    throw error;
  }
}

const makeToken = (root: string, own: PracticeIdentity, { softHsm }: PracticeOptions): Promise<PracticeToken> =>
  softHsm === undefined
    ? makePracticeToken(join(root, 'token'), own)
    : makePracticeToken(join(root, 'token'), own, softHsm);

async function issueSigners(authority: PracticeAuthority): Promise<Signers> {
  const [irigoyti, lapaco, penaloza] = await Promise.all([
    authority.issue(people.irigoyti),
    authority.issue(people.lapaco),
    authority.issue(people.penaloza),
  ]);
  return { irigoyti, lapaco, penaloza };
}

function serve(root: string, accessKey: string, authorityPem: string): Promise<Repository> {
  return createRepository({
    dir: join(root, 'repository'),
    name: 'Repositorio de práctica (DATOS FICTICIOS)',
    accessKeys: [{ key: accessKey, officeId: practiceOffice.officeId }],
    trustAnchors: [authorityPem],
  });
}

async function openWorld(
  root: string,
  known: Remembered,
  token: PracticeToken,
  repository: Repository,
): Promise<PracticeWorld> {
  const { quiros } = people;
  const config: OfficeConfig = {
    version: 1,
    mode: 'practice',
    dataDir: join(root, 'office'),
    deviceId: known.deviceId,
    office: practiceOffice,
    person: { personId: 'quiros', name: quiros.name, role: 'magistrate', capacity: quiros.capacity, cuil: quiros.cuil },
    // The port is another one at each start; the keys are not.
    repository: { url: repository.url, accessKey: known.accessKey, pinnedKeys: [...repository.receiptKeys] },
    tokenLibraries: [token.library],
    trustAnchors: [known.authorityPem],
  };
  const configPath = join(root, 'office-config.json');
  const storeKeyFile = join(root, 'store.key');
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
  await writePrivate(configPath, JSON.stringify(config, null, 2));
  await writePrivate(storeKeyFile, known.storeKey);
  return {
    ...{ config, configPath, storeKeyFile, token, storeKey: known.storeKey, authorityPem: known.authorityPem },
    close: () => repository.close(),
  };
}

async function remembered(root: string): Promise<Remembered | null> {
  try {
    return Remembered.safeParse(JSON.parse(await readFile(join(root, 'practice.json'), 'utf8'))).data ?? null;
  } catch {
    // Not there, or not whole: the world is made anew. It holds nothing of value by definition.
    return null;
  }
}

async function writePrivate(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, `${text}\n`, { mode: 0o600 });
  await rename(`${path}.new`, path);
}
