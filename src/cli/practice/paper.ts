/** Sets an act of the practice office on paper: the sheets of a real act, and DATOS FICTICIOS across each of them. */
import { type Setter, buenosAires } from '../../paper/index.ts';
import { type PracticeAct, type PracticeCase, people } from './cases.ts';

export const warning = 'DATOS FICTICIOS';

/** The act's PDF, unsigned. The same act gives the same bytes each time, so that its hash can be told beforehand. */
export function renderAct(setter: Setter, file: PracticeCase, act: PracticeAct): Promise<Uint8Array> {
  const signers = (act.signers ?? [act.signer]).map((key) => people[key]);
  return setter.set({
    form: buenosAires,
    language: 'es-AR',
    letterhead: file.letterhead,
    caseLine: `IPP ${file.caseNumber}`,
    title: act.title,
    author: act.author,
    writtenOn: { year: 2026, month: 3, day: 1 },
    placeAndDate: `${act.place}, ${act.date}`,
    body: act.body,
    signers: signers.map(({ name, capacity }) => ({ name, capacity })),
    reference: null,
    note: 'La firma, digital o electrónica, se verifica en el archivo: no se imprime sobre el texto.',
    footer: `${warning}: personas, hechos y organismos inventados. Sin valor legal.`,
    watermark: warning,
  });
}
