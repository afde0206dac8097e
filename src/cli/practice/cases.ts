/** The fictional case files of the practice office, as data (resources/practice), and more of the same where many are wanted. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ActId, CaseId } from '../../contract/ids.ts';

const Piece = z.union([
  z.string().min(1),
  z.strictObject({ heading: z.string().min(1) }),
  z.strictObject({ list: z.array(z.string().min(1)).min(1) }),
]);
export type Piece = z.infer<typeof Piece>;

const People = z.enum(['quiros', 'irigoyti', 'lapaco', 'penaloza']);
export type PersonKey = z.infer<typeof People>;

const PracticeAct = z.strictObject({
  key: z.string().min(1),
  type: z.string().min(1),
  title: z.string().min(1),
  author: z.string().min(1),
  /** `registered`: signed by `signer` and registered while the office is made, so that the case has an index. */
  state: z.enum(['registered', 'toSign']),
  signer: People.default('quiros'),
  /** Two persons sign it, and this one has done so already: whoever practises is the second. */
  signedFirstBy: People.exclude(['quiros']).nullable().default(null),
  /** The secretary's visado covers it: it may be signed in a batch without being opened. */
  vouched: z.boolean().default(false),
  dueInHours: z.number().positive().nullable().default(null),
  level: z.int().min(0).max(5).nullable().default(null),
  place: z.string().min(1),
  date: z.string().min(1),
  body: z.array(Piece).min(1),
});
export type PracticeAct = z.infer<typeof PracticeAct>;

const PracticeCase = z.strictObject({
  key: z.string().min(1),
  caseNumber: z.string().min(1),
  caption: z.string().min(1),
  confidentialityLevel: z.int().min(0).max(5),
  detained: z.boolean(),
  letterhead: z.tuple([z.string(), z.string()]),
  acts: z.array(PracticeAct).min(1),
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
};

/** Who else works in the practice office: sat down as, to see the same day from another desk. No token is theirs. */
export const practiceStaff = [
  { id: 'lapaco', name: people.lapaco.name, role: 'secretary', capacity: people.lapaco.capacity },
  { id: 'caceres', name: 'Bruno Cáceres Tolosa', role: 'clerk', capacity: 'Despachante' },
  { id: 'nandubay', name: 'Juana Ñandubay', role: 'auxiliary', capacity: 'Auxiliar de mesa de entradas' },
  { id: 'valmaseda', name: 'Ciro Valmaseda', role: 'itAdmin', capacity: 'Soporte informático' },
  { id: 'estrugamou', name: 'Pía Estrugamou', role: 'auditor', capacity: 'Auditora' },
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

/**
 * The case files with exactly `count` acts to sign: the most urgent first when fewer are wanted, simple orders added to the
 * first case when more are.
 */
export function casesWith(count: number): PracticeCase[] {
  const cases = loadCases();
  const waiting = cases.flatMap((file) => file.acts.filter((act) => act.state === 'toSign'));
  const byUrgency = [...waiting].sort((a, b) => (a.dueInHours ?? Infinity) - (b.dueInHours ?? Infinity));
  const kept = new Set(byUrgency.slice(0, count).map((act) => act.key));
  const trimmed = cases.map((file) => ({
    ...file,
    acts: file.acts.filter((act) => act.state === 'registered' || kept.has(act.key)),
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
    signedFirstBy: null,
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
function uuidOf(name: string): string {
  const bytes = createHash('sha256').update(`fojas practice ${name}`).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
