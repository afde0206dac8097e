import type { Failure } from '../../contract/failures.ts';
import type { HomeCheck, HomeStatus } from '../../contract/home.ts';
import type { AnswersLeft, Carrying, StickExported, StickImported, StickWished } from '../../contract/stick.ts';
import type { Desk } from '../desk.ts';
import { createStore, type Store } from './store.ts';

/** As much as a common stick holds of files beside other things; what does not fit comes over the line. */
const stickBytes = 2_000_000_000;

export interface HomeView {
  readonly status: HomeStatus | null;
  readonly check: HomeCheck | null;
  readonly exported: StickExported | null;
  readonly wished: StickWished | null;
  readonly imported: StickImported | null;
  /** Parcels of other offices, and what was last handed out of their answers. */
  readonly carrying: Carrying | null;
  readonly handed: AnswersLeft | null;
  /** What the last thing that was asked for came to, where it came to nothing. */
  readonly failure: Failure | null;
  readonly busy: 'copy' | 'check' | 'export' | 'wish' | 'import' | 'carry' | 'passOn' | 'handOut' | null;
  /** What stands in the fields; leaving the place loses none. */
  readonly folder: string;
  readonly file: string;
  readonly parcel: string;
  readonly back: string;
  /** Numbers of the cases that this desk is to begin with, one a line, and the stick on which it says so. */
  readonly numbers: string;
  readonly wishFolder: string;
}

/** Copies at a second place, and what is carried on a stick. */
export interface HomeDesk {
  readonly view: Store<HomeView>;
  read(): Promise<void>;
  copyNow(adopt: boolean): Promise<void>;
  checkNow(): Promise<void>;
  exportTo(): Promise<void>;
  /** Writes down which cases this desk is to begin with. */
  wish(): Promise<void>;
  importFrom(): Promise<void>;
  /** Takes in another office's parcel, to pass it on. */
  carry(): Promise<void>;
  passOn(): Promise<void>;
  /** Puts the answers on the stick that goes back. */
  handOut(): Promise<void>;
  write(part: Partial<Pick<HomeView, 'folder' | 'file' | 'parcel' | 'back' | 'numbers' | 'wishFolder'>>): void;
}

export function createHome(desk: Desk): HomeDesk {
  const view = createStore<HomeView>({
    ...{ status: null, check: null, exported: null, imported: null, failure: null, busy: null, folder: '', file: '' },
    ...{ carrying: null, handed: null, parcel: '', back: '', wished: null, numbers: '', wishFolder: '' },
  });
  const change = (part: Partial<HomeView>): void => view.set((now) => ({ ...now, ...part }));
  const readCarried = async (): Promise<void> => {
    const carrying = await desk.call('stick.carried', {});
    if (carrying.ok) change({ carrying: carrying.value });
  };
  const read = async (): Promise<void> => {
    const status = await desk.call('home.status', {});
    if (status.ok) change({ status: status.value });
    await readCarried();
  };
  desk.on('home.changed', (status) => change({ status }));
  desk.on('carried.changed', () => void readCarried());
  desk.on('office.restarted', () => void read());
  return {
    view,
    read,
    write: change,
    async copyNow(adopt) {
      change({ busy: 'copy', failure: null, check: null });
      const status = await desk.call('home.copyNow', { adopt });
      change({ busy: null, ...(status.ok ? { status: status.value } : { failure: status.failure }) });
      if (!status.ok) await read();
    },
    async checkNow() {
      change({ busy: 'check', failure: null, check: null });
      const check = await desk.call('home.check', {});
      change({ busy: null, ...(check.ok ? { check: check.value } : { failure: check.failure }) });
    },
    async exportTo() {
      change({ busy: 'export', failure: null, exported: null });
      const made = await desk.call('stick.export', { folder: view.get().folder.trim() });
      change({ busy: null, ...(made.ok ? { exported: made.value } : { failure: made.failure }) });
    },
    async wish() {
      change({ busy: 'wish', failure: null, wished: null });
      const { numbers, wishFolder } = view.get();
      const caseNumbers = numbers.split('\n').flatMap((line) => line.trim() || []);
      const made = await desk.call('stick.wish', { folder: wishFolder.trim(), caseNumbers, maxBytes: stickBytes });
      change({ busy: null, ...(made.ok ? { wished: made.value } : { failure: made.failure }) });
    },
    async importFrom() {
      change({ busy: 'import', failure: null, imported: null });
      const taken = await desk.call('stick.import', { path: view.get().file.trim() });
      change({ busy: null, ...(taken.ok ? { imported: taken.value } : { failure: taken.failure }) });
    },
    async carry() {
      change({ busy: 'carry', failure: null, handed: null });
      const taken = await desk.call('stick.carry', { path: view.get().parcel.trim() });
      change({ busy: null, ...(taken.ok ? { parcel: '' } : { failure: taken.failure }) });
      await readCarried();
    },
    async passOn() {
      change({ busy: 'passOn', failure: null });
      const now = await desk.call('stick.passOn', {});
      change({ busy: null, ...(now.ok ? { carrying: now.value } : { failure: now.failure }) });
    },
    async handOut() {
      change({ busy: 'handOut', failure: null, handed: null });
      const handed = await desk.call('stick.handOut', { folder: view.get().back.trim() });
      change({ busy: null, ...(handed.ok ? { handed: handed.value } : { failure: handed.failure }) });
      await readCarried();
    },
  };
}

/** Whether a person should hear of the copy without having asked. */
export function isWorrying(status: HomeStatus): boolean {
  if (status.state === 'failing' || status.state === 'otherPlace') return true;
  return status.state === 'absent' && status.uncovered > 0;
}
