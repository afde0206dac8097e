import type { Editor } from '@tiptap/core';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useModel, useWords } from '../../../app/context.tsx';
import { Button } from '../../../parts/small.tsx';
import { lookAgain } from './spelling.ts';

/** A word that no dictionary has: others in its place, or it is right from now on. Esc goes back to the text. */
export function Spelling({ editor, onNext, onDone }: { editor: Editor; onNext: () => void; onDone: () => void }) {
  const model = useModel();
  const { say } = useWords();
  const [{ from, to }] = useState(editor.state.selection);
  const [word] = useState(() => editor.state.doc.textBetween(from, to));
  const [words, setWords] = useState<readonly string[] | null>(null);
  useEffect(() => {
    let left = false;
    void model.drafts.suggest(word).then((found) => {
      if (!left) setWords(found);
    });
    return () => {
      left = true;
    };
  }, [model, word]);
  const group = useRef<HTMLDivElement>(null);
  // While others are looked for no key may reach the text, where the word lies selected.
  useLayoutEffect(() => group.current?.focus(), []);
  const replace = (by: string): void => {
    editor.chain().insertContentAt({ from, to }, { type: 'text', text: by }).run();
    onNext();
  };
  const learn = async (): Promise<void> => {
    await model.drafts.learn(word);
    lookAgain(editor.view);
    onDone();
  };
  return (
    <div
      className="spelling"
      role="group"
      ref={group}
      tabIndex={-1}
      aria-label={say('prose.spellingOf', { word })}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        onDone();
      }}
    >
      <h3>{say('prose.spellingOf', { word })}</h3>
      {words === null ? (
        <p className="hint" role="status">
          {say('prose.looking')}
        </p>
      ) : words.length === 0 ? (
        <p className="hint">{say('prose.noSuggestion')}</p>
      ) : (
        words.map((one, index) => (
          <Button key={one} autoFocus={index === 0} onPress={() => replace(one)}>
            {one}
          </Button>
        ))
      )}
      <Button look="quiet" autoFocus={words?.length === 0} onPress={() => void learn()}>
        {say('prose.learn')}
      </Button>
      <Button look="quiet" onPress={onNext}>
        {say('prose.nextWord')}
      </Button>
      <Button look="quiet" onPress={onDone}>
        {say('drafts.toText')}
      </Button>
    </div>
  );
}
