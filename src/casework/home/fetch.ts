import { existsSync, rmSync, statSync, utimesSync } from 'node:fs';
import { appendFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { OfficeConfig } from '../../contract/config.ts';
import { type Outcome, done, failed } from '../../contract/failures.ts';
import { CopyFiles, type CopySlot, CopySlots } from '../../contract/wire-copies.ts';
import type { LineUse, Transport } from '../../line/port.ts';
import { openTransport } from '../../line/transport.ts';
import { hashFile, writeWhole } from '../../parcel/index.ts';
import { openOfficeRoute } from '../discovery/route.ts';
import { makeFolder } from '../durable.ts';
import { type RepositoryClient, repositoryClient } from '../sync/repository-client.ts';
import { openOfficeWay } from '../sync/way/office-way.ts';
import { LineTrouble, parsed } from './remote.ts';
import { deskPlace, once, sumsText } from './place.ts';

/** The repository, while no office is open. */
interface FetchLine {
  readonly client: Pick<RepositoryClient, 'small'>;
  readonly transport: Pick<Transport, 'download'>;
}

export interface FetchedCopies {
  /** Of the place, as copies lie there. */
  readonly folder: string;
  /** Newest first. */
  readonly generations: readonly string[];
}

/** So long the office's own repository is looked for before the configured address is asked. */
const lookForMs = 4_000;

/**
 * Brings this desk's copies from the repository into a folder, laid out like any second place: everything that opens copies goes on from
 * there. What a cut left is gone on from. Expected ends: `copyMissing`, those of the line, `copyDamaged`.
 * @param wish.to the folder. @param wish.all the older ones, too.
 */
export async function fetchCopies(
  config: OfficeConfig,
  wish: { readonly to: string; readonly all: boolean },
): Promise<Outcome<FetchedCopies>> {
  const { repository, office } = config;
  if (!repository) return failed({ kind: 'repositoryNotConfigured' });
  // An enrolled device's key is gone with its desk: whoever looks after the workstations fetches for it.
  if (repository.accessKey === undefined) return failed({ kind: 'repositoryDenied' });
  const plain = await openOfficeWay({ policy: config.line, findProxy: null, onTrouble: () => undefined });
  const { discover = false, addresses = [] } = repository.office ?? {};
  let found = (): void => undefined;
  const atOffice = new Promise<void>((resolve) => (found = resolve));
  const route =
    discover || addresses.length > 0
      ? openOfficeRoute({ config, way: plain, onChange: () => found(), onTrouble: () => undefined })
      : null;
  try {
    if (route) await Promise.race([atOffice, new Promise((resolve) => setTimeout(resolve, lookForMs).unref())]);
    const { way, fetch } = route?.way ?? plain;
    const address = { url: repository.url, accessKey: repository.accessKey, officeId: office.officeId };
    const line = {
      client: repositoryClient({ ...address, fetch }),
      transport: openTransport({ ...address, dispatcher: way.dispatcher }),
    };
    return await bring(line, config, wish);
  } catch (error) {
    if (error instanceof LineTrouble) return failed(error.failure);
    throw error;
  } finally {
    await route?.close();
    await plain.way.dispatcher.destroy();
  }
}

async function bring(
  line: FetchLine,
  config: OfficeConfig,
  { to, all }: { readonly to: string; readonly all: boolean },
): Promise<Outcome<FetchedCopies>> {
  const { deviceId, office, repository } = config;
  const answer = await line.client.small({ method: 'GET', path: '/v1/copies' });
  if (!answer.ok) throw new LineTrouble(answer.failure);
  const { slots } = parsed(CopySlots, answer.value.body);
  const ours = slots.filter((slot) => slot.deviceId === deviceId && slot.generations.length > 0).sort(newestFirst);
  const [slot] = ours;
  if (!slot) return failed({ kind: 'copyMissing', folder: repository?.url ?? '', detail: `no copy of ${deviceId}` });
  const place = deskPlace(to, { officeId: office.officeId, deviceId });
  makeFolder(place.folder);
  const wanted = all ? slot.generations : slot.generations.slice(0, 1);
  for (const { name, writtenAt } of wanted) await bringOne(line, slot.slot, name, writtenAt, place.folder);
  return done({ folder: place.folder, generations: wanted.map(({ name }) => name) });
}

const newestFirst = (a: CopySlot, b: CopySlot): number =>
  (b.generations[0]?.writtenAt ?? '').localeCompare(a.generations[0]?.writtenAt ?? '');

async function bringOne(line: FetchLine, slot: string, name: string, writtenAt: string, folder: string): Promise<void> {
  const answer = await line.client.small({ method: 'GET', path: `/v1/copies/${slot}/generations/${name}` });
  if (!answer.ok) throw new LineTrouble(answer.failure);
  const { files } = parsed(CopyFiles, answer.value.body);
  for (const file of files) await download(line, slot, file, join(folder, file.path));
  const list = join(folder, `${name}.sha256`);
  await writeWhole(list, once(sumsText(new Map(files.map(({ path, sha256 }) => [path, sha256])))));
  // The day on which it was made decides which of them stay.
  utimesSync(list, new Date(writtenAt), new Date(writtenAt));
}

/** @throws LineTrouble; the system's error of this disk. */
async function download(
  { transport }: FetchLine,
  slot: string,
  { sha256, size }: CopyFiles['files'][number],
  path: string,
): Promise<void> {
  const isSame = async (at: string): Promise<boolean> => existsSync(at) && (await hashFile(at)).sha256 === sha256;
  if (await isSame(path)) return;
  makeFolder(dirname(path));
  const coming = `${path}.${sha256.slice(0, 16)}.coming`;
  const from = statSync(coming, { throwIfNoEntry: false })?.size ?? 0;
  const use: LineUse = {};
  const file = { sha256, size, below: `/v1/copies/${slot}/files` };
  const came =
    from < size ? await transport.download(file, from, (piece) => appendFile(coming, piece), use) : done(undefined);
  if (!came.ok) throw new LineTrouble(came.failure);
  if (!(await isSame(coming))) {
    rmSync(coming, { force: true });
    throw new LineTrouble({ kind: 'copyDamaged', file: path });
  }
  await rename(coming, path);
}
