import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { done, failed, type Failure, type Outcome } from '../contract/failures.ts';
import type { LastInstall, Readiness, UpdatePolicy, UpdateStatus } from '../contract/updates.ts';
import { chooseRelease, type Here } from './choose.ts';
import { alone } from './alone.ts';
import { download, downloadedFile, judgeFile } from './download.ts';
import { troubleOf } from './full-disk.ts';
import type { Source } from './sources/index.ts';
import { judgeStagedFile, readStaged, stage } from './stage.ts';
import { type Offer, first, readState, type UpdateState, writeState } from './state.ts';
import { hindrances } from './timing.ts';
import { refreshTrust, type Trusted } from './trust.ts';

/** Puts versions in place. It has the rights for it, and believes nothing it did not verify itself. */
export interface Installer {
  /** Installs the staged file of this name; the program is exchanged when it answers, or will be once this process ended. */
  install(staged: string, offer: Offer): Promise<Outcome<null>>;
  /** Brings back the version that was kept at the last installation. */
  goBack(): Promise<Outcome<null>>;
}

export interface KeeperOptions {
  readonly folder: string;
  readonly root: Uint8Array | null;
  readonly policy: UpdatePolicy;
  readonly sources: readonly Source[];
  readonly here: Pick<Here, 'version' | 'platform' | 'arch' | 'format'>;
  readonly installer: Installer | null;
  /** The office, asked each time; null where it does not answer. */
  readonly readiness: () => Promise<Readiness | null>;
  /** Copies the journal before an installation; answers where the copy lies, null where there is nothing to lose. */
  readonly backup: () => Promise<Outcome<string | null>>;
  /** What of the self-test fails in this version already. */
  readonly faultsNow: () => Promise<readonly string[]>;
  /** Lets so many bytes through when the line's cap allows it. */
  readonly take: (bytes: number) => Promise<void>;
  readonly now: () => Date;
  readonly onChange?: (status: UpdateStatus) => void;
  readonly waitsMs?: readonly number[];
  /** Bytes of the disk that no download takes. */
  readonly reserve?: number;
}

/** So far a clock may be behind what was seen before: time servers put clocks right all day. */
const clockSlackMs = 24 * 3_600_000;
/** So many starts of a new version may end before its trial does. */
const startsOfATrial = 2;

/**
 * Keeps this PC's program up to date. Several keepers (the accounts of a PC, a command beside a window) may have one folder: one of them works at a
 * time, and each takes over what the others wrote. Every change of its state is durable before it is told, unless the disk is full: then it holds for as
 * long as the program runs.
 */
export class UpdateKeeper {
  readonly #options: KeeperOptions;
  #state: UpdateState;
  #readiness: Readiness | null = null;
  #stage: 'resting' | 'downloading' | 'installing' = 'resting';
  #received = 0;

  private constructor(options: KeeperOptions, state: UpdateState) {
    this.#options = options;
    this.#state = state;
  }

  static async open(options: KeeperOptions): Promise<UpdateKeeper> {
    const keeper = new UpdateKeeper(options, await standingIn(options.folder));
    await keeper.#takeStock();
    return keeper;
  }

  /** What is shown. Asks the office what stands in the way. */
  async status(): Promise<UpdateStatus> {
    this.#readiness = await this.#options.readiness();
    return this.#statusNow();
  }

