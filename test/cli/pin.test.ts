import { describe, expect, it } from 'vitest';
import { SessionId } from '../../src/contract/ids.ts';
import { chooseCertificate, tokensAnswering } from '../../src/cli/choice.ts';
import { exitCodeOf, exitCodes } from '../../src/cli/exit-codes.ts';
import { PassThrough } from 'node:stream';
import { pinAsker } from '../../src/cli/pin.ts';
import type { PinWanted } from '../../src/cli/processes.ts';
import { createUi, failureLines } from '../../src/cli/ui.ts';
import type { Failure } from '../../src/contract/failures.ts';
import type { Token, TokenCertificate, TokenListing } from '../../src/contract/token.ts';

const ui = createUi('es-AR', true);
const question = (change: Partial<PinWanted> = {}): PinWanted => ({
  kind: 'pinWanted',
  sessionId: SessionId.parse('00000000-0000-4000-8000-000000000000'),
  ...{ tokenLabel: 'T', pinState: 'normal', triesLeft: null, pinMin: 4, pinMax: 8, protectedPath: false },
  purpose: { person: 'P', capacity: '', count: 1, items: [], practice: true },
  ...change,
});

describe('pinAsker', () => {
  it('lets the reader’s keypad have the PIN, for each question', async () => {
    const { ask } = pinAsker({ fromStdin: true, lastTryConfirmed: false }, ui);
    expect(await ask(question({ protectedPath: true }))).toEqual({ pin: '', lastTryConfirmed: false });
    expect(await ask(question({ protectedPath: true }))).toEqual({ pin: '', lastTryConfirmed: false });
  });

  it('uses each line of standard input once, and then gives up', async () => {
    const input = new PassThrough();
    const asker = pinAsker({ fromStdin: true, lastTryConfirmed: false }, ui, input);
    const first = asker.ask(question());
    expect(asker.waiting).toBe(true);
    input.end('1111\n2222\n');
    expect(await first).toEqual({ pin: '1111', lastTryConfirmed: false });
    expect(asker.waiting).toBe(false);
    expect(await asker.ask(question())).toEqual({ pin: '2222', lastTryConfirmed: false });
    expect(await asker.ask(question())).toBeNull();
  });

  it('passes on the separate yes for the last try, and never makes one up', async () => {
    const last = question({ protectedPath: true, pinState: 'finalTry' });
    const { ask: without } = pinAsker({ fromStdin: true, lastTryConfirmed: false }, ui);
    expect(await without(last)).toEqual({ pin: '', lastTryConfirmed: false });
    const { ask: confirmed } = pinAsker({ fromStdin: true, lastTryConfirmed: true }, ui);
    expect(await confirmed(last)).toEqual({ pin: '', lastTryConfirmed: true });
  });
});

const certificate = (
  name: string,
  sha: string,
  unsuitable: TokenCertificate['unsuitable'] = null,
): TokenCertificate => ({
  certificateSha256: sha.repeat(64).slice(0, 64) as TokenCertificate['certificateSha256'],
  ...{ der: new Uint8Array(), label: `label ${name}`, keyId: `0${sha}`, commonName: name, serialNumber: null },
  ...{ issuer: 'CA', notBefore: '2026-01-01T00:00:00Z', notAfter: '2027-01-01T00:00:00Z' },
  ...{ algorithms: ['rsa-pkcs1-sha256'], unsuitable },
});
const token = (label: string, serial: string, certificates: TokenCertificate[] = []): Token => ({
  ...{ libraryId: 'l', practice: false, label, serial, manufacturer: '', model: '', pinState: 'normal' },
  ...{ reader: '', triesLeft: null, pinMin: 4, pinMax: 8, protectedPath: false, certificates },
  ...{ pukState: 'unknown', canChangePin: false, canUnblockPin: false },
});

describe('the choice of a token and a certificate', () => {
  const listing: TokenListing = {
    library: { kind: 'pkcs11', id: 'l', path: '/l.so' },
    ...{ description: 'L', emptySlots: 0, tokens: [token('A', '1'), token('A', '2'), token('B', '3')] },
  };

  it.each([
    [{ label: undefined, serial: undefined }, ['1', '2', '3']],
    [{ label: 'A', serial: undefined }, ['1', '2']],
    [{ label: 'A', serial: '2' }, ['2']],
    [{ label: 'B', serial: '2' }, []],
  ])('%j answers to %j', (wish, serials) => {
    expect(tokensAnswering(listing, wish).map(({ serial }) => serial)).toEqual(serials);
  });

  const [good, other, expired] = [certificate('Ana', 'a'), certificate('Bea', 'b'), certificate('Eva', 'e', 'expired')];
  const chosen = (certificates: TokenCertificate[], wish?: string) => {
    const outcome = chooseCertificate(token('T', '1', certificates), wish);
    return outcome.ok ? outcome.value.commonName : outcome.failure.kind;
  };

  it.each([
    [[good], undefined, 'Ana'],
    [[good, expired], undefined, 'Ana'],
    [[good, other], undefined, 'certificateAmbiguous'],
    [[expired], undefined, 'certificateUnsuitable'],
    [[], undefined, 'certificateMissing'],
    [[good, other], 'Bea', 'Bea'],
    [[good, other], 'label Ana', 'Ana'],
    [[good, other], '0b', 'Bea'],
    [[good, other], 'AA:AA:AA:AA', 'Ana'],
    [[good, other], 'aaaa', 'certificateMissing'],
    [[good, expired], 'Eva', 'certificateUnsuitable'],
    [[good, certificate('Ana', 'c')], 'Ana', 'certificateAmbiguous'],
  ] as const)('among %# the wish %j finds %s', (certificates, wish, found) => {
    expect(chosen([...certificates], wish)).toBe(found);
  });
});

describe('failures on the command line', () => {
  it.each([
    [{ kind: 'pinLocked', token: 'T' }, exitCodes.token],
    [{ kind: 'repositoryUnreachable', detail: '' }, exitCodes.line],
    [{ kind: 'diskFull' }, exitCodes.machine],
    [{ kind: 'pdfRefused', reason: 'encrypted', detail: '' }, exitCodes.no],
    [{ kind: 'badInput', detail: '' }, exitCodes.usage],
    [{ kind: 'unexpected', incident: 'ABC' }, exitCodes.bug],
  ] satisfies [Failure, number][])('%j ends with %i', (failure, code) => {
    expect(exitCodeOf(failure)).toBe(code);
  });

  it('say what happened, what to do, and the code to read over the telephone', () => {
    const lines = failureLines({ kind: 'unexpected', incident: 'ABC123' }, 'es-AR');
    expect(lines[0]).toMatch(/^fojas: ./);
    expect(lines.at(-1)).toBe('  (unexpected ABC123)');
    expect(lines.length).toBeGreaterThanOrEqual(3);
  });
});
