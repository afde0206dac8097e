import type { LibraryState, UnservedCard } from '../../contract/calls.ts';
import type { DoctorArea, Finding, FindingFacts, FindingId, FixId } from '../../contract/doctor.ts';
import { assertNever } from '../../contract/ids.ts';
import type { Failure } from '../../contract/failures.ts';
import type { CardService, Reader, ReaderFacts } from '../../contract/readers.ts';
import type { Token, TokenCertificate } from '../../contract/token.ts';
import { cuilOf } from '../../signature/index.ts';
import type { CopyFacts } from '../home/age.ts';
import { unservedCards } from '../tokens/unserved.ts';
import type { DoctorFacts, MachineFacts, OfficeFacts, TrialFacts } from './facts.ts';

/** A clock this wrong makes claimed signing times look forged; it delays nothing (law 6). */
const clockWarningMs = 120_000;
const leastFreeBytes = 2_000_000_000;
/** Renewing a certificate takes an office weeks. */
const expiryWarningDays = 60;
const dayMs = 86_400_000;
const hourMs = 3_600_000;
const oldCopyHours = 24;

/** Facts into findings, in the order in which a person would look. Pure: the command line and the windows share it. */
export function judge(facts: DoctorFacts): Finding[] {
  return [
    ...(facts.machine ? machine(facts.machine) : []),
    ...readers(facts),
    ...drivers(facts),
    ...tokens(facts),
    ...clock(facts),
    ...(facts.trial ? [trial(facts.trial)] : []),
    ...(facts.office ? office(facts.office) : []),
    ...(facts.copy ? [copy(facts.copy, facts.now)] : []),
  ];
}

const finding = (
  area: DoctorArea,
  severity: Finding['severity'],
  id: FindingId,
  facts: FindingFacts = {},
  fix: FixId | null = null,
): Finding => ({ id, area, severity, facts, fix });

function machine({ node, leastNode, nodeIsEnough, missingCrypto, disk }: MachineFacts): Finding[] {
  const { folder, freeBytes } = disk;
  const room = { folder, gigabytes: Math.floor((freeBytes ?? 0) / 1e9) };
  return [
    nodeIsEnough
      ? finding('machine', 'ok', 'nodeGood', { version: node })
      : finding('machine', 'error', 'nodeOld', { version: node, least: leastNode }, 'useNode'),
    missingCrypto.length === 0
      ? finding('machine', 'ok', 'cryptoGood')
      : finding('machine', 'error', 'cryptoMissing', { names: missingCrypto.join(', ') }, 'useNode'),
    freeBytes === null
      ? finding('machine', 'error', 'folderMissing', { folder }, 'makeFolder')
      : freeBytes < leastFreeBytes
        ? finding('machine', 'warning', 'diskLow', room, 'freeDisk')
        : finding('machine', 'ok', 'diskGood', room),
  ];
}

function readers(facts: DoctorFacts): Finding[] {
  const { readers: told, libraries, platform } = facts;
  if (told === null) return [finding('service', 'warning', 'watcherGone', {}, 'reopen')];
  const cards = usesCards(facts);
  const found = [service(told.service, platform, cards ? 'error' : 'warning'), ...catalogue(told)];
  if (told.service.state !== 'running') return found;
  if (told.readers.length === 0)
    return [...found, finding('readers', cards ? 'warning' : 'info', 'noReaders', {}, 'plugReader')];
  const unserved = unservedCards(told, libraries);
  return [
    ...found,
    ...told.readers.map((one) =>
      reader(
        one,
        unserved.find((card) => card.reader === one.name),
      ),
    ),
  ];
}

/**
 * Whether this office needs PC/SC: not where what it signs with was looked at and lies in software alone. That is every library that
 * was named; where none was, every one that holds a token.
 */
function usesCards({ libraries, named }: DoctorFacts): boolean {
  const tokensOf = ({ listing }: LibraryState): readonly Token[] => listing?.tokens ?? [];
  const used = libraries.filter((one) => (named.length > 0 ? named.includes(one.libraryId) : tokensOf(one).length > 0));
  const isSoftware = (one: LibraryState): boolean =>
    tokensOf(one).length > 0 && tokensOf(one).every(({ practice }) => practice);
  return used.length === 0 || !used.every(isSoftware);
}

/** `weight`: of a service that does not answer. */
function service({ state, detail }: CardService, platform: string, weight: 'error' | 'warning'): Finding {
  const facts = { platform, detail };
  switch (state) {
    case 'running':
      return finding('service', 'ok', 'serviceRunning', facts);
    case 'stopped':
      return finding('service', weight, 'serviceStopped', facts, 'startService');
    case 'missing':
      return finding('service', weight, 'serviceMissing', facts, 'installService');
    case 'denied':
      return finding('service', weight, 'serviceDenied', facts, 'allowService');
    case 'failing':
      return finding('service', weight, 'serviceFailing', facts, 'restartService');
    default:
      return assertNever(state);
  }
}

