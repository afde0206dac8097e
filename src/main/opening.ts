import path from 'node:path';
import { DiagnosticsPolicy, type OfficeConfig } from '../contract/config.ts';
import type { DiaryFacts, Tell } from '../contract/diary.ts';
import { tellThrown } from '../contract/diary-fields.ts';
import { done, failed, type Failure, type Outcome } from '../contract/failures.ts';
import type { LockState } from '../contract/lock.ts';
import type { PolicyReport } from '../contract/policy.ts';
import { atSeat, firstSeat, seatsOf } from '../contract/seats.ts';
import { withSeatsGranted } from '../policy/granted-seats.ts';
import { openOfficeConfig } from '../policy/office.ts';
import type { Wishes } from './command-line.ts';
import {
  adoptStoreKey,
  keepPracticeKey,
  keepStoreKey,
  readFolderKey,
  readKeyFile,
  readPracticeKey,
  readStoreKey,
  type SafeStorage,
} from './keychain.ts';
import type { LockKeeper } from './lock-keeper.ts';
import { awaitedDetail, needOf, type KeySource } from './recovery.ts';
import { readSeat } from './seat-file.ts';
import { setUpByItself, type SetupPlaces } from './setup.ts';

export interface OpeningRooms {
  readonly safeStorage: SafeStorage;
  /** Electron's: what a crash leaves, on this PC alone. */
  readonly crashReporter: { start(options: { uploadToServer: false; compress: true }): void };
  /** Folder of this program's own files for this user. */
  readonly userData: string;
  readonly wishes: Pick<Wishes, 'officeConfig' | 'storeKeyFile'>;
  readonly places: Omit<SetupPlaces, 'fetch'>;
  readonly locks: Pick<LockKeeper, 'at' | 'answer'>;
  /** What the institution decided of the diary. */
  readonly obey: (policy: DiagnosticsPolicy) => void;
  readonly log: Tell;
}

export interface Known {
  readonly config: OfficeConfig;
  readonly policy: PolicyReport;
  /** The store key, as hexadecimal. */
  readonly key: string;
}

/** What opens a desk: its office's file, and the key of its data, wherever this machine keeps it. */
export interface Opening {
  /** The office's file, as it holds under the policy of this machine, and its key; the lock of whoever sits here hears of it. */
  readOffice(): Promise<Outcome<Known>>;
  /** The office's file as it holds now. */
  officeNow(): Promise<Outcome<OfficeConfig>>;
  /** The same at the seat that was taken last. */
  configNow(): Promise<Outcome<OfficeConfig>>;
  atItsSeat(config: OfficeConfig): OfficeConfig;
  /** The key of the folder that the person of this seat was enrolled in: with several people at one PC, each has one. */
  keyAtSeat(config: OfficeConfig): Promise<Outcome<string>>;
  /** The key of this very folder; nobody sits down by it. */
  keyAtHand(config: OfficeConfig): Promise<Outcome<string>>;
  /** Keeps a store key that was brought back where the next start finds it. */
  keepKey(config: OfficeConfig, key: string, source: KeySource): Promise<Outcome<string>>;
  /** What the folder of the office's repository is encrypted with. */
  folderKeyAt(dir: string, config: OfficeConfig): Promise<Outcome<string>>;
  /** What a person is asked for before this start has an office; null where something is wrong. */
  awaited(failure: Failure): Promise<DiaryFacts<'waits'>['what'] | null>;
  /** The file that the key of a practice office lies in. */
  readonly practiceKeyFile: string;
  /** Who works at this PC, where there are several, as the file said that was read last: by the first seat of each. */
  people(): LockState['people'];
}

