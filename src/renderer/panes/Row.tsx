import { AlarmClock, Hourglass, Lock, ShieldAlert, SquareCheck, Square, UserLock, type LucideIcon } from 'lucide-react';
import { memo, type MouseEvent } from 'react';
import type { ActRow } from '../../contract/acts.ts';
import { inPlaceOfCaption } from '../../contract/words/in-place-of.ts';
import { useWords } from '../app/context.tsx';
import { kindName } from '../model/electronic.ts';
import { canSign, isRead, type inPlaceOf } from '../model/marks.ts';
import { StateMark } from '../parts/StateMark.tsx';
import { Hash } from '../parts/small.tsx';

export interface RowPlace {
  readonly id: string;
  readonly index: number;
  /** Pixels from the top of the list. */
  readonly start: number;
  readonly height: number;
}

interface RowProps {
  readonly row: ActRow;
  readonly place: RowPlace;
  /** For whom the person of this desk would sign it. */
  readonly standsFor: ReturnType<typeof inPlaceOf>;
  readonly now: number;
  readonly markable: boolean;
  readonly marked: boolean;
  readonly active: boolean;
  readonly open: boolean;
  /** Author, signers and hash in cells of their own. */
  readonly wide: boolean;
  /** Room for case and author in cells of their own. */
  readonly roomy: boolean;
  /** All rows are of one case. */
  readonly inCase: boolean;
  readonly onClick: (event: MouseEvent, index: number, row: ActRow) => void;
}

/** A picture that is heard as a word: without a hidden text beside it, which each row would be laid out and painted with. */
const said = (word: string) => ({ role: 'img', 'aria-label': word }) as const;

/** One act on one line; the rest is on the paper beside it. Kept as it is while its own facts stay the same. */
export const Row = memo(
  function Row({ row, place, standsFor, now, markable, marked, active, open, wide, roomy, inCase, onClick }: RowProps) {
    const { say, formats } = useWords();
    const unread = canSign(row) && !isRead(row);
    const Box = marked ? SquareCheck : Square;
    return (
      <div
        role="row"
        id={place.id}
        className="row"
        aria-rowindex={place.index + 2}
        aria-selected={markable ? marked : open}
        data-open={open || undefined}
        data-active={active || undefined}
        data-unread={unread || undefined}
        style={{ height: place.height, top: place.start }}
        onClick={(event) => onClick(event, place.index, row)}
      >
        <span role="gridcell" className="row-state" data-mark={markable || undefined}>
          {markable ? (
            <Box size={16} strokeWidth={1.75} {...(marked ? said(say('row.marked')) : { 'aria-hidden': true })} />
          ) : (
            <StateMark row={row} quiet={!wide} />
          )}
        </span>
        <span role="gridcell" className="row-act">
          {unread ? <span className="unread-dot" {...said(say('row.unread'))} /> : null}
          <Caption caption={row.caption} whole={wide || roomy} inCase={inCase} />{' '}
          <span className="row-title">{row.sealedFor ? say('index.masked') : row.title}</span>
        </span>
        {wide ? (
          <>
            <span role="gridcell" className="row-author">
              {row.author}
            </span>
            <span role="gridcell" className="row-signers">
              {signersOf(row)}
            </span>
            <span role="gridcell" className="row-hash">
              {row.sealedFor ? null : <Hash sha256={row.signedSha256 ?? row.documentSha256} />}
            </span>
          </>
        ) : roomy ? (
          <>
            <span role="gridcell" className="row-case">
              {row.caseNumber}
            </span>
            <span role="gridcell" className="row-author">
              {row.author}
            </span>
          </>
        ) : (
          <span role="gridcell" aria-colspan={2} className="row-rest">
            {`${row.caption}, ${row.caseNumber}, ${row.author}`}
          </span>
        )}
        <span role="gridcell" className="row-marks">
          <RowMarks row={row} standsFor={standsFor} now={now} />
        </span>
        {row.registration ? (
          <span role="gridcell" className="row-age row-folios">
            <span>{say('row.number', { number: String(row.registration.number) })}</span>{' '}
            <span>
              {say(row.registration.folioFrom === row.registration.folioTo ? 'row.folio' : 'row.folios', {
                from: String(row.registration.folioFrom),
                to: String(row.registration.folioTo),
              })}
            </span>
          </span>
        ) : (
          <span role="gridcell" className="row-age">
            {formats.age(row.receivedAt, now)}
          </span>
        )}
      </div>
    );
  },
  (before, after) =>
    before.row === after.row &&
    before.standsFor?.name === after.standsFor?.name &&
    before.standsFor?.resolution === after.standsFor?.resolution &&
    before.place.start === after.place.start &&
    before.place.index === after.place.index &&
    before.place.height === after.place.height &&
    before.now === after.now &&
    before.markable === after.markable &&
    before.marked === after.marked &&
    before.active === after.active &&
    before.open === after.open &&
    before.wide === after.wide &&
    before.roomy === after.roomy &&
    before.inCase === after.inCase,
);

/**
 * An Argentine caption reads "who s/ what". Where there is little room the party is enough to know the case by, and the matter is
 * on the paper; a party too short to tell cases apart (N.N.) keeps its matter. Within a case it is only heard.
 */
function Caption({ caption, whole, inCase }: { caption: string; whole: boolean; inCase: boolean }) {
  if (inCase) return whole ? <span className="heard">{caption}</span> : null;
  return <span className="row-caption">{whole ? caption : partyOf(caption)}</span>;
}

