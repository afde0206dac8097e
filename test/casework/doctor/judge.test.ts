import { describe, expect, it } from 'vitest';
import type { DoctorFacts } from '../../../src/casework/doctor/facts.ts';
import { judge } from '../../../src/casework/doctor/judge.ts';
import { doctorReport } from '../../../src/casework/doctor/report.ts';
import { Finding } from '../../../src/contract/doctor.ts';
import type { Failure } from '../../../src/contract/failures.ts';
import type { CardService, LibraryFile } from '../../../src/contract/readers.ts';
import { certificate, hint, inDays, library, now, reader, readers, token } from '../tokens/staged.ts';

const own = 'CUIL 27-12345678-0';
const healthy = (part: Partial<DoctorFacts> = {}): DoctorFacts => ({
  ...{ now, platform: 'linux', arch: 'x64', machine: null, files: [], trial: null, office: null, clockOffsetMs: 40 },
  ...{ cuil: '27-12345678-0', named: [], copy: null },
  readers: readers({ readers: [reader('R', { drivers: [hint('etoken', true)] })] }),
  libraries: [
    library('etoken', [token('1', { reader: 'R', certificates: [certificate('c', { serialNumber: own })] })]),
  ],
  ...part,
});
const told = (part: Partial<DoctorFacts> = {}): Finding[] => judge(healthy(part)).map((one) => Finding.parse(one));
const ids = (part: Partial<DoctorFacts> = {}) => told(part).map(({ id }) => id);
const one = (id: Finding['id'], part: Partial<DoctorFacts> = {}) => told(part).find((finding) => finding.id === id);
const gone = (failure: Failure) => [library('etoken', [], { listing: null, failure })];

