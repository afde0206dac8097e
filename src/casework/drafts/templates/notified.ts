import { sameActType } from '../../../contract/electronic.ts';
import type { Template } from '../../../contract/templates.ts';
import type { DraftTemplate } from '../../../contract/wire-drafts.ts';
import type { PartyPole } from '../../../contract/wire-entries.ts';
import { type TemplateCatalogue, templateCatalogue } from './catalogue.ts';

/** By the model an act was written from, or by all models of its type: of which parties it is told; null where no model knows the type. */
export function polesToldOf(
  catalogue: Pick<TemplateCatalogue, 'find' | 'ofType'>,
  { actType, template }: { readonly actType: string; readonly template?: DraftTemplate | undefined },
): readonly PartyPole[] | null {
  const own = template && catalogue.find(template)?.template;
  if (own && sameActType(own.actType, actType)) return own.notify ?? [];
  const ofType = catalogue.ofType(actType);
  return ofType.length === 0 ? null : [...new Set(ofType.flatMap(({ notify }) => notify ?? []))];
}

const shipped = templateCatalogue();

let known: { readonly all: readonly Template[]; readonly silent: readonly string[] } | null = null;

/**
 * Types of acts of which nobody is told unless somebody says so, in small letters: every model of the type says that, of the
 * institution's own or, where it published none of that type, of those that are shipped.
 */
export function silentTypes(catalogue: Pick<TemplateCatalogue, 'all' | 'ofType'> = shipped): readonly string[] {
  const all = catalogue.all();
  // Asked at each look at a tray: the same models answer the same.
  if (known?.all.length !== all.length || all.some((one, n) => one !== known?.all[n]))
    known = { all, silent: silentIn(catalogue) };
  return known.silent;
}

const silentIn = ({ all, ofType }: Pick<TemplateCatalogue, 'all' | 'ofType'>): readonly string[] =>
  [...new Set(all().map(({ actType }) => actType))]
    .filter((type) => ofType(type).every(({ notify = [] }) => notify.length === 0))
    .map((type) => type.toLowerCase());
