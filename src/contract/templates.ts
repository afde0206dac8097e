import { z } from 'zod';
import { sameActType } from './electronic.ts';
import { profileName } from './profile-name.ts';
import { DraftStyle, DraftTemplate } from './wire-drafts.ts';
import { PartyPole } from './wire-entries.ts';

const Id = z.string().regex(profileName);

/** Which profile: one of those that come with the program, or an institution's own. */
export const ProfileId = Id;
export type ProfileId = z.infer<typeof ProfileId>;

/** What a model rests on; `unverified` where whoever wrote it saw no official text, and the screen says so. */
export const TemplateNorm = z.strictObject({
  text: z.string().min(1).max(300),
  unverified: z.literal(true).optional(),
});
export type TemplateNorm = z.infer<typeof TemplateNorm>;

/**
 * A paragraph of a model. `{{name}}` is a blank. With `section` a part of the act begins: a heading and what follows it to the next one, or
 * this paragraph alone. A required one has to have words before the act goes on; one that is no heading has a `name` to be asked for by.
 */
const TemplateParagraph = z
  .strictObject({
    text: z.string().min(1).max(2000),
    style: DraftStyle.optional(),
    section: Id.optional(),
    required: z.literal(true).optional(),
    name: z.string().min(1).max(120).optional(),
  })
  .refine(({ section, required }) => !required || section !== undefined, 'required, and no section')
  .refine(
    ({ style, required, name }) => !required || style === 'heading' || name !== undefined,
    'a section without name',
  );

/** Where the words for a blank come from; without one a person writes them. */
export const FieldSource = z.enum([
  'case.number',
  'case.caption',
  'caption.person',
  'office.name',
  'office.locality',
  'person.name',
  'person.capacity',
  'date',
  'time',
]);
export type FieldSource = z.infer<typeof FieldSource>;

const Template = z.strictObject({
  id: Id,
  actType: z.string().trim().min(1).max(80),
  name: z.string().min(1).max(120),
  family: Id,
  /** Words of the title; a blank that is not known is left out with what leads to it. */
  title: z.string().min(1).max(300),
  norms: z.array(TemplateNorm).min(1),
  /** People without a token may sign it electronically (Ley 25.506, art. 5), where the institution's policy says so too. */
  electronic: z.literal(true).optional(),
  /** To which parties of its case the act is notified unless somebody says otherwise; left out where it is to nobody. */
  notify: z.array(PartyPole).optional(),
  body: z.array(TemplateParagraph).min(1).max(200),
});
export type Template = z.infer<typeof Template>;

/** The models of one jurisdiction, as data (resources/templates). */
export const TemplateProfile = z
  .strictObject({
    version: z.literal(1),
    id: ProfileId,
    name: z.string().min(1),
    jurisdiction: z.string().min(1),
    families: z.record(Id, z.string().min(1)),
    fields: z.array(z.strictObject({ name: Id, label: z.string().min(1).max(120), from: FieldSource.optional() })),
    templates: z.array(Template).min(1),
  })
  .refine(({ templates }) => new Set(templates.map(({ id }) => id)).size === templates.length, 'a model twice')
  .refine(({ templates, families }) => templates.every(({ family }) => family in families), 'a family without name')
  .refine(({ templates, fields }) => {
    const known = new Set(fields.map(({ name }) => name));
    return templates.every(({ title, body }) =>
      [title, ...body.map(({ text }) => text)].every((text) => blanksIn(text).every((name) => known.has(name))),
    );
  }, 'a blank without label');
/**
 * Types of acts that models let be signed electronically: every model of the type has to, so that none is by its neighbour. What decides or asks
 * for a decision is always signed digitally, whatever a model says.
 */
export function electronicTypesIn(profiles: readonly TemplateProfile[]): string[] {
  const all = profiles.flatMap(({ templates }) => templates);
  const isOpen = ({ family, electronic }: Template): boolean => electronic === true && !decisions.has(family);
  const types = new Set(all.filter(isOpen).map(({ actType }) => actType));
  return [...types].filter((type) => all.every((one) => !sameActType(one.actType, type) || isOpen(one))).toSorted();
}

/** Families of models by which somebody decides, or asks that somebody do. */
const decisions: ReadonlySet<string> = new Set(['resoluciones', 'requerimientos', 'despacho']);

export type TemplateProfile = z.infer<typeof TemplateProfile>;

export const blanksIn = (text: string): string[] =>
  [...text.matchAll(/\{\{([a-z0-9-]+)\}\}/g)].map(([, name]) => name!);

/** The profiles that come with the program; others are published through the repository. */
export const ShippedProfile = z.enum(['buenos-aires-mp', 'faltas']);
export type ShippedProfile = z.infer<typeof ShippedProfile>;

/** A model as it is chosen by: all of it but its words. */
export const TemplateOutline = z.strictObject({
  ...DraftTemplate.shape,
  actType: z.string(),
  name: z.string(),
  /** As it is read: `Requerimientos y dictámenes`. */
  family: z.string(),
  norms: z.array(TemplateNorm),
  /** The parts that must have words. */
  sections: z.array(z.strictObject({ id: z.string(), name: z.string() })),
});
export type TemplateOutline = z.infer<typeof TemplateOutline>;
