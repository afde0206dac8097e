import type { Editor } from '@tiptap/core';
import { useCallback, useLayoutEffect, useState } from 'react';
import { combination } from '../../../app/keys.ts';
import type { Writing } from '../../../model/drafts.ts';
import { Citing } from './Citing.tsx';
import type { RemarkRow } from '../../../../contract/review.ts';
import { useModel, useStore } from '../../../app/context.tsx';
import { RemarkList } from '../RemarkList.tsx';
import { Checklist } from './Checklist.tsx';
import { ProseBar } from './ProseBar.tsx';
import { Spelling } from './Spelling.tsx';
import { nextWrong } from './spelling.ts';
import { useProse } from './useProse.ts';

/** What lies beside the text: what the act still wants, an act to be mentioned, or a word that no dictionary has. */
type Beside =
  { readonly kind: 'checklist' } | { readonly kind: 'citing' } | { readonly kind: 'spelling'; readonly from: number };

/** The text, its tools above it, and beside it what is asked for. All of it by keyboard: Alt+F10 the tools, F4 the next blank. */
export function ProseDesk({ writing }: { writing: Writing }) {
  const { editor, frame } = useProse(writing.text.paragraphs);
  const { sheet } = useStore(useModel().review.view);
  const [beside, setBeside] = useState<Beside>({ kind: 'checklist' });
  const back = useCallback((): void => {
    setBeside({ kind: 'checklist' });
    editor?.commands.focus();
  }, [editor]);
  const spell = useCallback((): void => {
    const found = editor && nextWrong(editor.view, editor.state.selection.to);
    if (!editor || !found) return back();
    editor.commands.setTextSelection({ from: found.from, to: found.to });
    // Only a focused text shows its selection: the word beside must be the one that is seen as chosen.
    editor.view.focus();
    editor.commands.scrollIntoView();
    setBeside({ kind: 'spelling', from: found.from });
  }, [editor, back]);

  useLayoutEffect(() => {
    const dom = editor?.view.dom;
    if (!editor || !dom) return;
    const onKey = (event: KeyboardEvent): void => {
      const act = { F4: () => toNextBlank(editor), 'Ctrl+L': () => setBeside({ kind: 'citing' }), 'Alt+F7': spell };
      const run = act[combination(event) as keyof typeof act] as (() => void) | undefined;
      if (combination(event) === 'Alt+F10') document.querySelector<HTMLElement>('.prose-bar button')?.focus();
      else if (!run) return;
      event.preventDefault();
      run?.();
    };
    dom.addEventListener('keydown', onKey);
    return () => dom.removeEventListener('keydown', onKey);
  }, [editor, spell]);

  return (
    <div className="prose-desk">
      {editor ? <ProseBar editor={editor} onCite={() => setBeside({ kind: 'citing' })} onSpell={spell} /> : null}
      <div ref={frame} className="prose-frame" />
      <aside className="prose-beside">
        {editor && beside.kind === 'citing' ? (
          <Citing editor={editor} caseId={writing.draft.row.caseId} onDone={back} />
        ) : null}
        {editor && beside.kind === 'spelling' ? (
          <Spelling key={beside.from} editor={editor} onNext={spell} onDone={back} />
        ) : null}
        {editor && beside.kind === 'checklist' && sheet?.row.draftId === writing.draft.row.draftId ? (
          <RemarkList sheet={sheet} onGo={(row) => toRemark(editor, row)} />
        ) : null}
        {beside.kind === 'checklist' ? (
          <Checklist text={writing.text} onBlank={(label) => editor && toBlank(editor, label)} />
        ) : null}
      </aside>
    </div>
  );
}

/** Puts the cursor on the next blank after it, around the end: what is typed then takes its place. */
function toNextBlank(editor: Editor): void {
  const places: number[] = [];
  editor.state.doc.descendants((node, place) => {
    if (node.type.name === 'field') places.push(place);
  });
  const { from, to } = editor.state.selection;
  const after = from === to ? from : to;
  select(editor, places.find((place) => place >= after) ?? places[0]);
}

function toBlank(editor: Editor, label: string): void {
  let found: number | undefined;
  editor.state.doc.descendants((node, place) => {
    if (found === undefined && node.type.name === 'field' && node.attrs['label'] === label) found = place;
  });
  select(editor, found);
}

/** Selects the words that a remark is about, or their paragraph where they were changed. */
function toRemark(editor: Editor, { remark }: RemarkRow): void {
  let range: { from: number; to: number } | null = null;
  editor.state.doc.descendants((node, place) => {
    if (node.attrs['id'] !== remark.paragraphId || !node.isTextblock) return;
    const begin = place + 1;
    range ??= { from: begin, to: begin + node.content.size };
    if (remark.from === remark.to) return;
    node.descendants((piece, at) => {
      const found = piece.isText ? (piece.text ?? '').indexOf(remark.quote) : -1;
      if (found >= 0) range = { from: begin + at + found, to: begin + at + found + remark.quote.length };
    });
  });
  if (range) editor.chain().focus().setTextSelection(range).scrollIntoView().run();
}

function select(editor: Editor, place: number | undefined): void {
  if (place !== undefined) editor.chain().focus().setNodeSelection(place).scrollIntoView().run();
}
