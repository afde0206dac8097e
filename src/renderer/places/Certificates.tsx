import { KeyRound } from 'lucide-react';
import { Label, Radio, RadioGroup } from 'react-aria-components';
import type { Sha256 } from '../../contract/ids.ts';
import { sayUnsuitable } from '../../contract/words/failures.ts';
import { sayPinState } from '../../contract/words/states.ts';
import { useNow, useWords } from '../app/context.tsx';
import type { Choice } from '../model/signing.ts';
import { ElectronicMark } from '../parts/ElectronicMark.tsx';

const monthMs = 30 * 86_400_000;

/** The certificates on the connected tokens; those that cannot sign are shown with the reason, so that nobody wonders. */
export function Certificates({
  all,
  chosen,
  remembered,
  onChoose,
}: {
  all: readonly Choice[];
  chosen: Sha256 | null;
  remembered: Sha256 | null;
  onChoose: (certificateSha256: Sha256) => void;
}) {
  const { say, locale, formats } = useWords();
  const now = useNow(60_000);
  return (
    <RadioGroup className="certificates" value={chosen} onChange={(value) => onChoose(value as Sha256)}>
      <Label className="group-label">{say('signing.certificate')}</Label>
      {all.map(({ token, certificate, usable, offer }) => {
        const { certificateSha256, unsuitable, notAfter, commonName, serialNumber, issuer } = certificate;
        const endsSoon = Date.parse(notAfter) - now < monthMs;
        const pinAlarm = token.pinState !== 'normal' && token.pinState !== 'unknown';
        const tries = token.triesLeft;
        return (
          <Radio
            key={`${token.serial} ${certificateSha256}`}
            value={certificateSha256}
            isDisabled={!usable}
            className="certificate"
            {...(certificateSha256 === chosen ? { 'data-focus': '' } : {})}
          >
            <span className="radio-dot" aria-hidden />
            <span className="certificate-words">
              <span className="certificate-name">
                {commonName}
                {serialNumber ? <span className="quiet"> · {serialNumber}</span> : null}
                {offer?.electronic ? <ElectronicMark /> : null}
              </span>
              <span className="quiet certificate-token">
                <KeyRound aria-hidden size={14} /> {token.label}
                {token.practice ? ` (${say('signing.practiceToken')})` : ''}
                {token.reader ? ` · ${say('token.reader', { reader: token.reader })}` : ''} ·{' '}
                {say('signing.issuer', { issuer })} ·{' '}
                <span data-tone={endsSoon && unsuitable === null ? 'wait' : undefined}>
                  {say('signing.until', { date: formats.date(notAfter) })}
                </span>
                {certificateSha256 === remembered ? ` · ${say('signing.lastUsed')}` : ''}
              </span>
              <span data-tone={unsuitable !== null || pinAlarm ? 'bad' : 'ok'}>
                {unsuitable !== null
                  ? say('signing.unsuitable', { reason: sayUnsuitable(unsuitable, locale) })
                  : sayPinState(token.pinState, locale)}
                {tries !== null && unsuitable === null ? ` · ${say('signing.triesLeft', { n: tries })}` : ''}
                {token.protectedPath ? ` · ${say('signing.pinpad')}` : ''}
              </span>
            </span>
          </Radio>
        );
      })}
    </RadioGroup>
  );
}