  /** Looks what is offered: the first source whose word holds counts. */
  async check(): Promise<Outcome<UpdateStatus>> {
    if (this.#options.policy.mode === 'system') return this.#ended({ kind: 'updateRefused', reason: 'system' });
    return this.#alone(() => this.#checkNow());
  }

  async #checkNow(): Promise<Outcome<UpdateStatus>> {
    const { now } = this.#options;
    const trusted = await this.#trust();
    if (!trusted.ok) return this.#ended(trusted.failure);
    this.#readiness = await this.#options.readiness();
    const choice = chooseRelease(trusted.value, this.#here(), now());
    const { target, kind, standing } = choice;
    const before = this.#state.offer;
    const same = target !== null && before?.sha512 === target.sha512 && before.name === target.name;
    const offer = target === null ? null : { ...target, kind, ready: same && before.ready };
    const at = now().toISOString();
    await this.#write({ seenAt: at, lastCheckAt: at, lastFailure: null, standing, offer });
    if (!same) await this.#tidy();
    return done(await this.#tell());
  }

  /** Fetches what is offered, and verifies it. */
  async fetch(signal: AbortSignal): Promise<Outcome<UpdateStatus>> {
    if (this.#state.offer === null) return failed({ kind: 'updateRefused', reason: 'nothingWaits' });
    if (this.#stage !== 'resting') return done(await this.#tell());
    return this.#alone(() => this.#fetchNow(signal));
  }

  async #fetchNow(signal: AbortSignal): Promise<Outcome<UpdateStatus>> {
    const { offer } = this.#state;
    if (offer === null) return failed({ kind: 'updateRefused', reason: 'nothingWaits' });
    this.#stage = 'downloading';
    await this.#tell();
    try {
      const { folder, sources, take, waitsMs, reserve } = this.#options;
      const fetched = await download({
        ...{ target: offer, sources, folder, take, signal, base: await this.#base() },
        ...(waitsMs ? { waitsMs } : {}),
        ...(reserve === undefined ? {} : { reserve }),
        onProgress: (received) => (this.#received = received),
      });
      if (!fetched.ok) return await this.#ended(fetched.failure);
      await this.#write({ offer: { ...offer, ready: true }, lastFailure: null });
    } finally {
      this.#stage = 'resting';
    }
    return done(await this.#tell());
  }

  async setInstallOnQuit(installOnQuit: boolean): Promise<UpdateStatus> {
    await this.#write({ installOnQuit });
    return this.#tell();
  }

  /** Installs what was fetched, unless something stands in the way. Everything is verified again, from a fresh read. */
  async apply(): Promise<Outcome<UpdateStatus>> {
    if (this.#options.policy.mode === 'system') return failed({ kind: 'updateRefused', reason: 'system' });
    return this.#alone(() => this.#applyNow());
  }

  async #applyNow(): Promise<Outcome<UpdateStatus>> {
    const { installer, folder, root, policy, now, here } = this.#options;
    const { offer } = this.#state;
    if (offer === null || !offer.ready) return failed({ kind: 'updateRefused', reason: 'nothingWaits' });
    if (installer === null || root === null) return failed({ kind: 'updateRefused', reason: 'rights' });
    this.#readiness = await this.#options.readiness();
    if (hindrances(this.#readiness, policy, now()).length > 0) {
      return failed({ kind: 'updateRefused', reason: 'putOff' });
    }
    this.#stage = 'installing';
    await this.#tell();
    try {
      const staged = await stage(folder, this.#trustFolder, offer);
      const read = await readStaged({
        ...{ staged, name: offer.name, trustFolder: this.#trustFolder, root },
        here: { ...here, schema: this.#readiness?.schema ?? null },
      });
      const wrong = read.ok ? await judgeStagedFile(staged, read.value) : read.failure;
      if (wrong !== null) {
        await this.#write({ offer: { ...offer, ready: false } });
        if (wrong.kind === 'updateRefused') await rm(downloadedFile(folder, offer), { force: true });
        return await this.#ended(wrong);
      }
      const backup = await this.#options.backup();
      if (!backup.ok) return await this.#ended(backup.failure);
      const at = now().toISOString();
      const { install: before, refused } = this.#state;
      // On the disk or not at all: without it nobody would know that the next version is on trial.
      await this.#writeSurely({
        install: {
          ...{ from: here.version, version: offer.release.version, at, end: 'trial', reason: null },
          ...{ starts: 0, backup: backup.value, failedBefore: [...(await this.#options.faultsNow())] },
        },
      });
      const installed = await installer.install(staged, offer);
      if (!installed.ok) {
        const unhealthy = installed.failure.kind === 'updateRefused' && installed.failure.reason === 'unhealthy';
        await this.#write(
          unhealthy
            ? {
                install: this.#ending('returned', 'self-test'),
                refused: [...refused, offer.release.version],
                offer: null,
              }
            : { install: before },
        );
        return await this.#ended(installed.failure);
      }
      await this.#write({ offer: null });
      return done(await this.#tell());
    } finally {
      this.#stage = 'resting';
    }
  }

  /**
   * The first thing a start does: is this version on trial here? `test`: run the self-test before anything opens the data. `goBack`:
   * it had its chances.
   */
  async beginStart(): Promise<'usual' | 'test' | 'goBack'> {
    const { install } = this.#state;
    const { version } = this.#options.here;
    if (install === null || install.end !== 'trial') return 'usual';
    if (install.version !== version) {
      // The version before is what starts: it never came, or it was brought back from outside.
      await this.#write({ install: this.#ending('returned', 'not installed') });
      return 'usual';
    }
    if (install.starts >= startsOfATrial) return 'goBack';
    await this.#write({ install: { ...install, starts: install.starts + 1 } });
    return 'test';
  }

  /** The trial is over: this version opened the office and showed its window. */
  async healthy(): Promise<void> {
    if (this.#state.install?.end !== 'trial') return;
    await this.#write({ install: this.#ending('healthy', null) });
    await this.#tell();
  }

  /** Brings the version before back. The one that goes is not offered to this PC again. */
  async goBack(reason: string): Promise<Outcome<null>> {
    const { install, refused } = this.#state;
    const { installer } = this.#options;
    if (install === null || installer === null) return failed({ kind: 'updateRefused', reason: 'rights' });
    const back = await installer.goBack();
    if (!back.ok) return back;
    const next = refused.includes(install.version) ? refused : [...refused, install.version];
    await this.#write({ install: this.#ending('returned', reason), refused: next, offer: null });
    return back;
  }

  /** What failed before the version on trial came. */
  get failedBefore(): readonly string[] {
    return this.#state.install?.failedBefore ?? [];
  }

  /** The journal's copy from before the last installation, where that installation was taken back. */
  get backupOfReturned(): string | null {
    const { install } = this.#state;
    return install?.end === 'returned' ? install.backup : null;
  }

  get #trustFolder(): string {
    return path.join(this.#options.folder, 'metadata');
  }

  #here(): Here {
    const { here, policy } = this.#options;
    const { installId, refused } = this.#state;
    return { ...here, ring: policy.ring, installId, refused, schema: this.#readiness?.schema ?? null };
  }

  async #trust(): Promise<Outcome<Trusted>> {
    const { root, sources, now } = this.#options;
    if (root === null) return failed({ kind: 'updateRefused', reason: 'noRoot' });
    const { seenAt } = this.#state;
    if (seenAt !== null && now().getTime() + clockSlackMs < Date.parse(seenAt)) {
      return failed({ kind: 'updateRefused', reason: 'clockBack' });
    }
    let worst: Failure | null = null;
    for (const source of sources) {
      const trusted = await refreshTrust({ folder: this.#trustFolder, root, source });
      if (trusted.ok) return trusted;
      // Who is silent says nothing; who lies is worth telling.
      if (worst === null || worst.kind === 'updateUnreachable') worst = trusted.failure;
    }
    return failed(worst ?? { kind: 'updateUnreachable', source: '', detail: 'no source is configured' });
  }

  /** What lies there from before: whole, in part, or not at all. */
  async #takeStock(): Promise<void> {
    const { offer } = this.#state;
    const { folder, here } = this.#options;
    if (offer === null) return;
    if (offer.release.version === here.version) return this.#write({ offer: null });
    const file = downloadedFile(folder, offer);
    this.#received = (await stat(`${file}.part`).catch(() => null))?.size ?? 0;
    const ready = (await judgeFile(file, offer)) === null;
    if (ready !== offer.ready) await this.#write({ offer: { ...offer, ready } });
  }

  /** Files of releases that are not offered any more, but for the last whole one: the next is put together out of it. */
  async #tidy(): Promise<void> {
    const { offer } = this.#state;
    const targets = path.join(this.#options.folder, 'targets');
    const base = await this.#base();
    this.#received = 0;
    for (const name of await readdir(targets).catch(() => [])) {
      const file = path.join(targets, name);
      if (file !== base && (offer === null || !name.startsWith(offer.sha512))) await rm(file, { force: true });
    }
  }

  /** The newest whole file of another release than the one that is offered; undefined where there is none. */
  async #base(): Promise<string | undefined> {
    const { offer } = this.#state;
    const targets = path.join(this.#options.folder, 'targets');
    let newest: { readonly file: string; readonly at: number } | undefined;
    for (const name of await readdir(targets).catch(() => [])) {
      if (name.endsWith('.part') || (offer !== null && name.startsWith(offer.sha512))) continue;
      const file = path.join(targets, name);
      const at = (await stat(file).catch(() => null))?.mtimeMs ?? 0;
      if (newest === undefined || at > newest.at) newest = { file, at };
    }
    return newest?.file;
  }

  #ending(end: LastInstall['end'], reason: string | null): UpdateState['install'] {
    const { install } = this.#state;
    return install && { ...install, end, reason };
  }

  async #ended(failure: Failure): Promise<Outcome<never>> {
    await this.#write({ lastFailure: failure, lastCheckAt: this.#options.now().toISOString() });
    await this.#tell();
    return failed(failure);
  }

  /** Works in the folder while nobody else does, on what the others left there. A full disk, or another account's folder, is an answer as any other. */
  async #alone(work: () => Promise<Outcome<UpdateStatus>>): Promise<Outcome<UpdateStatus>> {
    const { folder } = this.#options;
    try {
      const answer = await alone(folder, async () => {
        this.#state = await readState(folder, this.#state);
        return work();
      });
      return answer === 'held' ? failed({ kind: 'updateRefused', reason: 'elsewhere' }) : answer;
    } catch (error) {
      const failure = troubleOf(error);
      if (failure === null) throw error;
      return this.#ended(failure);
    }
  }

  async #write(change: Partial<UpdateState>): Promise<void> {
    try {
      await this.#writeSurely(change);
    } catch (error) {
      // It keeps nobody from working: what the disk does not take, the next look finds anew.
      if (troubleOf(error) === null) throw error;
      this.#state = { ...this.#state, ...change };
    }
  }

  /** What others wrote since stays: this changes what it names. */
  async #writeSurely(change: Partial<UpdateState>): Promise<void> {
    const { folder } = this.#options;
    const next = { ...(await readState(folder, this.#state)), ...change };
    await writeState(folder, next);
    this.#state = next;
  }

  async #tell(): Promise<UpdateStatus> {
    const status = this.#statusNow();
    this.#options.onChange?.(status);
    return status;
  }

  #statusNow(): UpdateStatus {
    const { policy, here, now } = this.#options;
    const { offer, install, lastCheckAt, lastFailure, standing, installOnQuit } = this.#state;
    const { mode, ring } = policy;
    return {
      ...{ mode, ring, version: here.version, lastCheckAt, lastFailure, standing, installOnQuit },
      putOff: offer?.ready ? hindrances(this.#readiness, policy, now()) : [],
      waiting: offer && {
        version: offer.release.version,
        ...{ kind: offer.kind, critical: offer.release.critical, notes: offer.release.notes },
        bytes: offer.length,
        received: offer.ready ? offer.length : Math.min(this.#received, offer.length),
        stage: this.#stage === 'resting' ? (offer.ready ? 'ready' : 'offered') : this.#stage,
      },
      lastInstall: install && {
        ...{ from: install.from, version: install.version, at: install.at, end: install.end, reason: install.reason },
      },
    };
  }
}

/** What this PC remembers; where the folder lets nobody in, nothing, and why: it keeps no program from starting. */
async function standingIn(folder: string): Promise<UpdateState> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return await readState(folder);
  } catch (error) {
    const failure = troubleOf(error);
    if (failure === null) throw error;
    return { ...first(), lastFailure: failure };
  }
}
