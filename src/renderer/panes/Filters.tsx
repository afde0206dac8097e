import { ListFilter, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Input, Label, TextField, ToggleButton } from 'react-aria-components';
import type { Tray } from '../../contract/acts.ts';
import type { SavedFilter } from '../../contract/calls.ts';
import { useFields, useModel, useWords } from '../app/context.tsx';
import { useKept } from '../app/kept.ts';
import { Button, IconButton } from '../parts/small.tsx';
import type { Say } from '../words/words.ts';

const days = [0, 3, 7] as const;
const narrowed = ['search', 'vouched', 'labels', 'dueDays', 'total'] as const;

const dueWords = (n: number, say: Say): string => (n === 0 ? say('filters.dueToday') : say('filters.due', { n }));

/** Narrows a tray to labels and to what is due soon, and keeps such a way of looking by a name. Folded until it is wanted. */
export function Filters({ tray }: { tray: Tray }) {
  const model = useModel();
  const { say } = useWords();
  const { labels, dueDays } = useFields(model.list.view, narrowed);
  const [open, setOpen] = useState(false);
  const isNarrow = labels.length > 0 || dueDays !== null;
  return (
    <div className="filters">
      <div className="filters-line">
        <ToggleButton className="filter" isSelected={open} onChange={setOpen} aria-expanded={open}>
          <ListFilter aria-hidden size={14} /> {say('filters.title')}
        </ToggleButton>
        {isNarrow ? (
          <>
            <span className="filters-now">
              {[...labels, ...(dueDays === null ? [] : [dueWords(dueDays, say)])].join(' · ')}
            </span>
            <Button look="quiet" onPress={() => void model.list.narrow({ labels: [], dueDays: null })}>
              {say('filters.none')}
            </Button>
          </>
        ) : null}
      </div>
      {open ? <Panel tray={tray} /> : null}
    </div>
  );
}

function Panel({ tray }: { tray: Tray }) {
  const model = useModel();
  const { say, formats } = useWords();
  const { search, vouched, labels, dueDays, total } = useFields(model.list.view, narrowed);
  const [known, setKnown] = useState<readonly { readonly label: string; readonly n: number }[]>([]);
  const [saved, setSaved] = useState<readonly SavedFilter[]>([]);
  const [name, setName] = useKept('filters.name', '');
  // What is in the tray changed: so may have the labels that stand on it.
  useEffect(() => {
    let left = false;
    void model.desk.call('trays.labels', {}).then((answer) => {
      if (!left && answer.ok) setKnown(answer.value.labels);
    });
    return () => {
      left = true;
    };
  }, [model, total]);
  useEffect(() => {
    let left = false;
    void model.desk.call('filters.read', {}).then((answer) => {
      if (!left && answer.ok) setSaved(answer.value.filters);
    });
    return () => {
      left = true;
    };
  }, [model]);
  const keep = async (filters: readonly SavedFilter[]): Promise<void> => {
    const answer = await model.desk.call('filters.write', { filters: [...filters] });
    if (answer.ok) setSaved(answer.value.filters);
  };
  const own = saved.filter((filter) => filter.tray === tray);
  return (
    <div className="filters-panel" role="group" aria-label={say('filters.title')}>
      {known.length > 0 ? (
        <div className="filters-choices" role="group" aria-label={say('filters.labels')}>
          {known.map(({ label, n }) => (
            <ToggleButton
              key={label}
              className="filter"
              isSelected={labels.includes(label)}
              onChange={(on) =>
                void model.list.narrow({ labels: on ? [...labels, label] : labels.filter((one) => one !== label) })
              }
            >
              {label} <span className="trays-count">{formats.number(n)}</span>
            </ToggleButton>
          ))}
        </div>
      ) : (
        <p className="hint">{say('filters.noLabels')}</p>
      )}
      <div className="filters-choices" role="group" aria-label={say('fact.due')}>
        {days.map((n) => (
          <ToggleButton
            key={n}
            className="filter"
            isSelected={dueDays === n}
            onChange={(on) => void model.list.narrow({ dueDays: on ? n : null })}
          >
            {dueWords(n, say)}
          </ToggleButton>
        ))}
      </div>
      {own.length > 0 ? (
        <ul className="filters-saved" aria-label={say('filters.saved')}>
          {own.map((filter) => (
            <li key={filter.name}>
              <Button
                look="quiet"
                onPress={() =>
                  void model.list.narrow({
                    ...{ search: filter.search, vouched: filter.vouched },
                    ...{ labels: filter.labels, dueDays: filter.dueDays },
                  })
                }
              >
                {filter.name}
              </Button>
              <IconButton
                label={say('filters.forget', { name: filter.name })}
                onPress={() => void keep(saved.filter((one) => one !== filter))}
              >
                <X aria-hidden size={14} />
              </IconButton>
            </li>
          ))}
        </ul>
      ) : null}
      <form
        className="filters-keep"
        onSubmit={(event) => {
          event.preventDefault();
          const wanted = name.trim();
          if (wanted === '') return;
          const filter = { name: wanted, tray, search, vouched, labels: [...labels], dueDays };
          void keep([...saved.filter((one) => one.name !== wanted), filter]);
          setName('');
        }}
      >
        <TextField className="field" value={name} onChange={setName} maxLength={60}>
          <Label>{say('filters.name')}</Label>
          <Input />
        </TextField>
        <Button type="submit" isDisabled={name.trim() === ''}>
          {say('filters.keep')}
        </Button>
      </form>
      <p className="hint">{say('filters.here')}</p>
    </div>
  );
}
