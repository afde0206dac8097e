/** The doctor's checks of libraries, tokens and certificates. */
import type { Token, TokenCertificate, TokenLibrary } from '../../contract/token.ts';
import { sayFailure, sayUnsuitable } from '../../contract/words/failures.ts';
import { createFormats } from '../../contract/words/formats.ts';
import { sayPinState } from '../../contract/words/states.ts';
import { askLibrary } from '../commands/tokens.ts';
import type { Ui } from '../ui.ts';
import { type Finding, fine, note, trouble, warning } from './finding.ts';

const day = 24 * 3600 * 1000;
/** Renewing a certificate takes an office weeks. */
const expiryWarningDays = 60;

/** Loads each library in a process of its own and says what it holds. */
export async function checkTokens(libraries: readonly TokenLibrary[], now: Date, ui: Ui): Promise<Finding[]> {
  const words = ui.words.doctor;
  if (libraries.length === 0) return [warning('libraries', words.noLibraries, words.fixNoLibraries)];
  const findings: Finding[] = [];
  let tokens = 0;
  for (const library of libraries) {
    const { listing, failure } = await askLibrary(library);
    if (listing === null) {
      const said = failure === null ? null : sayFailure(failure, ui.locale);
      findings.push(trouble('libraries', said?.what ?? library.path, said?.next ?? ''));
      continue;
    }
    findings.push(fine('libraries', `${listing.description} (${library.path})`));
    tokens += listing.tokens.length;
    findings.push(...listing.tokens.flatMap((token) => checkToken(token, now, ui)));
  }
  if (tokens === 0) findings.push(note('tokens', words.noTokens, words.fixNoTokens));
  return findings;
}

function checkToken(token: Token, now: Date, ui: Ui): Finding[] {
  const words = ui.words.doctor;
  const detail = `${token.label} (${token.serial}): ${sayPinState(token.pinState, ui.locale)}`;
  const state = {
    normal: fine('tokens', detail),
    unknown: fine('tokens', detail),
    countLow: warning('tokens', detail, words.fixPinLow),
    finalTry: warning('tokens', detail, words.fixPinLow),
    locked: trouble('tokens', detail, words.fixPinLocked),
    notInitialized: trouble('tokens', detail, words.fixPinLocked),
  }[token.pinState];
  if (token.certificates.length === 0) {
    return [state, trouble('certificates', words.noCertificates(token.label), words.fixNoCertificates)];
  }
  return [state, ...token.certificates.map((certificate) => checkCertificate(certificate, now, ui))];
}

function checkCertificate(certificate: TokenCertificate, now: Date, ui: Ui): Finding {
  const words = ui.words.doctor;
  const until = createFormats(ui.locale).date(certificate.notAfter);
  const detail = words.certificate(certificate.commonName, until);
  if (certificate.unsuitable !== null) {
    // Tokens also carry certificates for other ends: one that cannot sign is told, and stops nobody.
    return note('certificates', `${detail}: ${sayUnsuitable(certificate.unsuitable, ui.locale)}`);
  }
  const days = Math.floor((Date.parse(certificate.notAfter) - now.getTime()) / day);
  return days <= expiryWarningDays
    ? warning('certificates', detail, words.fixExpiring(days))
    : fine('certificates', detail);
}
