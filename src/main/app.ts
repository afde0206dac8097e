import { randomUUID } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import {
  app,
  BrowserWindow,
  crashReporter,
  dialog,
  MessageChannelMain,
  net,
  powerMonitor,
  protocol,
  safeStorage,
  session,
} from 'electron';
import { catalogueFiles } from '../contract/catalogue-files.ts';
import { DiagnosticsPolicy, type OfficeConfig } from '../contract/config.ts';
import type { DiagnosticsCalls, OfficeDiagnostics } from '../contract/diagnostics.ts';
import type { DiaryVoice } from '../contract/diary.ts';
import { tellThrown } from '../contract/diary-fields.ts';
import { done, failed, type Failure, type Outcome } from '../contract/failures.ts';
import { parseLink, type FojasLink, type LinkCalls } from '../contract/links.ts';
import type { PolicyReport } from '../contract/policy.ts';
import type { LockState } from '../contract/lock.ts';
import type { ServingCalls } from '../contract/office-repository.ts';
import type { PlacesCalls } from '../contract/places.ts';
import type { RecoveryCalls } from '../contract/recovery.ts';
import type { Handlers } from '../contract/rpc.ts';
import type { CatalogueFiles } from '../contract/readers.ts';
import type { SetupCalls } from '../contract/setup.ts';
import type { TokenLibrary } from '../contract/token.ts';
import type { UpdateCalls } from '../contract/updates.ts';
import { withSeatsGranted } from '../policy/granted-seats.ts';
import { policyAlone } from '../policy/office.ts';
import { openInBrowser } from './browser.ts';
import { readWishes } from './command-line.ts';
import { openMainDiary, startedFacts, unhealthyFacts } from './diary.ts';
import { diagnosticsHandlers } from './diagnostics.ts';
import { forbidDumps } from '../diagnostics/no-dumps.ts';
import { tryOfficeKey } from '../policy/setup/index.ts';
import { openDoorway, type Doorway } from './doorway.ts';
import { lockDownApp, lockDownSession } from './lock-down.ts';
import { setMenu } from './menu.ts';
import { memoryOf } from './memory.ts';
import { startOfficeProcess, type OfficeProcess } from './office-process.ts';
import { leaveDesk } from './leave.ts';
import { behindLock, type AskOpen } from './lock-gate.ts';
import { lockKeeper } from './lock-keeper.ts';
import { deskOpening, type Known } from './opening.ts';
import { openPinWindow, PIN_PARTITION, type PinLook } from './pin-window.ts';
import { placesHandlers, systemPlaces } from './places.ts';
import { awaitedDetail, awaitRecovery, awaitsRecovery, recoveryHandlers } from './recovery.ts';
import { nothingToReopen, reopening, type Reopening } from './reopening.ts';
import { followPolicy, type FollowedPolicy } from './policy.ts';
import { startReadersProcess } from './readers-process.ts';
import { keepSeat, readSeat } from './seat-file.ts';
import { answerFile, PAPER_SCHEME, privileges, SCHEME } from './scheme.ts';
import { watchScreenLock } from './screen-lock.ts';
import { keepServing, type Serving } from './serving.ts';
import { setupHandlers, type SetupPlaces } from './setup.ts';
import { startTokenProcesses, type TokenProcesses } from './token-processes.ts';
import { faultsOf, selfTest } from './updates/self-test.ts';
import { openUpdates, type Updates } from './updates/updates.ts';
import { runErrandAndExit } from './updates/without-window.ts';
import { launchUtility, type UtilityOptions } from './utility-child.ts';
import { openCaseWindow } from './windows.ts';

const built = import.meta.dirname;

/** The running parts, once the office is known and its key is at hand. */
interface Running {
  readonly office: OfficeProcess<Electron.MessagePortMain>;
  readonly tokens: TokenProcesses;
  /** The watcher of readers; null where only what is configured is looked at. */
  readonly readers: { stop(): Promise<void> } | null;
  readonly updates: Updates;
  /** What the institution decided, followed while the program runs. */
  readonly policy: FollowedPolicy;
}

