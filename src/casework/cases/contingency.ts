import type { Outage } from '../../contract/line.ts';
import type { DraftText } from '../../contract/wire-drafts.ts';
import type { EntryOf } from '../../contract/wire-entries.ts';
import type { Found } from '../drafts/templates/catalogue.ts';
import { type FillFacts, fillTemplate } from '../drafts/templates/fill.ts';

export const contingencyType = 'acta de contingencia';
/** The model that the minutes are begun from, in the profile that has one. */
export const contingencyModel = { profile: 'buenos-aires-mp', id: 'contingencia' } as const;

const moment = new Intl.DateTimeFormat('es-AR', { dateStyle: 'long', timeStyle: 'short', hour12: false });
const said = (at: string): string => moment.format(new Date(at));

/**
 * The minutes of an outage, begun from what is known of it: when the line went and came back, by this office's log of connections, and what
 * was taken in as made on paper meanwhile. The cause and the urgency are the person's to write; the text is a draft like any other.
 */
export function contingencyMinutes(
  found: Found,
  { from, until }: Outage,
  pieces: readonly EntryOf<'piece'>[],
  facts: FillFacts,
  newId: () => string,
): DraftText {
  const period =
    until === null
      ? `No hubo comunicación con el registro desde el ${said(from)}, sin que a esta hora se haya restablecido, según el registro de conexiones de este puesto.`
      : `No hubo comunicación con el registro desde el ${said(from)} hasta el ${said(until)}, según el registro de conexiones de este puesto.`;
  const made = pieces.flatMap(({ paperAct, title, sha256 }) =>
    paperAct && Date.parse(paperAct.madeAt) >= Date.parse(from) && (until === null || paperAct.madeAt <= until)
      ? [
          `${title} (${paperAct.actType}), del ${said(paperAct.madeAt)}, firmado por ${paperAct.signedBy}; digitalizado con huella SHA-256 ${sha256}`,
        ]
      : [],
  );
  const acts =
    made.length === 0
      ? []
      : ([['acto', `${made.join('; ')}. Los originales en papel quedan en custodia de esta dependencia.`]] as const);
  return fillTemplate(found, { ...facts, given: new Map([['periodo', period], ...acts]) }, newId);
}
