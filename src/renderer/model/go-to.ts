/** A place of a case as a person types it: `12`, `fs. 12`, `foja 12` is a sheet; `acto 12`, `N.º 12`, `a 12` an act by its number. */
export function placeTyped(text: string): { readonly what: 'sheet' | 'act'; readonly number: number } | null {
  const found = /^\s*([\p{L}.º°#]*)\s*(\d{1,9})\s*$/u.exec(text);
  const number = Number(found?.[2] ?? 0);
  if (!found || number < 1) return null;
  const word = (found[1] ?? '').replaceAll(/[.º°]/g, '').toLowerCase();
  if (['', 'f', 'fs', 'foja', 'fojas', 'fl', 'fls', 'folha', 'sheet', 's'].includes(word))
    return { what: 'sheet', number };
  return ['a', 'acto', 'ato', 'act', 'n', 'no', 'nro', '#'].includes(word) ? { what: 'act', number } : null;
}
