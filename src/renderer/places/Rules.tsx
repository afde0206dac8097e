import { CircleX, Info, TriangleAlert } from 'lucide-react';
import type { RuleFinding } from '../../contract/rules.ts';
import { useWords, type Words } from '../app/context.tsx';
import { assertNever } from '../app/never.ts';

type Tone = 'bad' | 'wait' | 'info';
const icons = { bad: CircleX, wait: TriangleAlert, info: Info };

/** What is worth knowing of person, day, clock and certificate before the PIN; each a shape, a word and a colour. */
export function Rules({ findings }: { findings: readonly RuleFinding[] }) {
  const words = useWords();
  const { say } = words;
  return (
    <section className="rules" aria-labelledby="rules-title">
      <h3 id="rules-title">{say('signing.rules')}</h3>
      {findings.length === 0 ? (
        <p className="hint">{say('signing.rulesNone')}</p>
      ) : (
        <ul>
          {findings.map((finding) => {
            const tone = toneOf(finding);
            const Icon = icons[tone];
            return (
              <li key={finding.kind} data-tone={tone}>
                <Icon aria-hidden size={16} />
                <span>{sayRule(finding, words)}</span>
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}

function toneOf(finding: RuleFinding): Tone {
  switch (finding.kind) {
    case 'certificateOfAnother':
    case 'certificateRevoked':
      return 'bad';
    case 'certificateEnds':
      return finding.notice === '60' ? 'info' : 'wait';
    case 'substituteSigns':
    case 'clockUnchecked':
      return 'info';
    case 'electronicSigns':
      return 'wait';
    case 'holderUnproven':
    case 'nonBusinessDay':
    case 'calendarMissing':
    case 'calendarFileBroken':
    case 'recessUnknown':
    case 'clockSkewed':
    case 'substituteNotInForce':
    case 'notYourTurn':
      return 'wait';
    case 'signerNotNamed':
    case 'electronicNotAllowed':
      return 'bad';
    default:
      return assertNever(finding);
  }
}

/** A day without a time (YYYY-MM-DD) as the language writes it, whatever the zone of this machine. */
const sayDay = (day: string, { formats }: Words): string => formats.date(`${day}T12:00:00`);

function sayRule(finding: RuleFinding, words: Words): string {
  const { say, formats } = words;
  switch (finding.kind) {
    case 'certificateOfAnother':
      return `${say('rule.certificateOfAnother', finding)} ${say('signing.stopped')}`;
    case 'certificateRevoked':
      return `${say('rule.certificateRevoked', { date: formats.date(finding.at) })} ${say('signing.stopped')}`;
    case 'electronicSigns':
      return say('rule.electronicSigns');
    case 'electronicNotAllowed':
      return say('rule.electronicNotAllowed', { n: finding.acts, actType: finding.actType });
    case 'holderUnproven':
      return say('rule.holderUnproven', finding);
    case 'certificateEnds':
      return say('rule.certificateEnds', { n: finding.days, date: formats.date(finding.at) });
    case 'nonBusinessDay': {
      const { reason, locality, source } = finding;
      const name = source === '' ? finding.name : `${finding.name} (${source})`;
      const date = sayDay(finding.date, words);
      const doubt = finding.unverified ? ` ${say('rule.unverified')}` : '';
      return `${say(`rule.${reason}`, { date, name, locality })}${doubt} ${say('rule.dayHelp')}`;
    }
    case 'calendarMissing':
      return say('rule.calendarMissing', { year: String(finding.year) });
    case 'calendarFileBroken':
      return say('rule.calendarFileBroken', finding);
    case 'recessUnknown':
      return say('rule.recessUnknown', { name: finding.name, year: String(finding.year) });
    case 'clockSkewed':
      return say('rule.clockSkewed', { time: formats.duration(Math.abs(finding.offsetMs) / 1000) });
    case 'clockUnchecked':
      return say('rule.clockUnchecked');
    case 'substituteSigns':
      return say('rule.substituteSigns', { ...finding, until: sayDay(finding.until, words) });
    case 'signerNotNamed':
      return say('rule.signerNotNamed', { n: finding.acts, named: finding.named });
    case 'notYourTurn':
      return say('rule.notYourTurn', { n: finding.acts, name: finding.waitingFor });
    case 'substituteNotInForce': {
      const { replaces, from, until } = finding;
      return say('rule.substituteNotInForce', { replaces, from: sayDay(from, words), until: sayDay(until, words) });
    }
    default:
      return assertNever(finding);
  }
}
