/** Binding pages of many documents into one new file. */
export { Binder } from './binder.ts';
export type { BinderOptions, PageWords } from './binder.ts';
export { bindingCharacters, cutForBinding, inCharacters } from './font.ts';
