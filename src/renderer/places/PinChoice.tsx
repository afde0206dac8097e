import { Label, Radio, RadioGroup } from 'react-aria-components';
import type { PinCustom } from '../../contract/acts.ts';
import { useModel, useWords } from '../app/context.tsx';
import type { Choice, Choosing } from '../model/signing.ts';

/**
 * How often the PIN will be asked for, said before anything starts. Where the card demands it each time there is nothing to choose, only
 * to know; where nobody knows yet, that is said.
 */
export function PinChoice({
  n,
  pin,
  choice,
  preview,
}: { n: number; choice: Choice } & Pick<Choosing, 'pin' | 'preview'>) {
  const model = useModel();
  const { say, formats } = useWords();
  const demanded = preview?.pinPerSignature === true;
  const ms = preview?.msPerAct ?? null;
  const forecast = ms === null || demanded ? null : formats.duration((ms * n) / 1000);
  const onReader = choice.token.protectedPath ? say('signing.pinOnReader') : '';
  if (n < 2 || demanded) {
    const told = demanded ? say('signing.pinDemanded', { n }) : '';
    return told || onReader ? (
      <p className="pin-told" data-tone={demanded ? 'wait' : 'plain'}>
        {told} {onReader}
      </p>
    ) : null;
  }
  return (
    <RadioGroup className="pin-choice" value={pin} onChange={(value) => model.signing.askPin(value as PinCustom)}>
      <Label className="group-label">{say('signing.pinGroup')}</Label>
      <Option value="asCard" word={say('signing.pinOnce', { n })} help={say('signing.pinOnceHelp')} />
      <Option value="each" word={say('signing.pinEach', { n })} help={say('signing.pinEachHelp')} />
      <p className="hint">
        {preview?.pinPerSignature === null ? `${say('signing.pinUnknown')} ` : ''}
        {onReader ? `${onReader} ` : ''}
        {forecast === null ? '' : say('signing.forecast', { time: forecast })}
      </p>
    </RadioGroup>
  );
}

function Option({ value, word, help }: { value: PinCustom; word: string; help: string }) {
  return (
    <Radio value={value} className="choose-option">
      <span className="radio-dot" aria-hidden />
      <span>
        {word} <span className="hint">{help}</span>
      </span>
    </Radio>
  );
}
