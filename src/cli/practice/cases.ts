/** The fictional case files of the practice office, as data (resources/practice), and more of the same where many are wanted. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ActId, CaseId } from '../../contract/ids.ts';
import { CaseFlags, NoticeMeans, PieceOrigin } from '../../contract/wire-entries.ts';

const Piece = z.union([
  z.string().min(1),
  z.strictObject({ heading: z.string().min(1) }),
  z.strictObject({ list: z.array(z.string().min(1)).min(1) }),
]);
export type Piece = z.infer<typeof Piece>;

const People = z.enum([
  'quiros',
  'irigoyti',
  'lapaco',
  'penaloza',
  'zubillaga',
  'otamendi',
  'bustinza',
  'aristegui',
  'caceres',
]);
export type PersonKey = z.infer<typeof People>;

const PracticeAct = z.strictObject({
  key: z.string().min(1),
  type: z.string().min(1),
  title: z.string().min(1),
  author: z.string().min(1),
  /** `registered`: signed by `signer` and registered while the office is made, so that the case has an index. `returned`: with its remark. */
  state: z.enum(['registered', 'toSign', 'returned']),
  signer: People.default('quiros'),
  /** Several persons sign it, in this order. Of an act to sign, those before whoever practises have done so already. */
  signers: z.array(People).min(2).nullable().default(null),
  /** It was put before its signer once before, and came back with this remark. */
  before: z
    .strictObject({
      remark: z.string().min(1),
      by: People,
      type: z.string().min(1).optional(),
      body: z.array(Piece).min(1).optional(),
    })
    .nullable()
    .default(null),
  remark: z
    .strictObject({ by: People, text: z.string().min(1) })
    .nullable()
    .default(null),
  /** The secretary's visado covers it: it may be signed in a batch without being opened. */
  vouched: z.boolean().default(false),
  dueInHours: z.number().positive().nullable().default(null),
  level: z.int().min(0).max(5).nullable().default(null),
  /** Who was told of it once it was registered. */
  notified: z.array(z.strictObject({ addressee: z.string().min(1), means: NoticeMeans })).default([]),
  /** Sealed after it was registered, and why. */
  sealed: z.string().min(1).nullable().default(null),
  place: z.string().min(1),
  date: z.string().min(1),
  body: z.array(Piece).min(1),
});
export type PracticeAct = z.infer<typeof PracticeAct>;

/** A file that was brought: an invented picture, or a document that another authority's certificate signed. */
const PracticePiece = z.strictObject({
  key: z.string().min(1),
  title: z.string().min(1),
  form: z.enum(['image', 'signedElsewhere']),
  origin: PieceOrigin,
  place: z.string().min(1),
  broughtBy: z.string().min(1),
  level: z.int().min(0).max(5),
  body: z.array(Piece).default([]),
});
export type PracticePiece = z.infer<typeof PracticePiece>;

const TextBy = z.strictObject({ by: People, body: z.array(z.string().min(1)).min(1) });

/** A text that is being written: one version after the other, and `apart` those that grew from the last one without knowing each other. */
const PracticeDraft = z.strictObject({
  key: z.string().min(1),
  actType: z.string().min(1),
  title: z.string().min(1),
  putAway: z.boolean().default(false),
  versions: z.array(TextBy).min(1),
  apart: z.array(TextBy).default([]),
});
export type PracticeDraft = z.infer<typeof PracticeDraft>;

const PracticeCase = z.strictObject({
  key: z.string().min(1),
  caseNumber: z.string().min(1),
  caption: z.string().min(1),
  confidentialityLevel: z.int().min(0).max(5),
  detained: z.boolean(),
  flags: CaseFlags.default({ fatalDeadline: false, vulnerableVictim: false }),
  letterhead: z.tuple([z.string(), z.string()]),
  acts: z.array(PracticeAct).min(1),
  pieces: z.array(PracticePiece).default([]),
  drafts: z.array(PracticeDraft).default([]),
});
export type PracticeCase = z.infer<typeof PracticeCase>;

export interface Person {
  readonly name: string;
  readonly capacity: string;
  /** Invented: the digits of no living person's number. */
  readonly cuil: string;
}

