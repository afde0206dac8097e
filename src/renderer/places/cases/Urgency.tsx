import { Checkbox, CheckboxGroup, Label } from 'react-aria-components';
import type { CaseWish } from '../../../contract/cases.ts';
import { useWords } from '../../app/context.tsx';

export type UrgencyOf = Pick<CaseWish, 'detained' | 'flags'>;

/** What puts a case's acts before the others, set by hand. */
export function Urgency({ value, onChange }: { value: UrgencyOf; onChange: (value: UrgencyOf) => void }) {
  const { say } = useWords();
  const { detained, flags } = value;
  const chosen = [
    ...(detained ? ['detained'] : []),
    ...(flags.fatalDeadline ? ['fatal'] : []),
    ...(flags.vulnerableVictim ? ['vulnerable'] : []),
  ];
  return (
    <CheckboxGroup
      className="checks"
      value={chosen}
      onChange={(keys) =>
        onChange({
          detained: keys.includes('detained'),
          flags: { fatalDeadline: keys.includes('fatal'), vulnerableVictim: keys.includes('vulnerable') },
        })
      }
    >
      <Label className="group-label">{say('cases.urgency')}</Label>
      {(['detained', 'fatal', 'vulnerable'] as const).map((key) => (
        <Checkbox key={key} value={key} className="check">
          <span className="check-box" aria-hidden />
          {say(`cases.${key}`)}
        </Checkbox>
      ))}
    </CheckboxGroup>
  );
}