const wishes = readWishes(process.argv);
/** Folder of what lies beside the program's archive. */
const resources = app.isPackaged ? process.resourcesPath : path.join(built, '..', '..', 'resources');

/** Folder of this program's own files for this user. */
const userData = app.getPath('userData');
/** What the program tells of itself; `fojas diagnostics` reads it there. */
const diaryFolder = path.join(userData, 'diary');
const diary = openMainDiary(diaryFolder, !app.isPackaged);
const log = diary.tell;
// Beside the diary and never in a shared place: what a crash leaves may hold anything.
app.setPath('crashDumps', path.join(userData, 'crashes'));

app.enableSandbox();
protocol.registerSchemesAsPrivileged(privileges);
lockDownApp(app);

if (wishes.rootErrand !== null) {
  const places = { shippedRoot: path.join(resources, 'update-root.json'), program: app.getPath('exe') };
  void runErrandAndExit(wishes.rootErrand, places).then((code) => app.exit(code));
} else if (wishes.selfTest) {
  void app.whenReady().then(testAndExit);
} else if (app.requestSingleInstanceLock()) {
  app.on('second-instance', (_event, argv) => {
    showAWindow();
    follow(readWishes(argv).link);
  });
  // macOS hands addresses over this way.
  app.on('open-url', (_event, url) => follow(parseLink(url)));
  void app.whenReady().then(main);
} else {
  app.quit();
}

/** In the system's own dialog, over the window that is in front. */
async function choosePlace(what: 'folder' | 'file'): Promise<string | null> {
  const options: Electron.OpenDialogOptions = {
    properties: what === 'folder' ? ['openDirectory', 'createDirectory'] : ['openFile'],
  };
  const window = BrowserWindow.getFocusedWindow();
  const { filePaths } = await (window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options));
  return filePaths[0] ?? null;
}

let showAWindow = (): void => undefined;
/** An address that something else handed over and no window has taken yet. */
let link = wishes.link;
let tellOfLink = (): void => undefined;

function follow(came: FojasLink | null): void {
  if (came === null) return;
  link = came;
  tellOfLink();
}

const linkHandlers: Handlers<LinkCalls> = {
  'links.take': async () => {
    const taken = link;
    link = null;
    return { ok: true, value: { link: taken } };
  },
};

/** What lock and recovery turn to, once there are windows. */
let turns: Pick<Reopening, 'locked' | 'keyCame' | 'person' | 'prove'> = nothingToReopen;
let tellOfLock = (_state: LockState): void => undefined;
const locks = lockKeeper({
  ...{ userData, monitor: powerMonitor, people: () => opening.people() },
  onLocked: () => turns.locked(),
  onChange: (state) => tellOfLock(state),
  onKey: () => turns.keyCame(),
  onPerson: (seatId) => turns.person(seatId),
  proveByToken: () => turns.prove(),
});
const setupPlaces: SetupPlaces = {
  file: path.resolve(wishes.officeConfig ?? path.join(userData, 'office.json')),
  account: os.userInfo().username,
  fetch: (url, init) => net.fetch(String(url), init),
};
const places = placesHandlers({
  ...systemPlaces(process.platform, process.env['SystemDrive']),
  // What stands in for Electron where its binary cannot be had shows no dialog.
  choose: process.versions['electron'] === undefined ? null : choosePlace,
});
const opening = deskOpening({
  ...{ safeStorage, crashReporter, userData, wishes, places: setupPlaces, locks, log },
  obey: (policy) => diary.obey(policy),
});

