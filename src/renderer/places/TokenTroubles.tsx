import { useModel, useStore, useWords } from '../app/context.tsx';
import type { UnservedCard } from '../../contract/calls.ts';
import { FailureNote } from '../parts/FailureNote.tsx';
import { Note } from '../parts/Note.tsx';
import { Button } from '../parts/small.tsx';

/** What stands between a person and a token: cards whose program is missing, and drivers that are gone or were given up. */
export function TokenTroubles() {
  const model = useModel();
  const { libraries, tokens } = useStore(model.office.view);
  const { errand } = useStore(model.care.view);
  const { say } = useWords();
  const troubled = (libraries ?? []).flatMap(({ libraryId, failure }) => (failure ? [{ libraryId, failure }] : []));
  return (
    <>
      {tokens.unserved.map((card) => (
        <Unserved key={`${card.reader} ${card.atr}`} card={card} />
      ))}
      {troubled.map(({ libraryId, failure }) => (
        <FailureNote key={libraryId} failure={failure} tone="wait" alert={false}>
          {failure.kind === 'driverParked' ? (
            <Button isDisabled={errand !== null} onPress={() => void model.care.retry(libraryId)}>
              {say('token.retryDriver')}
            </Button>
          ) : null}
        </FailureNote>
      ))}
    </>
  );
}

/** A card is there, and nothing on this machine speaks with it: what to install, or what to tell IT. */
function Unserved({ card: { reader, atr, card, driver } }: { card: UnservedCard }) {
  const { say, locale } = useWords();
  const what =
    card === null || driver === null
      ? say('token.unserved', { reader })
      : say(driver.installed ? 'token.unservedMute' : 'token.unservedKnown', { card, reader, driver: driver.name });
  const help = driver?.install[locale] ?? say('token.unservedHelp', { atr });
  return (
    <Note tone="wait" what={what}>
      <p>{help}</p>
    </Note>
  );
}
