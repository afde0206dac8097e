import type { Failure } from '../contract/failures.ts';
import { assertNever } from '../contract/ids.ts';

/** What the command line answers to the shell. A promise to scripts: a number never changes its meaning. */
export const exitCodes = {
  ok: 0,
  /** The work was done and the answer is no: a signature does not hold, a file was refused, a check found trouble. */
  no: 1,
  usage: 2,
  /** The token, its driver, its PIN or its certificate. */
  token: 3,
  /** The line, or the repository. */
  line: 4,
  /** This machine: files, disk, store, a missing program. */
  machine: 5,
  /** A bug of this program. */
  bug: 70,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The exit code of a failure, by where the trouble lies. */
export function exitCodeOf(failure: Failure): ExitCode {
  switch (failure.kind) {
    case 'tokenAbsent':
    case 'tokenRemoved':
    case 'driverMissing':
    case 'driverUnloadable':
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
    case 'loggedOut':
    case 'mechanismMissing':
    case 'certificateMissing':
    case 'certificateAmbiguous':
    case 'certificateChanged':
    case 'certificateOfAnother':
    case 'certificateRevoked':
    case 'electronicNotAllowed':
    case 'certificateUnsuitable':
    case 'tokenBusy':
    case 'digestNotListed':
    case 'tokenError':
    case 'signatureInvalid':
      return exitCodes.token;
    case 'actUnknown':
    case 'caseUnknown':
    case 'pieceNotThis':
    case 'pieceDiffers':
    case 'actNotShown':
    case 'actChanged':
    case 'actForbids':
    case 'caseMoved':
    case 'officeNotKnown':
    case 'actsWait':
    case 'notYourTurn':
    case 'signerNotNamed':
    case 'substituteNotInForce':
    case 'draftUnknown':
    case 'draftNotReady':
    case 'draftIncomplete':
    case 'draftChanged':
    case 'draftTooLong':
    case 'importRefused':
    case 'characterLacking':
    case 'batchUnknown':
    case 'pdfRefused':
    case 'pdfPasswordNeeded':
    case 'pdfPasswordWrong':
    case 'receiptInvalid':
    case 'registerRewritten':
    case 'registrationRefused':
    case 'raiseRefused':
    case 'updateRefused':
    case 'leavesUnsent':
    case 'notAllowed':
      return exitCodes.no;
    case 'documentMissing':
    case 'documentDamaged':
    case 'fileUnreadable':
    case 'fileExists':
    case 'diskFull':
    case 'storeBusy':
    case 'storeKeyWrong':
    case 'keychainMissing':
    case 'passphraseWrong':
    case 'deskLocked':
    case 'deskEmptied':
    case 'storeDamaged':
    case 'parcelRefused':
    case 'copyPlaceAbsent':
    case 'copyPlaceOther':
    case 'copiesNotKept':
    case 'copyDamaged':
    case 'copyMissing':
    case 'copyOfEnrolled':
    case 'recoveryKeyWrong':
    case 'officeFileBroken':
    case 'storeFromFuture':
    case 'officeGone':
      return exitCodes.machine;
    case 'repositoryNotConfigured':
    case 'updateUnreachable':
    case 'repositoryUnreachable':
    case 'repositoryGarbage':
    case 'repositoryDenied':
    case 'enrolmentRefused':
    case 'grantEnded':
    case 'repositoryBusy':
    case 'centreUnreachable':
    case 'repositoryFull':
    case 'proxySignInNeeded':
    case 'proxyMethodUnknown':
    case 'lineUntrusted':
    case 'timestampMissing':
    case 'validationDataMissing':
      return exitCodes.line;
    case 'badInput':
    case 'seatUnknown':
      return exitCodes.usage;
    case 'unknownCall':
    case 'deadline':
    case 'unexpected':
      return exitCodes.bug;
    default:
      return assertNever(failure, 'failure');
  }
}
