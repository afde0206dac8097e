import { ShieldAlert } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components';
import { place } from '../app/commands.ts';
import { useModel, useWords } from '../app/context.tsx';
import { FailureNote } from './FailureNote.tsx';
import { useLog } from './useLog.ts';

/** In the status strip: nothing while the register's past agrees, and never to be overlooked when it does not. */
export function LogAlarmItem() {
  const model = useModel();
  const { say } = useWords();
  const alarm = useLog()?.alarm;
  if (!alarm) return null;
  return (
    <AriaButton className="strip-item" data-tone="bad" onPress={() => place('line')(model)}>
      <ShieldAlert aria-hidden size={14} />
      {say('strip.logAlarm')}
    </AriaButton>
  );
}

/** Above everything else on the line's screen: what does not agree, and what to do. */
export function LogAlarmNote() {
  const alarm = useLog()?.alarm;
  if (!alarm) return null;
  const { kind: found, known, told } = alarm;
  return <FailureNote failure={{ kind: 'registerRewritten', found, known, told }} />;
}

/** On the line's screen: what was seen of the public log, and since when. */
export function LogSection() {
  const { say, formats } = useWords();
  const standing = useLog();
  if (!standing) return null;
  const { size, checkedAt, stampedAt, alarm } = standing;
  return (
    <section aria-label={say('log.title')}>
      <h3>{say('log.title')}</h3>
      <p className="hint">
        {size === null || checkedAt === null
          ? say('log.nothing')
          : say('log.seen', { size: formats.number(size), at: formats.dateTime(checkedAt) })}
        {stampedAt === null ? '' : ` ${say('log.stamped', { at: formats.dateTime(stampedAt) })}`}
        {alarm ? ` ${say('log.since', { at: formats.dateTime(alarm.at) })}` : ''}
      </p>
    </section>
  );
}
