import type { ActRow, ActState, Tray } from '../../../src/contract/acts.ts';
import type { Failure } from '../../../src/contract/failures.ts';
import type { ActId, CaseId, Sha256 } from '../../../src/contract/ids.ts';
import { levelAt } from './levels.ts';

/** A document the host really serves. */
export interface Document {
  readonly sha256: Sha256;
  readonly size: number;
  readonly name: string;
}

export interface Size {
  readonly toSign: number;
  readonly others: number;
}

/** The same numbers for the same seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const cases = [
  {
    number: 'PP-97-00-000418-26/00',
    caption: 'SOSA FERREYRA, Nahuel s/ robo agravado por el uso de arma',
    detained: true,
    flags: { fatalDeadline: true, vulnerableVictim: false },
    level: 1,
  },
  {
    number: 'PP-97-05-000077-26/00',
    caption: 'N.N. s/ estafas reiteradas mediante páginas falsas',
    detained: false,
    level: 2,
  },
  {
    number: 'PP-97-02-000009-26/00',
    caption: 'V., M. (víctima) – T.G., 9 años (testigo) s/ amenazas y lesiones leves',
    detained: false,
    flags: { fatalDeadline: false, vulnerableVictim: true },
    level: 3,
  },
  {
    number: 'PP-97-03-000231-26/00',
    caption:
      'ÑANDUBAY O’DONNELL, María de los Ángeles; GÜIRALDES PEÑALOZA, Íñigo; D’ALESSANDRO, Ezequiel Ignacio; ' +
      'CACERES TOLOSA, Bruno y otros s/ asociación ilícita, defraudación a la administración pública, falsificación ' +
      'de instrumento público y violación de los deberes de funcionario público (IPP acumuladas 97-03-000198 y 97-03-000204)',
    detained: false,
    level: 1,
  },
  { number: 'PP-97-01-000102-26/00', caption: 'ALMANDOZ PEIRANO, Víctor s/ estafa', detained: false, level: 1 },
] as const;

const titles = [
  ['Providencia: hágase saber derechos', 'providencia'],
  ['Oficio al Banco Ficticio del Sur', 'oficio'],
  ['Requerimiento de prórroga de la IPP', 'requerimiento'],
  ['Cédula a la Defensoría Oficial N.º 4', 'cédula'],
  ['Nota actuarial', 'nota'],
  ['Auto de prisión preventiva', 'auto'],
  ['Requerimiento de medidas de protección', 'requerimiento'],
  ['Constancia de comunicación a la víctima', 'constancia'],
  ['Declaración testimonial de Lorenzo Ibáñez', 'acta'],
  ['Orden de pericia sobre teléfono celular', 'orden'],
] as const;

const authors = ['Nerea Lapacó', 'Bruno Cáceres Tolosa', 'Juana Ñandubay', 'Tadeo Irigoyti'] as const;

const uuid = (rnd: () => number, head: string): string => {
  const hex = (n: number): string => Array.from({ length: n }, () => Math.floor(rnd() * 16).toString(16)).join('');
  return `${head}${hex(8 - head.length)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`;
};

export const troubles: readonly Failure[] = [
  { kind: 'repositoryUnreachable', detail: 'connect ETIMEDOUT' },
  { kind: 'registrationRefused', problem: 'case-closed', detail: 'The case was remitted on 2026-11-02.' },
];

/** A world of acts in every tray. `now` in milliseconds; the same seed makes the same world. */
export function makeRows(documents: readonly Document[], now: number, size: Size, seed = 7): Map<ActId, ActRow> {
  const rnd = random(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(rnd() * list.length)]!;
  const caseIds = cases.map((_, index) => uuid(rnd, `c${index}`) as CaseId);
  const rows = new Map<ActId, ActRow>();
  const ago = (minutes: number): string => new Date(now - minutes * 60_000).toISOString();

  const add = (index: number, state: ActState, extra: Partial<ActRow>): void => {
    const at = index % 7 === 3 ? 3 : Math.floor(rnd() * cases.length);
    const one = cases[at]!;
    const [title, type] = pick(titles);
    // The first acts have a paper to read; the rest share the shortest one.
    const document = documents[index < 40 ? index % documents.length : 0]!;
    const actId = uuid(rnd, 'a') as ActId;
    rows.set(actId, {
      actId,
      caseId: caseIds[at]!,
      caseNumber: one.number,
      caption: one.caption,
      title,
      type,
      author: pick(authors),
      state,
      detained: one.detained,
      ...('flags' in one ? { flags: one.flags } : {}),
      dueAt: index % 9 === 0 ? new Date(now + (index - 20) * 3_600_000).toISOString() : null,
      confidentialityLevel: one.level,
      documentSha256: document.sha256,
      size: document.size,
      receivedAt: ago(3 + index * 7),
      shown: index % 3 === 1,
      vouchedBy: index % 5 === 2 ? 'Nerea Lapacó' : null,
      remark: null,
      signedAt: null,
      signer: null,
      signedSha256: null,
      sending: null,
      trouble: null,
      registration: null,
      level: null,
      ...extra,
    });
  };
  const signed = (index: number): Partial<ActRow> => ({
    shown: true,
    signedAt: ago(2 + index * 11),
    signer: 'Ofelia Quirós Balmaceda',
    signedSha256: documents[index % documents.length]!.sha256,
    level: levelAt(index),
  });

  for (let index = 0; index < size.toSign; index++) add(index, 'toSign', {});
  for (let index = 0; index < size.others; index++) {
    add(index, index % 4 === 3 ? 'rejectedByRegistry' : 'queued', {
      ...signed(index),
      sending: (['waiting', 'sent', 'received', 'refused'] as const)[index % 4]!,
      trouble: index % 4 === 0 ? troubles[0]! : index % 4 === 3 ? troubles[1]! : null,
    });
    add(index, 'registered', {
      ...signed(index),
      sending: 'registered',
      registration: {
        number: 1200 + index,
        folioFrom: 310 + index * 4,
        folioTo: (index % 3 === 2 ? 310 : 313) + index * 4,
        registeredAt: ago(1 + index * 11),
      },
    });
    add(index, 'returned', {
      shown: true,
      remark:
        index === 0
          ? 'Falta citar la pericia (acto 28). En el punto II aclare el domicilio del testigo y corrija la fecha de la audiencia: es el 24, no el 21.'
          : 'Corregir la carátula.',
    });
  }
  return rows;
}

/** Which tray an act lies in. A signed act is in "signed" until its receipt is here, and in the queue until it is registered. */
export function liesIn(row: ActRow, tray: Tray): boolean {
  switch (tray) {
    case 'toSign':
      return row.state === 'toSign' || row.state === 'partiallySigned';
    case 'signed':
      return row.state === 'signed' || row.state === 'queued' || row.state === 'rejectedByRegistry';
    case 'queue':
      return liesIn(row, 'signed') && row.sending !== null && !row.remade;
    case 'registered':
      return row.state === 'registered' || row.state === 'notified';
    case 'returned':
      return row.state === 'returned';
    case 'dueToday':
      return (
        liesIn(row, 'toSign') && row.dueAt !== null && Date.parse(row.dueAt) <= new Date().setHours(23, 59, 59, 999)
      );
    case 'toNotify':
      return row.state === 'registered';
  }
}