function partyOf(caption: string): string {
  const at = caption.search(/\s+s\/\s/);
  const party = at >= 12 ? caption.slice(0, at) : caption;
  // "SOSA FERREYRA, Nahuel": the surname alone tells a case apart where the act's title needs the room.
  return /^\p{L}[\p{L}’' -]{4,}(?=,\s)/u.exec(party)?.[0] ?? party;
}

/** Who signed it, in the order in which they did. What names its signers has no place in the case before the last of them signed. */
function signersOf({ joint, signer, signers, registration }: ActRow): string {
  const signed =
    joint?.signers
      .filter(({ signedAt }) => signedAt !== null || registration !== null)
      .map(({ name, substitute }) => (substitute ? `${substitute.name} (${inPlaceOfCaption} de ${name})` : name)) ?? [];
  return signed.length > 0 ? signed.join(', ') : (signer ?? signers?.join(', ') ?? '');
}

const soonMs = 3 * 86_400_000;

/** Detained person, fatal deadline, vulnerable victim, day near, confidentiality, a colleague's visado, trouble on the way: each a shape and a word. */
function RowMarks({ row, standsFor, now }: Pick<RowProps, 'row' | 'standsFor' | 'now'>) {
  const words = useWords();
  const { say, formats } = words;
  const dueIn = row.dueAt === null ? null : Date.parse(row.dueAt) - now;
  return (
    <>
      {standsFor ? (
        <span className="label-mark" title={say('mark.inPlaceOf', standsFor)}>
          {say('row.inPlaceOf', standsFor)}
          <span className="heard">{say('mark.inPlaceOf', standsFor)}</span>
        </span>
      ) : null}
      {row.labels?.[0] === undefined ? null : (
        <span className="label-mark" title={row.labels.join(', ')}>
          {row.labels[0]}
          {row.labels.length > 1 ? ` +${row.labels.length - 1}` : ''}
        </span>
      )}
      <Pending row={row} />
      {row.electronic ? <Tag tone="wait" short="FE" long={kindName(row, words)} /> : null}
      {row.trouble ? <Tag tone="bad" short="!" long={say('mark.trouble')} /> : null}
      {row.detained ? <Sign icon={UserLock} tone="bad" word={say('mark.detained')} /> : null}
      {row.flags?.fatalDeadline ? <Sign icon={Hourglass} tone="bad" word={say('mark.fatal')} /> : null}
      {row.flags?.vulnerableVictim ? <Sign icon={ShieldAlert} tone="wait" word={say('mark.vulnerable')} /> : null}
      {dueIn !== null && row.dueAt !== null && dueIn < soonMs && canSign(row) ? (
        <span
          className="mark"
          data-tone={dueIn < 86_400_000 ? 'bad' : 'wait'}
          title={say(dueIn < 0 ? 'mark.overdue' : 'mark.due', { when: formats.dateTime(row.dueAt) })}
        >
          <AlarmClock aria-hidden size={14} />
          <span className="heard">
            {say(dueIn < 0 ? 'mark.overdue' : 'mark.due', { when: formats.dateTime(row.dueAt) })}
          </span>
        </span>
      ) : null}
      {row.confidentialityLevel >= 2 ? (
        <span
          className="mark"
          data-tone="plain"
          title={say('mark.level', { level: formats.number(row.confidentialityLevel) })}
        >
          <Lock aria-hidden size={12} />
          <span aria-hidden>{row.confidentialityLevel}</span>
          <span className="heard">{say('mark.level', { level: formats.number(row.confidentialityLevel) })}</span>
        </span>
      ) : null}
      {row.vouchedBy ? (
        <Tag tone="ok" short={initials(row.vouchedBy)} long={say('mark.vouched', { name: row.vouchedBy })} />
      ) : null}
    </>
  );
}

/** A shape of its own, and its word for whoever points at it or hears it. */
function Sign({ icon: Icon, tone, word }: { icon: LucideIcon; tone: string; word: string }) {
  return (
    <span className="mark" data-tone={tone} title={word}>
      <Icon aria-hidden size={14} />
      <span className="heard">{word}</span>
    </span>
  );
}

/** Who is still to be told of what is registered: the first by name, the others by number. */
function Pending({ row: { state, notices } }: { row: ActRow }) {
  const { say } = useWords();
  const open = state === 'registered' ? (notices?.addressees.filter((one) => one.state !== 'done') ?? []) : [];
  if (open[0] === undefined) return null;
  const names = say('mark.toNotify', { names: open.map(({ name }) => name).join(', ') });
  return (
    <span className="label-mark" title={names}>
      <span aria-hidden>{open.length > 1 ? `${open[0].name} +${open.length - 1}` : open[0].name}</span>
      <span className="heard">{names}</span>
    </span>
  );
}

function Tag({ tone, short, long }: { tone: string; short: string; long: string }) {
  return (
    <span className="mark mark-tag" data-tone={tone} title={long}>
      <span aria-hidden>{short}</span>
      <span className="heard">{long}</span>
    </span>
  );
}

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word.charAt(0).toLocaleUpperCase('es'))
    .join('');

/** A row that exists but has not been read yet. */
export function RowToCome({ place }: { place: RowPlace }) {
  const { say } = useWords();
  return (
    <div
      role="row"
      id={place.id}
      className="row"
      aria-rowindex={place.index + 2}
      style={{ height: place.height, top: place.start }}
    >
      <span role="gridcell" className="row-to-come">
        {say('list.reading')}
      </span>
    </div>
  );
}
