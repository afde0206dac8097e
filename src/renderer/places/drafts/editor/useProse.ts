import { Editor, Extension, type JSONContent } from '@tiptap/core';
import { useEffect, useLayoutEffect, useReducer, useRef, useState, type RefObject } from 'react';
import type { Node as PmNode } from '@tiptap/pm/model';
import { NodeSelection } from '@tiptap/pm/state';
import type { DraftParagraph } from '../../../../contract/wire-drafts.ts';
import { useModel, useWords } from '../../../app/context.tsx';
import { openMention } from '../../../app/mention.ts';
import { newId } from '../../../model/drafts.ts';
import type { Model } from '../../../model/model.ts';
import { paragraphsOf, proseOf, type ProseNode } from '../../../model/prose.ts';
import { clipboardPlugin } from './clipboard.ts';
import { macrosPlugin } from './macros.ts';
import { namesPlugin } from './names.ts';
import { extensions } from './schema.ts';
import { spellingPlugin } from './spelling.ts';

/** Keys that are the editor's own while one writes, and the window's everywhere else. */
const ownKeys = 'Ctrl+B Alt+← Alt+→';

/** Whether this is a mention of an act or a piece: that is opened, at the sheet it names. */
function follows(model: Model, node: PmNode): boolean {
  if (node.type.name !== 'cite') return false;
  const { actId, label } = node.attrs as { actId: string; label: string };
  void model.drafts.flush().then(() => openMention(model, actId, label));
  return true;
}

const helps = (model: Model): Extension =>
  Extension.create({
    name: 'desk',
    addProseMirrorPlugins: () => [
      namesPlugin(newId),
      clipboardPlugin(async (html) => {
        const cleaned = await model.drafts.clean(html);
        if (cleaned && cleaned.struck > 0) model.notice.set({ kind: 'struckOut', n: cleaned.struck });
        return cleaned?.paragraphs ?? null;
      }),
      macrosPlugin(() => model.drafts.view.get().macros),
      spellingPlugin((words) => model.drafts.misspelt(words)),
    ],
  });

/** An editor, once it is in the page, and where in the page it goes. */
export interface InPage {
  readonly editor: Editor | null;
  readonly frame: RefObject<HTMLDivElement | null>;
}

/**
 * An editor that begins with these paragraphs and tells the model what is written. What is kept meanwhile leaves it, and its steps back,
 * alone; a text that comes from elsewhere wants a new one (a new key on whoever uses this).
 */
export function useProse(paragraphs: readonly DraftParagraph[]): InPage {
  const model = useModel();
  const { say } = useWords();
  const [first] = useState(paragraphs);
  const [editor, setEditor] = useState<Editor | null>(null);
  const [, drawAnew] = useReducer((times: number) => times + 1, 0);
  const frame = useRef<HTMLDivElement>(null);
  // Whole before the browser's next turn: where the cursor is, every key means what it says.
  useLayoutEffect(() => {
    const made = new Editor({
      element: frame.current,
      extensions: [...extensions, helps(model)],
      content: proseOf(first) as JSONContent,
      // A style element is what the window's policy forbids: the styles are in prose.css.
      injectCSS: false,
      editorProps: {
        // A mention opens what it mentions: with the pointer, or with Enter where it is selected. What was written is kept first.
        handleClickOn: (_view, _place, node) => follows(model, node),
        // The editor would keep Escape to itself: it goes back, as everywhere.
        handleDOMEvents: { keydown: (_view, { key, isComposing }) => key === 'Escape' && !isComposing },
        handleKeyDown: (view, event) =>
          event.key === 'Enter' &&
          view.state.selection instanceof NodeSelection &&
          follows(model, view.state.selection.node),
        attributes: {
          ...{ class: 'prose', role: 'textbox', 'aria-multiline': 'true', lang: 'es-AR', spellcheck: 'false' },
          ...{ 'data-focus': '', 'data-own-keys': ownKeys },
        },
      },
      onUpdate: ({ editor: now }) =>
        model.drafts.write({ paragraphs: paragraphsOf(now.getJSON() as ProseNode, newId) }),
      onBlur: () => void model.drafts.flush(),
      // The tools show where the cursor is.
      onTransaction: drawAnew,
    });
    setEditor(made);
    // At once: what is typed next belongs to it.
    made.view.focus();
    return () => made.destroy();
  }, [model, first]);
  const label = say('drafts.text');
  useEffect(() => editor?.view.dom.setAttribute('aria-label', label), [editor, label]);
  return { editor, frame };
}
