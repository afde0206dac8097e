/** The public face of the paper room. */
export { openSetter, PaperError } from './setter.ts';
export type { Setter } from './setter.ts';
export { buenosAires } from './sheet.ts';
export type { ActSheet, Piece, SheetForm } from './sheet.ts';
