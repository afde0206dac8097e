/** The public face of the signature room. Other rooms import from here only. */
export { readTrueType } from './appearance/truetype.ts';
export type { FontMetrics } from './appearance/truetype.ts';
export { Binder, bindingCharacters, cutForBinding, inCharacters } from './binding/index.ts';
export type { PageWords } from './binding/index.ts';
export { bufferSource, descriptorOf, heldFileSource, openFileSource } from './bytes.ts';
export type { ByteSink, ByteSource } from './bytes.ts';
export { sha256Hex } from './crypto.ts';
export type { DigestAlgorithm, SignatureAlgorithm } from './crypto.ts';
export { cryptoSelfTest } from './crypto-self-test.ts';
export type { CryptoSelfTest } from './crypto-self-test.ts';
export * from './cades/index.ts';
export { CmsError } from './cms/errors.ts';
export type { CmsErrorKind } from './cms/errors.ts';
export { nodeTransport } from './net.ts';
export type { HttpAnswer, HttpFailure, HttpRequest, HttpTransport } from './net.ts';
export * from './pades/index.ts';
export { openPdf, pageCount, PdfError } from './pdf/index.ts';
export type { PdfDocument, PdfErrorKind } from './pdf/index.ts';
export { folderCache, memoryCache, pruneFolderCache } from './revocation/cache.ts';
export type { CachedStatement, RevocationCache } from './revocation/cache.ts';
export { findRevocation } from './revocation/client.ts';
export type { RevocationFinding, RevocationTry } from './revocation/client.ts';
export { requestTimeStamp } from './timestamp/client.ts';
export type { FreshTimeStamp, TimeStampOutcome, TimeStampSources } from './timestamp/client.ts';
export type { TimeStampAuthority, TimeStampObstacle, TimeStampTry } from './timestamp/authority.ts';
export { verifyStampOver } from './timestamp/stamp-over.ts';
export type { StampVerdict } from './timestamp/stamp-over.ts';
export { findPath } from './trust/aia.ts';
export type { PathSources } from './trust/aia.ts';
export { loadAnchors, parseCertificates } from './trust/anchors.ts';
export type { LoadedAnchors } from './trust/anchors.ts';
export { isSelfIssued, parseCertificate } from './trust/certificate.ts';
export type { Certificate, KeyAlgorithm } from './trust/certificate.ts';
export { buildChain } from './trust/chain.ts';
export type { ChainOptions, ChainProblem, ChainResult } from './trust/chain.ts';
export { anchorsFor, electronicPolicy, isElectronic } from './trust/electronic.ts';
export { CertificateError } from './trust/errors.ts';
export type { CertificateErrorKind } from './trust/errors.ts';
export type { KeyUsage } from './trust/extensions.ts';
export { issueElectronic, makeElectronicAuthority } from './trust/issue.ts';
export type { AuthoritySign } from './trust/issue.ts';
export { openTrustList, requireCurrent, TrustList } from './trust/list.ts';
export type { TrustListMention } from './trust/list.ts';
export { isGranted } from './trust/list-content.ts';
export type { TrustListContent, TrustService } from './trust/list-content.ts';
export { TrustListError } from './trust/list-errors.ts';
export type { TrustListErrorKind } from './trust/list-errors.ts';
export { keepList, keptVersions, readKeptList } from './trust/list-store.ts';
export { Memory } from './trust/memory.ts';
export { cuilOf } from './trust/name.ts';
export type { DistinguishedName } from './trust/name.ts';
export { unsuitableReasons } from './trust/suitability.ts';
export type { UnsuitableReason } from './trust/suitability.ts';
export { judgeAddition, judgeGrowth } from './validation/addition.ts';
export type { AdditionRuling, GrowthRuling } from './validation/addition.ts';
export { verifyDocument } from './validation/document.ts';
export type { RevocationSource, VerifyOptions } from './validation/options.ts';
export { defaultPolicy } from './validation/policy.ts';
export type { RevocationPolicy, ValidationPolicy } from './validation/policy.ts';
export { codeOf, reasonSentence, reasonWords } from './validation/reason-words.ts';
export { assembleReport, reportOn } from './validation/report.ts';
export type { SignatureReport, ValidationReport } from './validation/report.ts';
export { describeRevisions, signedRevisions } from './validation/revisions.ts';
export type { RevisionReport, SignedRevision } from './validation/revisions.ts';
export { fileSentence } from './validation/sentences.ts';
export { verifyAndKeep, verifyPdf } from './validation/pdf-file.ts';
export type {
  BaselineLevel,
  FileVerdict,
  Indication,
  Modification,
  PathStep,
  RevocationUse,
  SignatureDetails,
  SignatureVerdict,
  SignerSummary,
  SubIndication,
  TimestampVerdict,
} from './validation/verdict.ts';
export { verdictSentence, verdictWords } from './validation/words.ts';
export type { Language } from './validation/words.ts';
