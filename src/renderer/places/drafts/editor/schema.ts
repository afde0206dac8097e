import { Extension, Node, mergeAttributes } from '@tiptap/core';
import { goToNextCell, tableEditing, tableNodes } from '@tiptap/pm/tables';
import { StarterKit } from '@tiptap/starter-kit';
import { deepest } from '../../../model/prose.ts';

/** What an act's text is made of, as the editor knows it: exactly what `model/prose.ts` makes paragraphs of, and the paper sets. */

/** A blank of the model that nobody filled: one piece, so that typing over it takes its place. */
const Field = Node.create({
  name: 'field',
  group: 'inline',
  inline: true,
  atom: true,
  addAttributes: () => ({ name: { default: '' }, label: { default: '' } }),
  renderHTML: ({ node }) => ['span', { class: 'prose-field' }, String(node.attrs['label'])],
  renderText: ({ node }) => String(node.attrs['label']),
});

/** A mention of another act of the case, or of a piece of evidence, perhaps of pages of it. */
const Cite = Node.create({
  name: 'cite',
  group: 'inline',
  inline: true,
  atom: true,
  addAttributes: () => ({ actId: { default: '' }, label: { default: '' } }),
  renderHTML: ({ node }) => ['span', { class: 'prose-cite', role: 'link' }, String(node.attrs['label'])],
  renderText: ({ node }) => String(node.attrs['label']),
});

const specs = tableNodes({ tableGroup: 'block', cellContent: 'text*', cellAttributes: {} });
const spans = { colspan: { default: 1 }, rowspan: { default: 1 }, colwidth: { default: null } };
const row = Node.create({
  name: 'tableRow',
  content: '(tableCell | tableHeader)*',
  renderHTML: () => ['tr', 0],
});
const cell = (name: string, tag: string) =>
  Node.create({
    name,
    content: specs.table_cell.content ?? 'text*',
    marks: '',
    isolating: true,
    addAttributes: () => spans,
    renderHTML: () => [tag, 0],
  });
const Table = Node.create({
  name: 'table',
  group: 'block',
  content: 'tableRow+',
  isolating: true,
  renderHTML: ({ HTMLAttributes }) => ['table', mergeAttributes(HTMLAttributes), ['tbody', 0]],
  // One extension says of all four what they are to the machinery of tables.
  extendNodeSchema: ({ name }) => {
    const roles: Readonly<Record<string, string>> = {
      ...{ table: 'table', tableRow: 'row', tableCell: 'cell', tableHeader: 'header_cell' },
    };
    return name in roles ? { tableRole: roles[name] } : {};
  },
  addProseMirrorPlugins: () => [tableEditing()],
  addKeyboardShortcuts() {
    const step = (by: 1 | -1) => () => goToNextCell(by)(this.editor.state, (tr) => this.editor.view.dispatch(tr));
    return { Tab: step(1), 'Shift-Tab': step(-1) };
  },
});

/** Each paragraph keeps its name through versions, and the part of the model that it begins or belongs to. */
const Named = Extension.create({
  name: 'named',
  addGlobalAttributes: () => [
    {
      types: ['paragraph', 'heading', 'table'],
      attributes: {
        id: { default: null, rendered: false, keepOnSplit: false },
        section: { default: null, rendered: false },
      },
    },
  ],
});

/** An item lies in as many others as the paper and the store know, and no more. */
const Depth = Extension.create({
  name: 'depth',
  priority: 200,
  addKeyboardShortcuts() {
    const listsAround = (): number => {
      const { $from } = this.editor.state.selection;
      let lists = 0;
      for (let depth = $from.depth; depth > 0; depth -= 1) if ($from.node(depth).type.name.endsWith('List')) lists += 1;
      return lists;
    };
    return { Tab: () => listsAround() > deepest };
  },
});

export const extensions = [
  StarterKit.configure({
    ...{ code: false, codeBlock: false, strike: false, horizontalRule: false, link: false, dropcursor: false },
    ...{ trailingNode: false, heading: { levels: [2] }, undoRedo: { depth: 500 }, listItem: false, blockquote: false },
  }),
  Node.create({
    name: 'listItem',
    content: 'paragraph (bulletList | orderedList)*',
    defining: true,
    renderHTML: () => ['li', 0],
    addKeyboardShortcuts() {
      return {
        Enter: () => this.editor.commands.splitListItem('listItem'),
        Tab: () => this.editor.commands.sinkListItem('listItem'),
        'Shift-Tab': () => this.editor.commands.liftListItem('listItem'),
      };
    },
  }),
  Node.create({
    name: 'blockquote',
    group: 'block',
    content: 'paragraph+',
    defining: true,
    renderHTML: () => ['blockquote', 0],
    addKeyboardShortcuts() {
      return { 'Mod-Shift-b': () => this.editor.commands.toggleWrap('blockquote') };
    },
  }),
  ...[Field, Cite, Table, row, cell('tableCell', 'td'), cell('tableHeader', 'th'), Named, Depth],
];
