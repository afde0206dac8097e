/** A document time-stamp (ISO 32000-2, 12.8.5; EN 319 142-1, 5.4.3): laid out, stamped, put in its place. */
import type { Hash } from '../../crypto.ts';
import { PdfString, firstPage } from '../../pdf/index.ts';
import type { PdfDocument, PdfRef } from '../../pdf/index.ts';
import { encodeText } from '../../pdf/syntax/text.ts';
import { editDict } from '../../pdf/write/edit.ts';
import { dict, name } from '../../pdf/write/serialise.ts';
import { IncrementalUpdate } from '../../pdf/write/update.ts';
import { requestTimeStamp } from '../../timestamp/client.ts';
import type { TimeStampSources } from '../../timestamp/client.ts';
import type { TimeStampTry } from '../../timestamp/authority.ts';
import { extensionChanges } from '../extension.ts';
import { extendArray, formChanges, viewOf } from '../place.ts';
import { refuseAmbiguity } from '../refusals.ts';
import type { SigningView } from '../refusals.ts';
import { byteRangeText, signatureDict } from '../signature-dict.ts';
import type { SurveyedStamp } from './survey.ts';

/** Room for a token with its chain; authorities' tokens have 2 to 8 KiB. A larger one is asked for again, with more room. */
const usualRoom = 12 << 10;
const largestRoom = 256 << 10;

export type DocumentStampResult =
  | { readonly kind: 'stamped'; readonly update: Buffer; readonly stamp: SurveyedStamp }
  | { readonly kind: 'none'; readonly tries: readonly TimeStampTry[] };

/**
 * Stamps the document as it is.
 * @param hash SHA-256 after the document's last byte; it is forked, not changed.
 * @throws PdfError, PadesError when nothing may be appended to the document.
 */
export async function stampDocument(
  document: PdfDocument,
  hash: Hash,
  sources: TimeStampSources,
): Promise<DocumentStampResult> {
  const first = await stampWithin(document, hash, sources, usualRoom);
  const tooLarge = first.kind === 'none' && first.tries.some(({ obstacle }) => obstacle === 'tooLarge');
  return tooLarge ? stampWithin(document, hash, sources, largestRoom) : first;
}

async function stampWithin(
  document: PdfDocument,
  hash: Hash,
  sources: TimeStampSources,
  room: number,
): Promise<DocumentStampResult> {
  const { bytes, fieldName, byteRangeAt, contentsAt, contentsEnd } = place(document, room);
  const { size } = document.source;
  const byteRange = [0, size + contentsAt, size + contentsEnd, bytes.length - contentsEnd];
  bytes.write(byteRangeText(byteRange), byteRangeAt, 'latin1');
  const imprint = hash.copy().update(bytes.subarray(0, contentsAt)).update(bytes.subarray(contentsEnd)).digest();
  const outcome = await requestTimeStamp({ algorithm: 'sha256', hash: imprint }, sources, room);
  if (outcome.kind === 'none') return outcome;
  bytes.write(Buffer.from(outcome.stamp.token).toString('hex'), contentsAt + 1, 'latin1');
  const { time, certificate, certificates } = outcome.stamp;
  const range = { before: size + contentsAt, after: size + contentsEnd, end: size + bytes.length };
  return { kind: 'stamped', update: bytes, stamp: { fieldName, range, time, certificate, certificates } };
}

function place(document: PdfDocument, room: number) {
  const view = viewOf(document);
  const update = new IncrementalUpdate(document);
  const value = update.reserve();
  const text = signatureDict('documentTimestamp', dict({}), room);
  update.put(value, text.text);
  const field = update.reserve();
  const fieldName = freeName(view);
  addField(document, update, field, value, fieldName);
  const catalog = {
    ...extensionChanges(document, view.catalog, update),
    ...formChanges(document, view, update, field),
  };
  if (Object.keys(catalog).length > 0) update.put(document.catalog().ref, editDict(view.catalog, catalog));
  const { bytes, start, values } = update.layOut();
  const base = values.get(value.num)! - start;
  return {
    bytes,
    fieldName,
    byteRangeAt: base + text.byteRangeAt,
    contentsAt: base + text.contentsAt,
    contentsEnd: base + text.contentsEnd,
  };
}

const printAndLocked = 132;

/** An invisible field: a widget without size on the first page. */
function addField(
  document: PdfDocument,
  update: IncrementalUpdate,
  field: PdfRef,
  value: PdfRef,
  fieldName: string,
): void {
  const page = firstPage(document);
  refuseAmbiguity(page.dict, ['Annots']);
  const widget = dict({
    Type: name('Annot'),
    Subtype: name('Widget'),
    FT: name('Sig'),
    T: new PdfString(encodeText(fieldName)),
    F: printAndLocked,
    Rect: [0, 0, 0, 0],
    P: page.ref,
    V: value,
  });
  update.put(field, widget);
  extendArray(document, update, page.dict.get('Annots'), field, (annots) =>
    update.put(page.ref, editDict(page.dict, { Annots: annots })),
  );
}

function freeName({ form }: SigningView): string {
  const names = new Set([...(form?.rootNames ?? []), ...(form?.fields ?? []).map(({ name }) => name)]);
  for (let number = 1; ; number++) if (!names.has(`Timestamp${number}`)) return `Timestamp${number}`;
}
