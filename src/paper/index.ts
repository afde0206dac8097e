/** The public face of the paper room. */
export { openSetter, PaperError } from './setter.ts';
export type { Setter } from './setter.ts';
export { buenosAires, runsOf } from './sheet.ts';
export type { ActSheet, Listing, Piece, Reference, Run, SheetForm } from './sheet.ts';
