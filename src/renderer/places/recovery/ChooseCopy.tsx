import { Label, Radio, RadioGroup } from 'react-aria-components';
import { useWords, type Words } from '../../app/context.tsx';
import type { Answer } from '../../desk.ts';

type Seen = Answer<'recovery.look'>['generations'][number] & { readonly usable: boolean };
/** A copy as it is seen without a key, or with one. */
export type SeenCopy = Seen | Answer<'recovery.open'>['generations'][number];

/** Which of the copies at a place is brought back: one Tab stop, arrows within. */
export function ChooseCopy({
  copies,
  chosen,
  onChoose,
}: {
  copies: readonly SeenCopy[];
  chosen: string | null;
  onChoose: (name: string) => void;
}) {
  const { say, formats } = useWords();
  return (
    <RadioGroup className="pin-choice seats" value={chosen} onChange={onChoose}>
      <Label>{say('recovery.choose')}</Label>
      {copies.map((copy) => (
        <Radio key={copy.name} value={copy.name} className="choose-option" isDisabled={!copy.usable}>
          <span className="radio-dot" aria-hidden />
          <span>
            <strong>{dateOf(copy, formats)}</strong> <code>{copy.name}</code>
            <br />
            <span className="hint" data-tone={copy.usable ? undefined : 'bad'}>
              {tellOf(copy, say, formats)}
            </span>
          </span>
        </Radio>
      ))}
    </RadioGroup>
  );
}

function dateOf(copy: SeenCopy, { dateTime }: Words['formats']): string {
  if ('writtenAt' in copy) return dateTime(copy.writtenAt);
  return 'madeAt' in copy ? dateTime(copy.madeAt) : '';
}

function tellOf(copy: SeenCopy, say: Words['say'], { number, size }: Words['formats']): string {
  if ('damaged' in copy) {
    return copy.damaged > 0
      ? say('recovery.broken', { n: copy.damaged })
      : say('recovery.whole', { files: number(copy.files), size: size(copy.bytes) });
  }
  if (!copy.usable) return say('recovery.unusable', { reason: sayReason(copy.reason, say) });
  const { signedActs, unsent, drafts, journalEntries } = copy.holds;
  return say('recovery.holds', {
    ...{ acts: number(signedActs), unsent: number(unsent), drafts: number(drafts), entries: number(journalEntries) },
  });
}

/** Why a copy was not taken, in words where there are some: the rest is for whoever is told over the telephone. */
export function sayReason(reason: string, say: Words['say']): string {
  switch (reason) {
    case 'notForUs':
    case 'unsigned':
    case 'forged':
      return say(`recovery.reason.${reason}`);
    case 'of another desk':
      return say('recovery.reason.otherDesk');
    default:
      return reason.startsWith('damaged') ? say('recovery.reason.damaged') : reason;
  }
}
