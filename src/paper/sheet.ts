/** Words that are set alike. `link` leads from the sheet to what is cited; `says` is what a screen reader tells of it. A line's end: `\n`. */
export interface Run {
  readonly text: string;
  readonly bold?: boolean;
  readonly italic?: boolean;
  readonly underline?: boolean;
  readonly link?: { readonly uri: string; readonly says: string };
}

/** A list, and the lists that lie in its items. */
export interface Listing {
  readonly numbered: boolean;
  readonly items: readonly { readonly runs: readonly Run[]; readonly within: readonly Listing[] }[];
}

/** One piece of an act's text, in order. A table's first row names its columns. */
export type Piece =
  | string
  | { readonly heading: string }
  | { readonly list: readonly string[] }
  | { readonly runs: readonly Run[] }
  | { readonly quote: readonly (readonly Run[])[] }
  | { readonly listing: Listing }
  /** `widths`: of its columns, as shares of the whole; without them all are alike. */
  | { readonly table: readonly (readonly string[])[]; readonly widths?: readonly number[] };

/** How a jurisdiction wants its sheets; lengths in millimetres, `size` in points, `leading` in lines' heights between two lines. */
export interface SheetForm {
  readonly margins: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
  readonly size: number;
  readonly leading: number;
}

/** The writings of the Province of Buenos Aires (Ac. 3975/20): A4, 12 points, a line and a half, 5 cm on the left and above. */
export const buenosAires: SheetForm = {
  margins: { left: 50, right: 15, top: 50, bottom: 20 },
  size: 12,
  leading: 0.85,
};

/** How whoever holds the paper finds the act. */
export interface Reference {
  /** In full, under the signers: the provisional number, said to be one, and the verification code. */
  readonly lines: readonly string[];
  /** At the foot of each sheet. */
  readonly short: string;
  /** What the QR holds, and how a screen reader tells of it. */
  readonly qr: { readonly content: string; readonly says: string };
}

/** An act as it goes on paper. Everything here is text and never markup. */
export interface ActSheet {
  readonly form: SheetForm;
  /** BCP 47, e.g. `es-AR`; what a screen reader speaks. */
  readonly language: string;
  /** First line bold: the organisation, then the office. */
  readonly letterhead: readonly string[];
  /** As the case is named under the letterhead, e.g. `IPP 97-00-000418-26`. */
  readonly caseLine: string;
  readonly title: string;
  /** Who wrote it, for the file's own data. */
  readonly author: string;
  /** The day that stands in the file's own data: the same sheet has the same bytes, whenever it is set. */
  readonly writtenOn: { readonly year: number; readonly month: number; readonly day: number };
  readonly placeAndDate: string;
  readonly body: readonly Piece[];
  /** Below the text, in the order in which they sign; empty where nobody is named on paper. */
  readonly signers: readonly { readonly name: string; readonly capacity: string }[];
  /** The small line under the signer. */
  readonly note: string;
  /** What the act can be found by, under the signers and at the foot of each sheet; null for a sheet that cannot be looked up. */
  readonly reference: Reference | null;
  /** The small line at the foot of each sheet, beside its number. */
  readonly footer: string;
  /** Across every sheet, behind the text; null for none. */
  readonly watermark: string | null;
}

/** Every stretch of words of a piece that is set like the words around it, in order. */
export function runsOf(piece: Piece): readonly Run[] {
  if (typeof piece === 'string') return [{ text: piece }];
  if ('heading' in piece) return [{ text: piece.heading }];
  if ('list' in piece) return piece.list.map((text) => ({ text }));
  if ('runs' in piece) return piece.runs;
  if ('quote' in piece) return piece.quote.flat();
  if ('table' in piece) return piece.table.flat().map((text) => ({ text }));
  return listed(piece.listing);
}

const listed = ({ items }: Listing): Run[] => items.flatMap(({ runs, within }) => [...runs, ...within.flatMap(listed)]);

export const linksOf = (piece: Piece): NonNullable<Run['link']>[] => runsOf(piece).flatMap(({ link }) => link ?? []);
