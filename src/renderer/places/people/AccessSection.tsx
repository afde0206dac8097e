import { useState } from 'react';
import type { Failure } from '../../../contract/failures.ts';
import { useModel, useWords } from '../../app/context.tsx';
import type { Answer } from '../../desk.ts';
import { Button } from '../../parts/small.tsx';
import { Lines } from '../Lines.tsx';

/** Who read and did what at the repository, and whether the chain of it is whole. */
export function AccessSection({ onFailure }: { readonly onFailure: (failure: Failure | null) => void }) {
  const model = useModel();
  const { say, formats } = useWords();
  const [entries, setEntries] = useState<Answer<'accesses.page'>['entries']>([]);
  const [more, setMore] = useState(true);
  const [verdict, setVerdict] = useState<Answer<'accesses.verify'> | null>(null);
  const read = async (): Promise<void> => {
    const page = await model.desk.call('accesses.page', { after: entries.at(-1)?.seq ?? 0, limit: 500 });
    onFailure(page.ok ? null : page.failure);
    if (!page.ok) return;
    setEntries((before) => [...before, ...page.value.entries]);
    setMore(page.value.more);
  };
  const verify = async (): Promise<void> => {
    const outcome = await model.desk.call('accesses.verify', {});
    onFailure(outcome.ok ? null : outcome.failure);
    if (outcome.ok) setVerdict(outcome.value);
  };
  return (
    <section aria-label={say('people.accesses')}>
      <h3 className="group-label">{say('people.accesses')}</h3>
      <p className="home-verbs">
        <Button isDisabled={!more} onPress={() => void read()}>
          {say(entries.length === 0 ? 'people.readAccesses' : 'people.moreAccesses')}
        </Button>
        <Button onPress={() => void verify()}>{say('people.verifyAccesses')}</Button>
      </p>
      {verdict === null ? null : (
        <p role="status" data-tone={verdict.kind === 'whole' ? undefined : 'bad'}>
          {verdict.kind === 'whole'
            ? say('people.whole', { n: verdict.entries })
            : say('people.broken', { seq: String(verdict.seq) })}
        </p>
      )}
      {entries.length === 0 ? null : (
        <Lines
          count={entries.length}
          label={say('people.accesses')}
          keepsCaption
          line={(index) => {
            const entry = entries[index]!;
            return {
              key: String(entry.seq),
              tone: entry.status < 400 ? 'plain' : 'wait',
              title: `${entry.personId ?? entry.officeId} · ${entry.what}`,
              caption: `${formats.dateTime(entry.at)} · ${entry.subject ?? '—'}`,
              word: String(entry.status),
            };
          }}
        />
      )}
    </section>
  );
}
