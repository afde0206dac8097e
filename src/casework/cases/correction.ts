import type { ActRow } from '../../contract/acts.ts';
import { DraftText } from '../../contract/wire-drafts.ts';
import type { CorrectionHow } from '../../contract/wire-entries.ts';

const words: Readonly<Record<CorrectionHow, readonly [title: string, sentence: string]>> = {
  clarifies: ['Aclaratoria', 'Aclárase lo dispuesto en el acto citado, en cuanto a lo siguiente:'],
  rectifies: ['Rectificación', 'Rectifícase el error del acto citado, que queda redactado así:'],
  replaces: ['Reemplazo', 'Déjase sin efecto el acto citado, que se reemplaza por el presente:'],
};

/** What a correction begins with: its title, a mention of the act that it corrects, and the sentence that says what it does to it. */
export function correctionText(act: ActRow, how: CorrectionHow, newId: () => string): DraftText {
  const [title, sentence] = words[how];
  const number = act.registration?.number;
  const name = number === undefined ? act.title : `acto ${number}, ${act.title}`;
  const lead = 'Visto: ';
  const cite = { kind: 'cite' as const, from: lead.length, to: lead.length + name.length, actId: act.actId };
  return DraftText.parse({
    ...{ format: 2, actType: act.type, title: `${title}: ${act.title}`.slice(0, 300), archived: false },
    paragraphs: [
      { id: newId(), text: `${lead}${name}.`, marks: [cite] },
      { id: newId(), text: sentence },
      { id: newId(), text: '' },
    ],
  });
}
