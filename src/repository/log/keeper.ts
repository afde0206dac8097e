import type { LogHead, LogProofs, LogStamp, EntryRefusalStatement, RefusalStatement } from '../../contract/log.ts';
import {
  type Hash,
  consistencyPlan,
  inclusionPlan,
  packHashes,
  proofFrom,
  rootNodes,
  rootOf,
  writeCheckpoint,
} from '../../proof/index.ts';
import type { LogSigner } from './keys.ts';
import type { CheckpointStamp, LogBook, RefusalKey } from './port.ts';

/** What of the log is told: where it stands, that it grew, what is in it. `away`: it is kept elsewhere, and out of reach now. */
export interface LogSource<Away = 'away'> {
  head(from: number): Promise<LogHead | Away>;
  /** Null where the log is not that large. */
  growth(from: number, to: number): Promise<string | null | Away>;
  proofs(size: number, leaves: readonly Hash[]): Promise<LogProofs | null | Away>;
  stampUpTo(size: number): Promise<LogStamp | null | Away>;
}

/** The same of a log that is kept here. */
export interface LogKeeper extends LogSource<never> {
  /** Signs where the log stands now. The same size gives the same text: Ed25519 has no chance in it. */
  checkpoint(): Promise<{ readonly size: number; readonly text: string }>;
  /** The newest stamp as it is kept. */
  stampedUpTo(size: number): Promise<CheckpointStamp | null>;
  keepStamp(stamp: CheckpointStamp): Promise<void>;
  refuse(refusal: RefusalKey, statement: RefusalStatement): Promise<string>;
  refuseEntry(statement: EntryRefusalStatement): Promise<string>;
}

export function logKeeper(log: LogBook, signer: LogSigner): LogKeeper {
  const read = (nodes: Parameters<LogBook['nodes']>[0]): Promise<readonly Hash[]> => log.nodes(nodes);
  let newest = { size: -1, text: '' };
  const checkpoint: LogKeeper['checkpoint'] = async () => {
    const size = await log.integrate();
    if (size === newest.size) return newest;
    const root = rootOf(await read(rootNodes(size)));
    const text = writeCheckpoint({ origin: signer.origin, size, root }, signer.key, (bytes) => signer.signNote(bytes));
    const made = { size, text };
    if (size > newest.size) newest = made;
    return made;
  };
  const growth: LogKeeper['growth'] = async (from, to) => {
    if (from > to || to > (await log.integrate())) return null;
    return packHashes(await proofFrom(consistencyPlan(from, to), read));
  };

  return {
    checkpoint,
    growth,

    async head(from) {
      const { size, text } = await checkpoint();
      return { checkpoint: text, keys: signer.history, consistency: from > size ? null : await growth(from, size) };
    },

    async proofs(size, leaves) {
      if (size > (await log.integrate())) return null;
      const pool = new Map<string, number>();
      const proofs: LogProofs['proofs'] = [];
      for (const leaf of leaves) {
        const index = await log.placeOf(leaf);
        if (index === null || index >= size) {
          proofs.push(null);
          continue;
        }
        const parts = (await proofFrom(inclusionPlan(index, size), read)).map((hash) => placeIn(pool, hash));
        proofs.push({ index, parts });
      }
      return { pool: packHashes([...pool.keys()].map((hex) => Buffer.from(hex, 'hex'))), proofs };
    },

    async stampUpTo(size) {
      const stamp = await log.stampUpTo(size);
      return (
        stamp && {
          checkpoint: stamp.checkpoint,
          token: Buffer.from(stamp.token).toString('base64'),
          at: stamp.at,
        }
      );
    },

    stampedUpTo: (size) => log.stampUpTo(size),
    keepStamp: (stamp) => log.keepStamp(stamp),
    refuseEntry: (statement) => {
      const { entryId: actId, sha256, code } = statement;
      return log.refuse({ actId, n: 0, sha256, code }, () => signer.signEntryRefusal(statement));
    },
    refuse: (refusal, statement) => log.refuse(refusal, () => signer.signRefusal(statement)),
  };
}

function placeIn(pool: Map<string, number>, hash: Hash): number {
  const hex = Buffer.from(hash).toString('hex');
  const known = pool.get(hex);
  if (known !== undefined) return known;
  pool.set(hex, pool.size);
  return pool.size - 1;
}
