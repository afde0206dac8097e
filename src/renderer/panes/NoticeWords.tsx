import { sayFailure } from '../../contract/words/failures.ts';
import { useModel, useStore, useWords } from '../app/context.tsx';
import { assertNever } from '../app/never.ts';
import { isRunning } from '../model/signing.ts';
import type { Notice } from '../model/places.ts';
import type { Words } from '../app/context.tsx';

/** What just happened, in one sentence. */
export function sayNotice(notice: Notice, { say, locale }: Words): string {
  switch (notice.kind) {
    case 'returned':
      return say('notice.returned', { title: notice.title, author: notice.author });
    case 'signed':
      return say('notice.signed', { n: notice.n });
    case 'marked':
      return say('notice.marked', { n: notice.n });
    case 'vouched':
      return say('notice.vouched', { title: notice.title });
    case 'struckOut':
      return say('prose.struckOut', { n: notice.n });
    case 'seatGranted':
      return say('notice.seatGranted', { office: notice.office, capacity: notice.capacity });
    case 'lacks':
      return say(`primary.lacks.${notice.what}`);
    case 'lacksHere':
      return notice.words;
    case 'failed':
      return sayFailure(notice.failure, locale).what;
    default:
      return assertNever(notice);
  }
}

/** The last notice, as it stands in the status strip. */
export function NoticeWords() {
  const model = useModel();
  const words = useWords();
  const notice = useStore(model.notice);
  return notice ? <span title={sayNotice(notice, words)}>{sayNotice(notice, words)}</span> : null;
}

/** What a screen reader is told without being asked: notices, and a batch's progress a quarter at a time. */
export function LiveRegion() {
  const model = useModel();
  const words = useWords();
  const { say, formats } = words;
  const notice = useStore(model.notice);
  const signing = useStore(model.signing.view);
  const batch = signing.kind === 'batch' ? signing.batch : null;
  const all = batch ? batch.total - batch.leftOut : 0;
  const quarter = batch && all > 0 ? Math.floor((batch.kept / all) * 4) * 25 : 0;
  const progress =
    batch === null
      ? ''
      : batch.state === 'waitingForPin'
        ? say('batch.pin')
        : isRunning(batch)
          ? say('batch.quarter', { percent: formats.number(quarter) })
          : say('batch.done', { n: batch.kept });
  return (
    <>
      <p className="heard" role="status">
        {notice ? sayNotice(notice, words) : ''}
      </p>
      <p className="heard" role="status">
        {progress}
      </p>
    </>
  );
}
