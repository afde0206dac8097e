/** A desk without processes: the real store, outbox and engine, with files in memory, in virtual time. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { DocumentError, type DocumentStore } from '../../../../src/casework/documents/index.ts';
import { enqueueAct, openRows, refuse } from '../../../../src/casework/outbox/rows.ts';
import { type Store, sql } from '../../../../src/casework/store/index.ts';
import { usualPace } from '../../../../src/casework/sync/backoff.ts';
import { type SyncEngine, startSync } from '../../../../src/casework/sync/engine.ts';
import { lineState } from '../../../../src/casework/sync/line.ts';
import type { Line } from '../../../../src/contract/calls.ts';
import { RegistrationRequest } from '../../../../src/contract/wire.ts';
import { bufferSource } from '../../../../src/signature/index.ts';
import type { SimulatedRepository } from './repository.ts';

const sha256Of = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex');

export interface SimulatedAct {
  readonly actId: string;
  readonly caseId: string;
  readonly sha256: string;
}

export interface SimulatedDesk {
  /** Signed and kept: from now on it is to be registered. */
  keep(caseId: string, bytes: number): SimulatedAct;
  /** The file rots on the disk. */
  spoil(act: SimulatedAct): void;
  /** It can be read again. */
  restore(act: SimulatedAct): void;
  /** The process ends and comes back: what was only remembered is forgotten. */
  restart(): Promise<void>;
  /** The same, and its rows are what a disk kept of them: `after` says which, once everything has ended. */
  powerCut(after: () => Store): Promise<void>;
  stop(): Promise<void>;
  /** What can never be sent is out of the next desk's way. */
  leave(): void;
  /** What its status strip says. */
  lineNow(): Line;
  /** Its rows, as they lie there now. */
  readonly store: Store;
  open(): string[];
  stateOf(act: SimulatedAct): string;
  readonly bugs: readonly unknown[];
}

export function openSimulatedDesk(
  first: Store,
  repository: SimulatedRepository,
  random: () => number,
  clock: () => Date,
  readsFeed = true,
): SimulatedDesk {
  let store = first;
  const files = new Map<string, Uint8Array>();
  const spoilt = new Set<string>();
  const bugs: unknown[] = [];
  const kept = {
    open(sha256: string) {
      const bytes = files.get(sha256);
      if (!bytes) throw new DocumentError('missing', sha256);
      if (spoilt.has(sha256)) throw new DocumentError('damaged', sha256);
      return bufferSource(bytes);
    },
    verify: async (sha256: string) => (spoilt.has(sha256) ? 'damaged' : files.has(sha256) ? 'good' : 'missing'),
    has: (sha256: string) => files.has(sha256),
  } as unknown as DocumentStore;

  let strip: Line | null = null;
  const start = (): { engine: SyncEngine; closing: AbortController } => {
    const closing = new AbortController();
    const line = lineState({ store, configured: true, clock, onChange: (now) => (strip = now) });
    strip = line.read();
    const engine = startSync({
      ...{ line, policy: undefined, way: null, pace: usualPace, random, closing: closing.signal },
      onBug: (error) => void bugs.push(error),
      rooms: {
        ...{ store, kept, fetched: kept, clock, pinnedKeys: [repository.key], officeKeys: [], readsFeed },
        ...{ transport: repository.transport, client: repository.transport },
        renditions: {
          open: () => [],
          requestOf: () => {
            throw new Error('no renditions here');
          },
          take: async () => ({ kind: 'done' }),
        },
        boundary: () => undefined,
        ...{
          onChange: () => undefined,
          onGreeted: () => undefined,
          onRendition: () => undefined,
          witness: async () => null,
          log: () => undefined,
        },
      },
    });
    return { engine, closing };
  };
  let running = start();
  const end = ({ engine, closing }: typeof running): Promise<void> => {
    closing.abort();
    return engine.stop();
  };
  return {
    bugs,
    keep(caseId, size) {
      const bytes = randomBytes(size);
      const [sha256, documentSha256, actId] = [sha256Of(bytes), sha256Of(randomUUID()), randomUUID()];
      files.set(sha256, bytes);
      const now = clock();
      const request = RegistrationRequest.parse({
        ...{ actId, caseId, sha256, size, documentSha256, documentSize: 1, certificateSha256: sha256Of('c') },
        ...{ signedAt: now.toISOString(), deviceId: 'pc-1' },
      });
      store.journal.write((tx) => {
        tx.run(sql`insert into signed_acts (act_id, case_id, state, snapshot, search, document_sha256, document_size, signed_sha256,
            signed_size, certificate_sha256, signer, signed_at, batch_id)
          values (${actId}, ${caseId}, 'queued', '{}', '', ${documentSha256}, 1, ${sha256}, ${size}, 'c', 's',
            ${now.toISOString()}, 'b')`);
        enqueueAct(tx, request, now);
      });
      running.engine.kick();
      return { actId, caseId, sha256 };
    },
    spoil: ({ sha256 }) => void spoilt.add(sha256),
    restore: ({ sha256 }) => void spoilt.delete(sha256),
    async restart() {
      await end(running);
      running = start();
    },
    async powerCut(after) {
      await end(running);
      store.close();
      store = after();
      running = start();
    },
    stop: () => end(running),
    leave() {
      const trouble = { kind: 'unexpected', incident: 'LEFT' } as const;
      for (const row of openRows(store.journal)) store.journal.write((tx) => refuse(tx, row.id, trouble, clock()));
    },
    lineNow: () => strip!,
    get store() {
      return store;
    },
    open: () => openRows(store.journal).map(({ actId }) => actId),
    stateOf: ({ actId }) =>
      store.journal.get<{ state: string }>(sql`select state from outbox where act_id = ${actId}`)?.state ?? 'none',
  };
}
