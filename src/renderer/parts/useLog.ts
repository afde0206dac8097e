import { useEffect, useState } from 'react';
import { useModel } from '../app/context.tsx';
import type { Answer } from '../desk.ts';

/** What this desk saw of the register's log, kept up to date; null until it is known. */
export function useLog(): Answer<'log.standing'> | null {
  const { desk } = useModel();
  const [standing, setStanding] = useState<Answer<'log.standing'> | null>(null);
  useEffect(() => {
    let left = false;
    const read = (): void => {
      void desk.call('log.standing', {}).then((answer) => {
        if (!left && answer.ok) setStanding(answer.value);
      });
    };
    read();
    const stops = [desk.on('log.changed', setStanding), desk.on('office.restarted', read)];
    return () => {
      left = true;
      for (const stop of stops) stop();
    };
  }, [desk]);
  return standing;
}
