import { CircleCheck, CircleX, Info, TriangleAlert, type LucideIcon } from 'lucide-react';
import type { DoctorArea, Finding } from '../../contract/doctor.ts';
import { sayDoctorArea, sayFinding } from '../../contract/words/doctor.ts';
import { choiceOf } from '../app/commands.ts';
import { useModel, useStore, useWords } from '../app/context.tsx';
import { Button } from '../parts/small.tsx';

type Severity = Finding['severity'];
const icons: Readonly<Record<Severity, LucideIcon>> = {
  ok: CircleCheck,
  info: Info,
  warning: TriangleAlert,
  error: CircleX,
};
const tones: Readonly<Record<Severity, string>> = { ok: 'ok', info: 'info', warning: 'wait', error: 'bad' };

/** The doctor: everything a signature needs, looked at from the service down to the certificate, each finding with what to do. */
export function Doctor() {
  const model = useModel();
  const { errand, examined, path } = useStore(model.care.view);
  const { say } = useWords();
  const choice = choiceOf(model);
  const busy = errand !== null;
  const running = errand === 'doctor' || errand === 'trial';
  return (
    <section className="doctor" aria-labelledby="doctor-title" aria-busy={running}>
      <h3 id="doctor-title">{say('doctor.title')}</h3>
      {examined === null ? <p className="hint">{say('doctor.before')}</p> : <Verdict findings={examined.findings} />}
      {examined === null ? null : <Findings findings={examined.findings} />}
      <div className="doctor-verbs">
        <Button look="main" isDisabled={busy} onPress={() => void model.care.examine(null)} data-focus>
          {say(running ? 'doctor.running' : examined === null ? 'doctor.run' : 'doctor.again')}
        </Button>
        {choice ? (
          <Button isDisabled={busy} onPress={() => void model.care.examine(choice)}>
            {say('doctor.trial')}
          </Button>
        ) : null}
        {examined === null ? null : (
          <Button isDisabled={busy} onPress={() => void model.care.save()}>
            {say('doctor.save')}
          </Button>
        )}
      </div>
      <p className="hint" role="status">
        {path === null
          ? `${choice ? say('doctor.trialHelp') : ''} ${examined === null ? '' : say('doctor.clean')}`
          : say('doctor.saved', { path })}
      </p>
    </section>
  );
}

/** The answer first: how much stops work, how much will. */
function Verdict({ findings }: { findings: readonly Finding[] }) {
  const { say } = useWords();
  const count = (severity: Severity): number => findings.filter((one) => one.severity === severity).length;
  const [errors, warnings] = [count('error'), count('warning')];
  return (
    <div role="status">
      <ul className="summary">
        {errors > 0 ? <li data-tone="bad">{say('doctor.errors', { n: errors })}</li> : null}
        {warnings > 0 ? <li data-tone="wait">{say('doctor.warnings', { n: warnings })}</li> : null}
        {errors + warnings === 0 ? <li data-tone="ok">{say('doctor.good')}</li> : null}
      </ul>
    </div>
  );
}

function Findings({ findings }: { findings: readonly Finding[] }) {
  const { locale } = useWords();
  const areas = [...new Set(findings.map(({ area }) => area))];
  return (
    <div className="doctor-areas">
      {areas.map((area: DoctorArea) => (
        <section key={area} aria-label={sayDoctorArea(area, locale)}>
          <h4>{sayDoctorArea(area, locale)}</h4>
          <ul>
            {findings
              .filter((one) => one.area === area)
              .map((finding, index) => (
                <FindingLine key={`${finding.id} ${index}`} finding={finding} />
              ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function FindingLine({ finding }: { finding: Finding }) {
  const { say, locale } = useWords();
  const Icon = icons[finding.severity];
  const { what, fix } = sayFinding(finding, locale);
  return (
    <li className="finding" data-tone={tones[finding.severity]}>
      <Icon aria-hidden size={16} />
      <div>
        <p>
          <span className="heard">{say(`doctor.severity.${finding.severity}`)}: </span>
          {what}
        </p>
        {fix === null ? null : <p className="finding-fix">{fix}</p>}
      </div>
    </li>
  );
}
