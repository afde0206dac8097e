import { basename } from 'node:path';
import { z } from 'zod';
import { unservedCards } from '../../casework/tokens/unserved.ts';
import type { LibraryState, UnservedCard } from '../../contract/calls.ts';
import type { Failure } from '../../contract/failures.ts';
import type { Token, TokenCertificate, TokenLibrary, TokenListing } from '../../contract/token.ts';
import { sayUnsuitable } from '../../contract/words/failures.ts';
import { createFormats } from '../../contract/words/formats.ts';
import { sayPinState } from '../../contract/words/states.ts';
import { defineCommand } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { findLibraries } from '../libraries.ts';
import { startTokenHost } from '../processes.ts';
import { lookAtReaders } from '../readers.ts';
import { type Ui, failureJson, failureLines } from '../ui.ts';

interface LibraryAnswer {
  readonly library: TokenLibrary;
  readonly listing: TokenListing | null;
  readonly failure: Failure | null;
}

export const tokens = defineCommand('tokens', {
  options: { module: { type: 'string', multiple: true } },
  values: z.object({ module: z.array(z.string().min(1)).default([]) }),
  async run({ module }, _files, ui) {
    const libraries = librariesFrom(module);
    if (libraries.length === 0) return ui.fail({ kind: 'driverMissing', library: 'PKCS#11' });
    const answers: LibraryAnswer[] = [];
    // One after the other: two libraries that reach for the same reader at once get in each other's way.
    for (const library of libraries) answers.push(await askLibrary(library));
    const look = module.length === 0 ? await lookAtReaders([], []) : null;
    const unserved = look ? unservedCards(look.facts, answers.map(stateOf)) : [];
    const readers = look && { service: look.facts.service, readers: look.facts.readers, unserved };
    ui.answer({ libraries: answers.map((answer) => answerJson(answer, ui)), readers });
    for (const answer of answers) printAnswer(answer, ui);
    for (const card of unserved) printUnserved(card, ui);
    const found = answers.flatMap(({ listing }) => listing?.tokens ?? []);
    if (found.length > 0) return exitCodes.ok;
    if (!answers.some(({ failure }) => failure !== null)) ui.fail({ kind: 'tokenAbsent', token: null });
    return exitCodes.token;
  },
});

/** The libraries named with `--module`, or all that are found at known places. */
export function librariesFrom(modules: readonly string[]): TokenLibrary[] {
  if (modules.length === 0) return findLibraries().map(({ id, path }) => ({ kind: 'pkcs11', id, path }));
  return modules.map((path, index) => ({
    // A .p12 is the practice key that takes a token's place where there is no library.
    kind: /\.(p12|pfx)$/i.test(path) ? 'pkcs12' : 'pkcs11',
    id: `module-${index + 1}`,
    path,
  }));
}

const listMs = 20_000;

/** What a library says of its tokens, asked in a process of its own. */
export async function askLibrary(library: TokenLibrary): Promise<LibraryAnswer> {
  const host = await startTokenHost(library, () => Promise.resolve(null));
  if (!host.ok) return { library, listing: null, failure: host.failure };
  const listing = await host.value.client.call('token.list', {}, { deadlineMs: listMs });
  await host.value.close();
  if (listing.ok) return { library, listing: listing.value, failure: null };
  const silent = listing.failure.kind === 'deadline';
  return {
    library,
    listing: null,
    failure: silent ? { kind: 'driverHung', library: library.path } : listing.failure,
  };
}

const stateOf = ({ library, listing, failure }: LibraryAnswer): LibraryState => ({
  ...{ libraryId: library.id, path: library.path, listing, failure },
});

function printUnserved({ reader, card, atr, driver }: UnservedCard, ui: Ui): void {
  ui.print(ui.words.tokens.unserved(reader, card, atr));
  if (driver && !driver.installed) ui.print(`  ${driver.install[ui.locale]}.`);
}

function answerJson({ library, listing, failure }: LibraryAnswer, ui: Ui): unknown {
  return {
    id: library.id,
    kind: library.kind,
    path: library.path,
    description: listing?.description ?? null,
    emptySlots: listing?.emptySlots ?? null,
    tokens: (listing?.tokens ?? []).map(({ certificates, ...token }) => ({
      ...token,
      certificates: certificates.map(({ der: _der, ...certificate }) => certificate),
    })),
    failure: failureJson(failure, ui.locale),
  };
}

function printAnswer({ library, listing, failure }: LibraryAnswer, ui: Ui): void {
  const { tokens: words } = ui.words;
  ui.print(words.library(basename(library.path), library.path));
  if (failure !== null) for (const line of failureLines(failure, ui.locale)) ui.print(`  ${line}`);
  if (listing === null) return;
  if (listing.tokens.length === 0) ui.print(`  ${words.none(listing.emptySlots)}`);
  for (const token of listing.tokens) {
    ui.print(`  ${words.token(token.label, token.serial, `${token.manufacturer} ${token.model}`.trim())}`);
    const tries = token.triesLeft === null ? '' : `, ${words.triesLeft(token.triesLeft)}`;
    const keypad = token.protectedPath ? `, ${words.ownKeypad}` : '';
    ui.print(`    ${sayPinState(token.pinState, ui.locale)}${tries}${keypad}`);
    if (token.practice) ui.print(`    ${words.practice}`);
    for (const line of certificateLines(token, ui)) ui.print(`    ${line}`);
  }
}

/** The certificates of a token, as a person chooses among them. */
export function certificateLines(token: Token, ui: Ui): string[] {
  if (token.certificates.length === 0) return [ui.words.tokens.noCertificates];
  return token.certificates.flatMap((certificate) => [
    `${certificate.commonName}${certificate.serialNumber === null ? '' : ` (${certificate.serialNumber})`}`,
    `  ${ui.words.tokens.issuedBy(certificate.issuer, createFormats(ui.locale).date(certificate.notAfter))}`,
    `  SHA-256 ${certificate.certificateSha256}`,
    `  ${suitability(certificate, ui)}`,
  ]);
}

function suitability(certificate: TokenCertificate, ui: Ui): string {
  const { unsuitable, algorithms } = certificate;
  if (unsuitable === null) return ui.words.tokens.suitable(algorithms.join(', '));
  return ui.words.tokens.unsuitable(sayUnsuitable(unsuitable, ui.locale));
}
