import { readFileSync, statSync } from 'node:fs';
import { rename, unlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { isAbsolute, join } from 'node:path';
import type { Calls } from '../../../contract/calls.ts';
import type { CaseSheet } from '../../../contract/cases.ts';
import type { OfficeConfig } from '../../../contract/config.ts';
import { type Outcome, done, failed } from '../../../contract/failures.ts';
import type { Handlers, Output } from '../../../contract/rpc.ts';
import { bindingCharacters, cutForBinding } from '../../../signature/index.ts';
import { viewerOf } from '../../acts/viewer.ts';
import { readCase } from '../../cases/read.ts';
import { DocumentError, type DocumentLibrary } from '../../documents/index.ts';
import type { Hub } from '../../hub.ts';
import { journalise } from '../../journal/journal.ts';
import type { ProposingDesk } from '../../proposing/desk.ts';
import { spaced } from '../../spaced.ts';
import type { Store } from '../../store/index.ts';
import { type BoundLine, boundLines } from './lines.ts';
import type { BindEnd, LineResult, LineTask } from './protocol.ts';
import { coverSheet, indexSheets, nameOf, numberOf } from './sheets.ts';
import { bindInThread } from './thread.ts';

export interface BindingRooms {
  readonly config: OfficeConfig;
  readonly store: Store;
  readonly library: Pick<DocumentLibrary, 'read'>;
  readonly proposing: Pick<ProposingDesk, 'setSheet'>;
  readonly hub: Hub;
  readonly clock: () => Date;
  /** A fetched file turned out missing: bring it again. */
  readonly fetchAgain: (sha256: string) => void;
}

type Bound = Output<Calls['cases.bind']>;
const progressEveryMs = 250;

/** The letters of marks and numbers: cut once, for the first notebook that is bound. */
let letters: { readonly font: Uint8Array; readonly characters: readonly string[] } | null = null;
function lettersOf(): NonNullable<typeof letters> {
  if (letters) return letters;
  const { resolve } = createRequire(import.meta.url);
  const whole = readFileSync(resolve('@expo-google-fonts/tinos/400Regular/Tinos_400Regular.ttf'));
  const characters = bindingCharacters(whole);
  return (letters = { characters, font: cutForBinding(whole, characters) });
}

/** A whole case as one file: one at a time, which a person may stop. Nothing lies at the place before it is whole. */
export function aboutBinding(rooms: BindingRooms): Pick<Handlers<Calls>, 'cases.bind' | 'cases.stopBinding'> {
  const { config, store } = rooms;
  const viewer = viewerOf(config);
  let running: AbortController | null = null;
  return {
    'cases.bind': async ({ caseId, to, originals }) => {
      const sheet = readCase(store.reader, caseId, viewer);
      if (!sheet) return failed({ kind: 'caseUnknown', caseId });
      if (running) return done({ state: 'busy' });
      // Whoever typed it would look for it somewhere else.
      if (!isAbsolute(to)) return failed({ kind: 'fileUnreadable', file: to, code: 'ENOENT' });
      const path = placeOf(to, sheet);
      if (path === null) return failed({ kind: 'fileExists', file: to });
      const mine = (running = new AbortController());
      try {
        return await bindCase(rooms, sheet, boundLines(store.reader, sheet, viewer), {
          ...{ path, originals, signal: mine.signal },
        });
      } finally {
        running = null;
      }
    },
    'cases.stopBinding': async () => {
      running?.abort();
      return done({});
    },
  };
}

interface Wish {
  readonly path: string;
  readonly originals: boolean;
  readonly signal: AbortSignal;
}

async function bindCase(
  rooms: BindingRooms,
  sheet: CaseSheet,
  lines: readonly BoundLine[],
  { path, originals, signal }: Wish,
): Promise<Outcome<Bound>> {
  const { config, store, library, proposing, hub, clock } = rooms;
  const { row } = sheet;
  const now = clock();
  const part = `${path}.part`;
  let at = { line: 0, sheet: 0 };
  const { caseId } = row;
  const tell = spaced(() => hub.emit('binding.changed', { caseId, ...at, lines: lines.length }), progressEveryMs);
  let results: readonly LineResult[] = [];
  let trouble: Outcome<never> | null = null;
  const front = async (bound: readonly LineResult[]): Promise<Uint8Array[]> => {
    results = bound;
    const facts = { config, row, lines, results, originals, now };
    const sheets: Uint8Array[] = [];
    for (const one of [coverSheet(facts), ...indexSheets(facts)]) {
      const set = await proposing.setSheet(one);
      if (!set.ok) trouble = set;
      if (!set.ok || signal.aborted) throw new Unset();
      sheets.push(set.value.bytes);
      // Setting a table takes a while, and others ask meanwhile.
      await new Promise((resolve) => setImmediate(resolve));
    }
    return sheets;
  };
  try {
    const answer = await bindInThread(
      {
        ...{ path: part, title: `Cuaderno de la causa ${numberOf(row)}`, foot: `Copia del cuaderno ${numberOf(row)}` },
        ...{ lines: lines.map((line, index) => taskOf(rooms, line, index, originals)), ...lettersOf() },
      },
      {
        read: (sha256, offset, length) => library.read(sha256, offset, length).bytes,
        onProgress(line, sheets) {
          at = { line, sheet: sheets };
          tell.soon();
        },
        ...{ front, signal },
      },
    );
    if (answer.kind !== 'end') {
      await dropped(part);
      return answer.kind === 'stopped'
        ? done({ state: 'stopped' })
        : failed({ kind: 'documentDamaged', sha256: answer.sha256 });
    }
    await rename(part, path);
    store.journal.write((tx) =>
      journalise(tx, now, {
        ...{ kind: 'caseBound', caseId, sha256: answer.sha256, sheets: sheetsOf(results), originals },
        ...{ leftOut: results.filter(({ leftOut }) => leftOut !== null).length, personId: config.person.personId },
      }),
    );
    return done(boundAs(path, answer, lines, results));
  } catch (error) {
    // The part of another one that is being made here is not ours to take away.
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    if (isTaken) return failed({ kind: 'fileExists', file: part });
    await dropped(part);
    if (!(error instanceof Unset)) throw error;
    return trouble ?? done({ state: 'stopped' });
  } finally {
    tell.stop();
  }
}

/** The sheets in front could not be set, or nobody wants them any more. */
class Unset extends Error {}

/** Nothing half made is left behind. */
const dropped = (part: string): Promise<void> => unlink(part).catch(() => undefined);

const sheetsOf = (results: readonly LineResult[]): number => results.reduce((sum, { pages }) => sum + pages, 0);

const boundAs = (
  path: string,
  { sha256, size, archive }: BindEnd,
  lines: readonly BoundLine[],
  results: readonly LineResult[],
): Bound => ({
  ...{ state: 'bound', path, sha256: sha256 as never, size, archive, lines: lines.length, sheets: sheetsOf(results) },
  leftOut: results.flatMap(({ leftOut }, at) => (leftOut === null ? [] : [{ title: nameOf(lines[at]!), leftOut }])),
});

/** Where the file goes; null where one lies there already. A folder gets a file that is called after the case. */
function placeOf(to: string, { row }: CaseSheet): string | null {
  const isFolder = statSync(to, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const name = `${numberOf(row).replace(/[^\p{L}\p{N}.-]+/gu, '-')}-cuaderno.pdf`;
  // A folder that is not there would else become a file that nothing opens.
  const path = isFolder ? join(to, name) : /\.pdf$/i.test(to) ? to : `${to}.pdf`;
  return statSync(path, { throwIfNoEntry: false }) ? null : path;
}

function taskOf({ library, fetchAgain }: BindingRooms, line: BoundLine, index: number, originals: boolean): LineTask {
  const { file, isSigned, code, folios, type } = line;
  const about = [type, code === null ? '' : `Código de verificación: ${code}`].filter(Boolean).join(' · ');
  const common = { mark: nameOf(line), about, folioFrom: folios?.from ?? null };
  const none = { ...common, file: null, attachAs: null };
  if (file === null) return { ...none, leftOut: 'secret' };
  try {
    const { size } = library.read(file.sha256, 0, 1);
    const attachAs = originals && isSigned ? `${String(index + 1).padStart(5, '0')}-${file.sha256}.pdf` : null;
    return { ...common, file: { ...file, size }, leftOut: null, attachAs };
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    fetchAgain(file.sha256);
    return { ...none, leftOut: error.kind === 'missing' ? 'missing' : 'damaged' };
  }
}
