import { useModel, useStore, useWords } from '../app/context.tsx';
import { FailureNote } from '../parts/FailureNote.tsx';
import { PlaceField } from '../parts/PlaceField.tsx';
import { Ago, Button } from '../parts/small.tsx';

const tones = { waiting: 'wait', answered: 'ok', refused: 'bad' } as const;

/** Parcels of offices that have no line: taken in here, passed on, their answers put on the stick that goes back. */
export function CarrySection() {
  const model = useModel();
  const { busy, carrying, handed, parcel, back } = useStore(model.home.view);
  const { say } = useWords();
  const parcels = carrying?.parcels ?? [];
  const isWaiting = parcels.some(({ state }) => state === 'waiting');
  return (
    <section aria-label={say('carry.title')}>
      <h3 className="group-label">{say('carry.title')}</h3>
      <p className="place-note">{say('carry.note')}</p>
      <PlaceField
        label={say('carry.file')}
        value={parcel}
        onChange={(value) => model.home.write({ parcel: value })}
        ending=".encomienda"
      />
      <p className="home-verbs">
        <Button isDisabled={busy !== null || parcel.trim() === ''} onPress={() => void model.home.carry()}>
          {say(busy === 'carry' ? 'carry.taking' : 'carry.take')}
        </Button>
      </p>
      {parcels.length === 0 ? null : (
        <div role="status">
          <ul className="home-check">
            {parcels.map(({ sha256, name, takenAt, state, reason, handedAt }) => (
              <li key={sha256} data-tone={tones[state]}>
                <code>{name}</code> · <Ago at={takenAt} /> · {say(`carry.state.${state}`)}
                {reason === null ? null : `: ${say(`carry.reason.${reason === 'notForUs' ? 'notForUs' : 'other'}`)}`}
                {handedAt === null ? null : ` · ${say('carry.handed')}`}
              </li>
            ))}
          </ul>
        </div>
      )}
      {isWaiting && carrying?.failure ? <FailureNote failure={carrying.failure} tone="wait" alert={false} /> : null}
      {isWaiting ? (
        <p className="home-verbs">
          <Button isDisabled={busy !== null} onPress={() => void model.home.passOn()}>
            {say(busy === 'passOn' ? 'carry.passing' : 'carry.passOn')}
          </Button>
        </p>
      ) : null}
      {parcels.some(({ state }) => state === 'answered') ? (
        <>
          <PlaceField label={say('carry.back')} value={back} onChange={(value) => model.home.write({ back: value })} />
          <Button isDisabled={busy !== null || back.trim() === ''} onPress={() => void model.home.handOut()}>
            {say(busy === 'handOut' ? 'carry.handing' : 'carry.handOut')}
          </Button>
        </>
      ) : null}
      {handed ? (
        <p role="status">
          {say('carry.left', { n: handed.files.length })}{' '}
          {handed.files.map((file) => (
            <code key={file}>{file} </code>
          ))}
        </p>
      ) : null}
    </section>
  );
}