async function main(): Promise<void> {
  log('started', startedFacts(app.getVersion()));
  // Before anything of a case or a PIN is in memory; what starts from here on inherits it.
  const missed = await forbidDumps();
  if (missed.length > 0) log('dumpsAllowed', { processes: missed.length });
  setMenu(process.platform);
  const answer = (request: Request): Promise<Response> => answerFile(path.join(built, '..', 'renderer'), request.url);
  for (const each of [session.defaultSession, session.fromPartition(PIN_PARTITION, { cache: false })]) {
    lockDownSession(each, app.isPackaged);
    each.protocol.handle(SCHEME, answer);
  }
  // The PIN window shows no documents: its session does not know where they are drawn.
  session.defaultSession.protocol.handle(PAPER_SCHEME, answer);

  const tellAll: typeof doorway.tellAll = (event, data) => {
    // What happens behind a lock is nobody's news.
    if (!locks.locked || event === 'lock.changed') doorway.tellAll(event, data);
  };
  const bringUp = (): Promise<Outcome<Running>> => {
    const started = start({
      onUpdates: (status) => tellAll('updates.changed', status),
      onPolicy: (report) => tellAll('policy.changed', report),
    });
    void started.then((end) => {
      if (end.ok) {
        end.value.office.onEvent((event, data) => tellAll(event, data));
        void begun(end.value, desk, back);
        void opening.officeNow().then((office) => office.ok && serving.begin(office.value));
      } else void tellNotOpened(end.failure);
    });
    return started;
  };
  const tellNotOpened = async (failure: Failure): Promise<void> => {
    const what = await opening.awaited(failure);
    if (what === null) log('notOpened', { failure: failure.kind });
    else log('waits', { what });
  };
  const serving = keepServing({
    ...{ file: setupPlaces.file, log, config: opening.officeNow },
    role: (config) => opening.atItsSeat(config).person.role,
    tryKey: (config, accessKey) => tryOfficeKey(config, accessKey, setupPlaces.fetch),
    launch: () =>
      launchUtility(
        path.join(built, 'office-repository.mjs'),
        `fojas-office-repository-${randomUUID()}`,
        hearing('officeRepository'),
      ),
    folderKey: async (dir) => {
      const config = await opening.configNow();
      return config.ok ? opening.folderKeyAt(dir, config.value) : config;
    },
    onChange: (state) => tellAll('serving.changed', state),
  });
  const askAnew = (): void => doorway.tellAll('office.restarted', {});
  const beginAnew = (): Promise<unknown> => (starting = bringUp());
  const back = reopening({
    ...{ starting: () => starting, bringUp: beginAnew, opening, locks, askAnew },
    keepSeat: (seatId) => keepSeat(userData, seatId),
  });
  turns = back;
  const setup = setupHandlers(setupPlaces, async (recover) => {
    const config = recover ? await opening.configNow() : null;
    if (config?.ok) await awaitRecovery(config.value.dataDir);
    void beginAnew();
    askAnew();
  });
  const recovery = recoveryHandlers({
    ...{ need: back.need, reopen: back.reopen },
    ...{ config: opening.configNow, key: opening.keyAtHand, adopt: opening.keepKey },
    launchOffice: () =>
      launchUtility(path.join(built, 'office.mjs'), `fojas-recovery-${randomUUID()}`, hearing('office')),
  });
  const ask: AskOpen = async (name, input) => {
    if (name === 'links.take') return linkHandlers[name](input as never);
    if (isAboutPlaces(name)) return places[name](input as never);
    const started = await starting;
    if (isAboutSetup(name)) return started.ok ? failed({ kind: 'notAllowed' }) : setup[name](input as never);
    if (isAboutRecovery(name)) return recovery[name](input as never);
    if (isAboutDiagnostics(name)) return diagnostics[name](input as never);
    if (name === 'policy.read') return done(started.ok ? await started.value.policy.look() : await policyAlone());
    if (!started.ok) return started;
    if (isAboutServing(name)) return serving.handlers[name](input as never);
    if (name === 'policy.choose') return started.value.policy.choose(input as never);
    const { office, updates } = started.value;
    if (name === 'home.leave' && (input as { readonly really: boolean }).really) return leave(started.value);
    return isAboutUpdates(name) ? updates.handlers[name](input as never) : office.call(name, input);
  };
  const leave = async (running: Running): Promise<Outcome<unknown>> => {
    const config = await opening.configNow();
    if (!config.ok) return config;
    const isOwn = wishes.officeConfig === null;
    const left = await leaveDesk(config.value, {
      ...{ userData, crashFolder: app.getPath('crashDumps') },
      officeFile: isOwn ? setupPlaces.file : null,
      practiceKey: config.value.mode === 'practice' ? opening.practiceKeyFile : null,
      empty: () => running.office.call('home.leave', { really: true }),
      close: () => closeAll(running, serving),
      forgetPages: async () => {
        await session.defaultSession.clearStorageData();
        await session.defaultSession.clearCache();
      },
    });
    if (left.ok) {
      starting = Promise.resolve(failed({ kind: 'deskEmptied' }));
      askAnew();
    }
    return left;
  };
  const diagnostics = diagnosticsHandlers({
    folder: app.getPath('downloads'),
    tell: log,
    async parts() {
      const started = await starting;
      return {
        ...{ now: new Date(), version: app.getVersion(), diaryFolder, crashFolder: app.getPath('crashDumps') },
        sbomFile: path.join(resources, 'sbom.cdx.json'),
        policy: started.ok ? started.value.policy.report : await policyAlone(),
        updates: started.ok ? await started.value.updates.keeper.status() : null,
      };
    },
    async office() {
      const started = await starting;
      if (!started.ok) return started;
      return (await started.value.office.call('diagnostics.office', {})) as Outcome<OfficeDiagnostics>;
    },
  });
  tellOfLock = (state) => tellAll('lock.changed', state);
  const doorway = openDoorway(
    behindLock(locks, () => starting, ask),
    (incident, error) => log('incident', { incident, ...tellThrown(error) }),
  );
  const desk = openDesk(doorway);
  tellOfLink = () => doorway.tellAll('links.came', {});
  let starting = bringUp();

  showAWindow = () => {
    const [window] = BrowserWindow.getAllWindows();
    if (!window) return void openDesk(doorway);
    if (window.isMinimized()) window.restore();
    window.focus();
  };
  app.on('activate', () => showAWindow());
  app.on('window-all-closed', () => app.quit());
  closeTidily(() => starting, serving);
}

