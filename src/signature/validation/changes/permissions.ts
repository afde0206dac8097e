/** Reading what a revision permits (ISO 32000-2, 12.8.2.2 DocMDP, 12.8.2.4 FieldMDP, 12.7.5.5 SigFieldLock). */
import type { PdfDocument } from '../../pdf/document.ts';
import { readForm } from '../../pdf/form.ts';
import { PdfArray, PdfDict, PdfString } from '../../pdf/syntax/objects.ts';
import type { Permissions } from './log.ts';

type Lock = (field: string) => boolean;

/** The strictest of everything that the signatures in `document` demand. @throws PdfError */
export function readPermissions(document: PdfDocument): Permissions {
  const levels: number[] = [];
  const locks: Lock[] = [];
  const acroForm = document.getDict(document.catalog().dict, 'AcroForm');
  for (const field of acroForm === undefined ? [] : readForm(document, acroForm).fields) {
    const signature = document.resolve(field.value);
    if (field.type !== 'Sig' || !(signature instanceof PdfDict)) continue;
    for (const { method, parameters } of references(document, signature)) {
      if (method === 'DocMDP') levels.push(levelOf(document, parameters, 2));
      if (method === 'FieldMDP') locks.push(lockOf(document, parameters));
    }
    const lock = document.getDict(field.dict, 'Lock');
    if (lock === undefined) continue;
    locks.push(lockOf(document, lock));
    if (lock.has('P')) levels.push(levelOf(document, lock, 1));
  }
  const strictest = levels.length === 0 ? null : Math.min(...levels);
  return {
    level: strictest === 1 || strictest === 2 || strictest === 3 ? strictest : null,
    locked: (field) => locks.some((lock) => lock(field)),
  };
}

function* references(document: PdfDocument, signature: PdfDict) {
  const list = document.getArray(signature, 'Reference');
  for (const item of list?.toArray(100) ?? []) {
    const reference = document.resolve(item);
    if (!(reference instanceof PdfDict)) continue;
    const method = reference.name('TransformMethod');
    yield { method, parameters: document.getDict(reference, 'TransformParams') };
  }
}

/** /P as a number from 1 to 3. What is none of these is read as the strictest. */
function levelOf(document: PdfDocument, dict: PdfDict | undefined, absent: 1 | 2): number {
  const value = dict === undefined ? null : document.get(dict, 'P');
  if (value === null) return absent;
  return value === 2 || value === 3 ? value : 1;
}

/** /Action All, Include or Exclude with /Fields: a name covers the fields below it. An unknown action locks everything. */
function lockOf(document: PdfDocument, dict: PdfDict | undefined): Lock {
  if (dict === undefined) return () => true;
  const list = document.get(dict, 'Fields');
  const names = (list instanceof PdfArray ? list.toArray(10_000) : [])
    .map((item) => document.resolve(item))
    .filter((item) => item instanceof PdfString)
    .map((item) => item.text);
  const named: Lock = (field) => names.some((name) => field === name || field.startsWith(`${name}.`));
  switch (dict.name('Action')) {
    case 'Include':
      return named;
    case 'Exclude':
      return (field) => !named(field);
    default:
      return () => true;
  }
}
