import type { esAR } from './es-AR.ts';

/** Spanish is the measure: its keys and the names in its braces are what every other language must have. */
type Measure = typeof esAR;
export type WordKey = keyof Measure;
/** A text, or its two forms by the number `n`. */
export type Word = string | { readonly one: string; readonly other: string };
export type Catalogue = {
  readonly [K in WordKey]: Measure[K] extends string ? string : { readonly one: string; readonly other: string };
};

type NamesIn<T extends string> = T extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;
type NamesOf<W> = W extends string
  ? NamesIn<W>
  : W extends { readonly other: infer Other extends string }
    ? NamesIn<Other> | 'n'
    : never;
/** What a key's words need: nothing, or the values named in its braces. `n` is a number and chooses the form. */
export type Params<K extends WordKey> = [NamesOf<Measure[K]>] extends [never]
  ? []
  : [{ readonly [N in NamesOf<Measure[K]>]: N extends 'n' ? number : string }];

/** Keys whose words need nothing. */
export type PlainKey = { [K in WordKey]: Params<K> extends [] ? K : never }[WordKey];
