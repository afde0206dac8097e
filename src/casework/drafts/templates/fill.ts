import type { FieldSource } from '../../../contract/templates.ts';
import type { DraftMark, DraftParagraph, DraftText } from '../../../contract/wire-drafts.ts';
import type { Found } from './catalogue.ts';

/** What is known when a draft is begun. */
export interface FillFacts {
  readonly caseNumber: string;
  readonly caption: string;
  readonly office: string;
  readonly locality: string | null;
  readonly person: string;
  readonly capacity: string;
  readonly now: Date;
  /** Words for blanks that somebody knows already, by the blank's name. */
  readonly given?: ReadonlyMap<string, string>;
}

const day = new Intl.DateTimeFormat('es-AR', { day: 'numeric', month: 'long', year: 'numeric' });
const clock = new Intl.DateTimeFormat('es-AR', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/** The words for a blank; null where nothing is known of it. */
function known(source: FieldSource | undefined, facts: FillFacts): string | null {
  switch (source) {
    case 'case.number':
      return facts.caseNumber;
    case 'case.caption':
      return facts.caption;
    case 'caption.person':
      // As captions are written: `Apellido, Nombre s/ hecho`. Anything else is left to a person.
      return /^([^;–—/]{3,120}?) s\/ /.exec(facts.caption)?.[1] ?? null;
    case 'office.name':
      return facts.office;
    case 'office.locality':
      return facts.locality;
    case 'person.name':
      return facts.person;
    case 'person.capacity':
      return facts.capacity;
    case 'date':
      return day.format(facts.now);
    case 'time':
      return clock.format(facts.now);
    case undefined:
      return null;
  }
}

/**
 * The text that a model begins with: blanks filled with what is known, the others standing in the text as their label, marked, for a person
 * to fill. Pure.
 * @param ids new names for paragraphs.
 */
export function fillTemplate({ profile, template }: Found, facts: FillFacts, ids: () => string): DraftText {
  const fields = new Map(profile.fields.map((field) => [field.name, field]));
  const valueOf = (name: string): string | null =>
    facts.given?.get(name) ?? (known(fields.get(name)?.from, facts) || null);
  const paragraphs = template.body.map(({ text, style, section }): DraftParagraph => {
    const marks: DraftMark[] = [];
    let filled = '';
    for (const part of text.split(/(\{\{[a-z0-9-]+\}\})/)) {
      const name = /^\{\{(.+)\}\}$/.exec(part)?.[1];
      const value = name === undefined ? part : valueOf(name);
      if (value === null) {
        const label = fields.get(name!)?.label ?? name!;
        marks.push({ kind: 'field', name: name!, from: filled.length, to: filled.length + label.length });
        filled += label;
      } else filled += value;
    }
    return {
      ...{ id: ids(), text: filled },
      ...(style ? { style } : {}),
      ...(section === undefined ? {} : { section }),
      ...(marks.length > 0 ? { marks } : {}),
    };
  });
  // A blank of the title that is not known goes with the word that leads to it.
  const title = template.title
    .replace(/\{\{([a-z0-9-]+)\}\}/g, (blank, name: string) => valueOf(name) ?? blank)
    .replace(/(?::| de| a| en| por)? \{\{[a-z0-9-]+\}\}/g, '')
    .slice(0, 300);
  return {
    ...{ format: 2, actType: template.actType, title, paragraphs, archived: false },
    template: { profile: profile.id, id: template.id },
  };
}
