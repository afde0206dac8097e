import { Plugin } from '@tiptap/pm/state';

/** Gives every paragraph a name of its own: what was split off or pasted gets a new one, what was there keeps its own. */
export const namesPlugin = (newId: () => string): Plugin =>
  new Plugin({
    appendTransaction(transactions, _before, { doc, tr }) {
      if (!transactions.some(({ docChanged }) => docChanged)) return null;
      const seen = new Set<string>();
      doc.descendants((node, place) => {
        if (!('id' in node.attrs)) return;
        const id: unknown = node.attrs['id'];
        if (typeof id === 'string' && !seen.has(id)) seen.add(id);
        else tr.setNodeAttribute(place, 'id', newId());
      });
      return tr.docChanged ? tr : null;
    },
  });
