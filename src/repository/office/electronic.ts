/** What a repository inside an office knows of electronic signatures: by the central one's word, which certifies keys and decides. */
import { ElectronicHeader, ElectronicStatement, ElectronicTold } from '../../contract/wire-electronic.ts';
import type { ReceiptKey } from '../../contract/receipts.ts';
import { openJws } from '../../proof/index.ts';
import { type Certificate, parseCertificate } from '../../signature/index.ts';
import type { PeopleBook } from '../people/book.ts';
import type { Electronic } from '../people/electronic.ts';
import { parsed } from '../people/records.ts';
import type { Upstream } from './upstream.ts';

export interface OfficeElectronic extends Electronic {
  /** Reads what was learned before. @param given what is configured here, and goes until the central one said something; null: nothing */
  open(given: Electronic | null): Promise<void>;
  /** What the central one said last, passed on as it signed it; null where it never did. */
  told(): ElectronicTold | null;
  /** Asks for what is new, if that was long enough ago. @returns whether the line held */
  look(): Promise<boolean>;
}

export interface OfficeElectronicRooms {
  readonly book: Pick<PeopleBook, 'get' | 'change'>;
  readonly upstream: Pick<Upstream, 'read'>;
  /** Whose word is believed. */
  readonly pins: readonly ReceiptKey[];
  /** Between two questions, in milliseconds. */
  readonly everyMs: number;
}

const [kind, id] = ['electronic', 'central'] as const;

interface Learned {
  readonly authority: Certificate | null;
  readonly actTypes: readonly string[];
}

/** What was learned stays, through kills and days without a line: whoever was certified goes on signing, and the central one decides. */
export function openOfficeElectronic(rooms: OfficeElectronicRooms): OfficeElectronic {
  const { book, upstream, pins, everyMs } = rooms;
  let given: Electronic | null = null;
  let told: ElectronicTold | null = null;
  let learned: Learned | null = null;
  let lookedAt = Number.NEGATIVE_INFINITY;
  const take = async (said: ElectronicTold): Promise<void> => {
    const next = learnedFrom(said, pins);
    if (!next || said.statement === told?.statement) return;
    await book.change(kind, id, () => ({ after: JSON.stringify(said), answer: null }));
    [told, learned] = [said, next];
  };
  return {
    async open(configured) {
      given = configured;
      told = parsed(ElectronicTold, await book.get(kind, id));
      learned = told && learnedFrom(told, pins);
    },
    get actTypes() {
      return (learned ?? given)?.actTypes ?? [];
    },
    get authority() {
      return learned?.authority ?? null;
    },
    get isKnown() {
      return learned !== null || given !== null;
    },
    issue: async () => ({ kind: 'refused', detail: 'the central repository alone certifies keys' }),
    // Of types learned days ago nothing final is said: some are added, and the central one decides.
    objection: async (request, proposal) => {
      if (learned) return learned.authority ? null : 'electronic signatures are not taken by the central repository';
      return given ? given.objection(request, proposal) : null;
    },
    told: () => told,
    async look() {
      if (performance.now() - lookedAt < everyMs) return true;
      const answer = await upstream.read('/v1/electronic-authority', ElectronicTold);
      if (answer.kind === 'line') return false;
      lookedAt = performance.now();
      // One of before this was told answers no: what is configured here goes.
      if (answer.kind === 'ok') await take(answer.value);
      return true;
    },
  };
}

/** Null for what no believed key signed. */
function learnedFrom({ statement }: ElectronicTold, pins: readonly ReceiptKey[]): Learned | null {
  const said = openJws(statement, pins, ElectronicHeader, ElectronicStatement);
  if (!said) return null;
  const { authority, actTypes } = said;
  return { authority: authority === null ? null : parseCertificate(Buffer.from(authority, 'base64')), actTypes };
}
