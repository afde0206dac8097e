import { PadesError } from './errors.ts';
import { PdfError } from '../pdf/index.ts';
import type { Form, PdfDict, PdfDocument } from '../pdf/index.ts';
import { permitsSigning } from '../pdf/security/open.ts';

/** The parts of a document that signing looks at and changes. */
export interface SigningView {
  readonly catalog: PdfDict;
  /** The interactive form's dictionary, if there is one. */
  readonly acroForm: PdfDict | undefined;
  readonly form: Form | undefined;
}

/**
 * Refuses documents whose rules a further signature would break, or whose meaning is not certain.
 * @throws PdfError `passwordNeeded` and its like, `hybrid` or `ambiguous`.
 * @throws PadesError `authCode`, `permission`, `xfaOnly` or `formBroken`.
 */
export function refuseUnsignable(document: PdfDocument, view: SigningView): void {
  refuseForms(document, view);
  refuseAmbiguity(document.trailer, ['Root', 'Size', 'Prev', 'Encrypt', 'ID', 'AuthCode']);
  refuseAmbiguity(view.catalog, ['AcroForm', 'Pages', 'Perms', 'Extensions', 'Version', 'NeedsRendering']);
  if (view.acroForm) refuseAmbiguity(view.acroForm, ['Fields', 'SigFlags', 'XFA']);
}

/** What the whole file is, before anything in it is looked at. @throws PdfError, PadesError */
export function refuseFile(document: PdfDocument): void {
  if (document.security.kind === 'locked') throw document.security.why;
  if (!permitsSigning(document.security)) {
    throw new PadesError('permission', 'the permissions of the encrypted document do not allow signing');
  }
  if (document.hybrid) throw new PdfError('hybrid', 'the document has cross-references in two forms at once');
  if (document.chain.sections.some(({ trailer }) => trailer.has('AuthCode'))) {
    throw new PadesError('authCode', 'the document carries an authentication code');
  }
}

function refuseForms(document: PdfDocument, { catalog, acroForm, form }: SigningView): void {
  const xfa = acroForm ? document.get(acroForm, 'XFA') : null;
  if (document.get(catalog, 'NeedsRendering') === true || (xfa !== null && form?.fields.length === 0)) {
    throw new PadesError('xfaOnly', 'the pages come from an XFA form');
  }
  const problem = form?.problems[0];
  if (problem) throw new PadesError('formBroken', `the form is no tree: ${problem.kind}, object ${problem.num}`);
}

/** Refuses a dictionary in which a key that decides something stands twice. @throws PdfError `ambiguous` */
export function refuseAmbiguity(dict: PdfDict, keys: readonly string[]): void {
  const twice = keys.find((key) => dict.repeated.has(key));
  if (twice !== undefined) throw new PdfError('ambiguous', `the key /${twice} stands twice in one dictionary`);
}
