/** One desk: a real office in a process of its own, a token that signs, and a person who signs what is theirs and begins again after a crash. */
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Json, canonical } from '../../../src/casework/journal/canonical.ts';
import { objectionToTurn } from '../../../src/casework/joint/turn.ts';
import type { OfficeConfig } from '../../../src/contract/config.ts';
import { ActId } from '../../../src/contract/ids.ts';
import type { NamedSigner } from '../../../src/contract/wire.ts';
import { type FakeToken, createFakeToken } from '../../helpers/fake-token.ts';
import { officeId, storeKey as officeStoreKey } from '../../helpers/office.ts';
import { makeSigner } from '../../helpers/pki.ts';
import type { Identity } from '../../helpers/pki.ts';
import type { Line } from '../../helpers/link/index.ts';
import { type OfficeChild, isOpen, startOfficeChild } from '../../casework/office-child.ts';
import type { Seen } from './history.ts';
import type { ServedRepository } from './repository.ts';

export interface Desk {
  readonly config: OfficeConfig;
  /** Signs at most so many of the acts that are this desk's and wait for it; answers how many still wait, or null when it could not. */
  sign(most: number): Promise<number | null>;
  /** How many of this desk's acts it shows in any tray: fewer than there are while its cache is made anew. Null while no office runs. */
  acts(): Promise<number | null>;
  /** How many acts wait here for this desk's person; null while no office runs. */
  toSign(): Promise<number | null>;
  /** The same, each opened by its person; null where one cannot be opened yet. */
  open(): Promise<number | null>;
  /** Those of these acts without a receipt here, each with the bytes of its signed file; null while no office runs. */
  unregistered(
    actIds: readonly string[],
  ): Promise<readonly { readonly actId: string; readonly bytes: number }[] | null>;
  /** What its screens say now, told to the history; null while no office runs. */
  look(): Promise<{ readonly waiting: number; readonly registered: number } | null>;
  /** Writes on: on what was changed last by anybody, or on something new. What was saved is told to the history. */
  write(): Promise<void>;
  /** Every text of a draft that it can show; null while no office runs. */
  texts(): Promise<readonly HeldText[] | null>;
  setClock(byMs: number): void;
  /** Drafts whose text in hand is on this PC alone; null while no office runs. */
  draftsWaiting(): Promise<number | null>;
  /** What can be fetched again is gone, while no office runs. */
  loseCache(): void;
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Ends as it should, if it runs. */
  close(): Promise<void>;
  /** As a device of its person, with a new code. */
  enrol(): Promise<void>;
  signal(name: NodeJS.Signals): void;
  /** The office that runs now has ended by itself. */
  ended(): Promise<void>;
  /** Its screen says that it was revoked, or no office runs. */
  untilRevoked(): Promise<void>;
  readonly storeKey: string;
  /** Its folder opens with another key from now on. */
  takeKey(storeKey: string): void;
  readonly output: string;
}

/** The same for the same text, whoever tells it. */
export const asString = (text: unknown): string => canonical(JSON.parse(JSON.stringify(text)) as Json);

export interface HeldText {
  readonly draftId: string;
  readonly versionId: string;
  /** As one string. */
  readonly text: string;
  readonly sent: boolean;
}

const firstByte = { offset: 0, length: 1 } as const;

/** Who sits there, and how acts name that person as one of their signers. */
export const personOf = (index: number): Omit<NamedSigner, 'cuil'> => ({
  ...{ personId: `p-${index}`, name: `Persona ${index}`, capacity: 'Fiscal' },
});

