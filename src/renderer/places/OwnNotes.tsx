import { useEffect } from 'react';
import { Input, Label, NumberField, TextArea, TextField } from 'react-aria-components';
import type { ActRow } from '../../contract/acts.ts';
import type { OwnNote } from '../../contract/own-notes.ts';
import { useModel, useStore, useWords } from '../app/context.tsx';
import { blankNote } from '../model/own-notes.ts';
import { FailureNote } from '../parts/FailureNote.tsx';
import { Button } from '../parts/small.tsx';

const limit = 4000;

/** A person's own notes, under the paper they are about. Closing the panel keeps what was being written. */
export function OwnNotes({ row: { actId } }: { row: ActRow }) {
  const model = useModel();
  const view = useStore(model.ownNotes.view);
  const { say } = useWords();
  useEffect(() => void model.ownNotes.read(actId), [model, actId]);
  const notes = view.actId === actId ? view.notes : [];
  return (
    <section className="own-notes" aria-label={say('ownNotes.title')}>
      <h3 className="group-label">{say('ownNotes.title')}</h3>
      <p className="hint">{say('ownNotes.hint')}</p>
      {view.failure ? <FailureNote failure={view.failure} /> : null}
      <ul className="own-notes-list" aria-label={say('ownNotes.title')}>
        {notes.map((note) => (
          <Line key={note.noteId} note={note} />
        ))}
      </ul>
      <NoteForm key={actId} actId={actId} />
    </section>
  );
}

function Line({ note }: { note: OwnNote }) {
  const model = useModel();
  const { say, formats } = useWords();
  const { actId, noteId, page, text } = note;
  return (
    <li>
      {page === null ? null : (
        <Button
          look="quiet"
          aria-label={say('ownNotes.goTo', { page: formats.number(page) })}
          onPress={() => model.go({ at: { actId, page, words: '' } })}
        >
          {say('find.page', { page: formats.number(page) })}
        </Button>
      )}
      <span className="own-notes-text">{text}</span>
      <Button
        look="quiet"
        aria-label={`${say('ownNotes.change')}: ${text.slice(0, 60)}`}
        onPress={() => {
          model.ownNotes.write(actId, { noteId, page, text });
          document.querySelector<HTMLElement>('.own-notes textarea')?.focus();
        }}
      >
        {say('ownNotes.change')}
      </Button>
      <Button
        look="quiet"
        aria-label={`${say('ownNotes.remove')}: ${text.slice(0, 60)}`}
        onPress={() => void model.ownNotes.remove(note)}
      >
        {say('ownNotes.remove')}
      </Button>
    </li>
  );
}

function NoteForm({ actId }: { actId: ActRow['actId'] }) {
  const model = useModel();
  const { text, page } = useStore(model.ownNotes.writing).get(actId) ?? blankNote;
  const { say } = useWords();
  return (
    <form
      className="own-notes-form"
      data-own-note
      onSubmit={(event) => {
        event.preventDefault();
        void model.ownNotes.keep(actId);
      }}
    >
      <TextField className="field" value={text} onChange={(words) => model.ownNotes.write(actId, { text: words })}>
        <Label>{say('ownNotes.label')}</Label>
        <TextArea rows={2} maxLength={limit} />
      </TextField>
      <NumberField
        className="field own-notes-page"
        value={page ?? Number.NaN}
        minValue={1}
        onChange={(value) => model.ownNotes.write(actId, { page: Number.isNaN(value) ? null : value })}
      >
        <Label>{say('ownNotes.page')}</Label>
        <Input />
      </NumberField>
      <Button look="main" type="submit" isDisabled={text.trim() === ''}>
        {say('ownNotes.keep')}
      </Button>
    </form>
  );
}
