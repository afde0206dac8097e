import type { Locale } from '../config.ts';
import type { CertificateUnsuitable, Failure } from '../failures.ts';
import type { FailureLanguage, FailureWords } from './failure-language.ts';
import { failuresEn } from './failures-en.ts';
import { failuresEs } from './failures-es.ts';
import { failuresPt } from './failures-pt.ts';
import { asClause } from './problems.ts';

export type { FailureWords } from './failure-language.ts';

const languages: Readonly<Record<Locale, FailureLanguage>> = {
  'es-AR': failuresEs,
  en: failuresEn,
  'pt-BR': failuresPt,
};

/** The words for a failure in a language. Total: every kind has words in every language. */
export function sayFailure(failure: Failure, locale: Locale): FailureWords {
  const saying = languages[locale].kinds[failure.kind] as FailureWords | ((failure: Failure) => FailureWords);
  return typeof saying === 'function' ? saying(onOneLine(failure)) : saying;
}

/** Facts come from outside (a token's label, a server's text): each becomes one line, so that it cannot look like our own words. */
function onOneLine(failure: Failure): Failure {
  const facts = Object.entries(failure).map(([key, value]) => [
    key,
    typeof value === 'string' ? asClause(value) : value,
  ]);
  return Object.fromEntries(facts) as Failure;
}

/** Why a certificate cannot sign, e.g. `venció`: follows "no sirve para firmar:". */
export function sayUnsuitable(reason: CertificateUnsuitable, locale: Locale): string {
  return languages[locale].unsuitable[reason];
}

/**
 * The short code under a failure's words, to be read over the telephone: the kind, and the one technical fact that tells two
 * failures of the same kind apart. Never shown alone, never translated.
 */
export function failureCode(failure: Failure): string {
  switch (failure.kind) {
    case 'tokenError':
    case 'fileUnreadable':
      return `${failure.kind} ${failure.code}`;
    case 'unexpected':
      return `${failure.kind} ${failure.incident}`;
    case 'pdfRefused':
    case 'certificateUnsuitable':
    case 'driverUnloadable':
    case 'loggedOut':
    case 'receiptInvalid':
    case 'raiseRefused':
    case 'parcelRefused':
    case 'updateRefused':
    case 'enrolmentRefused':
      return `${failure.kind} ${failure.reason}`;
    case 'registerRewritten':
      return `${failure.kind} ${failure.found} ${failure.known}/${failure.told ?? '-'}`;
    case 'registrationRefused':
      return `${failure.kind} ${failure.problem}`;
    case 'deadline':
    case 'unknownCall':
      return `${failure.kind} ${failure.call}`;
    case 'storeDamaged':
    case 'storeFromFuture':
      return `${failure.kind} ${failure.store}`;
    case 'documentMissing':
    case 'documentDamaged':
      return `${failure.kind} ${failure.sha256.slice(0, 16)}`;
    case 'pdfPasswordNeeded':
    case 'pdfPasswordWrong':
    case 'tokenAbsent':
    case 'tokenRemoved':
    case 'driverMissing':
    case 'driverGone':
    case 'driverHung':
    case 'driverParked':
    case 'pinWrong':
    case 'pinLocked':
    case 'pinCancelled':
    case 'pinNotConfirmed':
    case 'pinLength':
    case 'pinNotInitialized':
    case 'pukWrong':
    case 'pukLocked':
    case 'newPinRefused':
    case 'pinChangeUnsupported':
    case 'mechanismMissing':
    case 'certificateMissing':
    case 'certificateAmbiguous':
    case 'certificateChanged':
    case 'certificateOfAnother':
    case 'certificateRevoked':
    case 'electronicNotAllowed':
    case 'tokenBusy':
    case 'digestNotListed':
    case 'signatureInvalid':
    case 'actUnknown':
    case 'caseUnknown':
    case 'pieceNotThis':
    case 'pieceDiffers':
    case 'actNotShown':
    case 'actChanged':
    case 'caseMoved':
    case 'officeNotKnown':
    case 'actsWait':
    case 'actForbids':
    case 'notYourTurn':
    case 'signerNotNamed':
    case 'substituteNotInForce':
    case 'draftUnknown':
    case 'draftNotReady':
    case 'draftChanged':
    case 'draftIncomplete':
    case 'draftTooLong':
    case 'importRefused':
    case 'characterLacking':
    case 'timestampMissing':
    case 'validationDataMissing':
    case 'batchUnknown':
    case 'fileExists':
    case 'diskFull':
    case 'storeBusy':
    case 'updateUnreachable':
    case 'copyPlaceAbsent':
    case 'copyPlaceOther':
    case 'copiesNotKept':
    case 'copyDamaged':
    case 'copyMissing':
    case 'copyOfEnrolled':
    case 'recoveryKeyWrong':
    case 'storeKeyWrong':
    case 'keychainMissing':
    case 'passphraseWrong':
    case 'deskLocked':
    case 'deskEmptied':
    case 'leavesUnsent':
    case 'repositoryNotConfigured':
    case 'repositoryUnreachable':
    case 'repositoryGarbage':
    case 'repositoryDenied':
    case 'grantEnded':
    case 'repositoryBusy':
    case 'centreUnreachable':
    case 'repositoryFull':
    case 'proxySignInNeeded':
    case 'proxyMethodUnknown':
    case 'lineUntrusted':
    case 'badInput':
    case 'notAllowed':
    case 'officeGone':
    case 'officeFileBroken':
    case 'seatUnknown':
      return failure.kind;
  }
}
