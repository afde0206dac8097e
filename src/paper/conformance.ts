import { PDFDict, PDFDocument, PDFHexString, PDFName, PDFRawStream, PDFString, decodePDFRawStream } from 'pdf-lib';
import { type ActSheet, linksOf } from './sheet.ts';

/** PDF/A-2a and PDF/UA-1 in the words of XMP (ISO 19005-2, 6.6.4; ISO 14289-1, 5). PDF/A wants foreign names explained. */
const claim = `<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>`;

/**
 * Says of a file that the compiler made what it is: the compiler writes it as PDF/A-2a and PDF/UA-1 want it, and names neither. Whether
 * the claim is true is for an independent program to say (veraPDF, in CI). Nothing that is drawn changes.
 */
export async function claimConformance(pdf: Uint8Array, sheet: ActSheet): Promise<Uint8Array> {
  const document = await PDFDocument.load(pdf, { updateMetadata: false });
  const { catalog, context } = document;
  const metadata = context.lookup(catalog.get(PDFName.of('Metadata')));
  if (!(metadata instanceof PDFRawStream)) throw new Error('the compiler wrote no metadata');
  const xmp = Buffer.from(decodePDFRawStream(metadata).decode()).toString('utf8');
  const end = xmp.lastIndexOf('</rdf:RDF>');
  if (end < 0) throw new Error('the compiler wrote no XMP to add to');
  const bytes = Buffer.from(`${xmp.slice(0, end)}${claim}${xmp.slice(end)}`, 'utf8');
  // Plain text, so that an archive's programs find it without decoding (ISO 19005-2, 6.6.2).
  const dictionary = context.obj({ Type: 'Metadata', Subtype: 'XML', Length: bytes.length });
  catalog.set(PDFName.of('Metadata'), context.register(PDFRawStream.of(dictionary, bytes)));
  catalog.set(PDFName.of('ViewerPreferences'), context.obj({ DisplayDocTitle: true }));
  document.setLanguage(sheet.language);
  // A signature puts an annotation on a page; PDF/UA wants its order told before (ISO 14289-1, 7.18.3).
  for (const page of document.getPages()) page.node.set(PDFName.of('Tabs'), PDFName.of('S'));
  tellLinks(document, sheet);
  // False is what it means where it is not said, and some readers stumble over it.
  const marks = context.lookup(catalog.get(PDFName.of('MarkInfo')));
  if (marks instanceof PDFDict) marks.delete(PDFName.of('Suspects'));
  unpack(document);
  return document.save({ addDefaultPage: false, updateFieldAppearances: false, useObjectStreams: false });
}

/** What a screen reader says of a link that it comes upon outside the text (ISO 14289-1, 7.18.5). */
function tellLinks({ context }: PDFDocument, { body }: ActSheet): void {
  const says = new Map(body.flatMap(linksOf).map(({ uri, says: words }) => [uri, words]));
  for (const [, object] of context.enumerateIndirectObjects()) {
    if (!(object instanceof PDFDict) || object.get(PDFName.of('Subtype')) !== PDFName.of('Link')) continue;
    const action = context.lookup(object.get(PDFName.of('A')));
    const uri = action instanceof PDFDict ? context.lookup(action.get(PDFName.of('URI'))) : undefined;
    const words = uri instanceof PDFString || uri instanceof PDFHexString ? says.get(uri.decodeText()) : undefined;
    if (words === undefined) throw new Error('a link on the sheet that the act does not have');
    object.set(PDFName.of('Contents'), PDFHexString.fromText(words));
  }
}

/**
 * Leaves every stream as it is, without Flate. What acts of one office have in common, their fonts above all, is then the same bytes in
 * each, and the stream that carries them over a thin line says it once (docs/decisions/paper-by-typst.md has the figures).
 */
function unpack({ context }: PDFDocument): void {
  for (const [ref, object] of context.enumerateIndirectObjects()) {
    if (!(object instanceof PDFRawStream) || object.dict.get(PDFName.of('Filter')) === undefined) continue;
    const bytes = decodePDFRawStream(object).decode();
    object.dict.delete(PDFName.of('Filter'));
    object.dict.delete(PDFName.of('DecodeParms'));
    object.dict.set(PDFName.of('Length'), context.obj(bytes.length));
    context.assign(ref, PDFRawStream.of(object.dict, bytes));
  }
}
