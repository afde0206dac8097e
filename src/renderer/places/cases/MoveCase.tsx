import { useEffect, useState } from 'react';
import type { KnownOffice } from '../../../contract/wire-offices.ts';
import type { CaseSheet } from '../../../contract/cases.ts';
import type { CaseMove, MoveHow } from '../../../contract/wire-entries.ts';
import { useModel, useStore, useWords } from '../../app/context.tsx';
import type { Order } from '../../model/cases.ts';
import { useKept } from '../../app/kept.ts';
import { fits, nameOf, namedIn } from '../../model/known-offices.ts';
import { Button } from '../../parts/small.tsx';
import { Choose, Line, LineOf } from './fields.tsx';

const ways: readonly MoveHow[] = ['remission', 'jurisdictionDecline', 'joinder'];

/** Whose the case is, and the way to send it to another office: by order of a registered act, decided by a magistrate. */
export function MoveCase({ sheet }: { sheet: CaseSheet }) {
  const model = useModel();
  const { status } = useStore(model.office.view);
  const { moving } = useStore(model.cases.view);
  const { say, formats } = useWords();
  const { row, leftBehind } = sheet;
  if (row.movedTo !== null) {
    return (
      <section className="set-level" aria-label={say('move.title')}>
        <p data-tone="wait">{say('move.gone', { office: row.movedTo })}</p>
        {leftBehind && leftBehind.drafts + leftBehind.acts > 0 ? (
          <p data-tone="bad">
            {say('move.leftBehind', {
              drafts: formats.number(leftBehind.drafts),
              acts: formats.number(leftBehind.acts),
            })}
          </p>
        ) : null}
      </section>
    );
  }
  const decides = (status?.person.permits ?? []).includes('moveCase');
  return (
    <section className="set-level" aria-label={say('move.title')}>
      <p className="set-level-now">
        <Button
          look="quiet"
          aria-expanded={moving !== null}
          onPress={() => void (moving ? model.cases.stopMove() : model.cases.startMove())}
        >
          {say('move.title')}
        </Button>
      </p>
      {pendingOf(sheet).map(({ entryId, by, ...move }) => (
        <p key={entryId} data-tone="wait">
          {say('move.pending', { name: by.name, office: move.to, reason: move.reason })}
          {decides ? (
            <Button onPress={() => void model.cases.move(plain(move))}>
              {say('move.decide', { office: move.to })}
            </Button>
          ) : null}
        </p>
      ))}
      {moving ? <MoveForm key={row.caseId} sheet={sheet} decides={decides} orders={moving} /> : null}
    </section>
  );
}

function MoveForm({
  sheet,
  decides,
  orders,
}: {
  sheet: CaseSheet;
  decides: boolean;
  /** Registered acts of the case, the newest first. */
  orders: readonly Order[];
}) {
  const model = useModel();
  const { say } = useWords();
  const { caseId } = sheet.row;
  const [to, setTo, forgetTo] = useKept(`move.to ${caseId}`, '');
  const [how, setHow, forgetHow] = useKept<MoveHow>(`move.how ${caseId}`, 'remission');
  const [joinedTo, setJoinedTo, forgetJoinedTo] = useKept(`move.joinedTo ${caseId}`, '');
  const [reason, setReason, forgetReason] = useKept(`move.reason ${caseId}`, '');
  const [chosen, setChosen, forgetChosen] = useKept<string>(`move.act ${caseId}`, '');
  // Whoever sends a case away says by which act: the newest one may order anything.
  const order = orders.find(({ actId }) => actId === chosen);
  const offices = useKnownOffices();
  if (orders.length === 0) return <p className="hint">{say('move.noOrder')}</p>;
  const goal = offices ? namedIn(offices, to) : to.trim() || undefined;
  const isUnknown = offices !== null && !fits(offices, to);
  const lacks = !order || goal === undefined || reason.trim() === '' || (how === 'joinder' && joinedTo.trim() === '');
  const save = async (): Promise<void> => {
    if (!order || goal === undefined) return;
    const joined = how === 'joinder' ? joinedTo.trim() : null;
    const move = { to: goal, how, actId: order.actId, joinedTo: joined, reason: reason.trim() };
    if (!(await model.cases.move(move))) return;
    for (const forget of [forgetTo, forgetHow, forgetJoinedTo, forgetReason, forgetChosen]) forget();
  };
  return (
    <div className="set-level-form move-case">
      <LineOf
        label={say('move.to')}
        value={to}
        known={(offices ?? []).map(nameOf)}
        onChange={setTo}
        bad={isUnknown}
        hint={say(isUnknown ? 'move.toUnknown' : offices ? 'move.toKnown' : 'move.toHint')}
      />
      <Choose
        label={say('move.how')}
        value={how}
        options={ways.map((id) => ({ id, name: say(`move.how.${id}`) }))}
        onChange={setHow}
      />
      {how === 'joinder' ? (
        <Line label={say('move.joinedTo')} value={joinedTo} onChange={setJoinedTo} max={60} />
      ) : null}
      <Choose
        label={say('move.order')}
        value={order ? (order.actId as string) : null}
        blank={say('move.chooseOrder')}
        options={orders.map(({ actId, title, number, sealed }) => ({
          id: actId as string,
          name: `${number}. ${sealed ? say('index.masked') : title}`,
        }))}
        onChange={setChosen}
      />
      <Line label={say('notes.reason')} value={reason} onChange={setReason} max={1000} hint={say('move.hint')} />
      <Button isDisabled={lacks} onPress={() => void save()}>
        {say(decides ? 'move.decideNow' : 'move.ask')}
      </Button>
    </div>
  );
}

/** Null where this desk was told of none: then any may be named. */
function useKnownOffices(): readonly KnownOffice[] | null {
  const model = useModel();
  const [offices, setOffices] = useState<readonly KnownOffice[] | null>(null);
  useEffect(() => {
    void model.desk.call('offices.known', {}).then((answer) => {
      if (answer.ok) setOffices(answer.value.offices);
    });
  }, [model]);
  return offices;
}

const plain = ({ to, how, actId, joinedTo, reason }: CaseMove): CaseMove => ({ to, how, actId, joinedTo, reason });

/** What was prepared and nobody decided. */
function pendingOf({ entries }: CaseSheet) {
  const noted = entries.flatMap(({ entry, place }) => (place === 'refused' ? [] : [entry]));
  const answered = new Set(noted.flatMap((one) => (one.kind === 'moved' && one.asked !== null ? [one.asked] : [])));
  return noted.flatMap((one) => (one.kind === 'moveAsked' && !answered.has(one.entryId) ? [one] : []));
}
