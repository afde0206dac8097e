import { Label, TextArea, TextField } from 'react-aria-components';
import { useModel, useStore, useWords } from '../app/context.tsx';
import { PlaceField } from '../parts/PlaceField.tsx';
import { Button } from '../parts/small.tsx';

/** What this desk is to begin with, where its own line is too thin to bring it: asked on a stick, and brought back on it. */
export function WishSection() {
  const model = useModel();
  const { busy, numbers, wishFolder, wished } = useStore(model.home.view);
  const { say } = useWords();
  return (
    <section aria-label={say('wish.title')}>
      <h3 className="group-label">{say('wish.title')}</h3>
      <p className="place-note">{say('wish.note')}</p>
      <TextField
        className="field home-field"
        value={numbers}
        onChange={(value) => model.home.write({ numbers: value })}
      >
        <Label>{say('wish.numbers')}</Label>
        <TextArea rows={3} spellCheck="false" />
      </TextField>
      <PlaceField
        label={say('wish.folder')}
        value={wishFolder}
        onChange={(value) => model.home.write({ wishFolder: value })}
      />
      <Button isDisabled={busy !== null || wishFolder.trim() === ''} onPress={() => void model.home.wish()}>
        {say(busy === 'wish' ? 'wish.making' : 'wish.make')}
      </Button>
      {wished ? (
        <p role="status">
          {say('wish.made')} <code>{wished.path}</code>
          {wished.sealedTo === null ? null : <span> {say('stick.sealedTo', { name: wished.sealedTo })}</span>}{' '}
          {say('wish.next')}
        </p>
      ) : null}
    </section>
  );
}
