/**
 * The practice world: a fictional office with its repository on loopback, its token and its case files, kept in one folder.
 * Made once; later starts find it as it was left.
 */
import { X509Certificate, createHash, createPrivateKey, randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { templateCatalogue, usualProfiles } from '../../casework/drafts/templates/catalogue.ts';
import { type OfficeConfig, SigningPolicy } from '../../contract/config.ts';
import { electronicLibrary } from '../../contract/token.ts';
import { type Repository, createRepository } from '../../repository/repository.ts';
import { type PersonKey, casesWith, loadCases, people, practiceOffice, practiceStaff } from './cases.ts';
import { fillInTwo } from './filling.ts';
import { type PracticeAuthority, type PracticeIdentity, makeAuthority } from './pki.ts';
import { type Line, type PracticeServices, listUrl, openLine } from './services.ts';
import type { Stamper } from './stamping.ts';
import { type CardDoor, cardDoor } from './card-door.ts';
import { makeCardToken } from './card-token.ts';
import { keepKey, keptKey } from './kept-key.ts';
import { type VolumeSizes, fillVolume } from './volume.ts';
import type { Signers } from './wire.ts';
import { type PracticeToken, makeFile, makePracticeToken, practiceTokenIn } from './token.ts';

export interface PracticeWorld {
  readonly config: OfficeConfig;
  readonly configPath: string;
  readonly storeKey: string;
  readonly storeKeyFile: string;
  readonly token: PracticeToken;
  readonly authorityPem: string;
  /** Resolves when everything is there; at once where it was there already. */
  readonly filled: Promise<void>;
  /** Waits until everything is there: a half-made office would be made anew. */
  close(): Promise<void>;
}

export interface PracticeOptions {
  /** How many acts wait to be signed; the three case files as they are when absent. */
  readonly count?: number | undefined;
  readonly now?: Date;
  readonly onAct?: (done: number, total: number) => void;
  /** Where SoftHSM2 is; null for a world without it; found when absent. */
  readonly softHsm?: string | null;
  /** A card that can be pulled out, where this machine can have one. Of a new world only: one that is there keeps its token. */
  readonly card?: boolean;
  /** Of a new world: what does not wait to be signed may come after this one is open. */
  readonly restLater?: boolean;
  /** Of a new world: what is added to show that size costs nothing. */
  readonly volume?: VolumeSizes | undefined;
}

/** What is remembered of a world that was made. Written last: a folder without it holds a half-made world. */
const Remembered = z.strictObject({
  version: z.literal(1),
  token: z.enum(['softhsm', 'pkcs12', 'card']),
  accessKey: z.string().min(16),
  storeKey: z.string().regex(/^[0-9a-f]{64}$/),
  deviceId: z.string().min(1),
  authorityPem: z.string().min(1),
  /** The authorities that answer on loopback. Their keys stay in this folder, and are trusted nowhere else. */
  services: z.strictObject({
    port: z.int().min(1).max(65_535),
    authorityKey: z.string().min(1),
    tsaPem: z.string().min(1),
    tsaKey: z.string().min(1),
  }),
});
type Remembered = z.infer<typeof Remembered>;

/** Opens the practice office in `dir`, making it first where there is none, and starts its repository. */
export async function preparePracticeOffice(dir: string, options: PracticeOptions = {}): Promise<PracticeWorld> {
  const root = resolve(dir);
  await mkdir(root, { recursive: true, mode: 0o700 });
  const known = await remembered(root);
  const token = known && (await tokenAgain(root, known.token, options));
  if (known === null || token === null) return makeWorld(root, options);
  // The port that the certificates name; where another program has it, time-stamps still come and revocation is not known.
  const line = await openLine(known.services.port);
  try {
    const repository = await serve(root, known.accessKey, known.authorityPem);
    return await openWorld(root, known, token, repository, line, Promise.resolve());
  } catch (error) {
    await line.close();
    await token.card?.end();
    throw error;
  }
}

async function makeWorld(root: string, options: PracticeOptions): Promise<PracticeWorld> {
  for (const leftover of ['token', 'repository', 'office']) {
    await rm(join(root, leftover), { recursive: true, force: true });
  }
  const now = options.now ?? new Date();
  const line = await openLine();
  try {
    return await fillWorld(root, options, now, line);
  } catch (error) {
    await line.close();
    throw error;
  }
}

async function fillWorld(root: string, options: PracticeOptions, now: Date, line: Line): Promise<PracticeWorld> {
  const url = listUrl(line.port);
  const [authority, elsewhere] = await Promise.all([makeAuthority(now, url), makeAuthority(now, url)]);
  const [signers, tsa, stranger] = await Promise.all([
    issueSigners(authority),
    authority.issueTsa(),
    elsewhere.issue({ name: 'Banco Ficticio del Sur', capacity: 'Apoderada', cuil: '30-00000040-0' }),
  ]);
  const own = signers.quiros;
  const token = await makeToken(root, own, options);
  const known: Remembered = {
    version: 1,
    token: token.kind,
    accessKey: randomBytes(32).toString('base64url'),
    storeKey: randomBytes(32).toString('hex'),
    deviceId: `practica-${randomBytes(4).toString('hex')}`,
    authorityPem: authority.certificatePem,
    services: {
      port: line.port,
      authorityKey: keyPem(authority),
      tsaPem: tsa.certificatePem,
      tsaKey: keyPem(tsa),
    },
  };
  const repository = await serve(root, known.accessKey, known.authorityPem);
  try {
    const cases = options.count === undefined ? loadCases() : casesWith(options.count);
    const address = { url: repository.url, accessKey: known.accessKey, pinnedKeys: [...repository.receiptKeys] };
    const filling = { repository: address, signers, stranger, now };
    const parts = await fillInTwo(cases, filling, options.onAct ?? (() => undefined));
    await parts.tray();
    const volume = async (): Promise<void> => {
      if (options.volume) await fillVolume(filling, options.volume, options.onAct ?? (() => undefined));
    };
    const rest = parts
      .rest()
      .then(volume)
      .then(() => writePrivate(join(root, 'practice.json'), JSON.stringify(known, null, 2)));
    if (options.restLater !== true) await rest;
    return await openWorld(root, known, token, repository, line, rest);
  } catch (error) {
    await repository.close();
    await token.card?.end();
    throw error;
  }
}

async function makeToken(root: string, own: PracticeIdentity, options: PracticeOptions): Promise<PracticeToken> {
  const dir = join(root, 'token');
  const card = options.card ? await makeCardToken(own) : null;
  if (card !== null) {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    await keepKey(dir, own);
    return card;
  }
  const { softHsm } = options;
  const token = await (softHsm === undefined ? makePracticeToken(dir, own) : makePracticeToken(dir, own, softHsm));
  return options.card && token.instead === null ? { ...token, instead: 'noCard' } : token;
}

/** The token of a world that is there; null where this machine cannot bring it back. */
async function tokenAgain(
  root: string,
  kind: Remembered['token'],
  { softHsm }: PracticeOptions,
): Promise<PracticeToken | null> {
  const dir = join(root, 'token');
  if (kind !== 'card') return practiceTokenIn(dir, kind, softHsm);
  const own = await keptKey(dir);
  return own && ((await makeCardToken(own)) ?? makeFile(dir, own, 'noCard'));
}

async function issueSigners(authority: PracticeAuthority): Promise<Signers> {
  const issued = Object.entries(people).map(
    async ([key, person]) => [key as PersonKey, await authority.issue(person)] as const,
  );
  return Object.fromEntries(await Promise.all(issued)) as Signers;
}

function serve(root: string, accessKey: string, authorityPem: string): Promise<Repository> {
  return createRepository({
    dir: join(root, 'repository'),
    name: 'Repositorio de práctica (DATOS FICTICIOS)',
    accessKeys: [
      { key: accessKey, officeId: practiceOffice.officeId },
      // The others come with keys of their own: the repository holds each to his or her role.
      ...practiceStaff.map(({ id, name, role }) => ({
        ...{ key: keyOf(accessKey, id), officeId: practiceOffice.officeId },
        holder: { personId: id, name, roles: [role], validator: id === 'caceres' },
      })),
    ],
    trustAnchors: [authorityPem],
    electronic: { actTypes: templateCatalogue().electronicTypes(usualProfiles) },
    publicPage: {},
  });
}

async function openWorld(
  root: string,
  known: Remembered,
  token: PracticeToken,
  repository: Repository,
  line: Line,
  filled: Promise<void>,
): Promise<PracticeWorld> {
  const services = serveOn(line, known, token.card && cardDoor(token.card));
  const { quiros } = people;
  const electronic = { kind: 'electronic', id: electronicLibrary, path: join(root, 'office', 'electronic') } as const;
  const config: OfficeConfig = {
    version: 1,
    mode: 'practice',
    dataDir: join(root, 'office'),
    deviceId: known.deviceId,
    office: {
      ...practiceOffice,
      locality: 'Laguna Clara',
      letterhead: [
        'Ministerio Público · Departamento Judicial Laguna Clara',
        'Unidad Funcional de Instrucción y Juicio N.º 3',
      ],
      // Who has a seat here, so that what is put before several can be signed by each of them in turn.
      signers: [
        { personId: 'quiros', ...quiros },
        { personId: 'lapaco', ...people.lapaco },
      ],
    },
    person: { personId: 'quiros', name: quiros.name, role: 'magistrate', capacity: quiros.capacity, cuil: quiros.cuil },
    seats: practiceStaff.map(({ id, name, role, capacity, cuil }) => ({
      ...{ seatId: id, dataDir: join(root, 'desks', id), deviceId: `${known.deviceId}-${id}` },
      accessKey: keyOf(known.accessKey, id),
      person: { personId: id, name, role, capacity, cuil, ...(id === 'caceres' ? { validator: true } : {}) },
    })),
    // The port is another one at each start; the keys are not.
    repository: {
      ...{ url: repository.url, accessKey: known.accessKey, pinnedKeys: [...repository.receiptKeys] },
      publicPage: `${repository.url}/v`,
    },
    tokenLibraries: [token.library, electronic],
    // None of the staff has a token: what may be is signed electronically.
    signing: { ...SigningPolicy.parse({}), electronic: true },
    ...(services.cardUrl === null ? {} : { practiceCard: services.cardUrl }),
    trustAnchors: [known.authorityPem, ...(repository.electronicAuthority ? [repository.electronicAuthority] : [])],
    signatures: { level: 'LTA', timestampAuthorities: [{ url: services.timestampUrl }] },
  };
  const configPath = join(root, 'office-config.json');
  const storeKeyFile = join(root, 'store.key');
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
  await writePrivate(configPath, JSON.stringify(config, null, 2));
  await writePrivate(storeKeyFile, known.storeKey);
  return {
    ...{ config, configPath, storeKeyFile, token, storeKey: known.storeKey, authorityPem: known.authorityPem },
    filled,
    async close() {
      // Who waits for it is told why it failed; here it only has to be over.
      await filled.catch(() => undefined);
      await repository.close();
      await services.close();
      await token.card?.end();
    },
  };
}

const keyOf = (accessKey: string, id: string): string =>
  createHash('sha256').update(`${accessKey} ${id}`).digest('base64url');

const keyPem = ({ privateKey }: PracticeIdentity): string =>
  privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

function serveOn(line: Line, { authorityPem, services }: Remembered, card: CardDoor | null): PracticeServices {
  const stamper = (pem: string, key: string): Stamper => ({
    certificate: new X509Certificate(pem).raw,
    privateKey: createPrivateKey(key),
  });
  return line.serve({
    authority: stamper(authorityPem, services.authorityKey),
    tsa: stamper(services.tsaPem, services.tsaKey),
    card,
  });
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
