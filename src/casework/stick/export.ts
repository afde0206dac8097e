import { createHash, randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { OfficeConfig } from '../../contract/config.ts';
import { type Outcome, done, failed } from '../../contract/failures.ts';
import { Sha256 } from '../../contract/ids.ts';
import { type OutwardParcel, type ParcelItem, type StickExported, parcelLimits } from '../../contract/stick.ts';
import type { CaseEntry } from '../../contract/wire-entries.ts';
import { RegistrationRequest, Return } from '../../contract/wire.ts';
import { ReadBackError, packParcel, seal, signList, writeWhole } from '../../parcel/index.ts';
import type { DocumentStore } from '../documents/index.ts';
import { newestCheckpoint } from '../witness/rows.ts';
import type { Witness } from '../witness/witness.ts';
import { type ParcelRecipient, parcelRecipient } from './recipient.ts';
import { type ParcelTrust, parcelTrust } from './trust.ts';
import { journalise } from '../journal/journal.ts';
import { openRenditions } from '../levels/send.ts';
import { waitingCases, waitingEntries } from '../cases/rows.ts';
import { earlierVersions, outgoingVersion } from '../drafts/outgoing.ts';
import { unsentDrafts } from '../drafts/rows.ts';
import { openHalves } from '../joint/rows.ts';
import { openRows } from '../outbox/rows.ts';
import { waitingProposals } from '../proposing/rows.ts';
import { type Store, troubleOf } from '../store/index.ts';

/** As whom this desk signs parcels, and to whom it seals them. */
export async function bothEnds(
  rooms: StickRooms,
): Promise<Outcome<{ readonly trust: ParcelTrust; readonly to: ParcelRecipient }>> {
  if (!rooms.config.repository) return failed({ kind: 'repositoryNotConfigured' });
  const trust = await parcelTrust(rooms, rooms.witness.keys);
  if (!trust) return failed({ kind: 'parcelRefused', reason: 'noOfficeKey' });
  const to = parcelRecipient(rooms, rooms.witness.keys);
  return to ? done({ trust, to }) : failed({ kind: 'parcelRefused', reason: 'noRecipient' });
}

export interface StickRooms {
  readonly config: OfficeConfig;
  readonly store: Store;
  readonly kept: DocumentStore;
  readonly clock: () => Date;
  /** Whose word on the key of parcels is believed. */
  readonly witness: Pick<Witness, 'keys'>;
}

/**
 * Writes what waits in the queue, with its files, into one sealed parcel. Rows stay as they are: the line may come back first, and the
 * repository registers each act once. A file that is damaged here is left out with its act, and the others go.
 */
export async function exportParcel(rooms: StickRooms, folder: string): Promise<Outcome<StickExported>> {
  const { office, deviceId } = rooms.config;
  const ends = await bothEnds(rooms);
  if (!ends.ok) return ends;
  const { trust, to } = ends.value;
  try {
    const { items, files, leftOut, drafts } = await gather(rooms);
    const bytes = files.reduce((sum, { size }) => sum + size, 0);
    if (bytes > parcelLimits.bytes) return failed({ kind: 'parcelRefused', reason: 'tooLarge' });
    const madeAt = rooms.clock().toISOString();
    const parcelId = randomUUID();
    const shown = newestCheckpoint(rooms.store.journal);
    const parcel: OutwardParcel = {
      ...{ v: 1, kind: 'outward', parcelId, officeId: office.officeId, deviceId, madeAt, items, files },
      ...(shown ? { checkpoint: shown.text } : {}),
      ...(trust.desk ? { desk: trust.desk } : {}),
    };
    const list = Buffer.from(JSON.stringify(parcel));
    const path = join(folder, fileName(office.officeId, deviceId, madeAt));
    const contents = files.map(({ sha256 }) => bytesOfKept(rooms.kept, sha256));
    const written = await writeWhole(
      path,
      seal([to.recipient], packParcel(list, signList(trust.signing, list), contents)),
    );
    const listSha256 = createHash('sha256').update(list).digest('hex');
    rooms.store.journal.write((tx) =>
      journalise(tx, rooms.clock(), { kind: 'parcelMade', parcelId, items: items.length, listSha256 }),
    );
    const count = (kind: ParcelItem['kind']): number => items.filter((item) => item.kind === kind).length;
    return done({
      ...{ path, parcelId, bytes: written.size, leftOut, sealedTo: to.name },
      ...{ acts: count('act'), returns: count('return'), renditions: count('rendition'), cases: count('case') },
      ...{
        proposals: count('proposal'),
        signatures: count('signature'),
        drafts,
        entries: count('entry'),
      },
    });
  } catch (error) {
    if (error instanceof ReadBackError) return failed({ kind: 'copyDamaged', file: folder });
    const trouble = troubleOf(error, folder);
    if (!trouble) throw error;
    return failed(trouble);
  }
}

/** What only a registered act can be said of goes behind the acts. */
const afterwards: ReadonlySet<CaseEntry['kind']> = new Set(['addressees', 'notified', 'sealed']);

/** In the order in which the repository is to take it: what others stand on comes first. */
async function gather(
  rooms: StickRooms,
): Promise<{ items: ParcelItem[]; files: { sha256: Sha256; size: number }[]; leftOut: number; drafts: number }> {
  const { store, kept, config } = rooms;
  const desk = { officeId: config.office.officeId, deviceId: config.deviceId };
  const items: ParcelItem[] = [];
  const files: { sha256: Sha256; size: number }[] = [];
  let leftOut = 0;
  let drafts = 0;
  let textsLeft: number = parcelLimits.earlierTexts;
  const withFile = async (item: ParcelItem, sha256: Sha256, size: number): Promise<void> => {
    if ((await kept.verify(sha256)) !== 'good') {
      leftOut += 1;
      return;
    }
    items.push(item);
    files.push({ sha256, size });
  };
  const withEntries = async (entries: readonly CaseEntry[]): Promise<void> => {
    for (const entry of entries) {
      if (entry.kind === 'piece') await withFile({ kind: 'entry', entry }, entry.sha256, entry.size);
      else items.push({ kind: 'entry', entry });
    }
  };
  for (const record of waitingCases(store.journal)) items.push({ kind: 'case', case: record });
  for (const draftId of unsentDrafts(store.journal)) {
    const version = outgoingVersion(store.journal, draftId, desk);
    if (!version) continue;
    items.push({ kind: 'draft', version });
    drafts += 1;
    for (const earlier of earlierVersions(store.journal, draftId, desk, textsLeft)) {
      items.push({ kind: 'draft', version: earlier });
      textsLeft -= JSON.stringify(earlier).length;
    }
  }
  for (const proposal of waitingProposals(store.journal))
    await withFile({ kind: 'proposal', proposal }, proposal.documentSha256, proposal.size);
  const entries = waitingEntries(store.journal);
  await withEntries(entries.filter(({ kind }) => !afterwards.has(kind)));
  for (const { request } of openHalves(store.journal))
    await withFile({ kind: 'signature', request }, request.sha256, request.size);
  for (const row of openRows(store.journal)) {
    const payload: unknown = JSON.parse(row.payload);
    if (row.kind === 'return') {
      items.push({ kind: 'return', return: Return.parse(payload) });
      continue;
    }
    const request = RegistrationRequest.parse(payload);
    await withFile({ kind: 'act', request }, request.sha256, request.size);
  }
  await withEntries(entries.filter(({ kind }) => afterwards.has(kind)));
  for (const rendition of openRenditions(store.journal)) {
    const request = { ...rendition, deviceId: config.deviceId };
    await withFile({ kind: 'rendition', request }, Sha256.parse(request.sha256), request.size);
  }
  return { items, files, leftOut, drafts };
}

async function* bytesOfKept(kept: DocumentStore, sha256: string): AsyncGenerator<Uint8Array> {
  const document = kept.open(sha256);
  try {
    yield* document.stream(0, document.size);
  } finally {
    document.close();
  }
}

export function fileName(officeId: string, deviceId: string, madeAt: string): string {
  const plain = (text: string): string => text.replaceAll(/[^A-Za-z0-9-]+/g, '_').slice(0, 40);
  const stamp = madeAt.replaceAll(/[-:]|\.\d+/g, '');
  return `fojas-${plain(officeId)}-${plain(deviceId)}-${stamp}.encomienda`;
}

/** Whether a folder is there to be written into. */
export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
