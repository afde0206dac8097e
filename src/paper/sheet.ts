/** One piece of an act's text, in order. */
export type Piece = string | { readonly heading: string } | { readonly list: readonly string[] };

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
  /** Below the text; null where nobody is named on paper. */
  readonly signer: { readonly name: string; readonly capacity: string } | null;
  /** The small line under the signer. */
  readonly note: string;
  /** The small line at the foot of each sheet, beside its number. */
  readonly footer: string;
  /** Across every sheet, behind the text; null for none. */
  readonly watermark: string | null;
}
