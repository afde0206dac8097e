import { Lock } from 'lucide-react';
import { useState } from 'react';
import type { PolicyReport, PolicySetting } from '../../contract/policy.ts';
import {
  groupOf,
  type PolicyGroup,
  sayGroup,
  sayingsOf,
  sayLevel,
  sayPolicyTrouble,
  sayPolicyValue,
} from '../../contract/words/policy.ts';
import { useModel, useStore, useWords } from '../app/context.tsx';
import { isLocked } from '../model/policy.ts';
import { Button } from '../parts/small.tsx';

/** What the institution and the office decided for this PC: each setting, who says so and where. To be read, not written, here. */
export function PolicySection() {
  const { policy } = useStore(useModel().office.view);
  const { say } = useWords();
  const [all, setAll] = useState(false);
  if (policy === null) return null;
  const decided = policy.settings.filter(({ level }) => level !== 'program');
  const shown = all ? policy.settings : decided;
  const groups = [...new Set(shown.map(({ name }) => groupOf(name)))];
  return (
    <section aria-label={say('policy.title')} className="policy">
      <h3 className="group-label">{say('policy.title')}</h3>
      <p className="hint">{decided.length === 0 ? say('policy.nobody') : say('policy.note')}</p>
      <Troubles troubles={policy.troubles} />
      {groups.map((group) => (
        <Group key={group} group={group} settings={shown.filter(({ name }) => groupOf(name) === group)} />
      ))}
      <p className="home-verbs">
        <Button aria-expanded={all} onPress={() => setAll(!all)}>
          {say(all ? 'policy.less' : 'policy.all')}
        </Button>
      </p>
    </section>
  );
}

function Group({ group, settings }: { group: PolicyGroup; settings: readonly PolicySetting[] }) {
  const { locale } = useWords();
  return (
    <>
      <h4 className="policy-group">{sayGroup(group, locale)}</h4>
      <dl className="facts">
        {settings.map((setting) => (
          <div key={setting.name}>
            <dt>{sayingsOf(setting.name, locale).title}</dt>
            <dd>
              {sayPolicyValue(setting.value, locale)}
              {setting.level === 'program' ? null : <Decided setting={setting} />}
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

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

function Troubles({ troubles }: Pick<PolicyReport, 'troubles'>) {
  const { say, locale } = useWords();
  if (troubles.length === 0) return null;
  return (
    <div className="policy-troubles">
      <p className="hint" data-tone="wait">
        {say('policy.troubles')}
      </p>
      <ul>
        {troubles.map((trouble, at) => (
          <li key={at}>{sayPolicyTrouble(trouble, locale)}</li>
        ))}
      </ul>
    </div>
  );
}
