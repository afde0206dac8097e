/** A page as large as it says, in points: CSS pixels at scale 1. */
export interface PageSize {
  readonly width: number;
  readonly height: number;
}

/** One run of a page's words, and where it lies over the drawing. */
export interface Run {
  readonly text: string;
  readonly direction: 'ltr' | 'rtl';
  readonly family: 'serif' | 'sans-serif' | 'monospace';
  /** Of the page's width and height, in hundredths. */
  readonly left: number;
  readonly top: number;
  /** In points. */
  readonly height: number;
  /** How much wider than the font would make it, and turned by so many degrees. */
  readonly stretch: number;
  readonly turn: number;
  /** A line ends with it. */
  readonly ends: boolean;
}

/** The words of a page: `turn` is the page's own rotation. */
export interface Layer {
  readonly runs: readonly Run[];
  readonly turn: 0 | 90 | 180 | 270;
  /** Of the page before it is turned, in points. */
  readonly size: PageSize;
}

/** No drawing larger than this many pixels, whatever the zoom and the screen. */
export const maxPixels = 24_000_000;

/** What the window says to the frame. `ask` is answered with the same number; pages count from 1. */
export type ToFrame =
  | {
      readonly kind: 'open';
      readonly size: number;
      /** All of it (`isHead` false), or its beginning: the rest is asked for by `range`. */
      readonly bytes: Uint8Array<ArrayBuffer>;
      readonly isHead: boolean;
      readonly password: string | null;
      /** Nothing may be left out in drawing: what cannot be drawn whole fails. */
      readonly whole: boolean;
    }
  /** The bytes that were asked for; null where they could not be had. */
  | { readonly kind: 'range'; readonly begin: number; readonly bytes: Uint8Array<ArrayBuffer> | null }
  /** `scale`: pixels of one point; made smaller where the drawing would grow beyond `maxPixels`. */
  | {
      readonly kind: 'draw';
      readonly ask: number;
      readonly page: number;
      readonly scale: number;
      readonly forPrint: boolean;
    }
  | { readonly kind: 'layer'; readonly ask: number; readonly page: number }
  | { readonly kind: 'text'; readonly ask: number; readonly page: number }
  | { readonly kind: 'cancel'; readonly ask: number };

/** What the frame says to the window: to be believed in nothing but what it looks like. */
export type FromFrame =
  | { readonly kind: 'opened'; readonly pages: number; readonly first: PageSize }
  | { readonly kind: 'refused'; readonly why: 'password' | 'notPdf' | 'damaged'; readonly detail: string }
  | { readonly kind: 'range'; readonly begin: number; readonly end: number }
  /** `lacks`: an image of the page could not be decoded and was left out. */
  | {
      readonly kind: 'drawn';
      readonly ask: number;
      readonly bitmap: ImageBitmap;
      readonly size: PageSize;
      readonly lacks: boolean;
    }
  | { readonly kind: 'layer'; readonly ask: number; readonly layer: Layer }
  | { readonly kind: 'text'; readonly ask: number; readonly text: string }
  | { readonly kind: 'failed'; readonly ask: number };

/** Whether bytes begin as a TIFF does: little or big end first. */
export const isTiff = ([a, b, c, d]: Uint8Array): boolean =>
  (a === 0x49 && b === 0x49 && c === 0x2a && d === 0) || (a === 0x4d && b === 0x4d && c === 0 && d === 0x2a);
