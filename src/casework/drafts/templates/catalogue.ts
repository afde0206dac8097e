import buenosAires from '../../../../resources/templates/buenos-aires-mp.json' with { type: 'json' };
import faltas from '../../../../resources/templates/faltas.json' with { type: 'json' };
import {
  type ProfileId,
  type Template,
  type TemplateOutline,
  TemplateProfile,
  electronicTypesIn,
} from '../../../contract/templates.ts';
import type { DraftTemplate } from '../../../contract/wire-drafts.ts';

/** Whose models an office has that names none. */
export const usualProfiles: readonly ProfileId[] = ['buenos-aires-mp'];

export interface Found {
  readonly profile: TemplateProfile;
  readonly template: Template;
}

/** The models of the shipped profiles. */
export interface TemplateCatalogue {
  /** Those of these profiles, in the order in which they are written down. */
  outlines(profiles: readonly ProfileId[]): TemplateOutline[];
  find(wanted: DraftTemplate): Found | null;
  /** Every model that is shipped. */
  readonly all: readonly Template[];
  outlineOf(wanted: DraftTemplate): TemplateOutline | null;
  /** Types of acts that may be signed electronically by these profiles. */
  electronicTypes(profiles: readonly ProfileId[]): string[];
}

/** @throws ZodError for data that is no profile. */
export function templateCatalogue(): TemplateCatalogue {
  const profiles = [buenosAires, faltas].map((data) => TemplateProfile.parse(data));
  const find = ({ profile: id, id: wanted }: DraftTemplate): Found | null => {
    const profile = profiles.find((one) => one.id === id);
    const template = profile?.templates.find((one) => one.id === wanted);
    return profile && template ? { profile, template } : null;
  };
  return {
    outlines: (ids) =>
      ids.flatMap((id) => {
        const profile = profiles.find((one) => one.id === id);
        return profile?.templates.map((template) => outline({ profile, template })) ?? [];
      }),
    find,
    all: profiles.flatMap(({ templates }) => templates),
    electronicTypes: (ids) => electronicTypesIn(profiles.filter((one) => ids.some((id) => id === one.id))),
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