function catalogue({ catalogue: told }: ReaderFacts): Finding[] {
  if (told === null) return [finding('drivers', 'error', 'catalogueAbsent', {}, 'updateCatalogue')];
  const { version, issued, source, local, refused } = told;
  return [
    finding('drivers', 'ok', 'catalogueGood', { version, issued, source, local }),
    ...refused.map(({ file, reason }) =>
      finding('drivers', 'warning', 'catalogueRefused', { file, reason }, 'updateCatalogue'),
    ),
  ];
}

function reader({ name, state, atr, card }: Reader, unserved: UnservedCard | undefined): Finding {
  const facts = { reader: name, atr, card };
  switch (state) {
    case 'empty':
      return finding('readers', 'info', 'readerEmpty', facts);
    case 'mute':
      return finding('readers', 'error', 'readerMute', facts, 'turnCard');
    case 'unavailable':
      return finding('readers', 'error', 'readerUnavailable', facts, 'replugReader');
    case 'card':
    case 'inUse':
      return unserved ? withoutDriver(facts, unserved) : finding('readers', 'ok', 'readerCard', facts);
    default:
      return assertNever(state);
  }
}

/** "Token seen, driver missing: install X". */
function withoutDriver(facts: FindingFacts, { driver }: UnservedCard): Finding {
  if (driver === null) return finding('readers', 'error', 'cardUnknown', facts, 'askForDriver');
  const about = { ...facts, driver: driver.name, ...installFacts(driver.install) };
  return driver.installed
    ? finding('readers', 'error', 'cardUnread', about, 'replugToken')
    : finding('readers', 'error', 'cardWithoutDriver', about, 'installDriver');
}

const installFacts = (install: Readonly<Record<string, string>>): FindingFacts =>
  Object.fromEntries(Object.entries(install).map(([locale, text]) => [`install.${locale}`, text]));

function drivers(facts: DoctorFacts): Finding[] {
  if (facts.libraries.length === 0) return [finding('drivers', 'warning', 'noLibraries', {}, 'installDriver')];
  return facts.libraries.map((state) => library(state, facts));
}

function library({ libraryId, path, listing, failure }: LibraryState, { files, arch }: DoctorFacts): Finding {
  const about: FindingFacts = { library: libraryId, path };
  if (listing) {
    const { description, emptySlots } = listing;
    return finding('drivers', 'ok', 'libraryGood', {
      ...{ ...about, description, slots: emptySlots + listing.tokens.length, tokens: listing.tokens.length },
    });
  }
  const file = files.find((one) => one.path === path);
  const built = { ...about, built: file?.architectures.join(', ') ?? '', needed: arch };
  // The header tells more surely than the system's message what kind of processor a file is for.
  if (file?.exists && file.format !== 'unknown' && !file.fits)
    return finding('drivers', 'error', 'libraryArchitecture', built, 'installMatching');
  if (failure?.kind === 'driverMissing') return finding('drivers', 'error', 'libraryMissing', about, 'installDriver');
  if (failure?.kind === 'driverParked') return finding('drivers', 'error', 'libraryParked', about, 'retryDriver');
  if (failure?.kind === 'driverUnloadable') {
    const { reason, detail } = failure;
    const why = { ...built, detail };
    if (reason === 'architecture') return finding('drivers', 'error', 'libraryArchitecture', why, 'installMatching');
    return reason === 'dependency'
      ? finding('drivers', 'error', 'libraryDependency', why, 'installDependency')
      : finding('drivers', 'error', 'libraryUnloadable', why, 'reinstallDriver');
  }
  return finding('drivers', 'error', 'libraryFailing', { ...about, ...codeOf(failure) }, 'replugToken');
}

const codeOf = (failure: Failure | null): FindingFacts => ({
  code: failure === null ? '' : failure.kind === 'tokenError' ? failure.code : failure.kind,
});

function tokens({ libraries, now, cuil }: DoctorFacts): Finding[] {
  const found = libraries.flatMap(({ listing }) => listing?.tokens ?? []);
  if (found.length === 0) return [finding('tokens', 'warning', 'noTokens', {}, 'plugToken')];
  return found.flatMap((token) => [pinOf(token), ...certificates(token, now, cuil)]);
}

function pinOf(token: Token): Finding {
  const { label, serial, manufacturer, model, pinState, triesLeft, practice } = token;
  const facts = { token: label, serial, maker: `${manufacturer} ${model}`.trim(), pinState, triesLeft };
  switch (pinState) {
    case 'normal':
    case 'unknown':
      return practice ? finding('tokens', 'info', 'tokenPractice', facts) : finding('tokens', 'ok', 'tokenGood', facts);
    case 'countLow':
      return finding('tokens', 'warning', 'tokenPinLow', facts, 'checkPin');
    case 'finalTry':
      return finding('tokens', 'warning', 'tokenLastTry', facts, 'checkPin');
    case 'locked':
      return finding('tokens', 'error', 'tokenLocked', facts, 'unblockPin');
    case 'notInitialized':
      return finding('tokens', 'error', 'tokenWithoutPin', facts, 'setPin');
    default:
      return assertNever(pinState);
  }
}