export function openDesk(options: {
  readonly index: number;
  readonly dataDir: string;
  readonly line: Line;
  readonly repository: ServedRepository;
  readonly root: Identity;
  readonly anchors: readonly string[];
  /** Where signatures are stamped; null leaves them as they are made. */
  readonly authority: string | null;
  /** The acts that this desk's person signs. */
  readonly isMine: (actId: string) => boolean;
  /** Gives codes to a desk that is a device of its person, and where its second copies go; null: it shows the key of the office. */
  readonly device: {
    readonly code: () => Promise<string>;
    readonly secondCopy: NonNullable<OfficeConfig['secondCopy']>;
  } | null;
  readonly tell: (seen: Seen) => void;
}): Desk {
  const { index, line, repository, root, isMine, device, tell } = options;
  const identity = makeSigner(root, { key: 'rsa-2048', commonName: `PRUEBA Persona ${index}` });
  const token: FakeToken = createFakeToken({}, { identity, root });
  const config: OfficeConfig = {
    ...{ version: 1, mode: 'practice', dataDir: options.dataDir, deviceId: `pc-${index}` },
    office: { officeId, name: 'UFI N.º 3' },
    person: { ...personOf(index), role: 'magistrate', cuil: null },
    repository: {
      url: repository.clientUrl,
      ...(device === null && { accessKey: repository.accessKey }),
      pinnedKeys: [...repository.receiptKeys],
      ...(repository.officeKey !== null && { office: { keys: [repository.officeKey], discover: false } }),
    },
    ...(device !== null && { secondCopy: device.secondCopy }),
    tokenLibraries: [token.library],
    trustAnchors: [...options.anchors],
    ...(options.authority === null
      ? {}
      : { signatures: { level: 'T', timestampAuthorities: [{ url: options.authority }] } }),
  };
  const told = new Set<string>();
  let office: OfficeChild | null = null;
  let byMs = 0;
  let output = '';
  let written = 0;
  let key = officeStoreKey;

  const noteKept = (child: OfficeChild): void => {
    for (const actId of child.keptActs) {
      if (told.has(actId)) continue;
      told.add(actId);
      tell({ kind: 'kept', desk: index, actId });
    }
  };
  /** The answer, or null when the office died under the question or could not. */
  const asking = async <T>(ask: (child: OfficeChild) => Promise<T>): Promise<T | null> => {
    const child = office;
    if (!child) return null;
    const gone = child.exited.then(() => null);
    try {
      return await Promise.race([ask(child), gone]);
    } catch (error) {
      output += `${error instanceof Error ? error.message : String(error)}\n`;
      return null;
    } finally {
      noteKept(child);
    }
  };
  const mineToSign = async (child: OfficeChild) => {
    const { rows } = await child.call('trays.page', { tray: 'toSign', after: null, limit: 500 });
    return rows.filter(({ actId }) => isMine(actId));
  };
  return {
    config,
    acts: () =>
      asking(async (child) => {
        const shown = new Set<string>();
        for (const tray of ['toSign', 'signed', 'queue', 'registered'] as const) {
          const { rows } = await child.call('trays.page', { tray, after: null, limit: 500 });
          for (const { actId } of rows) if (isMine(actId)) shown.add(actId);
        }
        return shown.size;
      }),
    toSign: () => asking(async (child) => (await mineToSign(child)).length),
    open: () =>
      asking(async (child) => {
        const mine = await mineToSign(child);
        for (const { actId, documentSha256 } of mine)
          await child.call('acts.markShown', { actId, documentSha256, via: 'window' });
        return mine.length;
      }),
    unregistered: (actIds) =>
      asking(async (child) => {
        const waiting: { actId: string; bytes: number }[] = [];
        for (const actId of actIds) {
          const { state, signedSha256 } = await child.call('acts.read', { actId: ActId.parse(actId) });
          if (state === 'registered') continue;
          const file = signedSha256 && (await child.call('documents.read', { ...firstByte, sha256: signedSha256 }));
          waiting.push({ actId, bytes: file ? file.size : 0 });
        }
        return waiting;
      }),
    sign: (most) =>
      asking(async (child) => {
        const mine = await mineToSign(child);
        const inTurn = mine.filter(
          (row) => objectionToTurn(row, { personId: config.person.personId, standsFor: [] }) === null,
        );
        const items = inTurn.slice(0, most).map(({ actId, documentSha256 }) => ({ actId, documentSha256 }));
        if (items.length === 0) return mine.length;
        for (const item of items) await child.call('acts.markShown', { ...item, via: 'window' });
        const means = { libraryId: token.library.id, tokenSerial: token.serial };
        const { batchId } = await child.call('signing.start', {
          ...{ items, ...means, certificateSha256: token.certificateSha256 },
        });
        for (let state = 'running'; state !== 'finished' && state !== 'stopped';) {
          await new Promise((resolve) => setTimeout(resolve, 50));
          state = (await child.call('signing.batch', { batchId })).batch.state;
        }
        return mine.length - items.length;
      }),
    look: () =>
      asking(async (child) => {
        const { line: now } = await child.call('office.status', {});
        tell({ kind: 'line', desk: index, line: now });
        const { rows } = await child.call('trays.page', { tray: 'registered', after: null, limit: 500 });
        for (const { actId } of rows) tell({ kind: 'shownRegistered', desk: index, actId });
        return { waiting: now.waiting, registered: rows.length };
      }),
    async write() {
      await asking(async (child) => {
        const { rows } = await child.call('drafts.list', {});
        const { cases } = await child.call('drafts.cases', { search: '' });
        const paragraph = { id: randomUUID(), text: `CANARIO ${index} ${(written += 1)}` };
        const last = rows[0];
        const beginsAnew = last === undefined || written % 3 === 0;
        const [first] = cases;
        if (beginsAnew && !first) return;
        const blank = { format: 1, actType: 'resolución', title: 'CANARIO', archived: false } as const;
        const before = beginsAnew ? null : await child.call('drafts.read', { draftId: last.draftId });
        const text = before
          ? { ...before.hand.text, paragraphs: [...before.hand.text.paragraphs.slice(-20), paragraph] }
          : { ...blank, paragraphs: [paragraph] };
        const saved = before
          ? await child.call('drafts.save', { draftId: before.row.draftId, grewFrom: before.hand.versionId, text })
          : await child.call('drafts.begin', { caseId: first!.caseId, text });
        const mine = [saved.hand, ...saved.beside].find((one) => one.text.paragraphs.at(-1)?.id === paragraph.id);
        if (!mine) throw new Error('a text that was saved is not in what was answered');
        tell({ kind: 'saved', desk: index, versionId: mine.versionId, text: asString(mine.text) });
      });
    },
    texts: () =>
      asking(async (child) => {
        const held: HeldText[] = [];
        const { rows } = await child.call('drafts.list', {});
        for (const { draftId } of rows) {
          const { versions } = await child.call('drafts.history', { draftId });
          for (const { versionId, place } of versions) {
            const { text } = await child.call('drafts.version', { versionId });
            held.push({ draftId, versionId, text: asString(text), sent: place === 'sent' });
          }
        }
        return held;
      }),
    draftsWaiting: () =>
      asking(async (child) => {
        const { rows } = await child.call('drafts.list', {});
        return rows.filter(({ place }) => place === 'here').length;
      }),
    loseCache() {
      for (const ending of ['', '-wal', '-shm']) rmSync(join(config.dataDir, `cache.db${ending}`), { force: true });
    },
    setClock(to) {
      byMs = to;
      office?.tell({ kind: 'clock', byMs });
    },
    async kill() {
      const child = office;
      office = null;
      if (!child) return;
      await child.kill();
      noteKept(child);
      output += child.output();
    },
    async start() {
      const child = await startOfficeChild({
        config,
        storeKey: key,
        entry: join(import.meta.dirname, 'office-entry.ts'),
        start: line.start('client'),
        environment: { FOJAS_TEST_CLOCK_MS: String(byMs) },
      });
      isOpen(child);
      child.attachToken(token.library.id, token.port());
      office = child;
    },
    async close() {
      await office?.close();
      office = null;
    },
    async enrol() {
      for (let tries = 0; ; tries += 1) {
        const code = await device!.code();
        const standing = await asking((child) => child.call('enrolment.enrol', { way: 'code', code }));
        if (standing?.state === 'enrolled') return;
        if (tries >= 60) throw new Error(`desk ${index} cannot be enrolled; it last said: ${output.slice(-1500)}`);
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    },
    signal: (name) => office?.signal(name),
    async ended() {
      await office?.exited;
    },
    async untilRevoked() {
      while ((await asking((child) => child.call('enrolment.read', {})))?.state === 'enrolled')
        await new Promise((resolve) => setTimeout(resolve, 100));
    },
    get storeKey() {
      return key;
    },
    takeKey(storeKey) {
      key = storeKey;
    },
    get output() {
      return output + (office?.output() ?? '');
    },
  };
}
