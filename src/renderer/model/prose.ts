import type { DraftMark, DraftParagraph } from '../../contract/wire-drafts.ts';

/**
 * The editor's tree and the draft's paragraphs, each made of the other without loss. The tree is what ProseMirror keeps as JSON; the paragraphs
 * are what is stored, compared, brought together and set on paper. Pure.
 */
export interface ProseNode {
  readonly type: string;
  readonly attrs?: Readonly<Record<string, unknown>>;
  readonly content?: readonly ProseNode[];
  readonly text?: string;
  readonly marks?: readonly { readonly type: string }[];
}

const looks = ['bold', 'italic', 'underline'] as const;
type Look = (typeof looks)[number];
const isLook = (kind: string): kind is Look => (looks as readonly string[]).includes(kind);

const node = (type: string, content: readonly ProseNode[], attrs?: ProseNode['attrs']): ProseNode => ({
  type,
  ...(attrs ? { attrs } : {}),
  ...(content.length > 0 ? { content } : {}),
});
const attrsOf = ({ id, section }: DraftParagraph) => ({ id, section: section ?? null });

/** The tree that an editor begins with. */
export function proseOf(paragraphs: readonly DraftParagraph[]): ProseNode {
  const content: ProseNode[] = [];
  for (let at = 0; at < paragraphs.length;) {
    const one = paragraphs[at]!;
    const end = endOfGroup(paragraphs, at);
    const group = paragraphs.slice(at, end);
    if (isItem(one)) content.push(...listsOf(group, 0));
    else if (one.style === 'quote') content.push(node('blockquote', group.map(paragraphNode)));
    else if (one.style === 'table') content.push(tableNode(one));
    else if (one.style === 'heading') content.push(node('heading', inline(one), { level: 2, ...attrsOf(one) }));
    else content.push(paragraphNode(one));
    at = end;
  }
  return node('doc', content.length > 0 ? content : [node('paragraph', [])]);
}

const isItem = ({ style }: DraftParagraph): boolean => style === 'item' || style === 'number';
const paragraphNode = (one: DraftParagraph): ProseNode => node('paragraph', inline(one), attrsOf(one));

/** Items that follow one another are of one list, quoted paragraphs of one quotation. */
function endOfGroup(all: readonly DraftParagraph[], at: number): number {
  const one = all[at]!;
  const belongs = isItem(one)
    ? isItem
    : one.style === 'quote'
      ? (each: DraftParagraph) => each.style === 'quote'
      : null;
  let end = at + 1;
  while (belongs && end < all.length && belongs(all[end]!)) end += 1;
  return end;
}

function listsOf(items: readonly DraftParagraph[], depth: number): ProseNode[] {
  const lists: { type: string; items: ProseNode[] }[] = [];
  for (let at = 0; at < items.length;) {
    const one = items[at]!;
    let end = at + 1;
    while (end < items.length && (items[end]!.depth ?? 0) > depth) end += 1;
    const type = one.style === 'number' ? 'orderedList' : 'bulletList';
    if (lists.at(-1)?.type !== type) lists.push({ type, items: [] });
    lists.at(-1)!.items.push(node('listItem', [paragraphNode(one), ...listsOf(items.slice(at + 1, end), depth + 1)]));
    at = end;
  }
  return lists.map((list) => node(list.type, list.items));
}

function tableNode(one: DraftParagraph): ProseNode {
  const rows = one.text.split('\n').map((row) => row.split('\t'));
  const columns = Math.max(...rows.map((row) => row.length));
  const cell = (text: string, type: string): ProseNode => node(type, text === '' ? [] : [{ type: 'text', text }]);
  const row = (cells: readonly string[], type: string): ProseNode =>
    node(
      'tableRow',
      Array.from({ length: columns }, (_, n) => cell(cells[n] ?? '', type)),
    );
  return node(
    'table',
    rows.map((cells, index) => row(cells, index === 0 ? 'tableHeader' : 'tableCell')),
    attrsOf(one),
  );
}

