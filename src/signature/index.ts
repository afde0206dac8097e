/** The public face of the signature room. Other rooms import from here only. */
export { bufferSource, openFileSource } from './bytes.ts';
export type { ByteSink, ByteSource } from './bytes.ts';
export { sha256Hex } from './crypto.ts';
export type { DigestAlgorithm, SignatureAlgorithm } from './crypto.ts';
export { cryptoSelfTest } from './crypto-self-test.ts';
export type { CryptoSelfTest } from './crypto-self-test.ts';
export { CmsError } from './cms/errors.ts';
export type { CmsErrorKind } from './cms/errors.ts';
export { nodeTransport } from './net.ts';
export type { HttpAnswer, HttpFailure, HttpRequest, HttpTransport } from './net.ts';
export * from './pades/index.ts';
export { openPdf, pageCount, PdfError } from './pdf/index.ts';
export type { PdfErrorKind } from './pdf/index.ts';
export { folderCache, memoryCache, pruneFolderCache } from './revocation/cache.ts';
export type { CachedStatement, RevocationCache } from './revocation/cache.ts';
export { findRevocation } from './revocation/client.ts';
export type { RevocationFinding, RevocationTry } from './revocation/client.ts';
export type { TimeStampAuthority, TimeStampObstacle, TimeStampTry } from './timestamp/authority.ts';
export { loadAnchors, parseCertificates } from './trust/anchors.ts';
export type { LoadedAnchors } from './trust/anchors.ts';
export { isSelfIssued, parseCertificate } from './trust/certificate.ts';
export type { Certificate, KeyAlgorithm } from './trust/certificate.ts';
export { buildChain } from './trust/chain.ts';
export type { ChainOptions, ChainProblem, ChainResult } from './trust/chain.ts';
export { CertificateError } from './trust/errors.ts';
export type { CertificateErrorKind } from './trust/errors.ts';
export type { KeyUsage } from './trust/extensions.ts';
export { cuilOf } from './trust/name.ts';
export type { DistinguishedName } from './trust/name.ts';
export { unsuitableReasons } from './trust/suitability.ts';
export type { UnsuitableReason } from './trust/suitability.ts';
export { judgeAddition, judgeGrowth } from './validation/addition.ts';
export type { AdditionRuling, GrowthRuling } from './validation/addition.ts';
export { verifyDocument } from './validation/document.ts';
export type { VerifyOptions } from './validation/options.ts';
export { verifyPdf } from './validation/pdf-file.ts';
export type {
  BaselineLevel,
  FileVerdict,
  Indication,
  Modification,
  SignatureVerdict,
  SignerSummary,
  SubIndication,
} from './validation/verdict.ts';
export { verdictSentence, verdictWords } from './validation/words.ts';
export type { Language } from './validation/words.ts';