function certificates({ label, certificates: held }: Token, now: Date, cuil: string | null): Finding[] {
  if (held.length === 0)
    return [finding('certificates', 'error', 'noCertificates', { token: label }, 'getCertificate')];
  return held.map((one) => certificate(one, now, cuil?.replace(/\D/g, '') ?? null));
}

function certificate(one: TokenCertificate, now: Date, own: string | null): Finding {
  const { commonName, issuer, notAfter, unsuitable, algorithms } = one;
  const days = Math.floor((Date.parse(notAfter) - now.getTime()) / dayMs);
  const facts = { name: commonName, issuer, until: notAfter, days, algorithms: algorithms.join(', ') };
  if (unsuitable === 'expired')
    return finding('certificates', 'error', 'certificateUnsuitable', { ...facts, unsuitable }, 'renewCertificate');
  // Tokens also carry certificates for other ends: one that cannot sign is told, and stops nobody.
  if (unsuitable !== null) return finding('certificates', 'info', 'certificateUnsuitable', { ...facts, unsuitable });
  const holder = cuilOf(one.serialNumber);
  if (own !== null && holder !== null && holder !== own)
    return finding('certificates', 'warning', 'certificateOther', facts, 'useOwnToken');
  return days < expiryWarningDays
    ? finding('certificates', 'warning', 'certificateExpiring', facts, 'renewCertificate')
    : finding('certificates', 'ok', 'certificateGood', facts);
}

function clock({ clockOffsetMs }: DoctorFacts): Finding[] {
  if (clockOffsetMs === null) return [finding('clock', 'info', 'clockUnknown')];
  const facts = { seconds: Math.round(clockOffsetMs / 1000) };
  return [
    Math.abs(clockOffsetMs) > clockWarningMs
      ? finding('clock', 'warning', 'clockOff', facts, 'setClock')
      : finding('clock', 'ok', 'clockGood', facts),
  ];
}

function trial(told: TrialFacts): Finding {
  switch (told.kind) {
    case 'verified':
      return finding('trial', 'ok', 'trialGood', { algorithm: told.algorithm, ms: Math.round(told.tokenMs) });
    case 'wrong':
      return finding('trial', 'error', 'trialWrong', { algorithm: told.algorithm }, 'doNotUseToken');
    case 'failed':
      return finding('trial', 'error', 'trialFailed', codeOf(told.failure), 'repeatTrial');
    default:
      return assertNever(told);
  }
}

function office({ config, store, repository }: OfficeFacts): Finding[] {
  return [
    config === null
      ? finding('office', 'info', 'noConfig', {}, 'giveConfig')
      : 'failure' in config
        ? finding('office', 'error', 'configBad', codeOf(config.failure), 'followFailure')
        : finding('office', 'ok', 'configGood', { file: config.file }),
    ...(config === null || 'failure' in config ? [] : [storeOf(store), repositoryOf(repository)]),
  ];
}

/** Copies are made hourly and after each batch: one that is older than a day is missed by somebody. */
function copy({ folder, lastCopyAt }: CopyFacts, now: Date): Finding {
  if (folder === null) return finding('office', 'info', 'copyOff', {}, 'configureCopy');
  if (lastCopyAt === null) return finding('office', 'warning', 'copyNever', { folder }, 'makeCopy');
  const hours = Math.max(0, Math.round((now.getTime() - Date.parse(lastCopyAt)) / hourMs));
  return hours > oldCopyHours
    ? finding('office', 'warning', 'copyOld', { hours, folder }, 'makeCopy')
    : finding('office', 'ok', 'copyGood', { hours, folder });
}

function storeOf(store: OfficeFacts['store']): Finding {
  if (store === null) return finding('office', 'info', 'storeUntried', {}, 'giveStoreKey');
  return 'failure' in store
    ? finding('office', 'error', 'storeBad', codeOf(store.failure), 'followFailure')
    : finding('office', 'ok', 'storeGood', { entries: store.entries });
}

function repositoryOf(repository: OfficeFacts['repository']): Finding {
  if (repository === null || 'failure' in repository)
    return finding('office', 'error', 'repositoryBad', codeOf(repository?.failure ?? null), 'followFailure');
  const { name, url, keyPinned } = repository;
  return keyPinned
    ? finding('office', 'ok', 'repositoryGood', { name, url })
    : finding('office', 'error', 'repositoryKeyUnknown', { name, url }, 'compareKey');
}
