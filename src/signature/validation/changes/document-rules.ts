/** What may happen to a document's catalog, pages and trailer after signing. Everything not named here may not. */
import { PdfArray, PdfDict, PdfName, PdfRef, PdfString } from '../../pdf/syntax/objects.ts';
import type { PdfValue } from '../../pdf/syntax/objects.ts';
import type { PdfDocument } from '../../pdf/document.ts';
import { changedKeys } from './compare.ts';
import type { AnyValue } from './compare.ts';
import { additions, bothSides, isTextOrAbsent } from './comparison.ts';
import type { Comparison } from './comparison.ts';
import { compareForms, isVisible } from './form-rules.ts';
import { coversMuch } from './geometry.ts';
import { checkAnnotation, liesOverContent } from './overlays.ts';
import { isXmp } from './roles.ts';

const mostAnnotations = 100_000;

/** The trailers: the same catalog, the same encryption. */
export function compareTrailers({ before, now, log }: Comparison): void {
  for (const key of changedKeys(before.trailer, now.trailer)) {
    if (key === 'Encrypt') log.forbid('encryptionChanged', 'The encryption of the document was changed.');
    else if (key === 'Info') log.note('metadata');
  }
}

export function compareCatalogs(comparison: Comparison): void {
  const [before, now] = [comparison.before.catalog().dict, comparison.now.catalog().dict];
  const { log } = comparison;
  if (before.repeated.size + now.repeated.size > 0) log.unclear('ambiguousCatalog', 'The catalog repeats a key.');
  for (const key of changedKeys(before, now)) {
    const [old, fresh] = bothSides(comparison, before.get(key), now.get(key));
    switch (key) {
      case 'AcroForm':
        compareForms(comparison, old, fresh);
        break;
      case 'DSS':
        compareValidationData(comparison, old, fresh);
        break;
      case 'Extensions':
        noteExtensions(comparison, fresh);
        break;
      case 'Metadata':
        compareMetadata(comparison, old, fresh);
        break;
      case 'Version':
        if (isLaterVersion(old, fresh)) log.note('extensions');
        else log.forbid('catalogChanged', 'The version of the document was lowered.');
        break;
      default:
        log.forbid('catalogChanged', `The document’s entry ${key} was changed.`);
    }
  }
}

const ofExtensions: ReadonlySet<string> = new Set([
  'Type',
  'BaseVersion',
  'ExtensionLevel',
  'ExtensionRevision',
  'URL',
]);

/** /Extensions may name additions to the standard (ISO 32000-2, 7.12), and hold nothing else. */
export function noteExtensions({ now, log }: Comparison, value: AnyValue): void {
  if (namesExtensions(now, value, 0)) log.note('extensions');
  else log.forbid('catalogChanged', 'What was changed as extensions holds something else.');
}

/** Developers by name, each with one extension or several, each of plain values. */
function namesExtensions(document: PdfDocument, value: AnyValue, depth: number): boolean {
  if (value === null || value === undefined) return depth === 0;
  if (value instanceof PdfArray) {
    return depth === 1 && value.toArray(100).every((each) => namesExtensions(document, document.resolve(each), 2));
  }
  if (!(value instanceof PdfDict) || value.repeated.size > 0) return false;
  return value.entries.slice(0, 1000).every(({ key }) => {
    const held = document.get(value, key);
    const isPlain = typeof held === 'number' || held instanceof PdfName || held instanceof PdfString;
    if (depth === 0) return key === 'Type' ? isPlain : namesExtensions(document, held, 1);
    return ofExtensions.has(key) && isPlain;
  });
}

/** /Metadata may come, go and be another; what is no metadata may not pass for it. */
function compareMetadata({ log }: Comparison, before: AnyValue, now: AnyValue): void {
  const sound = [before, now].every((value) => (value ?? null) === null || isXmp(value));
  if (sound) log.note('metadata');
  else log.forbid('metadataOdd', 'What was changed as metadata is none.');
}