describe('the doctor', () => {
  it('finds nothing wrong where all is well', () => {
    expect(ids()).toEqual([
      ...['serviceRunning', 'catalogueGood', 'readerCard', 'libraryGood', 'tokenGood', 'certificateGood', 'clockGood'],
    ]);
    expect(told().every(({ severity, fix }) => severity === 'ok' && fix === null)).toBe(true);
  });

  it.each<[CardService['state'], Finding['id'], Finding['fix']]>([
    ['stopped', 'serviceStopped', 'startService'],
    ['missing', 'serviceMissing', 'installService'],
    ['denied', 'serviceDenied', 'allowService'],
    ['failing', 'serviceFailing', 'restartService'],
  ])('knows a service that is %s', (state, id, fix) => {
    const service = readers({ service: { state, detail: 'SCARD_X' } });
    expect(one(id, { readers: service })).toMatchObject({ severity: 'error', fix, facts: { detail: 'SCARD_X' } });
    // What cannot be seen is not judged.
    expect(ids({ readers: service })).not.toContain('noReaders');
  });

  it('makes little of PC/SC where what signs is software, and much of it where a card is used or may be', () => {
    const weight = (part: Partial<DoctorFacts>) =>
      one('serviceStopped', { readers: readers({ service: { state: 'stopped', detail: '' } }), ...part })?.severity;
    const soft = library('softhsm', [token('1', { practice: true })]);
    const empty = library('opensc', []);
    expect(weight({ libraries: [soft] })).toBe('warning');
    // OpenSC lies on many machines and holds nothing; named by the configuration, it is what the office signs with.
    expect(weight({ libraries: [soft, empty] })).toBe('warning');
    expect(weight({ libraries: [soft, empty], named: ['softhsm', 'opensc'] })).toBe('error');
    expect(weight({ libraries: [soft, empty], named: ['softhsm'] })).toBe('warning');
    expect(weight({ libraries: [soft, library('etoken', [token('2')])] })).toBe('error');
    expect(weight({ libraries: [empty] })).toBe('error');
    expect(weight({ libraries: [] })).toBe('error');
    expect(one('noReaders', { readers: readers(), libraries: [soft] })).toMatchObject({ severity: 'info' });
  });

  it('says when nobody watches, nothing is connected, or no catalogue holds', () => {
    expect(one('watcherGone', { readers: null })).toMatchObject({ severity: 'warning' });
    expect(one('noReaders', { readers: readers() })).toMatchObject({ severity: 'warning', fix: 'plugReader' });
    expect(one('catalogueAbsent', { readers: readers({ catalogue: null }) })).toMatchObject({ severity: 'error' });
    const refused = readers({
      catalogue: { ...readers().catalogue!, refused: [{ file: '/f', reason: 'its signature does not hold' }] },
    });
    expect(one('catalogueRefused', { readers: refused })?.facts).toEqual({
      file: '/f',
      reason: 'its signature does not hold',
    });
  });

  it('tells a card without a driver what to install, and one that its driver does not show apart from it', () => {
    const seen = (installed: boolean) =>
      readers({ readers: [reader('R', { card: 'SafeNet', drivers: [hint('etoken', installed)] })] });
    const missing = one('cardWithoutDriver', { readers: seen(false), libraries: [] });
    expect(missing).toMatchObject({
      severity: 'error',
      fix: 'installDriver',
      facts: { driver: 'ETOKEN', card: 'SafeNet' },
    });
    expect(missing?.facts).toMatchObject({ 'install.es-AR': 'Instale etoken', 'install.en': 'Install etoken' });
    expect(one('cardUnread', { readers: seen(true), libraries: [library('etoken')] })?.fix).toBe('replugToken');
    const unknown = readers({ readers: [reader('R')] });
    expect(one('cardUnknown', { readers: unknown, libraries: [] })).toMatchObject({
      fix: 'askForDriver',
      facts: { atr: '3b01' },
    });
  });

  it.each([
    ['empty', 'readerEmpty', 'info'],
    ['mute', 'readerMute', 'error'],
    ['unavailable', 'readerUnavailable', 'error'],
  ] as const)('knows a reader that is %s', (state, id, severity) => {
    expect(one(id, { readers: readers({ readers: [reader('R', { state, atr: null })] }) })?.severity).toBe(severity);
  });

  it.each<[string, Failure, Finding['id'], Finding['fix']]>([
    ['not there', { kind: 'driverMissing', library: 'l' }, 'libraryMissing', 'installDriver'],
    ['parked', { kind: 'driverParked', library: 'l' }, 'libraryParked', 'retryDriver'],
    ['hanging', { kind: 'driverHung', library: 'l' }, 'libraryFailing', 'replugToken'],
    [
      'for another processor',
      { kind: 'driverUnloadable', library: 'l', reason: 'architecture', detail: 'wrong ELF class' },
      'libraryArchitecture',
      'installMatching',
    ],
    [
      'without what it needs',
      { kind: 'driverUnloadable', library: 'l', reason: 'dependency', detail: 'libx.so' },
      'libraryDependency',
      'installDependency',
    ],
    [
      'damaged',
      { kind: 'driverUnloadable', library: 'l', reason: 'other', detail: 'bad' },
      'libraryUnloadable',
      'reinstallDriver',
    ],
  ])('knows a library that is %s', (_what, failure, id, fix) => {
    expect(one(id, { libraries: gone(failure) })).toMatchObject({ severity: 'error', fix });
  });

  it('believes a library’s header more than the system’s message', () => {
    const file: LibraryFile = {
      path: '/usr/lib/etoken.so',
      exists: true,
      format: 'elf',
      architectures: ['ia32'],
      fits: false,
    };
    const libraries = gone({ kind: 'driverUnloadable', library: 'l', reason: 'other', detail: 'x' });
    expect(one('libraryArchitecture', { libraries, files: [file] })?.facts).toMatchObject({
      built: 'ia32',
      needed: 'x64',
    });
    expect(ids({ libraries, files: [{ ...file, fits: true, architectures: ['x64'] }] })).toContain('libraryUnloadable');
  });

  it('says when there is no library and no token', () => {
    expect(ids({ libraries: [] })).toEqual(expect.arrayContaining(['noLibraries', 'noTokens']));
    expect(one('libraryFailing', { libraries: gone({ kind: 'tokenError', code: 'CKR_X' }) })?.facts['code']).toBe(
      'CKR_X',
    );
  });

  it.each([
    ['countLow', 'tokenPinLow', 'warning', 'checkPin'],
    ['finalTry', 'tokenLastTry', 'warning', 'checkPin'],
    ['locked', 'tokenLocked', 'error', 'unblockPin'],
    ['notInitialized', 'tokenWithoutPin', 'error', 'setPin'],
    ['unknown', 'tokenGood', 'ok', null],
  ] as const)('knows a PIN that is %s', (pinState, id, severity, fix) => {
    const libraries = [library('etoken', [token('1', { pinState, reader: 'R' })])];
    expect(one(id, { libraries })).toMatchObject({ severity, fix });
  });

  it('knows certificates: none, expired, about to, for another end, of another person', () => {
    const held = (...certificates: Parameters<typeof certificate>[1][]) => ({
      libraries: [
        library('etoken', [token('1', { certificates: certificates.map((part) => certificate('c', part)) })]),
      ],
    });
    expect(one('noCertificates', held())?.fix).toBe('getCertificate');
    expect(one('certificateUnsuitable', held({ unsuitable: 'expired' }))).toMatchObject({
      severity: 'error',
      fix: 'renewCertificate',
    });
    expect(one('certificateUnsuitable', held({ unsuitable: 'wrongKeyUsage' }))).toMatchObject({
      severity: 'info',
      fix: null,
    });
    expect(one('certificateExpiring', held({ notAfter: inDays(59) }))?.facts['days']).toBe(59);
    expect(ids(held({ notAfter: inDays(60) }))).toContain('certificateGood');
    expect(one('certificateOther', held({ serialNumber: 'CUIL 20-00000001-9' }))?.severity).toBe('warning');
    expect(ids({ ...held({ serialNumber: 'CUIL 20-00000001-9' }), cuil: null })).toContain('certificateGood');
  });

  it.each([
    [null, 'clockUnknown'],
    [120_000, 'clockGood'],
    [-120_001, 'clockOff'],
  ] as const)('a clock that is off by %s: %s', (clockOffsetMs, id) => {
    expect(ids({ clockOffsetMs })).toContain(id);
  });

  it.each([
    [{ folder: null, lastCopyAt: null }, 'copyOff', 'info', 'configureCopy'],
    [{ folder: '/copias', lastCopyAt: null }, 'copyNever', 'warning', 'makeCopy'],
    [{ folder: '/copias', lastCopyAt: inDays(-1) }, 'copyGood', 'ok', null],
    [{ folder: '/copias', lastCopyAt: inDays(-2) }, 'copyOld', 'warning', 'makeCopy'],
  ] as const)('says how old the second copy is: %j', (copy, id, severity, fix) => {
    expect(one(id, { copy })).toMatchObject({ severity, fix });
  });

  it('says how many hours the second copy is old', () => {
    expect(one('copyOld', { copy: { folder: '/copias', lastCopyAt: inDays(-2) } })?.facts['hours']).toBe(48);
  });

  it('tells what came of a trial signature', () => {
    expect(one('trialGood', { trial: { kind: 'verified', algorithm: 'a', tokenMs: 12.4 } })?.facts).toEqual({
      algorithm: 'a',
      ms: 12,
    });
    expect(one('trialWrong', { trial: { kind: 'wrong', algorithm: 'a' } })).toMatchObject({
      severity: 'error',
      fix: 'doNotUseToken',
    });
    const trial = { kind: 'failed', failure: { kind: 'pinWrong', pinState: 'normal' } } as const;
    expect(one('trialFailed', { trial })?.facts).toEqual({ code: 'pinWrong' });
  });

  it('judges the machine', () => {
    const machine = {
      node: '24.1.0',
      leastNode: '24',
      nodeIsEnough: true,
      missingCrypto: [],
      disk: { folder: '/d', freeBytes: 5e9 },
    };
    expect(ids({ machine }).slice(0, 3)).toEqual(['nodeGood', 'cryptoGood', 'diskGood']);
    const worse = { ...machine, nodeIsEnough: false, missingCrypto: ['P-384'], disk: { folder: '/d', freeBytes: 1e9 } };
    expect(
      told({ machine: worse })
        .slice(0, 3)
        .map(({ id, severity }) => [id, severity]),
    ).toEqual([
      ['nodeOld', 'error'],
      ['cryptoMissing', 'error'],
      ['diskLow', 'warning'],
    ]);
    expect(ids({ machine: { ...machine, disk: { folder: '/d', freeBytes: null } } })).toContain('folderMissing');
  });

  it('reports to IT what it saw, and no certificate’s bytes', () => {
    const facts = healthy();
    const report = JSON.parse(doctorReport(facts, judge(facts), '1.2.3')) as Record<string, unknown>;
    expect(report).toMatchObject({
      program: 'Fojas',
      version: '1.2.3',
      platform: 'linux',
      libraries: [{ libraryId: 'etoken' }],
    });
    expect(Object.keys(report).sort()).toEqual([
      'arch',
      'at',
      'findings',
      'libraries',
      'platform',
      'program',
      'readers',
      'version',
    ]);
    expect(JSON.stringify(report)).not.toContain('"der"');
  });
});
