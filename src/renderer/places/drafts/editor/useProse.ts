import { Editor, Extension, type JSONContent } from '@tiptap/core';
import { useEffect, useReducer, useRef, useState, type RefObject } from 'react';
import type { DraftParagraph } from '../../../../contract/wire-drafts.ts';
import { useModel, useWords } from '../../../app/context.tsx';
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

const helps = (model: Model): Extension =>
  Extension.create({
    name: 'desk',
    addProseMirrorPlugins: () => [
      namesPlugin(newId),
      clipboardPlugin((html) => model.drafts.clean(html)),
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
  useEffect(() => {
    const made = new Editor({
      element: frame.current,
      extensions: [...extensions, helps(model)],
      content: proseOf(first) as JSONContent,
      // A style element is what the window's policy forbids: the styles are in prose.css.
      injectCSS: false,
      editorProps: {
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