/** /DSS may come and grow. */
export function compareValidationData({ log, ...sides }: Comparison, before: AnyValue, now: AnyValue): void {
  if (!(now instanceof PdfDict)) {
    log.forbid('validationDataRemoved', 'The validation data of the document was removed.');
    return;
  }
  log.note('validationData');
  const old = before instanceof PdfDict ? before : null;
  const size = (document: PdfDocument, dict: PdfDict | null, key: string): number => {
    const list = dict === null ? null : document.get(dict, key);
    return list instanceof PdfArray ? list.toArray(mostAnnotations).length : 0;
  };
  const gone = ['Certs', 'CRLs', 'OCSPs'].find(
    (key) => size(sides.before, old, key) > 0 && size(sides.now, now, key) === 0,
  );
  if (gone !== undefined) log.unclear('validationDataRemoved', `Validation data that was there is gone (${gone}).`);
}

function isLaterVersion(before: AnyValue, now: AnyValue): boolean {
  if (!(now instanceof PdfName) || !/^[12]\.\d$/.test(now.value)) return false;
  return !(before instanceof PdfName) || now.value >= before.value;
}

/** A page: its annotations, and nothing that it draws. */
export function comparePages(comparison: Comparison, before: AnyValue, now: AnyValue): void {
  const { log } = comparison;
  if (!(before instanceof PdfDict) || !(now instanceof PdfDict) || now.repeated.size > 0) {
    log.forbid('pageChanged', 'A page was removed or replaced.');
    return;
  }
  for (const key of changedKeys(before, now)) {
    if (key === 'Annots') {
      compareAnnotations(comparison, ...bothSides(comparison, before.get(key), now.get(key)), now);
    } else if (key === 'Metadata') {
      compareMetadata(comparison, ...bothSides(comparison, before.get(key), now.get(key)));
    } else if (key === 'LastModified' && isTextOrAbsent(before.get(key)) && isTextOrAbsent(now.get(key))) {
      log.note('metadata');
    } else if (!(key === 'Tabs' && !before.has('Tabs'))) {
      log.forbid('pageChanged', `A page’s entry ${key} was changed.`);
    }
  }
}

/** A page's list of annotations: widgets of new signature fields may come; other annotations are the signer's to allow. */
export function compareAnnotations(
  comparison: Comparison,
  before: AnyValue,
  now: AnyValue,
  page: PdfDict | null,
): void {
  const { log } = comparison;
  const added = additions(before, now, mostAnnotations);
  if (added === null) {
    log.forbid('annotationRemoved', 'An annotation was removed, replaced or moved.');
    return;
  }
  for (const value of added) checkNewAnnotation(comparison, value, page);
}

function checkNewAnnotation(comparison: Comparison, value: PdfValue, page: PdfDict | null): void {
  const { now, log, newWidgets, before, roles } = comparison;
  const dict = now.resolve(value);
  if (!(dict instanceof PdfDict)) {
    log.unclear('oddAnnotation', 'Something was added to a page’s annotations that is none.');
  } else if (dict.name('Subtype') !== 'Widget') {
    noteAnnotation(comparison, dict, page);
  } else if (value instanceof PdfRef && newWidgets.has(value.num)) {
    checkNewWidget(comparison, dict, page);
  } else if (!(value instanceof PdfRef && isField(before, roles, value))) {
    log.forbid('foreignWidget', 'A form control was added to a page that belongs to no new signature.');
  } else if (!(now.get(dict, 'V') instanceof PdfDict) && isVisible(now, dict)) {
    log.unclear('visibleEmptyField', 'An empty signature field was put on a page and shows something there.');
  }
}

/** An annotation that came or changed; where that is permitted, it may still not hide what was certified. */
export function noteAnnotation(comparison: Comparison, dict: PdfDict, page: PdfDict | null): void {
  comparison.log.note('annotation');
  if (comparison.log.permissions.level === 3) checkAnnotation(comparison, dict, page);
}

/** The place of a new signature on a page. Whoever certified a document did not see it coming. */
function checkNewWidget(comparison: Comparison, dict: PdfDict, page: PdfDict | null): void {
  const { now, log } = comparison;
  if (coversMuch(now, dict, page)) {
    log.unclear('coveringSignature', 'A signature was added whose picture covers a large part of a page.');
  } else if (log.permissions.level !== null && isVisible(now, dict) && liesOverContent(comparison, dict, page)) {
    log.unclear('coveringSignature', 'A signature was added to a certified document over what a page says.');
  }
}

/** A signature field of the signed revision that had no place on a page and got one by being signed. */
function isField(before: PdfDocument, roles: Comparison['roles'], ref: PdfRef): boolean {
  const role = roles.of(ref.num, before.resolve(ref), []);
  return role.kind === 'field' && role.field.type === 'Sig' && !role.field.signed;
}
