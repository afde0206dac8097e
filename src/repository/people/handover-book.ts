import type Database from 'better-sqlite3-multiple-ciphers';
import type { ActId } from '../../contract/ids.ts';
import type { Substitution } from '../../contract/substitution.ts';
import { type FeedEvent, Proposal } from '../../contract/wire.ts';
import { CaseEntry } from '../../contract/wire-entries.ts';
import { isWithdrawnIn } from '../entries/book.ts';
import { isMove } from '../entries/move.ts';
import { type SignedHow, kindOf } from '../joint/signed-as.ts';

/** One person in the place of another, in one office, from one moment on. */
export type Handover = Pick<Substitution, 'officeId' | 'standsFor' | 'from'> & { readonly personId: string };

/** What waits for those who are away, told anew to whom stands for them. Every answer is durable before it is given. */
export interface HandoverBook {
  /** Whether all of it was told. */
  isTold(handover: Handover): Promise<boolean>;
  markTold(handover: Handover): Promise<void>;
  /** Acts of the office that wait for a signature, name this person to sign, and are above this degree: their own, their case's, or sealed. */
  waitingFor(officeId: string, personId: string, above: number): Promise<readonly ActId[]>;
  /** Tells the office's feed once more of an act as it stands now; of one that waits no longer, nothing. */
  tellAnew(officeId: string, actId: ActId): Promise<void>;
}

/** A signature that others come after, as a register keeps it. */
export interface KeptSignature {
  readonly sha256: string;
  readonly receipt: string;
  /** JSON of the request, with how it was signed. */
  readonly request: string;
}

const partlySigned = (actId: ActId, { receipt, request }: KeptSignature): FeedEvent => ({
  ...{ kind: 'partlySigned', actId, receipt },
  ...kindOf(JSON.parse(request) as SignedHow),
});

/** An act that waits, as it is told to whom it was not told before: what is proposed, what was noted of it, who signed it already. */
export function waitingHistory(
  proposal: Proposal,
  entries: readonly CaseEntry[],
  signatures: readonly KeptSignature[],
  signed: (actId: ActId, one: KeptSignature) => FeedEvent = partlySigned,
): FeedEvent[] {
  return [
    { kind: 'proposal', proposal },
    ...signatures.map((one) => signed(proposal.actId, one)),
    ...entries.filter((entry) => !isMove(entry)).map((entry): FeedEvent => ({ kind: 'entry', entry })),
  ];
}

/**
 * The book in the embedded register.
 * @param signed how a signature in force is told; a repository inside an office says of its own that it received them.
 * @param besides what else is to be told of an act that waits.
 */
export function handoverBook(
  db: Database.Database,
  tell: (officeId: string, event: FeedEvent) => void,
  signed: (actId: ActId, one: KeptSignature) => FeedEvent = partlySigned,
  besides: (actId: ActId) => readonly FeedEvent[] = () => [],
): HandoverBook {
  return {
    isTold: async ({ officeId, personId, standsFor, from }) =>
      db
        .prepare(
          'SELECT 1 FROM substitutes_told WHERE office_id = ? AND person_id = ? AND stands_for = ? AND since = ?',
        )
        .get(officeId, personId, standsFor, from) !== undefined,
    markTold: async ({ officeId, personId, standsFor, from }) =>
      void db
        .prepare('INSERT OR IGNORE INTO substitutes_told (office_id, person_id, stands_for, since) VALUES (?, ?, ?, ?)')
        .run(officeId, personId, standsFor, from),
    waitingFor: async (officeId, personId, above) =>
      db
        .prepare(
          `SELECT a.act_id FROM acts a JOIN cases c USING (case_id)
           WHERE a.state = 'toSign' AND a.proposal ->> '$.officeId' = @officeId
             AND EXISTS (SELECT 1 FROM json_each(a.proposal, '$.signers') s WHERE s.value ->> '$.personId' = @personId)
             AND (max(c.record ->> '$.confidentialityLevel', a.proposal ->> '$.confidentialityLevel') > @above
               OR EXISTS (SELECT 1 FROM case_entries e WHERE e.act_id = a.act_id AND e.kind = 'sealed'))
           ORDER BY a.act_id`,
        )
        .pluck()
        .all({ officeId, personId, above }) as ActId[],
    tellAnew: async (officeId, actId) =>
      db
        .transaction(() => {
          const act = db.prepare("SELECT proposal FROM acts WHERE act_id = ? AND state = 'toSign'").get(actId) as
            { proposal: string } | undefined;
          if (!act || isWithdrawnIn(db, actId)) return;
          const entries = db.prepare('SELECT entry FROM case_entries WHERE act_id = ? ORDER BY seq').pluck().all(actId);
          const signatures = db
            .prepare('SELECT sha256, receipt, request FROM joint_signatures WHERE act_id = ? AND active = 1 ORDER BY n')
            .all(actId) as KeptSignature[];
          const history = waitingHistory(
            Proposal.parse(JSON.parse(act.proposal)),
            (entries as string[]).map((text) => CaseEntry.parse(JSON.parse(text))),
            signatures,
            signed,
          );
          for (const event of [...history, ...besides(actId)]) tell(officeId, event);
        })
        .immediate(),
  };
}
