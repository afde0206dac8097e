import { Lock } from 'lucide-react';
import { isLocked } from '../../contract/policy-facts.ts';
import type { PolicySetting } from '../../contract/policy.ts';
import { sayLevel } from '../../contract/words/policy.ts';
import { useWords } from '../app/context.tsx';

/** Who decided a setting, and in which file, key or profile; with a lock where nobody at this PC may choose otherwise. */
export function Decided({ setting }: { setting: Pick<PolicySetting, 'level' | 'place'> }) {
  const { locale } = useWords();
  return (
    <span className="policy-by">
      {isLocked(setting) ? <Lock size={12} aria-hidden /> : null} {sayLevel(setting.level, locale)}
      {setting.place === null ? null : (
        <>
          {' · '}
          <code>{setting.place}</code>
        </>
      )}
    </span>
  );
}
