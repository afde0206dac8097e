import type { OfficeConfig } from '../../contract/config.ts';
import { type Outcome, done, failed } from '../../contract/failures.ts';
import type { KeptSlot } from '../../contract/wire-copies.ts';
import { openTransport } from '../../line/transport.ts';
import { openOfficeRoute } from '../discovery/route.ts';
import { repositoryClient } from '../sync/repository-client.ts';
import { openOfficeWay } from '../sync/way/office-way.ts';
import { type FetchLine, type FetchedCopies, bringSlot, copiesOverLine } from './bring.ts';
import { LineTrouble } from './remote.ts';

/** So long the office's own repository is looked for before the configured address is asked. */
const lookForMs = 4_000;

/**
 * Brings this desk's copies from the repository into a folder, laid out like any second place: everything that opens copies goes on from
 * there. What a cut left is gone on from. Expected ends: `copyMissing`, `copyOfEnrolled`, those of the line, `copyDamaged`.
 * @param wish.to the folder. @param wish.all the older ones, too.
 */
export async function fetchCopies(
  config: OfficeConfig,
  wish: { readonly to: string; readonly all: boolean },
): Promise<Outcome<FetchedCopies>> {
  const { repository, office } = config;
  if (!repository) return failed({ kind: 'repositoryNotConfigured' });
  // An enrolled device's key is gone with its desk: whoever looks after the workstations fetches for it.
  if (repository.accessKey === undefined) return failed({ kind: 'copyOfEnrolled', deviceId: config.deviceId });
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
    return await bringOwn(line, config, wish);
  } catch (error) {
    if (error instanceof LineTrouble) return failed(error.failure);
    throw error;
  } finally {
    await route?.close();
    await plain.way.dispatcher.destroy();
  }
}

async function bringOwn(
  line: FetchLine,
  { deviceId, office, repository }: OfficeConfig,
  wish: { readonly to: string; readonly all: boolean },
): Promise<Outcome<FetchedCopies>> {
  const source = copiesOverLine(line);
  const [slot] = (await source.slots())
    .filter((one) => one.officeId === office.officeId && one.deviceId === deviceId && one.generations.length > 0)
    .sort(newestFirst);
  if (!slot) return failed({ kind: 'copyMissing', folder: repository?.url ?? '', detail: `no copy of ${deviceId}` });
  return done(await bringSlot(source, slot, wish));
}

const newestFirst = (a: KeptSlot, b: KeptSlot): number =>
  (b.generations[0]?.writtenAt ?? '').localeCompare(a.generations[0]?.writtenAt ?? '');
