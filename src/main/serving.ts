import { networkInterfaces } from 'node:os';
import path from 'node:path';
import type { OfficeConfig, Role } from '../contract/config.ts';
import { errorCode } from '../contract/diary-fields.ts';
import { done, failed, type Failure, type Outcome } from '../contract/failures.ts';
import {
  invitationLine,
  OfficeRepositoryConfig,
  readInvitation,
  type ServingBar,
  type ServingCalls,
  type ServingState,
} from '../contract/office-repository.ts';
import type { ReceiptKey } from '../contract/receipts.ts';
import type { Handlers } from '../contract/rpc.ts';
import { editOfficeFile, joined } from '../policy/edit-office.ts';
import { readText } from '../policy/setup/index.ts';
import type { Transferable } from './child.ts';
import { officeKeyIn, startOfficeRepository } from './office-repository-process.ts';

type StartOptions<P extends Transferable> = Parameters<typeof startOfficeRepository<P>>[0];

export interface ServingRooms<P extends Transferable> extends Pick<
  StartOptions<P>,
  'launch' | 'folderKey' | 'log' | 'timing'
> {
  /** The office's JSON file. */
  readonly file: string;
  /** What holds now: of the office whose file it is, whatever seat is taken. */
  config(): Promise<Outcome<OfficeConfig>>;
  /** Asks the central repository whether it takes this for the key of this office; null: it does. */
  tryKey(config: OfficeConfig, accessKey: string): Promise<Failure | null>;
  /** As what the person sits here. */
  role(config: OfficeConfig): Role;
  readonly onChange: (state: ServingState) => void;
}

export interface Serving {
  readonly handlers: Handlers<ServingCalls>;
  /** Serves where the office's file says so. */
  begin(config: OfficeConfig): void;
  /** Finishes what is in hand and ends. */
  stop(): Promise<void>;
}

type Facts = Pick<ServingState, 'state' | 'reason' | 'standing'> & {
  readonly at: { readonly url: string; readonly key: ReceiptKey } | null;
};
const off: Facts = { state: 'off', reason: null, standing: null, at: null };

/**
 * The switch by which one PC serves the office's repository to the others. It is a line in the office's file, so the next start serves
 * again; the process itself is `startOfficeRepository`'s. Only who looks after PCs may turn it, or whom the institution allowed by writing
 * `officeRepository` into the file; and only where this PC holds the key of the whole office: nobody gets by it what the key does not open.
 */
