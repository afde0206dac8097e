import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { OfficeConfig } from '../contract/config.ts';
import { done, failed, type Failure, type Outcome } from '../contract/failures.ts';
import { OfficeControl } from '../contract/processes.ts';
import type { RecoveryCalls, RecoveryEnd, RecoveryNeed, RecoveryWish } from '../contract/recovery.ts';
import type { Handlers } from '../contract/rpc.ts';
import { askOnce } from './ask-once.ts';
import type { Launched, Transferable } from './child.ts';
import { writeDurably } from '../at-rest/durable.ts';

/** Copies of years on a slow stick are read twice. */
const patienceMs = 60 * 60_000;
const awaitedName = 'recovery.awaited';
/** What such a start is told of the copy that is missing. */
export const awaitedDetail = 'awaited';

/** This PC takes the place of another: its folder waits for what the copies hold, and no office is opened in it before. */
export const awaitsRecovery = (dataDir: string): boolean => existsSync(path.join(dataDir, awaitedName));
export const awaitRecovery = (dataDir: string): Promise<void> =>
  writeDurably(path.join(dataDir, awaitedName), Buffer.from('1\n'));

/** Where a key comes from: it lies sealed beside the data as well, or nowhere yet. */
export type KeySource = 'beside' | 'new';

export interface RecoveryRooms<P extends Transferable> {
  /** Why the office is not open, where it can be brought back; null where it is open, or fails for another reason. */
  need(): Promise<RecoveryNeed | null>;
  /** This desk's configuration, at the seat that was taken. */
  config(): Promise<Outcome<OfficeConfig>>;
  /** The store key at hand. */
  key(config: OfficeConfig): Promise<Outcome<string>>;
  /** Puts a key where the next start finds it. */
  adopt(config: OfficeConfig, key: string, source: KeySource): Promise<Outcome<string>>;
  launchOffice(): Launched<P>;
  /** Opens the office anew. */
  reopen(): Promise<void>;
}

type Came = { readonly [K in RecoveryWish['kind']]: Extract<RecoveryEnd, { kind: K }>['value'] };

/** Bringing a desk back from the window: what the office's program does meanwhile, and what of it touches keychain and start. */
export function recoveryHandlers<P extends Transferable>(rooms: RecoveryRooms<P>): Handlers<RecoveryCalls> {
  const wanted = async (): Promise<Outcome<{ need: RecoveryNeed; config: OfficeConfig }>> => {
    const need = await rooms.need();
    if (need === null) return failed({ kind: 'notAllowed' });
    const config = await rooms.config();
    return config.ok ? done({ need, config: config.value }) : config;
  };
  const perform = async <K extends RecoveryWish['kind']>(
    config: OfficeConfig,
    wish: Extract<RecoveryWish, { kind: K }>,
  ): Promise<Outcome<Came[K]>> => {
    const end = await askOnce(patienceMs, rooms.launchOffice, { kind: 'recover', config, wish }, endIn);
    if (typeof end === 'string') return failed({ kind: 'officeGone' });
    if (end.kind === 'failed') return failed(end.failure);
    return end.kind === wish.kind ? done(end.value as Came[K]) : failed({ kind: 'officeGone' });
  };
  /** The key that the folder will have: the one at hand, else the one beside the data, else a new one. Kept before anything is sealed with it. */
  const keyFor = async (need: RecoveryNeed, config: OfficeConfig, keyFile: string): Promise<Outcome<string>> => {
    if (need !== 'keyLost') {
      const atHand = await rooms.key(config);
      if (atHand.ok || atHand.failure.kind !== 'storeKeyWrong') return atHand;
    }
    const beside = await perform(config, { kind: 'key', keyFile });
    if (!beside.ok && beside.failure.kind === 'recoveryKeyWrong') return beside;
    return beside.ok
      ? rooms.adopt(config, beside.value, 'beside')
      : rooms.adopt(config, randomBytes(32).toString('hex'), 'new');
  };
  const on = async <T>(
    work: (config: OfficeConfig, need: RecoveryNeed) => Promise<Outcome<T>>,
  ): Promise<Outcome<T>> => {
    const found = await wanted();
    return found.ok ? work(found.value.config, found.value.need) : found;
  };

  return {
    'recovery.read': async () => {
      const need = await rooms.need();
      const config = need === null ? null : await rooms.config();
      if (need === null || !config?.ok)
        return done({ need: null, deviceId: '', folder: null, repository: false, keyBeside: false });
      const { deviceId, dataDir, secondCopy } = config.value;
      const keyBeside = existsSync(path.join(dataDir, 'store-key.age'));
      const { folder = null, repository = false } = secondCopy ?? {};
      return done({ need, deviceId, folder, repository, keyBeside });
    },
    'recovery.look': ({ folder }) => on((config) => perform(config, { kind: 'look', folder })),
    'recovery.fetch': () => on((config) => perform(config, { kind: 'fetch' })),
    'recovery.errand': ({ folder, to }) => on((config) => perform(config, { kind: 'errand', folder, to })),
    'recovery.open': ({ folder, keyFile }) => on((config) => perform(config, { kind: 'open', folder, keyFile })),
    'recovery.key': ({ keyFile }) =>
      on(async (config) => {
        const key = await perform(config, { kind: 'key', keyFile });
        const adopted = key.ok ? await rooms.adopt(config, key.value, 'beside') : key;
        if (!adopted.ok) return adopted;
        await rooms.reopen();
        return done({});
      }),
    'recovery.bring': ({ folder, keyFile, generation }) =>
      on(async (config, need) => {
        const storeKey = await keyFor(need, config, keyFile);
        if (!storeKey.ok) return storeKey;
        return perform(config, { kind: 'bring', folder, keyFile, generation, storeKey: storeKey.value });
      }),
    'recovery.finish': () =>
      on(async ({ dataDir }) => {
        await rm(path.join(dataDir, awaitedName), { force: true });
        await rooms.reopen();
        return done({});
      }),
  };
}

function endIn(body: unknown): RecoveryEnd | null {
  const control = OfficeControl.safeParse(body);
  return control.success && control.data.kind === 'recovered' ? control.data.end : null;
}

/** Which failures of an office that does not open a copy mends. */
export function needOf(failure: Failure): RecoveryNeed | null {
  if (failure.kind === 'storeDamaged') return 'damaged';
  return failure.kind === 'storeKeyWrong' ? 'keyLost' : null;
}
