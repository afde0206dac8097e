import buenosAires from '../../../../resources/templates/buenos-aires-mp.json' with { type: 'json' };
import faltas from '../../../../resources/templates/faltas.json' with { type: 'json' };
import {
  type ProfileId,
  type ShippedProfile,
  type Template,
  type TemplateOutline,
  TemplateProfile,
  electronicTypesIn,
} from '../../../contract/templates.ts';
import { sameActType } from '../../../contract/electronic.ts';
import type { DraftTemplate } from '../../../contract/wire-drafts.ts';

/** Whose models an office has that names none. */
export const usualProfiles: readonly ShippedProfile[] = ['buenos-aires-mp'];

export interface Found {
  readonly profile: TemplateProfile;
  readonly template: Template;
}

/** The models that come with the program, and those that the institution published beside them or in their place. */
export interface TemplateCatalogue {
  profiles(): readonly TemplateProfile[];
  /** Those of these profiles, in the order in which they are written down. */
  outlines(profiles: readonly ProfileId[]): TemplateOutline[];
  find(wanted: DraftTemplate): Found | null;
  /** Every model in force: of a profile that was published in the place of the program's, those of that one. */
  readonly all: () => readonly Template[];
  /** Of them, those of a type: the institution's own, or where it published none of that type, the program's. */
  ofType(actType: string): readonly Template[];
  outlineOf(wanted: DraftTemplate): TemplateOutline | null;
  /**
   * Types of acts that may be signed electronically by these profiles, of those that come with the program: what may be is said by its makers and
   * by the repository's own settings, and by no list that is published.
   */
  electronicTypes(profiles: readonly ProfileId[]): string[];
}

/**
 * @param published profiles that the institution published: one of the same id stands in the place of the program's
 * @throws ZodError for data that is no profile.
 */
export function templateCatalogue(published: () => readonly TemplateProfile[] = () => []): TemplateCatalogue {
  const shipped = [buenosAires, faltas].map((data) => TemplateProfile.parse(data));
  const profiles = (): readonly TemplateProfile[] => {
    const told = published();
    return [...shipped.filter(({ id }) => !told.some((one) => one.id === id)), ...told];
  };
  const find = ({ profile: id, id: wanted }: DraftTemplate): Found | null => {
    const profile = profiles().find((one) => one.id === id);
    const template = profile?.templates.find((one) => one.id === wanted);
    return profile && template ? { profile, template } : null;
  };
  return {
    profiles,
    outlines: (ids) =>
      ids.flatMap((id) => {
        const profile = profiles().find((one) => one.id === id);
        return profile?.templates.map((template) => outline({ profile, template })) ?? [];
      }),
    find,
    all: () => profiles().flatMap(({ templates }) => templates),
    ofType(actType) {
      const among = (some: readonly TemplateProfile[]): Template[] =>
        some.flatMap(({ templates }) => templates.filter((one) => sameActType(one.actType, actType)));
      const own = among(published());
      return own.length > 0 ? own : among(profiles());
    },
    electronicTypes: (ids) => electronicTypesIn(shipped.filter((one) => ids.some((id) => id === one.id))),
    outlineOf(wanted) {
      const found = find(wanted);
      return found && outline(found);
    },
  };
}

const outline = ({ profile, template }: Found): TemplateOutline => ({
  ...{ profile: profile.id, id: template.id, actType: template.actType, name: template.name, norms: template.norms },
  family: profile.families[template.family] ?? template.family,
  sections: template.body
    .filter(({ required }) => required)
    .map(({ section, name, text }) => ({ id: section ?? '', name: name ?? text })),
});