const isAboutPlaces = (name: string): name is keyof PlacesCalls & string => name.startsWith('places.');
const isAboutSetup = (name: string): name is keyof SetupCalls & string => name.startsWith('setup.');
const isAboutRecovery = (name: string): name is keyof RecoveryCalls & string => name.startsWith('recovery.');
const isAboutServing = (name: string): name is keyof ServingCalls & string => name.startsWith('serving.');
const isAboutDiagnostics = (name: string): name is keyof DiagnosticsCalls & string =>
  ['diagnostics.read', 'diagnostics.save', 'diagnostics.fell'].includes(name);
const isAboutUpdates = (name: string): name is keyof UpdateCalls & string => name.startsWith('updates.');

/** Answers when the page of the window is there. */
function openDesk(doorway: Doorway): Promise<void> {
  const { webContents } = openCaseWindow(log);
  doorway.admit(webContents);
  return new Promise((resolve) => webContents.once('did-finish-load', () => resolve()));
}

/** A version on trial is healthy once its office answers and its window is there. */
async function begun({ office, updates, policy }: Running, desk: Promise<void>, back: Reopening): Promise<void> {
  const [status] = await Promise.all([office.call('office.status', {}), desk]);
  if (status.ok) await updates.keeper.healthy();
  else back.notOpened(status.failure);
  updates.begin();
  policy.begin();
}

interface Told {
  readonly onUpdates: Parameters<typeof openUpdates>[0]['onChange'];
  readonly onPolicy: (report: PolicyReport) => void;
}

