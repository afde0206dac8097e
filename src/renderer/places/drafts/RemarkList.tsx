import type { RemarkRow, ReviewSheet } from '../../../contract/review.ts';
import type { Remark } from '../../../contract/wire-review.ts';
import { useModel, useStore, useWords } from '../../app/context.tsx';
import { Button } from '../../parts/small.tsx';

/** What was said of a text: what is not sent yet, what is open, what was answered. */
export function RemarkList({
  sheet,
  pending = [],
  onGo,
}: {
  sheet: ReviewSheet;
  pending?: readonly Remark[];
  /** Goes to the words in the editor, where there is one. */
  onGo?: (row: RemarkRow) => void;
}) {
  const model = useModel();
  const { say } = useWords();
  const { busy } = useStore(model.review.view);
  if (pending.length + sheet.remarks.length === 0) return null;
  return (
    <section className="remarks" aria-label={say('review.remarks')}>
      <h3>{say('review.remarks')}</h3>
      <ul>
        {pending.map((remark) => (
          <li key={remark.remarkId} className="remark" data-pending>
            <Said remark={remark} />
            <p className="hint">{say('review.notSent')}</p>
            <Button look="quiet" onPress={() => model.review.drop(remark.remarkId)}>
              {say('review.drop')}
            </Button>
          </li>
        ))}
        {sheet.remarks.map((row) => (
          <li key={row.remark.remarkId} className="remark" data-resolved={row.resolved !== null || undefined}>
            <Said remark={row.remark} />
            <Who row={row} />
            <div className="remark-verbs">
              {onGo && row.anchor !== 'text' && row.anchor !== 'gone' ? (
                <Button look="quiet" onPress={() => onGo(row)}>
                  {say('review.go')}
                </Button>
              ) : null}
              {row.resolved ? null : (
                <Button look="quiet" isDisabled={busy} onPress={() => void model.review.resolve(row.remark.remarkId)}>
                  {say('review.resolve')}
                </Button>
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Said({ remark }: { remark: Remark }) {
  return (
    <>
      {remark.quote === '' ? null : <blockquote>{remark.quote}</blockquote>}
      <p>{remark.text}</p>
    </>
  );
}

function Who({ row: { by, at, anchor, resolved } }: { row: RemarkRow }) {
  const { say, formats } = useWords();
  return (
    <p className="hint">
      {by === '' ? say('review.fromTray') : `${by} · ${formats.dateTime(at)}`}
      {anchor === 'gone' ? ` · ${say('review.gone')}` : null}
      {resolved ? ` · ${say('review.resolvedBy', { name: resolved.by, when: formats.dateTime(resolved.at) })}` : null}
    </p>
  );
}
