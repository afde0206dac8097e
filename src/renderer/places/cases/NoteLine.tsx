import type { EntryRow } from '../../../contract/cases.ts';
import type { EntryOf } from '../../../contract/wire-entries.ts';
import { assertNever } from '../../app/never.ts';
import type { Formats } from '../../../contract/words/formats.ts';
import { useWords } from '../../app/context.tsx';
import { FailureNote } from '../../parts/FailureNote.tsx';
import type { Say } from '../../words/words.ts';

/** One note: what, who, when, and whether the repository has it. */
export function NoteLine({ row }: { row: EntryRow }) {
  const { say, formats } = useWords();
  const { entry } = row;
  return (
    <li className="entry">
      <strong>{whatOf(entry, say, formats)}</strong>
      <span className="hint">
        {entry.by.name} · {formats.dateTime(entry.at)}
        {row.place === 'there' ? null : (
          <span data-tone={row.place === 'here' ? 'wait' : 'bad'}> · {say(`cases.place.${row.place}`)}</span>
        )}
      </span>
      {row.trouble ? <FailureNote failure={row.trouble} tone="wait" alert={false} /> : null}
    </li>
  );
}

function whatOf(entry: EntryRow['entry'], say: Say, formats: Formats): string {
  switch (entry.kind) {
    case 'piece':
      return entry.title;
    case 'visado':
      return say('notes.visado');
    case 'withdrawn':
      return say('notes.withdrawn', { reason: entry.reason });
    case 'notified':
      return noticeWords(entry, say, formats);
    case 'addressees':
      return entry.addressees.length === 0
        ? say('notes.addressedToNobody')
        : say('notes.addressedTo', { names: entry.addressees.map(({ name }) => name).join(', ') });
    case 'sealed':
      return say('notes.sealed', { reason: entry.reason });
    case 'flags':
      return say('notes.flags');
    case 'hearing':
      return entry.hearingAt === null
        ? say('notes.noHearing')
        : say('notes.hearing', { when: formats.dateTime(entry.hearingAt), what: entry.what }).trim();
    case 'captionSet':
      return saidOfNaming(entry, say);
    case 'levelAsked':
      return say('notes.levelAsked', { level: formats.number(entry.level), reason: entry.reason });
    case 'levelSet':
      return say('notes.levelSet', { level: formats.number(entry.level), reason: entry.reason });
    case 'actLevelAsked':
      return say('notes.levelAsked', { level: formats.number(entry.level), reason: entry.reason });
    case 'actLevelSet':
      return say('notes.actLevelSet', { level: formats.number(entry.level), reason: entry.reason });
    case 'breakGlass':
      return say('notes.breakGlass', { reason: entry.reason });
    case 'moveAsked':
      return say('notes.moveAsked', { office: entry.to, how: say(`move.how.${entry.how}`), reason: entry.reason });
    case 'moved':
      return say('notes.moved', { office: entry.to, how: say(`move.how.${entry.how}`), reason: entry.reason });
    case 'label':
      return say(entry.on ? 'notes.labelOn' : 'notes.labelOff', { label: entry.label });
    case 'due':
      return entry.dueAt === null ? say('notes.noDue') : say('notes.due', { when: formats.dateTime(entry.dueAt) });
    case 'correcting':
      return say('notes.correcting');
    case 'remade':
      return say('notes.remade');
    case 'frozen':
      return say('notes.frozen');
    case 'reviewAsked':
      return say('notes.reviewAsked');
    case 'reviewRecalled':
      return say('notes.reviewRecalled');
    case 'reviewReturned':
      return say('notes.reviewReturned');
    case 'remarkResolved':
      return say('notes.remarkResolved');
    default:
      return assertNever(entry);
  }
}

function noticeWords({ addressee, means, trouble, givenAt }: EntryOf<'notified'>, say: Say, formats: Formats): string {
  const by = say(`notes.means.${means}`);
  const said = trouble
    ? say(`notes.notified.${trouble.kind}`, { addressee, means: by, reason: trouble.reason })
    : say('notes.notified', { addressee, means: by });
  return givenAt === undefined ? said : `${said} · ${formats.dateTime(givenAt)}`;
}

/** From what to what, and why; what stayed as it was is not said. */
function saidOfNaming({ was, caption, parties, reason }: EntryOf<'captionSet'>, say: Say): string {
  const named = (list: typeof parties): string =>
    list.length === 0
      ? say('cases.noParties')
      : list.map(({ name, pole }) => `${name} (${say(`cases.pole.${pole}`)})`).join(', ');
  const [from, to] = [named(was.parties), named(parties)];
  return [
    ...(was.caption === caption ? [] : [say('notes.caption', { from: was.caption, to: caption })]),
    ...(from === to ? [] : [say('notes.parties', { from, to })]),
    say('notes.because', { reason }),
  ].join(' ');
}
