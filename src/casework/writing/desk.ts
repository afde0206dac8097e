import type { Calls } from '../../contract/calls.ts';
import type { OfficeConfig } from '../../contract/config.ts';
import { done, failed } from '../../contract/failures.ts';
import type { Handlers } from '../../contract/rpc.ts';
import type { DraftParagraph } from '../../contract/wire-drafts.ts';
import { newParagraphId } from '../drafts/templates/ids.ts';
import type { Store } from '../store/index.ts';
import { readHtml } from './html.ts';
import { learnWord, macrosOf, ownWords, putMacros } from './rows.ts';
import { docxInWorker, spellingWorker } from './workers.ts';

type Answered = Pick<
  Handlers<Calls>,
  | 'drafts.clean'
  | 'drafts.import'
  | 'macros.read'
  | 'macros.write'
  | 'spelling.check'
  | 'spelling.suggest'
  | 'spelling.learn'
>;

export interface WritingRooms {
  readonly config: OfficeConfig;
  readonly store: Store;
  /** How long a document may take to be read, in milliseconds. */
  readonly docxPatienceMs?: number;
}

/** What helps a person who writes, beside the draft itself. */
export interface WritingDesk {
  readonly handlers: Answered;
  stop(): Promise<void>;
}

const usualDocxPatienceMs = 20_000;
const dictionaryIdleMs = 10 * 60_000;
/** What fits into a draft, with room for what is there. */
const mostParagraphs = 900;
const mostCharacters = 60_000;

export function writingDesk({ config, store, docxPatienceMs = usualDocxPatienceMs }: WritingRooms): WritingDesk {
  const { personId } = config.person;
  const spelling = spellingWorker(dictionaryIdleMs);
  return {
    handlers: {
      'drafts.clean': async ({ html }) => {
        const { paragraphs, struck } = readHtml(html, newParagraphId);
        return fits(paragraphs) ? done({ paragraphs, struck }) : failed({ kind: 'importRefused', reason: 'tooLarge' });
      },
      'drafts.import': async ({ bytes }) => {
        const read = await docxInWorker(bytes, docxPatienceMs);
        if (read.kind === 'tooSlow') return failed({ kind: 'importRefused', reason: 'tooSlow' });
        if (read.kind === 'refused') return failed({ kind: 'importRefused', reason: read.reason });
        const { paragraphs, leftOut, struck } = read;
        if (paragraphs.every(({ text }) => text.trim() === ''))
          return failed({ kind: 'importRefused', reason: 'empty' });
        if (!fits(paragraphs)) return failed({ kind: 'importRefused', reason: 'tooLarge' });
        return done({ paragraphs, leftOut, struck });
      },
      'macros.read': async () => done({ macros: macrosOf(store.reader, personId) }),
      'macros.write': async ({ macros }) => {
        store.journal.write((tx) => putMacros(tx, personId, macros));
        return done({ macros: macrosOf(store.reader, personId) });
      },
      'spelling.check': async ({ words }) => {
        const own = new Set(ownWords(store.reader, personId).map((word) => word.toLowerCase()));
        const asked = [...new Set(words)].filter((word) => !own.has(word.toLowerCase()));
        return done({ wrong: asked.length === 0 ? [] : [...(await spelling.ask('wrong', asked))] });
      },
      'spelling.suggest': async ({ word }) => done({ words: [...(await spelling.ask('suggest', [word]))] }),
      'spelling.learn': async ({ word, known }) => {
        store.journal.write((tx) => learnWord(tx, personId, word, known));
        return done({ own: ownWords(store.reader, personId) });
      },
    },
    stop: () => spelling.stop(),
  };
}

const fits = (paragraphs: readonly DraftParagraph[]): boolean =>
  paragraphs.length <= mostParagraphs && JSON.stringify(paragraphs).length <= mostCharacters;