/** Who signs in Laguna Clara. Everybody here is invented. */
export const people: Readonly<Record<PersonKey, Person>> = {
  quiros: { name: 'Ofelia Quirós Balmaceda', capacity: 'Agente Fiscal', cuil: '27-00000031-0' },
  irigoyti: { name: 'Tadeo Irigoyti', capacity: 'Ayudante Fiscal', cuil: '20-00000032-0' },
  lapaco: { name: 'Nerea Lapacó', capacity: 'Secretaria', cuil: '27-00000033-0' },
  penaloza: { name: 'Evaristo Peñaloza Rul', capacity: 'Juez de Garantías', cuil: '20-00000034-0' },
  zubillaga: { name: 'Amparo Zubillaga', capacity: 'Jueza del Tribunal en lo Criminal', cuil: '27-00000035-0' },
  otamendi: { name: 'Lisandro Otamendi Frías', capacity: 'Juez del Tribunal en lo Criminal', cuil: '20-00000036-0' },
  bustinza: { name: 'Clara Bustinza', capacity: 'Jueza del Tribunal en lo Criminal', cuil: '27-00000037-0' },
  aristegui: { name: 'Rita Arístegui', capacity: 'Defensora Oficial', cuil: '27-00000038-0' },
  caceres: { name: 'Bruno Cáceres Tolosa', capacity: 'Despachante', cuil: '20-00000039-0' },
};

/** Who else works in the practice office: sat down as, to see the same day from another desk. No token is theirs. */
export const practiceStaff = [
  { id: 'lapaco', role: 'secretary', ...people.lapaco },
  { id: 'caceres', role: 'clerk', ...people.caceres },
  { id: 'nandubay', name: 'Juana Ñandubay', role: 'auxiliary', capacity: 'Auxiliar de mesa de entradas', cuil: null },
  { id: 'valmaseda', name: 'Ciro Valmaseda', role: 'itAdmin', capacity: 'Soporte informático', cuil: null },
  { id: 'estrugamou', name: 'Pía Estrugamou', role: 'auditor', capacity: 'Auditora', cuil: null },
] as const;

export const practiceOffice = {
  officeId: '97-ufij-3',
  name: 'UFIyJ N.º 3 de Laguna Clara (ficticia)',
} as const;

/** Reads the three case files. A file that does not parse is a bug of this repository, and throws. */
export function loadCases(): PracticeCase[] {
  return ['case-a', 'case-b', 'case-c'].map((name) => {
    const url = new URL(`../../../resources/practice/${name}.json`, import.meta.url);
    return PracticeCase.parse(JSON.parse(readFileSync(url, 'utf8')));
  });
}

/** So many registered acts has each case of a small office. */
const shortIndex = 5;

/**
 * A small office with exactly `count` acts to sign: the most urgent first when fewer are wanted, simple orders added to the first case
 * when more are. Of each case the first registered acts only, and nothing that is beside the acts.
 */
export function casesWith(count: number): PracticeCase[] {
  const cases = loadCases();
  // What waits for a colleague alone is not in this tray.
  const waiting = cases.flatMap(({ acts }) =>
    acts.filter(({ state, signers, signer }) => state === 'toSign' && (signers !== null || signer === 'quiros')),
  );
  const byUrgency = [...waiting].sort((a, b) => (a.dueInHours ?? Infinity) - (b.dueInHours ?? Infinity));
  const kept = new Set(byUrgency.slice(0, count).map((act) => act.key));
  const trimmed = cases.map((file) => ({
    ...file,
    pieces: [],
    drafts: [],
    acts: [
      ...file.acts.filter(({ state, signers }) => state === 'registered' && signers === null).slice(0, shortIndex),
      ...file.acts.filter(({ key }) => kept.has(key)),
    ],
  }));
  const [first, ...others] = trimmed;
  if (!first) return trimmed;
  const extra = Array.from({ length: Math.max(0, count - waiting.length) }, (_, index) => simpleOrder(index + 1));
  return [{ ...first, acts: [...first.acts, ...extra] }, ...others];
}

function simpleOrder(number: number): PracticeAct {
  return {
    key: `A-P${number}`,
    type: 'providencia simple',
    title: `Providencia simple ${number}: agréguese y hágase saber`,
    author: 'Bruno Cáceres Tolosa',
    state: 'toSign',
    signer: 'quiros',
    ...{ signers: null, before: null, remark: null, notified: [], sealed: null },
    vouched: true,
    dueInHours: null,
    level: null,
    place: 'Laguna Clara',
    date: '16 de marzo de 2026',
    body: [
      `Por recibida la presentación número ${number}, agréguese y téngase presente para su oportunidad.`,
      'Hágase saber a las partes que pueden consultarla en el expediente electrónico. A lo demás, estese a lo ya proveído.',
    ],
  };
}

/** The identity of an act of the practice world: the same each time the world is made. */
export const actIdOf = (act: PracticeAct): ActId => ActId.parse(uuidOf(`act ${act.key}`));
export const caseIdOf = (file: PracticeCase): CaseId => CaseId.parse(uuidOf(`case ${file.key}`));

/** A UUID made from a name (RFC 9562, version 8: the bits are ours, from SHA-256). */
export function uuidOf(name: string): string {
  const bytes = createHash('sha256').update(`fojas practice ${name}`).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
