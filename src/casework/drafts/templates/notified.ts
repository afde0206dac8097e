import { sameActType } from '../../../contract/electronic.ts';
import type { DraftTemplate } from '../../../contract/wire-drafts.ts';
import type { PartyPole } from '../../../contract/wire-entries.ts';
import { type TemplateCatalogue, templateCatalogue } from './catalogue.ts';

/** By the model an act was written from, or by all models of its type: of which parties it is told; null where no model knows the type. */
export function polesToldOf(
  catalogue: Pick<TemplateCatalogue, 'find' | 'all'>,
  { actType, template }: { readonly actType: string; readonly template?: DraftTemplate | undefined },
): readonly PartyPole[] | null {
  const own = template && catalogue.find(template)?.template;
  if (own && sameActType(own.actType, actType)) return own.notify ?? [];
  const ofType = catalogue.all.filter((one) => sameActType(one.actType, actType));
  return ofType.length === 0 ? null : [...new Set(ofType.flatMap(({ notify }) => notify ?? []))];
}

let silent: readonly string[] | null = null;

/** Types of acts of which nobody is told unless somebody says so, in small letters: every model that is shipped of the type says that. */
export function silentTypes(): readonly string[] {
  const { all } = templateCatalogue();
  silent ??= [...new Set(all.map(({ actType }) => actType))]
    .filter((type) => all.every((one) => !sameActType(one.actType, type) || (one.notify ?? []).length === 0))
    .map((type) => type.toLowerCase());
  return silent;
}
