import type { Failure, PdfRefusal } from '../../contract/failures.ts';
import {
  CertificateError,
  PadesError,
  type PadesErrorKind,
  PdfError,
  type PdfErrorKind,
} from '../../signature/index.ts';
import { DocumentError } from '../documents/index.ts';
import { troubleOf } from '../store/index.ts';

type AboutStructure = Exclude<PdfErrorKind, 'passwordNeeded' | 'passwordWrong'>;
const pdfReasons: Readonly<Record<AboutStructure, PdfRefusal>> = {
  empty: 'empty',
  notPdf: 'notPdf',
  truncated: 'truncated',
  damaged: 'damaged',
  ambiguous: 'damaged',
  encryptionWeak: 'weakEncryption',
  encryptionForeign: 'foreignEncryption',
  hybrid: 'hybrid',
  unsupported: 'other',
  tooDeep: 'tooComplex',
  tooMany: 'tooComplex',
  tooBig: 'tooComplex',
  tooSlow: 'tooComplex',
  tooLarge: 'tooComplex',
};

type AboutDocument = Exclude<
  PadesErrorKind,
  | 'certificate'
  | 'inputChanged'
  | 'signatureWrong'
  | 'checkFailed'
  | 'targetExists'
  | 'targetIsInput'
  | 'readFailed'
  | 'writeFailed'
>;
const padesReasons: Readonly<Record<AboutDocument, PdfRefusal>> = {
  certified: 'certified',
  locked: 'locked',
  permission: 'notPermitted',
  notFirst: 'notFirst',
  seedValue: 'seedValue',
  pageMissing: 'pageMissing',
  placeTaken: 'placeTaken',
  textTooLong: 'textTooLong',
  fontLacking: 'fontLacking',
  authCode: 'mac',
  xfaOnly: 'xfa',
  formBroken: 'fieldShared',
  fieldName: 'fieldMissing',
  fieldTaken: 'fieldTaken',
  fieldSigned: 'fieldTaken',
  fieldReadOnly: 'locked',
  signatureTooLarge: 'contentsTooSmall',
};

/** What went wrong while one act was prepared, signed or kept, as a person reads it; null for a bug. */
export function signingFailure(error: unknown, documentSha256: string): Failure | null {
  if (error instanceof DocumentError) {
    return { kind: error.kind === 'missing' ? 'documentMissing' : 'documentDamaged', sha256: documentSha256 };
  }
  if (error instanceof PdfError) return pdfFailure(error);
  if (error instanceof CertificateError) return { kind: 'certificateUnsuitable', reason: 'unreadable' };
  if (error instanceof PadesError) return padesFailure(error, documentSha256);
  return troubleOf(error, 'journal.db');
}

function pdfFailure({ kind, message }: PdfError): Failure {
  switch (kind) {
    case 'passwordNeeded':
      return { kind: 'pdfPasswordNeeded' };
    case 'passwordWrong':
      return { kind: 'pdfPasswordWrong' };
    default:
      return { kind: 'pdfRefused', reason: pdfReasons[kind], detail: `${kind}: ${message}` };
  }
}

function padesFailure(error: PadesError, documentSha256: string): Failure | null {
  switch (error.kind) {
    case 'certificate':
      return { kind: 'certificateUnsuitable', reason: 'wrongKeyUsage' };
    case 'inputChanged':
      // What lies here under the hash that was shown has another one now.
      return { kind: 'documentDamaged', sha256: documentSha256 };
    case 'signatureWrong':
    case 'checkFailed':
      return { kind: 'signatureInvalid', detail: error.message.slice(0, 300) };
    case 'readFailed':
    case 'writeFailed':
      return troubleOf(error.cause, 'documents');
    case 'targetExists':
    case 'targetIsInput':
      return null;
    default:
      return { kind: 'pdfRefused', reason: padesReasons[error.kind], detail: `${error.kind}: ${error.message}` };
  }
}