/** Reads the office's file and key, and starts its processes. A refusal is kept and told to whoever asks. */
async function start({ onUpdates, onPolicy }: Told): Promise<Outcome<Running>> {
  const known = await opening.readOffice();
  if (!known.ok) return known;
  const { dataDir } = known.value.config;
  if (awaitsRecovery(dataDir)) return failed({ kind: 'copyMissing', folder: dataDir, detail: awaitedDetail });
  let running: Pick<Running, 'office'> | null = null;
  const updates = await openUpdates({
    config: known.value.config,
    version: app.getVersion(),
    userData,
    fetch: (url, init) => net.fetch(url, init),
    exchange: async (backup) => (running === null ? null : running.office.exchange(backup)),
    faultsNow: async () => faultsOf(await testOf(null), []),
    onChange: onUpdates,
    ...{ resources, log },
  });
  if (await endsTrial(updates, known.value)) {
    app.relaunch();
    app.exit(0);
  }
  const started = startProcesses(known.value, updates, onPolicy);
  running = started;
  return { ok: true, value: started };
}

/** The trial of a version that came by an update, before anything opens the data. True: the version before is back, start that one. */
async function endsTrial({ keeper }: Updates, known: Known): Promise<boolean> {
  const next = await keeper.beginStart();
  if (next === 'usual') return false;
  const faults = next === 'test' ? faultsOf(await testOf(known), keeper.failedBefore) : ['it did not start'];
  if (faults.length === 0) return false;
  log('updateUnhealthy', unhealthyFacts(app.getVersion(), faults));
  const back = await keeper.goBack(faults.join('; ').slice(0, 500));
  if (!back.ok) log('updateNoWayBack', { failure: back.failure.kind });
  return back.ok;
}

function testOf(known: Known | null): ReturnType<typeof selfTest> {
  return selfTest({
    version: app.getVersion(),
    config: known?.config ?? null,
    storeKey: known?.key ?? null,
    launchOffice: () =>
      launchUtility(path.join(built, 'office.mjs'), `fojas-office-test-${randomUUID()}`, hearing('office')),
    launchHost: launchHost,
    readers:
      known?.config.mode === 'practice' || known?.config.drivers?.onlyListed
        ? null
        : { launch: launchReaders, files: driverFiles() },
  });
}

/** `--self-test`: the report as one line of JSON; 0 when everything works. With an office's file, on a copy of its data. */
async function testAndExit(): Promise<void> {
  const known = wishes.officeConfig === null ? null : await opening.readOffice();
  const report = await testOf(known?.ok ? known.value : null);
  process.stdout.write(`${JSON.stringify(report)}\n`);
  app.exit(report.ok ? 0 : 1);
}

const hearing = (voice: DiaryVoice): UtilityOptions => ({ hear: diary.hear(voice) });

const launchReaders = (): ReturnType<typeof launchUtility> =>
  launchUtility(path.join(built, 'readers.mjs'), `fojas-readers-${randomUUID()}`, hearing('readers'));

const driverFiles = (): CatalogueFiles =>
  catalogueFiles({ platform: process.platform, resources, userData, env: process.env });

function launchHost({ id }: TokenLibrary): ReturnType<typeof launchUtility> {
  return launchUtility(path.join(built, 'token-host.mjs'), `fojas-token-host-${id}-${randomUUID()}`, {
    ...{ ...hearing('tokenHost'), foreignLibraries: true },
  });
}

