import { useCallback, useEffect, useState } from 'react';
import { Input, Label, TextField } from 'react-aria-components';
import { useModel, useWords } from '../app/context.tsx';
import type { Answer } from '../desk.ts';
import { Button } from './small.tsx';

/**
 * Where something is put or taken: typed, chosen in the system's dialog, or one of the sticks that are plugged in, with its room.
 * @param ending of a file: which of those on the sticks are offered; empty: a file of which none is
 */
export function PlaceField({
  label,
  value,
  onChange,
  ending,
  focus = false,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  ending?: '.encomienda' | '.respuesta' | '';
  /** Where one begins to type. */
  focus?: boolean;
}) {
  const { desk } = useModel();
  const { say, formats } = useWords();
  const [places, setPlaces] = useState<Answer<'places.list'> | null>(null);
  const look = useCallback(() => {
    void desk.call('places.list', {}).then((listed) => listed.ok && setPlaces(listed.value));
  }, [desk]);
  useEffect(() => {
    look();
    // Who plugs one in comes back to the window.
    window.addEventListener('focus', look);
    return () => window.removeEventListener('focus', look);
  }, [look]);
  const choose = async (): Promise<void> => {
    const chosen = await desk.call('places.choose', { what: ending === undefined ? 'folder' : 'file' });
    if (chosen.ok && chosen.value.path !== null) onChange(chosen.value.path);
  };
  const room = (bytes: number): string =>
    bytes < 1_000_000_000 ? formats.size(bytes) : `${formats.number(Math.floor(bytes / 1_000_000_000))} GB`;
  const offered =
    places?.volumes.flatMap(({ path, name, freeBytes, files }) =>
      ending !== undefined
        ? files
            .filter((file) => ending !== '' && file.name.toLowerCase().endsWith(ending))
            .map((file) => ({ path: file.path, label: `${name}: ${file.name} · ${formats.size(file.size)}` }))
        : {
            path,
            label: freeBytes === null ? name : `${name} · ${say('places.free', { size: room(freeBytes) })}`,
          },
    ) ?? [];
  return (
    <>
      <TextField className="field home-field" value={value} onChange={onChange} onFocus={look}>
        <Label>{label}</Label>
        <Input spellCheck="false" {...(focus ? { 'data-focus': '' } : {})} />
      </TextField>
      {offered.length > 0 || places?.chooser === true ? (
        <p className="home-verbs" role="group" aria-label={say('places.for', { label })}>
          {offered.map((one) => (
            <Button key={one.path} look="quiet" onPress={() => onChange(one.path)}>
              {one.label}
            </Button>
          ))}
          {places?.chooser === true ? (
            <Button look="quiet" onPress={() => void choose()}>
              {say('places.choose')}
            </Button>
          ) : null}
        </p>
      ) : null}
    </>
  );
}
