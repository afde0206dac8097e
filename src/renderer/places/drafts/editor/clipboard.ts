import { Fragment, Slice, type Node as PmNode } from '@tiptap/pm/model';
import { Plugin, PluginKey, Selection, type Transaction } from '@tiptap/pm/state';
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
    else void putOnceClean(view, clean(html));
    return true;
  };
  const nothing = (_view: EditorView, event: Event): boolean => {
    event.preventDefault();
    return true;
  };
  return new Plugin<readonly Waiting[]>({
    key: waitingKey,
    state: {
      init: () => [],
      apply: waitingAfter,
    },
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

/** A place in the text where something that is being cleaned will be put: what is written meanwhile moves it. */
interface Waiting {
  readonly name: symbol;
  readonly from: number;
  readonly to: number;
}
type Change = { readonly begin: Waiting } | { readonly end: symbol };
const waitingKey = new PluginKey<readonly Waiting[]>('waiting');

function waitingAfter(tr: Transaction, waiting: readonly Waiting[]): readonly Waiting[] {
  const moved = tr.docChanged
    ? waiting.map(({ name, from, to }) => ({ name, from: tr.mapping.map(from, -1), to: tr.mapping.map(to, -1) }))
    : waiting;
  const change = tr.getMeta(waitingKey) as Change | undefined;
  if (!change) return moved;
  return 'begin' in change ? [...moved, change.begin] : moved.filter(({ name }) => name !== change.end);
}

/** Puts paragraphs where the cursor was when they were pasted: what is typed until they are clean goes behind them. */
async function putOnceClean(view: EditorView, coming: Promise<readonly DraftParagraph[] | null>): Promise<void> {
  const { from, to } = view.state.selection;
  const name = Symbol('pasted');
  view.dispatch(view.state.tr.setMeta(waitingKey, { begin: { name, from, to } } satisfies Change));
  const paragraphs = await coming;
  if (view.isDestroyed) return;
  const place = waitingKey.getState(view.state)?.find((one) => one.name === name);
  view.dispatch(view.state.tr.setMeta(waitingKey, { end: name } satisfies Change));
  if (paragraphs) put(view, paragraphs, place);
}

/**
 * Puts paragraphs in the place of the selection, or of another part of the text: one alone joins the words around it. Of several that are put
 * into the middle of a line, the first goes on with the words before it and the last with those behind it, where they are plain words; what is
 * put into an empty paragraph takes its place. Several in a list become items of it, in a quotation paragraphs of it, in a cell of a table one line.
 * The cursor stays behind their last word where it was before them, and where it is if one went on elsewhere.
 */
export function put(
  view: EditorView,
  paragraphs: readonly DraftParagraph[],
  place: { readonly from: number; readonly to: number } = view.state.selection,
): void {
  const { tr, selection, schema } = view.state;
  const [only] = paragraphs;
  if (!only) return;
  const { content } = schema.nodeFromJSON(proseOf(paragraphs));
  const open = opensAt(tr.doc, place, paragraphs);
  const isHere = selection.from === place.from && selection.to === place.to;
  const within = paragraphs.length > 1 ? slicedWithin(tr.doc, place, content) : null;
  if (within) tr.replace(place.from, place.to, within);
  else tr.replaceRange(place.from, place.to, new Slice(content, open.start, open.end));
  // Before the next paragraph, which is somebody's heading: what is typed next belongs to what was pasted.
  if (isHere) tr.setSelection(Selection.near(tr.doc.resolve(tr.mapping.map(place.to)), -1));
  view.dispatch(tr.scrollIntoView());
  view.focus();
}

/** Several paragraphs as they stay inside the list, the quotation or the cell that the place lies in; null where it lies in none, or they do not fit. */
function slicedWithin(
  doc: PmNode,
  { from, to }: { readonly from: number; readonly to: number },
  content: Fragment,
): Slice | null {
  const start = doc.resolve(from);
  if (!start.sameParent(doc.resolve(to)) || !start.parent.isTextblock || start.depth < 2) return null;
  const { schema } = doc.type;
  if (start.parent.type.name.startsWith('table')) {
    const line = content.textBetween(0, content.size, ' ', ' ').trim();
    return new Slice(line === '' ? Fragment.empty : Fragment.from(schema.text(line)), 0, 0);
  }
  if (content.content.some(({ type }) => type.name !== 'paragraph' && !type.name.endsWith('List'))) return null;
  const lines: PmNode[] = [];
  content.nodesBetween(0, content.size, (one) => {
    if (one.type.name === 'paragraph') lines.push(one);
  });
  const around = start.node(-1).type.name;
  if (around === 'blockquote') return new Slice(Fragment.from(lines), 1, 1);
  const item = schema.nodes['listItem'];
  return around === 'listItem' && item
    ? new Slice(Fragment.from(lines.map((one) => item.create(null, one))), 2, 2)
    : null;
}

/** On which sides what is put is open: joined to the words that stand there. */
function opensAt(
  doc: PmNode,
  { from, to }: { readonly from: number; readonly to: number },
  paragraphs: readonly DraftParagraph[],
): { readonly start: 0 | 1; readonly end: 0 | 1 } {
  const isPlain = (one: DraftParagraph | undefined): boolean => one?.style === undefined;
  if (paragraphs.length === 1) return isPlain(paragraphs[0]) ? { start: 1, end: 1 } : { start: 0, end: 0 };
  const sides = [doc.resolve(from), doc.resolve(to)] as const;
  // What fits into no list, table or quotation begins anew below it.
  const isLine = sides.every(({ parent, depth }) => depth === 1 && parent.isTextblock);
  if (!isLine || sides.every(({ parent }) => parent.content.size === 0)) return { start: 0, end: 0 };
  return { start: isPlain(paragraphs[0]) ? 1 : 0, end: isPlain(paragraphs.at(-1)) ? 1 : 0 };
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
