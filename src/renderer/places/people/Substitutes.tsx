import type { FormEvent } from 'react';
import { endOf, startOf } from '../../../contract/people-csv.ts';
import { useWords } from '../../app/context.tsx';
import { useKept } from '../../app/kept.ts';
import type { Answer } from '../../desk.ts';
import { Button } from '../../parts/small.tsx';
import { Line } from '../cases/fields.tsx';

type People = Extract<Answer<'people.order'>, { kind: 'listing' }>['listing']['people'];
const empty = { person: '', office: '', standsFor: '', from: '', until: '', resolution: '' };
type Fields = typeof empty;

/** Who signs in whose place, from when until when: given and ended here, as at the terminal. */
export function Substitutes(props: { readonly people: People; readonly onOrder: (order: object) => void }) {
  const { people, onOrder } = props;
  const { say, formats } = useWords();
  const [form, setForm] = useKept('people.substitute', empty);
  const write = (key: keyof Fields) => (value: string) => setForm((now) => ({ ...now, [key]: value }));
  const until = endOf(form.until.trim());
  const from = form.from.trim() === '' ? new Date().toISOString() : startOf(form.from.trim());
  const texts = [form.person, form.office, form.standsFor, form.resolution].map((text) => text.trim());
  const ready = texts.every((text) => text !== '') && until !== null && from !== null;
  const appoint = (event: FormEvent): void => {
    event.preventDefault();
    const [personId, officeId, standsFor, resolution] = texts;
    if (ready) onOrder({ kind: 'substitute', personId, officeId, standsFor, from, until, resolution });
  };
  const all = people.flatMap(({ personId, name, standsFor = [] }) =>
    standsFor.map((one) => ({ ...one, personId, by: name, isOver: Date.parse(one.until) <= Date.now() })),
  );

  return (
    <form onSubmit={appoint} aria-label={say('people.substitute')}>
      <h4 className="group-label">{say('people.substitutes')}</h4>
      <ul className="people-list">
        {all.map(({ personId, by, officeId, standsFor, name, from: begins, until: ends, resolution, isOver }) => (
          <li key={`${personId} ${officeId} ${standsFor} ${begins}`} data-tone={isOver ? undefined : 'wait'}>
            {say('people.standsFor', { by, name, office: officeId, resolution })} ·{' '}
            {say('people.fromUntil', { from: formats.dateTime(begins), until: formats.dateTime(ends) })}{' '}
            {isOver ? null : (
              <Button look="quiet" onPress={() => onOrder({ kind: 'endSubstitution', personId, officeId, standsFor })}>
                {say('people.endSubstitution', { by, name })}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <div className="field-row">
        <Line label={say('people.substituteWho')} value={form.person} onChange={write('person')} />
        <Line label={say('people.substituteFor')} value={form.standsFor} onChange={write('standsFor')} />
        <Line label={say('people.office')} value={form.office} onChange={write('office')} />
        <Line label={say('people.from')} value={form.from} onChange={write('from')} />
        <Line label={say('people.until')} value={form.until} onChange={write('until')} />
        <Line label={say('people.resolution')} value={form.resolution} onChange={write('resolution')} />
      </div>
      <Button type="submit" isDisabled={!ready}>
        {say('people.substitute')}
      </Button>
    </form>
  );
}
