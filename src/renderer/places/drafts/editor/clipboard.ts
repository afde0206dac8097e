import { Slice } from '@tiptap/pm/model';
import { Plugin } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import type { DraftParagraph } from '../../../../contract/wire-drafts.ts';
import { emptyParagraph } from '../../../model/drafts.ts';
import { proseOf } from '../../../model/prose.ts';

/** What the clipboard holds from one draft to another, whole. */
const ownType = 'application/x-fojas-draft';

/**
 * Copies and pastes without ever making elements of foreign HTML: it goes to the office, which answers with paragraphs. The window's policy
 * (Trusted Types) forbids the other way, and so does prudence. Nothing is dragged.
 * @param clean asks the office; null where it refused, and has said why.
 */
export function clipboardPlugin(clean: (html: string) => Promise<readonly DraftParagraph[] | null>): Plugin {
  const copy = (view: EditorView, event: ClipboardEvent): boolean => {
    const { selection } = view.state;
    if (selection.empty || !event.clipboardData) return false;
    event.preventDefault();
    const slice = selection.content();
    const words = slice.content.textBetween(0, slice.content.size, '\n\n', (leaf) =>
      leaf.type.name === 'hardBreak' ? '\n' : String(leaf.attrs['label'] ?? ''),
    );
    event.clipboardData.clearData();
    event.clipboardData.setData('text/plain', words);
    event.clipboardData.setData(ownType, JSON.stringify(slice.toJSON()));
    return true;
  };
  const paste = (view: EditorView, event: ClipboardEvent): boolean => {
    event.preventDefault();
    const data = event.clipboardData;
    if (!data) return true;
    const own = data.getData(ownType);
    if (own !== '') {
      putOwn(view, own);
      return true;
    }
    const html = data.getData('text/html');
    const plain = data.getData('text/plain');
    if (html === '') put(view, linesOf(plain));
    else void clean(html).then((paragraphs) => paragraphs && !view.isDestroyed && put(view, paragraphs));
    return true;
  };
  const nothing = (_view: EditorView, event: Event): boolean => {
    event.preventDefault();
    return true;
  };
  return new Plugin({
    props: {
      handleDOMEvents: {
        copy,
        cut(view, event) {
          if (!copy(view, event)) return false;
          view.dispatch(view.state.tr.deleteSelection().scrollIntoView());
          return true;
        },
        paste,
        drop: nothing,
        dragstart: nothing,
      },
    },
  });
}

/** Lines that are pasted become paragraphs. */
const linesOf = (text: string): DraftParagraph[] => text.split(/(?:\r?\n)+/).map((line) => emptyParagraph(line));

/** Puts paragraphs where the cursor is: one alone joins the words around it, several begin anew. */
export function put(view: EditorView, paragraphs: readonly DraftParagraph[]): void {
  const { state } = view;
  const [only] = paragraphs;
  if (!only) return;
  const { content } = state.schema.nodeFromJSON(proseOf(paragraphs));
  const isInline = paragraphs.length === 1 && only.style === undefined;
  const slice = new Slice(content, isInline ? 1 : 0, isInline ? 1 : 0);
  view.dispatch(state.tr.replaceSelection(slice).scrollIntoView());
  view.focus();
}

function putOwn(view: EditorView, text: string): void {
  try {
    const slice = Slice.fromJSON(view.state.schema, JSON.parse(text));
    view.dispatch(view.state.tr.replaceSelection(slice).scrollIntoView());
  } catch (error) {
    // Another program's, or another version's: what it says in plain words was on the clipboard too.
    if (!(error instanceof SyntaxError || error instanceof RangeError)) throw error;
  }
}
