import { useCallback, useEffect, useState } from 'react';
import { ToggleButton } from 'react-aria-components';
import type { ActRow } from '../../contract/acts.ts';
import { useModel, useWords } from '../app/context.tsx';

/** Keeps the files of the act's case on this PC, or no longer. */
export function KeepSwitch({ caseId }: Pick<ActRow, 'caseId'>) {
  const model = useModel();
  const { say } = useWords();
  const [isKept, setKept] = useState<boolean | null>(null);
  const read = useCallback(
    () =>
      model.desk
        .call('line.read', {})
        .then((answer) => (answer.ok ? answer.value.kept.pins.some((pin) => pin.caseId === caseId) : null)),
    [model, caseId],
  );
  useEffect(() => {
    let left = false;
    void read().then((now) => {
      if (!left) setKept(now);
    });
    return () => {
      left = true;
    };
  }, [read]);
  if (isKept === null) return null;
  const change = async (pinned: boolean): Promise<void> => {
    await model.desk.call('line.pin', { caseId, hearingAt: null, pinned });
    setKept(await read());
  };
  return (
    <ToggleButton className="filter" isSelected={isKept} onChange={(pinned) => void change(pinned)}>
      {say('keep.switch')}
    </ToggleButton>
  );
}
