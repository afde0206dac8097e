import { useEffect, useState } from 'react';
import { Toolbar } from 'react-aria-components';
import { mayChoose } from '../../contract/policy-facts.ts';
import type { PolicyName, PolicyReport, PolicySetting } from '../../contract/policy.ts';
import {
  groupOf,
  type PolicyGroup,
  sayGroup,
  sayingsOf,
  sayPolicyTrouble,
  sayPolicyValue,
} from '../../contract/words/policy.ts';
import { useModel, useStore, useWords } from '../app/context.tsx';
import { Button } from '../parts/small.tsx';
import { Decided } from './Decided.tsx';
import { PolicyForm } from './PolicyForm.tsx';

/** What was decided for this PC, each setting with who says so and where; what nobody locked may be changed by whoever may. */
export function PolicySection() {
  const { office } = useModel();
  const { policy } = useStore(office.view);
  const { say } = useWords();
  const [all, setAll] = useState(false);
  const [changing, setChanging] = useState<PolicyName | null>(null);
  const [last, setLast] = useState<PolicyName | null>(null);
  // What was decided since is heard before it is shown.
  useEffect(() => void office.readPolicy(), [office]);
  if (policy === null) return null;
  const decided = policy.settings.filter(({ level }) => level !== 'program');
  const shown = all ? policy.settings : decided;
  const groups = [...new Set(shown.map(({ name }) => groupOf(name)))];
  const changed = policy.settings.find(({ name }) => name === changing);
  return (
    <section aria-label={say('policy.title')} className="policy">
      <h3 className="group-label">{say('policy.title')}</h3>
      {changed ? (
        <PolicyForm
          key={changed.name}
          setting={changed}
          onDone={() => {
            setLast(changed.name);
            setChanging(null);
          }}
        />
      ) : (
        <>
          <p className="hint">{decided.length === 0 ? say('policy.nobody') : say('policy.note')}</p>
          <Troubles troubles={policy.troubles} />
          <Toolbar orientation="vertical" aria-label={say('policy.title')} className="policy-list">
            {groups.map((group) => (
              <Group
                key={group}
                group={group}
                settings={shown.filter(({ name }) => groupOf(name) === group)}
                waiting={policy.waiting}
                last={last}
                onChange={setChanging}
              />
            ))}
          </Toolbar>
          <p className="home-verbs">
            <Button aria-expanded={all} onPress={() => setAll(!all)}>
              {say(all ? 'policy.less' : 'policy.all')}
            </Button>
          </p>
        </>
      )}
    </section>
  );
}

function Group({
  group,
  settings,
  waiting,
  last,
  onChange,
}: {
  group: PolicyGroup;
  settings: readonly PolicySetting[];
  waiting: PolicyReport['waiting'];
  /** Was changed just now: the focus is back there. */
  last: PolicyName | null;
  onChange: (name: PolicyName) => void;
}) {
  const { status } = useStore(useModel().office.view);
  const { say, locale } = useWords();
  const isIt = status?.person.permits?.includes('configure') === true;
  return (
    <>
      <h4 className="policy-group">{sayGroup(group, locale)}</h4>
      <dl className="facts">
        {settings.map((setting) => {
          const { title } = sayingsOf(setting.name, locale);
          const until = waiting.find(({ name }) => name === setting.name)?.until;
          return (
            <div key={setting.name}>
              <dt>{title}</dt>
              <dd>
                {sayPolicyValue(setting.value, locale)}
                {setting.level === 'program' ? null : <Decided setting={setting} />}
                {until === undefined ? null : <span className="policy-by">{say(`policy.until.${until}`)}</span>}
                {mayChoose(setting, isIt) ? (
                  <Button
                    look="quiet"
                    aria-label={say('policy.changeOf', { title })}
                    autoFocus={setting.name === last}
                    onPress={() => onChange(setting.name)}
                  >
                    {say('policy.change')}
                  </Button>
                ) : null}
              </dd>
            </div>
          );
        })}
      </dl>
    </>
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