export function keepServing<P extends Transferable>(rooms: ServingRooms<P>): Serving {
  const { file, log } = rooms;
  let running: { stop(): Promise<void> } | null = null;
  let facts: Facts = off;

  const stateOf = (config: OfficeConfig): ServingState => {
    const { officeRepository, repository, office } = config;
    const { state, reason, standing, at } = facts;
    const port = at
      ? Number(new URL(at.url).port)
      : (officeRepository?.port ?? OfficeRepositoryConfig.shape.port.parse(undefined));
    const addresses = at ? addressesOf(at.url) : [];
    const invitation = at && repository ? invitationLine({ officeId: office.officeId, key: at.key, addresses }) : null;
    const mayJoin = repository !== null && rooms.role(config) === 'itAdmin';
    return { bar: barOf(config, rooms.role(config)), mayJoin, state, reason, port, addresses, invitation, standing };
  };
  const tell = (): void => {
    void rooms.config().then((config) => {
      if (config.ok) rooms.onChange(stateOf(config.value));
    });
  };
  const become = (next: Partial<Facts>): void => {
    facts = { ...facts, ...next };
    tell();
  };

  let edits: Promise<unknown> = Promise.resolve();
  /** One edit after the other: each changes what the one before wrote, and two at a time would write into one another. */
  const edit = (change: Parameters<typeof editOfficeFile>[1]): ReturnType<typeof editOfficeFile> => {
    const edited = edits.then(() => editOfficeFile(file, change));
    edits = edited.catch(() => undefined);
    return edited;
  };

  const begin = (config: OfficeConfig): void => {
    if (running) return;
    running = startOfficeRepository<P>({
      ...{ config, log, launch: rooms.launch, folderKey: rooms.folderKey },
      ...(rooms.timing ? { timing: rooms.timing } : {}),
      onServing(url, key) {
        become({ state: 'serving', reason: null, at: { url, key } });
        void pinOwn(config, url, key);
      },
      onStanding: (standing) => become({ standing }),
      onRefused: (reason) => become({ state: 'refused', reason, at: null }),
      onGone: () => become({ ...off, state: facts.state === 'refused' ? 'refused' : 'starting', reason: facts.reason }),
    });
    facts = running ? { ...off, state: 'starting' } : off;
  };
  const stop = async (): Promise<void> => {
    const ending = running;
    running = null;
    facts = off;
    await ending?.stop();
  };
  /** This desk goes by it too, from the next start on. */
  const pinOwn = async ({ office }: OfficeConfig, url: string, key: ReceiptKey): Promise<void> => {
    const own = { officeId: office.officeId, key, addresses: [`http://127.0.0.1:${new URL(url).port}`] };
    const edited = await edit((config) => joined(config, own));
    if (edited.ok) return;
    const { failure } = edited;
    log('officeRepositoryRefused', { code: errorCode('code' in failure ? String(failure.code) : failure.kind) });
  };

  return {
    begin,
    stop,
    handlers: {
      'serving.read': async () => {
        const config = await rooms.config();
        return config.ok ? done(stateOf(config.value)) : config;
      },
      'serving.set': async ({ on, port }) => {
        const config = await rooms.config();
        if (!config.ok) return config;
        if (barOf(config.value, rooms.role(config.value)) !== null) return failed({ kind: 'notAllowed' });
        const edited = await edit((now) => ({
          officeRepository: on ? switchedOn(now, port) : switchedOff(now, rooms.role(now)),
        }));
        if (!edited.ok) return edited;
        await stop();
        const next = await rooms.config();
        if (!next.ok) return next;
        if (on) begin(next.value);
        tell();
        return done(stateOf(next.value));
      },
      'serving.takeKey': async ({ path: from }) => {
        const config = await rooms.config();
        if (!config.ok) return config;
        if (rooms.role(config.value) !== 'itAdmin') return failed({ kind: 'notAllowed' });
        const key = await keyIn(from);
        if (!key.ok) return key;
        const refusal = await rooms.tryKey(config.value, key.value);
        if (refusal) return failed(refusal);
        const edited = await edit((now) => ({
          officeRepository: { ...(now.officeRepository ?? newRepository(now)), accessKey: key.value, off: true },
        }));
        if (!edited.ok) return edited;
        await stop();
        tell();
        return done(stateOf(edited.value));
      },
      'serving.join': async ({ line }) => {
        const config = await rooms.config();
        if (!config.ok) return config;
        const invitation = readInvitation(line);
        if (invitation === null) return failed({ kind: 'badInput', detail: 'no invitation' });
        if (rooms.role(config.value) !== 'itAdmin') return failed({ kind: 'notAllowed' });
        const { officeId } = invitation;
        if (officeId !== config.value.office.officeId) return failed({ kind: 'badInput', detail: 'of another office' });
        const edited = await edit((now) => joined(now, invitation));
        return edited.ok ? done({ officeId }) : edited;
      },
    },
  };
}

/** What a file says that holds a key and nothing else; a key is no longer than a line. */
async function keyIn(file: string): Promise<Outcome<string>> {
  const text = await readText(file);
  if (!text.ok) return text;
  const key = OfficeRepositoryConfig.shape.accessKey.safeParse(text.value.trim());
  return key.success && key.data !== undefined && !/[\r\n]/.test(key.data)
    ? done(key.data)
    : failed({ kind: 'badInput', detail: `${path.basename(file)}: no access key` });
}

function barOf(config: OfficeConfig, role: Role): ServingBar | null {
  if (officeKeyIn(config) === undefined) return 'officeKey';
  return role === 'itAdmin' || config.officeRepository !== undefined ? null : 'role';
}

function switchedOn(config: OfficeConfig, port: number): OfficeRepositoryConfig {
  const { off: _off, ...allowed } = config.officeRepository ?? newRepository(config);
  return { ...allowed, port };
}

/** Whom the institution allowed it by the file can switch it on again. */
const switchedOff = ({ officeRepository }: OfficeConfig, role: Role): OfficeRepositoryConfig | undefined =>
  !officeRepository || (role === 'itAdmin' && officeRepository.accessKey === undefined)
    ? undefined
    : { ...officeRepository, off: true };

/** Beside the desk's data, in a folder of its own. */
const newRepository = ({ dataDir }: OfficeConfig): OfficeRepositoryConfig =>
  OfficeRepositoryConfig.parse({ dir: path.join(path.dirname(dataDir), 'office-repository') });

/** What the others of the network reach this PC by; a service that listens on this machine alone answers nobody else. */
function addressesOf(url: string): string[] {
  const { hostname, port } = new URL(url);
  if (hostname !== '0.0.0.0' && hostname !== '[::]') return [url];
  return Object.values(networkInterfaces())
    .flatMap((one) => one ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4')
    .map(({ address }) => `http://${address}:${port}`)
    .slice(0, 10);
}
