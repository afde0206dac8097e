import type { DocumentStore, OpenDocument } from '../documents/index.ts';
import { DocumentError } from '../documents/index.ts';
import { type Store, troubleOf } from '../store/index.ts';
import { type Bytes, type TextReader, textReader } from './reader.ts';
import { keepPages } from '../casefile/pieces.ts';
import { type ReadState, forget, indexed, keepText, renameText, settle, staleDrafts, want } from './rows.ts';
import { type Source, type Wanted, nextWanted, sourceOf } from './sources.ts';

export interface IndexerOptions {
  readonly store: Store;
  /** Where files lie, in the order in which they are looked for. */
  readonly places: readonly DocumentStore[];
  readonly onBug: (error: unknown) => void;
  /** Something was read, or nothing is left to read. */
  readonly onChange: () => void;
  /** How long after the start the first reading begins: whoever opens the program wants the trays first. */
  readonly delayMs?: number;
}

export interface Indexer {
  /** Something may have changed: looks soon. */
  nudge(): void;
  /** These drafts have another text. */
  draftsChanged(draftIds: readonly string[]): void;
  /** A person looks at acts: what is read in the background waits for a moment, unless somebody waits for it. */
  giveWay(): void;
  /** Reads what waits, until nothing does or the patience ends. */
  settled(patienceMs: number): Promise<void>;
  stop(): Promise<void>;
}

/** So many are looked at between two breaths of the office: it breathes longer than it read, so that a window on two cores goes on smoothly. */
const handful = 10;
const breathMs = 5;
const mostBreathMs = 200;
const breathOf = (tookMs: number): number => Math.min(Math.max(1.5 * tookMs, breathMs), mostBreathMs);
const gatherMs = 1500;
/** So long after a person asked for acts nothing is read: the rows that come first are scrolled through without asking for more; */
const calmMs = 2500;
/** and so long at a time at most: who scrolls all day finds things too. */
const mostCalmMs = 10_000;
const lookedAgainMs = 50;
const sheetPatienceMs = 30_000;
const readerIdleMs = 10_000;
const controls = /[\u0000-\u0008\u000B\u000C\u000E-\u001F]/g;

/** Keeps the index of words true to what lies here: a few things at a time, in the background. */
export function indexer(options: IndexerOptions): Indexer {
  const { store, places, onBug, onChange } = options;
  const reader = textReader(sheetPatienceMs, readerIdleMs);
  let stopped = false;
  let running: Promise<void> | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let askedAt = Number.NEGATIVE_INFINITY;
  /** How many wait for what is read. */
  let awaited = 0;

  const untilCalm = async (): Promise<void> => {
    const since = performance.now();
    while (!stopped && awaited === 0 && performance.now() < Math.min(askedAt + calmMs, since + mostCalmMs))
      await new Promise((resolve) => setTimeout(resolve, lookedAgainMs));
  };
  const readHandful = async (wanted: readonly Wanted[]): Promise<void> => {
    const began = performance.now();
    for (const one of wanted) {
      if (stopped || (awaited === 0 && askedAt > began)) return;
      const work = await lookAt(store, places, reader, one);
      if (stopped) return;
      store.cache.write((tx) => {
        work?.(tx);
        settle(tx, one);
      });
    }
  };
  const run = async (): Promise<void> => {
    let any = false;
    for (;;) {
      await untilCalm();
      const wanted = stopped ? [] : nextWanted(store.reader, handful);
      if (wanted.length === 0) break;
      any = true;
      const began = performance.now();
      await readHandful(wanted);
      const breath = awaited > 0 ? breathMs : breathOf(performance.now() - began);
      await new Promise((resolve) => setTimeout(resolve, breath));
    }
    if (any && !stopped) onChange();
  };
  const start = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    running ??= run()
      .catch((error: unknown) => {
        // A full disk is told by whatever needs it next; what was not read stays wanted.
        if (troubleOf(error) === null) onBug(error);
      })
      .finally(() => (running = null));
    return running;
  };
  const soon = (ms: number): void => {
    if (stopped) return;
    timer ??= setTimeout(() => void start(), ms);
    timer.unref();
  };
  const wantDrafts = (draftIds: readonly string[]): void => {
    if (draftIds.length === 0) return;
    store.cache.write((tx) => draftIds.forEach((ref) => want(tx, { kind: 'draft', ref })));
  };

  wantDrafts(staleDrafts(store.reader));
  soon(options.delayMs ?? 4000);
  return {
    nudge: () => soon(gatherMs),
    draftsChanged(draftIds) {
      if (stopped) return;
      wantDrafts(draftIds);
      soon(gatherMs);
    },
    giveWay: () => void (askedAt = performance.now()),
    async settled(patienceMs) {
      if (patienceMs === 0 || stopped) return;
      let patience: ReturnType<typeof setTimeout> | undefined;
      const enough = new Promise<void>((resolve) => (patience = setTimeout(resolve, patienceMs)));
      awaited += 1;
      await Promise.race([start(), enough]);
      awaited -= 1;
      clearTimeout(patience);
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await reader.stop();
      await running;
    },
  };
}

type Work = (tx: Parameters<typeof keepText>[0]) => void;

/** What is to be changed in the index for this one. */
async function lookAt(
  store: Store,
  places: readonly DocumentStore[],
  reader: TextReader,
  wanted: Wanted,
): Promise<Work | null> {
  const source = sourceOf(store.reader, wanted);
  if (!source) return (tx) => forget(tx, wanted);
  const before = indexed(store.reader, wanted);
  // The same text under another heading; what had no file may have one now.
  if (before?.stamp === source.stamp && before.state === 'read')
    return (tx) => renameText(tx, before.source, source.head);
  const read = await readSource(source, places, reader);
  return (tx) => {
    keepText(tx, wanted, source, read);
    if (wanted.kind === 'piece' && read.counted) keepPages(tx, source.stamp, read.pages.length);
  };
}

async function readSource(
  { text }: Source,
  places: readonly DocumentStore[],
  reader: TextReader,
): Promise<{ state: ReadState; pages: readonly string[]; counted: boolean }> {
  if (text.kind === 'given') return { state: 'read', pages: [plain(text.body)], counted: false };
  for (const sha256 of text.sha256s) {
    const document = opened(places, sha256);
    if (!document) continue;
    try {
      const pages = await reader.read(document);
      const isSilent = pages === null || pages.every((page) => page.trim() === '');
      return {
        state: isSilent ? 'silent' : 'read',
        pages: (pages ?? []).map(plain),
        counted: pages !== null && pages.length > 0,
      };
    } finally {
      document.close();
    }
  }
  return { state: 'elsewhere', pages: [], counted: false };
}

/** The marks of an excerpt must not occur in a text; nobody looks for the other ones. */
const plain = (text: string): string => text.replaceAll(controls, ' ');

function opened(places: readonly DocumentStore[], sha256: string): (OpenDocument & Bytes) | null {
  for (const place of places) {
    if (!place.has(sha256)) continue;
    try {
      return place.open(sha256);
    } catch (error) {
      // Whoever reads the act is told, and has it fetched again.
      if (!(error instanceof DocumentError)) throw error;
    }
  }
  return null;
}
