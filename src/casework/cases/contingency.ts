import type { Outage } from '../../contract/line.ts';
import { DraftText } from '../../contract/wire-drafts.ts';

export const contingencyType = 'acta de contingencia';

const moment = new Intl.DateTimeFormat('es-AR', { dateStyle: 'long', timeStyle: 'short', hour12: false });

/**
 * The minutes of an outage, begun from what the connectivity log knows: when the line went and came back, by this office's clock. What was done
 * on paper meanwhile is the person's to write; the text is a draft like any other.
 */
export function contingencyMinutes(
  { from, until }: Outage,
  { office, person }: { readonly office: string; readonly person: string },
  newId: () => string,
): DraftText {
  const span =
    until === null
      ? `desde el ${moment.format(new Date(from))}, sin que a esta hora se haya restablecido`
      : `desde el ${moment.format(new Date(from))} hasta el ${moment.format(new Date(until))}`;
  const texts = [
    `En ${office} se deja constancia de que no hubo comunicación con el registro ${span}, según el registro de conexiones de este puesto.`,
    'Por la urgencia del caso, durante ese lapso se practicaron en soporte papel los siguientes actos: ',
    'Los originales en papel quedan en custodia de esta dependencia y se incorporan digitalizados y certificados.',
    `Confeccionó: ${person}.`,
  ];
  return DraftText.parse({
    ...{ format: 1, actType: contingencyType, title: 'Acta de contingencia', archived: false },
    paragraphs: texts.map((text) => ({ id: newId(), text })),
  });
}
