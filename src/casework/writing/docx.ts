import mammoth from 'mammoth';
import type { DraftParagraph } from '../../contract/wire-drafts.ts';
import { newParagraphId } from '../drafts/templates/ids.ts';
import { readHtml } from './html.ts';
import { type ZipRefusal, checkZip } from './zip.ts';

export type DocxRead =
  | { readonly kind: 'read'; readonly paragraphs: DraftParagraph[]; readonly leftOut: number; readonly struck: number }
  | { readonly kind: 'refused'; readonly reason: ZipRefusal };

/** Of the file as it is picked. */
export const largestDocx = 10_000_000;
const bounds = { entries: 2000, bytes: 60_000_000 };

/**
 * A word processor's document (ISO/IEC 29500, WordprocessingML) as paragraphs. The container is unpacked within bounds first, and parts that
 * declare entities of their own (XML bombs) are refused. Runs in a worker of its own, which is ended when it takes too long.
 */
export async function readDocx(bytes: Uint8Array): Promise<DocxRead> {
  if (bytes.length > largestDocx) return { kind: 'refused', reason: 'tooLarge' };
  let isDocument = false;
  const refusal = checkZip(bytes, bounds, (name, content) => {
    isDocument ||= name === 'word/document.xml';
    const isXml = /\.(xml|rels)$/i.test(name);
    return !isXml || !Buffer.from(content).includes('<!DOCTYPE');
  });
  if (refusal !== null) return { kind: 'refused', reason: refusal };
  if (!isDocument) return { kind: 'refused', reason: 'notDocx' };
  let images = 0;
  try {
    const { value } = await mammoth.convertToHtml(
      { buffer: Buffer.from(bytes) },
      {
        convertImage: mammoth.images.imgElement(() => {
          images += 1;
          return Promise.resolve({ src: '' });
        }),
        styleMap: ['u => u', "p[style-name='Quote'] => blockquote > p:fresh", "p[style-name='Title'] => h1:fresh"],
      },
    );
    return { kind: 'read', ...readHtml(value, newParagraphId), leftOut: images };
  } catch {
    // A part that is missing or is no XML: the library says so by throwing, each time in other words.
    return { kind: 'refused', reason: 'damaged' };
  }
}