function startProcesses(
  { config, policy, key: storeKey }: Known,
  updates: Updates,
  onPolicy: Told['onPolicy'],
): Running {
  const makeChannel = (): Electron.MessageChannelMain => new MessageChannelMain();
  const office = startOfficeProcess({
    ...{ config, storeKey, withSeats: withSeatsGranted },
    version: app.getVersion(),
    restore: updates.keeper.backupOfReturned,
    launch: () => launchUtility(path.join(built, 'office.mjs'), `fojas-office-${randomUUID()}`, hearing('office')),
    seat: readSeat(userData),
    onSeat: (seatId) => keepSeat(userData, seatId),
    keyFor: (at) => opening.keyAtSeat(at),
    onPerson: (at) => locks.sitDown({ ...at, dataDir: at.grantedAt ?? at.dataDir }),
    makeChannel,
    log,
    // The system's settings and its automatic configuration (PAC), which only Chromium can run.
    findProxy: (url) => session.defaultSession.resolveProxy(url),
  });
  office.onOpen(() => {
    void office
      .call('desk.tokenKnown', {})
      .then((told) => told.ok && locks.tokenTold((told.value as { known: boolean }).known));
  });
  office.onEvent((event, data) => {
    if (event === 'enrolment.page') void openInBrowser((data as { readonly url: string }).url);
  });
  const look = pinLook(office);
  const tokens = startTokenProcesses({
    libraries: config.tokenLibraries,
    launch: launchHost,
    makeChannel,
    office,
    askPin: (_sessionId, onClosed) =>
      openPinWindow(
        BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0] ?? null,
        look(),
        onClosed,
        log,
      ),
    memoryOf: memoryOf(process.platform, () => app.getAppMetrics()),
    log,
  });
  watchScreenLock({
    ...{ platform: process.platform, monitor: powerMonitor },
    onLocked: () => tokens.logOut('screenLocked'),
    onUnlocked: () => void office.call('line.networkChanged', {}),
  });
  powerMonitor.on('resume', () => void office.call('line.networkChanged', {}));
  powerMonitor.on('suspend', () => tokens.logOut('suspended'));
  return {
    updates,
    office,
    tokens,
    policy: followPolicy({
      ...{ file: setupPlaces.file, started: { config, policy }, office, onChange: onPolicy },
      obey(next) {
        diary.obey(next.diagnostics ?? DiagnosticsPolicy.parse({}));
        locks.obey(next);
      },
    }),
    readers: config.mode === 'practice' ? null : startReaders(config, office, tokens),
  };
}

/** Practice looks at nothing but its own token: a real one that is plugged in is nobody's business there. */
function startReaders(
  config: OfficeConfig,
  office: OfficeProcess<Electron.MessagePortMain>,
  tokens: TokenProcesses,
): { stop(): Promise<void> } {
  return startReadersProcess({
    files: driverFiles(),
    known: config.tokenLibraries,
    onlyKnown: config.drivers?.onlyListed === true,
    launch: launchReaders,
    makeChannel: () => new MessageChannelMain(),
    office,
    onLibraries: (libraries) => libraries.forEach(({ library, care }) => tokens.found(library, care)),
    onCards: () => tokens.cardsChanged(),
    log,
  });
}

/** Follows the settings, so that the PIN window can be opened at once and in the right language. */
function pinLook(office: OfficeProcess<Electron.MessagePortMain>): () => PinLook {
  let look: PinLook = { locale: 'es-AR', theme: 'system' };
  const keep = (settings: unknown): void => {
    look = settings as PinLook;
  };
  office.onEvent((event, data) => {
    if (event === 'settings.changed') keep(data);
  });
  void office.call('settings.read', {}).then((settings) => {
    if (settings.ok) keep(settings.value);
  });
  return () => look;
}

/** Lets the office finish what is in hand, and ends it with all that runs beside it. */
async function closeAll({ office, policy, tokens, readers }: Running, serving: Serving): Promise<void> {
  policy.stop();
  await office.close();
  await Promise.all([tokens.stop(), readers?.stop(), serving.stop()]);
}

function closeTidily(starting: () => Promise<Outcome<Running>>, serving: Serving): void {
  let state: 'open' | 'closing' | 'closed' = 'open';
  app.on('will-quit', (event) => {
    if (state === 'closed') return;
    event.preventDefault();
    if (state === 'closing') return;
    state = 'closing';
    void starting()
      .then(async (started) => {
        if (!started.ok) return;
        await started.value.updates.quitting();
        await closeAll(started.value, serving);
      })
      .finally(() => {
        state = 'closed';
        log('ended');
        app.quit();
      });
  });
}
