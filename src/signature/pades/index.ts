/** Signing PDFs: PAdES baseline B as one-way stages, and a whole file at once. */
export { checkSignedPdf } from './check.ts';
export type { CheckedPdf, SignedExpectation } from './check.ts';
export { PadesError } from './errors.ts';
export type { PadesErrorKind } from './errors.ts';
export { finishPdf, signatureValueOf } from './finish.ts';
export type { SignedPdf, TokenSignature, WaitingForToken } from './finish.ts';
export { preparePdf } from './prepare.ts';
export type { PreparedPdf, SigningRequest } from './prepare.ts';
export { raiseCopy } from './raise/raise-copy.ts';
export type { RaisedCopy, RaiseWish } from './raise/raise-copy.ts';
export { raisePdfFile } from './raise/raise-file.ts';
export type { RaiseFileRequest } from './raise/raise-file.ts';
export { checkRaised, planRaise, raisePdf, resultOf, writeRaised } from './raise/raise.ts';
export type { RaisePlan } from './raise/raise.ts';
export type {
  Increment,
  MissingPiece,
  PadesLevel,
  RaisedLevel,
  RaiseRequest,
  RaiseResult,
  RaiseStanding,
  RevokedCertificate,
  ValidationServices,
} from './raise/types.ts';
export { signPdfFile } from './sign-file.ts';
export type { SignFileRequest } from './sign-file.ts';
export { stampSignature, timeStampRoom } from './stamp.ts';
export { refuseTarget, TargetFile } from './target-file.ts';
export type { CertificationLevel } from './rules/in-force.ts';
export type { OverContent } from '../appearance/page-place.ts';
export type { VisibleWish } from './widget.ts';
export { prepareFile } from './waiting-file.ts';
export type { FileRequest, SignedFile, WaitingFile } from './waiting-file.ts';
