import { Label, Radio, RadioGroup } from 'react-aria-components';
import type { Settings } from '../../contract/calls.ts';
import type { PolicySetting } from '../../contract/policy.ts';
import { leave } from '../app/commands.ts';
import { useModel, useStore, useWords } from '../app/context.tsx';
import { lockOf } from '../model/policy.ts';
import { Button } from '../parts/small.tsx';
import { DeskSection } from './DeskSection.tsx';
import { LockSection } from './LockSection.tsx';
import { Decided } from './Decided.tsx';
import { PolicySection } from './PolicySection.tsx';
import { UpdatesSection } from './UpdatesSection.tsx';

/** Language, theme and density. They take effect at once; there is nothing to save. */
export function SettingsPlace() {
  const model = useModel();
  const { settings, status, policy } = useStore(model.office.view);
  const { say, formats } = useWords();
  const write = (change: Partial<Settings>): void => void model.office.writeSettings(change);
  return (
    <>
      <header className="place-head">
        <h2>{say('settings.title')}</h2>
        <p className="place-note">{say('settings.note')}</p>
      </header>
      <div className="place-body">
        <Choose
          label={say('settings.language')}
          value={settings.locale}
          options={[
            ['es-AR', 'Español (Argentina)'],
            ['en', 'English'],
            ['pt-BR', 'Português (Brasil)'],
          ]}
          onChoose={(locale) => write({ locale })}
          lock={lockOf(policy, 'desk.language')}
          focused
        />
        <Choose
          label={say('settings.theme')}
          value={settings.theme}
          options={[
            ['system', say('settings.theme.system')],
            ['light', say('settings.theme.light')],
            ['dark', say('settings.theme.dark')],
          ]}
          onChoose={(theme) => write({ theme })}
        />
        <Choose
          label={say('settings.density')}
          value={settings.density}
          options={[
            ['compact', say('settings.density.compact')],
            ['comfortable', say('settings.density.comfortable')],
          ]}
          onChoose={(density) => write({ density })}
        />
        <UpdatesSection />
        <PolicySection />
        <LockSection />
        <DeskSection />
        {status ? (
          <dl className="facts settings-facts">
            <div>
              <dt>{say('settings.journal')}</dt>
              <dd>
                {say('settings.journalEntries', { n: status.journal.entries })} ·{' '}
                <code>{status.journal.head.slice(0, 16)}</code>
              </dd>
            </div>
            <div>
              <dt>{say('settings.clock')}</dt>
              <dd>
                {status.line.clockOffsetMs === null
                  ? say('settings.clockUnknown')
                  : say('settings.clockOffset', {
                      seconds: formats.number(Math.round(status.line.clockOffsetMs / 1000)),
                    })}
              </dd>
            </div>
          </dl>
        ) : null}
      </div>
      <footer className="decision" aria-label={say('decision.label')}>
        <p className="decision-about" />
        <div className="decision-verbs">
          <Button command="back" onPress={() => leave(model)}>
            {say('action.back')}
          </Button>
        </div>
      </footer>
    </>
  );
}

function Choose<V extends string>({
  label,
  value,
  options,
  onChoose,
  lock = null,
  focused = false,
}: {
  label: string;
  value: V;
  options: readonly (readonly [V, string])[];
  onChoose: (value: V) => void;
  /** The institution decided it: nobody chooses, and it says who did. */
  lock?: PolicySetting | null;
  focused?: boolean;
}) {
  return (
    <RadioGroup
      className="choose"
      orientation="horizontal"
      value={value}
      isReadOnly={lock !== null}
      onChange={(next) => onChoose(next as V)}
    >
      <Label className="group-label">{label}</Label>
      {lock ? <Decided setting={lock} /> : null}
      <div className="choose-options">
        {options.map(([option, name]) => (
          <Radio
            key={option}
            value={option}
            className="choose-option"
            isDisabled={lock !== null && option !== value}
            {...(focused && option === value ? { 'data-focus': '' } : {})}
          >
            <span className="radio-dot" aria-hidden />
            {name}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
