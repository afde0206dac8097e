import { join } from 'node:path';
import type { Calls } from '../../contract/calls.ts';
import type { OfficeConfig } from '../../contract/config.ts';
import { type Outcome, done, failed } from '../../contract/failures.ts';
import type { LogPlace, ReceiptFile } from '../../contract/log.ts';
import type { Handlers } from '../../contract/rpc.ts';
import { leafHash } from '../../proof/index.ts';
import { readAct } from '../casefile/act-rows.ts';
import { isVisible, viewerOf } from '../acts/viewer.ts';
import { makeFolder, writeDurablySync } from '../../at-rest/durable.ts';
import { heldReceipt } from '../receipts/kept.ts';
import { statementIn } from '../receipts/verify.ts';
import type { Store } from '../store/index.ts';
import { receiptFile } from './export.ts';
import { placeOf } from './rows.ts';
import type { LogLine } from './ask.ts';
import type { Witness } from './witness.ts';

export interface WitnessHandlerRooms {
  readonly config: OfficeConfig;
  readonly store: Store;
  readonly witness: Witness;
  /** Null where no repository is configured. */
  readonly logLine: LogLine | null;
}

type Answered = Pick<
  Handlers<Calls>,
  'receipts.save' | 'receipts.export' | 'log.standing' | 'log.check' | 'log.seen' | 'log.accept'
>;

/** What is asked of the register's log, and receipts that leave as files. */
export function aboutWitness(rooms: WitnessHandlerRooms): Answered {
  const { config, witness, logLine } = rooms;
  return {
    'receipts.export': ({ actId }) => exported(rooms, actId),
    'receipts.save': async ({ actId }) => {
      const file = await exported(rooms, actId);
      if (!file.ok) return file;
      const statement = statementIn(file.value.receipt);
      const folder = join(config.dataDir, 'reports');
      makeFolder(folder);
      const name = `${statement?.caseNumber ?? ''}-${statement?.number ?? actId}`.replaceAll(/[^A-Za-z0-9-]+/g, '-');
      const path = join(folder, `fojas-receipt-${name}.json`);
      writeDurablySync(path, `${JSON.stringify(file.value, null, 2)}\n`);
      return done({ path });
    },
    'log.standing': async () => done(witness.standing()),
    'log.check': async () => {
      if (!logLine) return failed({ kind: 'repositoryNotConfigured' });
      const failure = await witness.contact(logLine);
      // An alarm is part of how it stands; a line that does not work is not.
      return failure && failure.kind !== 'registerRewritten' ? failed(failure) : done(witness.standing());
    },
    'log.seen': async ({ checkpoint, source }) => done({ believed: witness.seen(checkpoint, source) }),
    'log.accept': async ({ reason }) => {
      if (!logLine) return failed({ kind: 'repositoryNotConfigured' });
      const failure = await witness.accept(logLine, { personId: config.person.personId, reason });
      return failure ? failed(failure) : done(witness.standing());
    },
  };
}

/** Where a receipt stands in the log, as far as this desk proved it. */
export function provedPlace(store: Store, actId: string, jws: string): LogPlace | null {
  const place = placeOf(store.reader, actId, leafHash(jws));
  return place && { index: place.index, size: place.size, checkedAt: place.checkedAt };
}

async function exported(
  { config, store, witness, logLine }: WitnessHandlerRooms,
  actId: string,
): Promise<Outcome<ReceiptFile>> {
  const act = readAct(store.reader, actId);
  const held = heldReceipt(store.reader, actId);
  if (act && !isVisible(act, viewerOf(config))) return failed({ kind: 'notAllowed' });
  if (!held)
    return failed(act ? { kind: 'actForbids', state: act.state, move: 'readReceipt' } : { kind: 'actUnknown', actId });
  // With a line the proof is of today; without one, of the day when it was made.
  const objection = logLine ? await witness.freshen(logLine, { actId, jws: held.jws }) : null;
  if (objection?.kind === 'registerRewritten') return failed(objection);
  const file = receiptFile(store, actId, held.jws);
  return file ? done(file) : failed(objection ?? { kind: 'repositoryNotConfigured' });
}