/** Cuts a paragraph's words where a mark begins or ends; blanks and mentions become one piece each. */
function inline({ text, marks = [] }: DraftParagraph): ProseNode[] {
  const cuts = [...new Set([0, ...marks.flatMap(({ from, to }) => [from, to]), text.length])].sort((a, b) => a - b);
  const nodes: ProseNode[] = [];
  for (let index = 0; index < cuts.length - 1; index += 1) {
    const [from, to] = [cuts[index]!, cuts[index + 1]!];
    const over = marks.filter((mark) => mark.from <= from && mark.to >= to);
    const kinds = looks.filter((look) => over.some(({ kind }) => kind === look)).map((type) => ({ type }));
    const own = kinds.length > 0 ? { marks: kinds } : {};
    const whole = over.find((mark) => mark.kind === 'field' || mark.kind === 'cite');
    if (whole?.kind === 'field' || whole?.kind === 'cite') {
      if (whole.from !== from) continue;
      const label = text.slice(whole.from, whole.to);
      const attrs = whole.kind === 'field' ? { name: whole.name, label } : { actId: whole.actId, label };
      nodes.push({ type: whole.kind, attrs, ...own });
      continue;
    }
    const lines = text.slice(from, to).split('\n');
    lines.forEach((line, n) => {
      if (n > 0) nodes.push({ type: 'hardBreak', ...own });
      if (line !== '') nodes.push({ type: 'text', text: line, ...own });
    });
  }
  return nodes;
}

/** The paragraphs of a tree. What has no name gets one from `ids`. */
export function paragraphsOf(doc: ProseNode, ids: () => string): DraftParagraph[] {
  return (doc.content ?? []).flatMap((block) => blockParagraphs(block, ids));
}

function blockParagraphs(block: ProseNode, ids: () => string): DraftParagraph[] {
  switch (block.type) {
    case 'heading':
      return [{ ...named(block, ids), ...words(block), style: 'heading' }];
    case 'blockquote':
      return (block.content ?? []).map((one) => ({ ...named(one, ids), ...words(one), style: 'quote' }));
    case 'bulletList':
    case 'orderedList':
      return listParagraphs(block, 0, ids);
    case 'table':
      return [{ ...named(block, ids), text: tableText(block), style: 'table' }];
    default:
      return [{ ...named(block, ids), ...words(block) }];
  }
}

function listParagraphs(list: ProseNode, depth: number, ids: () => string): DraftParagraph[] {
  const style = list.type === 'orderedList' ? ('number' as const) : ('item' as const);
  return (list.content ?? []).flatMap((item) =>
    (item.content ?? []).flatMap((one): DraftParagraph[] => {
      if (one.type !== 'paragraph') return listParagraphs(one, Math.min(depth + 1, deepest), ids);
      return [{ ...named(one, ids), ...words(one), style, ...(depth > 0 ? { depth } : {}) }];
    }),
  );
}

/** As deep as a list may lie in others. */
export const deepest = 3;

function named({ attrs = {} }: ProseNode, ids: () => string): { id: string; section?: string } {
  const { id, section } = attrs;
  return {
    id: typeof id === 'string' && id !== '' ? id : ids(),
    ...(typeof section === 'string' && section !== '' ? { section } : {}),
  };
}

const tableText = (table: ProseNode): string =>
  (table.content ?? [])
    .map((row) => (row.content ?? []).map((cell) => textOf(cell).replace(/[\t\n]+/g, ' ')).join('\t'))
    .join('\n');

const textOf = ({ text, type, attrs, content = [] }: ProseNode): string => {
  if (text !== undefined) return text;
  if (type === 'hardBreak') return '\n';
  if (typeof attrs?.['label'] === 'string') return attrs['label'];
  return content.map(textOf).join('');
};

function words({ content = [] }: ProseNode): { text: string; marks?: DraftMark[] } {
  let text = '';
  const marks: DraftMark[] = [];
  for (const piece of content) {
    const own = textOf(piece);
    const [from, to] = [text.length, text.length + own.length];
    for (const { type } of piece.marks ?? []) {
      if (!isLook(type) || from === to) continue;
      const last = marks.findLast(({ kind }) => kind === type);
      if (last?.to === from) last.to = to;
      else marks.push({ kind: type, from, to });
    }
    const { name, actId } = piece.attrs ?? {};
    if (piece.type === 'field') marks.push({ kind: 'field', name: String(name), from, to });
    if (piece.type === 'cite') marks.push({ kind: 'cite', actId: actId as never, from, to });
    text += own;
  }
  return { text, ...(marks.length > 0 ? { marks: inOrder(marks) } : {}) };
}

const kinds = [...looks, 'field', 'cite'];

/** Marks in the order of their places: the same words have the same paragraphs, whoever wrote them. */
export const inOrder = (marks: readonly DraftMark[]): DraftMark[] =>
  [...marks].sort((a, b) => a.from - b.from || a.to - b.to || kinds.indexOf(a.kind) - kinds.indexOf(b.kind));
