/** What the signature room throws, as the failures a person reads. */
import { basename } from 'node:path';
import type { Failure, PdfRefusal } from '../contract/failures.ts';
import { PadesError, type PadesErrorKind, PdfError, type PdfErrorKind } from '../signature/index.ts';

const pdfReasons: Readonly<Record<PdfErrorKind, PdfRefusal>> = {
  empty: 'empty',
  notPdf: 'notPdf',
  truncated: 'truncated',
  damaged: 'damaged',
  ambiguous: 'damaged',
  encrypted: 'encrypted',
  hybrid: 'hybrid',
  unsupported: 'other',
  tooDeep: 'tooComplex',
  tooMany: 'tooComplex',
  tooBig: 'tooComplex',
  tooSlow: 'tooComplex',
  tooLarge: 'tooComplex',
};

type DocumentKind = Exclude<
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

const padesReasons: Readonly<Record<DocumentKind, PdfRefusal>> = {
  certified: 'certified',
  locked: 'locked',
  seedValue: 'other',
  authCode: 'mac',
  xfaOnly: 'xfa',
  formBroken: 'fieldShared',
  fieldName: 'fieldMissing',
  fieldTaken: 'fieldTaken',
  fieldSigned: 'fieldTaken',
  fieldReadOnly: 'locked',
  signatureTooLarge: 'contentsTooSmall',
};

/** The failure behind an error met while a file was signed or read; null for an error that should not exist. */
export function failureOf(error: unknown, file: string): Failure | null {
  if (error instanceof PdfError) {
    return { kind: 'pdfRefused', reason: pdfReasons[error.kind], detail: `${error.kind}: ${error.message}` };
  }
  if (error instanceof PadesError) return failureOfPades(error, file);
  return failureOfSystem(error, file);
}

function failureOfPades(error: PadesError, file: string): Failure | null {
  switch (error.kind) {
    case 'certificate':
      return { kind: 'certificateUnsuitable', reason: 'wrongKeyUsage' };
    case 'inputChanged':
      return { kind: 'fileUnreadable', file: basename(file), code: 'CHANGED' };
    case 'signatureWrong':
    case 'checkFailed':
      return { kind: 'signatureInvalid', detail: error.message };
    case 'targetExists':
    case 'targetIsInput':
      return { kind: 'fileExists', file };
    case 'readFailed':
    case 'writeFailed':
      return failureOfSystem(error.cause, file);
    default:
      return { kind: 'pdfRefused', reason: padesReasons[error.kind], detail: `${error.kind}: ${error.message}` };
  }
}

/** An error of the file system; null for any other. */
export function failureOfSystem(error: unknown, file: string): Failure | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  if (error.code === 'ENOSPC' || error.code === 'EDQUOT') return { kind: 'diskFull' };
  if (error.code === 'EEXIST') return { kind: 'fileExists', file };
  return /^E[A-Z0-9]+$/.test(error.code) ? { kind: 'fileUnreadable', file, code: error.code } : null;
}
