import type { Drawn, Paper } from '../paper/open.ts';
import { printSheet } from './print.ts';

/** Dots of an inch on paper: letters of 8 points stay sharp, a page stays below a megabyte. */
const dots = 150;
/** So many pages lie in memory as pictures while they print; more are printed in parts. */
export const mostCopied = 300;

/** What is drawn page by page: a document, or a picture that is one page. */
export type Printable = Pick<Paper, 'pages'> & {
  draw(page: number, scale: number, forPrint?: boolean): { readonly promise: Promise<Pick<Drawn, 'bitmap'>> };
};

export interface Copied {
  readonly paper: Printable;
  /** What stands at the foot of each page; null on the cover, which says it itself. */
  readonly legend: ((page: number, pages: number) => string) | null;
}

/**
 * Prints documents page after page, each with its legend and, across it, what kind of copy it is. The documents are only read. Answers
 * false where somebody called it off meanwhile.
 */
export async function printCopy(
  parts: readonly Copied[],
  watermark: string | null,
  onPage: (done: number, of: number) => boolean,
): Promise<boolean> {
  const total = parts.reduce((sum, { paper }) => sum + paper.pages, 0);
  const figures: HTMLElement[] = [];
  const addresses: string[] = [];
  const letGo = (): void => addresses.forEach((address) => URL.revokeObjectURL(address));
  for (const { paper, legend } of parts) {
    for (let number = 1; number <= paper.pages; number += 1) {
      if (!onPage(figures.length + 1, total)) {
        letGo();
        return false;
      }
      const image = await pictureOf(paper, number);
      addresses.push(image.src);
      figures.push(pageOf(image, legend?.(number, paper.pages) ?? null, legend ? watermark : null));
    }
  }
  printSheet(figures, letGo);
  return true;
}

async function pictureOf(paper: Printable, number: number): Promise<HTMLImageElement> {
  const { bitmap } = await paper.draw(number, dots / 72, true).promise;
  const canvas = document.createElement('canvas');
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
  bitmap.close();
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  canvas.width = canvas.height = 0;
  if (!blob) throw new Error('a page could not be drawn for printing');
  const image = document.createElement('img');
  image.alt = '';
  image.src = URL.createObjectURL(blob);
  await image.decode();
  return image;
}

function pageOf(image: HTMLImageElement, legend: string | null, watermark: string | null): HTMLElement {
  const figure = document.createElement('figure');
  figure.className = 'copy-page';
  figure.append(image);
  if (watermark !== null) figure.dataset['watermark'] = watermark;
  if (legend === null) return figure;
  const caption = document.createElement('figcaption');
  caption.textContent = legend;
  figure.append(caption);
  return figure;
}
