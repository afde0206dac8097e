import { commands } from '../app/commands.ts';
import { useModel, useSource, useStore, useWords } from '../app/context.tsx';
import { canRemake, canReturn, canSetAside, canSign, inPlaceOf, isRead, waitsFor } from '../model/marks.ts';
import { marksApply } from '../model/model.ts';
import { Button } from '../parts/small.tsx';

const run = (id: string) => commands.find((command) => command.id === id)?.run;

/** The one place where a decision is taken, always at the foot of the paper: what it is about, and its verbs. */
export function DecisionBar() {
  const model = useModel();
  const { current, returning, sheet } = useStore(model.places);
  const marks = useStore(model.marks);
  const { status } = useStore(model.office.view);
  const source = useSource();
  const { say, formats } = useWords();
  const marked = marksApply(source) ? [...marks.rows.values()] : [];
  const many = marked.length > 0;
  const permits = status?.person.permits;
  const rows = many ? marked : current && canSign(current) ? [current] : [];
  const unread = rows.filter((row) => !isRead(row)).length;
  const ready = rows.length - unread;
  const waiting = !many && current && canSign(current) ? waitsFor(current, status?.person) : null;
  const place = !many && current ? inPlaceOf(current, status?.person) : null;
  if (!current && !many) return null;

  return (
    <footer className="decision" aria-label={say('decision.label')}>
      <p className="decision-about">
        {many ? say('decision.marked', { n: marked.length }) : null}
        {unread > 0 && many ? <> · {say('decision.unread', { n: unread })}</> : null}
        {waiting ? say('decision.waitsFor', { name: waiting }) : null}
        {place ? (
          <span data-tone="wait">{say('decision.inPlaceOf', { ...place, until: formats.date(place.until) })} </span>
        ) : null}
        {!many && !waiting && rows.length === 1 && unread === 1 ? say('decision.notShown') : null}
      </p>
      <div className="decision-verbs">
        {returning ? null : (
          <>
            {current && canReturn(current) ? (
              <Button command="return" onPress={() => run('return')?.(model)}>
                {many && marked.length > 1
                  ? say('action.returnThis')
                  : say(current.joint?.here ? 'action.withdraw' : 'action.return')}
              </Button>
            ) : null}
            {current?.registration ? (
              <Button command="receipt" onPress={() => run('receipt')?.(model)}>
                {sheet === 'receipt' ? say('action.seeAct') : say('action.seeReceipt')}
              </Button>
            ) : null}
            {current?.signedSha256 || current?.joint?.signers.some(({ signedAt }) => signedAt !== null) ? (
              <Button command="report" onPress={() => run('report')?.(model)}>
                {say('action.seeReport')}
              </Button>
            ) : null}
            {current && source.kind === 'tray' ? (
              <Button command="caseIndex" onPress={() => run('caseIndex')?.(model)}>
                {say('action.caseIndex')}
              </Button>
            ) : null}
            {rows.length > 0 ? (
              <Button
                look="main"
                command="primary"
                isDisabled={(ready === 0 && rows.length < 2) || waiting !== null}
                onPress={() => run('sign')?.(model)}
              >
                {many ? say('action.signActs', { n: ready }) : say('action.signAct')}
              </Button>
            ) : null}
            {rows.length === 0 && current && canRemake(current) && permits?.includes('draft') ? (
              <Button look="main" command="remake" onPress={() => run('remake')?.(model)}>
                {say(current.remade ? 'action.seeRemade' : 'action.remake')}
              </Button>
            ) : null}
            {rows.length === 0 && current && canSetAside(current) && permits?.includes('returnActs') ? (
              <Button look="main" command="setAside" onPress={() => run('setAside')?.(model)}>
                {say('action.setAside')}
              </Button>
            ) : null}
            {rows.length === 0 &&
            current &&
            !current.registration &&
            (current.sending === 'waiting' || current.sending === 'sent') ? (
              <Button
                look="main"
                command="sync"
                isDisabled={status?.line.syncing ?? false}
                onPress={() => void model.office.syncNow()}
              >
                {say('action.sync')}
              </Button>
            ) : null}
          </>
        )}
      </div>
    </footer>
  );
}