export function deskOpening(rooms: OpeningRooms): Opening {
  const { safeStorage, userData, wishes, places, locks, log } = rooms;
  const practiceKeyFile = wishes.storeKeyFile ?? path.join(path.dirname(places.file), 'store-key');
  let last: OfficeConfig | null = null;

  const atItsSeat = (config: OfficeConfig): OfficeConfig =>
    atSeat(withSeatsGranted(config), readSeat(userData) ?? firstSeat);

  const keyOf = async (config: OfficeConfig, given: string | null): Promise<Outcome<string>> => {
    const { dataDir } = config;
    const keychain = { safeStorage, userData, dataDir };
    try {
      if (config.mode === 'practice') return await readPracticeKey(practiceKeyFile, dataDir);
      const key = given === null ? await readStoreKey(keychain) : await adoptStoreKey(keychain, given);
      if (key.ok || key.failure.kind !== 'keychainMissing') return key;
      // Without a keychain a passphrase seals the key; it may not have been said yet, or not been chosen.
      const lock = locks.at(config);
      const opened = await lock.keyWithoutKeychain();
      if (opened.ok || given === null) return opened;
      const brought = await readKeyFile(given);
      if (!brought.ok) return brought;
      lock.broughtBack(brought.value);
      return await lock.keyWithoutKeychain();
    } catch (error) {
      log('keychain', tellThrown(error));
      return failed({ kind: 'keychainMissing' });
    }
  };
  const keyAtSeat = async (config: OfficeConfig, given: string | null): Promise<Outcome<string>> => {
    const home = { ...config, dataDir: config.grantedAt ?? config.dataDir };
    const key = await keyOf(home, given);
    if (key.ok) locks.at(home).holds(key.value);
    else if (needOf(key.failure) !== null) locks.at(home).nothingOpen();
    return key;
  };
  const officeNow = async (): Promise<Outcome<OfficeConfig>> => {
    const opened = await openOfficeConfig(places.file);
    return opened.ok ? done(opened.value.config) : opened;
  };
  return {
    practiceKeyFile,
    atItsSeat,
    officeNow,
    async readOffice() {
      if (wishes.officeConfig === null && (await setUpByItself(places))) log('setUp');
      const opened = await openOfficeConfig(places.file);
      if (!opened.ok) return opened;
      const { config, policy } = opened.value;
      keepTraces(config, rooms);
      for (const { kind } of policy.troubles) log('policyTrouble', { trouble: kind });
      last = withSeatsGranted(config);
      const key = await keyAtSeat(atItsSeat(config), wishes.storeKeyFile);
      return key.ok ? done({ config, policy, key: key.value }) : key;
    },
    async configNow() {
      const office = await officeNow();
      return office.ok ? done(atItsSeat(office.value)) : office;
    },
    keyAtSeat: (config) => keyAtSeat(config, null),
    keyAtHand: (config) => keyOf(config, wishes.storeKeyFile),
    async keepKey(config, key, source) {
      const { dataDir } = config;
      const kept =
        config.mode === 'practice'
          ? await keepPracticeKey(practiceKeyFile, key)
          : await keepStoreKey({ safeStorage, userData, dataDir }, key);
      const lock = locks.at(config);
      if (kept.ok) lock.holds(key);
      // One that exists nowhere else is not trusted to a passphrase that may never be chosen.
      if (kept.ok || kept.failure.kind !== 'keychainMissing' || source === 'new') return kept;
      lock.broughtBack(key);
      return done(key);
    },
    // A practice office's is fiction: its key lies beside the desk's own.
    folderKeyAt: (dir, config) =>
      config.mode === 'practice'
        ? readPracticeKey(path.join(path.dirname(places.file), 'office-repository-key'), dir)
        : readFolderKey({ safeStorage, userData, dataDir: dir }, () => keyAtSeat(config, null)),
    async awaited(failure) {
      if (failure.kind === 'fileUnreadable') {
        const isFirst = failure.file === places.file && failure.code === 'ENOENT';
        return isFirst ? 'setup' : null;
      }
      if (failure.kind === 'copyMissing') return failure.detail === awaitedDetail ? 'copy' : null;
      if (failure.kind !== 'keychainMissing') return null;
      const state = await locks.answer('lock.read', {});
      return state.ok && ['passphrase', 'new'].includes((state.value as LockState).wants) ? 'passphrase' : null;
    },
    people: () => (last === null || last.mode === 'practice' ? undefined : peopleOf(last, atItsSeat(last))),
  };
}

/** What the diary and a crash leave on this PC, as the institution wants it. Nothing is ever sent. */
function keepTraces({ diagnostics }: OfficeConfig, { obey, crashReporter }: OpeningRooms): void {
  const told = diagnostics ?? DiagnosticsPolicy.parse({});
  obey(told);
  if (told.crashReports) crashReporter.start({ uploadToServer: false, compress: true });
}

function peopleOf(config: OfficeConfig, present: OfficeConfig): LockState['people'] {
  const people = new Map<string, { seatId: string; name: string; present: boolean }>();
  for (const { seatId, person } of seatsOf(config))
    if (!people.has(person.personId))
      people.set(person.personId, {
        ...{ seatId, name: person.name, present: person.personId === present.person.personId },
      });
  return people.size > 1 ? [...people.values()] : undefined;
}
