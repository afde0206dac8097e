/** Reading PDFs lazily and extending them by incremental updates. */
export { openPdf, PdfDocument } from './document.ts';
export type { PdfOptions } from './document.ts';
export { PdfError } from './errors.ts';
export type { PdfErrorKind } from './errors.ts';
export { readForm } from './form.ts';
export type { Form, FormField, FormProblem } from './form.ts';
export { defaultLimits } from './limits.ts';
export type { PdfLimits } from './limits.ts';
export type { IndirectObject } from './object-reader.ts';
export { firstPage, inherited, pageByRef, pageCount, pageNumbered, pagesOf } from './pages.ts';
export type { PdfPage } from './pages.ts';
export { recoverPdf } from './recover/recover.ts';
export { revisionsOf } from './revisions.ts';
export type { PdfRevision } from './revisions.ts';
export { PdfArray, PdfDict, PdfName, PdfRef, PdfStream, PdfString } from './syntax/objects.ts';
export type { FileSpan, PdfValue } from './syntax/objects.ts';
export { entriesOf } from './xref/section.ts';
export type { XrefEntry, XrefSection } from './xref/section.ts';
