/** The least that is PDF/A: a blank page that says which part and conformance it claims (ISO 19005). */
import { makePdf, onePage } from '../signature/pdf/make-pdf.ts';

/** @param flavour part and conformance, such as `2b`. */
export function blankPdfA(flavour: string): Buffer {
  const [part, conformance] = [flavour[0]!, flavour.slice(1).toUpperCase()];
  const xmp =
    '<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">' +
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" ' +
    `xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" pdfaid:part="${part}" pdfaid:conformance="${conformance}"/>` +
    '</rdf:RDF></x:xmpmeta><?xpacket end="w"?>';
  return makePdf({
    header: part === '1' ? '%PDF-1.4' : '%PDF-1.7',
    trailer: `/ID [<${'a1'.repeat(16)}> <${'a1'.repeat(16)}>]`,
    objects: {
      ...onePage({
        catalog: '/Metadata 6 0 R',
        objects: {
          3: '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << >> >>',
          4: '<< /Length 0 >>\nstream\n\nendstream',
          5: 'null',
          6: `<< /Type /Metadata /Subtype /XML /Length ${xmp.length} >>\nstream\n${xmp}\nendstream`,
        },
      }),
    },
  });
}
