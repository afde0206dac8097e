import { PdfString } from '../pdf/index.ts';
import type { PdfRef } from '../pdf/index.ts';
import { RawText, dict, name, stream } from '../pdf/write/serialise.ts';
import type { Writable } from '../pdf/write/serialise.ts';
import type { NewFile } from './new-file.ts';

export interface Attached {
  readonly name: string;
  readonly mediaType: string;
  /** What it is, for whoever opens the list of files. */
  readonly says: string;
  readonly ref: PdfRef;
}

/** What was bound: entries of pages, and marks that lead to them by their place. */
export interface Bound {
  readonly front: Map<string, Writable>[];
  readonly pages: Map<string, Writable>[];
  readonly marks: { readonly text: string; readonly page: number }[];
  readonly attached: Attached[];
}

export interface CatalogFacts {
  readonly title: string;
  /** BCP 47. */
  readonly language: string;
  /** What the mark of the pages in front says. */
  readonly frontMark: string;
  /** The part of ISO 19005 that the file says it keeps to. */
  readonly part: 2 | 3 | null;
  readonly intent: PdfRef | null;
}

/** Pages that hang from one node of the tree. */
const branch = 100;

/** Writes what holds the pages together: their tree, the marks, the files laid in, and what the file says of itself. */
export function catalogOf(
  file: NewFile,
  bound: Bound,
  facts: CatalogFacts,
): { readonly root: PdfRef; readonly info: PdfRef } {
  const all = [...bound.front, ...bound.pages];
  const { tree, refs } = putPages(file, all);
  const marks = bound.marks.map(({ text, page }) => ({ text, to: refs[bound.front.length + page]! }));
  if (bound.front.length > 0) marks.unshift({ text: facts.frontMark, to: refs[0]! });
  const files = bound.attached.map((one) => ({ ...one, spec: putSpec(file, one) }));
  const labels = bound.front.length > 0 ? [0, dict({ S: name('r') }), bound.front.length, dict({ S: name('D') })] : [];
  const root = file.add(
    dict({
      Type: name('Catalog'),
      Pages: tree,
      Outlines: putOutline(file, marks),
      PageMode: name('UseOutlines'),
      PageLabels: labels.length > 0 ? dict({ Nums: labels }) : undefined,
      ViewerPreferences: dict({ DisplayDocTitle: true }),
      Lang: textString(facts.language),
      Metadata: putMetadata(file, facts),
      OutputIntents: facts.intent ? [facts.intent] : undefined,
      Names: files.length > 0 ? dict({ EmbeddedFiles: dict({ Names: namesOf(files) }) }) : undefined,
      AF: files.length > 0 ? files.map(({ spec }) => spec) : undefined,
    }),
  );
  return { root, info: file.add(dict({ Title: textString(facts.title) })) };
}

function putPages(file: NewFile, all: readonly Map<string, Writable>[]): { tree: PdfRef; refs: PdfRef[] } {
  const tree = file.reserve();
  const refs: PdfRef[] = [];
  const branches: PdfRef[] = [];
  for (let from = 0; from < all.length; from += branch) {
    const node = file.reserve();
    const kids = all.slice(from, from + branch).map((entries) => {
      const page = new Map<string, Writable>([['Type', name('Page')], ['Parent', node], ...entries]);
      return file.add(page);
    });
    file.put(node, dict({ Type: name('Pages'), Parent: tree, Kids: kids, Count: kids.length }));
    branches.push(node);
    refs.push(...kids);
  }
  file.put(tree, dict({ Type: name('Pages'), Kids: branches, Count: all.length }));
  return { tree, refs };
}

function putOutline(file: NewFile, marks: readonly { readonly text: string; readonly to: PdfRef }[]): PdfRef {
  const root = file.reserve();
  const refs = marks.map(() => file.reserve());
  marks.forEach(({ text, to }, at) => {
    file.put(
      refs[at]!,
      dict({
        Title: textString(text),
        Parent: root,
        Prev: refs[at - 1],
        Next: refs[at + 1],
        Dest: [to, name('XYZ'), null, null, null],
      }),
    );
  });
  file.put(root, dict({ Type: name('Outlines'), First: refs[0], Last: refs.at(-1), Count: refs.length }));
  return root;
}

function putSpec(file: NewFile, { name: called, says, ref }: Attached): PdfRef {
  return file.add(
    dict({
      Type: name('Filespec'),
      F: textString(called),
      UF: textString(called),
      Desc: textString(says),
      // What the pages were made from (ISO 19005-3, 6.8).
      AFRelationship: name('Source'),
      EF: dict({ F: ref, UF: ref }),
    }),
  );
}

/** Sorted, as a name tree must be (ISO 32000-1, 7.9.6). */
const namesOf = (files: readonly (Attached & { readonly spec: PdfRef })[]): Writable[] =>
  files
    .map((one) => ({ ...one, key: textString(one.name) }))
    .sort((a, b) => Buffer.compare(a.key.bytes, b.key.bytes))
    .flatMap(({ key, spec }): Writable[] => [key, spec]);

function putMetadata(file: NewFile, { title, language, part }: CatalogFacts): PdfRef {
  const claim = part === null ? '' : `<pdfaid:part>${part}</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>`;
  const xmp = [
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>',
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">',
    `<dc:title><rdf:Alt><rdf:li xml:lang="x-default">${inXml(title)}</rdf:li></rdf:Alt></dc:title>`,
    `<dc:language><rdf:Bag><rdf:li>${inXml(language)}</rdf:li></rdf:Bag></dc:language>${claim}`,
    '</rdf:Description></rdf:RDF></x:xmpmeta>',
    '<?xpacket end="w"?>',
  ].join('\n');
  return file.add(stream(dict({ Type: name('Metadata'), Subtype: new RawText('/XML') }), Buffer.from(xmp, 'utf8')));
}

const inXml = (text: string): string =>
  text.replace(/[&<>"]/g, (one) => `&#${one.charCodeAt(0)};`).replace(/\p{Cc}/gu, ' ');

/** A text string in UTF-16 with its mark, where it is not plain ASCII (ISO 32000-1, 7.9.2.2). */
function textString(text: string): PdfString {
  if (/^[\x20-\x7e]*$/.test(text)) return new PdfString(Buffer.from(text, 'latin1'));
  return new PdfString(Buffer.from(`\ufeff${text}`, 'utf16le').swap16());
}
