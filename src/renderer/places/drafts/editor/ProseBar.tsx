import {
  Bold,
  FileInput,
  Heading,
  Italic,
  List,
  ListOrdered,
  Minus,
  Quote,
  Redo2,
  SpellCheck,
  Stamp,
  Table,
  Trash2,
  Underline,
  Undo2,
} from 'lucide-react';
import type { Editor } from '@tiptap/core';
import { addColumnAfter, addRowAfter, deleteRow, deleteTable } from '@tiptap/pm/tables';
import type { Command } from '@tiptap/pm/state';
import { useRef, useState, type ReactNode } from 'react';
import { Toolbar, ToggleButton, TooltipTrigger } from 'react-aria-components';
import { useModel, useWords } from '../../../app/context.tsx';
import { proseOf } from '../../../model/prose.ts';
import { hearKeys, IconButton, Keys, Tip } from '../../../parts/small.tsx';
import { emptyParagraph } from '../../../model/drafts.ts';
import { put } from './clipboard.ts';

/** The tools of the text: one stop of Tab, arrows within. */
export function ProseBar({ editor, onCite, onSpell }: { editor: Editor; onCite: () => void; onSpell: () => void }) {
  const { say } = useWords();
  const inTable = editor.isActive('table');
  const chain = () => editor.chain().focus();
  const table = (command: Command) => () => {
    command(editor.state, (tr) => editor.view.dispatch(tr));
    editor.commands.focus();
  };
  return (
    <Toolbar className="prose-bar" aria-label={say('prose.tools')}>
      <Tool editor={editor} is="bold" label={say('prose.bold')} keys="Ctrl+B" run={() => chain().toggleBold().run()}>
        <Bold aria-hidden size={16} />
      </Tool>
      <Tool
        editor={editor}
        is="italic"
        label={say('prose.italic')}
        keys="Ctrl+I"
        run={() => chain().toggleItalic().run()}
      >
        <Italic aria-hidden size={16} />
      </Tool>
      <Tool
        {...{ editor, is: 'underline', label: say('prose.underline'), keys: 'Ctrl+U' }}
        run={() => chain().toggleUnderline().run()}
      >
        <Underline aria-hidden size={16} />
      </Tool>
      <Tool
        {...{ editor, is: 'heading', label: say('prose.heading'), keys: 'Ctrl+Alt+2' }}
        run={() => chain().toggleHeading({ level: 2 }).run()}
      >
        <Heading aria-hidden size={16} />
      </Tool>
      <Tool
        {...{ editor, is: 'orderedList', label: say('prose.numbered'), keys: 'Ctrl+Shift+7' }}
        run={() => chain().toggleOrderedList().run()}
      >
        <ListOrdered aria-hidden size={16} />
      </Tool>
      <Tool
        {...{ editor, is: 'bulletList', label: say('prose.bullets'), keys: 'Ctrl+Shift+8' }}
        run={() => chain().toggleBulletList().run()}
      >
        <List aria-hidden size={16} />
      </Tool>
      <Tool
        {...{ editor, is: 'blockquote', label: say('prose.quote'), keys: 'Ctrl+Shift+B' }}
        run={() => chain().toggleWrap('blockquote').run()}
      >
        <Quote aria-hidden size={16} />
      </Tool>
      <IconButton
        label={say('prose.table')}
        isDisabled={inTable}
        onPress={() =>
          chain()
            .insertContent(proseOf([{ ...emptyParagraph('\t\n\t'), style: 'table' }]).content ?? [])
            .run()
        }
      >
        <Table aria-hidden size={16} />
      </IconButton>
      {inTable ? (
        <>
          <IconButton label={say('prose.addRow')} onPress={table(addRowAfter)}>
            <span aria-hidden>+↓</span>
          </IconButton>
          <IconButton label={say('prose.addColumn')} onPress={table(addColumnAfter)}>
            <span aria-hidden>+→</span>
          </IconButton>
          <IconButton label={say('prose.removeRow')} onPress={table(deleteRow)}>
            <Minus aria-hidden size={16} />
          </IconButton>
          <IconButton label={say('prose.removeTable')} onPress={table(deleteTable)}>
            <Trash2 aria-hidden size={16} />
          </IconButton>
        </>
      ) : null}
      <span className="prose-bar-gap" />
      <IconButton label={say('prose.undo')} isDisabled={!editor.can().undo()} onPress={() => chain().undo().run()}>
        <Undo2 aria-hidden size={16} />
      </IconButton>
      <IconButton label={say('prose.redo')} isDisabled={!editor.can().redo()} onPress={() => chain().redo().run()}>
        <Redo2 aria-hidden size={16} />
      </IconButton>
      <span className="prose-bar-gap" />
      <IconButton label={say('prose.cite')} onPress={onCite}>
        <Stamp aria-hidden size={16} />
      </IconButton>
      <IconButton label={say('prose.spelling')} onPress={onSpell}>
        <SpellCheck aria-hidden size={16} />
      </IconButton>
      <ImportTool editor={editor} />
    </Toolbar>
  );
}

interface ToolProps {
  readonly editor: Editor;
  /** The mark or node that is there when the cursor is in it. */
  readonly is: string;
  readonly label: string;
  readonly keys: string;
  readonly run: () => void;
  readonly children: ReactNode;
}

function Tool({ editor, is, label, keys, run, children }: ToolProps) {
  return (
    <TooltipTrigger delay={400}>
      <ToggleButton
        className="icon-button"
        aria-label={label}
        ref={hearKeys(keys)}
        isSelected={editor.isActive(is)}
        onChange={run}
      >
        {children}
      </ToggleButton>
      <Tip>
        {label}
        <Keys keys={keys} />
      </Tip>
    </TooltipTrigger>
  );
}

/** Brings the text of a .docx to where the cursor is, and says what of it was left out. */
function ImportTool({ editor }: { editor: Editor }) {
  const model = useModel();
  const { say } = useWords();
  const field = useRef<HTMLInputElement>(null);
  const [said, setSaid] = useState('');
  const bring = async (file: File): Promise<void> => {
    const read = await model.drafts.importDocx(new Uint8Array(await file.arrayBuffer()));
    if (!read || editor.isDestroyed) return;
    put(editor.view, read.paragraphs);
    const whole = read.leftOut > 0 ? say('prose.importedWithout', { n: read.leftOut }) : say('prose.imported');
    setSaid(read.struck > 0 ? `${whole} ${say('prose.struckOut', { n: read.struck })}` : whole);
  };
  return (
    <>
      <IconButton label={say('prose.import')} onPress={() => field.current?.click()}>
        <FileInput aria-hidden size={16} />
      </IconButton>
      <input
        ref={field}
        type="file"
        hidden
        accept=".docx"
        aria-label={say('prose.import')}
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file) void bring(file);
          target.value = '';
        }}
      />
      <span className="prose-said" role="status">
        {said}
      </span>
    </>
  );
}
