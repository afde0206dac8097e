import type { KeptFiles, PinnedCase } from '../../contract/line.ts';
import { useModel, useWords, type Words } from '../app/context.tsx';
import { Button } from '../parts/small.tsx';

/** What lies on this PC to be read without a line: how much, and the cases that somebody keeps here. */
export function KeptCases({ kept, onChanged }: { kept: KeptFiles; onChanged: () => void }) {
  const model = useModel();
  const words = useWords();
  const { say } = words;
  const letGo = (caseId: PinnedCase['caseId']): void => {
    void model.desk.call('line.pin', { caseId, hearingAt: null, pinned: false }).then(onChanged);
  };
  return (
    <section aria-label={say('keep.title')}>
      <h3>{say('keep.title')}</h3>
      <p className="hint">{sumOf(kept, words)}</p>
      {kept.pins.length > 0 ? (
        <ul className="kept-cases">
          {kept.pins.map((pin) => (
            <li key={pin.caseId}>
              <strong>{pin.caseNumber}</strong>
              <span>{[pin.caption, whenOf(pin, words), lackOf(pin, words)].filter(Boolean).join(' · ')}</span>
              <Button aria-label={say('keep.letGoOf', { number: pin.caseNumber })} onPress={() => letGo(pin.caseId)}>
                {say('keep.letGo')}
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  );
}

function sumOf({ items, bytes, mostBytes, away }: KeptFiles, { say, formats }: Words): string {
  const kept = say('keep.sum', { n: items, size: formats.size(bytes), most: formats.size(mostBytes) });
  return away === 0 ? kept : `${kept} ${say('keep.away', { n: away })}`;
}

const whenOf = ({ hearingAt }: PinnedCase, { say, formats }: Words): string =>
  hearingAt === null ? '' : say('keep.hearing', { at: formats.dateTime(hearingAt) });

const lackOf = ({ files, lacking }: PinnedCase, { say, formats }: Words): string =>
  lacking === 0 ? say('keep.whole') : say('keep.lacking', { here: formats.number(files - lacking), n: files });
