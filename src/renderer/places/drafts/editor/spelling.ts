import type { Node } from '@tiptap/pm/model';
import { Plugin, PluginKey } from '@tiptap/pm/state';
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view';

/** Asks the office which of these words nobody knows; null where it cannot say now. */
export type AskSpelling = (words: readonly string[]) => Promise<readonly string[] | null>;

interface Place {
  readonly word: string;
  readonly from: number;
  readonly to: number;
}

const key = new PluginKey<DecorationSet>('spelling');
const restMs = 700;
const most = 3000;

/** Underlines words that no dictionary has, a moment after the person stops writing. */
export function spellingPlugin(ask: AskSpelling): Plugin<DecorationSet> {
  const known = new Map<string, boolean>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const draw = (view: EditorView): void => {
    const wrong = wordsIn(view.state.doc).filter(({ word }) => known.get(word) === false);
    const marks = wrong.map(({ word, from, to }) => Decoration.inline(from, to, { class: 'prose-wrong' }, { word }));
    view.dispatch(
      view.state.tr.setMeta(key, DecorationSet.create(view.state.doc, marks)).setMeta('addToHistory', false),
    );
  };
  const look = async (view: EditorView): Promise<void> => {
    const asked = [...new Set(wordsIn(view.state.doc).map(({ word }) => word))].filter((word) => !known.has(word));
    for (let at = 0; at < asked.length; at += most) {
      const words = asked.slice(at, at + most);
      const wrong = await ask(words);
      if (wrong === null || view.isDestroyed) return;
      for (const word of words) known.set(word, !wrong.includes(word));
    }
    if (!view.isDestroyed) draw(view);
  };
  return new Plugin({
    key,
    state: {
      init: () => DecorationSet.empty,
      apply(transaction, before) {
        const next = transaction.getMeta(key) as DecorationSet | 'again' | undefined;
        if (next === 'again') known.clear();
        else if (next) return next;
        return before.map(transaction.mapping, transaction.doc);
      },
    },
    props: { decorations: (state) => key.getState(state) },
    view(view) {
      const soon = (): void => {
        clearTimeout(timer);
        timer = setTimeout(() => void look(view), restMs);
      };
      soon();
      return {
        update(_view, before) {
          if (!before.doc.eq(view.state.doc) || known.size === 0) soon();
        },
        destroy: () => clearTimeout(timer),
      };
    },
  });
}

/** The words are looked up anew: one was learnt. */
export const lookAgain = (view: EditorView): void => view.dispatch(view.state.tr.setMeta(key, 'again'));

/** The next word underlined after this place, around the end; null where there is none. */
export function nextWrong(view: EditorView, after: number): Place | null {
  // The line under a word stays a moment when another took its place: that one nobody called wrong.
  const found = (key.getState(view.state)?.find() ?? [])
    .filter(({ from, to, spec }) => view.state.doc.textBetween(from, to) === (spec as { word: string }).word)
    .sort((a, b) => a.from - b.from);
  const one = found.find(({ from }) => from >= after) ?? found[0];
  return one ? { from: one.from, to: one.to, word: view.state.doc.textBetween(one.from, one.to) } : null;
}

/** What a dictionary can be asked: no figures, no abbreviations, no names in the middle of a sentence, no blanks and mentions. */
export function wordsIn(doc: Node): Place[] {
  const places: Place[] = [];
  doc.descendants((block, start) => {
    if (!block.isTextblock) return true;
    const text = block.textBetween(0, block.content.size, undefined, '\ufffc');
    for (const match of text.matchAll(/[\p{L}\p{N}]+(?:[’'-][\p{L}\p{N}]+)*/gu)) {
      const [word] = match;
      if (word.length < 3 || !/^\p{L}+$/u.test(word) || /^\p{Lu}{2,}/u.test(word)) continue;
      const begins = /(?:^|[.!?:;]\s+|[«“"(¿¡—-]\s*)$/u.test(text.slice(0, match.index));
      if (/^\p{Lu}/u.test(word) && !begins) continue;
      const from = start + 1 + match.index;
      places.push({ word, from, to: from + word.length });
    }
    return false;
  });
  return places;
}
