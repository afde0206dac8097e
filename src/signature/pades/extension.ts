import { PdfDict, PdfError, PdfRef } from '../pdf/index.ts';
import type { PdfDocument } from '../pdf/index.ts';
import { editDict } from '../pdf/write/edit.ts';
import { dict, name } from '../pdf/write/serialise.ts';
import type { Writable } from '../pdf/write/serialise.ts';
import type { IncrementalUpdate } from '../pdf/write/update.ts';

/**
 * What the catalog must say so that a reader of PDF before 2.0 knows that PAdES structures are used: the developer extension
 * /ESIC, level 1, over PDF 1.7 (EN 319 142-1, 5.6; ISO 32000-1, 7.12). Since an extension's base version may not exceed the
 * document's, the catalog raises an older version to 1.7.
 */
export function extensionChanges(
  document: PdfDocument,
  catalog: PdfDict,
  update: IncrementalUpdate,
): Record<string, Writable | undefined> {
  const version = versionOf(document, catalog);
  if (version >= 2) return {};
  const current = document.get(catalog, 'Extensions');
  if (current !== null && !(current instanceof PdfDict))
    throw new PdfError('damaged', '/Extensions that is no dictionary');
  if (current?.has('ESIC')) return {};
  const esic = dict({ BaseVersion: name('1.7'), ExtensionLevel: 1 });
  const raised = version < 1.7 ? { Version: name('1.7') } : {};
  const ref = catalog.get('Extensions');
  if (current && ref instanceof PdfRef) {
    update.put(ref, editDict(current, { ESIC: esic }));
    return raised;
  }
  return { ...raised, Extensions: current ? editDict(current, { ESIC: esic }) : dict({ ESIC: esic }) };
}

/** The later of the header's and the catalog's version. */
function versionOf(document: PdfDocument, catalog: PdfDict): number {
  return Math.max(Number(document.header.version), Number(catalog.name('Version') ?? 0) || 0);
}
