import { useEffect, useState } from 'react';
import type { Failure } from '../../../contract/failures.ts';
import { useModel, useWords } from '../../app/context.tsx';
import type { Answer } from '../../desk.ts';
import { PlaceField } from '../../parts/PlaceField.tsx';
import { Button } from '../../parts/small.tsx';

type Slot = Answer<'home.slots'>['slots'][number];

/** Second copies of desks that the repository keeps, for whoever brings back a lost one: fetched sealed, as `fojas repository copies fetch` does. */
export function KeptCopiesSection({ onFailure }: { readonly onFailure: (failure: Failure | null) => void }) {
  const { desk } = useModel();
  const { say, formats } = useWords();
  const [slots, setSlots] = useState<readonly Slot[] | null>(null);
  const [to, setTo] = useState('');
  const [busy, setBusy] = useState<string | null>(null);
  const [fetched, setFetched] = useState<Answer<'home.fetchSlot'> | null>(null);
  const [offline, setOffline] = useState(false);
  useEffect(() => {
    let left = false;
    void desk.call('home.slots', {}).then((answer) => {
      if (left) return;
      if (answer.ok) setSlots(answer.value.slots);
      setOffline(!answer.ok);
    });
    return () => {
      left = true;
    };
  }, [desk]);
  const fetchSlot = async (slot: Slot): Promise<void> => {
    setBusy(slot.slot);
    setFetched(null);
    const answer = await desk.call('home.fetchSlot', { slot: slot.slot, to: to.trim(), all: false });
    setBusy(null);
    onFailure(answer.ok ? null : answer.failure);
    if (answer.ok) setFetched(answer.value);
  };
  return (
    <section aria-label={say('copies.title')}>
      <h3 className="group-label">{say('copies.title')}</h3>
      <p className="place-note">{say('copies.note')}</p>
      {offline ? <p className="place-note">{say('copies.offline')}</p> : null}
      {slots?.length === 0 ? <p className="place-note">{say('copies.none')}</p> : null}
      {slots && slots.length > 0 ? (
        <>
          <PlaceField label={say('copies.to')} value={to} onChange={setTo} />
          <ul className="home-check">
            {slots.map((slot) => {
              const [newest] = slot.generations;
              const name = `${slot.deviceId} · ${slot.officeId}`;
              return (
                <li key={slot.slot}>
                  <strong>{name}</strong>
                  {slot.personId === null ? '' : ` · ${slot.personId}`} ·{' '}
                  {newest
                    ? say('copies.newest', {
                        at: formats.dateTime(newest.writtenAt),
                        size: formats.size(slot.usedBytes),
                      })
                    : say('copies.empty')}{' '}
                  {newest ? (
                    <Button
                      isDisabled={busy !== null || to.trim() === ''}
                      aria-label={say('copies.fetchOf', { name })}
                      onPress={() => void fetchSlot(slot)}
                    >
                      {say(busy === slot.slot ? 'copies.fetching' : 'copies.fetch')}
                    </Button>
                  ) : null}
                </li>
              );
            })}
          </ul>
        </>
      ) : null}
      {fetched ? (
        <p role="status">
          {say('copies.fetched')} <code>{fetched.folder}</code> {say('copies.next')}
        </p>
      ) : null}
    </section>
  );
}
