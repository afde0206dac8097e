import { CircleX, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Failure } from '../../contract/failures.ts';
import { failureCode, sayFailure } from '../../contract/words/failures.ts';
import { useWords } from '../app/context.tsx';

/** A failure in words: what happened, what is safe, what to do; its code small, to be read over the telephone. */
export function FailureNote({
  failure,
  tone = 'bad',
  alert = true,
  words: own,
  children,
}: {
  failure: Failure;
  tone?: 'bad' | 'wait';
  /** Said at once by a screen reader; not for what was there before the screen was opened. */
  alert?: boolean;
  /** In the place of the failure's usual words, where those speak of something else that the person did. */
  words?: ReturnType<typeof sayFailure> | undefined;
  children?: ReactNode;
}) {
  const { locale, say } = useWords();
  const words = own ?? sayFailure(failure, locale);
  const Icon = tone === 'bad' ? CircleX : TriangleAlert;
  return (
    <div className="failure" data-tone={tone} role={alert ? 'alert' : undefined}>
      <Icon aria-hidden size={16} />
      <div>
        <p className="failure-what">{words.what}</p>
        <p>
          {words.safe} {words.next}
        </p>
        <p className="failure-code">{say('failure.code', { code: failureCode(failure) })}</p>
        {children}
      </div>
    </div>
  );
}
